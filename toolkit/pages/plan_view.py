"""From an action plan to a screen: the board by quarter, the list, one action, files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from toolkit.core.guides import address as address_of
from toolkit.core.plan import FINISHED, Action, Status, board
from toolkit.core.plan import SIZES as SIZE_IDS
from toolkit.pages.acts import address
from toolkit.pages.conflicts import conflict_of, history_rows
from toolkit.pages.desk import Context
from toolkit.pages.plan_inputs import KNOWN_ROLES
from toolkit.pages.plan_words import (
    CARRIES,
    facts,
    file_names,
    quarter_name,
    role_slug,
    said_of,
    size_name,
    status_name,
    trouble_rows,
)
from toolkit.pages.plan_work import ANY, PlanWork, filter_of
from toolkit.pages.readiness_state import ReadinessState
from toolkit.pages.reading_labels import role_name
from toolkit.pages.screen import Part, Screen
from toolkit.pages.view_share import guest_notice, share
from toolkit.render.html import render
from toolkit.store import Role

Builder = Callable[[ReadinessState, Context, PlanWork], list[Part]]
NEXT = 5
"""At most so many actions are named as those that can go on now."""


def view(state: ReadinessState, context: Context) -> Screen:
    """The screen of a plan. Pure."""
    name = state.screen if state.screen in BUILDERS else "board"
    work = PlanWork(state, context)
    if name == "action" and state.arg not in work.by_id:
        name = "board"
    return Screen(
        title=_title(state, context, work, name),
        route=address(state),
        parts=(*_demo(state, context), _message(state, context), *BUILDERS[name](state, context, work)),
        back=_above(state, work) if name == "board" else "board",
        keys=state.keys,
        frozen=state.fixed,
        focus="errors" if state.errors else "title",
    )


def _above(state: ReadinessState, work: PlanWork) -> str:
    """Where a plan belongs: to its assessment for whoever owns both, else to the list."""
    return f"{work.readiness.id}/tasks" if work.readiness and state.role is Role.OWNER else "list"


def _demo(state: ReadinessState, context: Context) -> list[Part]:
    """That all this is made up."""
    made_up = state.record is not None and state.record.demo
    return [Part("demo", render(context.interface.lang, "ready_demo.j2"))] if made_up else []


def _message(state: ReadinessState, context: Context) -> Part:
    guest = guest_notice(state, context)
    return Part("message", render(context.interface.lang, "message.j2", text=state.message, guest=guest))


def _title(state: ReadinessState, context: Context, work: PlanWork, name: str) -> str:
    _ = context.interface.gettext
    names = {
        "board": _("Plan by quarter"),
        "actions": _("List of actions"),
        "action": work.by_id[state.arg].title if name == "action" else "",
        "export": _("Take the plan away"),
        "share": _("Share"),
    }
    subject = state.record.title if state.record else ""
    return " – ".join(part for part in (names[name], subject, _("Responsible AI Toolkit")) if part)


def row(context: Context, work: PlanWork, action: Action) -> dict[str, Any]:
    """An action as a line of the board or the list."""
    spoken = context.interface
    late = action in work.late
    return {
        "id": action.id,
        "title": action.title,
        "facts": facts(spoken, action),
        "owner": role_name(spoken, action.owner_role),
        "status": "todo" if late else CARRIES[action.status.value],
        "status_label": spoken.gettext("Late") if late else status_name(spoken, action.status.value),
        "start": spoken.date(action.start) if action.start else "",
        "due": spoken.date(action.due) if action.due else "",
        "has_day": action.due is not None,
        "size": size_name(spoken, action.size),
        "cost": action.cost,
        "needs": [work.by_id[name].title for name in action.needs if name in work.by_id],
        "progress": action.progress,
        "reason": action.reason,
        "moves": action.status not in FINISHED,
    }


def _rows(context: Context, work: PlanWork, actions: Iterable[Action]) -> list[dict[str, Any]]:
    return [row(context, work, one) for one in actions]


def plan_board(state: ReadinessState, context: Context, work: PlanWork) -> list[Part]:
    """The plan by quarter: what is late and what can go on now first, then a section for each quarter."""
    kept = tuple(one for one in work.plan if one.status is not Status.DROPPED)
    dropped = [one for one in work.plan if one.status is Status.DROPPED]
    columns = [(quarter_name(context.interface, at), _rows(context, work, own)) for at, own in board(kept).items()]
    moved = work.by_id.get(state.moved)
    lang = context.interface.lang
    shared = {"fixed": state.fixed, "role": str(state.role), "record": state.record}
    head = render(
        lang, "plan_head.j2", **shared,
        done=work.done[0], total=work.done[1], late=_rows(context, work, work.late),
        ready=_rows(context, work, work.ready[:NEXT]), more=max(0, len(work.ready) - NEXT),
        troubles=trouble_rows(context.interface, work.troubles, work.plan), readiness=work.readiness,
        conflict=conflict_of(state, context, "action", said_of(context.interface, work.plan)),
    )  # fmt: skip
    columns_html = render(
        lang, "plan_board.j2", **shared, columns=columns, dropped=_rows(context, work, dropped),
        moved=row(context, work, moved) if moved else None,
    )  # fmt: skip
    end = render(lang, "plan_end.j2", **shared, errors=state.errors, confirm=state.confirm)
    return [Part("top", head), Part("board", columns_html), Part("end", end)]


def plan_list(state: ReadinessState, context: Context, work: PlanWork) -> list[Part]:
    """The plan as a table, with filters that stand in the address."""
    chosen = filter_of(state.arg)
    _ = context.interface.gettext
    found = [one for one in work.plan if chosen.keeps(one, work.late)]
    roles = [{"value": role_slug(one), "label": role_name(context.interface, one)} for one in work.roles]
    html = render(
        context.interface.lang,
        "plan_list.j2",
        record=state.record,
        rows=_rows(context, work, found),
        total=len(work.plan),
        chosen=chosen,
        roles=[{"value": ANY, "label": _("Every role")}, *roles],
        statuses=[{"value": ANY, "label": _("Every status")}, *_statuses(context)],
        lates=[{"value": ANY, "label": _("Late or not")}, {"value": "late", "label": _("Only what is late")}],
    )
    return [Part("actions", html)]


def _statuses(context: Context) -> list[dict[str, str]]:
    return [{"value": str(one), "label": status_name(context.interface, one.value)} for one in Status]


def plan_action(state: ReadinessState, context: Context, work: PlanWork) -> list[Part]:
    """One action with everything that can be said of it."""
    action = work.by_id[state.arg]
    spoken, known = context.interface, action.owner_role in KNOWN_ROLES
    others = [one for one in work.plan if one.id != action.id]
    html = render(
        spoken.lang,
        "plan_action.j2",
        errors=state.errors,
        action=action,
        row=row(context, work, action),
        key=f"action/{action.id}",
        rev=lambda part: state.rev(f"action/{action.id}/{part}"),
        fixed=state.fixed,
        confirm=state.confirm == f"drop/{action.id}",
        recommendation=_recommendation(context, action),
        troubles=[one for one in trouble_rows(spoken, work.troubles, work.plan) if one["id"] == action.id],
        conflict=conflict_of(state, context, f"action/{action.id}", said_of(spoken, work.plan)),
        role=action.owner_role if known else "",
        own_role="" if known else action.owner_role,
        **_choices(context),
        needs=[{"value": one.id, "label": one.title} for one in others],
        waiting=[one for one in others if action.id in one.needs],
        groups=_statements(context),
        serves=[work.statements[name].statement for name in action.statements if name in work.statements],
        withheld=state.values.get(f"withhold/action/{action.id}", ""),
        withheld_rev=state.rev(f"withhold/action/{action.id}"),
        history=_history(state, context, work) if state.history_of == f"action/{action.id}/" else None,
    )
    return [Part("action", html)]


def _choices(context: Context) -> dict[str, list[dict[str, str]]]:
    spoken = context.interface
    return {
        "roles": [{"value": "", "label": "–"}, *({"value": x, "label": role_name(spoken, x)} for x in KNOWN_ROLES)],
        "sizes": [{"value": name, "label": size_name(spoken, name)} for name in SIZE_IDS],
        "statuses": [one for one in _statuses(context) if one["value"] != Status.DROPPED],
    }


def _recommendation(context: Context, action: Action) -> dict[str, str] | None:
    found = next((one for one in context.guides.recommendations if one.id == action.recommendation), None)
    if found is None:
        return None
    href = context.address_to(address_of("recommendation", found.id).lstrip("/"))
    return {"title": found.title, "first_step": found.first_step, "href": href}


def _statements(context: Context) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "label": context.mark(one.title),
            "options": [{"value": each.id, "label": context.mark(each.statement)} for each in one.statements],
        }
        for one in context.readiness.dimensions
    ]


def _history(state: ReadinessState, context: Context, work: PlanWork) -> list[dict[str, Any]]:
    names = file_names(context.interface, work.plan)
    said = said_of(context.interface, work.plan)
    return history_rows(context, state.history, lambda key: names.get(part := key.rpartition("/")[2], part), said)


def plan_export(state: ReadinessState, context: Context, work: PlanWork) -> list[Part]:
    """Files, printing and sharing."""
    dated = sum(one.due is not None for one in work.plan)
    html = render(
        context.interface.lang, "plan_export.j2", record=state.record, count=len(work.plan), dated=dated,
        owner=state.role is Role.OWNER,
    )  # fmt: skip
    return [Part("export", html)]


BUILDERS: dict[str, Builder] = {
    "board": plan_board,
    "actions": plan_list,
    "action": plan_action,
    "export": plan_export,
    "share": share,
}
