"""Several who type at once: one number, one letter, one pile, one second entry, and nothing counts twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import transaction

from needs.actions.entering import close_batch
from needs.actions.refusals import BatchIsClosed, LetterWasTyped, SheetIsTyped, SheetWasCompared
from needs.actions.sheets import begin_with_letter, keep, send
from needs.keys import key_of
from needs.models import Batch, Frame, Letter, Sheet
from tests.at_once import together
from tests.factories import NOW, make_user
from tests.needs_factories import NETWORK, make_batch, make_wave, type_sheet
from tests.typing_in import FIRST, digits_of, figures, letter_of, second

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_two_who_type_one_number_at_once_get_one_sheet():
    batch, user = make_batch(), make_user()
    said = together(*[lambda: type_sheet(batch, number=7, by=user)] * 6)
    assert said.count(SheetIsTyped) == 5
    assert (Sheet.objects.count(), figures(batch)[0]) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_one_letter_on_two_sheets_at_once_counts_once():
    wave, user = make_wave(frame=Frame.REGISTER), make_user()
    digits = digits_of(letter_of(wave))
    batches = [make_batch(wave) for _number in range(4)]
    said = together(*[lambda batch=batch: type_sheet(batch, code=digits, by=user) for batch in batches])
    assert said.count(LetterWasTyped) == 3
    assert (Sheet.objects.count(), Letter.objects.filter(is_used=True).count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_one_letter_on_paper_and_on_screen_at_once_counts_once():
    wave, user = make_wave(frame=Frame.REGISTER), make_user()
    letter = letter_of(wave)
    begun = begin_with_letter(code=letter.code, language="de", network=NETWORK, now=NOW)
    keep(key=key_of(begun.code), typed={"1": ["council"], "3": ["not_said"]}, language="de", now=NOW)
    batch = make_batch(wave)
    said = together(
        lambda: type_sheet(batch, code=digits_of(letter), by=user),
        lambda: send(key=key_of(begun.code), network=NETWORK, now=NOW),
    )
    # Either the paper came first, and nothing is left on screen; or it is refused.
    assert (said[0] is LetterWasTyped) != (said[1] is None)
    assert Sheet.objects.sent().count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_sheet_that_is_saved_while_its_batch_closes_waits_and_is_refused():
    batch, user = make_batch(), make_user()
    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            close_batch(batch_id=batch.pk, now=NOW)
            saving = thread.submit(together, lambda: type_sheet(batch, number=1, by=user))
            with pytest.raises(TimeoutError):
                saving.result(timeout=1)
        assert saving.result() == [BatchIsClosed]
    assert (Sheet.objects.count(), figures(batch)[0]) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_a_batch_that_closes_while_a_sheet_is_saved_waits_and_holds_it():
    batch, user = make_batch(), make_user()
    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            type_sheet(batch, number=1, by=user, seconds=48)
            closing = thread.submit(together, lambda: close_batch(batch_id=batch.pk, now=NOW))
            with pytest.raises(TimeoutError):
                closing.result(timeout=1)
        assert closing.result() == [batch]
    # What is done to the sheets of a closed batch was done to this one.
    assert (Sheet.objects.get().seconds, figures(batch)[:2]) == (0, (1, 48))


@pytest.mark.django_db(transaction=True)
def test_batches_added_at_once_get_numbers_of_their_own():
    wave = make_wave()
    together(*[lambda: make_batch(wave)] * 5)
    assert sorted(Batch.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


@pytest.mark.django_db(transaction=True)
def test_two_who_type_a_second_time_at_once_are_counted_once():
    batch, people = make_batch(), [make_user() for _number in range(4)]
    type_sheet(batch, FIRST)
    said = together(*[lambda person=person: second(batch, FIRST, by=person) for person in people])
    assert said.count(SheetWasCompared) == 3
    assert figures(batch)[2:] == (1, 4, 0)
