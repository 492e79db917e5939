"""What a report is made of, wherever it came from: the database, a file, or an assessment in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from toolkit.core.kept import keyed
from toolkit.core.release import Hidden, marked, released
from toolkit.core.responses import Assessment
from toolkit.pages.answers import values_of
from toolkit.store import Event, Stored

if TYPE_CHECKING:  # pages start without what only files need
    from toolkit.exchange.record import Record

RISK, READINESS, SHEET, PLAN, WORKBOOK = "risk", "readiness", "sheet", "plan", "workbook"


@dataclass(frozen=True, slots=True)
class Material:
    """A record as reports see it: its answers by key, and what is around them.

    `result` is what was frozen at submission. `sheets` are the answers of single respondents; `complete`: they are as
    they were at submission, the owner's own among them. `history` has the events that the store gave, newest first.
    `hidden` is what was taken out for release.
    """

    kind: str
    title: str
    values: Mapping[str, Any]
    id: str = ""
    method: str = ""
    demo: bool = False
    version: int = 1
    frozen: bool = False
    day: date | None = None
    result: Mapping[str, Any] | None = None
    sheets: tuple[Material, ...] = ()
    complete: bool = False
    history: tuple[Event, ...] = ()
    hidden: tuple[Hidden, ...] = ()

    @property
    def waiting(self) -> bool:
        """Whether people answer apart and nobody has opened their answers yet: then there is no result to report."""
        apart = any(key.startswith("sheet/") for key in self.values)
        return apart and not self.frozen and not self.text("opened")

    def text(self, name: str) -> str:
        """What stands under `meta/<name>`, or nothing."""
        found = self.values.get(f"meta/{name}", "")
        return found if isinstance(found, str) else ""


Given: TypeAlias = "Material | Stored | Record | Assessment"
"""What reports can be made of."""


def material(given: Given) -> Material:
    """Anything that reports can be made of, in one shape."""
    if isinstance(given, Material):
        return given
    if isinstance(given, Assessment):
        title, values = given.title, values_of(given)
        return Material(RISK, title, values, given.id, given.method, given.demo)
    return of_stored(given) if isinstance(given, Stored) else _of_record(given)


def of_stored(record: Stored | None, history: Sequence[Event] = ()) -> Material:
    """A record of the database, with its history where that was asked for."""
    if record is None:
        return Material(RISK, "", {})
    people = _people(record.result, record.demo)
    kind = record.questionnaire_id if record.questionnaire_id in (READINESS, SHEET, PLAN, WORKBOOK) else RISK
    return Material(
        kind=kind,
        title=record.title,
        values=record.values,
        id=record.id,
        method=record.method,
        demo=record.demo,
        version=record.version_no,
        frozen=record.frozen,
        day=record.updated_at.date(),
        result=record.result if isinstance(record.result, Mapping) else None,
        sheets=people,
        complete=bool(people),
        history=tuple(history),
    )


def _of_record(record: Record) -> Material:
    sheets = tuple(Material(SHEET, one.title, one.values, one.id, demo=record.demo) for one in record.sheets)
    frozen, people = record.result is not None, _people(record.result, record.demo)
    return Material(
        record.kind, record.title, record.values, record.id, demo=record.demo, frozen=frozen, result=record.result,
        sheets=people or sheets, complete=bool(people),
    )  # fmt: skip


def _people(result: Any, demo: bool) -> tuple[Material, ...]:
    """Who had answered what at submission, as sheets."""
    given = result.get("people") if isinstance(result, Mapping) else None
    found = []
    for name, one in given.items() if isinstance(given, Mapping) else ():
        values = {f"meta/{part}": one[part] for part in ("name", "role") if isinstance(one.get(part), str)}
        ratings = one.get("ratings")
        for statement, parts in ratings.items() if isinstance(ratings, Mapping) else ():
            values |= keyed("rating", statement, parts)
        found.append(Material(SHEET, "", values, name, demo=demo))
    return tuple(found)


# ---------------------------------------------------------------- for release


def for_release(main: Material, others: Sequence[Material]) -> tuple[Material, tuple[Material, ...]]:
    """Everything without what is marked in any of them; computed before anything else, so that nothing can tell.

    A mark counts in every record: in the sheets of respondents, in the plan, in the year or the version before.
    """
    every = [*others, main, *(sheet for one in (main, *others) for sheet in one.sheets)]
    marks = {pair: why for one in every for pair, why in marked(one.values).items()}
    return _public(main, marks), tuple(_public(one, marks) for one in others)


def _public(one: Material, marks: Mapping[tuple[str, str], str]) -> Material:
    """A record without what is hidden, without names, without history, and without levels that were frozen before."""
    found = released(one.values, marks)
    kept = {"marks": one.result["marks"]} if one.result and "marks" in one.result else None
    sheets = tuple(replace(_public(sheet, marks), title="") for sheet in sorted(one.sheets, key=lambda sheet: sheet.id))
    return replace(one, values=found.values, hidden=found.hidden, sheets=sheets, history=(), result=kept)
