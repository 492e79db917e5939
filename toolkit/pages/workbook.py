"""The workbook page: events in, new state and commands out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from toolkit.core.kept import WORKBOOK
from toolkit.pages.acts import COMMON, Handler, Step, answering, beginning, moving, stepped
from toolkit.pages.desk import Context, Desk
from toolkit.pages.screen import Create, Event
from toolkit.pages.workbook_inputs import clean
from toolkit.pages.workbook_state import WorkbookState
from toolkit.pages.workbook_view import view
from toolkit.store import Stored

SCREENS = frozenset(("tasks", "questions", "share"))
_route, _go = moving(SCREENS)


def update(state: WorkbookState, event: Event, context: Context) -> Step:
    """The page after an event, and what is to be done."""
    return stepped(state, event, context, KINDS, ACTS, OWNERS, ANSWERS)


def _cleaned(state: WorkbookState, context: Context, key: str, value: Any) -> tuple[str, Any]:
    return clean(context.workbook, state.values, key, value)


def _fresh(title: str, context: Context) -> Create:
    return Create(title, screen="tasks")


def links(record: Stored) -> Iterable[str]:
    """The risk assessment of the system."""
    if isinstance(found := record.values.get("meta/system"), str):
        yield found


OWNERS: frozenset[str] = frozenset()
ANSWERS: frozenset[str] = frozenset()
KINDS: Mapping[str, Handler] = {"change": answering(_cleaned), "route": _route}
ACTS: Mapping[str, Handler] = {
    **COMMON,
    "go": _go,
    "new": beginning(_fresh, "Give the system a name that your colleagues will recognise."),
}

DESK = Desk(
    (WORKBOOK,),
    WorkbookState(),
    update,
    view,
    links,
    lambda context: context.library.translated | context.workbook.translated | context.guides.translated,
)
