"""From the gaps of a readiness assessment to an action plan: what would be added is shown first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from toolkit.core.kept import PLAN, READINESS, action_values, keyed, kind_of, plan_of
from toolkit.core.plan import Plan, Status, propose
from toolkit.pages.acts import Handler, Step
from toolkit.pages.desk import Context
from toolkit.pages.inputs import BadInput, text
from toolkit.pages.plan_inputs import day
from toolkit.pages.plan_words import size_name
from toolkit.pages.readiness_state import ReadinessState, ReadinessWork
from toolkit.pages.reading_labels import role_name
from toolkit.pages.screen import Create, Event, Open, Part, Save
from toolkit.render.html import render
from toolkit.store import Stored

SCREENS = frozenset(("plan", "compare"))
"""Screens of a readiness assessment that lead on from it: to its plan, and to what changed since the last one."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a plan would get: `plan` is the record that goes on, or None where there is none yet."""

    plan: Stored | None
    actions: Plan
    there: int


def plans_of(state: ReadinessState) -> tuple[Stored, ...]:
    """The plans that an assessment can go on with: its own first, then that of the year before, then others."""
    plans = [one for one in state.linked.values() if kind_of(one.questionnaire_id) == PLAN]
    return tuple(sorted(plans, key=lambda one: nearness(state, one)))


def nearness(state: ReadinessState, plan: Stored) -> int:
    """How a plan belongs to the open assessment: 0 it is its own, 1 it is that of the year before, 2 not at all."""
    previous = state.linked.get(str(state.values.get("meta/previous", "")))
    for place, one in enumerate((state.record, previous)):
        values = state.values if one is state.record else one.values if one else {}
        if one is not None and (values.get("meta/plan") == plan.id or plan.values.get("meta/readiness") == one.id):
            return place
    return 2


def own_plan(state: ReadinessState) -> Stored | None:
    """The plan that follows this very assessment."""
    return next((one for one in plans_of(state) if nearness(state, one) == 0), None)


def proposal(context: Context, work: ReadinessWork, plan: Stored | None, start: date) -> Proposal:
    """The actions for the gaps that the plan does not have yet."""
    present = plan_of(plan.values) if plan else ()
    taken = {one.recommendation for one in present if one.recommendation}
    roadmap = {one.id: one for one in context.guides.recommendations}
    return Proposal(plan, propose(work.findings.advice, roadmap, start, taken), len(present))


def _values(found: Proposal, record: Stored) -> dict[str, object]:
    values: dict[str, object] = {"meta/readiness": record.id}
    for number, one in enumerate(found.actions, found.there):
        values |= keyed("action", one.id, action_values(one, number))
    return values


def _begin(state: ReadinessState, event: Event, context: Context) -> Step:
    """Make the plan, or add to one what is missing there; the assessment keeps its id while it can change."""
    if state.record is None or kind_of(state.record.questionnaire_id) != READINESS:
        return state, ()
    start = date.fromisoformat(day(event.form.get("start")) or context.today.isoformat())
    wanted = text(event.value)
    plan = next((one for one in plans_of(state) if one.id == wanted), None)
    if wanted and plan is None:
        raise BadInput("That plan is not there any more. Load the page again.")
    found = proposal(context, ReadinessWork(state, context), plan, start)
    values = _values(found, state.record)
    if plan is None:
        title = context.interface.say("Action plan: {title}", title=state.record.title)
        refer = "" if state.frozen else "meta/plan"
        return state, (Create(title[:200], values, state.record.demo, "board", PLAN, refer),)
    # What somebody has put there in the meantime stays as it is: a base of 0 writes only what was never there.
    writes = tuple((key, value, None if key == "meta/readiness" else 0) for key, value in values.items())
    return state, (Save(writes, plan.id), *_kept(state, plan), Open(plan.id, "board"))


def _kept(state: ReadinessState, plan: Stored) -> tuple[Save, ...]:
    if state.frozen or state.values.get("meta/plan") == plan.id:
        return ()
    return (Save((("meta/plan", plan.id, None),)),)


OWNERS = frozenset(("plan-begin",))
ACTS: Mapping[str, Handler] = {"plan-begin": _begin}


def note(state: ReadinessState, context: Context) -> str:
    """How far the plan of this assessment is, in a few words."""
    own = own_plan(state)
    if own is None:
        return context.interface.gettext("No plan yet")
    kept = [one for one in plan_of(own.values) if one.status is not Status.DROPPED]
    done = sum(one.status is Status.DONE for one in kept)
    return context.interface.say_n(
        "{done} of {number} action is done", "{done} of {number} actions are done", len(kept), done=done
    )


def begin(state: ReadinessState, context: Context, work: ReadinessWork) -> list[Part]:
    """The screen on which a plan begins or grows."""
    own = own_plan(state)
    before = [one for one in plans_of(state) if nearness(state, one) == 1]
    others = [one for one in plans_of(state) if nearness(state, one) == 2]
    plans = [own] if own else [*before, None, *others]
    html = render(
        context.interface.lang,
        "plan_begin.j2",
        errors=state.errors,
        record=state.record,
        role=str(state.role),
        waiting=work.waiting,
        own=own,
        today=context.today.isoformat(),
        open_count=len(work.findings.find_out),
        gaps=len(work.findings.gaps),
        choices=[_choice(proposal(context, work, one, context.today), context) for one in plans],
    )
    return [Part("plan", html)]


def _choice(found: Proposal, context: Context) -> dict[str, object]:
    spoken = context.interface
    rows = [
        {
            "title": context.mark(one.title),
            "owner": role_name(spoken, one.owner_role),
            "size": size_name(spoken, one.size),
            "due": spoken.date(one.due) if one.due else "",
            "needs": len(one.needs),
            "serves": [context.mark(context.readiness.statement(name).statement) for name in one.statements],
        }
        for one in found.actions
    ]
    return {"plan": found.plan, "rows": rows, "there": found.there}
