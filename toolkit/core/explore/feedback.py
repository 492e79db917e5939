"""Feedback loop: records send patrols, patrols make records. Two districts, North and South, with the same crime.

Each month so many finds are made where patrols are. North’s share of patrols is x^focus ÷ (x^focus + (1 − x)^focus),
where x is its share of all records. In floats; expected values, beside one run with chance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice
from math import pow

from toolkit.core.explore.chance import bits, unit
from toolkit.core.explore.inputs import Inputs, decimal, whole
from toolkit.core.explore.shown import Figure, Lines, Row, Sentence, Series, Shown, Table, count, say, share

TRUTH = 0.5
ROWS = 6


@dataclass(frozen=True, slots=True)
class Feedback(Inputs):
    """Records at the start and North's share of them in percent, finds and months.

    `focus` 1: patrols in proportion to the records; more: they crowd where records are. `spread`: percent of patrols
    that are shared out evenly instead, in the line for that. `run` chooses another run of chance.
    """

    north: Fraction = field(default=Fraction(60), metadata=decimal(5, 95, 1))
    records: Fraction = field(default=Fraction(200), metadata=whole(20, 2000, 20))
    finds: Fraction = field(default=Fraction(40), metadata=whole(5, 200, 5))
    focus: Fraction = field(default=Fraction(2), metadata=decimal(1, 3, "0.5"))
    spread: Fraction = field(default=Fraction(30), metadata=decimal(0, 100, 5))
    months: Fraction = field(default=Fraction(36), metadata=whole(6, 60, 6))
    run: Fraction = field(default=Fraction(1), metadata=whole(1, 50, 1))


@dataclass(frozen=True, slots=True)
class Loop:
    """North's share of all records at the start and after each month, in four ways.

    `plain`: patrols follow the records; `chance`: one run of the same; `weighted`: a find counts as much as there
    are patrols elsewhere; `mixed`: some patrols are shared out evenly. `north` and `south` are the plain records
    at the end.
    """

    plain: tuple[float, ...]
    chance: tuple[float, ...]
    weighted: tuple[float, ...]
    mixed: tuple[float, ...]
    north: float
    south: float


Records = tuple[float, float]
Month = Callable[[Records], Records]


def patrols(records: Records, focus: float, spread: float = 0.0) -> float:
    """North's share of patrols; `spread` is the share (0 to 1) of patrols that go half to each district."""
    north = records[0] / (records[0] + records[1])
    pull, other = pow(north, focus), pow(1 - north, focus)
    return spread / 2 + (1 - spread) * pull / (pull + other)


def plain(records: Records, finds: float, focus: float, spread: float = 0.0) -> Records:
    """Records after a month in which every find counts 1."""
    north = patrols(records, focus, spread)
    return records[0] + finds * north, records[1] + finds * (1 - north)


def weighted(records: Records, finds: float, focus: float) -> Records:
    """Records after a month in which a find counts as much as the share of patrols elsewhere (Ensign et al. 2018).

    Their urn adds a find only if a second draw shows the other district. Both districts then gain the same where crime
    is the same, so the difference between them stays and its share of the whole fades.
    """
    north = patrols(records, focus)
    gain = finds * north * (1 - north)
    return records[0] + gain, records[1] + gain


def drawn(records: Records, finds: int, focus: float, random: Iterator[int]) -> Records:
    """Records after a month in which chance decides where each find is made; focus 1 is a Pólya urn."""
    north = patrols(records, focus)
    hits = sum(unit(number) < north for number in islice(random, finds))
    return records[0] + hits, records[1] + finds - hits


def follow(start: Records, months: int, month: Month) -> tuple[Records, ...]:
    """Records at the start and after each month."""
    path = [start]
    for _ in range(months):
        path.append(month(path[-1]))
    return tuple(path)


def shares(path: tuple[Records, ...]) -> tuple[float, ...]:
    """North's share of the records."""
    return tuple(north / (north + south) for north, south in path)


def solve(chosen: Feedback) -> Loop:
    """The four ways over the same months."""
    start = (float(chosen.records * chosen.north / 100), float(chosen.records * (100 - chosen.north) / 100))
    months, finds, focus = int(chosen.months), int(chosen.finds), float(chosen.focus)
    spread, random = float(chosen.spread / 100), bits(int(chosen.run))
    bare = follow(start, months, lambda records: plain(records, finds, focus))
    return Loop(
        plain=shares(bare),
        chance=shares(follow(start, months, lambda records: drawn(records, finds, focus, random))),
        weighted=shares(follow(start, months, lambda records: weighted(records, finds, focus))),
        mixed=shares(follow(start, months, lambda records: plain(records, finds, focus, spread))),
        north=bare[-1][0],
        south=bare[-1][1],
    )


HEADLINE = say(
    "Both districts have the same crime. North starts with {start} of the records. After {months} months it has "
    "{plain} of them if patrols follow the records, and {weighted} if finds are weighted."
)


def show(chosen: Feedback, found: Loop) -> Shown:
    """The four ways as lines over the months, with the true share."""
    values = {"start": share(found.plain[0]), "plain": share(found.plain[-1]), "weighted": share(found.weighted[-1])}
    headline = Sentence(HEADLINE, values | {"months": count(chosen.months)})
    return Shown(headline, _figures(found), _table(found), _lines(found), found)


def _figures(found: Loop) -> tuple[Figure, ...]:
    records = say("records")
    return (
        Figure(say("True share of crime in North"), share(Fraction(1, 2))),
        Figure(say("Share of records in North if patrols follow them"), share(found.plain[-1])),
        Figure(say("The same with finds weighted"), share(found.weighted[-1])),
        Figure(say("The same with some patrols shared out evenly"), share(found.mixed[-1])),
        Figure(say("North, if patrols follow the records"), count(found.north, digits=0), records),
        Figure(say("South, if patrols follow the records"), count(found.south, digits=0), records),
    )


def _table(found: Loop) -> Table:
    last = len(found.plain) - 1
    months = range(0, last + 1, last // ROWS)
    headers = (
        say("Month"),
        say("Patrols follow the records"),
        say("The same, one run with chance"),
        say("Finds weighted"),
        say("Some patrols shared out evenly"),
    )
    ways = (found.plain, found.chance, found.weighted, found.mixed)
    rows = tuple(Row(count(month), tuple(share(way[month]) for way in ways)) for month in months)
    return Table(say("North’s share of all records"), headers, rows)


def _lines(found: Loop) -> Lines:
    months = range(len(found.plain))
    return Lines(
        say("Month"),
        tuple(count(month) for month in months),
        (
            Series(say("Patrols follow the records"), found.plain, "wrong"),
            Series(say("The same, one run with chance"), found.chance, "b", dashed=True),
            Series(say("Finds weighted"), found.weighted, "right"),
            Series(say("Some patrols shared out evenly"), found.mixed, "c"),
            Series(say("True share of crime in North"), tuple(TRUTH for _ in months), "quiet", dashed=True),
        ),
    )
