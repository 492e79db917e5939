"""What a room answers, who does not share it, and how it moved between two private rounds (METHOD 3.1 and 3.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from toolkit.core.agreement import Tally, Vote, consensus, middle, tally
from toolkit.core.method import Interval, Method
from toolkit.core.risk import item_level

STEPS = 5
"""Steps of likelihood and of impact."""

Pair = tuple[Vote, Vote]
"""Likelihood and impact of one voter."""


def answer(votes: Tally) -> Interval | None:
    """From the lower to the upper median; None where nobody voted or more than half do not know (G20, G40)."""
    return None if 2 * votes.unknown > votes.voters else middle(votes)


@dataclass(frozen=True, slots=True)
class Dissent:
    """Votes outside the answer: how many there are on each step below and above it (step to votes)."""

    below: Mapping[int, int]
    above: Mapping[int, int]

    @property
    def votes(self) -> int:
        """How many people see it otherwise."""
        return sum(self.below.values()) + sum(self.above.values())


def dissent(votes: Tally, group: Interval | None) -> Dissent:
    """Who does not share the group’s answer; nobody where there is none."""
    steps = {step: count for step, count in enumerate(votes.counts, start=1) if count}
    if group is None:
        return Dissent({}, {})
    return Dissent(
        {step: count for step, count in steps.items() if step < group.lo},
        {step: count for step, count in steps.items() if step > group.hi},
    )


# ---------------------------------------------------------------- likelihood and impact together


@dataclass(frozen=True, slots=True)
class PairAnswer:
    """The group’s likelihood and impact (None: not known), and the level that they give.

    `own` is the median of the levels that each voter’s own pair gives. Where it `differs`, `level` takes the higher of
    both at each end, and the factors are widened until they reach it (METHOD 3.2, G39).
    """

    likelihood: Interval | None
    impact: Interval | None
    level: Interval
    own: Interval
    differs: bool


def own_level(vote: Pair, method: Method) -> Interval:
    """The level that one voter’s pair gives; what they do not know is the whole scale."""
    return item_level(method, *(_span(one) for one in vote))


def _span(vote: Vote) -> Interval:
    return Interval(1, STEPS) if vote is None else Interval(vote, vote)


def pair_answer(votes: Sequence[Pair], method: Method) -> PairAnswer | None:
    """The group’s answer to a risk item; None where nobody voted."""
    if not votes:
        return None
    sides = [answer(tally((vote[side] for vote in votes), STEPS)) for side in (0, 1)]
    spans = [side or Interval(1, STEPS) for side in sides]
    marginal = item_level(method, *spans)
    levels = [own_level(vote, method) for vote in votes]
    low, high = sorted(one.lo for one in levels), sorted(one.hi for one in levels)
    own = Interval(low[(len(low) - 1) // 2], high[len(high) // 2])
    level = Interval(max(marginal.lo, own.lo), max(marginal.hi, own.hi))
    if own.hi > marginal.hi:
        spans = _widened(spans, votes, own.hi, method)
    factors = [None if side is None else span for side, span in zip(sides, spans, strict=True)]
    return PairAnswer(factors[0], factors[1], level, own, own != marginal)


def _widened(spans: Sequence[Interval], votes: Sequence[Pair], level: int, method: Method) -> list[Interval]:
    """The factors with their upper ends raised to the nearest pair of some voter that reaches a level."""
    tops = [(_span(likelihood).hi, _span(impact).hi) for likelihood, impact in votes]
    reaching = [top for top in tops if method.grid[top[0] - 1][top[1] - 1] >= level]
    ends = [tuple(max(span.hi, one) for span, one in zip(spans, top, strict=True)) for top in reaching]
    nearest = min(ends, key=lambda end: (sum(end), end))
    return [Interval(span.lo, end) for span, end in zip(spans, nearest, strict=True)]


def sides(votes: Sequence[Pair], method: Method, high: int) -> tuple[int, int]:
    """How many see a level of at least `high` for certain, and how many a lower one for certain."""
    levels = [own_level(vote, method) for vote in votes]
    return sum(one.lo >= high for one in levels), sum(one.hi < high for one in levels)


# ---------------------------------------------------------------- from one round to the next


@dataclass(frozen=True, slots=True)
class Shift:
    """How the people who voted in both rounds moved, as totals only.

    `towards` counts those who came nearer to the answer of the first round, `settled` those who did not know at first,
    `unsettled` those who no longer know. `consensus` is the change of Cns (−1 to 1). `conformity`: the room came much
    closer together although nobody gave a new reason.
    """

    both: int
    stayed: int
    up: int
    down: int
    towards: int
    settled: int
    unsettled: int
    joined: int
    left: int
    consensus: float | None
    conformity: bool


CONFORMITY = Fraction(1, 5)
"""A rise of consensus without a new reason that is worth a question (METHOD 3.1)."""


def shift(
    first: Mapping[str, Vote], second: Mapping[str, Vote], steps: int, *, new_reasons: bool, rise: Fraction = CONFORMITY
) -> Shift:
    """Compare two rounds by voter; the result names nobody."""
    both = [(first[name], second[name]) for name in first if name in second]
    moves = [(a, b) for a, b in both if a is not None and b is not None]
    before, after = (consensus(tally(votes.values(), steps).counts) for votes in (first, second))
    change = None if before is None or after is None else after - before
    centre = answer(tally(first.values(), steps))
    return Shift(
        both=len(both),
        stayed=sum(a == b for a, b in both),
        up=sum(b > a for a, b in moves),
        down=sum(b < a for a, b in moves),
        towards=sum(_away(b, centre) < _away(a, centre) for a, b in moves) if centre else 0,
        settled=sum(a is None and b is not None for a, b in both),
        unsettled=sum(a is not None and b is None for a, b in both),
        joined=len(second) - len(both),
        left=len(first) - len(both),
        consensus=change,
        conformity=change is not None and change > rise and not new_reasons,
    )


def _away(vote: int, centre: Interval) -> int:
    return max(centre.lo - vote, vote - centre.hi, 0)
