"""What stands between an agency and what it aims at: gaps in a total, stable order, strengths, and what to find out.

The order is that of METHOD 2.6: blockers first, then the larger gap, the higher importance, the smaller effort, the id.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from toolkit.core.method import Interval
from toolkit.core.statements import Rating, Ratings, Readiness, Statement, Targets, known, left_out, span

STRENGTH = 4
"""From this rating on a practice is a strength: level 3 describes the statement as true."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A statement below its target by `gap` levels (0–4, an interval), at stage `required_at`."""

    statement: str
    dimension: str
    gap: Interval
    target: int
    required_at: int
    blocker: bool
    importance: int
    effort: int
    recommendations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """A recommendation of the roadmap, and the statements that it would mend, the most pressing first."""

    recommendation: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """What follows from the ratings.

    `gaps` are certain and belong to the stages aimed at (or are blockers, or have a target of their own); `later` are
    certain and belong to higher stages; `find_out` may be gaps. All in the order of METHOD. `strengths` are statement
    ids, the highest rating first.
    """

    gaps: tuple[Gap, ...]
    later: tuple[Gap, ...]
    find_out: tuple[Gap, ...]
    strengths: tuple[str, ...]
    advice: tuple[Advice, ...]


def findings(content: Readiness, ratings: Ratings, targets: Targets | None = None) -> Findings:
    """Gaps to the agency's targets, what to find out, strengths, and the roadmap's recommendations for the gaps."""
    aims = targets or Targets()
    every = [gap_of(one, ratings, aims.ratings.get(one.id, content.target)) for one in content.statements]
    there = [gap for gap in every if gap is not None and gap.gap.hi > 0]
    stages = {one.id: aims.stages.get(one.id, content.target) for one in content.dimensions}
    now = [gap.blocker or gap.statement in aims.ratings or gap.required_at <= stages[gap.dimension] for gap in there]
    sure = in_order(gap for gap, due in zip(there, now, strict=True) if gap.gap.lo > 0 and due)
    return Findings(
        gaps=sure,
        later=in_order(gap for gap, due in zip(there, now, strict=True) if gap.gap.lo > 0 and not due),
        find_out=in_order(gap for gap in there if gap.gap.lo == 0),
        strengths=_strengths(content.statements, ratings),
        advice=advice(sure),
    )


def gap_of(statement: Statement, ratings: Ratings, target: int) -> Gap | None:
    """How far a statement is below a target (1–5); None where it does not apply."""
    rating = ratings.get(statement.id, Rating())
    if left_out(rating):
        return None
    levels = span(rating)
    return Gap(
        statement.id,
        statement.dimension,
        Interval(max(0, target - levels.hi), max(0, target - levels.lo)),
        target,
        statement.required_at,
        statement.blocker,
        statement.importance,
        statement.effort,
        statement.recommendations,
    )


def key(gap: Gap) -> tuple[bool, int, int, int, str]:
    """The place of a gap in the order of METHOD 2.6; what is certain of it counts, and ids make the order total."""
    return not gap.blocker, -(gap.gap.lo or gap.gap.hi), -gap.importance, gap.effort, gap.statement


def in_order(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """Gaps in the order of METHOD 2.6, whatever order they came in."""
    return tuple(sorted(gaps, key=key))


def advice(gaps: Sequence[Gap]) -> tuple[Advice, ...]:
    """The recommendations that gaps name, each once, in the order of the first gap that names it."""
    serves: dict[str, list[str]] = {}
    for gap in gaps:
        for name in gap.recommendations:
            serves.setdefault(name, []).append(gap.statement)
    return tuple(Advice(name, tuple(statements)) for name, statements in serves.items())


def _strengths(statements: Iterable[Statement], ratings: Ratings) -> tuple[str, ...]:
    rated = [(span(ratings[one.id]).lo, one) for one in statements if known(ratings.get(one.id, Rating()))]
    best = sorted((-low, -one.importance, one.id) for low, one in rated if low >= STRENGTH)
    return tuple(name for _, _, name in best)
