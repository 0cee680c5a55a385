"""What has to be done once a night; running it twice does no harm."""

from datetime import datetime

from concept.actions.retention import purge_counts


def keep_house(*, now: datetime) -> dict[str, int]:
    """What was done, each with its number, in German for the log."""
    return {"Zählungen hinter veröffentlichten Zahlen gelöscht": purge_counts(now=now)}
