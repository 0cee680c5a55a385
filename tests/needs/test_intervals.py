"""Intervals: against exact sums, numerical integration and what their sources print."""

from fractions import Fraction
from math import comb, cos, pi, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needs.intervals import beta_cdf, beta_quantile, jeffreys


def binomial_tail(x, k, n):
    """P(at least k of n) in fractions: the same as the beta distribution with whole numbers k and n − k + 1."""
    share = Fraction(x)
    return float(sum(comb(n, j) * share**j * (1 - share) ** (n - j) for j in range(k, n + 1)))


def integrated(x, a, b, steps=4_000):
    """The incomplete beta function by Simpson's rule over t = sin² u, which has no pole at halves."""

    def area(end):
        width = end / steps
        heights = [sin(i * width) ** (2 * a - 1) * cos(i * width) ** (2 * b - 1) for i in range(steps + 1)]
        return width / 3 * (heights[0] + heights[-1] + 4 * sum(heights[1:-1:2]) + 2 * sum(heights[2:-1:2]))

    low, high = 0.0, pi / 2
    for _halving in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if sin(middle) ** 2 < x else (low, middle)
    return area(low) / area(pi / 2)


@pytest.mark.parametrize("x", [1e-6, 0.03, 0.25, 0.5, 0.81, 0.999])
@pytest.mark.parametrize(("k", "n"), [(1, 1), (1, 7), (4, 7), (7, 7), (20, 60), (59, 60), (33, 150)])
def test_the_distribution_is_the_exact_sum(x, k, n):
    assert beta_cdf(x, k, n - k + 1) == pytest.approx(binomial_tail(x, k, n), rel=1e-11, abs=1e-300)


@pytest.mark.parametrize(("count", "of"), [(1, 4), (3, 10), (9, 12), (62, 140), (5, 24)])
@pytest.mark.parametrize("x", [0.05, 0.3, 0.62, 0.9])
def test_the_distribution_at_halves_is_the_integral(x, count, of):
    a, b = count + 0.5, of - count + 0.5
    assert beta_cdf(x, a, b) == pytest.approx(integrated(x, a, b), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(("count", "of"), [(1, 7), (3, 7), (62, 140), (19, 31), (9, 12), (5, 24)])
def test_jeffreys_leaves_the_same_tail_on_both_sides(count, of):
    low, high = jeffreys(count, of)
    a, b = count + 0.5, of - count + 0.5
    assert (integrated(low, a, b), integrated(high, a, b)) == pytest.approx((0.025, 0.975), abs=1e-9)


def test_jeffreys_ends_where_the_share_does():
    """Brown, Cai and DasGupta 2001: with none or all of them."""
    assert (jeffreys(0, 12).low, jeffreys(12, 12).high) == (0, 1)
    assert jeffreys(0, 12).high == pytest.approx(1 - jeffreys(12, 12).low)


@given(of=st.integers(1, 100_000), share=st.floats(0, 1), level=st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_the_interval_holds_the_share_and_mirrors(of, share, level):
    count = round(share * of)
    low, high = jeffreys(count, of, level=level)
    assert 0 <= low <= count / of <= high <= 1
    mirrored = jeffreys(of - count, of, level=level)
    assert (1 - mirrored.high, 1 - mirrored.low) == pytest.approx((low, high), abs=1e-9)


@given(of=st.integers(1, 5_000), share=st.floats(0, 1), probability=st.floats(0.001, 0.999))
def test_the_quantile_is_where_the_distribution_reaches_it(of, share, probability):
    a, b = round(share * of) + 0.5, of - round(share * of) + 0.5
    assert beta_cdf(beta_quantile(probability, a, b), a, b) == pytest.approx(probability, abs=1e-7)
