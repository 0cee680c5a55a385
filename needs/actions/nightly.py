"""What has to be done once a night; running it twice does no harm."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from needs.actions.contributions import take_in
from needs.actions.entering import close_batch
from needs.actions.retention import paper_to_destroy, purge
from needs.actions.urn import empty_urn, shuffle_notes
from needs.actions.waves import close_wave
from needs.models import Batch, Wave


def keep_house(*, now: datetime) -> dict[str, int]:
    """What was done, each with its number, in German for the log."""
    try:
        # What nobody closes would never be counted, nor deleted.
        closed = {
            "Befragungen nach dem letzten Tag beendet": _close_waves(now),
            "liegen gebliebene Stapel abgeschlossen": _close_batches(now),
        }
        counted = empty_urn(now=now)
        shuffle_notes()
        taken_in = take_in(now=now)
    finally:
        # What may not be kept any more goes, whatever else fails.
        purged = purge(now=now)
    return {
        **closed,
        "Bögen aus der Urne gezählt": counted,
        "Beiträge aufgenommen": taken_in,
        **purged,
        "Stapel, deren Papier vernichtet werden kann": paper_to_destroy(now=now),
    }


@transaction.atomic
def _close_waves(now: datetime) -> int:
    """Those whose last day is over."""
    # Whoever closes one by hand at this moment is waited for.
    overdue = list(Wave.objects.overdue(timezone.localdate(now)).select_for_update())
    return len([close_wave(wave_id=wave.pk, now=now) for wave in overdue])


@transaction.atomic
def _close_batches(now: datetime) -> int:
    """Those with sheets that nobody has touched for as long as a begun sheet is kept."""
    left = list(Batch.objects.left_since(now - timedelta(days=settings.DRAFT_DAYS)).select_for_update())
    return len([close_batch(batch_id=batch.pk, now=now) for batch in left])
