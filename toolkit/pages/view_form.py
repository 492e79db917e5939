"""The screens that ask: describing the system, the legal questions, and the risk items section by section."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from toolkit.core.model import UNKNOWN_CHOICE, FactDeclaration, FieldKind, Item, Principle, ProfileField
from toolkit.core.questionnaire import progress
from toolkit.pages.conflicts import conflict_of
from toolkit.pages.desk import Context
from toolkit.pages.risk_state import RiskState, Work, page_number, profile_pages
from toolkit.pages.screen import Part
from toolkit.pages.view_question import question
from toolkit.render.html import render


def describe(state: RiskState, context: Context, work: Work) -> list[Part]:
    """One screen of profile fields."""
    pages = profile_pages(context.library)
    number = page_number(state.arg, len(pages))
    lang = context.interface.lang
    head = render(
        lang, "form_head.j2", kind="describe", number=number, total=len(pages), errors=state.errors, record=state.record
    )
    fields = [
        Part(f"f-{field.id}", render(lang, "form_field.j2", field=profile_field(state, context, field)))
        for field in pages[number - 1]
    ]
    return [
        Part("top", head),
        *fields,
        Part("nav", render(lang, "form_nav.j2", returning=state.returning, first=number == 1)),
    ]


def dont_know(context: Context) -> dict[str, Any]:
    """The option that keeps a question open."""
    return {"value": UNKNOWN_CHOICE, "label": context.interface.gettext("I don’t know"), "hint": ""}


def profile_field(state: RiskState, context: Context, field: ProfileField) -> dict[str, Any]:
    """What the field's component needs."""
    mark, key = context.mark, f"profile/{field.id}"
    given = state.values.get(key)
    picked = [given] if isinstance(given, str) else list(given or [])
    options = [
        {"value": o.id, "label": mark(o.label), "hint": mark(o.hint), "exclusive": o.exclusive, "family": o.family}
        for o in field.options
    ]
    unknown = dont_know(context) | {"exclusive": True}
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
    head = render(
        lang, "form_head.j2", kind="legal", number=0, total=len(work.asked), errors=state.errors, record=state.record
    )
    facts = [
        Part(f"f-{fact.id}", render(lang, "form_field.j2", field=legal_fact(state, context, fact)))
        for fact in work.asked
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
    shown = _shown(state, items, at)
    lang = context.interface.lang
    parts = [Part("top", _section_head(state, context, work, principle, shown == tuple(items[:1])))]
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


def _section_head(state: RiskState, context: Context, work: Work, principle: Principle, at_start: bool) -> str:
    names = list(work.by_principle)
    return render(
        context.interface.lang,
        "section_head.j2",
        principle=principle,
        core=context.library.principle(principle.parent),
        number=names.index(principle.id) + 1 if principle.id in names else 0,
        total=len(names),
        done=progress(work.items, work.assessment.responses),
        here=progress(work.by_principle.get(principle.id, ()), work.assessment.responses),
        help=state.help,
        single=state.single,
        keys=state.keys,
        first=not state.single or at_start,
        errors=state.errors,
    )


def _shown(state: RiskState, items: Sequence[Item], at: str) -> tuple[Item, ...]:
    if not state.single:
        return tuple(items)
    position = page_number(at, len(items))
    return tuple(items[position - 1 : position])
