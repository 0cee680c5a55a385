"""What may leave: the rules one by one, and by brute force that nothing hidden can be found by subtraction."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needs.counting import OLDER, About, Cell, Choices, Said, Tally
from needs.disclosure import (
    SHOWN_GROUPS,
    Line,
    Options,
    answers_in_words,
    choice_lines,
    fewest_for_planners,
    fewest_in_public,
    lines,
    share_in_words,
)
from tests.needs_factories import make_thresholds, make_wave

TOO_FEW = "zu wenige Antworten"
OPTIONS = Options({"very": "sehr wichtig"}, {"too_far": "zu weit weg"})
ABOUT = About(topic_group=1, place=2, group=OLDER)


def told(cell, *, options=OPTIONS, fewest=10):
    return [
        (line.measure, line.answers, line.share, line.share_unflagged)
        for line in lines({ABOUT: cell}, about=[ABOUT], options=options, fewest=fewest)
    ]


def alike(**fields):
    return Cell(Tally(**fields), Tally(**fields))


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (0, 0, TOO_FEW),
        (9, 9, TOO_FEW),
        (0, 10, "wenige"),
        (3, 10, "wenige"),
        (4, 12, "etwa die Hälfte"),
        (8, 12, "etwa die Hälfte"),
        (9, 12, "die meisten"),
        (29, 29, "die meisten"),
        (0, 30, "unter 5 %"),
        (2, 40, "5 %"),
        (13, 30, "45 %"),
        (62, 99, "65 %"),
        (29, 30, "über 95 %"),
        (95, 100, "95 %"),
        (96, 100, "über 95 %"),
        (4, 100, "unter 5 %"),
        (62, 140, "44 %"),
        (1_000, 1_000, "über 95 %"),
    ],
)
def test_share_in_words(part, whole, words):
    assert share_in_words(part, whole, fewest=10) == words


@pytest.mark.parametrize(
    ("answers", "fewest", "words"),
    [
        (9, 10, TOO_FEW),
        (10, 10, "10 bis 29"),
        (29, 10, "10 bis 29"),
        (30, 10, "30 bis 99"),
        (99, 10, "30 bis 99"),
        (100, 10, "100 bis 299"),
        (299, 10, "100 bis 299"),
        (300, 10, "300 und mehr"),
        (150, 120, "120 bis 299"),
        (30, 30, "30 bis 99"),
        (19, 20, TOO_FEW),
        (20, 20, "20 bis 29"),
        (45, 40, "40 bis 99"),
    ],
)
def test_answers_in_words(answers, fewest, words):
    assert answers_in_words(answers, fewest=fewest) == words


@given(part=st.integers(0, 400), more=st.integers(0, 400))
def test_shares_are_never_told_of_few_and_never_exactly_all_or_none(part, more):
    whole = part + more
    words = share_in_words(part, whole, fewest=10)
    if words.endswith("%") and words[0].isdigit():
        percent = int(words.removesuffix(" %"))
        assert whole >= 30
        assert 5 <= percent <= 95
        assert abs(percent - 100 * part / whole) <= (0.5 if whole >= 100 else 2.5)
        assert whole >= 100 or percent % 5 == 0
    assert (words == TOO_FEW) == (whole < 10)


@pytest.mark.django_db
def test_the_strictest_thresholds_of_the_waves_hold():
    make_thresholds(public_answers=12, planner_answers=6)
    first = make_wave()
    make_thresholds(public_answers=10, planner_answers=8)
    second = make_wave(frame="organisations")
    draft = make_wave(is_open=False)
    assert (fewest_in_public([first, second, draft]), fewest_for_planners([first, second, draft])) == (12, 8)
    assert (fewest_in_public([draft]), fewest_for_planners([draft])) == (10, 5)


def test_own_role_of_older_people_stays_out_beside_their_age():
    assert SHOWN_GROUPS == (
        "65_up",
        "relatives",
        "council",
        "providers",
        "churches",
        "volunteers",
        "administration",
    )


def test_lines_of_a_cell():
    cell = alike(fine=50, missing=62, not_needed=28, dont_know=60, importance={"very": 31}, reasons={"too_far": 9})
    assert told(cell) == [
        ("Da fehlt mir etwas", "100 bis 299", "44 %", "44 %"),
        ("Gut so oder da fehlt etwas", "100 bis 299", "80 %", "80 %"),
        ("Weiß ich nicht", "100 bis 299", "30 %", "30 %"),
        ("Wichtigkeit: sehr wichtig", "30 bis 99", "50 %", "50 %"),
        ("Grund: zu weit weg", "30 bis 99", "15 %", "15 %"),
    ]


def test_what_nobody_answered_looks_like_what_few_did():
    names = [name for name, *_words in told(alike(missing=1))]
    assert told(alike(fine=4, missing=5, dont_know=80)) == [(name, *[TOO_FEW] * 3) for name in names]
    empty = list(lines({}, about=[ABOUT], options=OPTIONS, fewest=10))
    assert empty == [Line(ABOUT, name, *[TOO_FEW] * 3) for name in names]


def test_a_few_flagged_answers_are_not_told_by_leaving_them_out():
    nothing = Options({}, {})
    flood = Cell(Tally(fine=30, missing=60), Tally(fine=30, missing=30))
    assert told(flood, options=nothing)[0] == ("Da fehlt mir etwas", "30 bis 99", "65 %", "50 %")
    few = Cell(Tally(fine=30, missing=33), Tally(fine=30, missing=30))
    assert told(few, options=nothing)[0] == ("Da fehlt mir etwas", "30 bis 99", "50 %", TOO_FEW)


def choices(people, **chosen):
    return Choices(people, chosen)


def told_choice(cell, *, fewest=10):
    found = choice_lines({Said("tasks", OLDER): cell}, question="tasks", options={"advice": "Beratung"}, fewest=fewest)
    return [(line.about.group, *line[1:]) for line in found]


def test_a_question_that_is_asked_once_is_told_by_the_same_rules():
    cell = Cell(choices(60, advice=12), choices(50, advice=12))
    few = [(group, "Beratung", *[TOO_FEW] * 3) for group in SHOWN_GROUPS]
    assert told_choice(cell) == [(OLDER, "Beratung", "30 bis 99", "20 %", "25 %"), *few[1:]]
    close = Cell(choices(59, advice=12), choices(50, advice=12))
    assert told_choice(close)[0] == (OLDER, "Beratung", "30 bis 99", "20 %", TOO_FEW)
    assert told_choice(Cell(choices(9, advice=9), choices(9, advice=9))) == few


# Brute force. People of one planning area: older ones, volunteers, both; of one they belong to each of its groups. All
# worlds of so many people are told in tables; whoever reads these asks which worlds they can come from.
MOST = 13
FEWEST = 10
WORLDS = list(product(range(MOST), repeat=3))


def cells(world):
    only_older, only_volunteers, both = world
    return {OLDER: only_older + both, "volunteers": only_volunteers + both}


def fixed_list(world):
    """The table that leaves, for one planning area."""
    counted = {About(1, 2, group): alike(missing=number) for group, number in cells(world).items()}
    about = [About(1, 2, group) for group in cells(world)]
    return tuple(lines(counted, about=about, options=Options({}, {}), fewest=FEWEST))


def with_everybody(world):
    """The same and the number of people in exact figures: a nested total."""
    return (*fixed_list(world), sum(world))


def with_exact_numbers(world):
    """The same, but the cells that are shown in exact figures, and how many there are in two groups."""
    shown = tuple(number if number >= FEWEST else None for number in cells(world).values())
    return (*fixed_list(world), *shown, world[2])


def hidden_counts_found(told_of):
    """Hidden numbers that the tables narrow down, by what was told: less is possible than 0 to 9."""
    possible = defaultdict(lambda: defaultdict(set))
    for world in WORLDS:
        groups = possible[told_of(world)]
        for group, number in cells(world).items():
            if number < FEWEST:
                groups[group].add(number)
    return [numbers for groups in possible.values() for numbers in groups.values() if numbers != {*range(FEWEST)}]


def test_no_hidden_number_can_be_narrowed_down_by_what_leaves():
    assert hidden_counts_found(fixed_list) == []


@pytest.mark.parametrize("told_of", [with_everybody, with_exact_numbers])
def test_the_brute_force_finds_what_a_total_would_give_away(told_of):
    assert hidden_counts_found(told_of)


def test_no_hidden_number_can_be_narrowed_down_by_the_answers_of_its_cell():
    """All measures of one cell together: whoever reads them learns nothing of a number of opinions below ten."""
    possible = defaultdict(set)
    for fine, missing, dont_know in product(range(MOST), repeat=3):
        cell = alike(fine=fine, missing=missing, dont_know=dont_know, importance={"very": missing // 2})
        if fine + missing < FEWEST:
            possible[tuple(told(cell))].add(fine + missing)
    assert list(possible.values()) == [{*range(FEWEST)}]
