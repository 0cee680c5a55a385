"""Weights and the confidence interval of a sample drawn at random: against counting person by person."""

from math import isclose, sqrt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from concept.confidence import confidence_in_words, told_interval
from concept.hiding import Rules
from concept.matrix import live_matrix
from concept.weights import Estimate, Weights, load_weights, weigh, wilson
from needs.counting import About, Cell, Place, Split, Tally, Who
from needs.models import Thresholds
from tests.concept_stock_factories import make_age_count
from tests.factories import TODAY, make_area, make_topic, make_topic_group
from tests.needs_factories import make_planning_area, make_wave
from tests.submissions import make_submission

CITY = int(Place.CITY)
YOUNG, OLD = Who("65_74", 1), Who("85_up", 1)
ELSEWHERE = Who("65_74", 2)
NOWHERE = Who("65_74", Place.CITY_ONLY)
counts = st.dictionaries(st.sampled_from([YOUNG, OLD, ELSEWHERE]), st.integers(1, 200), min_size=1)


def made(forms, people, *, of=None):
    by_place = {CITY: sum(people.values()), 1: people.get(YOUNG, 0) + people.get(OLD, 0), 2: people.get(ELSEWHERE, 0)}
    return Weights(weigh(forms, people), forms, of or by_place)


def said(**tallies):
    """By name of a stratum: how many miss something, of how many."""
    strata = {"young": YOUNG, "old": OLD, "elsewhere": ELSEWHERE, "nowhere": NOWHERE}
    return {
        About(7, strata[name].place, strata[name].age_band): Cell(Tally(missing=part, fine=whole - part), Tally())
        for name, (part, whole) in tallies.items()
    }


def test_an_answer_weighs_as_many_people_as_it_stands_for():
    # 80 and 20 of 100 people, but half of the answers each.
    assert weigh({YOUNG: 50, OLD: 50}, {YOUNG: 800, OLD: 200}) == {YOUNG: 1.6, OLD: 0.4}
    # As drawn: each weighs the same.
    assert weigh({YOUNG: 8, OLD: 2}, {YOUNG: 800, OLD: 200}) == {YOUNG: 1.0, OLD: 1.0}


def test_no_answer_speaks_for_too_many():
    assert weigh({YOUNG: 1, OLD: 99}, {YOUNG: 900, OLD: 100}) == {YOUNG: 5.0, OLD: pytest.approx(0.1 / 0.99)}


def test_who_did_not_answer_is_spoken_for_by_nobody():
    assert weigh({YOUNG: 10, OLD: 0}, {YOUNG: 500, OLD: 300, ELSEWHERE: 200}) == {YOUNG: 1.0}
    assert weigh({YOUNG: 10, OLD: 5}, {YOUNG: 500, OLD: 0}) == {YOUNG: 1.0}


@given(counts, counts)
def test_weights_are_one_on_average(forms, people):
    assume(forms.keys() & people.keys())
    weights = weigh(forms, people)
    known = {who: number for who, number in forms.items() if who in weights}
    if all(weight < 5 for weight in weights.values()):
        assert isclose(sum(weights[who] * number for who, number in known.items()), sum(known.values()))


@given(st.floats(0, 1), st.floats(1, 1e6))
def test_the_ends_of_the_interval_are_just_as_likely_as_not(share, number):
    """Wilson: the shares for which what was found lies at 1.96 standard errors."""
    for end in wilson(share, number):
        assert 0 <= end <= 1
        if 1e-9 < end < 1 - 1e-9:
            assert isclose(abs(end - share), 1.959964 * sqrt(end * (1 - end) / number), rel_tol=1e-4, abs_tol=1e-7)


def test_the_estimate_is_that_of_going_from_person_to_person():
    weights = made({YOUNG: 50, OLD: 50, ELSEWHERE: 20}, {YOUNG: 8000, OLD: 2000, ELSEWHERE: 5000})
    opinions = said(young=(10, 40), old=(30, 45), elsewhere=(5, 20))
    persons = [
        (weights.by_stratum[who], number < part)
        for who, (part, whole) in ((YOUNG, (10, 40)), (OLD, (30, 45)), (ELSEWHERE, (5, 20)))
        for number in range(whole)
    ]
    whole = sum(weight for weight, _missing in persons)
    share = sum(weight for weight, missing in persons if missing) / whole
    effective = whole**2 / sum(weight**2 for weight, _missing in persons)
    found = weights.estimate(opinions, 7, CITY)
    assert (found.share, found.effective) == (pytest.approx(share), pytest.approx(effective))
    # 105 of 15,000 people: a little narrower than from an endless number.
    assert found.interval == pytest.approx(wilson(share, effective * 14_999 / 14_895))
    assert found.interval.low > wilson(share, effective).low
    # Unweighted it would be 45 of 105; those who answered too often miss more.
    assert found.share < 45 / 105


def test_a_place_is_estimated_from_its_own_answers():
    weights = made({YOUNG: 10, ELSEWHERE: 10}, {YOUNG: 100, ELSEWHERE: 300})
    opinions = said(young=(5, 10), elsewhere=(0, 10))
    assert [weights.estimate(opinions, 7, place).share for place in (CITY, 1, 2)] == [0.125, 0.5, 0.0]
    assert weights.estimate(opinions, 7, 3) is None
    assert weights.estimate(opinions, 8, 1) is None
    assert weights.estimate(said(young=(0, 0)), 7, 1) is None


