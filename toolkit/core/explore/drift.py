"""Drift: a model ages, and a monthly check notices it sooner or later. Exact binomial chances, in floats.

Month 1 has the promised sensitivity s; month t has s × (1 − decay)^(t − 1). Each month so many cases are checked that
the model should have found. The alarm goes if so few were found that, at the promised sensitivity, this would happen
with a chance of alpha at most. Months are independent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate
from operator import mul

from toolkit.core.explore.chance import NEARLY_ALL, at_most, critical
from toolkit.core.explore.inputs import Inputs, decimal, whole
from toolkit.core.explore.shown import Figure, Lines, Row, Sentence, Series, Shown, Table, count, say, share

ROWS = 6


@dataclass(frozen=True, slots=True)
class Drift(Inputs):
    """Sensitivity, monthly loss (of what is left) and alpha in percent; checked cases and all cases to find a month."""

    sensitivity: Fraction = field(default=Fraction(90), metadata=decimal(50, "99.9", "0.1"))
    decay: Fraction = field(default=Fraction(1), metadata=decimal(0, 10, "0.1"))
    checked: Fraction = field(default=Fraction(50), metadata=whole(10, 500, 10))
    alpha: Fraction = field(default=Fraction(5), metadata=decimal("0.1", 20, "0.1"))
    cases: Fraction = field(default=Fraction(200), metadata=whole(10, 1000, 10))
    months: Fraction = field(default=Fraction(36), metadata=whole(6, 60, 6))


@dataclass(frozen=True, slots=True)
class Month:
    """A month: true sensitivity, chance of an alarm in it, chance of one by its end.

    `lost`: cases missed up to its end beyond what was promised, if nobody notices; `lost_watched`: to expect if the
    model is stopped at the alarm.
    """

    month: int
    sensitivity: float
    alarm: float
    alarm_by: float
    lost: float
    lost_watched: float


@dataclass(frozen=True, slots=True)
class Watch:
    """All months. `limit`: alarm at so many found or fewer (−1: never).

    `likely`, `sure`: first month by which an alarm is at least 50% and 90% likely, None if later. `false_year`: chance
    of an alarm in 12 months without any loss.
    """

    months: tuple[Month, ...]
    limit: int
    likely: int | None
    sure: int | None
    false_year: float


def watched(chosen: Drift) -> tuple[tuple[Month, ...], int]:
    """Every month and the limit of the alarm."""
    n, promised = int(chosen.checked), float(chosen.sensitivity / 100)
    limit = critical(n, chosen.sensitivity / 100, chosen.alpha / 100)
    true = [promised * float(1 - chosen.decay / 100) ** month for month in range(int(chosen.months))]
    alarms = [at_most(limit, n, one) for one in true]
    quiet = list(accumulate((1 - alarm for alarm in alarms), mul))
    lost = [float(chosen.cases) * (promised - one) for one in true]
    watched_for = accumulate(one * before for one, before in zip(lost, [1.0, *quiet], strict=False))
    columns = zip(true, alarms, quiet, accumulate(lost), watched_for, strict=True)
    months = (
        Month(at, s, alarm, min(1 - q, NEARLY_ALL), all_lost, some)
        for at, (s, alarm, q, all_lost, some) in enumerate(columns, 1)
    )
    return tuple(months), limit


def solve(chosen: Drift) -> Watch:
    """Every month, and when an alarm is to be expected."""
    months, limit = watched(chosen)
    false = at_most(limit, int(chosen.checked), float(chosen.sensitivity / 100))
    return Watch(months, limit, _first(months, 0.5), _first(months, 0.9), 1 - (1 - false) ** 12)


def _first(months: tuple[Month, ...], chance: float) -> int | None:
    return next((one.month for one in months if one.alarm_by >= chance), None)


SEEN = say(
    "With {checked} checked cases a month, an alarm is more likely than not by month {month}. The model then finds "
    "{then} of cases, not the promised {promised}. After {months} months an alarm has come with a chance of {by}."
)
UNSEEN = say(
    "With {checked} checked cases a month, an alarm comes within {months} months only with a chance of {by}. The model "
    "then finds {then} of cases, not the promised {promised}."
)


def show(chosen: Drift, found: Watch) -> Shown:
    """True sensitivity and the chance of an alarm as lines over the months."""
    last = found.months[-1]
    then = found.months[found.likely - 1] if found.likely else last
    values = {
        "checked": count(chosen.checked),
        "months": count(chosen.months),
        "by": share(last.alarm_by),
        "then": share(then.sensitivity),
        "promised": share(chosen.sensitivity / 100),
    }
    headline = Sentence(SEEN, values | {"month": count(then.month)}) if found.likely else Sentence(UNSEEN, values)
    return Shown(headline, _figures(found), _table(found), _lines(found), found)


def _figures(found: Watch) -> tuple[Figure, ...]:
    last, cases = found.months[-1], say("cases")
    return (
        Figure(say("Alarm if so many checked cases or fewer were found"), count(found.limit), cases),
        Figure(say("Month by which an alarm has a chance of 50%"), count(found.likely)),
        Figure(say("Month by which an alarm has a chance of 90%"), count(found.sure)),
        Figure(say("Chance of a false alarm in 12 months with a model that does not age"), share(found.false_year)),
        Figure(say("Missed beyond the promise at the end, without monitoring"), count(last.lost, digits=0), cases),
        Figure(say("The same if the model stops at the alarm"), count(last.lost_watched, digits=0), cases),
    )


def _table(found: Watch) -> Table:
    every = len(found.months) // ROWS
    headers = (
        say("Month"),
        say("Cases that the model finds"),
        say("Chance of an alarm in this month"),
        say("Chance of an alarm by then"),
        say("Missed beyond the promise by then, without monitoring"),
    )
    shown = [one for one in found.months if one.month == 1 or one.month % every == 0]
    return Table(say("What monitoring would have seen, and when"), headers, tuple(_row(one, found) for one in shown))


def _row(one: Month, found: Watch) -> Row:
    cells = (share(one.sensitivity), share(one.alarm), share(one.alarm_by), count(one.lost))
    return Row(count(one.month), cells, chosen=one.month == found.likely)


def _lines(found: Watch) -> Lines:
    months = found.months
    return Lines(
        say("Month"),
        tuple(count(one.month) for one in months),
        (
            Series(say("Cases that the model finds"), tuple(one.sensitivity for one in months), "a"),
            Series(say("Chance of an alarm by then"), tuple(one.alarm_by for one in months), "right"),
        ),
        mark=count(found.likely) if found.likely else None,
    )
