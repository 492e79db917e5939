"""How far a room agrees on a question, and what the room answers (METHOD 3.2 and 3.3).

Order statistics decide an answer; consensus only orders the list of what to talk about. A step is a whole number from
1 (lowest); a vote of None means “I don’t know” and is never a step.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import comb, fsum, log2

from toolkit.core.method import Interval

Vote = int | None
"""A step from 1, or None for “I don’t know”."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Votes on one scale: `counts` by step, lowest first, and those who do not know."""

    counts: tuple[int, ...]
    unknown: int = 0

    @property
    def known(self) -> int:
        """How many chose a step."""
        return sum(self.counts)

    @property
    def voters(self) -> int:
        """How many voted."""
        return self.known + self.unknown


def tally(votes: Iterable[Vote], steps: int) -> Tally:
    """Count votes on a scale of so many steps."""
    given = list(votes)
    return Tally(tuple(given.count(step) for step in range(1, steps + 1)), given.count(None))


# ---------------------------------------------------------------- how the votes lie


def consensus(counts: Sequence[int]) -> float | None:
    """Tastle and Wierman’s consensus: 1 for one voice, 0 for two halves at the ends; None without votes.

    Cns = 1 + Σ p·log2(1 − |step − mean| / (steps − 1)). It uses a mean, so it orders a list and sets no answer.
    """
    total = sum(counts)
    if not total:
        return None
    mean = Fraction(sum(step * count for step, count in enumerate(counts)), total)
    width = len(counts) - 1
    parts = [
        float(Fraction(count, total)) * log2(1 - abs(step - mean) / width) for step, count in enumerate(counts) if count
    ]
    return max(0.0, fsum([1.0, *parts]))


def agreement(counts: Sequence[int]) -> Fraction | None:
    """Van der Eijk’s A: 1 for one step, 0 for all steps alike, −1 for two halves at the ends; None without votes.

    The votes are cut into layers of equal height; each counts with its share. Needs three steps or more.
    """
    total, left, found = sum(counts), list(counts), Fraction(0)
    if not total:
        return None
    while height := min((count for count in left if count), default=0):
        there = [count > 0 for count in left]
        found += Fraction(height * sum(there), total) * _layer(there)
        left = [max(0, count - height) for count in left]
    return found


def _layer(there: Sequence[bool]) -> Fraction:
    """A of one layer: how far it has one peak, times how narrow it is."""
    steps, used = len(there), sum(there)
    narrow = 1 - Fraction(used - 1, steps - 1)
    around = [(sum(there[:place]), sum(there[place:])) for place in range(steps) if not there[place]]
    gaps = sum(before * after for before, after in around)
    edges = sum(comb(before, 2) + comb(after, 2) for before, after in around)
    if not gaps + edges:
        return narrow
    return Fraction((steps - 2) * edges - (steps - 1) * gaps, (steps - 2) * (edges + gaps)) * narrow


def middle(votes: Tally) -> Interval | None:
    """Lower and upper median with unknown votes at the lowest and at the highest step; None without votes.

    The ends are votes, or the end of the scale where unknown votes reach it; never a mean (METHOD 3.2, G20, G40).
    """
    if not votes.voters:
        return None
    lowest = (votes.counts[0] + votes.unknown, *votes.counts[1:])
    highest = (*votes.counts[:-1], votes.counts[-1] + votes.unknown)
    return Interval(_at(lowest, Fraction(1, 2)), len(highest) + 1 - _at(highest[::-1], Fraction(1, 2)))


def quartiles(counts: Sequence[int]) -> Interval | None:
    """The lowest step with a quarter of the votes at or below it, and the highest with a quarter at or above it."""
    if not any(counts):
        return None
    quarter = Fraction(1, 4)
    return Interval(_at(counts, quarter), len(counts) + 1 - _at(counts[::-1], quarter))


def _at(counts: Sequence[int], share: Fraction) -> int:
    """The lowest step at which a share of the votes is reached."""
    total, so_far = sum(counts), 0
    for step, count in enumerate(counts, start=1):
        so_far += count
        if so_far >= share * total:
            return step
    return len(counts)


def split(high: int, low: int) -> Fraction:
    """The share of the smaller camp, 0 to 1/2; 0 where nobody has taken a side."""
    return Fraction(min(high, low), high + low) if high + low else Fraction(0)


# ---------------------------------------------------------------- what is said about it


