"""Typing paper in: nothing is counted twice, nothing is changed once a pile is closed, and errors are measured."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from needs.actions.entering import (
    add_batch,
    close_batch,
    compare,
    correct,
    destroy_paper,
    enter,
    next_number,
    printed_steps,
    remove,
    second_entry,
)
from needs.actions.refusals import (
    BatchIsClosed,
    BatchIsOpen,
    LetterIsNeeded,
    LetterIsUnknown,
    LetterWasTyped,
    PaperIsDestroyed,
    Refusal,
    SecondEntryIsTooShort,
    SecondPersonIsNeeded,
    SheetIsGone,
    SheetIsIncomplete,
    SheetIsTyped,
    SheetWasCompared,
    WaveIsInPreparation,
)
from needs.actions.sheets import begin_with_letter, keep, send, withdraw
from needs.actions.urn import empty_urn
from needs.actions.waves import close_wave, issue_letters
from needs.keys import key_of
from needs.models import Answer, Batch, Channel, Frame, Letter, Sheet, Submission
from tests.factories import NOW, make_offer, make_provider, make_user
from tests.needs_factories import NETWORK, make_batch, make_wave, type_sheet
from workshops.actions.codes import code_in_words
from workshops.models import Code

pytestmark = pytest.mark.django_db


def letter_of(wave, **fields):
    return issue_letters(wave_id=wave.pk, **(fields or {"number": 1}))[0]


def digits_of(letter):
    return code_in_words(letter.code)


def figures(batch):
    batch.refresh_from_db()
    return (batch.sheets, batch.seconds, batch.compared_sheets, batch.compared_answers, batch.differing_answers)


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


def test_a_letter_counts_once_and_leaves_no_trace_on_the_sheet():
    wave = make_wave(frame=Frame.REGISTER)
    batch, letter = make_batch(wave), letter_of(wave)
    for code, refusal in (("", LetterIsNeeded), ("123 456 789 012", LetterIsUnknown)):
        with pytest.raises(refusal):
            type_sheet(batch, code=code)
    sheet = type_sheet(batch, code=digits_of(letter))
    letter.refresh_from_db()
    assert (letter.is_used, sheet.letter, sheet.code, sheet.provider) == (True, None, None, None)
    with pytest.raises(LetterWasTyped):
        type_sheet(batch, code=digits_of(letter))
    assert figures(batch)[0] == 1


def test_a_letter_of_another_wave_is_unknown():
    wave = make_wave(frame=Frame.REGISTER)
    other = letter_of(make_wave(frame=Frame.REGISTER))
    with pytest.raises(LetterIsUnknown):
        type_sheet(make_batch(wave), code=digits_of(other))


def test_a_refused_sheet_uses_no_letter():
    wave = make_wave(frame=Frame.REGISTER)
    letter = letter_of(wave)
    with pytest.raises(SheetIsIncomplete):
        type_sheet(make_batch(wave), {"4": ["60_64", "65_74"], "1": ["council", "providers"]}, code=digits_of(letter))
    letter.refresh_from_db()
    assert letter.is_used is False


def test_paper_goes_before_what_was_begun_on_screen_with_the_same_letter():
    wave = make_wave(frame=Frame.REGISTER)
    letter = letter_of(wave)
    begun = begin_with_letter(code=letter.code, language="de", network=NETWORK, now=NOW)
    sheet = type_sheet(make_batch(wave), code=digits_of(letter))
    assert list(Sheet.objects.all()) == [sheet]
    assert not Code.objects.filter(pk=begun.code_id).exists()


def test_paper_comes_too_late_after_a_sheet_was_sent_with_the_letter():
    wave = make_wave(frame=Frame.REGISTER)
    letter = letter_of(wave)
    begun = begin_with_letter(code=letter.code, language="de", network=NETWORK, now=NOW)
    keep(key=key_of(begun.code), typed={"1": ["council"], "3": ["not_said"]}, language="de", now=NOW)
    send(key=key_of(begun.code), network=NETWORK, now=NOW)
    with pytest.raises(LetterWasTyped):
        type_sheet(make_batch(wave), code=digits_of(letter))


def test_an_organisation_is_asked_about_its_offers():
    provider = make_provider(name="Verein für Nachbarschaft")
    offer = make_offer(title="Besuchsdienst", providers=[provider])
    wave = make_wave(frame=Frame.ORGANISATIONS)
    letter = letter_of(wave, providers=[provider])
    names = [step.name for step in printed_steps(wave, provider.pk)]
    assert f"24-{offer.slug}" in names
    assert not {"4", "5", "14"} & {*names}
    sheet = type_sheet(make_batch(wave), {"25": ["money"]}, code=digits_of(letter))
    assert (sheet.provider, sheet.data) == (provider, {"25": ["money"], "3": ["not_said"]})


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


def second(batch, data, *, number=1, right=None, by=None):
    return compare(batch_id=batch.pk, number=number, data=data, right=right or {}, by=by or make_user(), now=NOW)


FIRST = {"1": ["older_people"], "3": ["betzenberg"], "6-beratung": ["missing"], "6b-beratung": ["full", "times"]}


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


def together(*jobs):
    """What each of the jobs says that all begin at the same moment; of a refusal its kind."""
    start = Barrier(len(jobs))

    def run(job):
        start.wait()
        try:
            return job()
        except Refusal as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as threads:
        return list(threads.map(run, jobs))


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


def test_entering_costs_the_same_for_every_sheet(django_assert_num_queries):
    batch, user = make_batch(), make_user()
    type_sheet(batch, FIRST, by=user)
    fields = {"batch_id": batch.pk, "data": FIRST, "code": "", "seconds": 1, "by": user, "now": NOW}
    # Two of them are the savepoint that an atomic action takes inside a test.
    for number in (2, 3):
        with django_assert_num_queries(7):
            enter(number=number, **fields)
