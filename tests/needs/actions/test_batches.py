"""Piles of paper: numbered one after the other, begun with their wave, and left as they are once closed."""

from datetime import date

import pytest

from needs.actions.entering import add_batch, close_batch, correct, destroy_paper, remove, second_entry
from needs.actions.refusals import BatchIsClosed, BatchIsOpen, PaperIsDestroyed, WaveIsInPreparation
from needs.actions.urn import empty_urn
from needs.actions.waves import close_wave
from needs.models import Channel, Sheet
from tests.factories import NOW, make_user
from tests.needs_factories import make_batch, make_wave, type_sheet
from tests.typing_in import FIRST, figures, second

pytestmark = pytest.mark.django_db


def test_batches_are_numbered_one_after_the_other():
    wave = make_wave()
    first = make_batch(wave, storage_place="Schrank 2")
    second = add_batch(wave=wave, channel=Channel.PHONE, source="Anrufe im November", storage_place="")
    assert (second.number, second.wave, second.channel, second.source) == (
        first.number + 1,
        wave,
        "phone",
        "Anrufe im November",
    )


def test_a_batch_waits_for_its_wave():
    with pytest.raises(WaveIsInPreparation):
        make_batch(make_wave(is_open=False))
    wave = make_wave()
    close_wave(wave_id=wave.pk, now=NOW)
    wave.refresh_from_db()
    # What came in time is typed in afterwards.
    assert make_batch(wave).number == 1


def test_a_closed_batch_stays_as_it_is():
    batch, user = make_batch(), make_user()
    type_sheet(batch, FIRST, by=user, seconds=48)
    with pytest.raises(BatchIsOpen):
        destroy_paper(batch_id=batch.pk, on=date(2026, 12, 1))
    assert empty_urn(now=NOW) == 0
    close_batch(batch_id=batch.pk, now=NOW)
    at = {"batch_id": batch.pk, "number": 1}
    for act in (
        lambda: type_sheet(batch, number=2),
        lambda: correct(**at, data={}, by=user, now=NOW),
        lambda: remove(**at, by=user),
        lambda: second_entry(**at, by=make_user()),
        lambda: second(batch, FIRST),
        lambda: close_batch(batch_id=batch.pk, now=NOW),
    ):
        with pytest.raises(BatchIsClosed):
            act()
    # The time of typing stays with the batch; it isn't taken for the time that somebody answered.
    assert (Sheet.objects.get().seconds, figures(batch)[:2]) == (0, (1, 48))
    destroy_paper(batch_id=batch.pk, on=date(2026, 12, 1))
    batch.refresh_from_db()
    assert (batch.closed_at, batch.destroyed_on) == (NOW, date(2026, 12, 1))
    with pytest.raises(PaperIsDestroyed):
        destroy_paper(batch_id=batch.pk, on=date(2026, 12, 2))


def test_an_interview_keeps_how_long_it_took():
    batch = make_batch(channel=Channel.PHONE)
    type_sheet(batch, seconds=700)
    close_batch(batch_id=batch.pk, now=NOW)
    assert Sheet.objects.get().seconds == 700
