"""What planners see, and what is derived for the public from words that are told."""

import pytest

from concept.disclosure import for_planners
from concept.expressed import NOTHING
from concept.hiding import HIDDEN, Words
from concept.matrix import Matrix, MatrixCell
from concept.models import Grade, Verdict
from concept.public_cells import in_tens, told_tally
from concept.stock import Stock
from needs.counting import OLDER, Cell, Place, Split, Tally
from needs.disclosure import SHOWN_GROUPS
from needs.models import Thresholds
from tests.factories import make_area
from tests.needs_factories import make_planning_area

CITY = Place.CITY


def make_matrix(answers, *, split=Split.PLANNING_AREAS):
    """Of one Lebensbereich: how many older people of each place have an opinion."""
    cells = {}
    for place, number in answers.items():
        opinions = dict.fromkeys(SHOWN_GROUPS, Cell(Tally(), Tally()))
        opinions[OLDER] = Cell(Tally(missing=number), Tally(missing=number))
        cells[1, place] = MatrixCell(1, place, Stock(), opinions, Verdict.TOO_FEW, "", Grade.HINT, [], NOTHING)
    return Matrix(None, (), Thresholds(), None, cells, split=split)


def shown(answers, **options):
    told = for_planners(make_matrix(answers, **options), 5)
    return {place for (_group, place), groups in told.items() if groups[OLDER] is not None}


@pytest.mark.parametrize(
    ("answers", "places"),
    [
        ({CITY: 30, 1: 10, 2: 20}, {CITY, 1, 2}),
        ({CITY: 34, 1: 4, 2: 10, 3: 20}, {CITY, 3}),
        ({CITY: 27, 1: 4, 2: 3, 3: 20}, {CITY, 3}),
        ({CITY: 4, 1: 4}, set()),
        ({CITY: 9, 1: 5, 2: 4}, {CITY}),
    ],
)
def test_planners_see_five_and_never_a_single_hidden_part(answers, places):
    assert shown(answers) == places


def test_planners_see_the_number_itself():
    told = for_planners(make_matrix({CITY: 30, 1: 10, 2: 20}), 5)
    assert told[1, 2] == {OLDER: Tally(missing=20)} | dict.fromkeys(SHOWN_GROUPS[1:])


@pytest.mark.django_db
def test_hidden_planning_area_is_not_added_up_from_its_districts():
    areas = [make_area(name=f"Stadtteil {number}") for number in range(5)]
    first, second, third, fourth, fifth = (area.pk for area in areas)
    for districts in (areas[:1], areas[1:3], areas[3:]):
        make_planning_area(*districts)
    answers = {CITY: 53, first: 3, second: 6, third: 8, fourth: 16, fifth: 20}
    # The first planning area has three, so the second is hidden with it.
    assert shown(answers, split=Split.DISTRICTS) == {CITY, fourth, fifth}
    enough = answers | {first: 13}
    assert shown(enough, split=Split.DISTRICTS) == {*enough}
    assert shown(enough | {fourth: 2}, split=Split.DISTRICTS) == {CITY, first, second, third}


@pytest.mark.parametrize(
    ("answers", "share", "tally"),
    [
        ("10 bis 29", "wenige", Tally(fine=8, missing=2)),
        ("10 bis 29", "etwa die Hälfte", Tally(fine=5, missing=5)),
        ("10 bis 29", "die meisten", Tally(fine=2, missing=8)),
        ("30 bis 99", "unter 10 %", Tally(fine=28, missing=2)),
        ("30 bis 99", "45 %", Tally(fine=16, missing=14)),
        ("100 und mehr", "über 95 %", Tally(fine=2, missing=98)),
    ],
)
def test_what_words_stand_for(answers, share, tally):
    assert told_tally(Words(answers, {"unmet": share, "reasons": {}})) == tally


def test_what_is_needed_and_why_stands_in_the_words_too():
    reasons = {"not_here": "die meisten", "full": "45 %", "too_far": "wenige", "times": "unter 10 %"}
    shares = {"unmet": "unter 5 %", "demand": "30 %", "unknown": "10 %", "reasons": reasons}
    told = Tally(fine=28, missing=2, not_needed=70, reasons={"not_here": 83, "full": 45})
    assert told_tally(Words("100 und mehr", shares)) == told
    # By their middles more may miss something than need it.
    few = {"unmet": "unter 10 %", "demand": "unter 5 %", "reasons": {}}
    assert told_tally(Words("100 und mehr", few)) == Tally(missing=5, not_needed=95)


def test_hidden_stands_for_nobody():
    assert told_tally(HIDDEN) == Tally()


@pytest.mark.parametrize(("count", "told"), [(0, 0), (9, 0), (10, 10), (29, 20)])
def test_in_tens(count, told):
    assert in_tens(count) == told
