"""Threshold: what one more hit costs in wrongly flagged people. Two normal score distributions, in closed form.

Scores are points: harmless people average HARMLESS points, people who are looked for `separation` points more, both
with a standard deviation of SPREAD points. So d′ = separation ÷ SPREAD. Results are floats, right to about 15 digits.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import erfc, exp, sqrt

from toolkit.core.explore.inputs import Inputs, decimal, whole
from toolkit.core.explore.shown import Amount, Figure, Lines, Row, Sentence, Series, Shown, Table, count, say, share

HARMLESS, SPREAD = 30, 10
AXIS = range(0, 91, 5)
AROUND = range(-20, 21, 5)

LEAST_GAIN = 0.1
"""Further hits below which a step has no price to show: nobody is left to be found."""


@dataclass(frozen=True, slots=True)
class Threshold(Inputs):
    """People screened a month, how many in 1,000 are looked for, separation and threshold in points of the score."""

    screened: Fraction = field(default=Fraction(10_000), metadata=whole(1000, 100_000, 1000))
    targets: Fraction = field(default=Fraction(20), metadata=decimal(1, 500, 1))
    separation: Fraction = field(default=Fraction(20), metadata=decimal(0, 40, 1))
    threshold: Fraction = field(default=Fraction(50), metadata=decimal(0, 90, 1))


@dataclass(frozen=True, slots=True)
class AtThreshold:
    """What a threshold does in a month. `price`: wrongly flagged people for one more hit, just below the threshold."""

    threshold: float
    hits: float
    misses: float
    wrong: float
    precision: float
    recall: float
    price: float


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The chosen threshold, those around it, and those along the whole axis."""

    chosen: AtThreshold
    around: tuple[AtThreshold, ...]
    axis: tuple[AtThreshold, ...]


def above(z: float) -> float:
    """The share of a standard normal distribution above z; `erfc` keeps the digits that 1 − Φ(z) loses far out."""
    return erfc(z / sqrt(2)) / 2


def at(chosen: Threshold, threshold: float) -> AtThreshold:
    """What flagging from `threshold` points on does.

    The price is false flags over hits per step of the threshold: (1 − p) ÷ p × φ(z) ÷ φ(z − d′), which is
    (1 − p) ÷ p × e^(d′² ÷ 2 − d′ × z), the odds against a target at exactly this score.
    """
    targets = float(chosen.screened * chosen.targets / 1000)
    others = float(chosen.screened) - targets
    d, z = float(chosen.separation) / SPREAD, (threshold - HARMLESS) / SPREAD
    recall = above(z - d)
    hits, wrong = targets * recall, others * above(z)
    price = others / targets * exp(d * d / 2 - d * z)
    return AtThreshold(threshold, hits, targets * above(d - z), wrong, hits / (hits + wrong), recall, price)


def gained(strict: AtThreshold, loose: AtThreshold) -> float:
    """Further hits at the looser of two thresholds, from whichever tail keeps more digits."""
    return loose.hits - strict.hits if loose.recall < 0.5 else strict.misses - loose.misses


def step_price(strict: AtThreshold, loose: AtThreshold) -> float:
    """Wrongly flagged people for each further hit between two different thresholds."""
    return (loose.wrong - strict.wrong) / gained(strict, loose)


def solve(chosen: Threshold) -> Thresholds:
    """The chosen threshold, its surroundings in steps of 5 points, and the axis."""
    middle = float(chosen.threshold)
    near = (middle + step for step in AROUND if AXIS[0] <= middle + step <= AXIS[-1])
    return Thresholds(at(chosen, middle), tuple(at(chosen, t) for t in near), tuple(at(chosen, float(t)) for t in AXIS))


HEADLINE = say(
    "From {threshold} points on, the tool flags {flagged} of {screened} people a month. It is right about {hits} and "
    "wrong about {wrong}. It misses {misses}. Wrong flags to accept for one more hit: {price}."
)
NO_PRICE = say(
    "From {threshold} points on, the tool flags {flagged} of {screened} people a month. It is right about {hits} and "
    "wrong about {wrong}. Fewer than one target a month is left to be found."
)


def show(chosen: Threshold, found: Thresholds) -> Shown:
    """Precision and recall as lines over the threshold, counts as a table."""
    one = found.chosen
    values = {"flagged": one.hits + one.wrong, "hits": one.hits, "wrong": one.wrong, "misses": one.misses}
    said = {name: count(value, digits=0) for name, value in values.items()}
    said |= {"threshold": count(chosen.threshold), "screened": count(chosen.screened), "price": count(one.price)}
    return Shown(
        Sentence(HEADLINE if one.misses >= 1 else NO_PRICE, said),
        _figures(one),
        _table(found),
        _lines(chosen, found),
        found,
    )


def _figures(one: AtThreshold) -> tuple[Figure, ...]:
    people = say("people a month")
    return (
        Figure(say("Share of flags that are right (precision)"), share(one.precision)),
        Figure(say("Share of targets found (recall)"), share(one.recall)),
        Figure(say("Wrongly flagged"), count(one.wrong), people),
        Figure(say("Targets missed"), count(one.misses), people),
        Figure(
            say("Price of one more hit"), count(one.price if one.misses >= 1 else None), say("people wrongly flagged")
        ),
    )


def _table(found: Thresholds) -> Table:
    stricter = (*found.around[1:], None)
    headers = (
        say("Threshold, in points"),
        say("Hits"),
        say("Misses"),
        say("Wrongly flagged"),
        say("Precision"),
        say("Recall"),
        say("Wrong flags for each hit gained on the row below"),
    )
    rows = (
        _row(one, above_it, one.threshold == found.chosen.threshold)
        for one, above_it in zip(found.around, stricter, strict=True)
    )
    return Table(say("A month at this threshold and at others"), headers, tuple(rows))


def _row(one: AtThreshold, stricter: AtThreshold | None, chosen: bool) -> Row:
    counts = (count(one.hits), count(one.misses), count(one.wrong), share(one.precision), share(one.recall))
    return Row(count(one.threshold), (*counts, _price(stricter, one)), chosen)


def _price(strict: AtThreshold | None, loose: AtThreshold) -> Amount:
    if strict is None or gained(strict, loose) < LEAST_GAIN:
        return count(None)
    return count(step_price(strict, loose))


def _lines(chosen: Threshold, found: Thresholds) -> Lines:
    return Lines(
        say("Threshold, in points"),
        tuple(count(one.threshold) for one in found.axis),
        (
            Series(say("Recall: share of targets found"), tuple(one.recall for one in found.axis), "a"),
            Series(say("Precision: share of flags that are right"), tuple(one.precision for one in found.axis), "b"),
        ),
        mark=count(chosen.threshold),
    )
