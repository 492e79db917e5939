"""Reconciling: where people differ, what changes the result first; what they agree on, and who dissents."""

from __future__ import annotations

from typing import Any

from toolkit.core.readiness_group import Reconciled, Spread
from toolkit.core.responses import State
from toolkit.core.statements import Rating, Statement, known, left_out, span
from toolkit.pages.conflicts import conflict_of
from toolkit.pages.desk import Context
from toolkit.pages.readiness_answer import reading, scale
from toolkit.pages.readiness_state import ReadinessState, ReadinessWork
from toolkit.pages.readiness_words import rating_words, shown_name, span_words
from toolkit.pages.risk_state import page_number
from toolkit.pages.screen import Part
from toolkit.render.html import render
from toolkit.store import Role

PARTS = ("state", "reason", "comment")
MANY = 10
"""So many differences stand on one screen: a group talks over no more in one sitting."""


def differences(state: ReadinessState, context: Context, work: ReadinessWork) -> list[Part]:
    """Every difference as a card, or one at a time; the statements without one are folded at the end."""
    every = () if work.waiting else work.differences
    position = page_number(state.arg, len(every))
    shown = every[position - 1 : position] if state.single else every[_first(position) : _first(position) + MANY]
    if state.arg in work.statements and not work.waiting:  # where the result leads to
        shown = (work.reconciled[state.arg].spread,)
        position = every.index(shown[0]) + 1 if shown[0] in every else 0
    numbers = {one.statement: number for number, one in enumerate(every, 1)}
    cards = [
        Part(f"d-{one.statement}", _card(state, context, work, one, numbers.get(one.statement, 0))) for one in shown
    ]
    return [Part("top", _head(state, context, work, every)), *cards, Part("nav", _nav(state, context, work, position))]


def _first(position: int) -> int:
    """Where the screen begins that shows a difference, from 0."""
    return (position - 1) // MANY * MANY


def _head(state: ReadinessState, context: Context, work: ReadinessWork, every: tuple[Spread, ...]) -> str:
    return render(
        context.interface.lang,
        "ready_differences.j2",
        errors=state.errors,
        waiting=work.waiting,
        people=len(work.sheets),
        total=len(every),
        agreed=sum(work.reconciled[one.statement].agreed for one in every),
        owner=state.role is Role.OWNER and not state.fixed,
        votes=state.values.get("meta/votes") or "names",
        votes_rev=state.rev("meta/votes"),
        single=state.single,
    )


def _nav(state: ReadinessState, context: Context, work: ReadinessWork, position: int) -> str:
    every = () if work.waiting else work.differences
    differing = {one.statement for one in every}
    step, place = (1, position - 1) if state.single else (MANY, _first(position))
    answered = () if work.waiting else [one for one in work.content.statements if work.reconciled[one.id].spread.votes]
    same = [
        {"statement": one.statement, "words": rating_words(context, work.ratings.get(one.id))}
        for one in answered
        if one.id not in differing
    ]
    return render(
        context.interface.lang,
        "ready_same.j2",
        same=same,
        waiting=work.waiting,
        fixed=state.fixed,
        before=f"differences/{place - step + 1}" if place >= step else "",
        after=f"differences/{place + step + 1}" if place + step < len(every) else "",
        single=state.single,
        every=state.arg in work.statements,
    )


def _card(state: ReadinessState, context: Context, work: ReadinessWork, spread: Spread, number: int) -> str:
    one, key = work.statements[spread.statement], f"agreed/{spread.statement}"
    found = work.reconciled[one.id]
    return render(
        context.interface.lang,
        "ready_difference.j2",
        one=one,
        number=number,
        rows=_rows(state, context, work, spread),
        notes=_notes(state, context, work, spread),
        group=rating_words(context, found.rating),
        effect=_effect(context, work, one),
        dissent=_dissent(state, context, work, found),
        reading=reading(context, one, state.help),
        scale=scale(state, one, key),
        values={part: state.values.get(f"{key}/{part}") or "" for part in PARTS},
        revs={part: state.rev(f"{key}/{part}") for part in PARTS},
        conflict=conflict_of(state, context, key),
        agreed=found.agreed,
        fixed=state.fixed,
    )


def _named(state: ReadinessState) -> bool:
    """Whether the page says who answered what: to the owner alone, and only if they want it said."""
    return state.role is Role.OWNER and state.values.get("meta/votes") != "counts"


def _rows(state: ReadinessState, context: Context, work: ReadinessWork, spread: Spread) -> list[dict[str, Any]]:
    """The votes, one row for each thing that was said, lowest level first."""
    one, grouped = work.statements[spread.statement], dict[tuple[int, int], list[str]]()
    for who, rating in spread.votes:
        grouped.setdefault(_place(rating), []).append(who)
    rows = []
    for place in sorted(grouped):
        names = sorted(shown_name(context, work, who) for who in grouped[place]) if _named(state) else []
        level = one.levels[str(place[0])] if place[0] == place[1] and place[0] in range(1, 6) else ""
        rows.append({"label": _label(context, place), "count": len(grouped[place]), "who": names, "text": level})
    return rows


UNKNOWN_PLACE, NA_PLACE = (6, 6), (7, 7)


def _place(rating: Rating) -> tuple[int, int]:
    if known(rating):
        return span(rating).lo, span(rating).hi
    return NA_PLACE if left_out(rating) else UNKNOWN_PLACE


def _label(context: Context, place: tuple[int, int]) -> str:
    _ = context.interface.gettext
    if place == NA_PLACE:
        return _("Does not apply")
    if place == UNKNOWN_PLACE:
        return _("I don’t know")
    low, high = place
    if low == high:
        return context.interface.say("Level {level}", level=low)
    return context.interface.say("Level {low} to {high}", low=low, high=high)


def _notes(state: ReadinessState, context: Context, work: ReadinessWork, spread: Spread) -> list[dict[str, str]]:
    """What people wrote, for the owner only: words can give away who wrote them."""
    if state.role is not Role.OWNER:
        return []
    return [
        {"who": shown_name(context, work, who) if _named(state) else "", "text": given}
        for who, rating in spread.votes
        for given in (rating.note, rating.evidence, rating.reason if rating.state is State.NA else "")
        if given
    ]


def _effect(context: Context, work: ReadinessWork, one: Statement) -> str:
    """What settling this statement would change."""
    _, standing = context.interface.gettext, work.result.standings[one.dimension]
    if one.id in standing.open_:
        return _("Settling this can change the stage of its dimension.")
    if one.id in standing.holds:
        return _("This holds the stage of its dimension where it is: it is surely not in place.")
    return _("Whatever you settle on here, the stage stays as it is for now.")


def _dissent(state: ReadinessState, context: Context, work: ReadinessWork, found: Reconciled) -> list[str]:
    """Who said something that the group's answer leaves out."""
    if not _named(state):
        return [span_words(context, span(one.rating)) for one in found.dissent if known(one.rating)]
    named = ((shown_name(context, work, one.respondent), rating_words(context, one.rating)) for one in found.dissent)
    return [f"{context.interface.isolated(who)}: {answer}" for who, answer in named]
