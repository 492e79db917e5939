"""The health report of a matrix: the table of METHOD 1.2, and a simulation beside the closed form."""

import random
from math import log

import pytest

from tests.core.tiny import HIGH, LINEAR, LOW, MEDIUM, NIST_GRID, RIGHTS_FIRST
from toolkit.core.health import EQUAL, Jump, health, jumps, pairs
from toolkit.core.matrix import product_grid
from toolkit.core.method import Interval
from toolkit.core.model import ToolkitError
from toolkit.core.risk import item_level

COMMON = product_grid((5, 10, 16))
COMMON_LATER = product_grid((5, 10, 17))
ONE_FLOOR = product_grid((5, 10, 17), {5: 2})
ISO_27005 = ((0, 0, 1, 1, 1), (0, 1, 1, 2, 2), (1, 1, 2, 3, 3), (1, 2, 3, 3, 4), (2, 3, 3, 4, 4))
CRITICAL = ((0, 0, 1, 1, 2), (0, 1, 1, 2, 2), (1, 1, 2, 2, 3), (1, 2, 2, 3, 4), (2, 2, 3, 4, 4))
# W3C DPV: products 4, 6, 10, 15, except that severity 5 with likelihood 3 is one level lower (oracle 9).
DPV = tuple(
    tuple(3 if (i, j) == (3, 5) else product_grid((4, 6, 10, 15))[i - 1][j - 1] for j in range(1, 6))
    for i in range(1, 6)
)

TABLE = {
    # name: grid, levels, overlapping pairs of levels, jumps, lowest row and column, right / tie / reversed
    "linear": (LINEAR.grid, 4, 0, 0, True, (0.70, 0.29, 0.008)),
    "rights-first": (RIGHTS_FIRST.grid, 4, 1, 0, False, (0.68, 0.27, 0.045)),
    "three colours": (product_grid((6, 12)), 3, 0, 0, True, (0.65, 0.34, 0.007)),
    "most common": (COMMON, 4, 0, 3, False, (0.71, 0.26, 0.024)),
    "most common, later": (COMMON_LATER, 4, 0, 2, False, (0.71, 0.27, 0.022)),
    "one floor": (ONE_FLOOR, 4, 1, 3, False, (0.69, 0.28, 0.038)),
    "DPV RM5x5": (DPV, 5, 3, 12, False, (0.77, 0.20, 0.029)),
    "NIST I-2": (NIST_GRID, 5, 3, 2, False, (0.73, 0.24, 0.033)),
    "ISO 27005": (ISO_27005, 5, 2, 3, False, (0.74, 0.23, 0.032)),
    "critical": (CRITICAL, 5, 1, 2, False, (0.71, 0.25, 0.037)),
}
# The printed shares came from 400 000 simulated pairs: half a digit of rounding and two standard errors.
SHARE, SMALL_SHARE = 0.005 + 0.0016, 0.0005 + 0.0006


@pytest.mark.parametrize("name", TABLE)
def test_the_table_of_matrices_is_reproduced(name):
    grid, levels, overlaps, skips, lowest, (right, tie, wrong) = TABLE[name]
    report = health(grid, levels)
    assert (report.weak, report.between) == (True, True)
    assert (len(report.overlaps), len(report.jumps), report.lowest_edges) == (overlaps, skips, lowest)
    assert report.separated is (overlaps == 0)
    assert report.pairs.right == pytest.approx(right, abs=SHARE)
    assert report.pairs.tie == pytest.approx(tie, abs=SHARE)
    assert report.pairs.reversed == pytest.approx(wrong, abs=SMALL_SHARE)


def test_the_closed_form_agrees_with_a_simulation():
    draw = random.Random(7)
    outcomes = [0, 0, 0]
    for _ in range(20_000):
        p, c, q, d = (draw.random() for _ in range(4))
        levels = NIST_GRID[int(5 * p)][int(5 * c)] - NIST_GRID[int(5 * q)][int(5 * d)]
        outcomes[0 if levels * (p * c - q * d) > 0 else 1 if levels == 0 else 2] += 1
    exact = pairs(NIST_GRID)
    for share, expected in zip(outcomes, (exact.right, exact.tie, exact.reversed), strict=True):
        assert share / 20_000 == pytest.approx(expected, abs=0.015)


def test_ties_follow_from_the_cells_alone():
    tie = sum((cells / 25) ** 2 for cells in (10, 7, 5, 3))
    assert pairs(LINEAR.grid).tie == pytest.approx(tie)


