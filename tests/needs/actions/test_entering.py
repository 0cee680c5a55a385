"""Typing paper in: each sheet under its number, once, with what it leaves out filled in; changed by who typed it."""

from datetime import timedelta

import pytest

from needs.actions.entering import close_batch, correct, enter, next_number, remove
from needs.actions.refusals import SheetIsGone, SheetIsIncomplete, SheetIsTyped
from needs.actions.sheets import withdraw
from needs.actions.urn import empty_urn
from needs.actions.waves import close_wave
from needs.models import Answer, Channel, Sheet, Submission
from tests.factories import NOW, make_user
from tests.needs_factories import make_batch, type_sheet
from tests.typing_in import FIRST, figures
from workshops.actions.codes import code_in_words
from workshops.models import Code

pytestmark = pytest.mark.django_db


def test_a_typed_sheet_lies_in_the_urn():
    batch, user = make_batch(), make_user()
    sheet = type_sheet(batch, {"1": ["older_people"], "3": ["betzenberg"], "6-beratung": []}, by=user, seconds=48)
    sheet.refresh_from_db()
    assert (sheet.wave, sheet.channel, sheet.language, sheet.number, sheet.seconds) == (
        batch.wave,
        "paper",
        "de",
        1,
        48,
    )
    assert (sheet.entered_by, sheet.sent_at, sheet.changed_at, sheet.code, sheet.key_digest) == (
        user,
        NOW,
        NOW,
        None,
        "",
    )
    assert sheet.data == {"1": ["older_people"], "3": ["betzenberg"]}
    assert (next_number(batch), figures(batch)) == (2, (1, 48, 0, 0, 0))


@pytest.mark.parametrize(("channel", "seconds"), [("paper", 900), ("workshop", 900), ("phone", 3600)])
def test_a_break_is_no_typing(channel, seconds):
    batch = make_batch(channel=channel)
    assert type_sheet(batch, seconds=86_400).seconds == seconds
    assert type_sheet(batch, seconds=-5).seconds == 0


def test_what_paper_leaves_out_where_an_answer_is_needed():
    batch = make_batch()
    sheet = type_sheet(batch, {"6-beratung": ["fine"]})
    assert sheet.data == {"3": ["not_said"], "6-beratung": ["fine"]}
    close_batch(batch_id=batch.pk, now=NOW)
    close_wave(wave_id=batch.wave_id, now=NOW)
    assert empty_urn(now=NOW) == 1
    submission = Submission.objects.get()
    assert (submission.roles, submission.no_district, submission.area, submission.batch) == (
        [],
        "not_said",
        None,
        batch,
    )


def test_the_second_part_counts_once_something_of_it_is_typed():
    batch = make_batch()
    sheet = type_sheet(batch, {"1": ["older_people"], "14": ["alone"]})
    assert sheet.data == {"1": ["older_people"], "3": ["not_said"], "14": ["alone"], "mehr": ["ja"]}
    close_batch(batch_id=batch.pk, now=NOW)
    close_wave(wave_id=batch.wave_id, now=NOW)
    empty_urn(now=NOW)
    assert list(Answer.objects.values_list("option__key", flat=True)) == ["alone"]


def test_what_cannot_be_is_refused_and_nothing_is_kept():
    batch = make_batch()
    with pytest.raises(SheetIsIncomplete) as refused:
        type_sheet(
            batch, {"11": ["advice", "overview", "linking", "volunteers", "events", "home_visits"], "5": ["woman"]}
        )
    assert [reading.step.name for reading in refused.value.readings] == ["11"]
    assert (Sheet.objects.count(), figures(batch)) == (0, (0, 0, 0, 0, 0))


def test_answers_to_what_was_not_asked_are_kept_but_not_counted():
    batch = make_batch()
    sheet = type_sheet(batch, {"6-beratung": ["fine"], "6a-beratung": ["very", "less"]})
    assert sheet.data["6a-beratung"] == ["very", "less"]


def test_a_number_is_typed_once():
    batch = make_batch()
    sheet = type_sheet(batch, number=12)
    assert (sheet.is_in_sample, Sheet(number=20).is_in_sample) == (False, True)
    with pytest.raises(SheetIsTyped) as refused:
        type_sheet(batch, number=12)
    assert str(refused.value) == "Bogen 12 ist schon eingetippt. Die nächste freie Nummer ist 13."
    assert type_sheet(make_batch(batch.wave), number=12).number == 12


def test_whoever_was_called_gets_a_code_that_leads_to_the_answers():
    sheet = type_sheet(make_batch(channel=Channel.PHONE), {"1": ["older_people"]})
    assert len(code_in_words(sheet.code)) == 15
    assert withdraw(code=sheet.code, now=NOW)
    assert not Sheet.objects.exists()


def test_a_sheet_is_changed_by_who_typed_it():
    batch, user = make_batch(), make_user()
    type_sheet(batch, {"1": ["council"], "7": ["sure"]}, by=user, seconds=30)
    with pytest.raises(SheetIsGone):
        correct(batch_id=batch.pk, number=1, data={}, by=make_user(), now=NOW)
    later = NOW + timedelta(minutes=5)
    correct(batch_id=batch.pk, number=1, data={"1": ["churches"], "7": []}, by=user, now=later)
    sheet = Sheet.objects.get()
    assert (sheet.data, sheet.changed_at, sheet.sent_at) == ({"1": ["churches"], "3": ["not_said"]}, later, NOW)
    assert figures(batch) == (1, 30, 0, 0, 0)


def test_a_sheet_is_deleted_by_who_typed_it():
    batch, user = make_batch(channel=Channel.PHONE), make_user()
    sheet = type_sheet(batch, by=user, seconds=30)
    type_sheet(batch, by=user, seconds=50)
    with pytest.raises(SheetIsGone):
        remove(batch_id=batch.pk, number=1, by=make_user())
    remove(batch_id=batch.pk, number=1, by=user)
    assert figures(batch) == (1, 50, 0, 0, 0)
    assert not Code.objects.filter(pk=sheet.code_id).exists()
    assert next_number(batch) == 3


def test_a_deleted_sheet_of_paper_has_no_code():
    batch, user = make_batch(), make_user()
    type_sheet(batch, by=user)
    remove(batch_id=batch.pk, number=1, by=user)
    assert figures(batch) == (0, 0, 0, 0, 0)


def test_entering_costs_the_same_for_every_sheet(django_assert_num_queries):
    batch, user = make_batch(), make_user()
    type_sheet(batch, FIRST, by=user)
    fields = {"batch_id": batch.pk, "data": FIRST, "code": "", "seconds": 1, "by": user, "now": NOW}
    # Two of them are the savepoint that an atomic action takes inside a test.
    for number in (2, 3):
        with django_assert_num_queries(7):
            enter(number=number, **fields)
