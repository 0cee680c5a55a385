"""Hints of overlap: stored once, put to the providers, answered and decided; also when two do it at once."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from concept.actions.overlaps import (
    Found,
    ask_providers,
    choose_outcome,
    find_overlaps,
    reopen_overlap,
    reply_to_overlap,
    settle_overlap,
    withdraw_question,
)
from concept.actions.refusals import (
    AnswerIsLate,
    FindingsNameOverlap,
    NobodyToAsk,
    NotEverybodyConfirms,
    OverlapIsAsked,
    OverlapIsExample,
    OverlapIsNotAsked,
    OverlapIsNotConfirmed,
    OverlapIsOpen,
    OverlapIsSettled,
    ProviderHasAnswered,
    ProvidersHaveTime,
    SomebodyHasAnswered,
)
from concept.models import LogLine, Overlap, OverlapReply
from tests.at_once import at_once
from tests.concept_factories import make_finding, make_overlap
from tests.factories import NOW, TODAY, make_offer, make_provider, make_user
from tests.overlap_pairs import asked_overlap, make_pair, make_provider_with_mail

pytestmark = pytest.mark.django_db
LATER = date(2026, 12, 22)
# At that day's same hour: the four weeks are over.
THEN = NOW + timedelta(days=29)


def answers(overlap):
    return list(overlap.replies.in_order().values_list("answer", "text", "answered_at"))


def state(overlap):
    overlap.refresh_from_db()
    return overlap.state


def test_hints_are_stored_once():
    first, second = make_pair()
    assert find_overlaps(today=TODAY) == Found(new=1, gone=0, undecided=0)
    [hint] = Overlap.objects.all()
    assert (hint.first, hint.second, hint.state, hint.found_on, hint.is_example) == (
        first,
        second,
        "hint",
        TODAY,
        False,
    )
    assert hint.reasons[-1] == "Verschiedene Anbieter."
    assert hint.facts == []
    assert find_overlaps(today=LATER) == Found(new=0, gone=0, undecided=0)
    assert Overlap.objects.get() == hint


def test_a_hint_follows_the_catalogue():
    _first, second = make_pair(languages=["de"])
    find_overlaps(today=TODAY)
    second.languages = ["tr"]
    second.save()
    find_overlaps(today=LATER)
    [hint] = Overlap.objects.all()
    assert len(hint.facts) == 1
    assert hint.facts[0].startswith("Andere Sprachen: ")
    assert hint.found_on == TODAY


def test_a_hint_that_holds_no_longer_goes_and_undecided_pairs_are_counted():
    _first, second = make_pair()
    find_overlaps(today=TODAY)
    second.service_areas.clear()
    assert find_overlaps(today=LATER) == Found(new=0, gone=1, undecided=1)
    assert not Overlap.objects.exists()


def test_what_was_asked_or_settled_or_invented_stays():
    pairs = [make_pair(languages=["de"]) for _number in range(2)]
    find_overlaps(today=TODAY)
    asked, settled = Overlap.objects.in_order()
    ask_providers(overlap_id=asked.pk, by=None, now=NOW)
    settle_overlap(overlap_id=settled.pk, is_confirmed=False, text="Nein.", by=None, now=NOW)
    example = make_overlap(is_example=True)
    for _first, second in pairs:
        second.languages = ["tr"]
        second.save()
    assert find_overlaps(today=LATER) == Found(0, 0, 0)
    for _first, second in pairs:
        second.service_areas.clear()
    assert find_overlaps(today=LATER) == Found(0, 0, 2)
    assert [(hint.pk, hint.facts) for hint in Overlap.objects.in_order()] == [
        (asked.pk, []),
        (settled.pk, []),
        (example.pk, []),
    ]


def test_everybody_is_asked_and_who_has_an_address_gets_mail():
    with_mail, without = make_provider_with_mail(), make_provider()
    planned = make_provider(is_planned=True)
    overlap = make_overlap(make_offer(providers=[with_mail, planned]), make_offer(providers=[without, with_mail]))
    replies = ask_providers(overlap_id=overlap.pk, by=None, now=NOW)
    assert [reply.provider for reply in replies] == [with_mail, without]
    overlap.refresh_from_db()
    assert (overlap.state, overlap.asked_on, overlap.answer_by) == ("asked", TODAY, date(2026, 12, 21))
    assert list(ProcrastinateJob.objects.values_list("task_name", "args")) == [
        ("concept.tasks.mail_question", {"reply_id": replies[0].pk})
    ]


def test_a_question_that_is_rolled_back_is_never_mailed():
    overlap = make_overlap(make_offer(providers=[make_provider_with_mail()]))
    with transaction.atomic():
        ask_providers(overlap_id=overlap.pk, by=None, now=NOW)
        transaction.set_rollback(True)
    assert (state(overlap), overlap.replies.count(), ProcrastinateJob.objects.count()) == ("hint", 0, 0)


def test_nobody_is_asked_twice_about_an_example_or_without_a_provider():
    with pytest.raises(OverlapIsAsked):
        ask_providers(overlap_id=asked_overlap().pk, by=None, now=NOW)
    with pytest.raises(OverlapIsExample):
        ask_providers(overlap_id=make_overlap(is_example=True).pk, by=None, now=NOW)
    alone = make_overlap(make_offer(providers=[make_provider(is_planned=True)]))
    with pytest.raises(NobodyToAsk):
        ask_providers(overlap_id=alone.pk, by=None, now=NOW)
    assert ProcrastinateJob.objects.count() == 0


def test_an_answer_can_be_changed_until_it_is_decided():
    overlap = asked_overlap()
    reply, other = overlap.replies.in_order()
    reply_to_overlap(reply_id=reply.pk, answer="same", text="Stimmt.", now=NOW)
    reply_to_overlap(reply_id=reply.pk, answer="different", text="Doch nicht.", now=NOW + timedelta(hours=1))
    assert answers(overlap) == [("different", "Doch nicht.", NOW + timedelta(hours=1)), ("", "", None)]
    reply_to_overlap(reply_id=other.pk, answer="different", text="", now=NOW)
    settle_overlap(overlap_id=overlap.pk, is_confirmed=False, text="Verschieden.", by=None, now=NOW)
    with pytest.raises(OverlapIsSettled):
        reply_to_overlap(reply_id=reply.pk, answer="same", text="", now=NOW)
    assert answers(overlap)[0][0] == "different"


def test_after_four_weeks_only_staff_write_an_answer_down():
    overlap = asked_overlap()
    reply, other = overlap.replies.in_order()
    last_evening, next_day = (NOW.replace(month=12, day=day, hour=22) for day in (21, 22))
    reply_to_overlap(reply_id=reply.pk, answer="same", text="", now=last_evening.replace(hour=21))
    for late in (last_evening.replace(hour=23), next_day):
        with pytest.raises(AnswerIsLate):
            reply_to_overlap(reply_id=reply.pk, answer="different", text="", now=late)
    for answer in ("same", "unsure"):
        reply_to_overlap(reply_id=other.pk, answer=answer, text="am Telefon", now=next_day, is_noted=True)
    assert answers(overlap)[1] == ("unsure", "am Telefon", next_day)


def test_what_a_provider_said_by_its_link_only_the_provider_changes():
    overlap = asked_overlap()
    reply = overlap.replies.in_order().first()
    reply_to_overlap(reply_id=reply.pk, answer="same", text="am Telefon", now=NOW, is_noted=True)
    reply_to_overlap(reply_id=reply.pk, answer="different", text="Nein.", now=NOW)
    with pytest.raises(ProviderHasAnswered):
        reply_to_overlap(reply_id=reply.pk, answer="same", text="am Telefon", now=NOW, is_noted=True)
    assert answers(overlap)[0] == ("different", "Nein.", NOW)


def say(overlap, *said):
    for reply, answer in zip(overlap.replies.in_order(), said, strict=True):
        if answer:
            reply_to_overlap(reply_id=reply.pk, answer=answer, text="", now=NOW)


def test_it_is_confirmed_when_everybody_says_so():
    overlap = asked_overlap()
    say(overlap, "same", "same")
    settle_overlap(overlap_id=overlap.pk, is_confirmed=True, text="Beide sagen ja.", by=None, now=NOW)
    overlap.refresh_from_db()
    assert (overlap.state, overlap.settled_on, overlap.settled_text) == ("confirmed", TODAY, "Beide sagen ja.")


@pytest.mark.parametrize("said", [("same", ""), ("same", "different"), ("same", "unsure"), ("", "")])
def test_less_than_everybody_confirms_nothing_also_after_four_weeks(said):
    overlap = asked_overlap()
    say(overlap, *said)
    with pytest.raises(NotEverybodyConfirms):
        settle_overlap(overlap_id=overlap.pk, is_confirmed=True, text="Ja.", by=None, now=THEN)
    assert state(overlap) == "asked"


def test_what_nobody_was_asked_about_cannot_be_confirmed_but_refuted():
    overlap = make_overlap()
    with pytest.raises(NotEverybodyConfirms):
        settle_overlap(overlap_id=overlap.pk, is_confirmed=True, text="Ja.", by=None, now=NOW)
    settle_overlap(overlap_id=overlap.pk, is_confirmed=False, text="Nein.", by=None, now=NOW)
    assert state(overlap) == "refuted"


def test_providers_have_their_four_weeks_and_silence_blocks_nothing():
    overlap = asked_overlap()
    say(overlap, "different", "")
    with pytest.raises(ProvidersHaveTime, match=r"bis 21\. Dezember 2026 Zeit"):
        settle_overlap(overlap_id=overlap.pk, is_confirmed=False, text="Nein.", by=None, now=NOW + timedelta(days=28))
    settle_overlap(overlap_id=overlap.pk, is_confirmed=False, text="Nein.", by=None, now=THEN)
    assert answers(overlap) == [("different", "", NOW), ("", "", None)]
    assert state(overlap) == "refuted"


def test_when_everybody_has_answered_nobody_waits():
    overlap = asked_overlap()
    say(overlap, "different", "unsure")
    settle_overlap(overlap_id=overlap.pk, is_confirmed=False, text="Nein.", by=None, now=NOW)
    with pytest.raises(OverlapIsSettled):
        settle_overlap(overlap_id=overlap.pk, is_confirmed=False, text="Noch einmal.", by=None, now=NOW)
    overlap.refresh_from_db()
    assert overlap.settled_text == "Nein."


def test_a_decision_needs_a_reason():
    with pytest.raises(IntegrityError):
        settle_overlap(overlap_id=make_overlap().pk, is_confirmed=False, text="", by=None, now=NOW)


def test_only_of_a_confirmed_one_something_follows():
    overlap = asked_overlap()
    with pytest.raises(OverlapIsNotConfirmed):
        choose_outcome(overlap_id=overlap.pk, outcome="bundle", by=None, now=NOW)
    say(overlap, "same", "same")
    settle_overlap(overlap_id=overlap.pk, is_confirmed=True, text="Ja.", by=None, now=NOW)
    choose_outcome(overlap_id=overlap.pk, outcome="bundle", by=None, now=NOW)
    overlap.refresh_from_db()
    assert overlap.outcome == "bundle"


def test_the_log_says_what_happened_and_neither_names_nor_words():
    planner, overlap = make_user(groups=["Planung"]), make_overlap()
    replies = ask_providers(overlap_id=overlap.pk, by=planner, now=NOW)
    settle_overlap(overlap_id=overlap.pk, is_confirmed=False, text="Sie sind verschieden.", by=planner, now=THEN)
    reopen_overlap(overlap_id=overlap.pk, reason="Ein Brief kam spät.", by=planner, now=THEN)
    withdraw_question(overlap_id=overlap.pk, by=planner, now=THEN)
    lines = LogLine.objects.in_order()
    assert [(line.kind, line.subject, line.derived_from, line.role) for line in lines] == [
        (kind, f"Ü-{overlap.pk}", [], "Planung") for kind in ("asked", "settled", "withdrawn", "withdrawn")
    ]
    assert [line.salt.content for line in lines] == [
        {"providers": [reply.provider_id for reply in replies], "answer_by": "2026-12-21"},
        {"state": "refuted", "text": "Sie sind verschieden."},
        {"state": "asked", "reason": "Ein Brief kam spät."},
        {"state": "hint"},
    ]


def test_the_log_says_who_noted_a_yes_and_what_was_chosen():
    planner, overlap = make_user(groups=["Planung"]), asked_overlap()
    itself, noted = overlap.replies.in_order()
    reply_to_overlap(reply_id=itself.pk, answer="same", text="", now=NOW)
    reply_to_overlap(reply_id=noted.pk, answer="same", text="am Telefon", now=NOW, is_noted=True, by=planner)
    settle_overlap(overlap_id=overlap.pk, is_confirmed=True, text="Ja.", by=planner, now=THEN)
    choose_outcome(overlap_id=overlap.pk, outcome="keep", by=planner, now=THEN)
    lines = LogLine.objects.in_order()
    assert [(line.kind, line.subject, line.role, line.salt.content) for line in lines] == [
        ("noted", f"Ü-{overlap.pk}", "Planung", {"provider": noted.provider_id, "answer": "same"}),
        ("settled", f"Ü-{overlap.pk}", "Planung", {"state": "confirmed", "text": "Ja."}),
        ("settled", f"Ü-{overlap.pk}", "Planung", {"state": "confirmed", "outcome": "keep"}),
    ]


def test_what_is_settled_is_opened_again_where_it_stood():
    asked, hint = asked_overlap(), make_overlap()
    say(asked, "same", "same")
    settle_overlap(overlap_id=asked.pk, is_confirmed=True, text="Ja.", by=None, now=NOW)
    choose_outcome(overlap_id=asked.pk, outcome="bundle", by=None, now=NOW)
    settle_overlap(overlap_id=hint.pk, is_confirmed=False, text="Nein.", by=None, now=NOW)
    for overlap, stands in ((asked, "asked"), (hint, "hint")):
        reopen_overlap(overlap_id=overlap.pk, reason="Verwechselt.", by=None, now=NOW)
        assert state(overlap) == stands
        assert (overlap.settled_on, overlap.settled_text, overlap.outcome) == (None, "", "")
        with pytest.raises(OverlapIsOpen):
            reopen_overlap(overlap_id=overlap.pk, reason="Noch einmal.", by=None, now=NOW)
    assert answers(asked) == [("same", "", NOW)] * 2


def test_what_a_published_finding_rests_on_stays_settled():
    overlap = asked_overlap()
    say(overlap, "same", "same")
    settle_overlap(overlap_id=overlap.pk, is_confirmed=True, text="Ja.", by=None, now=NOW)
    finding = make_finding(state="published", evidence=[{"kind": "overlap", "overlap": overlap}])
    with pytest.raises(FindingsNameOverlap, match=finding.reference):
        reopen_overlap(overlap_id=overlap.pk, reason="Verwechselt.", by=None, now=NOW)
    assert state(overlap) == "confirmed"


def test_a_question_asked_by_mistake_is_withdrawn_until_somebody_answers():
    overlap = make_overlap()
    with pytest.raises(OverlapIsNotAsked):
        withdraw_question(overlap_id=overlap.pk, by=None, now=NOW)
    ask_providers(overlap_id=overlap.pk, by=None, now=NOW)
    withdraw_question(overlap_id=overlap.pk, by=None, now=NOW)
    assert (state(overlap), overlap.asked_on, overlap.answer_by, answers(overlap)) == ("hint", None, None, [])
    ask_providers(overlap_id=overlap.pk, by=None, now=NOW)
    say(overlap, "same", "")
    with pytest.raises(SomebodyHasAnswered):
        withdraw_question(overlap_id=overlap.pk, by=None, now=NOW)
    assert answers(overlap) == [("same", "", NOW), ("", "", None)]


@pytest.mark.django_db(transaction=True)
def test_two_who_look_at_once_store_each_pair_once():
    make_pair()
    found = at_once(*[lambda: find_overlaps(today=TODAY)] * 3)
    assert [type(each) for each in found] == [Found] * 3
    assert Overlap.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_ask_once():
    overlap = make_overlap(make_offer(providers=[make_provider_with_mail()]))
    asked = at_once(*[lambda: ask_providers(overlap_id=overlap.pk, by=None, now=NOW)] * 2)
    assert sorted(type(each).__name__ for each in asked) == ["OverlapIsAsked", "list"]
    assert (overlap.replies.count(), ProcrastinateJob.objects.count()) == (2, 1)


@pytest.mark.django_db(transaction=True)
def test_both_providers_may_answer_at_once():
    overlap = asked_overlap()
    jobs = [
        lambda pk=reply.pk: reply_to_overlap(reply_id=pk, answer="same", text="Ja.", now=NOW)
        for reply in overlap.replies.in_order()
    ]
    assert [type(each) for each in at_once(*jobs)] == [OverlapReply, OverlapReply]
    assert answers(overlap) == [("same", "Ja.", NOW)] * 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", range(5))
def test_an_answer_during_the_decision_comes_before_or_too_late(time):
    """Confirmed is never what somebody took back before."""
    overlap = asked_overlap()
    say(overlap, "same", "same")
    reply = overlap.replies.in_order().first()
    replied, settled = at_once(
        lambda: reply_to_overlap(reply_id=reply.pk, answer="different", text="Doch nicht.", now=NOW),
        lambda: settle_overlap(overlap_id=overlap.pk, is_confirmed=True, text="Ja.", by=None, now=NOW),
    )
    outcome = (type(replied), type(settled), state(overlap), answers(overlap)[0][0])
    assert outcome in [
        (OverlapReply, NotEverybodyConfirms, "asked", "different"),
        (OverlapIsSettled, Overlap, "confirmed", "same"),
    ]
