"""What every app has to do once a night; running it twice does no harm."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime

import mail
from concept.actions import nightly as concept
from needs.actions import nightly as needs
from offers.actions import nightly as offers
from portal import jobs
from workshops.actions import nightly as workshops

PARTS: tuple[Callable[..., dict[str, int]], ...] = (
    offers.keep_house,
    workshops.keep_house,
    needs.keep_house,
    concept.keep_house,
    lambda now: {"alte Briefe im Ordner gelöscht": mail.forget_letters(now=now)},
    lambda now: {"fehlgeschlagene Aufgaben gelöscht": jobs.forget_old(now=now)},
)


def keep_house(*, now: datetime) -> dict[str, int]:
    """What was done, each with its number, in German for the log. What fails stops nothing else, and is raised then."""
    done = {}
    # The stack does them all, the last one first.
    with ExitStack() as parts:
        for part in reversed(PARTS):
            parts.callback(lambda part=part: done.update(part(now=now)))
    return done
