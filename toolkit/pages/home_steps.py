"""The next three useful steps on the start page, from everything that the visitor has of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from toolkit.core.guide import STAGES
from toolkit.core.kept import PLAN, READINESS, RISK, WORKBOOK, plan_of
from toolkit.core.readiness_gaps import Findings
from toolkit.core.thread import Next, Situation, Step, next_steps
from toolkit.pages import threads
from toolkit.pages.desk import Context, RecordState
from toolkit.pages.workbook_state import WorkbookState, WorkbookWork

NOTHING = Findings((), (), (), (), ())


def steps(state: RecordState, context: Context) -> list[dict[str, Any]]:
    """The steps in words, each with the place where it is done: on this page, or the address of another."""
    book, pressing = _workbook(state, context), threads.pressing(threads.scored(context, state.around.get(RISK)))
    found, plan = _findings(state, context), state.around.get(PLAN)
    situation = Situation(
        on=context.today,
        gaps=found.gaps,
        find_out=found.find_out,
        plan=plan_of(plan.values) if plan else (),
        gate=book.gate(book.stage or STAGES[0]) if book else None,
        untreated=pressing.untreated,
        decisive=pressing.decisive,
    )
    return [_said(one, situation, state, context) for one in next_steps(situation)]


def _findings(state: RecordState, context: Context) -> Findings:
    record = state.around.get(READINESS)
    found = threads.told(record, context.readiness) if record else None
    return found.findings if found else NOTHING


def _workbook(state: RecordState, context: Context) -> WorkbookWork | None:
    record, system = state.around.get(WORKBOOK), state.around.get(RISK)
    if record is None:
        return None
    linked = {system.id: system} if system else {}
    return WorkbookWork(replace(WorkbookState(), record=record, linked=linked), context)


def _said(step: Step, situation: Situation, state: RecordState, context: Context) -> dict[str, Any]:
    ids = {kind: record.id for kind, record in state.around.items()}
    match step.kind:
        case Next.OVERDUE | Next.ACT:
            title = next(one.title for one in situation.plan if one.id == step.id)
            place = {"href": context.elsewhere("readiness", f"{ids[PLAN]}/action/{step.id}")}
        case Next.BLOCKER | Next.ASK | Next.PLAN:
            title = context.mark(context.readiness.statement(step.id).statement)
            place = {"href": context.elsewhere("readiness", f"{ids[READINESS]}/result")}
        case Next.LEFT_OVER | Next.SETTLE:
            title = context.mark(context.workbook.question(step.id).question)
            place = {"href": context.elsewhere("workbook", f"{ids[WORKBOOK]}/question/{step.id}")}
        case Next.TREAT | Next.FIND_OUT:
            title = context.mark(context.library.item(step.id).title)
            place = {"route": f"{ids[RISK]}/{'treat' if step.kind is Next.TREAT else 'result'}"}
    return {"what": _words(context)[step.kind], "title": title, "route": "", "href": "", **place}


def _words(context: Context) -> dict[Next, str]:
    _ = context.interface.gettext
    return {
        Next.OVERDUE: _("Finish an action that is late"),
        Next.BLOCKER: _("Plan what is missing first: without it people come to harm"),
        Next.LEFT_OVER: _("Settle a question that an earlier stage left over"),
        Next.TREAT: _("Decide what to do about a risk that holds the level"),
        Next.FIND_OUT: _("Find out what decides the level"),
        Next.SETTLE: _("Settle a question of this stage"),
        Next.ASK: _("Find out an answer that the readiness assessment lacks"),
        Next.PLAN: _("Plan an action for a gap"),
        Next.ACT: _("Go on with an action"),
    }
