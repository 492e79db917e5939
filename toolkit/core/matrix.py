"""Risk matrices: building a 5 × 5 grid of level indexes from data, and the checks that only need the grid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from toolkit.core.model import ToolkitError

Grid = tuple[tuple[int, ...], ...]
"""`grid[likelihood − 1][impact − 1]` is a level index, 0 the lowest."""

STEPS = range(1, 6)


def product_grid(minima: Sequence[int], floors: Mapping[int, int] | None = None) -> Grid:
    """Level of each cell from the product of its codes: the number of `minima` that the product reaches.

    `floors` maps “impact at least” (1–5) to the least level index there. METHOD 0, rows 2 and 3.
    """
    floors = floors or {}

    def level(likelihood: int, impact: int) -> int:
        by_product = sum(likelihood * impact >= least for least in minima)
        return max([by_product, *(floor for least, floor in floors.items() if impact >= least)])

    return tuple(tuple(level(row, column) for column in STEPS) for row in STEPS)


def checked(grid: Sequence[Sequence[int]], levels: int) -> Grid:
    """The grid as tuples; raises ToolkitError unless it is 5 × 5, within the levels and never falls along an axis."""
    if len(grid) != 5 or any(len(row) != 5 for row in grid):
        raise ToolkitError("a matrix needs 5 rows of 5 cells, from likelihood 1 to 5 and impact 1 to 5")
    cells = tuple(tuple(int(cell) for cell in row) for row in grid)
    if any(not 0 <= cell < levels for row in cells for cell in row):
        raise ToolkitError(f"a matrix cell must be a level index from 0 to {levels - 1}")
    if not monotone(cells):
        raise ToolkitError("a matrix must never fall when likelihood or impact rises")
    return cells


def monotone(grid: Grid) -> bool:
    """Whether no step right or up lowers the level."""
    return all(grid[i][j] <= grid[a][b] for (i, j), (a, b) in neighbours(steps=((1, 0), (0, 1))))


def neighbours(
    steps: Sequence[tuple[int, int]] = ((0, 1), (1, 0), (1, 1)),
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Pairs of touching cells (from, to), to the right, up and diagonally up by default."""
    for i in range(5):
        for j in range(5):
            for di, dj in steps:
                if i + di < 5 and j + dj < 5:
                    yield (i, j), (i + di, j + dj)


def cells_per_level(grid: Grid, levels: int) -> tuple[int, ...]:
    """How many of the 25 cells have each level."""
    flat = [cell for row in grid for cell in row]
    return tuple(flat.count(level) for level in range(levels))
