"""The groups beside each other, so that nobody drowns anybody (methods.md section 4).

For the whole city only, beside the columns of the groups, never instead of them. Shares are kept as fractions: what
should be the same is the same to the last digit. A group counts from ten people with an opinion on.
"""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from math import prod, sqrt
from statistics import NormalDist
from typing import NamedTuple

from needs.counting import OLDER, Tally
from needs.models import Thresholds

# People with an opinion, below which a group isn't counted in.
FEWEST = 10
# An index speaks of several groups.
FEWEST_GROUPS = 3
Shares = Mapping[str, Fraction]


class Index(NamedTuple):
    """Each group weighs the same, whatever its size. The interval holds 90 % of its posterior."""

    value: float
    low: float
    high: float
    groups: tuple[str, ...]


class Spread(NamedTuple):
    """How far the groups lie apart, and who stands at the ends."""

    width: float
    lowest: str
    highest: str


class RankRange(NamedTuple):
    """1 is where most is missing; between the ranks by equal weights, older people 50 % and per head."""

    best: int
    worst: int


def raw_shares(tallies: Mapping[str, Tally]) -> Shares:
    """k/n of each group that is large enough."""
    return {group: Fraction(*tally.unmet) for group, tally in _large(tallies).items()}


def jeffreys_shares(tallies: Mapping[str, Tally]) -> Shares:
    """(k + ½)/(n + 1), the mean of Beta(k + ½, n − k + ½), of each group that is large enough."""
    return {group: Fraction(2 * tally.missing + 1, 2 * tally.opinions + 2) for group, tally in _large(tallies).items()}


def equal_mean(shares: Shares) -> Fraction:
    """Each group weighs the same (methods.md section 4)."""
    return sum(shares.values(), Fraction(0)) / len(shares)


def geometric_mean(shares: Shares) -> float:
    """A group that misses nothing weighs against the others: of the worked vectors (methods.md section 4)."""
    return prod(map(float, shares.values())) ** (1 / len(shares))


def older_half(shares: Shares) -> Fraction:
    """Older people weigh 50 %, the others the rest in equal parts (methods.md section 4)."""
    others = {group: share for group, share in shares.items() if group != OLDER}
    if not others or OLDER not in shares:
        return equal_mean(shares)
    return (shares[OLDER] + equal_mean(others)) / 2


def per_head(tallies: Mapping[str, Tally]) -> Fraction:
    """Each statement weighs the same; whoever belongs to two groups counts in both (methods.md section 4)."""
    large = _large(tallies).values()
    return Fraction(sum(tally.missing for tally in large), sum(tally.opinions for tally in large))


def equal_index(tallies: Mapping[str, Tally]) -> Index | None:
    """The mean of the raw shares, and the 90 % interval of the mean of independent beta posteriors.

    Mean and variance of that mean are exact, its shape is taken for normal. As Jeffreys' own interval it reaches to the
    index itself, which lies outside where nobody or everybody misses something. None where no group is large enough.
    """
    large = _large(tallies)
    if not large:
        return None
    centre = float(equal_mean(jeffreys_shares(large)))
    reach = NormalDist().inv_cdf(0.95) * sqrt(sum(map(_variance, large.values()))) / len(large)
    value = float(equal_mean(raw_shares(large)))
    return Index(
        value=value,
        low=max(0.0, min(value, centre - reach)),
        high=min(1.0, max(value, centre + reach)),
        groups=tuple(large),
    )


def spread(tallies: Mapping[str, Tally]) -> Spread | None:
    """max − min of the Jeffreys points, as in the worked vectors; None where there aren't two groups."""
    shares = jeffreys_shares(tallies)
    if len(shares) < 2:
        return None
    lowest, highest = min(shares, key=shares.get), max(shares, key=shares.get)
    return Spread(float(shares[highest] - shares[lowest]), lowest, highest)


def agreement(tallies: Mapping[str, Tally], thresholds: Thresholds) -> str:
    """ "together": all groups see the need (U ≥ n0); "only <group>"; "disputed": far apart; "": none of these.

    A need that a single group sees is told as that, since it says who.
    """
    found = spread(tallies)
    if found is None:
        return ""
    shares = raw_shares(tallies)
    seeing = [group for group, share in shares.items() if share >= Fraction(thresholds.unmet_share)]
    if len(seeing) == len(shares):
        return "together"
    if len(seeing) == 1:
        return f"only {seeing[0]}"
    return "disputed" if found.width >= thresholds.disputed_spread else ""


def rank_ranges(rows: Mapping[int, Mapping[str, Tally]], *, fewest: int) -> dict[int, RankRange]:
    """How the order of the rows depends on the weights (methods.md section 4). Rows: tallies by group.

    Only rows where `fewest` older people have an opinion are ranked (thresholds.ranked_answers), by the groups that are
    large enough in each of them: otherwise two rows would differ by who was asked.
    """
    enough = max(fewest, FEWEST)
    ranked = {row: tallies for row, tallies in rows.items() if tallies[OLDER].opinions >= enough}
    common = [group for group in _groups(ranked.values()) if all(group in _large(each) for each in ranked.values())]
    compared = {row: {group: tallies[group] for group in common} for row, tallies in ranked.items()}
    orders = [
        {row: weigh(tallies) for row, tallies in compared.items()}
        for weigh in (_of_shares(equal_mean), _of_shares(older_half), per_head)
    ]
    return {
        row: RankRange(
            best=min(1 + sum(other > order[row] for other in order.values()) for order in orders),
            worst=max(sum(other >= order[row] for other in order.values()) for order in orders),
        )
        for row in compared
    }


def _large(tallies: Mapping[str, Tally]) -> dict[str, Tally]:
    return {group: tally for group, tally in tallies.items() if tally.opinions >= FEWEST}


def _groups(rows: Iterable[Mapping[str, Tally]]) -> Iterable[str]:
    return dict.fromkeys(group for tallies in rows for group in tallies)


def _of_shares(weigh: Callable[[Shares], Fraction]) -> Callable[[Mapping[str, Tally]], Fraction]:
    return lambda tallies: weigh(raw_shares(tallies))


def _variance(tally: Tally) -> float:
    """Of Beta(k + ½, n − k + ½)."""
    a, b = tally.missing + 0.5, tally.opinions - tally.missing + 0.5
    return a * b / ((a + b) ** 2 * (a + b + 1))
