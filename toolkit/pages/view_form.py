"""The screens that ask: describing the system, the legal questions, and the risk items section by section."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from toolkit.content.interface import Interface
from toolkit.core.model import UNKNOWN_CHOICE, Control, FactDeclaration, FieldKind, Item, Likelihood, ProfileField
from toolkit.core.questionnaire import chosen, dealt_with, progress
from toolkit.core.responses import Response, Tier
from toolkit.pages.risk_state import Context, RiskState, Work, profile_pages
from toolkit.pages.screen import Part
from toolkit.render.html import render


MOST_DRAWN = 500
DRAWN: dict[tuple[Any, ...], str] = {}
"""Questions as drawn, by everything that they show: a section has several, and an answer changes one."""


def describe(state: RiskState, context: Context, work: Work) -> list[Part]:
    """One screen of profile fields."""
    pages = profile_pages(context.library)
    number = int(state.arg) if state.arg.isdigit() and 1 <= int(state.arg) <= len(pages) else 1
    lang = context.interface.lang
    head = render(lang, "form_head.j2", kind="describe", number=number, total=len(pages), errors=state.errors, record=state.record)
    fields = [
        Part(f"f-{field.id}", render(lang, "form_field.j2", field=profile_field(state, context, field)))
        for field in pages[number - 1]
    ]
    return [Part("top", head), *fields, Part("nav", render(lang, "form_nav.j2", returning=state.returning, first=number == 1))]


def profile_field(state: RiskState, context: Context, field: ProfileField) -> dict[str, Any]:
    """What the field's component needs."""
    mark, key = context.mark, f"profile/{field.id}"
    given = state.values.get(key)
    picked = [given] if isinstance(given, str) else list(given or [])
    options = [
        {"value": o.id, "label": mark(o.label), "hint": mark(o.hint), "exclusive": o.exclusive, "family": o.family}
        for o in field.options
    ]
    unknown = {"value": UNKNOWN_CHOICE, "label": context.interface.gettext("I don’t know"), "hint": "", "exclusive": True}
    groups = [
        {"id": name, "label": mark(label), "options": [o for o in options if o["family"] == name]}
        for name, label in field.families.items()
    ]
    return {
        "part": f"f-{field.id}",
        "key": key,
        "many": field.kind is FieldKind.MANY,
        "label": mark(field.label),
        "hint": mark(field.hint),
        "options": [unknown] if groups else [*options, unknown],
        "groups": groups or None,
        "picked": picked,
        "rev": state.rev(key),
        "conflict": conflict_of(state, context, key),
        "error": dict(state.errors).get(key, ""),
    }


def legal(state: RiskState, context: Context, work: Work) -> list[Part]:
    """The legal questions that this profile raises."""
    lang = context.interface.lang
    head = render(lang, "form_head.j2", kind="legal", number=0, total=len(work.asked), errors=state.errors, record=state.record)
    facts = [
        Part(f"f-{fact.id}", render(lang, "form_field.j2", field=legal_fact(state, context, fact))) for fact in work.asked
    ]
    return [Part("top", head), *facts, Part("nav", render(lang, "form_nav.j2", returning=state.returning, first=False))]


def legal_fact(state: RiskState, context: Context, fact: FactDeclaration) -> dict[str, Any]:
    """A yes / no / don't know question about a fact."""
    key = f"fact/{fact.id}"
    _ = context.interface.gettext
    words = (("yes", _("Yes")), ("no", _("No")), (UNKNOWN_CHOICE, _("I don’t know")))
    return {
        "part": f"f-{fact.id}",
        "key": key,
        "many": False,
        "label": context.mark(fact.question),
        "hint": context.mark(fact.hint),
        "options": [{"value": value, "label": label, "hint": "", "exclusive": False} for value, label in words],
        "groups": None,
        "picked": [state.values.get(key, "")],
        "rev": state.rev(key),
        "conflict": conflict_of(state, context, key),
        "error": dict(state.errors).get(key, ""),
    }


def section(state: RiskState, context: Context, work: Work) -> list[Part]:
    """The items of one instrumental principle; one at a time if the reader prefers."""
    name, _, at = state.arg.partition("/")
    principle = context.library.principle(name)
    items = work.by_principle.get(name, ())
    names = list(work.by_principle)
    shown = _shown(state, items, at)
    done = progress(work.scored.items, work.assessment.responses)
    here = progress(items, work.assessment.responses)
    lang = context.interface.lang
    head = render(
        lang,
        "section_head.j2",
        principle=principle,
        core=context.library.principle(principle.parent),
        number=names.index(name) + 1 if name in names else 0,
        total=len(names),
        done=done,
        here=here,
        help=state.help,
        single=state.single,
        errors=state.errors,
    )
    parts = [Part("top", head)]
    parts += [Part(f"q-{item.id}", question(state, context, work, item, items.index(item) + 1)) for item in shown]
    position = items.index(shown[0]) if shown else 0
    nav = render(
        lang,
        "section_nav.j2",
        returning=state.returning,
        single=state.single and len(items) > 1,
        at=position + 1,
        count=len(items),
        before=f"section/{name}/{position}" if position else "",
        after=f"section/{name}/{position + 2}" if position + 1 < len(items) else "",
    )
    return [*parts, Part("nav", nav)]


def _shown(state: RiskState, items: Sequence[Item], at: str) -> tuple[Item, ...]:
    if not state.single:
        return tuple(items)
    position = min(max(int(at) if at.isdigit() else 1, 1), max(len(items), 1))
    return tuple(items[position - 1 : position])


