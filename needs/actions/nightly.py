"""What has to be done once a night; running it twice does no harm."""

from datetime import datetime

from needs.actions.contributions import take_in
from needs.actions.retention import paper_to_destroy, purge
from needs.actions.urn import empty_urn


def keep_house(*, now: datetime) -> dict[str, int]:
    """What was done, each with its number, in German for the log."""
    try:
        counted = empty_urn(now=now)
        taken_in = take_in(now=now)
    finally:
        # What may not be kept any more goes, whatever else fails.
        purged = purge(now=now)
    return {
        "Bögen aus der Urne gezählt": counted,
        "Beiträge aufgenommen": taken_in,
        **purged,
        "Stapel, deren Papier vernichtet werden kann": paper_to_destroy(now=now),
    }
