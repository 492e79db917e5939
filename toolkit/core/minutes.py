"""What remains of a workshop: minutes as data, and the room’s answers for risk, readiness and workbook.

Minutes hold counts, medians and what was written down; no person and no single vote. They are frozen when votes go.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from toolkit.core.agreement import tally
from toolkit.core.anonymity import Shown
from toolkit.core.group_answer import Dissent, answer, dissent, pair_answer
from toolkit.core.method import Interval
from toolkit.core.model import ProfileAnswers
from toolkit.core.reliability import Reliability, reliability
from toolkit.core.responses import Assessment, Factor, Response, State
from toolkit.core.statements import Rating
from toolkit.core.training import STATUSES
from toolkit.core.workbook import Reply, Status
from toolkit.core.workshop import About, Entry, Measures, Poll, Room
from toolkit.core.workshop_results import Result, ranking, rounds_shown
from toolkit.core.workshop_views import Outcome, outcome


@dataclass(frozen=True, slots=True)
class GroupAnswer:
    """What the room answered in its last round: an interval on each scale, None where it does not know.

    `level` is that of a risk item, `own` the median of the levels that people’s own pairs give; they `differ` now and
    then. These, `unknown` (by scale) and `dissent` are left out where too few voted to hide among.
    """

    poll: str
    about: About
    of: str
    round: int
    voters: int
    factors: tuple[Interval | None, ...]
    level: Interval | None = None
    own: Interval | None = None
    differ: bool = False
    unknown: tuple[int, ...] = ()
    dissent: tuple[Dissent, ...] = ()


def group_answer(room: Room, measures: Measures, poll: Poll) -> GroupAnswer | None:
    """The room’s answer to a question; None where no result was shown, too few voted, or the options have no order."""
    shown = rounds_shown(room, poll.id)
    last = next((number for number in reversed(shown) if room.voters(poll.id, number)), 0)
    seen = outcome(room, measures, poll).results
    result = next((one for one in seen if one.round == last), None)
    if result is None or result.shown is Shown.NOTHING or not poll.ordered:
        return None
    answers = room.answers(poll.id, last)
    votes = [tally((one[scale] for one in answers), steps) for scale, steps in enumerate(poll.steps)]
    factors = tuple(answer(one) for one in votes)
    whole = result.shown is Shown.ALL
    pair = pair_answer([(one[0], one[1]) for one in answers], measures.method) if _paired(poll) and whole else None
    factors = (pair.likelihood, pair.impact) if pair else factors
    return GroupAnswer(
        poll.id,
        poll.about,
        poll.of,
        last,
        len(answers),
        factors,
        pair.level if pair else None,
        pair.own if pair else None,
        pair.differs if pair else False,
        tuple(one.unknown for one in votes) if whole else (),
        tuple(dissent(one, group) for one, group in zip(votes, factors, strict=True)) if whole else (),
    )


def _paired(poll: Poll) -> bool:
    return poll.about is About.ITEM


# ---------------------------------------------------------------- minutes


@dataclass(frozen=True, slots=True)
class Record:
    """Everything about one question."""

    poll: Poll
    outcome: Outcome
    answer: GroupAnswer | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes: how many were there, each question, what divided the room most, what was written down in general.

    `reliability` is Krippendorff’s alpha over the first rounds, where it means something.
    """

    workshop: str
    title: str
    case: str
    attendance: int
    records: tuple[Record, ...]
    ranking: tuple[str, ...]
    reliability: Reliability | None
    entries: tuple[Entry, ...]
    injects: tuple[str, ...]
    demo: bool

    @property
    def answers(self) -> tuple[GroupAnswer, ...]:
        """The answers that there are."""
        return tuple(one.answer for one in self.records if one.answer)


def minutes(room: Room, measures: Measures) -> Minutes:
    """The minutes of a room as it is now."""
    setup = room.setup
    return Minutes(
        setup.id,
        setup.title,
        setup.case,
        room.present,
        tuple(_record(room, measures, poll) for poll in setup.polls),
        tuple(one.question for one in ranking(room, measures)),
        _reliability(room, measures),
        tuple(one for one in room.entries if not one.poll),
        room.injects,
        setup.demo,
    )


def _record(room: Room, measures: Measures, poll: Poll) -> Record:
    mine = tuple(one for one in room.entries if one.poll == poll.id)
    return Record(poll, outcome(room, measures, poll), group_answer(room, measures, poll), mine)


def _reliability(room: Room, measures: Measures) -> Reliability | None:
    """Over every scale of five steps whose first round may be shown in full; independent answers only."""
    units: list[list[int]] = []
    for poll in room.setup.polls:
        first: Result | None = next((one for one in outcome(room, measures, poll).results if one.round == 1), None)
        if first and first.shown is Shown.ALL and poll.ordered:
            given = room.answers(poll.id, 1)
            chosen = [[one[scale] for one in given] for scale, steps in enumerate(poll.steps) if steps == 5]
            units += [[vote for vote in votes if vote is not None] for votes in chosen]
    seed = int.from_bytes(sha256(room.setup.id.encode()).digest()[:8], "big")
    return reliability(units, seed)


# ---------------------------------------------------------------- what other pages take over


def response_of(one: GroupAnswer, note: str) -> Response:
    """The room’s answer to a risk item, as the risk page keeps it; `note` says where it is from."""
    likelihood, impact = (_factor(span) for span in one.factors)
    known = [factor for factor in (likelihood, impact) if factor]
    if not known:
        return Response(State.UNKNOWN, note=note)
    sure = len(known) == 2 and all(factor.lo == factor.hi for factor in known)
    return Response(State.ANSWERED if sure else State.RANGE, likelihood, impact, note=note)


def rating_of(one: GroupAnswer, note: str) -> Rating:
    """The room’s answer to a readiness statement."""
    level = _factor(one.factors[0])
    if level is None:
        return Rating(State.UNKNOWN, note=note)
    return Rating(State.ANSWERED if level.lo == level.hi else State.RANGE, level, note=note)


def reply_of(one: GroupAnswer, text: str, evidence: str) -> Reply:
    """The room’s answer to a workbook question: the careful end of its interval, and settled only with a `text`."""
    span = one.factors[0]
    status = STATUSES[span.lo - 1] if span else Status.OPEN
    if status is Status.SETTLED and not text.strip():
        status = Status.IN_HAND
    return Reply(status, text, evidence=evidence)


def _factor(span: Interval | None) -> Factor | None:
    return Factor(span.lo, span.hi) if span else None


def assessment_of(
    found: Minutes, profile: ProfileAnswers, facts: Mapping[str, bool | None], method: str, notes: Mapping[str, str]
) -> Assessment:
    """The room’s answers to risk items as an assessment; `notes` says for each question where its answer is from."""
    items = [one for one in found.answers if one.about is About.ITEM]
    return Assessment(
        id=found.workshop,
        title=found.title,
        profile=profile,
        responses={one.of: response_of(one, notes.get(one.poll, "")) for one in items},
        method=method,
        facts=facts,
        meta={"workshop": found.workshop},
        demo=found.demo,
    )