def question(state: RiskState, context: Context, work: Work, item: Item, number: int) -> str:
    """One risk item with everything that can be said about it; drawn anew only when something it shows has changed."""
    prefix = f"item/{item.id}/"
    mine = [(k, v, state.rev(k)) for k, v in state.values.items() if k.startswith(prefix)]
    cleared = [(k, r) for k, r in (state.record.revisions if state.record else {}).items() if k.startswith(prefix)]
    seen = repr((mine, cleared, state.help, state.history_of == item.id and state.history, conflict_of(state, context, prefix)))
    key = (context.library, work.scored.method.id, item.id, number, seen)
    if key not in DRAWN:
        if len(DRAWN) >= MOST_DRAWN:
            DRAWN.clear()
        DRAWN[key] = _drawn(state, context, work, item, number)
    return DRAWN[key]


def _drawn(state: RiskState, context: Context, work: Work, item: Item, number: int) -> str:
    response = work.assessment.responses.get(item.id, Response())
    rated = work.scored.result.tiers[Tier.CURRENT].items.get(item.id)
    method, key = work.scored.method, f"item/{item.id}"
    return render(
        context.interface.lang,
        "question.j2",
        item=item,
        number=number,
        key=key,
        state=response.state,
        done=dealt_with(response),
        level=(method.level(rated.level.lo), method.level(rated.level.hi)) if rated else None,
        likelihood=scale(state, context, item, "likelihood", work),
        impact=scale(state, context, item, "impact", work),
        values={part: state.values.get(f"{key}/{part}") or "" for part in ("confidence", "state", "note", "evidence", "reason", "reviewer")},
        revs={part: state.rev(f"{key}/{part}") for part in ("confidence", "state", "note", "evidence", "reason", "reviewer")},
        conflict=conflict_of(state, context, key),
        help=item.help[state.help],
        rights=[context.library.rights[name] for name in item.rights],
        controls=[control(state, context, item, context.library.controls[name]) for name in item.controls],
        others=_others(state, context, item),
        history=state.history if state.history_of == item.id else (),
        open_history=state.history_of == item.id,
        library=context.library,
    )


def _others(state: RiskState, context: Context, item: Item) -> list[dict[str, Any]]:
    """Controls from elsewhere in the catalogue that were recorded for this item, e.g. by an import."""
    prefix = f"item/{item.id}/control/"
    names = [key.removeprefix(prefix) for key, value in state.values.items() if key.startswith(prefix) and value]
    return [
        control(state, context, item, context.library.controls[name])
        for name in names
        if name not in item.controls and name in context.library.controls
    ]


def scale(state: RiskState, context: Context, item: Item, axis: str, work: Work) -> dict[str, Any]:
    """The five steps of likelihood or impact with their anchors, then “between two” and “I don't know”."""
    key = f"item/{item.id}/{axis}"
    method = work.scored.method
    names = method.likelihood if axis == "likelihood" else method.impact
    top = 5 if axis == "likelihood" else item.impact_cap
    given = state.values.get(key)
    options = [
        {"value": str(step), "label": context.mark(names[step - 1]), "hint": anchor(context, item, axis, step)}
        for step in range(1, top + 1)
    ]
    bounds = given if isinstance(given, list) else ([None, None, None] if given == "range" else None)
    return {
        "key": key,
        "options": options,
        "value": "range" if bounds is not None else str(given or ""),
        "bounds": [str(bound or "") for bound in [*bounds, None, None][:3]] if bounds is not None else None,
        "choices": [{"value": "", "label": "–"}, *({"value": str(n), "label": f"{n} {names[n - 1]}"} for n in range(1, top + 1))],
        "rev": state.rev(key),
    }


def anchor(context: Context, item: Item, axis: str, step: int) -> str:
    """What a step means for this item: its impact text, or its share of the denominator."""
    if axis == "impact":
        return context.mark(item.impact[step - 1])
    return likelihood_anchor(context.interface, item.likelihood, step)


def likelihood_anchor(interface: Interface, scale: Likelihood, step: int) -> str:
    """A likelihood step in words with its denominator, e.g. “2 to 3 in 1,000 searches”."""
    low, high = (step - 1) * scale.step, step * scale.step - 1
    of = {"per": interface.number(scale.per), "unit": scale.unit}
    if step == 1:
        return interface.say("Fewer than {n} in {per} {unit}", n=interface.number(scale.step), **of)
    if step == 5:  # noqa: PLR2004  the last of five steps is open
        return interface.say("{n} or more in {per} {unit}", n=interface.number(low), **of)
    if low == high:
        return interface.say("{n} in {per} {unit}", n=interface.number(low), **of)
    return interface.say("{a} to {b} in {per} {unit}", a=interface.number(low), b=interface.number(high), **of)


def control(state: RiskState, context: Context, item: Item, one: Control) -> dict[str, Any]:
    """A candidate control with what was recorded about it for this item."""
    key = f"item/{item.id}/control/{one.id}"
    given = state.values.get(key) or {}
    strongest = {"value": "", "label": context.interface.gettext("As strong as it gets")}
    return {
        "control": one,
        "strengths": [strongest, *({"value": str(n), "label": f"{n}: {text}"} for n, text in sorted(one.strength.items()))],
        "key": key,
        "rev": state.rev(key),
        "status": given.get("status", ""),
        "strength": str(given.get("strength") or ""),
        "evidenced": bool(given.get("evidenced")),
    }


def conflict_of(state: RiskState, context: Context, prefix: str) -> dict[str, Any] | None:
    """What another window stored for this answer meanwhile, if the two disagree."""
    for conflict in state.conflicts:
        if conflict.key.startswith(prefix):
            when = context.interface.time(conflict.at)
            return {"mine": _words(conflict.mine), "theirs": _words(conflict.theirs), "at": when, "who": conflict.who}
    return None


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_words(inner)}" for name, inner in value.items() if inner)
    return ", ".join(str(part) for part in value if part) if isinstance(value, list) else str(value if value is not None else "–")
