"""Organisational readiness: the stage of each dimension as an interval, the weakest named (METHOD 2.6).

Only counting and order decide a stage; no mean, no product, never a grade. A practice counts as in place from the level
that the content names, whatever an agency aims at: a lower aim must not raise a stage.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from toolkit.core.conditions import Truth
from toolkit.core.method import Interval, Method
from toolkit.core.statements import (
    HIGHEST,
    Dimension,
    Gate,
    Mark,
    Rating,
    Ratings,
    Readiness,
    Targets,
    known,
    left_out,
    span,
)

_SKIPPED = Rating()

# ---------------------------------------------------------------- stages


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a dimension stands.

    `stage` (0–5) is None where nothing applies; `stress` is the stage as if each “not applicable” were unknown. `gap`
    is what lies between the stage and the target. `middle` is the median rating, for colour only. `holds` are the
    statements that are surely not in place at the next stage; `open_` those of which the answer can move the stage.
    """

    dimension: str
    stage: Interval | None
    stress: Interval | None
    target: int
    gap: Interval | None
    middle: Interval | None
    in_place: int
    answered: int
    statements: int
    not_applicable: int
    holds: tuple[str, ...]
    open_: tuple[str, ...]


def stage(marks: Iterable[Mark], ratings: Ratings, met_at: int, theta: Fraction) -> Interval | None:
    """The highest stage up to which, at each stage, a share of at least `theta` of what applies is in place.

    A rating that is not known counts as not in place at the low end and as in place at the high end (METHOD 2.6). A
    stage at which nothing applies is passed over, but is never the result. 0 to 5; None where nothing applies.
    """
    counts: dict[int, list[int]] = {}
    for mark in marks:
        rating = ratings.get(mark.id, _SKIPPED)
        if not left_out(rating):
            levels = span(rating)
            count = counts.setdefault(mark.required_at, [0, 0, 0])
            count[0] += levels.lo >= met_at
            count[1] += levels.hi >= met_at
            count[2] += 1
    return Interval(_reached(counts, 0, theta), _reached(counts, 1, theta)) if counts else None


def _reached(counts: Mapping[int, Sequence[int]], end: int, theta: Fraction) -> int:
    reached = 0
    for place in sorted(counts):
        if counts[place][end] * theta.denominator < theta.numerator * counts[place][2]:
            break
        reached = place
    return reached


def standing(dimension: Dimension, ratings: Ratings, target: int, met_at: int, theta: Fraction) -> Standing:
    """Where one dimension stands."""
    marks = [one.mark for one in dimension.statements]
    reached = stage(marks, ratings, met_at, theta)
    out = {mark.id for mark in marks if left_out(ratings.get(mark.id, _SKIPPED))}
    stressed = {name: Rating() if name in out else rating for name, rating in ratings.items()}
    spans = {mark.id: span(ratings.get(mark.id)) for mark in marks if mark.id not in out}
    return Standing(
        dimension=dimension.id,
        stage=reached,
        stress=stage(marks, stressed, met_at, theta) if out else reached,
        target=target,
        gap=Interval(max(0, target - reached.hi), max(0, target - reached.lo)) if reached else None,
        middle=_median(list(spans.values())),
        in_place=sum(one.lo >= met_at for one in spans.values()),
        answered=sum(known(ratings.get(name, _SKIPPED)) for name in spans),
        statements=len(marks),
        not_applicable=len(out),
        holds=_holds(marks, spans, met_at, reached),
        open_=_open(marks, spans, met_at, reached),
    )


def _holds(
    marks: Iterable[Mark], spans: Mapping[str, Interval], met_at: int, reached: Interval | None
) -> tuple[str, ...]:
    """What is surely not in place at the first stage above the highest that can be reached."""
    top = reached.hi if reached else HIGHEST
    above = [one for one in marks if one.id in spans and one.required_at > top]
    first = min((one.required_at for one in above), default=HIGHEST)
    return tuple(one.id for one in above if one.required_at == first and spans[one.id].hi < met_at)


def _open(
    marks: Iterable[Mark], spans: Mapping[str, Interval], met_at: int, reached: Interval | None
) -> tuple[str, ...]:
    """What is not settled at the stages between the lowest and the highest that can be reached."""
    low, high = (reached.lo, reached.hi) if reached else (0, 0)
    return tuple(
        one.id
        for one in marks
        if one.id in spans and low < one.required_at <= high and spans[one.id].lo < met_at <= spans[one.id].hi
    )


def _median(spans: Sequence[Interval]) -> Interval | None:
    """From the lower median of the low ends to the upper median of the high ends."""
    if not spans:
        return None
    low, high = sorted(one.lo for one in spans), sorted(one.hi for one in spans)
    return Interval(low[(len(low) - 1) // 2], high[len(high) // 2])


@dataclass(frozen=True, slots=True)
class Result:
    """The whole assessment: the weakest dimension decides, and is named.

    `overall` is None where nothing applies; `weakest` are the dimensions that can be the lowest, lowest first.
    """

    standings: Mapping[str, Standing]
    overall: Interval | None
    weakest: tuple[str, ...]
    theta: Fraction


def assess(content: Readiness, ratings: Ratings, targets: Targets | None = None, *, lenient: bool = False) -> Result:
    """The stage of each dimension and of the whole; pure, so that the same answers give an equal result."""
    aims, theta = targets or Targets(), content.lenient if lenient else content.theta
    standings = {
        one.id: standing(one, ratings, aims.stages.get(one.id, content.target), content.target, theta)
        for one in content.dimensions
    }
    return Result(standings, *lowest({name: one.stage for name, one in standings.items()}), theta)


def lowest(stages: Mapping[str, Interval | None]) -> tuple[Interval | None, tuple[str, ...]]:
    """The minimum at each end, and the dimensions that can be it; those where nothing applies do not count."""
    there = {name: one for name, one in stages.items() if one is not None}
    if not there:
        return None, ()
    overall = Interval(min(one.lo for one in there.values()), min(one.hi for one in there.values()))
    return overall, tuple(sorted((name for name in there if there[name].lo <= overall.hi), key=lambda x: there[x]))


# ---------------------------------------------------------------- systems and stages


@dataclass(frozen=True, slots=True)
class Passage:
    """Whether the agency's stage is enough for a system: yes, no, or not known yet. `needed` is a stage, 0 for none.

    Level and stage stand side by side; they are never multiplied.
    """

    level: Interval | None
    stage: Interval | None
    needed: Interval
    passes: Truth


def passage(gates: Sequence[Gate], level: Interval | None, method: Method, overall: Interval | None) -> Passage:
    """Hold a system's level against the agency's overall stage; no stage is enough for an unacceptable system."""
    low, high = (_needed(gates, end, method) for end in ((level.lo, level.hi) if level else (-1, -1)))
    needed = Interval(low, high)
    passes: Truth = None
    if level is not None and level.lo == method.top:
        passes = False
    elif high == 0 or (overall is not None and overall.lo >= high):
        passes = True if level is None or level.hi < method.top else None
    elif overall is not None and overall.hi < low:
        passes = False
    return Passage(level, overall, needed, passes)


def _needed(gates: Iterable[Gate], level: int, method: Method) -> int:
    return max((gate.stage for gate in gates if method.index(gate.level) <= level), default=0)
