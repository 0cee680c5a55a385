"""What has to be done once a night; running it twice does no harm."""

from datetime import datetime

from django.utils import timezone

from offers.actions.feedback import forget_allowances, forget_old_words
from offers.actions.listing import relist
from offers.actions.times import write_slots
from offers.models import Offer


def keep_house(*, now: datetime) -> dict[str, int]:
    """Move the 60 days of slots on, make all listings anew, and forget what may not be kept.

    Returns what was done, each with its number, in German for the log.
    """
    today = timezone.localdate(now)
    return {
        "Zeiten für 60 Tage": write_slots(offers=Offer.objects.published(), now=now),
        "Angebote in den Listen": relist(offers=Offer.objects.all(), now=now),
        "unbekannte Suchwörter gelöscht": forget_old_words(today=today),
        "Zählungen von Meldungen gelöscht": forget_allowances(today=today),
    }
