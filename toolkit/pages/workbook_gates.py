"""What remains: with each role, to hand it over; and before a system leaves a stage, to decide."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from toolkit.core.guide import STAGES
from toolkit.core.kept import day_of
from toolkit.core.model import ToolkitError
from toolkit.core.workbook import EVERY_ROLE, Reader, Status, Waiting, status_of, with_role
from toolkit.pages import workbook_words as words
from toolkit.pages.desk import Context
from toolkit.pages.reading_labels import role_name
from toolkit.pages.screen import Part
from toolkit.pages.share import DAYS, DAYS_MOST, LABEL_MOST, PASSPHRASE_LEAST, PASSPHRASE_MOST
from toolkit.pages.workbook_state import Place, WorkbookState, WorkbookWork
from toolkit.render.html import render
from toolkit.store import Role

DONE = (Status.SETTLED, Status.NOT_APPLICABLE)


def handover(state: WorkbookState, context: Context, work: WorkbookWork) -> list[Part]:
    """What is open with a role until a stage, to print or to hand over by a link that lands on its questions."""
    name, _sep, stage = state.arg.partition("/")
    name = name if name in EVERY_ROLE else EVERY_ROLE[0]
    stage = stage if stage in STAGES else work.stage or STAGES[0]
    place = Place(Reader(name, stage, work.activity))
    waiting = _theirs_first(with_role(work.gate(stage), name), name)
    html = render(
        context.interface.lang,
        "work_handover.j2",
        record=state.record,
        errors=state.errors,
        id=name,
        role=role_name(context.interface, name),
        stage=words.stage(context, stage),
        rows=[_row(context, work, one) for one in waiting],
        route=place.route,
        print=_printed(context, work, waiting),
        others=_others(context, name, stage),
        owner=state.role is Role.OWNER,
        link=_link(state, context, place),
        address=context.address,
        direct=f"{context.address}workbook?assessment={work.state.record.id}#{work.state.record.id}/{place.route}"
        if context.address and work.state.record
        else "",
        roles=_roles(context),
        limits={"days": DAYS, "days_most": DAYS_MOST, "label": LABEL_MOST},
        secret={"least": PASSPHRASE_LEAST, "most": PASSPHRASE_MOST},
    )
    return [Part("handover", html)]


def _theirs_first(waiting: tuple[Waiting, ...], name: str) -> tuple[Waiting, ...]:
    """What was assigned to a role before what it is one of several to answer."""
    return tuple(sorted(waiting, key=lambda one: one.roles != (name,)))


def _link(state: WorkbookState, context: Context, place: Place) -> str:
    """The link that was just made; what follows the question mark is where it lands, and no secret."""
    at = quote(place.route, safe="/")
    return f"{context.address}share/{state.token}?at={at}" if state.token else ""


def _roles(context: Context) -> list[dict[str, str]]:
    _ = context.interface.gettext
    return [{"value": "edit", "label": _("Read and answer")}, {"value": "read", "label": _("Read")}]


def _others(context: Context, name: str, stage: str) -> list[tuple[str, str]]:
    return [(role_name(context.interface, one), f"handover/{one}/{stage}") for one in EVERY_ROLE if one != name]


def _row(context: Context, work: WorkbookWork, one: Waiting) -> dict[str, Any]:
    """A question that is not finished, for a list."""
    reply = work.replies.get(one.question.id)
    return {
        "id": one.question.id,
        "title": context.mark(one.question.question),
        "route": f"question/{one.question.id}",
        "status": "doing" if one.status is Status.IN_HAND else "todo",
        "status_label": words.status(context, one.status),
        "who": words.roles(context, one.roles),
        "assigned": bool(reply and reply.owner_role.strip()),
        "assignable": not (work.state.fixed or (reply and reply.owner_role.strip())),
        "left_over": one.left_over,
    }


def _printed(context: Context, work: WorkbookWork, waiting: tuple[Waiting, ...]) -> list[dict[str, Any]]:
    """What whoever fills it in on paper needs of each question."""
    return [
        {
            "question": one.question,
            "reply": work.replies.get(one.question.id),
            "status": words.status(context, one.status),
            "withheld": bool(work.state.values.get(f"withhold/reply/{one.question.id}")),
        }
        for one in waiting
    ]


# ---------------------------------------------------------------- gates


def gate(state: WorkbookState, context: Context, work: WorkbookWork) -> list[Part]:
    """What remains before the system leaves a stage, with who; what is done; and the decision to go on."""
    stage = state.arg if state.arg in STAGES else work.stage or STAGES[0]
    found = work.gate(stage)
    after = STAGES[STAGES.index(stage) + 1 :][:1]
    html = render(
        context.interface.lang,
        "work_gate.j2",
        record=state.record,
        errors=state.errors,
        id=stage,
        stage=words.stage(context, stage),
        next=words.stage(context, after[0]) if after else "",
        gate=found,
        early=[_row(context, work, one) for one in found.waiting if one.left_over],
        own=[_row(context, work, one) for one in found.waiting if not one.left_over],
        people=_people(context, work, stage),
        finished=_finished(context, work, stage),
        passed=decision(context, work, stage),
        owner=state.role is Role.OWNER and not state.frozen,
        stages=[(words.stage(context, one), f"gate/{one}") for one in STAGES if one != stage],
    )
    return [Part("gate", html)]


def _people(context: Context, work: WorkbookWork, stage: str) -> list[dict[str, Any]]:
    """How much is open with each role; a question that several may answer counts with each of them."""
    found = work.gate(stage).by_role()
    return [
        {
            "name": role_name(context.interface, name),
            "route": f"handover/{name}/{stage}" if name in EVERY_ROLE else "",
            "label": context.interface.say_n("{number} open", "{number} open", len(waiting)),
        }
        for name, waiting in found.items()
    ]


def _finished(context: Context, work: WorkbookWork, stage: str) -> dict[str, list[dict[str, Any]]]:
    """What is settled, and what was left out with its reason, among the questions due until a stage."""
    open_ = {one.question.id for one in work.gate(stage).waiting}
    place = STAGES.index(stage)
    rows: dict[str, list[dict[str, Any]]] = {str(one): [] for one in DONE}
    for one in work.content.questions:
        reply = work.replies.get(one.id)
        if reply and one.id not in open_ and min(map(STAGES.index, one.stages)) <= place:
            status = str(status_of(reply))
            if status in rows:
                rows[status].append({"question": one, "reply": reply, "route": f"question/{one.id}"})
    return rows


def decision(context: Context, work: WorkbookWork, stage: str) -> dict[str, Any] | None:
    """The decision to go on from a stage in words; None if there is none."""
    found = work.passed(stage)
    if found is None:
        return None
    names = str(found.get("open") or "").split()
    return {
        "by": str(found.get("by") or ""),
        "note": str(found.get("note") or ""),
        "on": context.interface.date(day) if (day := day_of(found.get("on"))) else "–",
        "open": [_title(context, work, one) for one in names],
    }


def _title(context: Context, work: WorkbookWork, name: str) -> Any:
    try:
        return context.mark(work.content.question(name).question)
    except ToolkitError:  # it was there when the decision was taken
        return name
