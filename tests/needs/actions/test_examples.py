"""Examples can be tried out, say what they are, never lie beside real answers, and go again."""

from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from needs.actions.examples import NAMES, load_example_participation, remove_examples
from needs.actions.refusals import AnswersAreReal, CatalogueIsMissing, ExamplesAreLoaded, ExamplesAreThere
from needs.actions.waves import open_wave
from needs.models import (
    Answer,
    Batch,
    Channel,
    Contribution,
    Frame,
    Letter,
    PlanningArea,
    Sheet,
    Submission,
    Thresholds,
    Wave,
    WaveState,
)
from offers.models import Area, Level
from tests.factories import NOW
from tests.needs_factories import make_sheet, make_surroundings, make_thresholds, make_wave
from workshops.models import Code, StakeholderGroup

pytestmark = pytest.mark.django_db


def load(*, seed=1, answers=100) -> int:
    return load_example_participation(seed=seed, answers=answers, now=NOW)


def said() -> tuple[Counter, Counter, Counter]:
    """What was answered, without keys and order."""
    rows = Answer.objects.values_list(
        "submission__roles", "question__key", "topic_group__slug", "option__key", "topic__slug", "offer__slug"
    )
    facts = Submission.objects.values_list(
        "wave__name", "channel", "language", "area__slug", "no_district", "age_band", "sex", "is_helped", "minutes"
    )
    return (
        Counter((tuple(roles), *rest) for roles, *rest in rows),
        Counter(facts),
        Counter(Contribution.objects.values_list("text", "may_be_quoted", "area__slug")),
    )


def test_examples_are_of_every_kind_and_all_marked(city):
    assert load(answers=200) == 200
    ways = Counter(Submission.objects.values_list("wave__frame", "channel"))
    by_organisations = ways[Frame.ORGANISATIONS, Channel.ONLINE]
    assert 0 < by_organisations <= 4
    assert ways == {
        (Frame.OPEN, Channel.ONLINE): 200 - 20 - 10 - 60 - by_organisations,
        (Frame.OPEN, Channel.PAPER): 20,
        (Frame.OPEN, Channel.PHONE): 10,
        (Frame.REGISTER, Channel.ONLINE): 60,
        (Frame.ORGANISATIONS, Channel.ONLINE): by_organisations,
    }
    waves = Wave.objects.order_by("pk")
    assert [(wave.name, wave.is_example, wave.state) for wave in waves] == [
        (NAMES[Frame.OPEN], True, WaveState.OPEN),
        (NAMES[Frame.REGISTER], True, WaveState.CLOSED),
        (NAMES[Frame.ORGANISATIONS], True, WaveState.CLOSED),
    ]
    assert {role for roles in Submission.objects.values_list("roles", flat=True) for role in roles} == set(
        StakeholderGroup.values
    )
    assert set(Submission.objects.values_list("language", flat=True)) == {"de", "en"}
    assert Submission.objects.filter(is_helped=True).exists()
    texts = Contribution.objects.all()
    assert all(text.is_example and text.text.startswith(("Beispiel: ", "Example: ")) for text in texts)
    assert {text.may_be_quoted for text in texts} == {True, False}
    assert set(PlanningArea.objects.values_list("is_example", flat=True)) == {True}
    assert all(batch.source.startswith("Beispiel") for batch in Batch.objects.all())
    assert Letter.objects.filter(wave__frame=Frame.REGISTER, is_used=True).count() == 60
    assert Letter.objects.filter(wave__frame=Frame.REGISTER).unused().count() == 60


def test_flood_among_the_examples_is_flagged_and_counted(city):
    load(answers=500)
    flood = Submission.objects.filter(is_flagged=True)
    assert (flood.count(), set(flood.values_list("wave__frame", flat=True))) == (35, {Frame.OPEN})
    assert {tuple(roles) for roles in flood.values_list("roles", flat=True)} == {("providers",)}
    assert Submission.objects.count() == 500


