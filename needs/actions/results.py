"""Letting the numbers of a wave out: before anything is told of them they stand fixed."""

from datetime import datetime

from django.db import transaction

from needs.actions.refusals import NumbersCanStillChange, NumbersStandInARelease
from needs.models import Batch, Sheet, Wave, WaveState


@transaction.atomic
def fix_numbers(*, wave_id: int, now: datetime) -> Wave:
    """The wave whose numbers may be told: nothing is added to it any more. Raises NumbersCanStillChange.

    Two tables that differ by one form tell what that form says. So all piles are closed and counted, and no other is
    begun (`add_batch`).
    """
    wave = _lock(wave_id)
    if wave.numbers_fixed_at is None:
        # In this order: a pile that somebody closes at this moment is still open, or its sheets are in the urn.
        is_typed = not Batch.objects.open().filter(wave=wave).exists()
        is_counted = not Sheet.objects.sent().filter(wave=wave).exists()
        if wave.state != WaveState.CLOSED or not is_typed or not is_counted:
            raise NumbersCanStillChange
        wave.numbers_fixed_at = now
        wave.save(update_fields=["numbers_fixed_at"])
    return wave


@transaction.atomic
def give_out(*, wave_id: int, now: datetime) -> Wave:
    """The wave whose own table may leave, for the first time or again.

    Raises NumbersCanStillChange, and NumbersStandInARelease where a release counted first: it hides other cells than
    this table does, so both together would tell what each of them hides (docs/adr/0029).
    """
    if _lock(wave_id).is_told_elsewhere:
        raise NumbersStandInARelease
    wave = fix_numbers(wave_id=wave_id, now=now)
    if wave.exported_at is None:
        wave.exported_at = now
        wave.save(update_fields=["exported_at"])
    return wave


def _lock(wave_id: int) -> Wave:
    return Wave.objects.select_for_update(of=("self",)).select_related("thresholds").get(pk=wave_id)
