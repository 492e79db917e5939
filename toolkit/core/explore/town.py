"""Re-identification: how few attributes single out one person in a made-up town. Closed form, beside a seeded count.

Someone is alone with a combination of chance p if none of the N − 1 others has it: (1 − p)^(N − 1). Attributes are
independent and their values equally likely, except the parts of town: the i-th has a weight of i^(−skew).
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate
from math import comb, exp, fsum, log1p, prod

from toolkit.core.explore.chance import bits
from toolkit.core.explore.inputs import Inputs, decimal, whole
from toolkit.core.explore.shown import Bar, Bars, Figure, Group, Row, Sentence, Shown, Table, count, say, share

SEX, BIRTH_YEARS, MONTHS, DAYS = 2, 80, 12, 30
NAMES = (
    say("Sex"),
    say("and year of birth"),
    say("and part of town"),
    say("and month of birth"),
    say("and day of birth"),
)
"""Attributes in the order in which they become known; each name continues those before it."""

AREA = 2
"""Where in that order the part of town stands."""

FEW = 4
HALF = 2**32


@dataclass(frozen=True, slots=True)
class Town(Inputs):
    """People, parts of town and how unequal they are (0 to 100), known attributes; `town` chooses another town."""

    people: Fraction = field(default=Fraction(20_000), metadata=whole(1000, 50_000, 1000))
    areas: Fraction = field(default=Fraction(10), metadata=whole(1, 60, 1))
    skew: Fraction = field(default=Fraction(50), metadata=decimal(0, 100, 10))
    known: Fraction = field(default=Fraction(4), metadata=whole(1, 5, 1))
    town: Fraction = field(default=Fraction(1), metadata=whole(1, 50, 1))


@dataclass(frozen=True, slots=True)
class Known:
    """What so many attributes tell. `alone` and `few` are expected shares of people; `counted` is a share of one town.

    `few`: people who share all with at most FEW others, the lonely ones included.
    """

    combinations: int
    each: Fraction
    alone: float
    few: float
    counted: Fraction


@dataclass(frozen=True, slots=True)
class Lonely:
    """One entry for each number of known attributes, from 1."""

    known: tuple[Known, ...]


def weights(areas: int, skew: float) -> tuple[float, ...]:
    """The share of people in each part of town, the largest first; adds up to 1."""
    raw = [float(at) ** -skew for at in range(1, areas + 1)]
    return tuple(one / fsum(raw) for one in raw)


def sharing(people: int, areas: Iterable[float], others: int, most: int) -> float:
    """The expected share of people who share their combination with at most `most` others.

    Σ over parts of town of q × P(X ≤ most), X binomial with N − 1 trials and the chance q ÷ `others`, where `others` is
    the number of combinations of all further attributes.
    """
    return fsum(area * _at_most(most, people - 1, area / others) for area in areas)


def _at_most(most: int, trials: int, chance: float) -> float:
    if chance >= 1:
        return float(trials <= most)
    quiet = log1p(-chance)
    return fsum(comb(trials, k) * chance**k * exp((trials - k) * quiet) for k in range(min(most, trials) + 1))


def sizes(areas: int) -> tuple[int, ...]:
    """How many values each attribute has, in order."""
    return SEX, BIRTH_YEARS, areas, MONTHS, DAYS


def codes(chosen: Town) -> list[int]:
    """The people of a made-up town, each with all attributes in one number: the first varies fastest.

    The same number of a town gives the same people. Half of each random number draws the part of town, half the rest,
    which is even to 1 in 50,000.
    """
    steps = list(accumulate(weights(int(chosen.areas), float(chosen.skew / 100))))
    random, outer = bits(int(chosen.town)), SEX * BIRTH_YEARS
    made = []
    for _ in range(int(chosen.people)):
        high, low = divmod(next(random), HALF)
        late, early = divmod(low * outer * MONTHS * DAYS // HALF, outer)
        area = min(bisect(steps, high / HALF), len(steps) - 1)
        made.append(early + outer * (area + len(steps) * late))
    return made


def counted(people: list[int], combinations: int) -> int:
    """How many people are alone, if so many combinations of the first attributes can be told apart."""
    return list(Counter(one % combinations for one in people).values()).count(1)


def solve(chosen: Town) -> Lonely:
    """Every number of known attributes."""
    town = codes(chosen)
    return Lonely(tuple(_known(chosen, town, number) for number in range(1, len(NAMES) + 1)))


def _known(chosen: Town, town: list[int], known: int) -> Known:
    people, areas = int(chosen.people), int(chosen.areas)
    combinations = prod(sizes(areas)[:known])
    local = known > AREA
    parts = weights(areas, float(chosen.skew / 100)) if local else (1.0,)
    others = combinations // areas if local else combinations
    alone, few = (sharing(people, parts, others, most) for most in (0, FEW))
    share_counted = Fraction(counted(town, combinations), people)
    return Known(combinations, Fraction(people, combinations), alone, few, share_counted)


HEADLINE = say(
    "In a town of {people} people, {alone} are singled out by {known} of 5 attributes: nobody else has the same. "
    "A further {few} share theirs with at most four others."
)


def show(chosen: Town, found: Lonely) -> Shown:
    """Shares of people who are alone, as bars that grow with each attribute."""
    one = found.known[int(chosen.known) - 1]
    values = {
        "people": count(chosen.people),
        "known": count(chosen.known),
        "alone": share(one.alone),
        "few": share(max(0.0, one.few - one.alone)),
    }
    return Shown(Sentence(HEADLINE, values), _figures(chosen, one), _table(chosen, found), _bars(found), found)


def _figures(chosen: Town, one: Known) -> tuple[Figure, ...]:
    people = say("people")
    return (
        Figure(
            say("Alone with their attributes, to expect"), count(one.alone * float(chosen.people), digits=0), people
        ),
        Figure(say("Alone in the made-up town, counted"), count(one.counted * chosen.people), people),
        Figure(say("Possible combinations"), count(one.combinations)),
        Figure(say("People for each combination, on average"), count(one.each, digits=2)),
    )


def _table(chosen: Town, found: Lonely) -> Table:
    headers = (
        say("Attributes known"),
        say("Possible combinations"),
        say("People for each combination, on average"),
        say("Alone, to expect"),
        say("Alone, counted in the made-up town"),
        say("Alone or with at most four others, to expect"),
    )
    names = enumerate(zip(NAMES, found.known, strict=True), 1)
    rows = (_row(name, one, at == chosen.known) for at, (name, one) in names)
    return Table(say("Share of people who are singled out"), headers, tuple(rows))


def _row(name: str, one: Known, chosen: bool) -> Row:
    each = count(one.each, digits=2)
    return Row(name, (count(one.combinations), each, share(one.alone), share(one.counted), share(one.few)), chosen)


def _bars(found: Lonely) -> Bars:
    groups = (
        Group(
            name,
            (
                Bar(say("Alone, to expect"), share(one.alone), "wrong"),
                Bar(say("Alone or with at most four others, to expect"), share(one.few), "quiet"),
            ),
        )
        for name, one in zip(NAMES, found.known, strict=True)
    )
    return Bars(tuple(groups), 1.0)
