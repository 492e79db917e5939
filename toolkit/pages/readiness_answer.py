"""Where statements are answered: an aspect at a time, or one statement alone."""

from __future__ import annotations

from functools import partial
from typing import Any

from toolkit.core.kept import READINESS
from toolkit.core.model import Source
from toolkit.core.readiness_change import same
from toolkit.core.responses import State
from toolkit.core.statements import Rating, Statement
from toolkit.pages.conflicts import conflict_of, history_rows
from toolkit.pages.desk import Context
from toolkit.pages.readiness_frozen import Earlier, earlier
from toolkit.pages.readiness_inputs import RANGE
from toolkit.pages.readiness_state import ReadinessState, ReadinessWork, settled
from toolkit.pages.readiness_words import effects, part_of, rating_words, said
from toolkit.pages.risk_state import page_number
from toolkit.pages.screen import Part
from toolkit.render.html import render

TEXTS = ("state", "note", "evidence", "reason", "still_true")


def aspect(state: ReadinessState, context: Context, work: ReadinessWork) -> list[Part]:
    """The statements of one aspect; one at a time if the reader prefers."""
    name, at = aspect_of(work, state.arg)
    statements = work.aspects[name]
    position = page_number(at, len(statements))
    shown = statements[position - 1 : position] if state.single else statements
    parts = [Part("top", _head(state, context, work, name, position == 1 or not state.single))]
    parts += [Part(f"q-{one.id}", question(state, context, work, one, statements.index(one) + 1)) for one in shown]
    return [*parts, Part("nav", _nav(state, context, work, name, position))]


def aspect_of(work: ReadinessWork, arg: str) -> tuple[str, str]:
    """The aspect and the place in it that an address names; the first aspect for one that is not there."""
    name, _, at = arg.partition("/")
    return (name, at) if name in work.aspects else (next(iter(work.aspects)), "")


def statement(state: ReadinessState, context: Context, work: ReadinessWork) -> list[Part]:
    """One statement alone: where other screens lead to."""
    one = work.statements.get(state.arg)
    if one is None:
        return aspect(state, context, work)
    number = work.aspects[one.aspect].index(one) + 1
    nav = render(context.interface.lang, "ready_alone.j2", aspect=one.aspect, sheet=state.is_sheet)
    head = _head(state, context, work, one.aspect, False)
    return [Part("top", head), Part(f"q-{one.id}", question(state, context, work, one, number)), Part("nav", nav)]


def _head(state: ReadinessState, context: Context, work: ReadinessWork, name: str, first: bool) -> str:
    dimension = work.dimension_of(name)
    here = work.aspects[name]
    every = work.content.statements
    return render(
        context.interface.lang,
        "ready_head.j2",
        dimension=dimension,
        title=work.aspect_titles.get(name, name),
        here={"done": work.done(here), "total": len(here)},
        done={"done": work.done(every), "total": len(every)},
        help=state.help,
        single=state.single,
        keys=state.keys,
        first=first,
        errors=state.errors,
    )


def _nav(state: ReadinessState, context: Context, work: ReadinessWork, name: str, at: int) -> str:
    names, count = list(work.aspects), len(work.aspects[name])
    place = names.index(name)
    following = f"aspect/{names[place + 1]}" if place + 1 < len(names) else ("tasks" if state.is_sheet else "check")
    return render(
        context.interface.lang,
        "ready_nav.j2",
        single=state.single and count > 1,
        at=at,
        count=count,
        before=f"aspect/{name}/{at - 1}" if at > 1 else "",
        after=f"aspect/{name}/{at + 1}" if at < count else "",
        following=following,
        last=place + 1 == len(names),
    )


