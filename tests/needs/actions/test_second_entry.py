"""Sheets typed a second time by somebody else: what differs is counted and put right."""

import pytest

from needs.actions.entering import remove
from needs.actions.refusals import (
    SecondEntryIsTooShort,
    SecondPersonIsNeeded,
    SheetIsGone,
    SheetIsIncomplete,
    SheetWasCompared,
)
from needs.models import Sheet
from tests.factories import make_user
from tests.needs_factories import make_batch, type_sheet
from tests.typing_in import FIRST, figures, second

pytestmark = pytest.mark.django_db


def test_two_equal_entries_count_as_compared():
    batch = make_batch()
    type_sheet(batch, FIRST)
    assert second(batch, FIRST | {"6b-beratung": ["times", "full"]}) == []
    assert figures(batch)[2:] == (1, 4, 0)
    assert Sheet.objects.get().is_compared is True


def test_what_differs_waits_for_a_word_and_is_put_right():
    batch, user = make_batch(), make_user()
    type_sheet(batch, FIRST | {"13": ["Mehr Bänke."]})
    again = {"1": ["older_people"], "3": ["betzenberg"], "6-beratung": ["fine"], "7": ["sure"], "13-zitat": ["ja"]}
    waiting = second(batch, again, by=user)
    assert [(page.page, page.first, page.second) for page in waiting] == [
        ("6-beratung", ("missing",), ("fine",)),
        ("6b-beratung", ("full", "times"), ()),
        ("7", (), ("sure",)),
        ("13-zitat", (), ("ja",)),
    ]
    assert (figures(batch)[2:], Sheet.objects.get().is_compared) == ((0, 0, 0), False)
    right = {"6-beratung": "first", "6b-beratung": "first", "7": "second"}
    assert [page.page for page in second(batch, again, right=right, by=user)] == ["13-zitat"]
    assert second(batch, again, right=right | {"13-zitat": "second"}, by=user) == []
    sheet = Sheet.objects.get()
    assert sheet.data == FIRST | {"13": ["Mehr Bänke."], "7": ["sure"], "13-zitat": ["ja"]}
    assert (figures(batch)[2:], sheet.is_compared) == ((1, 6, 4), True)


@pytest.mark.parametrize("again", [{}, {"7": []}, {"1": ["older_people"]}])
def test_a_second_entry_without_answers_is_refused(again):
    batch = make_batch()
    type_sheet(batch, FIRST)
    with pytest.raises(SecondEntryIsTooShort):
        second(batch, again)
    assert (figures(batch)[2:], Sheet.objects.get().is_compared) == ((0, 0, 0), False)


def test_a_second_entry_answers_what_the_first_left_out():
    batch = make_batch()
    type_sheet(batch)
    assert [page.page for page in second(batch, {"1": ["older_people"], "7": ["sure"]})] == ["1", "7"]


def test_two_entries_of_an_empty_sheet_are_equal():
    batch = make_batch()
    type_sheet(batch)
    assert second(batch, {}) == []
    assert Sheet.objects.get().is_compared is True


def test_who_may_type_a_sheet_a_second_time():
    batch, user = make_batch(), make_user()
    type_sheet(batch, FIRST, by=user)
    with pytest.raises(SecondPersonIsNeeded):
        second(batch, FIRST, by=user)
    with pytest.raises(SheetIsGone):
        second(batch, FIRST, number=2)
    with pytest.raises(SheetIsIncomplete):
        second(batch, FIRST | {"7": ["sure", "no"]})
    second(batch, FIRST)
    with pytest.raises(SheetWasCompared):
        second(batch, FIRST)
    with pytest.raises(SheetWasCompared):
        remove(batch_id=batch.pk, number=1, by=user)
