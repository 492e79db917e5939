"""Robots to rehearse a workshop with: they join and vote as people might, the same way for the same seed.

Their answers are made up, so a rehearsal is a demo. They never press a trainer’s button. How many there should be is in
the room itself, so that whoever looks at it brings them a little further, and nobody has to remember anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

from toolkit.core.agreement import Vote as Choice
from toolkit.core.joining import nickname
from toolkit.core.method import Interval
from toolkit.core.workshop import OPEN, Identity, Person, Poll, Room, Setup, Stage
from toolkit.core.workshop_desk import MOST_ROBOTS
from toolkit.core.workshop_events import Join, Vote

ROBOT = "robot-"
"""What the ids of robots begin with."""

UNSURE, APART, STAYS = 10, 30, 50
"""In 100 robots: who do not know, who see it a step otherwise, and who of these stay with it in the second round."""

Centres = Mapping[str, Sequence[Interval]]
"""Question to what most robots answer on each scale: a training case’s key, for example."""


def is_robot(event: Join | Vote) -> bool:
    """Whether an event is a robot’s; people have other ids."""
    person = event.person.id if isinstance(event, Join) else event.person
    return person.startswith(ROBOT)


def robots(setup: Setup, number: int, words: Sequence[str]) -> tuple[Join, ...]:
    """Robots who join, at most 400, by turns in each group; `words` are for their nicknames."""
    found: list[Join] = []
    taken: set[str] = set()
    for place in range(min(number, MOST_ROBOTS)):
        named = setup.identity is not Identity.ANONYMOUS
        name = nickname(words, range(place, place + MOST_ROBOTS), taken) or "" if named else ""
        taken.add(name)
        group = setup.groups[place % len(setup.groups)].id if setup.groups else ""
        found.append(Join(f"{ROBOT}{place}-join", Person(f"{ROBOT}{place}", name, group, setup.languages[0])))
    return tuple(found)


AT_ONCE = 6
"""In how many steps all robots come in, or answer."""


def next_robots(
    room: Room, words: Sequence[str], centres: Centres, reasons: Sequence[str] = ()
) -> tuple[Join | Vote, ...]:
    """What the next few robots do: come in, or answer what is open; nothing in a room that is real, or has ended."""
    if not room.setup.demo or room.stage is Stage.ENDED or not room.robots:
        return ()
    few = max(1, -(-room.robots // AT_ONCE))
    free = min(few, room.setup.most_people - len(room.people))
    outside = [one for one in robots(room.setup, room.robots, words) if one.person.id not in room.people]
    found: list[Join | Vote] = [*outside[: max(0, free)]]
    if room.stage is Stage.RUNNING:
        votes = robot_votes(room, centres, room.setup.salt, reasons)
        for poll in {one.poll: None for one in votes}:
            found += [one for one in votes if one.poll == poll][:few]
    return tuple(found)


def robot_votes(room: Room, centres: Centres, seed: str, reasons: Sequence[str] = ()) -> tuple[Vote, ...]:
    """The votes of all robots that have not answered yet, in every open round; every fifth gives one of `reasons`."""
    names = sorted(name for name in room.people if name.startswith(ROBOT))
    found: list[Vote] = []
    for poll in room.setup.polls:
        number = OPEN.get(room.phase(poll.id), 0)
        waiting = [name for name in names if number and name not in room.cast(poll.id, number)]
        for name in waiting:
            choices = tuple(_choice(poll, scale, name, number, centres, seed) for scale in range(len(poll.steps)))
            draw = _draw(seed, poll.id, name, "reason", number, below=5 * max(1, len(reasons)))
            reason = reasons[draw] if draw < len(reasons) else ""
            found.append(Vote(f"{name}-{poll.id}-{number}", name, poll.id, number, choices, reason))
    return tuple(found)


def _choice(poll: Poll, scale: int, name: str, number: int, centres: Centres, seed: str) -> Choice:
    """A step: mostly inside the centre, sometimes one off, sometimes “I don’t know”; in round 2 closer together."""
    top = poll.steps[scale]
    centre = centres[poll.id][scale] if poll.id in centres else Interval(1, top)
    kind = _draw(seed, poll.id, name, "kind", scale, below=100)
    moved = number > 1 and _draw(seed, poll.id, name, "stays", scale, below=100) >= STAYS
    if kind < UNSURE and not moved:
        return None
    inside = centre.lo + _draw(seed, poll.id, name, "step", scale, below=centre.hi - centre.lo + 1)
    if UNSURE <= kind < UNSURE + APART and not moved:
        inside += 1 if kind % 2 else -1
    return max(1, min(top, inside))


def _draw(*parts: object, below: int) -> int:
    """A number from 0 that depends on the parts only."""
    digest = sha256("\0".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:8], "big") % below
