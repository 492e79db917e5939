"""One risk item as a question: its two scales with their anchors, its safeguards, and what was changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from toolkit.content.interface import Interface
from toolkit.core.method import SeverityPart
from toolkit.core.model import UNKNOWN_CHOICE, Control, Item, Likelihood
from toolkit.core.questionnaire import dealt_with
from toolkit.core.responses import Factor, Response, Tier
from toolkit.core.risk import leaves, rate
from toolkit.pages.conflicts import conflict_of, history_rows
from toolkit.pages.desk import Context
from toolkit.pages.risk_state import RiskState, Work
from toolkit.pages.threads import Proof
from toolkit.render.html import render
from toolkit.store import Event

PARTS = ("confidence", "state", "note", "evidence", "reason", "reviewer")
MOST_DRAWN = 2000
DRAWN: dict[tuple[Any, ...], str] = {}
"""Questions and their pieces as drawn, by everything that they show: an answer changes one piece of one question."""


def question(state: RiskState, context: Context, work: Work, item: Item, number: int) -> str:
    """One risk item with everything that can be said about it; drawn anew only when something it shows has changed."""
    prefix = f"item/{item.id}/"
    history = state.history_of == item.id and state.history
    seen: tuple[Any, ...] = (work.said(item), state.help, history, conflict_of(state, context, prefix))
    book = work.workbook
    seen += (work.gaps.get(item.id), (book.id, book.revision) if book else None, context.address)
    return _drawn(context, work, item, (number, repr(seen)), lambda: _question(state, context, work, item, number))


def _drawn(context: Context, work: Work, item: Item, seen: tuple[Any, ...], draw: Callable[[], str]) -> str:
    key = (context.library, work.method.id, item.id, *seen)
    if key not in DRAWN:
        if len(DRAWN) >= MOST_DRAWN:
            DRAWN.clear()
        DRAWN[key] = draw()
    return DRAWN[key]


def _question(state: RiskState, context: Context, work: Work, item: Item, number: int) -> str:
    response = work.assessment.responses.get(item.id, Response())
    out, method, key = leaves(item, response), work.method, f"item/{item.id}"
    level = rate(item, response, method, Tier.CURRENT, work.library.controls).level
    return render(
        context.interface.lang,
        "question.j2",
        item=item,
        number=number,
        key=key,
        state=response.state,
        done=dealt_with(response),
        response_impact=factor_text(response.impact),
        level=None if out else (method.level(level.lo), method.level(level.hi)),
        likelihood=_scale(state, context, work, item, "likelihood"),
        impact=_scale(state, context, work, item, "impact"),
        severity=[severity_part(state, context, item, part) for part in work.method.parts],
        values={part: state.values.get(f"{key}/{part}") or "" for part in PARTS},
        revs={part: state.rev(f"{key}/{part}") for part in PARTS},
        conflict=conflict_of(state, context, key),
        reading=_reading(state, context, work, item),
        safeguards=_safeguards(state, context, work, item),
        history=_history(context, state.history) if state.history_of == item.id else (),
        open_history=state.history_of == item.id,
        library=context.library,
        gaps=work.gaps.get(item.id),
        served=bool(context.address),
    )


def _scale(state: RiskState, context: Context, work: Work, item: Item, axis: str) -> str:
    """The scale of likelihood or impact, as HTML."""
    key, _ = f"item/{item.id}/{axis}", context.interface.gettext
    harm = _("If it happens, how bad is it for the people concerned?")
    hint = _("How likely is it, without safeguards?") if axis == "likelihood" else ""
    legend = context.mark(item.likelihood.question) if axis == "likelihood" else harm

    def draw() -> str:
        one = scale(state, context, item, axis, work)
        return render(context.interface.lang, "question_scale.j2", one=one, legend=legend, hint=hint)

    return _drawn(context, work, item, (axis, repr(state.values.get(key)), state.rev(key)), draw)


def _reading(state: RiskState, context: Context, work: Work, item: Item) -> str:
    """Why it is asked, how to estimate it with the evidence at hand, and an example, as HTML."""
    key = f"item/{item.id}/evidence"
    given = {"key": key, "evidence": state.values.get(key) or "", "rev": state.rev(key), "help": item.help[state.help]}
    rights = [context.library.rights[name] for name in item.rights]

    def draw() -> str:
        more = {"item": item, "rights": rights, "library": context.library}
        return render(context.interface.lang, "question_reading.j2", **given, **more)

    return _drawn(context, work, item, ("reading", *given.values()), draw)


def _safeguards(state: RiskState, context: Context, work: Work, item: Item) -> str:
    """What can be recorded about the item's safeguards, as HTML."""
    shown = [control(state, context, item, context.library.controls[name]) for name in item.controls]
    shown += _others(state, context, item)
    for one in shown:
        one["proofs"] = (
            [_proof(context, item, found) for found in work.proofs(one["control"].id)] if one["status"] else []
        )
    parts = ("key", "rev", "status", "strength", "evidenced", "proofs")
    seen = repr([[one[part] for part in parts] for one in shown])

    def draw() -> str:
        return render(context.interface.lang, "question_safeguards.j2", item=item, controls=shown)

    return _drawn(context, work, item, ("safeguards", seen), draw)


