"""Who may see what of a workshop, and when: the phone, the big screen, and the trainer’s own page, as data.

While a round is private these depend on how many answered, and never on what anybody answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from toolkit.core.agreement import Standpoint
from toolkit.core.group_answer import Shift
from toolkit.core.workshop import MOVES, OPEN, Choices, Entry, Measures, Phase, Poll, Room, Stage
from toolkit.core.workshop_results import Reason, Result, movement, ranking, reasons, released, result, rounds_shown


@dataclass(frozen=True, slots=True)
class Line:
    """An open question on somebody’s phone: their own answer in this round, and their own in the first one."""

    poll: str
    round: int
    own: Choices | None
    reason: str
    first: Choices | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the room may see of a question: results of its rounds, movement, reasons that were released."""

    poll: str
    phase: Phase
    results: tuple[Result, ...]
    shifts: tuple[Shift, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BallotView:
    """What one person in the room sees: their own answers, and what the room has been shown. Never another’s vote."""

    stage: Stage
    title: str
    name: str
    group: str
    lang: str
    lines: tuple[Line, ...]
    waiting: int
    outcome: Outcome | None
    injects: tuple[str, ...]
    demo: bool


def ballot_view(room: Room, measures: Measures, person: str, known: Outcome | None = None) -> BallotView | None:
    """What somebody sees; None for whoever is not in the room. `known` is what is `focused`, where that is known."""
    who = room.people.get(person)
    if who is None:
        return None
    lines = tuple(_line(room, poll.id, person) for poll in room.setup.polls if room.phase(poll.id) in OPEN)
    waiting = sum(room.phase(poll.id) is Phase.WAITING for poll in room.setup.polls)
    return BallotView(
        room.stage,
        room.setup.title,
        who.name,
        who.group,
        who.lang,
        lines if room.stage is Stage.RUNNING else (),
        waiting,
        known or focused(room, measures),
        room.injects,
        room.setup.demo,
    )


def _line(room: Room, poll: str, person: str) -> Line:
    number = OPEN[room.phase(poll)]
    own, first = room.cast(poll, number).get(person), room.cast(poll, 1).get(person)
    earlier = first.choices if first and number > 1 else None
    return Line(poll, number, own.choices if own else None, own.reason if own else "", earlier)


def focused(room: Room, measures: Measures) -> Outcome | None:
    """What everybody may see of the question in focus; None while there is nothing to see."""
    poll = room.setup.poll(room.focus)
    return outcome(room, measures, poll) if poll and not room.blank and room.phase(poll.id) not in OPEN else None


def outcome(room: Room, measures: Measures, poll: Poll) -> Outcome:
    """What the room may see of a question."""
    found = (result(room, measures, poll, number) for number in rounds_shown(room, poll.id))
    results = tuple(one for one in found if one is not None)
    return Outcome(poll.id, room.phase(poll.id), results, movement(room, poll), released(room, poll.id))


# ---------------------------------------------------------------- the big screen


@dataclass(frozen=True, slots=True)
class ProjectorView:
    """What everybody sees together. `answered` counts the open round of the question in focus; `left` is in seconds.

    `ranking` is what to talk about first, while no question is in focus.
    """

    stage: Stage
    title: str
    code: str
    joined: int
    focus: str
    phase: Phase | None
    answered: int | None
    outcome: Outcome | None
    injects: tuple[str, ...]
    part: int
    left: int | None
    blank: bool
    demo: bool
    ranking: tuple[Standpoint, ...] = ()


def projector_view(room: Room, measures: Measures, now: int = 0) -> ProjectorView:
    """What the big screen shows at a second `now`; while a round is open, no more than how many have answered."""
    poll = room.setup.poll(room.focus)
    return ProjectorView(
        room.stage,
        room.setup.title,
        "" if room.stage is Stage.ENDED else room.setup.code,
        len(room.people),
        "" if room.blank else room.focus,
        room.phase(poll.id) if poll and not room.blank else None,
        _answered(room, poll.id) if poll and not room.blank else None,
        focused(room, measures),
        room.injects,
        room.part,
        max(0, room.until - now) if room.until else None,
        room.blank,
        room.setup.demo,
        () if poll or room.blank or room.stage is Stage.ENDED else ranking(room, measures),
    )


def _answered(room: Room, poll: str) -> int | None:
    number = OPEN.get(room.phase(poll))
    return None if number is None else room.voters(poll, number)


# ---------------------------------------------------------------- the trainer’s page


@dataclass(frozen=True, slots=True)
class Row:
    """A question in the trainer’s list: where it is, how many have answered so far, where it can go."""

    poll: str
    phase: Phase
    answered: tuple[int, int]
    moves: frozenset[Phase]


@dataclass(frozen=True, slots=True)
class ControlView:
    """What trainers see beside the big screen; nobody’s vote and nobody’s absence, not even here.

    `groups` counts who joined. `reasons` are those of closed rounds of the question in focus, shuffled, with what was
    decided about each. `ranking` is what to talk about first.
    """

    screen: ProjectorView
    rows: tuple[Row, ...]
    groups: Mapping[str, int]
    outcome: Outcome | None
    reasons: tuple[Reason, ...]
    ranking: tuple[Standpoint, ...]
    entries: tuple[Entry, ...]


def control_view(room: Room, measures: Measures, now: int = 0) -> ControlView:
    """What trainers see at a second `now`."""
    poll = room.setup.poll(room.focus)
    ended = room.stage is Stage.ENDED
    members = [one.group for one in room.people.values()]
    return ControlView(
        projector_view(room, measures, now),
        tuple(
            Row(
                one.id,
                room.phase(one.id),
                (room.voters(one.id, 1), room.voters(one.id, 2)),
                frozenset() if ended else MOVES[room.phase(one.id)],
            )
            for one in room.setup.polls
        ),
        {group.id: members.count(group.id) for group in room.setup.groups},
        outcome(room, measures, poll) if poll else None,
        reasons(room, poll.id) if poll else (),
        ranking(room, measures),
        room.entries,
    )
