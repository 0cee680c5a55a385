"""Stock × need: the decision table of methods.md section 8, not a magic number.

What decides is the interval of the unmet share, so that a few answers decide nothing, and why people miss something:
not the score but the reason tells a gap of supply from a problem of access.
"""

from fractions import Fraction
from functools import lru_cache

from concept.models import StockState, Verdict
from concept.stock import Stock
from needs.counting import Tally
from needs.intervals import Interval, jeffreys
from needs.models import Thresholds

# Keys of the options of the question why something is missing; "dont_know" and "not_said" give no reason.
SUPPLY_REASONS = ("not_here", "full")
ACCESS_REASONS = (
    "not_known",
    "too_far",
    "no_ride",
    "barriers",
    "too_expensive",
    "times",
    "internet_only",
    "language",
    "dont_dare",
)
SEVERAL = 2
MOST_NAMED = 3


def verdict(tally: Tally, stock: Stock, thresholds: Thresholds, *, unmet: Interval | None = None) -> Verdict:
    """The cell of the decision table. Too few answers, or none, decide nothing.

    `unmet`: another interval of the unmet share than that of the answers as they are (concept.weights).
    """
    if tally.opinions < thresholds.planner_answers:
        return Verdict.TOO_FEW
    unmet = unmet or _interval(*tally.unmet)
    if unmet.low >= thresholds.unmet_share:
        return _need_is_clear(tally, stock)
    if unmet.high < thresholds.unmet_share:
        return _need_is_low(tally, stock, thresholds)
    return _UNDECIDED[stock.state]


def main_reasons(tally: Tally) -> list[str]:
    """Why something is missing, of the kind that is named mostly; most named first, three at most."""
    named = sorted(_mostly(tally), key=lambda reason: -tally.reasons.get(reason, 0))
    return [reason for reason in named if tally.reasons.get(reason, 0)][:MOST_NAMED]


def _need_is_clear(tally: Tally, stock: Stock) -> Verdict:
    if stock.state != StockState.CONFIRMED:
        return Verdict.GAP if stock.state == StockState.NONE else Verdict.CHECK_STOCK_NEED_CLEAR
    # As often the one as the other, or no reason at all, is told as what it is.
    return {SUPPLY_REASONS: Verdict.GAP, ACCESS_REASONS: Verdict.ACCESS}.get(_mostly(tally), Verdict.UNDECIDABLE)


# An offer that nobody has checked is stock that nobody has looked at: the row is the one of "nobody looked yet".
_UNDECIDED = {
    StockState.NONE: Verdict.WATCH,
    StockState.UNKNOWN: Verdict.CHECK_STOCK,
    StockState.UNCHECKED: Verdict.CHECK_STOCK,
    StockState.CONFIRMED: Verdict.UNDECIDABLE,
}


def _need_is_low(tally: Tally, stock: Stock, thresholds: Thresholds) -> Verdict:
    """The table asks for a low demand in one row, and for a low upper bound of it in another."""
    if stock.state == StockState.NONE:
        is_low = Fraction(*tally.demand) < Fraction(thresholds.low_demand)
        return Verdict.NO_NEED if is_low else Verdict.SERVED_ELSEWHERE
    if stock.state != StockState.CONFIRMED:
        return Verdict.CHECK_STOCK
    is_little_asked = _interval(*tally.demand).high < thresholds.low_demand
    return Verdict.MORE_THAN_ASKED if stock.confirmed >= SEVERAL and is_little_asked else Verdict.SERVED


def _mostly(tally: Tally) -> tuple[str, ...]:
    """The kind that more than half of the named reasons are of; both kinds where neither is."""
    supply, access = (sum(tally.reasons.get(reason, 0) for reason in kind) for kind in (SUPPLY_REASONS, ACCESS_REASONS))
    if supply == access:
        return SUPPLY_REASONS + ACCESS_REASONS
    return SUPPLY_REASONS if supply > access else ACCESS_REASONS


@lru_cache(maxsize=10_000)
def _interval(count: int, of: int) -> Interval:
    """By Jeffreys, 95 % (methods.md section 3). Kept: a table asks for the same few thousand again and again."""
    return jeffreys(count, of)
