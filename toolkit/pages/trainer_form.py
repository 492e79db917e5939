"""From what a trainer pressed to what should happen in the room, or why it should not.

A press carries an id and what the page showed: the same press again is the same event, and one from a page that is
older than the room is refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from toolkit.core.workshop import CLOSED, OPEN, Choices, Entry, Kind, Moderated, Paper, Phase, Poll, Room, Verdict
from toolkit.core.workshop_desk import MOST_COUNTED
from toolkit.core.workshop_events import (
    Begin,
    Count,
    End,
    Inject,
    Moderate,
    Move,
    Present,
    Remove,
    Robots,
    Screen,
    Trainers,
    Void,
    Write,
)
from toolkit.core.workshop_results import reasons
from toolkit.pages.room import UNKNOWN

Given = Mapping[str, Sequence[str]]
"""What a form sent: field to values."""

ROBOTS = (10, 30, 80)
"""How many robots a rehearsal offers."""

MOST_MINUTES = 24 * 60
LONGEST_ROLE = 80
ROWS = 40
"""Rows of ballots on paper in one form."""


class Odd(StrEnum):
    """What is wrong with a press, before the room is asked."""

    STALE = "stale"
    """The page was older than the room."""
    NOTHING = "nothing"
    """It says nothing that could be done."""
    EMPTY = "empty"
    """A text is missing."""
    COUNT = "count"
    """A number of ballots is none, or a ballot has no answer."""
    COUNTED = "counted"
    """A number of people is none."""
    DAY = "day"
    """A day is none."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A press: its id, its fields, and the second in which it came."""

    id: str
    given: Given
    now: int

    def one(self, name: str) -> str:
        """The first value of a field, without blanks around it; empty where there is none."""
        return next(iter(self.given.get(name, ())), "").strip()

    def number(self, name: str, most: int) -> int | None:
        """A whole number from 0 to `most`, or None."""
        text = self.one(name)
        found = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else -1
        return found if 0 <= found <= most else None


def press_id(nonce: str, given: Given) -> str:
    """The id of a press: the same for the same press of the same page, another for any other press."""
    fields = {name: list(values) for name, values in given.items() if name not in ("_xsrf", "id")}
    return sha256(json.dumps([nonce, fields], sort_keys=True).encode()).hexdigest()[:24]


def event_of(room: Room, sent: Sent) -> Trainers | Odd:
    """The event that a press means in a room as it is now."""
    read = _READERS.get(sent.one("do"))
    return read(room, sent) if read else Odd.NOTHING


def events_of(room: Room, sent: Sent) -> tuple[Trainers, ...] | Odd:
    """The events that a press means: nearly always one, and one for each reason where several are shown together."""
    if sent.one("do") == "hear":
        return _hear(room, sent)
    event = event_of(room, sent)
    return event if isinstance(event, Odd) else (event,)


def _hear(room: Room, sent: Sent) -> tuple[Moderate, ...] | Odd:
    """The reasons that the page named are shown as they stand, but those about which was decided in the meantime."""
    there = {one.id for poll in room.setup.polls for one in reasons(room, poll.id) if one.moderated is None}
    named = [one for one in dict.fromkeys(sent.given.get("reason", ())) if one in there]
    shown = Moderated(Verdict.SHOWN)
    return tuple(Moderate(f"{sent.id}-{place}", one, shown) for place, one in enumerate(named)) or Odd.STALE


# ---------------------------------------------------------------- one reader for each kind of press


def _begin(_: Room, sent: Sent) -> Begin:
    return Begin(sent.id)


def _end(_: Room, sent: Sent) -> End:
    return End(sent.id)


def _move(room: Room, sent: Sent) -> Move | Odd:
    polls = tuple(sent.given.get("poll", ()))
    try:
        to, was = Phase(sent.one("to")), Phase(sent.one("was"))
    except ValueError:
        return Odd.NOTHING
    if sent.id not in room.seen and any(room.phase(one) is not was for one in polls):
        return Odd.STALE
    return Move(sent.id, polls, to)


def _focus(room: Room, sent: Sent) -> Screen | Odd:
    poll = sent.one("poll")
    return Screen(sent.id, focus=poll, blank=False, until=None if poll == room.focus else 0)


def _blank(_: Room, sent: Sent) -> Screen:
    return Screen(sent.id, blank=sent.one("blank") == "1")


def _timer(room: Room, sent: Sent) -> Screen | Odd:
    """Minutes from now; `more` adds them to what is left, and none stops the timer."""
    minutes = sent.number("minutes", MOST_MINUTES)
    if minutes is None:
        return Odd.NOTHING
    begin = max(room.until, sent.now) if sent.one("more") else sent.now
    return Screen(sent.id, until=begin + 60 * minutes if minutes else 0)


