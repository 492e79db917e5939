"""The linter's checks on scoring methods, legal packs and likelihood anchors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from toolkit.content import schema_items, schema_rules
from toolkit.content.check_report import Notes
from toolkit.content.check_shapes import Content
from toolkit.core.matrix import cells_per_level
from toolkit.core.method import Method
from toolkit.core.model import ToolkitError

DEFAULT_NAMES = ("low", "medium", "high", "extreme")
"""Level names that triggers and `escalate` may use; a method with other names needs an alias for each."""

CAPS = range(1, 6)
_STEM = 5
_IRREGULAR = frozenset({"people", "children", "women", "men", "staff", "footage", "data"})


def check_rules(content: Content, notes: Notes, on: date | None) -> None:
    """Note levels that nothing reaches, odd anchors, and packs that are past their review on the day `on`."""
    caps = {item.impact_cap for _, file in content.all(schema_items.ItemsFile) for item in file.items}
    for path, method in content.all(schema_rules.MethodFile):
        _levels(path, method, max(caps, default=5) if content.sure("item") else 5, notes)
    for path, items in content.all(schema_items.ItemsFile):
        for item in items.items:
            for problem in anchor_problems(item.likelihood.question, item.likelihood.unit):
                notes.warn(path, ("items", item.id, "likelihood"), "anchor", problem)
    for path, pack in content.all(schema_rules.PackFile):
        _pack(path, pack, notes, on)


def _levels(path: str, file: schema_rules.MethodFile, cap: int, notes: Notes) -> None:
    try:
        method = file.core()
    except (ToolkitError, KeyError, IndexError) as error:
        notes.error(path, ("matrix",), "matrix", f"the matrix cannot be built: {error}; mend `matrix` or `levels`")
        return
    for problem in level_problems(method, cap):
        notes.error(path, ("matrix",), "unreachable-level", problem)
    for name in DEFAULT_NAMES:
        try:
            method.index(name)
        except ToolkitError:
            problem = f"legal triggers may ask for the level {name}; give it a meaning under `aliases`"
            notes.error(path, ("aliases",), "missing-alias", problem)


def level_problems(method: Method, cap: int = 5) -> Iterator[str]:
    """Levels that no cell of the matrix has, and levels that no item reaches whose impact is at most `cap` (1–5)."""
    for level, cells in enumerate(cells_per_level(method.grid, len(method.levels))):
        name = method.levels[level].id
        if not cells:
            yield f"no cell has the level {name}; mend the matrix, or remove the level"
        elif all(row[impact - 1] != level for row in method.grid for impact in CAPS if impact <= cap):
            yield f"no item can reach the level {name}, because `impact_cap` is {cap} everywhere; raise a cap"


def anchor_problems(question: str, unit: str) -> Iterator[str]:
    """What is odd about a denominator: a unit without a plural, or one that its question does not speak of."""
    words = [word.strip(",.").lower() for word in unit.split()]
    plurals = [word for word in words if word in _IRREGULAR or (word.endswith("s") and not word.endswith("ss"))]
    if not plurals:
        yield f"the unit “{unit}” needs a plural, such as “searches”; it completes “in 1,000 …”"
    elif not any(word[:_STEM] in question.lower() for word in (one.rstrip("s") for one in plurals)):
        yield f"the question does not speak of “{unit}”, which it is counted in; use the same word in both"


def _pack(path: str, pack: schema_rules.PackFile, notes: Notes, on: date | None) -> None:
    if pack.review_by < pack.checked:
        notes.error(path, ("review_by",), "pack-dates", "`review_by` is before `checked`; mend one of the dates")
    if on is not None and on > pack.review_by:
        problem = f"was due for review on {pack.review_by.isoformat()}; read the law again, then move both dates"
        notes.warn(path, ("review_by",), "past-review", f"the pack {pack.id} {problem}")
    if not pack.triggers:
        notes.error(path, ("triggers",), "empty-pack", "the pack has no trigger; add one, or remove the file")
