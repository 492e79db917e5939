"""What a room has answered, as far as it may be shown: results of a round, movement, what to talk about, reasons.

Nothing here looks into a round before its result is shown, except at the reasons that trainers moderate once it closed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from hashlib import sha256

from toolkit.core.agreement import Picture, Standpoint, Tally, Verdict, middle, picture, ranked, split, tally
from toolkit.core.anonymity import Shown, beside_paper, movement_shown, shown, shown_groups
from toolkit.core.group_answer import Shift, shift
from toolkit.core.method import Interval
from toolkit.core.workshop import CLOSED, Choices, Measures, Moderated, Phase, Poll, Room
from toolkit.core.workshop import Verdict as Decision
from toolkit.core.workshop_desk import heard


@dataclass(frozen=True, slots=True)
class Result:
    """A round’s result: everything for five people or more, only the medians for three or four, else nothing.

    `middles` and `pictures` are by scale. `above` and `below` count the camps, `split` is the share of the smaller one.
    `groups` holds the votes of those groups that may be shown, by scale.
    """

    poll: str
    round: int
    voters: int
    shown: Shown
    middles: tuple[Interval | None, ...] = ()
    pictures: tuple[Picture, ...] = ()
    above: int = 0
    below: int = 0
    split: Fraction | None = None
    groups: Mapping[str, tuple[Tally, ...]] = field(default_factory=dict)


def rounds_shown(room: Room, poll: str) -> tuple[int, ...]:
    """The rounds whose result has been shown."""
    match room.phase(poll):
        case Phase.FIRST_SHOWN | Phase.DISCUSSION | Phase.SECOND | Phase.SECOND_CLOSED:
            return (1,)
        case Phase.SECOND_SHOWN:
            return (1, 2)
        case Phase.RECORDED:
            return (1, 2) if room.voters(poll, 2) else (1,)
    return ()


def result(room: Room, measures: Measures, poll: Poll, number: int) -> Result | None:
    """The result of a round, or None where it has not been shown."""
    if number not in rounds_shown(room, poll.id):
        return None
    answers = room.answers(poll.id, number)
    seen = much(room, poll.id, number)
    votes = _tallies(poll, answers)
    middles = tuple(middle(one) if poll.ordered else None for one in votes)
    if seen is not Shown.ALL:
        return Result(poll.id, number, len(answers), seen, middles if seen is Shown.MIDDLE else ())
    # Where the counts are there to see, a room in which nobody knows has no middle, not one from end to end.
    middles = tuple(one if votes[scale].known else None for scale, one in enumerate(middles))
    sides = [measures.side(poll, one) for one in answers]
    above, below = sides.count(True), sides.count(False)
    divided = split(above, below)
    pictures = tuple(_picture(poll, one, divided, measures) for one in votes)
    return Result(
        poll.id, number, len(answers), seen, middles, pictures, above, below, divided, _groups(room, poll, number)
    )


def much(room: Room, poll: str, number: int) -> Shown:
    """How much of a round may be shown, now or once it is."""
    sent = len(room.cast(poll, number))
    return beside_paper(sent, room.voters(poll, number) - sent, room.setup.least)


def _tallies(poll: Poll, answers: Sequence[Choices]) -> tuple[Tally, ...]:
    return tuple(tally((one[scale] for one in answers), steps) for scale, steps in enumerate(poll.steps))


def _picture(poll: Poll, votes: Tally, divided: Fraction, measures: Measures) -> Picture:
    if poll.ordered:
        return picture(votes, divided, measures.bands, measures.limits)
    verdict = Verdict.AGREED if max(votes.counts) == votes.known else Verdict.MIXED
    if votes.known < measures.limits.few:
        verdict = Verdict.FEW if votes.known else Verdict.NOBODY
    return Picture(votes, None, None, None, None, verdict)


def _groups(room: Room, poll: Poll, number: int) -> dict[str, tuple[Tally, ...]]:
    """The votes by group, as each was in when voting; ballots on paper belong to none."""
    by_group: dict[str, list[Choices]] = {one.id: [] for one in room.setup.groups}
    for cast in room.cast(poll.id, number).values():
        by_group.setdefault(cast.group, []).append(cast.choices)
    by_group.pop("", None)
    sizes = {name: len(answers) for name, answers in by_group.items()}
    voters = room.voters(poll.id, number)
    paper = voters - len(room.cast(poll.id, number))
    seen = shown_groups(sizes, voters, room.setup.least, paper=paper)
    return {name: _tallies(poll, answers) for name, answers in by_group.items() if name in seen}


def movement(room: Room, poll: Poll) -> tuple[Shift, ...]:
    """How people moved between the rounds, by scale; nothing where somebody would stand out."""
    first, second = (room.cast(poll.id, number) for number in (1, 2))
    if 2 not in rounds_shown(room, poll.id) or not poll.ordered:
        return ()
    written = (room.voters(poll.id, 1) - len(first), room.voters(poll.id, 2) - len(second))
    if not movement_shown(first, second, room.setup.least, paper=written):
        return ()
    before = {one.reason for one in first.values()}
    new = any(one.reason not in before for one in second.values())
    return tuple(
        shift(
            {name: one.choices[scale] for name, one in first.items()},
            {name: one.choices[scale] for name, one in second.items()},
            steps,
            new_reasons=new,
        )
        for scale, steps in enumerate(poll.steps)
    )


def ranking(room: Room, measures: Measures) -> tuple[Standpoint, ...]:
    """What to talk about first among the questions whose first round has been shown to enough people."""
    found = [result(room, measures, poll, 1) for poll in room.setup.polls]
    return ranked(Standpoint(one.poll, one.split, one.pictures) for one in found if one and one.split is not None)


# ---------------------------------------------------------------- reasons


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason that somebody gave; its id and place say nothing about whom. `moderated` is None while it waits."""

    id: str
    poll: str
    round: int
    text: str
    moderated: Moderated | None = None

    @property
    def words(self) -> str:
        """What the room may read; nothing while it waits or is hidden."""
        if self.moderated is None or self.moderated.verdict is Decision.HIDDEN:
            return ""
        return self.moderated.text or self.text


def reasons(room: Room, poll: str) -> tuple[Reason, ...]:
    """All reasons of closed rounds, shuffled; none where too few people sent votes to hide among."""
    phase = room.phase(poll)
    closed = {*rounds_shown(room, poll), *([CLOSED[phase]] if phase in CLOSED else [])}
    found = [
        _reason(room, poll, number, person, text)
        for number in sorted(closed)
        if shown(len(room.cast(poll, number)), room.setup.least) is Shown.ALL
        for person, text in heard(room, poll, number)
    ]
    return tuple(sorted(found, key=lambda one: (one.round, one.id)))


def _reason(room: Room, poll: str, number: int, person: str, text: str) -> Reason:
    """The words are part of the id: what is changed after moderation waits for moderation again."""
    parts = "\0".join((room.setup.salt, poll, str(number), person, text))
    name = sha256(parts.encode()).hexdigest()[:16]
    return Reason(name, poll, number, text, room.moderated.get(name))


def released(room: Room, poll: str) -> tuple[str, ...]:
    """The reasons that the room may read, each once, of the rounds whose result has been shown."""
    seen = rounds_shown(room, poll)
    return tuple(dict.fromkeys(one.words for one in reasons(room, poll) if one.words and one.round in seen))
