"""What becomes of a room when something happens: nothing is lost, nothing counts twice.

`happen` is pure; time comes with the events. What is refused changes nothing and says why.
"""

from __future__ import annotations

from dataclasses import replace
from unicodedata import category, normalize

from toolkit.core.workshop import OPEN, Cast, Identity, Person, Poll, Room, Stage
from toolkit.core.workshop_desk import begun, pressed
from toolkit.core.workshop_events import Event, Join, Refusal, Vote

MOST_NAME, MOST_REASON = 40, 140
"""Characters of a name, and of a reason with a vote."""

JOINERS = "\u200c\u200d"
"""They shape letters of some scripts and pictures of several people."""

UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Kinds of characters that nobody sees."""

MOST_CHANGES = 100
"""How often one person can answer one question in one round: enough for doubt, too few to fill a disk."""


def allowed(event: Event, person: str) -> bool:
    """Whether somebody in the room may send an event: only their own joining and their own votes."""
    match event:
        case Join():
            return event.person.id == person
        case Vote():
            return event.person == person
    return False


def happen(room: Room, event: Event) -> tuple[Room, Refusal | None]:
    """The room after an event, or the same room and why it did not happen; a second time changes nothing."""
    if isinstance(event, Join):
        return _join(room, event)
    if isinstance(event, Vote):
        return _vote(room, event)
    if event.id in room.seen:
        return room, None
    if room.stage is Stage.ENDED:
        return room, Refusal.ENDED
    after = pressed(room, event)
    if isinstance(after, Refusal):
        return room, after
    return replace(after, seen=room.seen | {event.id}), None


# ---------------------------------------------------------------- joining


def _join(room: Room, event: Join) -> tuple[Room, Refusal | None]:
    person = event.person
    if room.setup.identity is Identity.ANONYMOUS:
        person = replace(person, name="")
    person = replace(person, name=" ".join(_written(person.name).split()))
    refusal = _unwelcome(room, person)
    if refusal:
        return room, refusal
    after = replace(room, people={**room.people, person.id: person})
    if person.again and person.id not in room.people:
        # Whatever anybody has answered, the page that was lost may have answered too.
        back = {**room.past.back, person.id: frozenset(room.votes)}
        after = replace(after, past=replace(room.past, back=back))
    return after, None


def _written(name: str) -> str:
    """A name without what turns the direction of its surroundings or cannot be seen, but for joiners of letters."""
    return "".join(one for one in name if one in JOINERS or one.isspace() or category(one) not in UNSEEN)


def _read(name: str) -> str:
    """What a name looks like to whoever compares two; empty where there is nothing to see."""
    seen = "".join(one for one in normalize("NFKC", name) if category(one) not in UNSEEN).casefold()
    return seen if any(category(one)[0] in "LNPS" for one in seen) else ""


def _unwelcome(room: Room, person: Person) -> Refusal | None:
    others = {_read(one.name) for one in room.people.values() if one.id != person.id and one.name}
    groups = {one.id for one in room.setup.groups}
    if room.stage is Stage.ENDED:
        return Refusal.ENDED
    if person.id not in room.people and (room.past.shut or len(room.people) >= room.setup.most_people):
        return Refusal.SHUT if room.past.shut else Refusal.FULL
    if room.setup.identity is not Identity.ANONYMOUS and not _read(person.name):
        return Refusal.NO_NAME
    if len(person.name) > MOST_NAME:
        return Refusal.TOO_LONG
    if _read(person.name) in others:
        return Refusal.NAME_TAKEN
    return Refusal.NO_GROUP if person.group not in (groups or {""}) else None


# ---------------------------------------------------------------- voting


def _vote(room: Room, event: Vote) -> tuple[Room, Refusal | None]:
    cell = room.cast(event.poll, event.round)
    before = cell.get(event.person)
    if (before and event.id in before.sent) or (event.person, event.id) in room.past.gone:
        return room, None
    refusal = unheard(room, event)
    if before and len(before.sent) >= MOST_CHANGES:
        refusal = refusal or Refusal.TOO_MANY
    if refusal:
        return room, refusal
    sent = (*(before.sent if before else ()), event.id)
    cast = Cast(event.choices, event.reason.strip(), room.people[event.person].group, sent)
    return replace(room, votes={**room.votes, (event.poll, event.round): {**cell, event.person: cast}}), None


def unheard(room: Room, event: Vote) -> Refusal | None:
    """Why a vote cannot count now, or None; looks at nobody else’s vote."""
    poll = room.setup.poll(event.poll)
    if room.stage is Stage.ENDED:
        return Refusal.ENDED
    if event.person not in room.people:
        return Refusal.NOT_IN_ROOM
    if poll is None:
        return Refusal.NO_QUESTION
    return _unopened(room, event) or _unfit(poll, event)


def _unopened(room: Room, event: Vote) -> Refusal | None:
    if OPEN.get(room.phase(event.poll)) != event.round:
        return Refusal.TOO_LATE if event.round in begun(room.phase(event.poll)) else Refusal.NOT_OPEN
    if (event.poll, event.round) in room.past.back.get(event.person, ()):
        return Refusal.CAME_BACK
    return None


def _unfit(poll: Poll, event: Vote) -> Refusal | None:
    if len(event.reason.strip()) > MOST_REASON:
        return Refusal.TOO_LONG
    return None if poll.fits(event.choices) else Refusal.NO_ANSWER
