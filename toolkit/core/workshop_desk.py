"""What becomes of a room when a trainer presses something; `toolkit.core.workshop_rules.happen` asks for it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from toolkit.core.anonymity import LEAST
from toolkit.core.workshop import CLOSED, MOVES, OPEN, Phase, Room, Stage
from toolkit.core.workshop_events import (
    Begin,
    Count,
    End,
    Inject,
    Moderate,
    Move,
    Present,
    Refusal,
    Remove,
    Robots,
    Screen,
    Trainers,
    Void,
    Write,
)
from toolkit.core.workshop_past import Mended, Past, Voided

MOST_TEXT = 2000
"""Characters of what a trainer writes down."""

MOST_PAPER = 500
"""Ballots on paper in one round."""

MOST_COUNTED = 5000
"""People whom a trainer can count."""

MOST_ROBOTS = 400
"""Robots in one rehearsal."""

BEFORE = {1: Phase.WAITING, 2: Phase.DISCUSSION}
"""Where a question goes back to when the answers of a round are thrown away."""


def pressed(room: Room, event: Trainers) -> Room | Refusal:
    """The room after what a trainer did, or why it did not happen."""
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
        case Remove():
            after = _remove(room, event)
        case Void():
            after = _void(room, event)
        case _:
            after = _beside(room, event)
    return after


def _beside(room: Room, event: Inject | Screen | Robots | Present) -> Room | Refusal:
    """What happens beside the questions."""
    after: Room | Refusal
    match event:
        case Inject():
            after = _inject(room, event)
        case Present():
            after = _present(room, event)
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
    return replace(_read(room, event.polls), phases=phases, focus=event.polls[0], until=0)


def _read(room: Room, polls: Iterable[str]) -> Room:
    """Remember which reasons trainers could read in rounds that were closed and go on."""
    cells = [(poll, number) for poll in polls if (number := CLOSED.get(room.phase(poll), 0))]
    return replace(
        room, past=replace(room.past, read={**room.past.read, **{cell: heard(room, *cell) for cell in cells}})
    )


def heard(room: Room, poll: str, number: int) -> frozenset[tuple[str, str]]:
    """The reasons of a closed round that trainers may read, each with whose it is.

    Where a round opened again after they could read some, and few changed or came since, they read what they did: from
    the difference they would know whose it is.
    """
    now = frozenset((who, cast.reason) for who, cast in room.cast(poll, number).items() if cast.reason)
    before = room.past.read.get((poll, number), now)
    changed = {who for who, _ in now ^ before}
    return before if len(changed) < max(room.setup.least, LEAST) else now


def _count(room: Room, event: Count) -> Room | Refusal:
    poll, phase = room.setup.poll(event.poll), room.phase(event.poll)
    if poll is None:
        return Refusal.NO_QUESTION
    if event.round not in (OPEN.get(phase), CLOSED.get(phase)):
        return Refusal.SHOWN if event.round in begun(phase) else Refusal.NOT_OPEN
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
    before = next((one for one in room.entries if one.id == entry.id), None)
    if before is None:
        return replace(room, entries=(*room.entries, entry))
    if before == entry:
        return room
    entries = tuple(entry if one.id == entry.id else one for one in room.entries)
    return replace(room, entries=entries, past=_mended(room, Mended(before.kind, before.poll, removed=False)))


def _mended(room: Room, one: Mended) -> Past:
    return replace(room.past, mended=(*room.past.mended, one))


def _remove(room: Room, event: Remove) -> Room | Refusal:
    before = next((one for one in room.entries if one.id == event.entry), None)
    if before is None:
        return Refusal.NO_ENTRY
    entries = tuple(one for one in room.entries if one.id != event.entry)
    return replace(room, entries=entries, past=_mended(room, Mended(before.kind, before.poll, removed=True)))


def _void(room: Room, event: Void) -> Room | Refusal:
    """Back to before the round."""
    cell, phase = (event.poll, event.round), room.phase(event.poll)
    if room.setup.poll(event.poll) is None:
        return Refusal.NO_QUESTION
    if event.round not in (OPEN.get(phase), CLOSED.get(phase)):
        return Refusal.SHOWN if event.round in begun(phase) else Refusal.NOT_OPEN
    back = {who: cells - {cell} for who, cells in room.past.back.items()}
    read = {key: given for key, given in room.past.read.items() if key != cell}
    sent = {(who, name) for who, cast in room.cast(*cell).items() for name in cast.sent}
    thrown, gone = Voided(event.poll, event.round, room.voters(*cell)), room.past.gone | sent
    return replace(
        room,
        votes={key: cast for key, cast in room.votes.items() if key != cell},
        paper={key: written for key, written in room.paper.items() if key != cell},
        phases={**room.phases, event.poll: BEFORE[event.round]},
        past=replace(room.past, voided=(*room.past.voided, thrown), back=back, read=read, gone=gone),
        until=0,
    )


def _present(room: Room, event: Present) -> Room | Refusal:
    past = room.past
    counted = past.counted if event.counted is None else event.counted
    if not 0 <= counted <= MOST_COUNTED:
        return Refusal.TOO_MANY
    return replace(room, past=replace(past, counted=counted, shut=past.shut if event.shut is None else event.shut))


def _inject(room: Room, event: Inject) -> Room | Refusal:
    if event.inject not in room.setup.injects:
        return Refusal.NO_INJECT
    return room if event.inject in room.injects else replace(room, injects=(*room.injects, event.inject))


def _screen(room: Room, event: Screen) -> Room | Refusal:
    if event.focus and room.setup.poll(event.focus) is None:
        return Refusal.NO_QUESTION
    names = ("focus", "blank", "part", "until", "ends")
    after = replace(room, **{name: given for name in names if (given := getattr(event, name)) is not None})
    if not 0 <= after.part <= max(0, len(room.setup.agenda) - 1) or min(after.until, after.ends) < 0:
        return Refusal.NOT_NOW
    return after


def _robots(room: Room, event: Robots) -> Room | Refusal:
    if not room.setup.demo:
        return Refusal.NO_REHEARSAL
    if not 0 <= event.number <= MOST_ROBOTS:
        return Refusal.TOO_MANY
    return replace(room, robots=max(room.robots, event.number))


def begun(phase: Phase) -> tuple[int, ...]:
    """The rounds that have been open up to a phase."""
    order = list(Phase)
    if phase in (Phase.WAITING, Phase.SKIPPED):
        return ()
    return (1, 2) if order.index(phase) >= order.index(Phase.SECOND) else (1,)
