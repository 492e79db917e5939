"""A room’s answers as records of the workshop’s owner: risks, readiness, workbook; each note says where it is from.

Only what was concluded is taken over, and what was made up stays a demo.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from toolkit.content import load_library
from toolkit.content.readiness import load_readiness
from toolkit.content.workbook import load_workbook
from toolkit.core.kept import READINESS, RISK, WORKBOOK, keyed, rating_values, reply_values
from toolkit.core.minutes import GroupAnswer, Record, assessment_of, rating_of, reply_of
from toolkit.core.minutes_kept import KeptMinutes, recorded
from toolkit.core.workshop import About, Kind
from toolkit.pages.answers import values_of
from toolkit.pages.minutes_question import day
from toolkit.pages.minutes_words import Told, apart
from toolkit.render.document import plain

FROM = "meta/workshop"
"""The key under which a record keeps the id of the workshop that it is from: by it, a second press finds the first."""

KINDS: Mapping[str, About] = {RISK: About.ITEM, READINESS: About.STATEMENT, WORKBOOK: About.QUESTION}
"""Kinds of records, and the questions whose answers go into them."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A record to be made: its kind, title and values, and which questions it is about."""

    kind: str
    title: str
    values: Mapping[str, Any]
    questionnaire: tuple[str, str, str]
    method: str
    demo: bool


def answers(kept: KeptMinutes, kind: str) -> tuple[tuple[Record, GroupAnswer], ...]:
    """The room’s answers that go into a kind of record, each with its question."""
    done, about = recorded(kept.minutes), KINDS[kind]
    found = ((one, one.answer) for one in kept.minutes.records if one.poll.id in done and one.poll.about is about)
    known = _known(kind)
    return tuple((one, given) for one, given in found if given is not None and one.poll.of in known)


def _known(kind: str) -> frozenset[str]:
    """The ids that the content still has."""
    if kind == RISK:
        return frozenset(one.id for one in load_library().items)
    if kind == READINESS:
        return frozenset(one.id for one in load_readiness().statements)
    return frozenset(one.id for one in load_workbook().questions)


def record(kept: KeptMinutes, kind: str, lang: str) -> Taken | None:
    """The record of a kind with its notes in a language; None where nothing was concluded that goes into it."""
    found = answers(kept, kind)
    if not found:
        return None
    told, title, demo = Told(kept, lang), kept.minutes.title, kept.minutes.demo
    notes = {one.poll.id: _note(told, given) for one, given in found}
    values: dict[str, Any] = {FROM: kept.minutes.workshop, "meta/summary": _summary(told, len(found))}
    if kind == RISK:
        values |= _risk(told, notes)
    else:
        for one, given in found:
            values |= _entry(one, given, notes[one.poll.id])
    return Taken(kind, title, values, _questionnaire(kind), kept.method, demo)


def _risk(told: Told, notes: Mapping[str, str]) -> dict[str, Any]:
    case, minutes = told.case, told.kept.minutes
    profile, facts = (case.profile, case.facts) if case else ({}, {})
    made = assessment_of(minutes, profile, facts, told.kept.method, notes)
    values = values_of(made)
    wanted = {f"item/{one.poll.of}/" for one in minutes.records if one.poll.id in notes}
    return {
        key: value for key, value in values.items() if not key.startswith("item/") or key.startswith(tuple(wanted))
    } | {FROM: minutes.workshop}


def _entry(one: Record, given: GroupAnswer, note: str) -> dict[str, Any]:
    if one.poll.about is About.STATEMENT:
        return keyed("rating", one.poll.of, rating_values(rating_of(given, note)))
    said = "\n".join(entry.text for entry in one.entries if entry.kind is not Kind.ACTION)
    return keyed("reply", one.poll.of, reply_values(reply_of(given, said, note)))


def _note(told: Told, given: GroupAnswer) -> str:
    """Where an answer is from, how many gave it in which round, and who did not share it."""
    spoken, minutes = told.tell.interface, told.kept.minutes
    place = spoken.say("Workshop “{title}”, {day}", title=minutes.title, day=day(told, told.kept.day))
    people = spoken.say_n("{number} answer", "{number} answers", given.voters)
    turn = told.gettext("round 1") if given.round == 1 else told.gettext("round 2")
    parts = [spoken.say("{place}: answer of the room, {round}, {people}.", place=place, round=turn, people=people)]
    names = [told.gettext("Likelihood"), told.gettext("Impact")] if given.about is About.ITEM else [""]
    for scale, name in enumerate(names):
        said = plain(apart(told, given, scale))
        parts += [f"{name}: {said}" if name else said] if said else []
    return " ".join(parts)


def _summary(told: Told, number: int) -> str:
    """What readers of the record must know first."""
    minutes = told.kept.minutes
    said = told.tell.interface.say_n(
        "{number} answer of the workshop “{title}” of {day}. It is a range from the lower to the upper median.",
        "{number} answers of the workshop “{title}” of {day}. Each is a range from the lower to the upper median.",
        number,
        title=minutes.title,
        day=day(told, told.kept.day),
    )
    made_up = told.gettext("It was about a training case: the system is made up.") if minutes.case else ""
    return f"{said} {made_up}".strip()


def _questionnaire(kind: str) -> tuple[str, str, str]:
    """Id, version and SHA-256 of the questions, as pages name them."""
    if kind == RISK:
        library = load_library()
        return library.questionnaire, library.version, library.sha256
    if kind == READINESS:
        readiness = load_readiness()
        return kind, readiness.version, readiness.sha256
    workbook = load_workbook()
    return kind, workbook.sha256[:12], workbook.sha256


def offered(kept: KeptMinutes) -> Iterator[tuple[str, int]]:
    """The kinds of records that can be made, and how many answers go into each."""
    for kind in KINDS:
        number = len(answers(kept, kind))
        if number:
            yield kind, number
