"""The comparison with the year before, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from toolkit.content.interface import Interface
from toolkit.core.method import Interval
from toolkit.core.readiness_change import OF_CONTENT, Change, Moved, Way
from toolkit.core.responses import State
from toolkit.core.statements import Rating
from toolkit.pages.desk import Context
from toolkit.pages.readiness_compare import CompareWork
from toolkit.pages.readiness_state import ReadinessState, ReadinessWork
from toolkit.pages.screen import Part
from toolkit.render.html import mark_language, render

CHANGES = {
    Change.DOWN: "Lower than before",
    Change.LOST: "Known then, not known now",
    Change.UP: "Higher than before",
    Change.RESOLVED: "Not known then, known now",
    Change.APPLIES: "Applies now and did not, or the other way round",
    Change.UNCLEAR: "Not clear: a range, or nothing known both times",
    Change.REWORDED: "The question was reworded",
    Change.NEW: "The question is new",
    Change.GONE: "The question is gone",
    Change.SAME: "The same as before",
}
FOLDED = frozenset({Change.SAME, Change.UNCLEAR})
STEPS = {
    "before": "Reported then",
    "common_before": "The same answers, on the questions that both have",
    "resolved": "With the answers that were open then",
    "common_after": "With the answers of now, on the same questions",
    "after": "With every question of now",
}
"""The way from then to now; each step differs from the one above for one reason only."""

REASONS = {
    "common_before": "The questions changed.",
    "resolved": "More is known than then.",
    "common_after": "The agency changed.",
    "after": "New and reworded questions.",
}

STATES = {
    State.UNKNOWN: "Not known",
    State.SKIPPED: "Not answered",
    State.WITHHELD: "Known, but not written down here",
}


def stage_words(interface: Interface, stage: Interval | None) -> str:
    """A stage in words; a range says so, and 0 is what lies below the first stage."""
    if stage is None:
        return interface.gettext("No statement applies")
    if stage.lo != stage.hi and not stage.lo:
        return interface.say("Between the start and stage {high}", high=stage.hi)
    if stage.lo != stage.hi:
        return interface.say("Between stage {low} and stage {high}", low=stage.lo, high=stage.hi)
    return interface.say("Stage {stage}", stage=stage.lo) if stage.lo else interface.gettext("Before stage 1")


def real_words(interface: Interface, way: Way) -> str:
    """By how much the agency moved on the same questions, in one sentence."""
    real = way.real
    if real is None:
        return interface.gettext("No question that applies is the same in both, so nothing can be compared here.")
    low, high = real.lo, real.hi
    if low == high == 0:
        return interface.gettext("On the same questions, the stage is the same.")
    if low == high:
        return _moved(interface, low)
    if low >= 0 or high <= 0:
        return _perhaps(interface, low, high)
    return interface.say(
        "On the same questions, open answers leave it unclear: from {down} lower to {up} higher.",
        down=_stages(interface, -low),
        up=_stages(interface, high),
    )


def _moved(interface: Interface, by: int) -> str:
    stages = _stages(interface, abs(by))
    if by > 0:
        return interface.say("On the same questions, the agency stands {stages} higher.", stages=stages)
    return interface.say("On the same questions, the agency stands {stages} lower.", stages=stages)


def _perhaps(interface: Interface, low: int, high: int) -> str:
    """One direction, and how far is open; nothing may have moved where one end is 0."""
    near, far = sorted((abs(low), abs(high)))
    values = {"near": _stages(interface, near), "far": _stages(interface, far)}
    if high > 0 and near:
        return interface.say(
            "On the same questions, the agency stands at least {near} and at most {far} higher.", **values
        )
    if high > 0:
        return interface.say("On the same questions, the agency stands as before or up to {far} higher.", **values)
    if near:
        return interface.say(
            "On the same questions, the agency stands at least {near} and at most {far} lower.", **values
        )
    return interface.say("On the same questions, the agency stands as before or up to {far} lower.", **values)


def _stages(interface: Interface, number: int) -> str:
    return interface.say_n("{number} stage", "{number} stages", number)


def compare(state: ReadinessState, context: Context, work: ReadinessWork) -> list[Part]:
    """The screen: each dimension's way, then what became of each statement, then the finished actions."""
    both = CompareWork(state, context, work)
    found, spoken = both.found, context.interface
    html = render(
        spoken.lang,
        "compare.j2",
        record=state.record,
        previous=both.previous,
        wanted=bool(state.values.get("meta/previous")),
        found=found,
        not_opened=work.waiting,
        on=spoken.date(both.before.on) if both.before and both.before.on else "",
        stricter=bool(both.before and both.before.theta and both.before.theta != both.theta),
        counts=_counts(both, spoken),
        ways=[_way(context, name, way) for name, way in found.ways.items()] if found else [],
        groups=[_group(both, change, rows) for change, rows in both.groups.items()],
        waiting=[_ask(both, name) for name in sorted(both.waiting)],
        unsaid=[_ask(both, name) for name in sorted(both.unsaid)],
        closed=[_closed(both, one) for one in both.closed],
    )
    return [Part("compare", html)]


