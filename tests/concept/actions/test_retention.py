"""The counts behind figures go with the answers they were counted from; the figures stay."""

from datetime import timedelta

import pytest

from concept.actions.nightly import keep_house
from concept.models import CountPurge, Figure, FigureCount
from needs.actions.questionnaires import load_first_questionnaire
from needs.actions.retention import purge
from needs.actions.waves import close_wave
from needs.models import Question
from tests.concept_factories import make_figure, make_release, publish_straight
from tests.factories import NOW, TODAY
from tests.needs_factories import make_wave

pytestmark = pytest.mark.django_db
SAID = "Zählungen hinter veröffentlichten Zahlen gelöscht"


def closed_wave(days, settings, **fields):
    """Whose answers are kept for two years, and that ended so many days ago."""
    settings.ANSWER_DAYS = 730
    wave = make_wave(**fields)
    return close_wave(wave_id=wave.pk, now=NOW - timedelta(days=days))


def counted(release, **fields):
    figure = make_figure(release, **fields)
    FigureCount.objects.create(figure=figure, counts={"unmet": [20, 40]})
    return figure


def left():
    return set(FigureCount.objects.values_list("pk", flat=True))


@pytest.mark.parametrize(("days", "is_left"), [(729, True), (730, False)])
def test_counts_go_with_the_answers_and_the_figures_stay(settings, days, is_left):
    release = make_release(state="frozen", waves=[closed_wave(days, settings)])
    figure = counted(release)
    publish_straight(release)
    shares = figure.shares
    purge(now=NOW)
    assert keep_house(now=NOW) == {SAID: int(not is_left)}
    assert left() == ({figure.pk} if is_left else set())
    assert Figure.objects.get().shares == shares
    lines = [(line.release, line.count, line.purged_on, str(line)) for line in CountPurge.objects.all()]
    assert lines == ([] if is_left else [(release, 1, TODAY, f"{release}: 1")])
    assert keep_house(now=NOW) == {SAID: 0}


def test_one_wave_of_several_is_enough_but_only_of_its_frame_and_release(settings):
    old, new = closed_wave(800, settings), closed_wave(10, settings)
    letter = closed_wave(10, settings, frame="register")
    both = make_release(state="frozen", waves=[old, new, letter])
    gone, of_letters = counted(both, frame="open"), counted(both, frame="register")
    publish_straight(both)
    later = counted(make_release(state="frozen", waves=[new]))
    assert keep_house(now=NOW) == {SAID: 1}
    assert left() == {of_letters.pk, later.pk}
    assert gone.pk not in left()


@pytest.mark.parametrize(
    ("key", "goes"),
    [
        ("orientation", {"orientation"}),
        ("opinion", {""}),
        ("reasons", {""}),
        ("area", {"", "orientation", "office_helps"}),
        ("age", {"", "orientation", "office_helps"}),
        ("remark", set()),
    ],
)
def test_a_question_that_is_kept_shorter_takes_its_counts_along(settings, key, goes):
    questionnaire = load_first_questionnaire(now=NOW)
    Question.objects.filter(questionnaire=questionnaire, key=key).update(kept_days=5)
    wave = make_wave(questionnaire=questionnaire)
    settings.ANSWER_DAYS = 730
    close_wave(wave_id=wave.pk, now=NOW - timedelta(days=6))
    release = make_release(state="frozen", waves=[wave])
    figures = {name: counted(release, question=name) for name in ("", "orientation", "office_helps")}
    assert keep_house(now=NOW) == {SAID: len(goes)}
    assert left() == {figure.pk for name, figure in figures.items() if name not in goes}


def test_counts_of_waves_in_no_release_are_nobodys_business(settings):
    closed_wave(800, settings)
    counted(make_release(state="frozen"))
    assert keep_house(now=NOW) == {SAID: 0}
