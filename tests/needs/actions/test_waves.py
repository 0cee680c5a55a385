"""What is asked and compared stands fixed before the first answer."""

import pytest
from django.db import IntegrityError, transaction

from needs.actions.planning import assign_districts
from needs.actions.refusals import (
    AnotherWaveRunsHere,
    LettersAreNotNeeded,
    PlanningAreasAreFrozen,
    PlanningAreasAreIncomplete,
    QuestionnaireHasGaps,
    ThresholdsAreMissing,
    WaveIsNotReady,
    WaveIsNotRunning,
)
from needs.actions.waves import close_wave, issue_letters, open_wave
from needs.models import Frame, PlanningAreaMember, Questionnaire, Thresholds, Wave, WaveState
from tests.factories import NOW, make_area, make_provider
from tests.needs_factories import make_planning_area, make_thresholds, make_wave
from tests.workshop_factories import make_workshop

pytestmark = pytest.mark.django_db


def test_open_wave_freezes_questionnaire_and_thresholds():
    wave = make_wave(is_open=False)
    thresholds = make_thresholds(unmet_share="0.30")
    opened = open_wave(wave_id=wave.pk, now=NOW)
    assert (opened.state, opened.opened_at, opened.thresholds) == (WaveState.OPEN, NOW, thresholds)
    assert Questionnaire.objects.get().frozen_at == NOW


def test_a_second_wave_leaves_the_day_of_freezing():
    make_wave(frame=Frame.REGISTER)
    make_wave(now=NOW.replace(day=24))
    assert Questionnaire.objects.get().frozen_at == NOW


def test_open_wave_refuses_while_something_is_missing():
    wave = make_wave(is_open=False)
    make_area(name="Siegelbach")
    with pytest.raises(PlanningAreasAreIncomplete) as refused:
        open_wave(wave_id=wave.pk, now=NOW)
    assert str(refused.value) == (
        "Jeder Stadtteil gehört in einen Planungsraum, bevor die erste Befragung beginnt. Es fehlen noch: Siegelbach."
    )


def test_open_wave_refuses_without_thresholds():
    wave = make_wave(is_open=False)
    Thresholds.objects.all().delete()
    with pytest.raises(ThresholdsAreMissing):
        open_wave(wave_id=wave.pk, now=NOW)


def test_open_wave_refuses_a_questionnaire_that_asks_neither_group_nor_district():
    wave = make_wave(is_open=False, questionnaire=Questionnaire.objects.create(name="Leer", made_at=NOW))
    with pytest.raises(QuestionnaireHasGaps) as refused:
        open_wave(wave_id=wave.pk, now=NOW)
    assert str(refused.value).startswith(
        "Tragen Sie eine Frage nach den Gruppen und eine nach dem Stadtteil ein. Tragen Sie eine Frage mit der Kennung "
        "„opinion“ ein, die für jeden Lebensbereich gestellt wird."
    )


def test_one_open_call_at_a_time():
    make_wave()
    second = make_wave(is_open=False)
    with pytest.raises(AnotherWaveRunsHere) as refused:
        open_wave(wave_id=second.pk, now=NOW)
    assert str(refused.value) == "Es läuft schon ein offener Aufruf. Beenden Sie ihn zuerst."


def test_a_wave_opens_once_and_closes_once():
    wave = make_wave()
    with pytest.raises(WaveIsNotReady):
        open_wave(wave_id=wave.pk, now=NOW)
    assert close_wave(wave_id=wave.pk, now=NOW).closed_at == NOW
    with pytest.raises(WaveIsNotRunning):
        close_wave(wave_id=wave.pk, now=NOW)


def test_letters_come_in_batches_and_once_for_an_organisation():
    wave = make_wave(frame=Frame.ORGANISATIONS)
    first, second = make_provider(), make_provider()
    issue_letters(wave_id=wave.pk, providers=[first])
    letters = issue_letters(wave_id=wave.pk, providers=[first, second])
    assert [(letter.batch, letter.provider) for letter in letters] == [(2, second)]


def test_letters_are_for_invited_waves():
    with pytest.raises(LettersAreNotNeeded):
        issue_letters(wave_id=make_wave().pk, number=3)


def test_planning_areas_move_until_the_first_real_wave():
    one, other = make_area(), make_area()
    north, south = make_planning_area(one), make_planning_area(other)
    assign_districts(places={one.pk: south.pk, other.pk: south.pk})
    assert set(PlanningAreaMember.objects.values_list("planning_area", "area")) == {
        (south.pk, one.pk),
        (south.pk, other.pk),
    }
    example = make_wave(is_example=True, frame=Frame.REGISTER)
    assign_districts(places={one.pk: north.pk})
    example.delete()
    make_wave()
    with pytest.raises(PlanningAreasAreFrozen):
        assign_districts(places={other.pk: north.pk})


@pytest.mark.parametrize(
    "fields",
    [
        {"frame": Frame.REGISTER, "legal_basis": ""},
        {"closes_on": "2026-10-31"},
        {"frame": Frame.WORKSHOP},
        {"state": WaveState.OPEN},
        {"state": WaveState.CLOSED},
    ],
    ids=["no legal basis", "ends before", "no workshop", "open without thresholds", "closed without a day"],
)
def test_the_database_refuses_a_wave_that_cannot_be(fields):
    wave = make_wave(is_open=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Wave.objects.filter(pk=wave.pk).update(**fields)


def test_one_running_wave_at_a_workshop():
    workshop = make_workshop()
    make_wave(frame=Frame.WORKSHOP, workshop=workshop)
    make_wave(frame=Frame.WORKSHOP, workshop=make_workshop())
    second = make_wave(frame=Frame.WORKSHOP, workshop=workshop, is_open=False)
    with pytest.raises(AnotherWaveRunsHere) as refused:
        open_wave(wave_id=second.pk, now=NOW)
    assert str(refused.value) == "In dieser Werkstatt läuft schon eine Befragung. Beenden Sie sie zuerst."
