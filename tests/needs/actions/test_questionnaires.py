"""Questionnaires: loaded once, copied, moved, and kept from changing while they are frozen."""

from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import Value
from django.db.models.functions import Concat

from needs.actions.planning import add_thresholds, assign_districts, propose_thresholds
from needs.actions.questionnaires import load_first_questionnaire, move_question, new_version, set_condition
from needs.actions.refusals import (
    AnotherWaveRunsHere,
    DraftExists,
    LettersExist,
    PlanningAreasAreFrozen,
    QuestionnaireIsFrozen,
    Refusal,
    WaveIsNotReady,
)
from needs.actions.waves import close_wave, issue_letters, open_wave
from needs.asking import gaps
from needs.definitions import load_definition
from needs.models import Frame, Letter, Option, PlanningAreaMember, Question, Questionnaire, Thresholds, Wave, WaveState
from tests.at_once import together
from tests.factories import NOW, make_area
from tests.needs_factories import make_planning_area, make_thresholds, make_wave

pytestmark = pytest.mark.django_db
KEPT = ("key", "number", "position", "part", "kind", "context", "repeat", "text", "text_en", "groups", "after_options")


def rows(questionnaire):
    questions = questionnaire.questions.in_order().values_list(*KEPT, "after__key")
    options = Option.objects.filter(question__questionnaire=questionnaire).in_order()
    return list(questions), list(options.values_list("question__key", "key", "position", "text", "text_en", "meaning"))


def test_the_first_questionnaire_is_loaded_once(draft):
    assert load_first_questionnaire(now=NOW) == draft
    assert (draft.name, draft.number, draft.made_at, draft.frozen_at) == ("Was fehlt Ihnen?", 1, NOW, None)
    assert (Question.objects.count(), Option.objects.count()) == (30, 192)
    assert gaps(load_definition(draft.pk).asked) == []


def test_the_command_loads_a_draft_and_proposes_thresholds(capsys):
    for _time in range(2):
        call_command("load_questionnaire")
        assert capsys.readouterr().out == "Fragebogen: Was fehlt Ihnen?, Fassung 1. Schwellenwerte: Fassung 1.\n"
    assert Questionnaire.objects.get().frozen_at is None
    thresholds = Thresholds.objects.get()
    assert (thresholds.reason, thresholds.role) == ("Vorschlag der Methodik", "Planung")
    assert not Wave.objects.exists()


def test_thresholds_that_somebody_decided_stay():
    decided = make_thresholds(number=4, unmet_share="0.30")
    assert propose_thresholds(now=NOW) == decided
    assert add_thresholds(thresholds=Thresholds(reason="Neu", role="Planung", decided_on=NOW.date())).number == 5


def test_a_new_version_asks_the_same(frozen):
    copy = new_version(questionnaire=frozen, now=NOW.replace(day=24))
    assert (copy.name, copy.number, copy.made_at, copy.frozen_at) == (frozen.name, 2, NOW.replace(day=24), None)
    assert rows(copy) == rows(frozen)
    assert not {*copy.questions.values_list("pk")} & {*frozen.questions.values_list("pk")}
    assert set(
        Question.objects.filter(questionnaire=copy, after__isnull=False).values_list("after__questionnaire")
    ) == {(copy.pk,)}
    assert gaps(load_definition(copy.pk).asked) == []


def test_there_is_one_draft_at_a_time(draft):
    with pytest.raises(DraftExists) as refused:
        new_version(questionnaire=draft, now=NOW)
    assert str(refused.value) == "Die Fassung 1 ist noch ein Entwurf. Ändern Sie diese."
    with pytest.raises(IntegrityError, match="questionnaire_has_one_draft"), transaction.atomic():
        Questionnaire.objects.create(name=draft.name, number=2, made_at=NOW)


def test_frozen_questions_neither_move_nor_change_their_condition(frozen):
    question = frozen.questions.get(number="8")
    with pytest.raises(QuestionnaireIsFrozen):
        move_question(question_id=question.pk, is_up=True)
    with pytest.raises(QuestionnaireIsFrozen):
        set_condition(question_id=question.pk, after_id=None, options=[])


@pytest.mark.parametrize(
    ("number", "fields", "gap"),
    [
        ("14", {"kind": "area"}, "Nach dem Stadtteil fragt nur die Angabe zum Bogen „Stadtteil“."),
        ("6", {"text": "Wie ist das?"}, "Schreiben Sie {worum} an die Stelle"),
        ("4", {"context": "sex"}, "Bei dieser Angabe gibt es die Kennung „under_60“ nicht."),
        ("6a", {"position": 55}, "Sie richtet sich nach einer Frage, die erst danach kommt. Verschieben Sie sie."),
        ("6a", {"after_options": ["unknown"]}, "Zur Frage 6 fehlt eine Antwort, nach der sie kommt."),
    ],
)
def test_a_gap_names_its_question(draft, number, fields, gap):
    if fields.get("context") == "sex":
        draft.questions.get(number="5").delete()
    draft.questions.filter(number=number).update(**fields)
    [found] = gaps(load_definition(draft.pk).asked)
    assert found.startswith(f"Frage {number}: {gap}")


