"""What every app has to do once a night; running it twice does no harm."""

from datetime import datetime

import mail
from offers.actions import nightly as offers
from portal import jobs
from workshops.actions import nightly as workshops


def keep_house(*, now: datetime) -> dict[str, int]:
    """What was done, each with its number, in German for the log."""
    return {
        **offers.keep_house(now=now),
        **workshops.keep_house(now=now),
        "alte Briefe im Ordner gelöscht": mail.forget_letters(now=now),
        "fehlgeschlagene Aufgaben gelöscht": jobs.forget_old(now=now),
    }
