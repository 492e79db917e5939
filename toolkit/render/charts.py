"""What charts need beyond a template: where items sit in a matrix, and the sentence that says the same as the chart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypedDict

from toolkit.content.interface import Interface
from toolkit.core.method import Interval

STEPS = 5
PER_CELL = 4
"""So many badges fit into a cell on a phone; further ones are gathered in one badge."""

Cell = tuple[int, int]
"""Likelihood and impact, each 1 to 5."""


class Mark(TypedDict):
    """A badge in a cell: its short label, what it stands for, and whether the item is surely here (point)."""

    label: str
    text: str
    kind: Literal["point", "span"]


@dataclass(frozen=True, slots=True)
class Placed:
    """An item as the matrix shows it: a short label (its number), its title, and where it may sit."""

    label: str
    text: str
    likelihood: Interval
    impact: Interval

    @property
    def fixed(self) -> bool:
        """Whether the answers leave one cell only."""
        return self.likelihood.determined and self.impact.determined

    @property
    def anywhere(self) -> bool:
        """Whether nothing is known: a badge in each cell would say nothing."""
        return Interval(1, STEPS) == self.likelihood == self.impact

    def cells(self) -> list[Cell]:
        """Every cell that the answers allow."""
        rows = range(self.likelihood.lo, self.likelihood.hi + 1)
        columns = range(self.impact.lo, self.impact.hi + 1)
        return [(row, column) for row in rows for column in columns]


def cell_marks(items: Iterable[Placed], per_cell: int = PER_CELL) -> dict[Cell, list[Mark]]:
    """The badges of each cell, items with one cell first; items that may be anywhere have none (see `anywhere`).

    At most `per_cell` (≥ 1) badges stand in a cell; the last one then gathers the rest, naming them in its text.
    """
    found: defaultdict[Cell, list[Mark]] = defaultdict(list)
    for item in sorted(items, key=lambda one: not one.fixed):
        if not item.anywhere:
            for cell in item.cells():
                found[cell].append(Mark(label=item.label, text=item.text, kind="point" if item.fixed else "span"))
    return {cell: _gathered(marks, per_cell) for cell, marks in found.items()}


def _gathered(marks: Sequence[Mark], most: int) -> list[Mark]:
    if len(marks) <= most:
        return list(marks)
    kept, rest = marks[: most - 1], marks[most - 1 :]
    return [*kept, Mark(label=f"+{len(rest)}", text="; ".join(f"{m['label']} {m['text']}" for m in rest), kind="span")]


def matrix_gist(interface: Interface, items: Sequence[Placed], levels: Mapping[str, int]) -> str:
    """The sentences above a matrix. `levels` counts, by level name and highest first, the items that surely have it."""
    nowhere = sum(item.anywhere for item in items)
    listed = ", ".join(f"{name} {interface.number(count)}" for name, count in levels.items() if count)
    parts = [
        interface.say_n("{number} item is shown.", "{number} items are shown.", len(items) - nowhere),
        interface.say("Sure levels: {listed}.", listed=listed)
        if listed
        else interface.gettext("No level is sure yet."),
    ]
    if nowhere:
        open_ones = "{number} item is not shown: nothing is known about it yet."
        parts.append(
            interface.say_n(open_ones, "{number} items are not shown: nothing is known about them yet.", nowhere)
        )
    return " ".join(parts)
