"""The readiness page: events in, new state and commands out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from toolkit.core.kept import PLAN, READINESS, SHEET
from toolkit.pages import plan, plan_begin
from toolkit.pages.acts import COMMON, Handler, Step, answering, beginning, moving, stepped
from toolkit.pages.desk import Context, Desk
from toolkit.pages.plan_work import is_plan
from toolkit.pages.readiness_inputs import clean
from toolkit.pages.readiness_state import ReadinessState
from toolkit.pages.readiness_view import view
from toolkit.pages.screen import Create, Event
from toolkit.store import Stored

SCREENS = frozenset(("tasks", "dimension", "share", "plan", "compare")) | plan.SCREENS
_route, _go = moving(SCREENS)


def update(state: ReadinessState, event: Event, context: Context) -> Step:
    """The page after an event, and what is to be done."""
    if is_plan(state):
        return stepped(state, event, context, PLAN_KINDS, PLAN_ACTS, frozenset(), plan.ANSWERS)
    return stepped(state, event, context, KINDS, ACTS, OWNERS, ANSWERS)


def _cleaned(state: ReadinessState, context: Context, key: str, value: Any) -> tuple[str, Any]:
    return clean(context.readiness, state.values, key, value)


def _fresh(title: str, context: Context) -> Create:
    return Create(title, screen="tasks")


def links(record: Stored) -> Iterable[str]:
    """Sheets of respondents, the plan, the assessment before; of a sheet or plan, nothing."""
    for key in record.values:
        if key.startswith("sheet/"):
            yield key.removeprefix("sheet/")
    for name in ("meta/plan", "meta/previous", "meta/readiness"):
        if isinstance(found := record.values.get(name), str):
            yield found


OWNERS: frozenset[str] = plan_begin.OWNERS
ANSWERS: frozenset[str] = frozenset()
KINDS: Mapping[str, Handler] = {"change": answering(_cleaned), "route": _route}
ACTS: Mapping[str, Handler] = {
    **COMMON,
    **plan_begin.ACTS,
    "go": _go,
    "new": beginning(_fresh, "Give the assessment a name, for example the name of your agency and the year."),
}

PLAN_KINDS: Mapping[str, Handler] = {**KINDS, **plan.KINDS}
PLAN_ACTS: Mapping[str, Handler] = {**COMMON, "go": _go, **plan.ACTS}

DESK = Desk(
    (READINESS, SHEET, PLAN),
    ReadinessState(),
    update,
    view,
    links,
    lambda context: context.library.translated | context.readiness.translated | context.guides.translated,
    {READINESS: (PLAN,)},
)
