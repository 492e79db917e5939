"""What the readiness page says of stages, levels, people and changes: words, never a grade."""

from __future__ import annotations

from typing import Any

from toolkit.core.method import Interval
from toolkit.core.readiness import Result, Standing
from toolkit.core.responses import State
from toolkit.core.statements import Rating, Statement, known, left_out, span
from toolkit.pages.conflicts import in_words
from toolkit.pages.desk import Context
from toolkit.pages.readiness_state import MAIN, Person, ReadinessWork
from toolkit.pages.reading_labels import role_name

PARTS = {
    "level": "Level",
    "state": "Does it apply",
    "reason": "Reason",
    "note": "Note",
    "evidence": "Evidence",
    "still_true": "Still true",
    "comment": "What was said",
}
IMPORTANCE = {1: "Helpful", 2: "Important", 3: "Very important"}
EFFORT = {1: "Small: within a month", 2: "Medium: within half a year", 3: "Large: longer, or costly"}
REQUIRED = {
    1: "Stage 1: every agency that thinks about AI needs it.",
    2: "Stage 2: needed before AI is developed or bought.",
    3: "Stage 3: needed before AI is used on cases.",
    4: "Stage 4: needed to show with figures that it works.",
    5: "Stage 5: needed to learn and to lead.",
}
"""Words for numbers in the content; `messages` lists them for the translators."""


def stage_words(context: Context, stage: Interval | None, open_: int) -> str:
    """A stage as an interval in words; `open_` is how many open answers keep its ends apart."""
    _, say_n = context.interface.gettext, context.interface.say_n
    if stage is None:
        return _("no statement applies")
    if stage.determined:
        return _("before stage 1") if stage.lo == 0 else context.interface.say("stage {stage}", stage=stage.lo)
    if stage.lo == 0:
        return say_n(
            "between the start and stage {high}: {number} answer is open",
            "between the start and stage {high}: {number} answers are open",
            open_,
            high=stage.hi,
        )
    return say_n(
        "between stage {low} and stage {high}: {number} answer is open",
        "between stage {low} and stage {high}: {number} answers are open",
        open_,
        low=stage.lo,
        high=stage.hi,
    )


def stage_meanings(context: Context) -> list[str]:
    """What each of the five stages is for."""
    return [context.interface.gettext(REQUIRED[stage]) for stage in sorted(REQUIRED)]


def open_answers(result: Result) -> int:
    """How many open answers can move the overall stage: those of the dimensions that can be the lowest."""
    return sum(len(result.standings[name].open_) for name in result.weakest)


def gap_words(context: Context, standing: Standing) -> str:
    """What lies between a dimension and what the agency aims at."""
    say_n, gap = context.interface.say_n, standing.gap
    if gap is None:
        return ""
    if gap.hi == 0:
        return context.interface.gettext("The target is reached.")
    if gap.lo == 0:
        return say_n("At most {number} stage below the target.", "At most {number} stages below the target.", gap.hi)
    if gap.determined:
        return say_n("{number} stage below the target.", "{number} stages below the target.", gap.lo)
    return context.interface.say("{low} to {high} stages below the target.", low=gap.lo, high=gap.hi)


def rating_words(context: Context, rating: Rating | None) -> str:
    """An answer in a few words."""
    _, say = context.interface.gettext, context.interface.say
    if rating is None or rating.state is State.SKIPPED:
        return _("Not answered")
    if rating.state is State.NA:
        return say("Does not apply: {reason}", reason=rating.reason) if left_out(rating) else _("Reason missing")
    if not known(rating):
        return _("Restricted") if rating.state is State.WITHHELD else _("I don’t know")
    return span_words(context, span(rating))


def span_words(context: Context, levels: Interval) -> str:
    """A level or a range of levels."""
    if levels.determined:
        return context.interface.say("level {level}", level=levels.lo)
    return context.interface.say("level {low} to {high}", low=levels.lo, high=levels.hi)


def person_name(context: Context, person: Person) -> str:
    """How somebody is called on the owner's screens."""
    role = role_name(context.interface, person.role)
    if person.name and role:
        return f"{context.interface.isolated(person.name)} ({role})"
    return person.name or role or context.interface.gettext("Somebody")


def shown_name(context: Context, work: ReadinessWork, who: str) -> str:
    """How a respondent is called beside an answer, as far as the owner chose to say it."""
    _, chosen = context.interface.gettext, work.state.values.get("meta/votes") or "names"
    if who == MAIN:
        return _("Owner of this assessment")
    person = next((one for one in work.people if one.id == who), None)
    if person is None:
        return _("Somebody")
    if chosen == "roles":
        return role_name(context.interface, person.role) or _("Somebody")
    return person_name(context, person)


def effects(context: Context, statement: Statement) -> dict[str, str]:
    """What a statement's numbers mean, in words."""
    _ = context.interface.gettext
    return {
        "required": _(REQUIRED[statement.required_at]),
        "importance": _(IMPORTANCE[statement.importance]),
        "effort": _(EFFORT[statement.effort]),
    }


def part_of(context: Context, key: str) -> str:
    """What a stored key of a statement is called."""
    part = key.rpartition("/")[2]
    return context.interface.gettext(PARTS[part]) if part in PARTS else key


def said(context: Context, key: str, value: Any) -> str:
    """A stored answer as a person gave it."""
    if value == State.NA:
        return context.interface.gettext("Does not apply")
    if isinstance(value, list) and all(isinstance(one, int) for one in value) and len(value) == 2:
        return "–".join(str(one) for one in value)
    return in_words(context, "", value)
