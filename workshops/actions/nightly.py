"""What has to be done once a night; running it twice does no harm."""

from datetime import datetime

from workshops.actions.announcing import mark_held
from workshops.actions.retention import purge


def keep_house(*, now: datetime) -> dict[str, int]:
    """What was done, each with its number, in German for the log."""
    try:
        held = mark_held(now=now)
    finally:
        # What may not be kept any more goes, whatever else fails.
        purged = purge(now=now)
    return {"Werkstätten als gehalten vermerkt": held, **purged}