def _counts(both: CompareWork, spoken: Interface) -> Mapping[str, list[dict[str, Any]]]:
    rows = [(change, len(moved)) for change, moved in both.groups.items()]
    return {
        name: [{"label": spoken.gettext(CHANGES[c]), "number": n} for c, n in rows if (c in OF_CONTENT) is content]
        for name, content in (("agency", False), ("content", True))
    }


def _way(context: Context, name: str, way: Way) -> dict[str, Any]:
    spoken = context.interface
    titles = {one.id: one.title for one in context.readiness.dimensions}
    stages = [stage_words(spoken, getattr(way, part)) for part in STEPS]
    rows = [
        {
            "label": spoken.gettext(STEPS[part]),
            "stage": stage,
            "why": spoken.gettext(REASONS[part]) if number and stage != stages[number - 1] else "",
        }
        for number, (part, stage) in enumerate(zip(STEPS, stages, strict=True))
    ]
    title = context.mark(titles.get(name, name))
    still = stages[0] if len(set(stages)) == 1 else ""
    return {"id": name, "title": title, "real": real_words(spoken, way), "rows": rows, "still": still}


def _group(both: CompareWork, change: Change, moved: tuple[Moved, ...]) -> dict[str, Any]:
    return {
        "id": str(change),
        "title": both.context.interface.gettext(CHANGES[change]),
        "folded": change in FOLDED,
        "rows": [_row(both, one) for one in moved],
    }


def _row(both: CompareWork, one: Moved) -> dict[str, Any]:
    gone, new = one.change is Change.GONE, one.change is Change.NEW
    return {
        "text": _marked(both, one.statement),
        "then": "" if new else _rating(both, one, one.before, then=True),
        "now": "" if gone else _rating(both, one, one.after, then=False),
        "old_words": both.before.wording.get(one.statement, "")
        if both.before and one.change is Change.REWORDED
        else "",
        "evidence": one.after.evidence,
        "note": one.after.note,
        "still": _still(one) if one.before.evidence.strip() else "",
        "served": [action.title for action in both.served(one.statement)],
    }


def _still(one: Moved) -> str:
    return "unsaid" if one.still_true is None else "yes" if one.still_true else "no"


def _ask(both: CompareWork, name: str) -> dict[str, Any]:
    """A statement with the way to answer it, while that can be done."""
    screen = "differences" if both.work.apart else "statement"
    return {"text": _marked(both, name), "route": "" if both.state.fixed else f"{screen}/{name}"}


def _marked(both: CompareWork, name: str) -> Markup:
    text, lang = both.text(name)
    spoken = both.context.interface.lang
    return both.context.mark(text) if not lang else mark_language(text, spoken, [text] if lang == spoken else [])


def _rating(both: CompareWork, one: Moved, rating: Rating, *, then: bool) -> Markup | str:
    """An answer in words; what a level of a reworded question said is no longer known."""
    spoken, level = both.context.interface, rating.level
    if rating.state is State.NA:
        return spoken.say("Does not apply: {reason}", reason=rating.reason or "–")
    if rating.state not in (State.ANSWERED, State.RANGE) or level is None:
        return spoken.gettext(STATES.get(rating.state, "Not answered"))
    if level.lo != level.hi:
        return spoken.say("Between level {low} and level {high}", low=level.lo, high=level.hi)
    words = both.statements.get(one.statement)
    number = spoken.say("Level {level}", level=level.lo)
    if words is None or one.change is Change.GONE or (then and one.change is Change.REWORDED):
        return number
    return Markup("{}: {}").format(number, both.context.mark(words.levels[str(level.lo)]))


def _closed(both: CompareWork, one: Any) -> dict[str, Any]:
    spoken = both.context.interface
    rows = [{"text": _marked(both, x.statement), "change": spoken.gettext(CHANGES[x.change])} for x in one.statements]
    return {"title": one.title, "finished": one.finished, "helped": one.helped, "rows": rows}
