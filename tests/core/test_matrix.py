"""Grids: the worked default, the floors, and what is refused."""

from collections import Counter

import pytest

from tests.core.tiny import EXTREME, HIGH, LINEAR, LOW, MEDIUM, NIST, NIST_GRID, RIGHTS_FIRST
from toolkit.core.matrix import cells_per_level, checked, monotone, product_grid
from toolkit.core.model import ToolkitError


def test_default_grid_has_10_7_5_3_cells():  # G01
    assert cells_per_level(LINEAR.grid, 4) == (10, 7, 5, 3)


def test_rights_first_has_8_7_7_3_cells():  # G38
    assert cells_per_level(RIGHTS_FIRST.grid, 4) == (8, 7, 7, 3)


@pytest.mark.parametrize(
    ("likelihood", "impact", "linear", "rights_first"),
    [(1, 5, LOW, HIGH), (1, 4, LOW, MEDIUM), (2, 5, MEDIUM, HIGH), (3, 4, HIGH, HIGH), (5, 1, LOW, LOW)],
)
def test_floors_lift_grave_but_unlikely_harm(likelihood, impact, linear, rights_first):  # G38
    assert LINEAR.grid[likelihood - 1][impact - 1] == linear
    assert RIGHTS_FIRST.grid[likelihood - 1][impact - 1] == rights_first


@pytest.mark.parametrize(
    ("product", "level"),
    [(1, LOW), (5, LOW), (6, MEDIUM), (10, MEDIUM), (12, HIGH), (16, HIGH), (20, EXTREME), (25, EXTREME)],
)
def test_thresholds_are_1_to_5_6_to_10_12_to_16_20_to_25(product, level):
    cells = [(i, j) for i in range(1, 6) for j in range(1, 6) if i * j == product]
    assert {LINEAR.grid[i - 1][j - 1] for i, j in cells} == {level}


def test_every_attainable_product_is_told_apart_by_some_threshold():  # oracle 14
    fine = product_grid(range(2, 26))
    found = Counter(level + 1 for row in fine for level in row)
    assert sorted(found) == [1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 16, 20, 25]
    assert [found[product] for product in sorted(found)] == [1, 2, 2, 3, 2, 2, 2, 1, 2, 2, 2, 1, 2, 1]


def test_nist_table_i2_is_a_lookup_not_a_product():  # oracle 7, G28
    assert cells_per_level(NIST.grid, 5) == (7, 8, 5, 3, 2)
    by_product = product_grid((4, 6, 10, 15))
    differing = sum(a != b for r, s in zip(NIST_GRID, by_product, strict=True) for a, b in zip(r, s, strict=True))
    assert differing == 14


@pytest.mark.parametrize(
    ("grid", "complaint"),
    [
        ([[0] * 5] * 4, "needs 5 rows"),
        ([[0] * 4] * 5, "needs 5 rows"),
        ([[0] * 5] * 4 + [[4] * 5], "from 0 to 3"),
        ([[1] * 5] + [[0] * 5] * 4, "must never fall"),
        ([[1, 0, 1, 1, 1]] * 5, "must never fall"),
    ],
)
def test_a_broken_grid_is_refused_with_what_to_mend(grid, complaint):
    with pytest.raises(ToolkitError, match=complaint):
        checked(grid, 4)


def test_a_good_grid_is_kept():
    assert checked([list(row) for row in LINEAR.grid], 4) == LINEAR.grid
    assert monotone(NIST_GRID)
