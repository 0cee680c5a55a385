"""The decision table of methods.md section 8: each of its cells, and against a second version that integrates."""

from datetime import date
from decimal import Decimal
from math import asin, cos, exp, lgamma, log, pi, sin, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concept.matching import ACCESS_REASONS, SUPPLY_REASONS, main_reasons, verdict
from concept.models import Verdict
from concept.stock import Stock
from needs.actions.questionnaires import load_first_questionnaire
from needs.counting import Tally
from needs.models import Option, Thresholds
from tests.factories import NOW

LOOKED = date(2026, 11, 2)
SUPPLY, ACCESS = {"not_here": 40, "full": 20, "too_far": 30}, {"not_known": 40, "too_far": 20, "full": 30}
# Rows of the table: what the stock is, and the reasons that are given.
NOBODY_LOOKED, NONE_THERE, UNCHECKED = {}, {"looked_on": LOOKED}, {"published": 7}
ONE, SEVERAL = {"confirmed": 1, "published": 1}, {"confirmed": 2, "published": 3}
# Columns: the interval of U against n0 = .25. Of 100 people each.
CLEAR, UNDECIDED, LOW = (
    {"fine": 20, "missing": 60, "not_needed": 20},
    {"fine": 40, "missing": 25, "not_needed": 35},
    {"fine": 60, "missing": 10, "not_needed": 30},
)
# D = .08, its upper bound .15.
LITTLE_ASKED = {"fine": 5, "missing": 3, "not_needed": 92}
# D = .19, its upper bound .28.
PERHAPS_LITTLE_ASKED = {"fine": 12, "missing": 7, "not_needed": 81}


def found(stock, answers, reasons=None, **thresholds):
    return verdict(Tally(**answers, dont_know=50, reasons=reasons or {}), Stock(**stock), Thresholds(**thresholds))


@pytest.mark.parametrize(
    ("stock", "reasons", "cells"),
    [
        # no confirmed offer, somebody looked
        (NONE_THERE, SUPPLY, ("Lücke", "beobachten", "gut versorgt von anderswo: nachfragen, wie")),
        (NONE_THERE, ACCESS, ("Lücke", "beobachten", "gut versorgt von anderswo: nachfragen, wie")),
        # nobody looked yet
        (NOBODY_LOOKED, SUPPLY, ("Bestand prüfen, der Bedarf ist klar", "Bestand prüfen", "Bestand prüfen")),
        (NOBODY_LOOKED, ACCESS, ("Bestand prüfen, der Bedarf ist klar", "Bestand prüfen", "Bestand prüfen")),
        # published, but nobody has checked: without a confirmed offer nothing is "versorgt"
        (UNCHECKED, SUPPLY, ("Bestand prüfen, der Bedarf ist klar", "Bestand prüfen", "Bestand prüfen")),
        (UNCHECKED, ACCESS, ("Bestand prüfen, der Bedarf ist klar", "Bestand prüfen", "Bestand prüfen")),
        # confirmed offers, reasons mostly "gibt es hier nicht", "voll"
        (ONE, SUPPLY, ("Lücke", "nicht entscheidbar", "gut versorgt")),
        (SEVERAL, SUPPLY, ("Lücke", "nicht entscheidbar", "gut versorgt")),
        # confirmed offers, reasons mostly unknown, way, cost, barriers, times, internet, language, shame
        (ONE, ACCESS, ("Zugangsproblem", "nicht entscheidbar", "gut versorgt")),
        (SEVERAL, ACCESS, ("Zugangsproblem", "nicht entscheidbar", "gut versorgt")),
        # confirmed offers, and the reasons don't say which of both
        (
            ONE,
            {"full": 20, "too_far": 20, "dont_know": 50},
            ("nicht entscheidbar", "nicht entscheidbar", "gut versorgt"),
        ),
        (ONE, {}, ("nicht entscheidbar", "nicht entscheidbar", "gut versorgt")),
    ],
)
def test_the_decision_table(stock, reasons, cells):
    assert tuple(found(stock, answers, reasons).label for answers in (CLEAR, UNDECIDED, LOW)) == cells


