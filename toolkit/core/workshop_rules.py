"""What becomes of a room when something happens: nothing is lost, nothing counts twice.

`happen` is pure; time comes with the events. What is refused changes nothing and says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from toolkit.core.workshop import CLOSED, MOVES, OPEN, Cast, Identity, Person, Phase, Room, Stage
from toolkit.core.workshop_events import (
    Begin,
    Count,
    End,
    Event,
    Inject,
    Join,
    Moderate,
    Move,
    Refusal,
    Robots,
    Screen,
    Trainers,
    Vote,
    Write,
)

MOST_NAME, MOST_REASON, MOST_TEXT = 40, 140, 2000
"""Characters of a name, of a reason with a vote, and of what a trainer writes down."""

MOST_PAPER = 500
"""Ballots on paper in one round."""

MOST_ROBOTS = 400
"""Robots in one rehearsal."""

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
    after = _trainer(room, event)
    if isinstance(after, Refusal):
        return room, after
    return replace(after, seen=room.seen | {event.id}), None


# ---------------------------------------------------------------- joining


def _join(room: Room, event: Join) -> tuple[Room, Refusal | None]:
    person = event.person
    if room.setup.identity is Identity.ANONYMOUS:
        person = replace(person, name="")
    person = replace(person, name=" ".join(person.name.split()))
    refusal = _unwelcome(room, person)
    return (room, refusal) if refusal else (replace(room, people={**room.people, person.id: person}), None)


def _unwelcome(room: Room, person: Person) -> Refusal | None:
    others = {one.name.casefold() for one in room.people.values() if one.id != person.id and one.name}
    groups = {one.id for one in room.setup.groups}
    if room.stage is Stage.ENDED:
        return Refusal.ENDED
    if person.id not in room.people and len(room.people) >= room.setup.most_people:
        return Refusal.FULL
    if room.setup.identity is not Identity.ANONYMOUS and not person.name:
        return Refusal.NO_NAME
    if len(person.name) > MOST_NAME:
        return Refusal.TOO_LONG
    if person.name.casefold() in others:
        return Refusal.NAME_TAKEN
    return Refusal.NO_GROUP if person.group not in (groups or {""}) else None


# ---------------------------------------------------------------- voting


def _vote(room: Room, event: Vote) -> tuple[Room, Refusal | None]:
    cell = room.cast(event.poll, event.round)
    before = cell.get(event.person)
    if before and event.id in before.sent:
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
    if OPEN.get(room.phase(event.poll)) != event.round:
        return Refusal.TOO_LATE if event.round in _begun(room.phase(event.poll)) else Refusal.NOT_OPEN
    if len(event.reason.strip()) > MOST_REASON:
        return Refusal.TOO_LONG
    return None if poll.fits(event.choices) else Refusal.NO_ANSWER


def _begun(phase: Phase) -> tuple[int, ...]:
    """The rounds that have been open up to a phase."""
    order = list(Phase)
    if phase in (Phase.WAITING, Phase.SKIPPED):
        return ()
    return (1, 2) if order.index(phase) >= order.index(Phase.SECOND) else (1,)


# ---------------------------------------------------------------- running it


def _trainer(room: Room, event: Trainers) -> Room | Refusal:
    after: Room | Refusal
    match event:
        case Begin():
            after = replace(room, stage=Stage.RUNNING)
        case End():
            after = _end(room)
        case Move():
            after = _move(room, event)
        case Count():
            after = _count(room, event)
        case Moderate():
            after = _moderate(room, event)
        case Write():
            after = _write(room, event)
        case Inject():
            after = _inject(room, event)
        case Screen():
            after = _screen(room, event)
        case Robots():
            after = _robots(room, event)
    return after


def _end(room: Room) -> Room:
    """Open rounds close, so that nothing stays half open; what was not shown stays unseen."""
    after = {Phase.FIRST: Phase.FIRST_CLOSED, Phase.SECOND: Phase.SECOND_CLOSED}
    phases = {name: after.get(phase, phase) for name, phase in room.phases.items()}
    return replace(room, stage=Stage.ENDED, phases=phases, until=0)


def _move(room: Room, event: Move) -> Room | Refusal:
    if room.stage is Stage.LOBBY:
        return Refusal.NOT_BEGUN
    if not event.polls or any(room.setup.poll(name) is None for name in event.polls):
        return Refusal.NO_QUESTION
    if any(event.to not in MOVES[room.phase(name)] for name in event.polls):
        return Refusal.NOT_NOW
    phases: Mapping[str, Phase] = {**room.phases, **dict.fromkeys(event.polls, event.to)}
    return replace(room, phases=phases, focus=event.polls[0], until=0)


def _count(room: Room, event: Count) -> Room | Refusal:
    poll, phase = room.setup.poll(event.poll), room.phase(event.poll)
    if poll is None:
        return Refusal.NO_QUESTION
    if event.round not in (OPEN.get(phase), CLOSED.get(phase)):
        return Refusal.SHOWN if event.round in _begun(phase) else Refusal.NOT_OPEN
    if any(not poll.fits(choices) or count < 0 for choices, count in event.ballots):
        return Refusal.NO_ANSWER
    if sum(count for _, count in event.ballots) > MOST_PAPER:
        return Refusal.TOO_MANY
    return replace(room, paper={**room.paper, (event.poll, event.round): event.ballots})


def _moderate(room: Room, event: Moderate) -> Room | Refusal:
    if len(event.decision.text) > MOST_TEXT:
        return Refusal.TOO_LONG
    return replace(room, moderated={**room.moderated, event.reason: event.decision})


def _write(room: Room, event: Write) -> Room | Refusal:
    entry = event.entry
    if not entry.text.strip():
        return Refusal.EMPTY
    if len(entry.text) > MOST_TEXT:
        return Refusal.TOO_LONG
    if entry.poll and room.setup.poll(entry.poll) is None:
        return Refusal.NO_QUESTION
    known = [one.id for one in room.entries]
    if entry.id in known:
        return replace(room, entries=tuple(entry if one.id == entry.id else one for one in room.entries))
    return replace(room, entries=(*room.entries, entry))


def _inject(room: Room, event: Inject) -> Room | Refusal:
    if event.inject not in room.setup.injects:
        return Refusal.NO_INJECT
    return room if event.inject in room.injects else replace(room, injects=(*room.injects, event.inject))


def _screen(room: Room, event: Screen) -> Room | Refusal:
    if event.focus and room.setup.poll(event.focus) is None:
        return Refusal.NO_QUESTION
    if not 0 <= event.part <= max(0, len(room.setup.agenda) - 1) or min(event.until, event.ends) < 0:
        return Refusal.NOT_NOW
    looks = replace(room, focus=event.focus, blank=event.blank)
    return replace(looks, part=event.part, until=event.until, ends=event.ends)


def _robots(room: Room, event: Robots) -> Room | Refusal:
    if not room.setup.demo:
        return Refusal.NO_REHEARSAL
    if not 0 <= event.number <= MOST_ROBOTS:
        return Refusal.TOO_MANY
    return replace(room, robots=max(room.robots, event.number))