def test_same_seed_says_the_same_and_another_one_something_else(city):
    load()
    first = said()
    remove_examples()
    load()
    assert said() == first
    remove_examples()
    load(seed=2)
    assert said() != first


def test_removing_leaves_nothing_but_the_questionnaire(city):
    load(answers=60)
    make_sheet(Wave.objects.running().of_everybody().get())
    assert remove_examples() == 60
    for model in (Wave, Sheet, Submission, Answer, Contribution, Letter, Batch, PlanningArea, Thresholds, Code):
        assert not model.objects.exists()
    assert remove_examples() == 0


def test_removing_leaves_the_letters_of_a_wave_in_preparation(city):
    load(answers=10)
    wave = make_wave(is_open=False, frame=Frame.REGISTER, name="Erste Befragung")
    letter = Letter.objects.create(
        wave=wave, batch=1, code=Code.objects.create(digest="a", nonce="b", kind="needs_letter")
    )
    remove_examples()
    assert (Letter.objects.get(), Code.objects.get(), Wave.objects.get()) == (letter, letter.code, wave)


def test_own_planning_areas_and_thresholds_are_kept(city):
    make_surroundings()
    thresholds, areas = Thresholds.objects.get(), set(PlanningArea.objects.all())
    load(answers=10)
    assert set(PlanningArea.objects.all()) == areas
    assert Wave.objects.first().thresholds == thresholds
    remove_examples()
    assert (Thresholds.objects.get(), set(PlanningArea.objects.all())) == (thresholds, areas)


def test_examples_are_refused_beside_a_real_wave_and_twice(city):
    wave = make_wave()
    with pytest.raises(AnswersAreReal):
        load(answers=10)
    wave.delete()
    load(answers=10)
    with pytest.raises(ExamplesAreThere):
        load(answers=10)
    assert Wave.objects.count() == len(NAMES)


def test_real_wave_opens_only_when_the_examples_are_gone(city):
    load(answers=10)
    wave = make_wave(is_open=False, frame=Frame.REGISTER)
    with pytest.raises(ExamplesAreLoaded):
        open_wave(wave_id=wave.pk, now=NOW)
    remove_examples()
    make_surroundings()
    assert open_wave(wave_id=wave.pk, now=NOW).state == WaveState.OPEN
    example = make_wave(is_open=False, frame=Frame.REGISTER, is_example=True)
    with pytest.raises(AnswersAreReal):
        open_wave(wave_id=example.pk, now=NOW)


def test_database_itself_keeps_real_and_invented_apart(city):
    make_thresholds()
    fields = {
        "state": "open",
        "opened_at": NOW,
        "thresholds_id": Thresholds.objects.get().pk,
        "frame": Frame.ORGANISATIONS,
    }
    real = make_wave(is_open=False)
    example = make_wave(is_open=False, is_example=True)
    Wave.objects.filter(pk=real.pk).update(**fields)
    with pytest.raises(IntegrityError, match="examples_and_real_waves_exclude"), transaction.atomic():
        Wave.objects.filter(pk=example.pk).update(**fields)
    example.__dict__ |= fields
    with pytest.raises(ValidationError, match="schließen einander aus"):
        example.full_clean()
    Wave.objects.filter(pk=real.pk).update(is_example=True)
    example.full_clean()
    assert Wave.objects.filter(pk=example.pk).update(**fields) == 1


def test_command_loads_and_removes(city, capsys):
    call_command("load_example_participation", "--seed", "3", "--answers", "40")
    with pytest.raises(CommandError, match="schon geladen"):
        call_command("load_example_participation")
    call_command("load_example_participation", "--remove")
    assert capsys.readouterr().out == "40 Bögen geladen: /bedarf/\n40 Bögen gelöscht.\n"


def test_examples_need_a_catalogue(city):
    Area.objects.filter(level=Level.DISTRICT).update(level=Level.MUNICIPALITY)
    with pytest.raises(CatalogueIsMissing):
        load(answers=10)
