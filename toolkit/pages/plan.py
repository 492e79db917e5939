"""What people do with an action plan: change, move, add, drop and take up again, and take it away as a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from toolkit.core.plan import Status, quarter, to_quarter
from toolkit.pages.acts import FROZEN, Handler, Step, answering
from toolkit.pages.desk import Context
from toolkit.pages.inputs import SHORT, BadInput, text
from toolkit.pages.plan_files import download
from toolkit.pages.plan_inputs import action_in, clean, day, following, fresh
from toolkit.pages.plan_work import ANY, PlanWork
from toolkit.pages.readiness_state import ReadinessState
from toolkit.pages.screen import Event, History, Open, Save

SCREENS = frozenset(("board", "actions", "action", "export"))
DIRECTIONS = {"earlier": -1, "later": 1, "here": 0}


def _cleaned(state: ReadinessState, context: Context, key: str, value: Any) -> tuple[str, Any]:
    return clean(context.readiness, state.values, key, value)


_answer = answering(_cleaned)


def _change(state: ReadinessState, event: Event, context: Context) -> Step:
    """An answer, and with a status the day on which the action was finished: one change, undone together."""
    before = state.values
    changed, commands = _answer(state, event, context)
    if not commands or not isinstance(commands[0], Save):
        return changed, commands
    writes = commands[0].writes
    extra = {k: v for key, value, _ in writes for k, v in following(before, key, value, context.today).items()}
    more = tuple((key, value, state.rev(key)) for key, value in extra.items())
    return changed, (replace(commands[0], writes=(*writes, *more)),)


def _move(state: ReadinessState, event: Event, context: Context) -> Step:
    """Make an action due a quarter earlier or later, or by the end of this quarter if it has no day."""
    name, _, where = text(event.value).rpartition("/")
    work = PlanWork(state, context)
    action = action_in(work.plan, name)
    if where not in DIRECTIONS or (where == "here") is not (action.due is None):
        raise BadInput("That move is not known. Load the page again.")
    year, number = quarter(action.due or context.today)
    place = divmod(year * 4 + number - 1 + DIRECTIONS[where], 4)
    (moved,) = (one for one in to_quarter(work.plan, name, (place[0], place[1] + 1)) if one.id == name)
    key = f"action/{name}/due"
    due = day(moved.due.isoformat() if moved.due else None)
    return replace(state, moved=name), (Save(((key, due, state.rev(key)),)),)


def _add(state: ReadinessState, event: Event, context: Context) -> Step:
    """Add an action of one's own, and go there. Its id is from the moment, so that two people do not make the same."""
    plan = PlanWork(state, context).plan
    title = text(event.form.get("title"), SHORT).strip()
    if not title:
        sentence = context.interface.gettext("Write what will be done.")
        return replace(state, errors=(("new-action", sentence),)), ()
    moment = int(context.now.timestamp() * 1_000_000)
    while f"action/own-{moment:x}/title" in state.values:
        moment += 1
    name = f"own-{moment:x}"
    writes = tuple((key, value, 0) for key, value in fresh(plan, name, title).items())
    return state, (Save(writes), Open(_id(state), "action", name))


def _drop(state: ReadinessState, event: Event, context: Context) -> Step:
    """Drop an action with a reason, after a question. It stays in the plan: what was not done is part of the story."""
    name = action_in(PlanWork(state, context).plan, text(event.value)).id
    if state.confirm != f"drop/{name}":
        return replace(state, confirm=f"drop/{name}"), ()
    reason = text(event.form.get("reason"), 2_000).strip()
    if not reason:
        sentence = context.interface.gettext("Write why it is dropped.")
        return replace(state, errors=(("drop-reason", sentence),)), ()
    parts = {"status": str(Status.DROPPED), "reason": reason, "finished": context.today.isoformat()}
    return replace(state, confirm=""), (_save(state, name, parts),)


def _restore(state: ReadinessState, event: Event, context: Context) -> Step:
    """Take up again what was dropped."""
    name = action_in(PlanWork(state, context).plan, text(event.value)).id
    return state, (_save(state, name, {"status": str(Status.OPEN), "finished": None}),)


def _save(state: ReadinessState, name: str, parts: Mapping[str, Any]) -> Save:
    keys = {f"action/{name}/{part}": value for part, value in parts.items()}
    return Save(tuple((key, value, state.rev(key)) for key, value in keys.items()))


def _history(state: ReadinessState, event: Event, context: Context) -> Step:
    name = action_in(PlanWork(state, context).plan, text(event.value)).id
    prefix = f"action/{name}/"
    if state.history_of == prefix:
        return replace(state, history_of="", history=()), ()
    return replace(state, history_of=prefix), (History(prefix),)


def _filter(state: ReadinessState, event: Event, context: Context) -> Step:
    """Show the list as the form says; the filter stands in the address, so that it can be kept and sent."""
    chosen = [text(event.form.get(name)) or ANY for name in ("role", "status", "late")]
    if any("/" in one for one in chosen):
        raise BadInput("That choice is not on the list. Load the page again.")
    return state, (Open(_id(state), "actions", "/".join(chosen)),)


def _id(state: ReadinessState) -> str:
    return state.record.id if state.record else ""


def unfrozen(handler: Handler) -> Handler:
    """A handler that changes nothing in a record that was submitted."""

    def guarded(state: ReadinessState, event: Event, context: Context) -> Step:
        if state.frozen:
            raise BadInput(FROZEN)
        return handler(replace(state, moved=""), event, context)

    return guarded


CHANGES: Mapping[str, Handler] = {
    name: unfrozen(handler)
    for name, handler in {"move": _move, "add": _add, "drop": _drop, "restore": _restore}.items()
}
ANSWERS = frozenset(CHANGES)
KINDS: Mapping[str, Handler] = {"change": unfrozen(_change)}
ACTS: Mapping[str, Handler] = {**CHANGES, "history": _history, "filter": _filter, "export": download}
