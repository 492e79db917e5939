"""Views of very many assessments at once, through the arrays of `batch`, equal to those of `core.portfolio`.

Arrays do not tell an unknown answer from a range over all steps. So a system of which nothing is known is not set apart
here: it may be anything between the ends of its items.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from toolkit.analysis.batch import ABSENT, Batch, Levels, Small, axes_of
from toolkit.core.portfolio import Share
from toolkit.core.portfolio_items import Cell, Density
from toolkit.core.responses import Tier

Counts = NDArray[np.int64]
STEPS = 5
_CODES = (STEPS + 1) ** 4


def distribution(found: Levels, tier: Tier, levels: int) -> tuple[Share, ...]:
    """For each level index from 0 to `levels`: how many systems are surely just there, and how many may be."""
    pairs = _pairs(found.tiers[tier].system, levels)
    total = int(pairs.sum())
    return tuple(Share(int(pairs[at, at]), int(pairs[: at + 1, at:].sum()), total) for at in range(levels + 1))


def _pairs(ends: Small, levels: int) -> Counts:
    """How many have each interval: `[lo, hi]`; what has none is not counted."""
    low, high = (end[ends[0] != ABSENT].astype(np.int64) for end in ends)
    size = levels + 1
    return np.bincount(low * size + high, minlength=size * size).reshape(size, size)


def order(found: Levels, tier: Tier, levels: int) -> Counts:
    """Positions of the assessments, the worst first: by what is sure, then by what may be, then as they were given.

    Leximax: the level of the system, then how many items are at each level, highest first (METHOD 0, row 6).
    """
    held = found.tiers[tier]
    keys = [_standing(held.system[end], held.items[end], levels) for end in (0, 1)]
    return np.lexsort((-keys[1], -keys[0]))


def _standing(system: Small, items: Small, levels: int) -> Counts:
    """One whole number for each assessment that compares as its level and its counts do."""
    room = items.shape[0] + 1
    found = system.astype(np.int64)
    for level in range(levels - 1, -1, -1):
        found = found * room + (items == level).sum(axis=0)
    return found


def density(batch: Batch, tier: Tier) -> Density:
    """Where the items of all systems sit: fixed ones once, open ones in each cell that they allow."""
    axes = axes_of(batch, tier)
    code = np.zeros(axes.shape[-2:], np.int16)
    for end in (axes[0, 0], axes[0, 1], axes[1, 0], axes[1, 1]):
        code = code * np.int16(STEPS + 1) + end
    sure: dict[Cell, int] = {}
    could: dict[Cell, int] = {}
    anywhere = items = 0
    counted = np.bincount(code.ravel(), minlength=_CODES).reshape((STEPS + 1,) * 4)
    for rows_lo, rows_hi, columns_lo, columns_hi in np.argwhere(counted[1:, 1:, 1:, 1:]) + 1:
        number = int(counted[rows_lo, rows_hi, columns_lo, columns_hi])
        items += number
        if rows_lo == rows_hi and columns_lo == columns_hi:
            sure[int(rows_lo), int(columns_lo)] = number
        elif (rows_lo, rows_hi, columns_lo, columns_hi) == (1, STEPS, 1, STEPS):
            anywhere += number
        else:
            for row in range(rows_lo, rows_hi + 1):
                for column in range(columns_lo, columns_hi + 1):
                    could[row, column] = could.get((row, column), 0) + number
    return Density(sure, could, anywhere, items)


def heat(found: Levels, tier: Tier, levels: int) -> dict[str, Counts]:
    """For each instrumental principle how many systems have each interval, as `[lo, hi]`."""
    ends = found.tiers[tier].instrumental
    return {name: _pairs(ends[:, row], levels) for row, name in enumerate(found.instrumental)}
