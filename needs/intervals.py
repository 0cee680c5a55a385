"""How far a share may lie from what was counted: Jeffreys and Wilson intervals, and the beta distribution behind them.

Written out: the library that has the quantile of a beta distribution (SciPy) brings 216 MB for these 60 lines
(docs/adr/0029). The tests compare with exact sums and with numerical integration.
"""

from math import exp, lgamma, log, log1p, sqrt
from statistics import NormalDist
from typing import NamedTuple

_EXACT, _CLOSE = 1e-14, 1e-12


class Interval(NamedTuple):
    low: float
    high: float


def jeffreys(count: int, of: int, *, level: float = 0.95) -> Interval:
    """The equal-tailed Jeffreys interval of a share: quantiles of Beta(count + ½, of − count + ½).

    With none or all of them the interval ends where the share does, as its source has it: L. D. Brown, T. T. Cai and
    A. DasGupta, Interval Estimation for a Binomial Proportion, Statistical Science 16 (2001), section 4.1.
    """
    tail = (1 - level) / 2
    shape = (count + 0.5, of - count + 0.5)
    return Interval(
        low=0.0 if count == 0 else beta_quantile(tail, *shape),
        high=1.0 if count == of else beta_quantile(1 - tail, *shape),
    )


def wilson(share: float, of: float, *, level: float = 0.95) -> Interval:
    """Wilson's interval; `of` may be an effective number `(Σw)² / Σw²` of weighted answers (methods.md section 3).

    Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927), p. 209; for weighted answers
    N. Franco and others, Journal of Survey Statistics and Methodology 7 (2019), PMC6690503.
    """
    squared = NormalDist().inv_cdf((1 + level) / 2) ** 2
    middle = share + squared / (2 * of)
    spread = sqrt(squared * share * (1 - share) / of + squared * squared / (4 * of * of))
    return Interval(low=(middle - spread) / (1 + squared / of), high=(middle + spread) / (1 + squared / of))


def beta_quantile(probability: float, a: float, b: float) -> float:
    """Where the distribution function of Beta(a, b) reaches `probability`: Newton's steps, halving where they miss."""
    low, high, x = 0.0, 1.0, a / (a + b)
    while high - low > _CLOSE * high:
        missed = beta_cdf(x, a, b) - probability
        low, high = (low, x) if missed > 0 else (x, high)
        step = missed / exp(_log_front(x, a, b) - log(x) - log1p(-x))
        if abs(step) < _CLOSE * x:
            break
        x = x - step if low < x - step < high else (low + high) / 2
    return x


def beta_cdf(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, 0 < x < 1.

    Its continued fraction (NIST Digital Library of Mathematical Functions 8.17.22) by the method of Lentz; the
    symmetry 8.17.4 keeps it on the side where it converges fast and no denominator comes near zero.
    """
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_cdf(1 - x, b, a)
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    fraction, change, step = d, 0.0, 0
    while abs(change - 1) > _EXACT:
        step += 1
        for numerator in (
            step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step)),
            -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1)),
        ):
            c, d = 1 + numerator / c, 1 / (1 + numerator * d)
            change = c * d
            fraction *= change
    return exp(_log_front(x, a, b)) * fraction / a


def _log_front(x: float, a: float, b: float) -> float:
    return lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)