def test_what_is_asked_once_can_not_come_after_what_is_asked_for_each_part_of_life(draft):
    draft.questions.filter(number="6a").update(repeat="", text="Wie wichtig?", text_en="")
    assert gaps(load_definition(draft.pk).asked) == [
        "Tragen Sie eine Frage mit der Kennung „importance“ ein, die für jeden Lebensbereich gestellt wird.",
        "Frage 6a: Nach der Frage 6 kann sie nicht kommen. Ändern Sie die Bedingung.",
    ]


@pytest.mark.parametrize("key", ["opinion", "importance", "reasons"])
def test_what_the_need_is_counted_from_has_to_be_asked(draft, key):
    draft.questions.filter(key=key).update(key="anders")
    assert gaps(load_definition(draft.pk).asked) == [
        f"Tragen Sie eine Frage mit der Kennung „{key}“ ein, die für jeden Lebensbereich gestellt wird."
    ]


def test_the_four_opinions_have_to_be_there(draft):
    opinion = draft.questions.get(key="opinion")
    opinion.options.filter(key__in=["fine", "dont_know"]).update(key=Concat(Value("x_"), "key"))
    assert gaps(load_definition(draft.pk).asked) == [
        "Frage 6: Tragen Sie auch die Antworten mit diesen Kennungen ein: fine, dont_know."
    ]


def test_a_question_without_answers_and_free_text_with_some_are_gaps(draft):
    draft.questions.get(number="7").options.all().delete()
    Option.objects.create(question=draft.questions.get(number="13"), key="x", text="X", position=10)
    assert gaps(load_definition(draft.pk).asked) == [
        "Frage 7: Tragen Sie mindestens zwei Antworten ein.",
        "Frage 13: Freier Text hat keine Antworten zur Auswahl. Löschen Sie die Antworten.",
    ]


def test_free_text_without_a_limit_is_refused_by_the_database(draft):
    with pytest.raises(IntegrityError, match="question_of_text_has_a_limit"), transaction.atomic():
        draft.questions.filter(number="13").update(characters=None)


def test_districts_are_assigned_until_real_people_are_asked():
    one, other = make_area(), make_area()
    north, south = make_planning_area(one, other), make_planning_area()
    assign_districts(places={one.pk: south.pk, other.pk: None})
    assert list(PlanningAreaMember.objects.values_list("area", "planning_area")) == [(one.pk, south.pk)]
    assign_districts(places={other.pk: north.pk})
    make_wave()
    with pytest.raises(PlanningAreasAreFrozen):
        assign_districts(places={one.pk: north.pk})
    assert PlanningAreaMember.objects.get(area=one).planning_area == south


def test_letters_of_a_closed_wave_are_refused():
    wave = make_wave(frame=Frame.REGISTER)
    close_wave(wave_id=wave.pk, now=NOW)
    with pytest.raises(Refusal, match="Diese Befragung ist beendet. Legen Sie eine neue an."):
        issue_letters(wave_id=wave.pk, number=1)


@pytest.mark.django_db(transaction=True)
def test_two_people_make_one_new_version(frozen):
    answers = together(*[lambda: new_version(questionnaire=frozen, now=NOW)] * 8)
    assert answers.count(DraftExists) == 7
    assert sorted(Questionnaire.objects.values_list("number", flat=True)) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_a_wave_opened_by_two_at_once_opens_once():
    wave = make_wave(is_open=False)
    answers = together(*[lambda: open_wave(wave_id=wave.pk, now=NOW)] * 8)
    assert answers.count(WaveIsNotReady) == 7
    assert Wave.objects.get().state == WaveState.OPEN


@pytest.mark.django_db(transaction=True)
def test_two_open_calls_opened_at_once_leave_one_running():
    first = make_wave(is_open=False)
    second = make_wave(is_open=False)
    answers = together(lambda: open_wave(wave_id=first.pk, now=NOW), lambda: open_wave(wave_id=second.pk, now=NOW))
    assert answers.count(AnotherWaveRunsHere) == 1
    assert Wave.objects.running().count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_page_of_letters_sent_twice_at_once_makes_one_batch():
    wave = make_wave(frame=Frame.REGISTER)
    answers = together(*[lambda: issue_letters(wave_id=wave.pk, number=5, batch=1)] * 6)
    assert answers.count(LettersExist) == 5
    assert Letter.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_versions_of_thresholds_added_at_once_have_numbers_of_their_own():
    propose_thresholds(now=NOW)
    together(*[lambda: add_thresholds(thresholds=Thresholds(reason="Neu", role="P", decided_on=NOW.date()))] * 6)
    assert sorted(Thresholds.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.django_db(transaction=True)
def test_a_change_that_comes_while_it_is_frozen_waits_and_is_refused():
    wave = make_wave(is_open=False)
    question = Question.objects.get(number="7")

    def change():
        try:
            return Question.objects.filter(pk=question.pk).update(text="Anders?")
        except IntegrityError as refused:
            return str(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            open_wave(wave_id=wave.pk, now=NOW)
            changing = threads.submit(change)
            waiting = not wait([changing], timeout=1).done
        assert waiting
        assert "This questionnaire is frozen" in changing.result()
    assert Question.objects.get(pk=question.pk).text == question.text
