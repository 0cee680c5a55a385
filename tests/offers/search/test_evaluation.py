"""The yardstick itself, and the figures it may not fall below."""

import csv
from functools import partial
from types import SimpleNamespace

import pytest

from offers.search.evaluation import Figures, Outcome, by_kind, outcome
from offers.search.understanding import understand
from tests.offers.search.kaiserslautern import FOLDER


def understood(*codes, area=""):
    return lambda query: SimpleNamespace(topics=[SimpleNamespace(code=code) for code in codes], area=area)


def row(expected="T1;T2", district=""):
    return {"query": "bus", "expected_topics": expected, "expected_district": district, "kind": "standard"}


def test_outcome_takes_the_best_rank():
    assert outcome(row(), understood("T3", "T2", "T1")) == Outcome("bus", "standard", 2, None, ("T3", "T2", "T1"))


@pytest.mark.parametrize(
    ("codes", "area", "is_miss"),
    [(("T1",), "KL-06", False), (("T1",), "", True), ((), "KL-06", True), (("T3", "T4", "T5", "T1"), "KL-06", True)],
)
def test_miss_is_a_wrong_district_or_no_topic_among_three(codes, area, is_miss):
    assert outcome(row(district="KL-06"), understood(*codes, area=area)).is_miss() is is_miss


def test_figures_overall_and_by_kind():
    outcomes = [
        Outcome("a", "place", 1, True, ()),
        Outcome("b", "place", 2, False, ()),
        Outcome("c", "english", None, None, ()),
        Outcome("d", "english", 4, None, ()),
    ]
    assert by_kind(outcomes) == {
        "all": Figures(4, 0.25, 0.5, 0.4375, 0.5),
        "place": Figures(2, 0.5, 1.0, 0.75, 0.5),
        "english": Figures(2, 0.0, 0.0, 0.125, None),
    }


@pytest.mark.parametrize(
    ("file", "hit_at_1", "hit_at_3"), [("search_queries", 0.92, 0.97), ("search_queries_own", 0.9, 0.97)]
)
def test_search_stays_as_good_as_it_was(file, hit_at_1, hit_at_3, lexicon):
    with (FOLDER / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
        figures = by_kind(outcome(one, partial(understand, lexicon=lexicon)) for one in csv.DictReader(lines))
    assert figures["all"].hit_at_1 >= hit_at_1
    assert figures["all"].hit_at_3 >= hit_at_3
    assert figures["all"].district == 1
    assert min(of_kind.hit_at_3 for of_kind in figures.values()) >= 0.9
