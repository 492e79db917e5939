"""The shipped answer distributions, recomputed from the incomplete beta function, and the moments of beta-PERT."""

from itertools import pairwise
from math import gamma

import pytest

from tests.core.tiny import RAW, TABLE
from toolkit.core.model import ToolkitError
from toolkit.core.responses import Confidence
from toolkit.core.uncertainty import Pert, incomplete_beta, read


def beta_by_quadrature(a, b, x, panels=400):
    """I_x(a, b) by Simpson's rule, after t = s²(3 − 2s) has smoothed both ends."""

    def area(end):
        def integrand(k):
            s = end * k / panels
            t = s * s * (3 - 2 * s)
            return t ** (a - 1) * (1 - t) ** (b - 1) * 6 * s * (1 - s)

        inner = sum((4 if k % 2 else 2) * integrand(k) for k in range(1, panels))
        return end / panels / 3 * (integrand(0) + inner + integrand(panels))

    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if middle * middle * (3 - 2 * middle) < x else (low, middle)
    return area(low) * gamma(a + b) / gamma(a) / gamma(b)


def expected(lo, mode, hi):
    width = hi - lo
    a, b = 1 + 4 * (mode - lo) / width, 1 + 4 * (hi - mode) / width
    shares = [min(1.0, max(0.0, (k + 0.5 - lo) / width)) for k in range(6)]
    below = [beta_by_quadrature(a, b, share) for share in shares]
    return tuple(q - p for p, q in pairwise(below))


@pytest.mark.parametrize("confidence", [Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW])
@pytest.mark.parametrize("code", range(1, 6))
def test_the_shipped_answers_are_recomputed(confidence, code):
    half = RAW["half_width"][confidence]
    lo, hi = max(0.5, code - half), min(5.5, code + half)
    assert TABLE.answered[confidence, code] == pytest.approx(expected(lo, code, hi), abs=1e-6)
    assert TABLE.answered[confidence, code] == pytest.approx(Pert(lo, code, hi).pmf, abs=1e-9)


@pytest.mark.parametrize(("lo", "hi", "mode"), TABLE.ranges)
def test_the_shipped_ranges_are_recomputed(lo, hi, mode):
    ends = (lo - 0.5, mode or (lo + hi) / 2, hi + 0.5)
    assert TABLE.ranges[lo, hi, mode] == pytest.approx(expected(*ends), abs=1e-6)
    assert TABLE.ranges[lo, hi, mode] == pytest.approx(Pert(*ends).pmf, abs=1e-9)


def test_there_are_20_answers_and_40_ranges():
    assert (len(TABLE.answered), len(TABLE.ranges)) == (20, 40)


@pytest.mark.parametrize("code", range(1, 6))
def test_a_certain_answer_is_a_point(code):
    assert TABLE.answered[Confidence.CERTAIN, code][code - 1] == 1


@pytest.mark.parametrize(
    ("pert", "shape", "mean", "variance"),
    [
        (Pert(1, 3, 5), (3, 3), 3, 4 / 7),
        (Pert(0, 2, 10), (1.8, 4.2), 3, 3),
        (Pert(1, 4, 5), (4, 2), 11 / 3, 0.507936508),
        (Pert(0, 0, 6), (1, 5), 1, 5 / 7),
    ],
)
def test_the_moments_of_beta_pert(pert, shape, mean, variance):  # oracle 15
    assert pert.shape == pytest.approx(shape)
    assert (pert.mean, pert.variance) == pytest.approx((mean, variance))


def test_the_bins_of_three_with_medium_confidence_are_exact():  # oracle 16
    assert incomplete_beta(3, 3, 1 / 3) == pytest.approx(17 / 81, abs=1e-15)
    bins = (0, 17 / 81, 47 / 81, 17 / 81, 0)
    assert TABLE.answered[Confidence.MEDIUM, 3] == pytest.approx(bins, abs=1e-9)


@pytest.mark.parametrize(("x", "value"), [(-1, 0), (0, 0), (1, 1), (2, 1)])
def test_the_incomplete_beta_ends_at_0_and_1(x, value):
    assert incomplete_beta(2, 3, x) == value


def test_a_table_with_a_gap_is_refused_by_name():
    broken = {**RAW, "range": {k: v for k, v in RAW["range"].items() if k != "2-4@3"}}
    with pytest.raises(ToolkitError, match="lack the entry '2-4@3'"):
        read(broken)


@pytest.mark.parametrize("values", [[0.5, 0.6, 0, 0, 0], [0.5, 0.5], [1.5, -0.5, 0, 0, 0]])
def test_a_distribution_that_is_none_is_refused_by_name(values):
    with pytest.raises(ToolkitError, match="range 1-2@1"):
        read({**RAW, "range": {**RAW["range"], "1-2@1": values}})