@pytest.mark.parametrize(
    ("stock", "answers", "says"),
    [
        # no confirmed offer, somebody looked: "kein Bedarf gemeldet" if D low
        (NONE_THERE, LITTLE_ASKED, "kein Bedarf gemeldet"),
        (NONE_THERE, PERHAPS_LITTLE_ASKED, "kein Bedarf gemeldet"),
        (NONE_THERE, {"fine": 12, "missing": 8, "not_needed": 80}, "gut versorgt von anderswo: nachfragen, wie"),
        # several confirmed offers and D's upper bound < .2
        (SEVERAL, LITTLE_ASKED, "mehr Angebot als Nachfrage: prüfen"),
        (SEVERAL, PERHAPS_LITTLE_ASKED, "gut versorgt"),
        (ONE, LITTLE_ASKED, "gut versorgt"),
        (NOBODY_LOOKED, LITTLE_ASKED, "Bestand prüfen"),
        (UNCHECKED, LITTLE_ASKED, "Bestand prüfen"),
    ],
)
def test_where_little_is_asked_for(stock, answers, says):
    assert found(stock, answers, SUPPLY).label == says


@pytest.mark.parametrize("answers", [CLEAR, UNDECIDED])
def test_more_than_asked_is_said_in_the_last_column_only(answers):
    """Where somebody sets the limit of demand above n0, the first two columns of the last row stay empty."""
    limit = Decimal("0.95")
    assert found(SEVERAL, answers, SUPPLY, low_demand=limit) == found(SEVERAL, answers, SUPPLY)


@pytest.mark.parametrize("stock", [NONE_THERE, NOBODY_LOOKED, UNCHECKED, ONE, SEVERAL])
@pytest.mark.parametrize("answers", [{}, {"missing": 1}, {"missing": 4}, {"fine": 4}])
def test_too_few_answers_decide_nothing(stock, answers):
    assert found(stock, answers, SUPPLY) == Verdict.TOO_FEW


def test_the_fewest_answers_are_those_of_the_thresholds():
    assert found(NONE_THERE, {"missing": 5}) == Verdict.GAP
    assert found(NONE_THERE, {"missing": 5}, planner_answers=6) == Verdict.TOO_FEW


def test_another_limit_gives_another_verdict():
    limits = [Decimal(limit) for limit in ("0.05", "0.25", "0.50")]
    assert [found(ONE, UNDECIDED, ACCESS, unmet_share=limit) for limit in limits] == ["access", "undecidable", "served"]


class TestReasons:
    def test_the_kind_that_is_named_mostly_is_told_most_named_first(self):
        reasons = {"times": 5, "too_far": 9, "language": 1, "dont_dare": 2, "full": 14, "dont_know": 40}
        assert main_reasons(Tally(missing=30, reasons=reasons)) == ["too_far", "times", "dont_dare"]
        assert main_reasons(Tally(missing=30, reasons=reasons | {"full": 20})) == ["full"]

    def test_both_kinds_are_told_where_neither_is_named_mostly(self):
        assert main_reasons(Tally(missing=9, reasons={"full": 3, "barriers": 3})) == ["full", "barriers"]

    def test_nobody_gives_a_reason(self):
        assert main_reasons(Tally(missing=9, reasons={"dont_know": 3, "not_said": 6})) == []
        assert main_reasons(Tally()) == []

    @pytest.mark.django_db
    def test_all_reasons_of_the_questionnaire_are_of_one_kind(self):
        questionnaire = load_first_questionnaire(now=NOW)
        options = Option.objects.filter(question__questionnaire=questionnaire, question__key="reasons", meaning="")
        assert sorted(SUPPLY_REASONS + ACCESS_REASONS) == sorted(options.values_list("key", flat=True))


counts = st.integers(0, 120)
shares = st.decimals("0.05", "0.95", places=2)