def _part(room: Room, sent: Sent) -> Screen | Odd:
    """Another part of the agenda begins, with its minutes."""
    part = sent.number("part", len(room.setup.agenda) - 1)
    was = sent.number("was", len(room.setup.agenda))
    if part is None:
        return Odd.NOTHING
    if sent.id not in room.seen and was != room.part:
        return Odd.STALE
    return Screen(sent.id, part=part, ends=sent.now + 60 * room.setup.agenda[part][1])


def _moderate(room: Room, sent: Sent) -> Moderate | Odd:
    """A decision about a reason that is there now; words that are the same as before are not kept twice."""
    found = [one for poll in room.setup.polls for one in reasons(room, poll.id) if one.id == sent.one("reason")]
    if not found:
        return Odd.STALE
    if sent.one("verdict") not in list(Verdict):
        return Odd.NOTHING
    text = sent.one("text")
    words = "" if text == found[0].text.strip() else text
    return Moderate(sent.id, found[0].id, Moderated(Verdict(sent.one("verdict")), words))


def _write(room: Room, sent: Sent) -> Write | Odd:
    name, kind, due = sent.one("entry") or sent.id, sent.one("kind"), sent.one("due")
    if kind not in list(Kind):
        return Odd.NOTHING
    if not sent.one("text"):
        return Odd.EMPTY
    if due and not _day(due):
        return Odd.DAY
    action = kind == Kind.ACTION
    role = sent.one("owner_role")[:LONGEST_ROLE] if action else ""
    return Write(sent.id, Entry(name, Kind(kind), sent.one("text"), sent.one("poll"), role, due if action else ""))


def _remove(_: Room, sent: Sent) -> Remove:
    return Remove(sent.id, sent.one("entry"))


def _void(room: Room, sent: Sent) -> Void | Odd:
    """The round that the page showed, and with it how many had answered: a page that is older throws nothing away."""
    number = sent.number("round", 2)
    if number and sent.id not in room.seen and sent.one("was") != str(room.phase(sent.one("poll"))):
        return Odd.STALE
    return Void(sent.id, sent.one("poll"), number) if number else Odd.NOTHING


def _present(_: Room, sent: Sent) -> Present | Odd:
    """How many people the trainer counts; an empty field is no count."""
    counted = sent.number("counted", MOST_COUNTED) if sent.one("counted") else 0
    return Odd.COUNTED if counted is None else Present(sent.id, counted=counted)


def _door(_: Room, sent: Sent) -> Present:
    return Present(sent.id, shut=sent.one("shut") == "1")


def _day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _inject(_: Room, sent: Sent) -> Inject:
    return Inject(sent.id, sent.one("inject"))


def _robots(_: Room, sent: Sent) -> Robots | Odd:
    number = sent.number("number", max(ROBOTS))
    return Odd.NOTHING if number is None else Robots(sent.id, number)


def _count(room: Room, sent: Sent) -> Count | Odd:
    """Ballots on paper of the round that the page showed."""
    poll, number = room.setup.poll(sent.one("poll")), sent.number("round", 2)
    if poll is None or not number:
        return Odd.NOTHING
    found: dict[Choices, int] = {}
    for row in range(ROWS):
        ballot = _ballot(poll, sent, row)
        if isinstance(ballot, Odd):
            return ballot
        for choices, count in ballot:
            found[choices] = found.get(choices, 0) + count
    return Count(sent.id, poll.id, number, tuple(found.items()))


def _ballot(poll: Poll, sent: Sent, row: int) -> Paper | Odd:
    """The ballots of one row of the form; none where the row is empty."""
    answers = [sent.one(f"c{row}-{scale}") for scale in range(len(poll.steps))]
    text = sent.one(f"n{row}")
    if text in ("", "0"):
        return ()
    count = sent.number(f"n{row}", ROWS * 100)
    if count is None or not all(answers):
        return Odd.COUNT
    return ((tuple(None if one == UNKNOWN else int(one) if one.isdigit() else 0 for one in answers), count),)


_READERS: Mapping[str, Callable[[Room, Sent], Trainers | Odd]] = {
    "begin": _begin,
    "end": _end,
    "move": _move,
    "focus": _focus,
    "blank": _blank,
    "timer": _timer,
    "part": _part,
    "moderate": _moderate,
    "write": _write,
    "inject": _inject,
    "robots": _robots,
    "count": _count,
    "remove": _remove,
    "void": _void,
    "present": _present,
    "door": _door,
}


def counted(room: Room) -> int:
    """The round into which ballots on paper of the question in focus can be entered now; 0 where there is none."""
    phase = room.phase(room.focus)
    known = room.setup.poll(room.focus) is not None
    return (OPEN.get(phase) or CLOSED.get(phase) or 0) if known else 0