def question(state: ReadinessState, context: Context, work: ReadinessWork, one: Statement, number: int) -> str:
    """One statement with its five described levels and everything that can be said about it."""
    key = f"rating/{one.id}"
    rating = work.own.get(one.id, Rating())
    opened = state.history_of == one.id
    return render(
        context.interface.lang,
        "ready_question.j2",
        one=one,
        number=number,
        scale=scale(state, one, key),
        values={part: state.values.get(f"{key}/{part}") or "" for part in TEXTS},
        revs={part: state.rev(f"{key}/{part}") for part in TEXTS},
        conflict=_conflict(state, context, one),
        out=rating.state is State.NA,
        reading=reading(context, one, state.help),
        own=_own_settings(state, work, one),
        before=previous(context, work, one) if settled(rating) else None,
        carried=bool(rating.evidence) and had_evidence(work, one),
        history=history_rows(context, state.history, partial(part_of, context), said) if opened else (),
        open_history=opened,
    )


def scale(state: ReadinessState, one: Statement, key: str) -> dict[str, Any]:
    """The levels with what is chosen; `bounds` are the ends of a range, None where it is none."""
    given = state.values.get(f"{key}/level")
    bounds = given if isinstance(given, list) else ([None, None] if given == RANGE else None)
    return {
        "key": f"{key}/level",
        "rev": state.rev(f"{key}/level"),
        "levels": [(int(level), text) for level, text in sorted(one.levels.items())],
        "value": RANGE if bounds is not None else str(given or ""),
        "bounds": [str(end or "") for end in [*bounds, None, None][:2]] if bounds is not None else None,
    }


def _conflict(state: ReadinessState, context: Context, one: Statement) -> dict[str, Any] | None:
    found = (conflict_of(state, context, key) for key in (f"rating/{one.id}", *own_keys(one)))
    return next((conflict for conflict in found if conflict), None)


def own_keys(one: Statement) -> tuple[str, str]:
    """The keys of what the agency decides about a statement: its target, and why it is not for release."""
    return f"target/rating/{one.id}", f"withhold/rating/{one.id}"


def _own_settings(state: ReadinessState, work: ReadinessWork, one: Statement) -> dict[str, Any] | None:
    """Target and release, which are the agency's to decide: not a respondent's."""
    if state.is_sheet:
        return None
    target, withhold = own_keys(one)
    return {
        "target": {"key": target, "value": state.values.get(target) or "", "rev": state.rev(target)},
        "withhold": {"key": withhold, "value": state.values.get(withhold) or "", "rev": state.rev(withhold)},
        "usual": work.content.target,
    }


def reading(context: Context, one: Statement, help_level: str) -> dict[str, Any]:
    """Why a statement is asked and what follows from it; `links` lead to reading pages where a server has them."""
    recommendations = {each.id: each.title for each in context.guides.recommendations}
    library = context.library
    return {
        "why": one.why,
        "evidence": one.evidence,
        "blocker": one.blocker,
        **effects(context, one),
        "address": context.address,
        "recommendations": [(name, recommendations.get(name, name)) for name in one.recommendations],
        "principles": [(name, library.principle(name).name) for name in one.principles],
        "risks": [library.item(name).title for name in one.items] if help_level == "advanced" else [],
        "source": one.source if help_level != "basic" else Source(kind="own"),
        "help": help_level,
    }


# ---------------------------------------------------------------- the year before


def before_of(work: ReadinessWork) -> Earlier | None:
    """The assessment before this one, as far as it is known."""
    name = work.state.values.get("meta/previous")
    record = work.state.linked.get(name) if isinstance(name, str) else None
    if record is None or record.questionnaire_id != READINESS:
        return None
    return earlier(record, work.content)


def had_evidence(work: ReadinessWork, one: Statement) -> bool:
    """Whether a statement had evidence last time, which somebody must confirm."""
    past = before_of(work)
    return past is not None and bool(past.taken.ratings.get(one.id, Rating()).evidence.strip())


def previous(context: Context, work: ReadinessWork, one: Statement) -> dict[str, Any] | None:
    """What was answered last time, to be shown only beside an answer of today, so that it leads nobody."""
    past = before_of(work)
    if past is None:
        return None
    mark = next((mark for mark in past.taken.marks if mark.id == one.id), None)
    if mark is None:
        return None
    words = rating_words(context, past.taken.ratings.get(one.id))
    day = context.interface.date(past.on) if past.on else ""
    return {"words": words, "day": day, "changed": not same(one.mark, mark)}
