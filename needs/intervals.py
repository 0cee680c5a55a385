"""How far a share may lie from what was counted: Jeffreys' interval, and the beta distribution behind it.

Written out: the library that has the quantile of a beta distribution (SciPy) brings 216 MB for these 60 lines
(docs/adr/0029). The tests compare with exact sums and with numerical integration.
"""

from math import exp, lgamma, log, log1p
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


def beta_quantile(probability: float, a: float, b: float) -> float:
    """Where the distribution function of Beta(a, b) reaches `probability`: Newton's steps, halving where they miss."""
    low, high, x = 0.0, 1.0, a / (a + b)
    while True:
        missed = beta_cdf(x, a, b) - probability
        low, high = (low, x) if missed > 0 else (x, high)
        step = missed / exp(_log_front(x, a, b) - log(x) - log1p(-x))
        if abs(step) < _CLOSE * x or high - low < _CLOSE * high:
            return x
        x = x - step if low < x - step < high else (low + high) / 2


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
