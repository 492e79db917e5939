"""The screens around the questions: the list of systems, the task list, the review page, treatment and export."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from toolkit.core.conditions import truth
from toolkit.core.model import UNKNOWN_CHOICE, Item, ProfileField
from toolkit.core.questionnaire import chosen, dealt_with, progress
from toolkit.core.responses import Decision, Response, State, Tier
from toolkit.pages.conflicts import conflict_of
from toolkit.pages.desk import Context
from toolkit.pages.home_steps import steps
from toolkit.pages.inputs import STATUSES
from toolkit.pages.risk_state import RiskState, Work, profile_pages
from toolkit.pages.screen import Part
from toolkit.pages.view_result import TOP, decision_words, result_context
from toolkit.pages.view_whatif import named
from toolkit.render.html import render


def home(state: RiskState, context: Context, work: Work) -> list[Part]:
    """The first screen: what there is, how long it takes, and where one left off."""
    latest = next((one for one in state.summaries if not one.frozen), None)
    html = render(
        context.interface.lang,
        "home.j2",
        latest=latest,
        count=len(state.summaries),
        steps=steps(state, context),
        pages={name: context.elsewhere(name) for name in ("readiness", "workbook", "portfolio", "workshop")},
    )
    return [Part("home", html)]


def systems(state: RiskState, context: Context, work: Work) -> list[Part]:
    """My systems: what there is, and a way to begin."""
    has_demo = any(one.demo for one in state.summaries)
    html = render(
        context.interface.lang,
        "systems.j2",
        summaries=state.summaries,
        shared=state.shared,
        errors=state.errors,
        has_demo=has_demo,
    )
    return [Part("systems", html)]


def tasks(state: RiskState, context: Context, work: Work) -> list[Part]:
    """The task list: every section with its status, and what can be done with the assessment as a whole."""
    responses = work.assessment.responses
    done = progress(work.items, responses)
    current = work.scored.result.tiers[Tier.CURRENT].system
    html = render(
        context.interface.lang,
        "tasks.j2",
        record=state.record,
        summary=work.assessment.meta.get("summary", ""),
        done=done,
        level=named(work.scored.method, current.level),
        assessed=current.assessed,
        groups=[_describe_group(state, context, work), *_section_groups(context, work), _end_group(context, done.done)],
        demo=work.assessment.demo,
        confirm=state.confirm,
        errors=state.errors,
        methods=[{"value": m.id, "label": context.mark(m.name)} for m in context.library.methods.values()],
        method=work.scored.method,
        frozen=state.frozen,
        role=str(state.role),
    )
    return [Part("tasks", html)]


def _task(context: Context, title: Any, route: str, done: int, total: int, note: str = "") -> dict[str, Any]:
    _ = context.interface.gettext
    status = "done" if total and done >= total else ("doing" if done else "todo")
    words = {"done": _("Completed"), "doing": _("In progress"), "todo": _("Not started")}
    return {"title": title, "route": route, "status": status, "status_label": words[status], "note": note}


def _describe_group(state: RiskState, context: Context, work: Work) -> dict[str, Any]:
    say = context.interface.say
    rows = []
    for number, fields in enumerate(profile_pages(context.library), 1):
        given = sum(bool(state.values.get(f"profile/{field.id}")) for field in fields)
        names = context.interface.gettext(", ").join(context.mark(field.label.rstrip("?؟")) for field in fields)
        title = say("The system, page {number}", number=number)
        rows.append(_task(context, title, f"describe/{number}", given, len(fields), Markup(names)))
    if work.asked:
        given = sum(f"fact/{fact.id}" in state.values for fact in work.asked)
        note = say("{done} of {total} answered", done=given, total=len(work.asked))
        rows.append(_task(context, context.interface.gettext("Legal questions"), "legal", given, len(work.asked), note))
    return {"title": context.interface.gettext("Describe"), "tasks": rows}


def _section_groups(context: Context, work: Work) -> list[dict[str, Any]]:
    library, say = context.library, context.interface.say
    groups = []
    for core, children in library.tree.items():
        rows = []
        for name in children:
            items = work.by_principle.get(name, ())
            if items:
                here = progress(items, work.assessment.responses)
                minutes = 2 * (here.total - here.done)
                note = say("{done} of {total} answered", done=here.done, total=here.total)
                if minutes:
                    note += " · " + say("about {minutes} minutes left", minutes=minutes)
                title = context.mark(library.principle(name).name)
                rows.append(_task(context, title, f"section/{name}", here.done, here.total, note))
        if rows:
            groups.append({"title": context.mark(library.principle(core).name), "tasks": rows})
    return groups


def _end_group(context: Context, done: int) -> dict[str, Any]:
    _ = context.interface.gettext
    ready = {"status": "info", "status_label": _("Open")}
    rows = [
        {"title": _("Check your answers"), "route": "check", "note": "", **ready},
        {"title": _("Result"), "route": "result", "note": "" if done else _("Nothing is answered yet"), **ready},
        {"title": _("Plan treatment"), "route": "treat", "note": "", **ready},
        {"title": _("Export to the risk register, report, submit"), "route": "export", "note": "", **ready},
    ]
    return {"title": _("Result and follow-up"), "tasks": rows}


def check(state: RiskState, context: Context, work: Work) -> list[Part]:
    """The review page: what is open first, then contradictions, then every answer with a way to change it."""
    facts = work.scored.facts
    odd = [one for one in context.library.contradictions if truth(one.when, facts) is True]
    pages = {field.id: n for n, fields in enumerate(profile_pages(context.library), 1) for field in fields}
    groups = _answer_groups(context, work)
    rows = [row for group in groups for row in group["rows"]]
    hidden = [item for item in context.library.items if item not in work.items and item.id in work.assessment.responses]
    html = render(
        context.interface.lang,
        "check.j2",
        profile=[_profile_row(work, pages, field) for field in context.library.profile],
        legal=[{"question": f.question, "answer": state.values.get(f"fact/{f.id}", "")} for f in work.asked],
        groups=groups,
        open=[row for row in rows if row["open"]],
        unsure=[row for row in rows if row["unsure"]],
        odd=odd,
        library=context.library,
        pages=pages,
        hidden=hidden,
        skipped=len(context.library.items) - len(work.items),
        done=progress(work.items, work.assessment.responses),
    )
    return [Part("check", html)]


def _answer_groups(context: Context, work: Work) -> list[dict[str, Any]]:
    principle = context.library.principle
    return [
        {"name": principle(name).name, "id": name, "rows": [_answer(context, work, item) for item in items]}
        for name, items in work.by_principle.items()
    ]


def _profile_row(work: Work, pages: dict[str, int], field: ProfileField) -> dict[str, Any]:
    profile = work.assessment.profile
    picked = chosen(profile, field) or ()
    return {
        "label": field.label,
        "labels": [work.context.mark(option.label) for option in field.options if option.id in picked],
        "unknown": profile.get(field.id) in (UNKNOWN_CHOICE, (UNKNOWN_CHOICE,)),
        "route": f"describe/{pages[field.id]}",
    }


def _answer(context: Context, work: Work, item: Item) -> dict[str, Any]:
    response = work.assessment.responses.get(item.id, Response())
    rated = work.scored.result.tiers[Tier.CURRENT].items.get(item.id)
    return {
        "item": item,
        "response": response,
        "state": str(response.state),
        "level": named(work.scored.method, rated.level) if rated else None,
        "open": not dealt_with(response),
        "unsure": response.state in (State.UNKNOWN, State.WITHHELD, State.RANGE) and dealt_with(response),
    }


def treat(state: RiskState, context: Context, work: Work) -> list[Part]:
    """What will be done about each rated risk, worst first."""
    lang, tiers = context.interface.lang, work.scored.result.tiers
    worst = sorted(
        (r for r in tiers[Tier.CURRENT].items.values() if r.state in (State.ANSWERED, State.RANGE)),
        key=lambda r: (-r.level.hi, -r.level.lo, r.item),
    )
    head = render(
        lang,
        "treat_head.j2",
        now=named(work.scored.method, tiers[Tier.CURRENT].system.level),
        then=named(work.scored.method, tiers[Tier.TARGET].system.level),
        count=len(worst),
        errors=state.errors,
    )
    rows = [Part(f"t-{r.item}", _treatment(state, context, work, r.item, n >= TOP)) for n, r in enumerate(worst)]
    return [Part("top", head), *rows, Part("nav", render(lang, "treat_nav.j2"))]


def _treatment(state: RiskState, context: Context, work: Work, name: str, folded: bool) -> str:
    item, tiers, method = context.library.item(name), work.scored.result.tiers, work.scored.method
    words = decision_words(context)
    parts = ("decision", "action", "owner_role", "due", "status")
    given = {part: state.values.get(f"treatment/{name}/{part}") or "" for part in parts}
    controls = work.assessment.responses.get(name, Response()).controls
    return render(
        context.interface.lang,
        "treatment.j2",
        item=item,
        folded=folded,
        words=words[Decision(given["decision"] or Decision.OPEN)],
        key=f"treatment/{name}",
        levels={str(tier): named(method, tiers[tier].items[name].level) for tier in Tier},
        decisions=[{"value": str(value), "label": label} for value, label in words.items()],
        statuses=_statuses(context),
        given=given | {"decision": given["decision"] or "open"},
        revs={part: state.rev(f"treatment/{name}/{part}") for part in parts},
        planned=[
            context.library.controls[c.id]
            for c in controls
            if c.status == "planned" and c.id in context.library.controls
        ],
        conflict=conflict_of(state, context, f"treatment/{name}"),
    )


def _statuses(context: Context) -> list[dict[str, str]]:
    _ = context.interface.gettext
    words = (_("Not said"), _("Not started"), _("In hand"), _("Done"))
    return [{"value": value, "label": label} for value, label in zip(STATUSES, words, strict=True)]


def export(state: RiskState, context: Context, work: Work) -> list[Part]:
    """Files to take away, and submitting: after that nothing in this version changes."""
    shared = result_context(context, work)
    decisive = [row for row in shared["unknowns"] if row["one"].weight.value < 2]  # 2 is Weight.NONE
    for row in decisive:
        row["key"] = f"meta/signoff/{row['id']}"
        row["value"], row["rev"] = state.values.get(row["key"]) or "", state.rev(row["key"])
        row["conflict"] = conflict_of(state, context, row["key"])
    accepted = all(row["value"].strip() for row in decisive)
    meta = {
        name: {
            "value": state.values.get(f"meta/{name}") or "",
            "rev": state.rev(f"meta/{name}"),
            "conflict": conflict_of(state, context, f"meta/{name}"),
        }
        for name in ("organization", "review_date", "summary")
    }
    html = render(
        context.interface.lang,
        "export.j2",
        **shared,
        decisive=decisive,
        accepted=accepted,
        meta=meta,
        frozen=state.frozen,
        role=str(state.role),
    )
    return [Part("export", html)]
