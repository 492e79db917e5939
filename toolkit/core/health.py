"""What a risk matrix can and cannot tell apart: a report that informs, and never forbids (METHOD 1.2).

Risk is taken as likelihood × impact of two points on axes cut into bands. That is an assumption for comparing
matrices, not a truth about any agency's risks. After Cox (2008) and Levine; see METHOD 1.1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, prod

from toolkit.core.matrix import STEPS, Grid, cells_per_level, checked, neighbours

Edges = Sequence[float]
"""Six rising edges of the five bands of an axis, the first not negative."""

EQUAL: Edges = (0, 1, 2, 3, 4, 5)

Cell = tuple[int, int]
"""Likelihood and impact, each 1 to 5."""


@dataclass(frozen=True, slots=True)
class Jump:
    """Two touching cells whose levels differ by two or more."""

    start: Cell
    end: Cell
    levels: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Shares (adding up to 1) of random pairs of risks that the levels rank rightly, tie, or reverse."""

    right: float
    tie: float
    reversed: float


@dataclass(frozen=True, slots=True)
class Health:
    """The health of a matrix.

    `weak`: the top level never holds a smaller risk than the bottom level. `between`: no step to a touching cell leads
    from the bottom level to the top one. `overlaps`: pairs of non-adjacent levels that are not quantitatively apart.
    `jumps`: steps of two or more levels. `lowest_edges`: the whole lowest row and column have the lowest level.
    `reach`: smallest and largest risk in each level, and `compression`: largest over smallest cell-midpoint risk, both
    None where a level has no cell. `cells`: number of cells of each level.
    """

    weak: bool
    between: bool
    overlaps: tuple[tuple[int, int], ...]
    jumps: tuple[Jump, ...]
    lowest_edges: bool
    pairs: Pairs
    reach: tuple[tuple[float, float] | None, ...]
    compression: tuple[float | None, ...]
    cells: tuple[int, ...]

    @property
    def separated(self) -> bool:
        """Whether all levels that are two or more apart are quantitatively apart."""
        return not self.overlaps


def health(grid: Grid, levels: int, likelihood: Edges = EQUAL, impact: Edges = EQUAL) -> Health:
    """Examine a grid of `levels` levels over bands with the given edges; raises ToolkitError unless it is monotone."""
    checked(grid, levels)
    bottom, top = grid[0][0], grid[-1][-1]
    reach = tuple(_reach(grid, level, likelihood, impact) for level in range(levels))
    return Health(
        weak=_apart(reach[bottom], reach[top]),
        between=not any(grid[i][j] == bottom and grid[a][b] == top for (i, j), (a, b) in neighbours()),
        overlaps=tuple((a, b) for b in range(levels) for a in range(b - 1) if not _apart(reach[a], reach[b])),
        jumps=jumps(grid),
        lowest_edges=all(grid[0][k] == bottom == grid[k][0] for k in range(len(grid))),
        pairs=pairs(grid, likelihood, impact),
        reach=reach,
        compression=tuple(_compression(grid, level, likelihood, impact) for level in range(levels)),
        cells=cells_per_level(grid, levels),
    )


def jumps(grid: Grid) -> tuple[Jump, ...]:
    """Every step to a touching cell (right, up, diagonally up) that skips a level."""
    found = (
        Jump((i + 1, j + 1), (a + 1, b + 1), (grid[i][j], grid[a][b]))
        for (i, j), (a, b) in neighbours()
        if grid[a][b] - grid[i][j] > 1
    )
    return tuple(found)


def _cells(grid: Grid, level: int) -> Iterator[Cell]:
    return ((i - 1, j - 1) for i in STEPS for j in STEPS if grid[i - 1][j - 1] == level)


def _reach(grid: Grid, level: int, likelihood: Edges, impact: Edges) -> tuple[float, float] | None:
    cells = list(_cells(grid, level))
    if not cells:
        return None
    low = min(likelihood[i] * impact[j] for i, j in cells)
    return low, max(likelihood[i + 1] * impact[j + 1] for i, j in cells)


def _apart(lower: tuple[float, float] | None, upper: tuple[float, float] | None) -> bool:
    return lower is None or upper is None or upper[0] >= lower[1]


def _compression(grid: Grid, level: int, likelihood: Edges, impact: Edges) -> float | None:
    x, y = ([a + b for a, b in pairwise(axis)] for axis in (likelihood, impact))
    middles = [x[i] * y[j] for i, j in _cells(grid, level)]
    return max(middles) / min(middles) if middles else None


def pairs(grid: Grid, likelihood: Edges = EQUAL, impact: Edges = EQUAL) -> Pairs:
    """How the levels order two independent points, each uniform over the axes: exact, in closed form.

    The distribution of the risk within a level is a signed sum, over the corners (x, y) of its cells, of the
    distribution over the rectangle from 0 to x and 0 to y, which depends on x·y alone. So P(risk of a level-a point
    exceeds that of a level-b point) is a signed sum of `_beats`.
    """
    corners = {level: _corners(grid, level, likelihood, impact) for row in grid for level in row}
    area = (likelihood[-1] - likelihood[0]) * (impact[-1] - impact[0])

    def share(winner: int, loser: int) -> float:
        won = (u * v * _beats(m, n) for m, u in corners[winner].items() for n, v in corners[loser].items())
        return sum(won) / area**2

    ordered = [(a, b) for a in corners for b in corners if a > b]
    right, wrong = 2 * sum(share(a, b) for a, b in ordered), 2 * sum(share(b, a) for a, b in ordered)
    return Pairs(right, 1 - right - wrong, wrong)


def _corners(grid: Grid, level: int, likelihood: Edges, impact: Edges) -> Mapping[float, int]:
    weights: Counter[float] = Counter()
    for i, j in _cells(grid, level):
        for di, dj in ((0, 0), (0, 1), (1, 0), (1, 1)):
            weights[prod((likelihood[i + di], impact[j + dj]))] += 1 if di == dj else -1
    return {product: weight for product, weight in weights.items() if product and weight}


def _beats(m: float, n: float) -> float:
    """The integral over r from 0 to m of ln(m/r)·h(r), where h(r) = r·(1 + ln(n/r)) up to n, and n beyond.

    ln(m/r) is the density and h the distribution function of x·y, unnormalised, for rectangles with areas m and n.
    """
    if m <= n:
        return m * m * (2 + log(n / m)) / 4
    return n * m - n * n / 2 - n * n * log(m / n) / 4
