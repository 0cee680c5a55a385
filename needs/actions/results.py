"""Letting the numbers of a wave out: from the first table on they stand fixed."""

from datetime import datetime

from django.db import transaction

from needs.actions.refusals import NumbersCanStillChange
from needs.models import Batch, Sheet, Wave, WaveState


@transaction.atomic
def fix_numbers(*, wave_id: int, now: datetime) -> Wave:
    """The wave whose table may leave: nothing is added to it any more. Raises NumbersCanStillChange.

    Two tables that differ by one form tell what that form says. So all piles are closed and counted, and no other is
    begun (`add_batch`).
    """
    wave = Wave.objects.select_for_update(of=("self",)).select_related("thresholds").get(pk=wave_id)
    if wave.exported_at is None:
        # In this order: a pile that somebody closes at this moment is still open, or its sheets are in the urn.
        is_typed = not Batch.objects.open().filter(wave=wave).exists()
        is_counted = not Sheet.objects.sent().filter(wave=wave).exists()
        if wave.state != WaveState.CLOSED or not is_typed or not is_counted:
            raise NumbersCanStillChange
        wave.exported_at = now
        wave.save(update_fields=["exported_at"])
    return wave
