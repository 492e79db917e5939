"""Two assessments of the same agency: what really changed, apart from what changed in the questions (METHOD 4.1).

Only statements whose wording and levels are the same in both are compared. The way from the old stage to the new one is
cut into steps, so that every part of it has a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from toolkit.core.method import Interval
from toolkit.core.readiness import stage
from toolkit.core.statements import Mark, Rating, Ratings, known, left_out, span

_SKIPPED = Rating()


class Change(StrEnum):
    """What became of a statement between two assessments."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    RESOLVED = "resolved"
    """Nothing was known, now something is."""
    LOST = "lost"
    """Something was known, now nothing is."""
    UNCLEAR = "unclear"
    """Two ranges that overlap, or nothing known both times."""
    APPLIES = "applies"
    """Whether it applies at all has changed."""
    REWORDED = "reworded"
    """The question changed; its answers are not compared."""
    NEW = "new"
    GONE = "gone"


OF_CONTENT = frozenset({Change.REWORDED, Change.NEW, Change.GONE})
"""Changes of the questions, not of the agency."""


@dataclass(frozen=True, slots=True)
class Taken:
    """An assessment as it was kept: the marks of its statements, and what was answered."""

    marks: tuple[Mark, ...]
    ratings: Ratings


@dataclass(frozen=True, slots=True)
class Moved:
    """A statement then and now; `still_true` is what was said of the old evidence."""

    statement: str
    dimension: str
    change: Change
    before: Rating
    after: Rating
    still_true: bool | None


@dataclass(frozen=True, slots=True)
class Way:
    """The stage of a dimension, step by step; each is an interval, or None where nothing applies.

    `before` is as it was reported then. `common_before` counts only statements that are the same in both, placed as
    they are now. `resolved` adds the answers that were open then. `common_after` has all new answers. `after` counts
    every statement of now. From `common_before` to `common_after` is the agency's doing; the rest is the content's.
    """

    dimension: str
    before: Interval | None
    common_before: Interval | None
    resolved: Interval | None
    common_after: Interval | None
    after: Interval | None

    @property
    def real(self) -> Interval | None:
        """By how many stages the agency surely or possibly moved, on the same questions; from worst to best case."""
        old, new = self.common_before, self.common_after
        return Interval(new.lo - old.hi, new.hi - old.lo) if old and new else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Statements in the order of now, those that are gone last; and the way of each dimension."""

    moved: tuple[Moved, ...]
    ways: Mapping[str, Way]

    def counts(self) -> dict[Change, int]:
        """How many statements of each change there are."""
        changes = [one.change for one in self.moved]
        return {change: changes.count(change) for change in Change}


def compare(before: Taken, after: Taken, met_at: int, theta: Fraction) -> Comparison:
    """Real change and changed content, apart; `met_at` and `theta` are those of now, for both times."""
    then = {mark.id: mark for mark in before.marks}
    moved = [_moved(mark, then.get(mark.id), before.ratings, after.ratings) for mark in after.marks]
    here = {mark.id for mark in after.marks}
    gone = [
        Moved(mark.id, mark.dimension, Change.GONE, before.ratings.get(mark.id, _SKIPPED), _SKIPPED, None)
        for mark in before.marks
        if mark.id not in here
    ]
    names = dict.fromkeys(mark.dimension for mark in (*after.marks, *before.marks))
    return Comparison((*moved, *gone), {name: _way(name, before, after, met_at, theta) for name in names})


def same(mark: Mark, other: Mark | None) -> bool:
    """Whether two marks are of the same question: a fingerprint that is missing is no proof."""
    return other is not None and mark.id == other.id and mark.fingerprint == other.fingerprint != ""


def _moved(mark: Mark, then: Mark | None, before: Ratings, after: Ratings) -> Moved:
    old, new = before.get(mark.id, _SKIPPED), after.get(mark.id, _SKIPPED)
    change = Change.NEW if then is None else Change.REWORDED
    if same(mark, then):
        change = change_of(old, new)
    return Moved(mark.id, mark.dimension, change, old, new, new.still_true)


def change_of(old: Rating, new: Rating) -> Change:
    """What became of an answer to the same question."""
    if left_out(old) or left_out(new):
        return Change.SAME if left_out(old) and left_out(new) else Change.APPLIES
    if known(old) and known(new):
        return _step(span(old), span(new))
    if known(old) or known(new):
        return Change.RESOLVED if known(new) else Change.LOST
    return Change.UNCLEAR


def _step(old: Interval, new: Interval) -> Change:
    if old == new:
        return Change.SAME if old.determined else Change.UNCLEAR
    if new.lo > old.hi:
        return Change.UP
    return Change.DOWN if new.hi < old.lo else Change.UNCLEAR


def _way(name: str, before: Taken, after: Taken, met_at: int, theta: Fraction) -> Way:
    old = [mark for mark in before.marks if mark.dimension == name]
    new = [mark for mark in after.marks if mark.dimension == name]
    then = {mark.id: mark for mark in before.marks}
    common = [mark for mark in new if same(mark, then.get(mark.id))]
    resolved = _resolved(common, before.ratings, after.ratings)
    return Way(
        name,
        stage(old, before.ratings, met_at, theta),
        stage(common, before.ratings, met_at, theta),
        stage(common, resolved, met_at, theta),
        stage(common, after.ratings, met_at, theta),
        stage(new, after.ratings, met_at, theta),
    )


def _resolved(marks: Iterable[Mark], before: Ratings, after: Ratings) -> Ratings:
    """The old answers, with the new one wherever nothing was known."""
    found = dict(before)
    for mark in marks:
        old, new = before.get(mark.id, _SKIPPED), after.get(mark.id, _SKIPPED)
        if not known(old) and not left_out(old) and known(new):
            found[mark.id] = new
    return found


def carried(before: Ratings) -> dict[str, Rating]:
    """The evidence of an earlier assessment, to be confirmed; levels stay behind, so that nobody is led by them."""
    return {name: replace(_SKIPPED, evidence=one.evidence) for name, one in before.items() if one.evidence.strip()}


def unconfirmed(ratings: Ratings, names: Sequence[str]) -> tuple[str, ...]:
    """Statements with evidence of which nobody has said whether it is still true."""
    return tuple(
        name for name in names if (one := ratings.get(name, _SKIPPED)).evidence.strip() and one.still_true is None
    )
