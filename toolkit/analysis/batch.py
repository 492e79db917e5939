"""Levels of many assessments at once: the rules of `core.risk` as NumPy arrays, held equal to it by a property test.

Every array ends in (item, assessment) or (node, assessment), so that taking the highest of a principle's items runs
along memory. `end` is 0 for the low and 1 for the high end of an interval.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from toolkit.content import Library
from toolkit.content.scoring import described
from toolkit.core import risk, triggers
from toolkit.core.method import Interval, Method
from toolkit.core.model import Control, Item, ToolkitError
from toolkit.core.responses import Assessment, Response, Tier
from toolkit.core.risk import TREE

Small = NDArray[np.int8]
Truths = NDArray[np.bool_]

ABSENT = -1
"""The level of what has none: an item that is out, or a node with nothing below it."""

AFTER_CONTROLS = (Tier.CURRENT, Tier.TARGET)
_FREE = (5,) * 4
_OUT = (0, 0, 0, 0, *_FREE * 2, *(0,) * 8)
"""The row of an item that does not apply."""

_SKIPPED = Response()


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Assessments as small whole numbers, method left open. `axis` is 0 for likelihood, 1 for impact.

    `inherent[axis, end]` is 1 to 5, or 0 where the item does not apply or was left out. For the current and the target
    tier, `held[tier, axis, end]` is the direct rating (5 where there is none) and `steps[tier, axis, end]`, 0 to 3,
    what controls take off. `floors[end, name]` tells whether a legal floor of that level name counts.
    """

    assessments: tuple[str, ...]
    items: tuple[Item, ...]
    tree: TREE
    inherent: Small
    held: Small
    steps: Small
    floor_names: tuple[str, ...]
    floors: Truths


@dataclass(frozen=True, slots=True, eq=False)
class TierLevels:
    """Level indexes `[end, item or node, assessment]` of one tier, ABSENT where there is none.

    `system[end, assessment]` has the legal floors applied, `before_law` has not.
    """

    items: Small
    instrumental: Small
    core: Small
    before_law: Small
    system: Small


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """The three tiers of a batch under one method, with the ids that name the rows of the arrays."""

    assessments: tuple[str, ...]
    items: tuple[str, ...]
    instrumental: tuple[str, ...]
    core: tuple[str, ...]
    tiers: Mapping[Tier, TierLevels]

    def interval(self, tier: Tier, assessment: int) -> Interval | None:
        """The system level of one assessment (by position) in a tier."""
        low, high = (int(end) for end in self.tiers[tier].system[:, assessment])
        return None if low == ABSENT else Interval(low, high)


# ---------------------------------------------------------------- from nouns to numbers


def encode(assessments: Sequence[Assessment], library: Library, on: date) -> Batch:
    """The assessments as arrays, with the items and the law that apply to each on the day `on`.

    Raises ToolkitError for an item outside the tree of principles.
    """
    items = _in_tree_order(library.items, library.tree)
    known = [described(library, one, on) for one in assessments]
    rows = [
        _rows(items, {item.id for item in about.items}, one.responses, library.controls)
        for one, about in zip(assessments, known, strict=True)
    ]
    cells = np.array(rows, np.int8).reshape(len(assessments), len(items), len(_OUT)).transpose(2, 1, 0)
    shape = cells.shape[1:]
    names = tuple(sorted({t.floor for pack in library.packs for t in pack.triggers} - {"none"}))
    return Batch(
        assessments=tuple(one.id for one in assessments),
        items=items,
        tree=library.tree,
        inherent=np.ascontiguousarray(cells[:4]).reshape(2, 2, *shape),
        held=np.ascontiguousarray(cells[4:12]).reshape(2, 2, 2, *shape),
        steps=np.ascontiguousarray(cells[12:]).reshape(2, 2, 2, *shape),
        floor_names=names,
        floors=_floors(names, [about.findings for about in known]),
    )


def _in_tree_order(items: Sequence[Item], tree: TREE) -> tuple[Item, ...]:
    order = {name: at for at, name in enumerate(_leaves(tree))}
    lost = [item.id for item in items if item.principle not in order]
    if lost:
        raise ToolkitError(f"no principle of the tree has {', '.join(lost)}; correct the items' principle")
    return tuple(sorted(items, key=lambda item: order[item.principle]))


def _leaves(tree: TREE) -> tuple[str, ...]:
    return tuple(name for children in tree.values() for name in children)


def _rows(
    items: Sequence[Item], asked: Collection[str], responses: Mapping[str, Response], controls: Mapping[str, Control]
) -> list[tuple[int, ...]]:
    given = ((item, responses.get(item.id, _SKIPPED)) for item in items)
    return [_row(item, response, controls) if item.id in asked else _OUT for item, response in given]