@dataclass(frozen=True, slots=True)
class Band:
    """Between what 5 % and 95 % of rooms of a size lie that answer at random: consensus, and A."""

    consensus: tuple[float, float]
    agreement: tuple[float, float]


Bands = Mapping[int, Mapping[int, Band]]
"""Steps of a scale, then number of voters, to the band."""


def band(bands: Bands, steps: int, voters: int) -> Band | None:
    """The band for a room; between and above the sizes there are, that of the next smaller one, which asks for more."""
    sizes = [size for size in bands.get(steps, {}) if size <= voters]
    return bands[steps][max(sizes)] if sizes else None


@dataclass(frozen=True, slots=True)
class Limits:
    """From when something is said: `few` voters, the share and distance of two camps, and the quartiles’ width."""

    few: int = 8
    camp: Fraction = Fraction(1, 4)
    apart: int = 2
    close: int = 1


class Verdict(StrEnum):
    """What the votes on a question look like."""

    NOBODY = "nobody"
    """Nobody chose a step."""
    FEW = "few"
    """Too few for any statistic: look at the dots."""
    AGREED = "agreed"
    """Close together, on one side of the decision, and closer than chance."""
    POLARISED = "polarised"
    """Two camps."""
    MIXED = "mixed"
    """Neither."""


def polarised(counts: Sequence[int], limits: Limits) -> bool:
    """Whether there are two camps: A below 0, or two large steps apart from each other with fewer votes between."""
    found, total = agreement(counts), sum(counts)
    if found is None or found < 0:
        return found is not None
    large = [step for step, count in enumerate(counts) if count >= limits.camp * total]
    return any(
        b - a >= limits.apart and max(counts[a + 1 : b]) < min(counts[a], counts[b])
        for a in large
        for b in large
        if b - a > 1
    )


@dataclass(frozen=True, slots=True)
class Picture:
    """The votes on one scale and what they look like; `width` is that of the quartiles, in steps."""

    votes: Tally
    middle: Interval | None
    quartiles: Interval | None
    consensus: float | None
    agreement: Fraction | None
    verdict: Verdict

    @property
    def width(self) -> int:
        """Steps between the quartiles; 0 without votes."""
        return self.quartiles.hi - self.quartiles.lo if self.quartiles else 0


def picture(votes: Tally, divided: Fraction, bands: Bands, limits: Limits) -> Picture:
    """Look at the votes on one scale; `divided` is the decision split of the question."""
    counts = votes.counts
    found, ends = consensus(counts), quartiles(counts)
    wide = ends is not None and ends.hi - ends.lo > limits.close
    chance = band(bands, len(counts), votes.known)
    if found is None:
        verdict = Verdict.NOBODY
    elif votes.known < limits.few:
        verdict = Verdict.FEW
    elif polarised(counts, limits):
        verdict = Verdict.POLARISED
    elif not wide and not divided and chance is not None and found > chance.consensus[1]:
        verdict = Verdict.AGREED
    else:
        verdict = Verdict.MIXED
    return Picture(votes, middle(votes), ends, found, agreement(counts), verdict)


@dataclass(frozen=True, slots=True)
class Standpoint:
    """A question in the list of what to talk about: its decision split, and a picture of each of its scales."""

    question: str
    split: Fraction
    pictures: tuple[Picture, ...]


class Stand(StrEnum):
    """How far a room is of one mind about a question, in one word."""

    FEW = "few"
    SPLIT = "split"
    MIXED = "mixed"
    SHARED = "shared"


def stand(one: Standpoint, limits: Limits) -> Stand:
    """One word for a question: split means two camps, on a scale or around the decision."""
    verdicts = {picture.verdict for picture in one.pictures}
    if verdicts & {Verdict.FEW, Verdict.NOBODY}:
        return Stand.FEW
    if Verdict.POLARISED in verdicts or one.split >= limits.camp:
        return Stand.SPLIT
    return Stand.SHARED if verdicts == {Verdict.AGREED} else Stand.MIXED


def ranked(standpoints: Iterable[Standpoint]) -> tuple[Standpoint, ...]:
    """What to talk about first: by decision split, then by the least consensus, the widest quartiles, the id."""
    return tuple(sorted(standpoints, key=_first))


def _first(one: Standpoint) -> tuple[Fraction, float, int, str]:
    least = min((found.consensus for found in one.pictures if found.consensus is not None), default=1.0)
    return -one.split, least, -max((found.width for found in one.pictures), default=0), one.question