def test_axes_in_other_units_change_nothing_but_the_reach():
    per_cent = [20 * edge for edge in EQUAL]
    ours, scaled = health(LINEAR.grid, 4), health(LINEAR.grid, 4, per_cent, per_cent)
    assert scaled.pairs.reversed == pytest.approx(ours.pairs.reversed)
    assert scaled.reach[0] == (0, 400 * 5)


def test_two_levels_split_at_half_a_likelihood_reverse_ln_2_over_8():
    # By hand: P(reversed) = 2·P(p > ½ > q, p·c < q·d) = 2·∫∫ q/(2p) dq dp = ∫₀^½ q dq · ∫_½^1 dp/p = ln 2 / 8.
    halves = (0, 0.5, 1, 1, 1, 1)
    grid = ((0,) * 5,) + ((1,) * 5,) * 4
    assert pairs(grid, halves).reversed == pytest.approx(log(2) / 8)
    assert pairs(grid, halves).tie == pytest.approx(0.5)


def test_compression_is_ninefold_within_low():
    report = health(LINEAR.grid, 4)
    assert report.compression == pytest.approx((9, 1.8, 1.4, 1.2857), abs=1e-4)
    assert health(NIST_GRID, 5).compression[:2] == pytest.approx((9, 3.857), abs=1e-3)


def test_jumps_are_reported_with_their_cells():
    assert jumps(LINEAR.grid) == jumps(RIGHTS_FIRST.grid) == ()
    assert Jump((3, 3), (4, 4), (1, 3)) in jumps(COMMON)
    assert {jump.levels[1] - jump.levels[0] for jump in jumps(DPV)} == {2}


def test_rights_first_overlaps_low_with_high_and_nothing_else():
    assert health(RIGHTS_FIRST.grid, 4).overlaps == ((LOW, HIGH),)


def test_the_bands_of_nist_make_low_overlap_high():  # METHOD 1.1
    bands = (0, 0.05, 0.21, 0.80, 0.96, 1)
    report = health(LINEAR.grid, 4, bands, (0, 0.2, 0.4, 0.6, 0.8, 1))
    assert report.reach[LOW][1] == pytest.approx(0.200)
    assert report.reach[HIGH][0] == pytest.approx(0.126)
    assert report.overlaps == ((LOW, HIGH),)


def test_decade_axes_put_high_below_low():  # METHOD 1.1
    decades = (0.00001, 0.0001, 0.001, 0.01, 0.1, 1)
    report = health(LINEAR.grid, 4, decades, decades)
    assert report.reach[LOW][1] == pytest.approx(1e-4)
    assert report.reach[HIGH][0] == pytest.approx(1e-5)


def test_the_published_three_by_three_of_cox_passes():  # oracle 13, with two bands of no width
    grid = ((0, 0, 0, 0, 0), (0, 1, 1, 1, 1), (0, 1, 2, 2, 2), (0, 1, 2, 2, 2), (0, 1, 2, 2, 2))
    thirds = (0, 1 / 3, 2 / 3, 1, 1, 1)
    report = health(grid, 3, thirds, thirds)
    assert (report.weak, report.between, report.separated, report.lowest_edges) == (True, True, True, True)


def test_a_top_level_beside_the_bottom_level_fails_betweenness_and_weak_consistency():
    grid = ((0, 0, 0, 0, 2),) * 5
    report = health(grid, 3)
    assert (report.weak, report.between) == (False, False)


def test_a_lowest_column_that_rises_is_seen_as_a_lowest_row_is():
    by_row = ((0, 0, 0, 0, 0), *(((1,) * 5,) * 4))
    by_column = ((0, 1, 1, 1, 1),) * 5
    assert not health(by_row, 2).lowest_edges
    assert not health(by_column, 2).lowest_edges


def test_a_level_without_a_cell_has_no_reach():
    report = health(product_grid((6, 12, 20)), 5)
    assert report.reach[4] is None
    assert report.compression[4] is None
    assert report.cells == (10, 7, 5, 3, 0)


def test_a_grid_that_falls_is_refused():
    with pytest.raises(ToolkitError, match="must never fall"):
        health(tuple(reversed(LINEAR.grid)), 4)


def test_two_risks_can_be_ranked_against_their_size():  # G08
    a, b = (0.41, 0.41), (0.19, 1.0)
    assert a[0] * a[1] < b[0] * b[1]
    assert item_level(LINEAR, Interval(3, 3), Interval(3, 3)) == Interval(MEDIUM, MEDIUM)
    assert item_level(LINEAR, Interval(1, 1), Interval(5, 5)) == Interval(LOW, LOW)
