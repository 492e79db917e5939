"""How reliably a room uses its scales: Krippendorff’s alpha, once for a workshop and never for one question.

Source: Krippendorff (2011), “Computing Krippendorff’s alpha-reliability”. Missing votes are allowed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

Units = Sequence[Sequence[int]]
"""The votes on each question (steps from 1), without those who do not know. Their order means nothing."""

Distance = Callable[[Counter[int], int, int], Fraction]
"""How far two steps are apart, squared, given how often each step was used."""

FIRM, TENTATIVE = Fraction(4, 5), Fraction(667, 1000)
"""From which alpha a reading is firm, and from which it is tentative (Krippendorff’s own marks)."""


def nominal(_used: Counter[int], a: int, b: int) -> Fraction:
    """Steps are the same or not."""
    return Fraction(a != b)


def ordinal(used: Counter[int], a: int, b: int) -> Fraction:
    """Steps are as far apart as votes lie between them."""
    low, high = min(a, b), max(a, b)
    between = sum(count for step, count in used.items() if low <= step <= high)
    return (between - Fraction(used[a] + used[b], 2)) ** 2


def interval(_used: Counter[int], a: int, b: int) -> Fraction:
    """Steps are as far apart as their numbers."""
    return Fraction((a - b) ** 2)


def alpha(units: Units, distance: Distance = ordinal) -> Fraction | None:
    """1 for perfect agreement, 0 for what chance gives, below 0 for less; exact.

    None where it means nothing: no question with two votes, or one and the same step everywhere.
    """
    return _alpha([Counter(unit) for unit in units], distance)


def _alpha(units: Sequence[Counter[int]], distance: Distance) -> Fraction | None:
    paired = [unit for unit in units if unit.total() > 1]
    used = sum(paired, Counter[int]())
    total = used.total()
    if len(used) < 2:
        return None
    apart = {(a, b): int(4 * distance(used, a, b)) for a in used for b in used if a < b}
    seen = sum((Fraction(_pairs(unit, apart), unit.total() - 1) for unit in paired), Fraction(0))
    return 1 - seen * (total - 1) / _pairs(used, apart)


def _pairs(votes: Counter[int], apart: Mapping[tuple[int, int], int]) -> int:
    """How far all pairs of votes are apart, in quarters: distances are of whole and of half votes, squared."""
    return sum(votes[a] * votes[b] * far for (a, b), far in apart.items() if a in votes and b in votes)


@dataclass(frozen=True, slots=True)
class Reliability:
    """Alpha of a workshop, the middle 95 % of what other questions might have given, and whether it says much.

    `alike`: the questions hardly differ from each other, so alpha is low even where everybody agrees.
    """

    alpha: Fraction
    low: Fraction
    high: Fraction
    questions: int
    alike: bool


def reliability(units: Units, seed: int, draws: int = 400) -> Reliability | None:
    """Alpha with a bootstrap over the questions; the same seed gives the same result. None where alpha is None."""
    found = alpha(units)
    if found is None:
        return None
    numbers, counted = _numbers(seed), [Counter(unit) for unit in units]
    picks = ([number * len(units) >> 64 for number in islice(numbers, len(units))] for _ in range(draws))
    drawn = (_alpha([counted[place] for place in places], ordinal) for places in picks)
    others = sorted(one for one in drawn if one is not None) or [found]
    ends = others[len(others) // 40], others[-1 - len(others) // 40]
    return Reliability(found, *ends, sum(len(unit) > 1 for unit in units), _alike(units))


def _numbers(seed: int) -> Iterator[int]:
    """Numbers of 64 bits that look random, the same on every machine: splitmix64 (Steele, Lea and Flood 2014)."""
    top, state = (1 << 64) - 1, seed
    while True:
        state = state + 0x9E3779B97F4A7C15 & top
        mixed = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & top
        mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB & top
        yield mixed ^ mixed >> 31


def _alike(units: Units) -> bool:
    """Whether the lower medians of all questions lie on one step, or on two that touch."""
    middles = {sorted(unit)[(len(unit) - 1) // 2] for unit in units if len(unit) > 1}
    return max(middles) - min(middles) <= 1
