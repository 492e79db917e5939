"""What the agency's own readiness says at a risk question: the practices that are missing there (METHOD 2.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from toolkit.content import Library
from toolkit.core.kept import READINESS
from toolkit.core.statements import Readiness, Statement
from toolkit.core.thread import prompts
from toolkit.pages.desk import Context, RecordState
from toolkit.pages.threads import told
from toolkit.store import Stored


@dataclass(frozen=True, slots=True)
class GapsHere:
    """The missing practices that make a risk item likelier, the most pressing first; `on` is when that was found."""

    record: str
    on: date
    statements: tuple[Statement, ...]


LATEST: dict[tuple[str, int, Readiness, Library], dict[str, GapsHere]] = {}
"""The prompts of the latest result: it is frozen, and asked for at each answer."""


def gaps_here(state: RecordState, context: Context) -> Mapping[str, GapsHere]:
    """By risk item, what the latest readiness result says of it; empty without one, or where its questions changed."""
    record = state.around.get(READINESS)
    if record is None:
        return {}
    key = (record.id, record.revision, context.readiness, context.library)
    if key not in LATEST:
        LATEST.clear()
        LATEST[key] = _found(record, context)
    return LATEST[key]


def _found(record: Stored, context: Context) -> dict[str, GapsHere]:
    content, found = context.readiness, told(record, context.readiness)
    if found is None:
        return {}
    named = prompts(found.findings.gaps, content.statements, (item.id for item in context.library.items))
    return {
        one.item: GapsHere(record.id, found.on, tuple(content.statement(name) for name in one.statements))
        for one in named
    }