@st.composite
def tally_of_anything(draw):
    reasons = draw(st.dictionaries(st.sampled_from((*SUPPLY_REASONS, *ACCESS_REASONS, "dont_know")), st.integers(1, 9)))
    return Tally(draw(counts), draw(counts), draw(counts), draw(counts), reasons=reasons)


@st.composite
def stock_of_anything(draw):
    published = draw(st.integers(0, 5))
    return Stock(
        confirmed=draw(st.integers(0, published)),
        published=published,
        looked_on=draw(st.sampled_from((None, LOOKED))),
    )


limits = st.builds(Thresholds, unmet_share=shares, low_demand=shares, planner_answers=st.integers(5, 20))


@settings(deadline=None, max_examples=100)
@given(tally=tally_of_anything(), stock=stock_of_anything(), thresholds=limits)
def test_as_a_second_version_decides(tally, stock, thresholds):
    assert verdict(tally, stock, thresholds).value == slow_verdict(tally, stock, thresholds)


@given(tally=tally_of_anything(), stock=stock_of_anything(), thresholds=limits, more=st.integers(1, 5))
def test_more_confirmed_stock_never_turns_well_served_into_a_gap(tally, stock, thresholds, more):
    grown = stock._replace(confirmed=stock.confirmed + more, published=stock.published + more)
    before, after = (verdict(tally, each, thresholds) for each in (stock, grown))
    if before in (Verdict.SERVED, Verdict.SERVED_ELSEWHERE, Verdict.NO_NEED, Verdict.MORE_THAN_ASKED):
        assert after in (Verdict.SERVED, Verdict.MORE_THAN_ASKED)


TABLE = {
    "none": ("gap", "watch", "by demand"),
    "unknown": ("check_stock_need", "check_stock", "check_stock"),
    "confirmed supply": ("gap", "undecidable", "served"),
    "confirmed access": ("access", "undecidable", "served"),
    "confirmed": ("undecidable", "undecidable", "served"),
}


def slow_verdict(tally, stock, thresholds):
    """The table as it is printed, and columns by how much of the posterior lies below n0."""
    n = tally.fine + tally.missing + tally.not_needed
    if n < thresholds.planner_answers:
        return "too_few"
    below = mass_below(float(thresholds.unmet_share), tally.missing, n)
    column = 0 if tally.missing and below <= 0.025 else 2 if tally.missing < n and below > 0.975 else 1
    supply = sum(tally.reasons.get(key, 0) for key in ("not_here", "full"))
    access = sum(tally.reasons.values()) - supply - tally.reasons.get("dont_know", 0)
    if stock.confirmed:
        row = "confirmed" + (" supply" if supply > access else " access" if access > supply else "")
    else:
        row = "none" if stock.looked_on and not stock.published else "unknown"
    asked = tally.fine + tally.missing
    cell = TABLE[row][column]
    if cell == "by demand":
        return "no_need" if Decimal(asked) < thresholds.low_demand * n else "served_elsewhere"
    is_little = asked < n and mass_below(float(thresholds.low_demand), asked, n) > 0.975
    return "more_than_asked" if cell == "served" and stock.confirmed > 1 and is_little else cell


def mass_below(x, count, of, steps=400):
    """Of Beta(count + ½, of − count + ½), by Simpson's rule over t = sin² u."""
    a, b = count + 0.5, of - count + 0.5
    front = log(2) + lgamma(a + b) - lgamma(a) - lgamma(b)

    def height(u):
        return exp(front + (2 * a - 1) * log(sin(u)) + (2 * b - 1) * log(cos(u))) if 0 < u < pi / 2 else edge(u)

    def edge(u):
        power = 2 * a - 1 if u == 0 else 2 * b - 1
        return exp(front) if power == 0 else 0.0

    end = asin(sqrt(x))
    width = end / steps
    heights = [height(i * width) for i in range(steps + 1)]
    return width / 3 * (heights[0] + heights[-1] + 4 * sum(heights[1:-1:2]) + 2 * sum(heights[2:-1:2]))