def _row(item: Item, response: Response, controls: Mapping[str, Control]) -> tuple[int, ...]:
    """One item as numbers: inherent axes, then direct ratings and steps of the current and the target tier."""
    if risk.leaves(item, response):
        return _OUT
    likelihood, impact = risk.inherent(item, response)
    held: list[int] = []
    steps: list[int] = []
    for tier in AFTER_CONTROLS:
        direct = risk.rerating(response, tier)
        held += [end for factor in direct for end in (factor.lo, factor.hi)] if direct else _FREE
        low, high = risk.reduction(response, tier, controls)
        steps += [low[0], high[0], low[1], high[1]]
    return (likelihood.lo, likelihood.hi, impact.lo, impact.hi, *held, *steps)


def _floors(names: Sequence[str], found: Sequence[Sequence[triggers.Finding]]) -> Truths:
    counts = np.zeros((2, len(names), len(found)), np.bool_)
    for at, findings in enumerate(found):
        for finding in findings:
            if finding.trigger.floor != "none" and finding.decides is not False:
                name = names.index(finding.trigger.floor)
                counts[0, name, at] |= finding.decides is True
                counts[1, name, at] = True
    return counts


# ---------------------------------------------------------------- from numbers to levels


def levels(batch: Batch, method: Method) -> Levels:
    """The three tiers of every assessment by one method: METHOD 2.2, 2.3 and 2.5, as `risk.assess` computes them."""
    return Levels(
        assessments=batch.assessments,
        items=tuple(item.id for item in batch.items),
        instrumental=_leaves(batch.tree),
        core=tuple(batch.tree),
        tiers={tier: _tier(batch, method, tier) for tier in Tier},
    )


def _tier(batch: Batch, method: Method, tier: Tier) -> TierLevels:
    items = _item_levels(axes_of(batch, tier), method)
    leaves = _leaves(batch.tree)
    instrumental = np.full((2, len(leaves), items.shape[-1]), ABSENT, np.int8)
    for name, group in groupby(range(len(batch.items)), key=lambda at: batch.items[at].principle):
        columns = list(group)
        instrumental[:, leaves.index(name)] = _node(items[:, columns[0] : columns[-1] + 1], method)
    core = np.full((2, len(batch.tree), items.shape[-1]), ABSENT, np.int8)
    for at, children in enumerate(batch.tree.values()):
        below = [leaves.index(child) for child in children]
        core[:, at] = instrumental[:, below].max(axis=1, initial=ABSENT)
    before = core.max(axis=1, initial=ABSENT)
    return TierLevels(items, instrumental, core, before, _with_law(before, batch, method))


def axes_of(batch: Batch, tier: Tier) -> Small:
    """Likelihood and impact `[axis, end]` in a tier; items that are out stay 0."""
    if tier is Tier.INHERENT:
        return batch.inherent
    at = AFTER_CONTROLS.index(tier)
    lowered: Small = np.minimum(batch.inherent, batch.held[at])
    lowered -= batch.steps[at]
    np.maximum(lowered, batch.inherent > 0, out=lowered)  # never below 1, except what is out
    return lowered


def _item_levels(axes: Small, method: Method) -> Small:
    # A border of ABSENT around the grid makes 0, an item that is out, a look-up like any other.
    table = np.full((6, 6), ABSENT, np.int8)
    table[1:, 1:] = method.grid
    found: Small = table.ravel()[axes[0] * np.int8(6) + axes[1]]
    return found


def _node(items: Small, method: Method) -> Small:
    """The k-th highest of `items[end, item, assessment]` at each end, escalated if the method says so."""
    rule = method.aggregate
    if rule.k == 1:
        level: Small = items.max(axis=1)
    else:
        falling = np.sort(items, axis=1)[:, ::-1]
        there = (items > ABSENT).sum(axis=1, keepdims=True)
        level = np.take_along_axis(falling, np.clip(np.minimum(rule.k, there) - 1, 0, None), axis=1)[:, 0]
    if rule.escalate:
        enough = (items >= level[:, None]).sum(axis=1) >= rule.count
        raised = np.minimum(level + 1, len(method.levels) - 1)
        level = np.where(enough & (level >= max(rule.start, 0)), raised, level).astype(np.int8)
    return level


def _with_law(before: Small, batch: Batch, method: Method) -> Small:
    """System levels `[end, assessment]` with legal floors; without items, only a floor that decides makes a level."""
    heights = np.array([method.index(name) for name in batch.floor_names], np.int8)
    floors = np.where(batch.floors, heights[:, None], np.int8(0)).max(axis=1, initial=0)
    raised = np.maximum(before, floors)
    nothing = (before[0] == ABSENT) & (floors[0] == 0)
    return np.where(nothing, np.int8(ABSENT), raised)