def test_who_named_no_place_weighs_as_much_as_the_average():
    weights = made({YOUNG: 10, NOWHERE: 10}, {YOUNG: 1000})
    assert weights.estimate(said(young=(10, 10), nowhere=(0, 10)), 7, CITY).share == 0.5
    assert weights.estimate(said(young=(10, 10), nowhere=(0, 10)), 7, 1).share == 1.0


def test_where_everybody_answered_nothing_is_left_to_chance():
    weights = made({YOUNG: 40}, {YOUNG: 40})
    assert weights.estimate(said(young=(10, 40)), 7, 1) == Estimate(0.25, (0.25, 0.25), 40.0)


# --- From the database ---


@pytest.fixture
def drawn():
    """Two planning areas; in the first the oldest answered too often."""
    north, south, group = make_area(), make_area(), make_topic(group=make_topic_group(plain_name="Beratung")).group
    areas = [make_planning_area(north), make_planning_area(south)]
    for area, people in ((north, (3000, 900, 100)), (south, (3000, 900, 100))):
        for (begins, below), number in zip(((65, 75), (75, 85), (85, None)), people, strict=True):
            make_age_count(area, number, age_from=begins, age_below=below)
    wave = make_wave(frame="register")
    for area, band, opinion, number in (
        (north, "85_up", "missing", 30),
        (north, "65_74", "fine", 30),
        (south, "75_84", "fine", 20),
        (None, "65_74", "missing", 4),
        (south, "60_64", "missing", 9),
    ):
        for _form in range(number):
            answers = {"beratung": {"opinion": [opinion]}}
            place = {"area": area} if area else {"no_district": "whole_city"}
            make_submission(wave, age_band=band, answers=answers, **place)
    return wave, group, areas


def found_in(wave, group, place, *, split=Split.PLANNING_AREAS):
    thresholds = Thresholds.objects.get()
    return live_matrix([wave], thresholds=thresholds, today=TODAY, split=split).cells[group.pk, place]


@pytest.mark.django_db
def test_the_matrix_weighs_a_sample_drawn_at_random(drawn):
    wave, group, (north, south) = drawn
    cell = found_in(wave, group, north.pk)
    # 30 of 60 in the north; the oldest are 100 of 3,100 there.
    assert (cell.older.missing, cell.older.opinions) == (30, 60)
    assert cell.estimate.share == pytest.approx(100 / 3100)
    # As they are 30 of 60 are clear, by weight they are not.
    assert (cell.verdict, cell.verdict_weighted) == ("check_stock_need", "check_stock")
    assert found_in(wave, group, south.pk).estimate.share == 0.0
    city = found_in(wave, group, CITY)
    assert city.estimate == found_in(wave, group, CITY, split=Split.DISTRICTS).estimate
    assert city.estimate.share == pytest.approx((100 / 4000 * 80 + 4) / 84)
    assert found_in(wave, group, make_area().pk, split=Split.DISTRICTS).estimate is None


@pytest.mark.django_db
def test_an_open_call_is_never_weighted(drawn):
    _wave, group, (north, _south) = drawn
    call = make_wave(frame="open")
    make_submission(call, age_band="85_up", answers={"beratung": {"opinion": ["missing"]}}, no_district="whole_city")
    assert found_in(call, group, north.pk).estimate is None
    assert found_in(call, group, CITY).verdict_weighted == ""


@pytest.mark.django_db
def test_without_official_figures_nothing_is_weighted(drawn):
    wave, group, (north, _south) = drawn
    make_planning_area(make_area())
    assert load_weights([wave]) is None
    assert found_in(wave, group, north.pk).estimate is None


@pytest.mark.django_db
def test_without_answers_nothing_is_weighted(drawn):
    assert load_weights([make_wave(frame="register")]) is None


# --- What the public reads ---


def told(missing, answers):
    rest = {"fine": answers - missing, "missing": missing, "not_needed": 0, "dont_know": 0}
    return Rules(fewest=10).tell(rest)


@given(st.integers(10, 3000), st.data())
def test_the_public_interval_is_never_narrower_than_the_exact_one(answers, data):
    missing = data.draw(st.integers(0, answers))
    exact, public = wilson(missing / answers, answers), told_interval(told(missing, answers))
    # As far as the last digit goes.
    assert public.low <= exact.low + 1e-12
    assert exact.high <= public.high + 1e-12


@pytest.mark.parametrize(
    ("missing", "answers", "words"),
    [
        (20, 29, ""),
        (20, 40, "30 bis 70 %"),
        (1, 40, "0 bis 26 %"),
        (40, 40, "74 bis 100 %"),
        (250, 500, "43 bis 57 %"),
        (2, 500, "0 bis 9 %"),
        (499, 500, "91 bis 100 %"),
    ],
)
def test_the_public_interval_in_words(missing, answers, words):
    assert confidence_in_words(told(missing, answers)) == words


def test_it_tells_no_more_than_the_words_beside_it():
    assert {confidence_in_words(told(2 * number, 4 * number)) for number in range(25, 50)} == {"39 bis 61 %"}
