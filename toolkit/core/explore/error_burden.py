"""Who bears the errors: two groups, one tool, and measures of fairness that cannot all hold. Exact shares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from toolkit.core.explore.base_rates import Frequencies, frequencies, over
from toolkit.core.explore.inputs import Inputs, choice, decimal
from toolkit.core.explore.shown import Bar, Bars, Figure, Group, Row, Sentence, Shown, Table, count, say, share

PEOPLE = 1000
ACCURACY, FALSE_ALARMS, PRECISION, FLAGGED = (
    say("Accuracy: the share of all answers that are right"),
    say("False alarms: the share of harmless people who are flagged"),
    say("Precision: the share of flags that are right"),
    say("Flags: the share of all people who are flagged"),
)


@dataclass(frozen=True, slots=True)
class ErrorBurden(Inputs):
    """Two groups of 1,000 people, in percent: who is looked for, recall in both, false alarms in the first.

    `equal` is the measure that shall be the same in both groups: 1 accuracy, 2 false alarms, 3 precision, 4 flags.
    """

    first_rate: Fraction = field(default=Fraction(40), metadata=decimal(1, 60, 1))
    second_rate: Fraction = field(default=Fraction(20), metadata=decimal(1, 60, 1))
    recall: Fraction = field(default=Fraction(80), metadata=decimal(10, 100, 1))
    false_alarms: Fraction = field(default=Fraction(20), metadata=decimal(1, 60, 1))
    equal: Fraction = field(default=Fraction(1), metadata=choice(ACCURACY, FALSE_ALARMS, PRECISION, FLAGGED))


@dataclass(frozen=True, slots=True)
class Burden:
    """A group: its expected counts, and shares of it (0 to 1)."""

    counts: Frequencies
    false_alarms: Fraction
    precision: Fraction | None
    accuracy: Fraction
    flagged: Fraction


@dataclass(frozen=True, slots=True)
class Burdens:
    """Both groups. `reached`: whether the chosen measure can be equal; if not, `second` comes as near as it can."""

    first: Burden
    second: Burden
    reached: bool


def burden(rate: Fraction, recall: Fraction, false_alarms: Fraction) -> Burden:
    """A group with these shares, all 0 to 1."""
    counts = frequencies(PEOPLE, rate, recall, 1 - false_alarms)
    return Burden(counts, false_alarms, counts.precision, counts.accuracy, counts.flagged / PEOPLE)


def _same_accuracy(first: Burden, rate: Fraction, recall: Fraction) -> Fraction:
    return 1 - (first.accuracy - rate * recall) / (1 - rate)


def _same_false_alarms(first: Burden, rate: Fraction, recall: Fraction) -> Fraction:
    return first.false_alarms


def false_alarms_for(rate: Fraction, precision: Fraction, recall: Fraction) -> Fraction:
    """False alarms p ÷ (1 − p) × (1 − precision) ÷ precision × recall (Chouldechova 2017, doi 10.1089/big.2016.0047).

    So groups with different rates cannot share precision, recall and false alarms, unless there are no false alarms.
    """
    return rate / (1 - rate) * (1 - precision) / precision * recall


def _same_precision(first: Burden, rate: Fraction, recall: Fraction) -> Fraction:
    return false_alarms_for(rate, first.precision or Fraction(1), recall)


def _same_flags(first: Burden, rate: Fraction, recall: Fraction) -> Fraction:
    return (first.flagged - rate * recall) / (1 - rate)


RULES: Mapping[int, Callable[[Burden, Fraction, Fraction], Fraction]] = {
    1: _same_accuracy,
    2: _same_false_alarms,
    3: _same_precision,
    4: _same_flags,
}
"""False alarms that the second group (its rate, its recall) must have, so that a measure equals the first group's."""


def solve(chosen: ErrorBurden) -> Burdens:
    """Both groups find the same share; false alarms of the second follow from the measure that shall be equal."""
    recall, rate = chosen.recall / 100, chosen.second_rate / 100
    first = burden(chosen.first_rate / 100, recall, chosen.false_alarms / 100)
    wanted = RULES[int(chosen.equal)](first, rate, recall)
    possible = min(max(wanted, Fraction(0)), Fraction(1))
    return Burdens(first, burden(rate, recall, possible), reached=possible == wanted)


REACHED = say(
    "Wrongly flagged, of 1,000 people in each group: {first} in the first, {second} in the second. "
    "A flag is right in {first_right} of cases in the first group and in {second_right} in the second."
)
OUT_OF_REACH = say(
    "That measure cannot be the same here while recall is the same. At the nearest, wrongly flagged of 1,000 people in "
    "each group: {first} in the first, {second} in the second. A flag is right in {first_right} and "
    "{second_right} of cases."
)


def show(chosen: ErrorBurden, found: Burdens) -> Shown:
    """The measures side by side as bars; the chosen one is marked in the table."""
    both = (found.first, found.second)
    wrong = [count(one.counts.false_flags, digits=0) for one in both]
    right = [share(one.precision) for one in both]
    values = dict(zip(("first", "second", "first_right", "second_right"), (*wrong, *right), strict=True))
    headline = Sentence(REACHED if found.reached else OUT_OF_REACH, values)
    return Shown(headline, _figures(found), _table(chosen, found), _bars(found), found)


def _figures(found: Burdens) -> tuple[Figure, ...]:
    people = say("in 1,000 people")
    return (
        Figure(say("Wrongly flagged in the first group"), count(found.first.counts.false_flags), people),
        Figure(say("Wrongly flagged in the second group"), count(found.second.counts.false_flags), people),
        Figure(
            say("False alarms of the first group, as a multiple of the second"),
            count(over(found.first.false_alarms, found.second.false_alarms), digits=2),
        ),
    )


def _measures(one: Burden) -> tuple[Fraction | None, ...]:
    return one.accuracy, one.false_alarms, one.precision, one.flagged


def _table(chosen: ErrorBurden, found: Burdens) -> Table:
    names = (ACCURACY, FALSE_ALARMS, PRECISION, FLAGGED)
    pairs = zip(names, _measures(found.first), _measures(found.second), strict=True)
    rows = tuple(
        Row(name, (share(first), share(second)), chosen=at == chosen.equal)
        for at, (name, first, second) in enumerate(pairs, 1)
    )
    recall = Row(say("Recall: share of targets found"), (share(chosen.recall / 100),) * 2)
    headers = (say("Measure"), say("First group"), say("Second group"))
    return Table(say("The same tool, two groups"), headers, (*rows, recall))


def _bars(found: Burdens) -> Bars:
    names = (say("Accuracy"), say("False alarms"), say("Precision"), say("Flagged"))
    pairs = zip(names, _measures(found.first), _measures(found.second), strict=True)
    groups = tuple(
        Group(name, (Bar(say("First group"), share(one), "a"), Bar(say("Second group"), share(two), "b")))
        for name, one, two in pairs
    )
    return Bars(groups, 1.0)