def _proof(context: Context, item: Item, proof: Proof) -> dict[str, str]:
    """A workbook answer that can serve as evidence, with where it stands."""
    return {
        "value": f"{item.id}/{proof.support.control}/{proof.question.id}",
        "question": proof.question.question,
        "evidence": proof.support.evidence,
        "href": context.elsewhere("workbook", proof.route),
    }


def _history(context: Context, events: Sequence[Event]) -> list[dict[str, Any]]:
    """The changes of this question in words."""
    _ = context.interface.gettext
    names = {"likelihood": _("Likelihood"), "impact": _("Impact"), "confidence": _("How sure you are")}
    names |= {"note": _("Note"), "evidence": _("Evidence"), "reason": _("Reason"), "state": _("Does it apply")}

    def about(key: str) -> str:
        part = key.split("/", 2)[2]
        one = context.library.controls.get(part.removeprefix("control/"))
        return context.mark(one.title) if one else names.get(part, part)

    return history_rows(context, events, about)


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
    method = work.method
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
        "choices": [
            {"value": "", "label": "–"},
            *({"value": str(n), "label": f"{n} {names[n - 1]}"} for n in range(1, top + 1)),
        ],
        "rev": state.rev(key),
    }


def factor_text(factor: Factor | None) -> str:
    """A factor as a step or a range of steps; empty if it is not given."""
    if factor is None:
        return ""
    return str(factor.lo) if factor.lo == factor.hi else f"{factor.lo}–{factor.hi}"


def severity_part(state: RiskState, context: Context, item: Item, part: SeverityPart) -> dict[str, Any]:
    """One of the ratings that this method builds the impact from."""
    key = f"item/{item.id}/severity/{part.id}"
    options = [
        {"value": str(n), "label": context.mark(f"{part.label} {n}"), "hint": context.mark(text)}
        for n, text in enumerate(part.steps, 1)
    ]
    unknown = {"value": UNKNOWN_CHOICE, "label": context.interface.gettext("I don’t know"), "hint": ""}
    value = str(state.values.get(key) or "")
    legend = context.mark(part.question)
    return {"key": key, "legend": legend, "options": [*options, unknown], "value": value, "rev": state.rev(key)}


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
    if step == 5:
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
        "strengths": [
            strongest,
            *({"value": str(n), "label": f"{n}: {text}"} for n, text in sorted(one.strength.items())),
        ],
        "key": key,
        "rev": state.rev(key),
        "status": given.get("status", ""),
        "strength": str(given.get("strength") or ""),
        "evidenced": bool(given.get("evidenced")),
    }
