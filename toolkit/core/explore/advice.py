"""Automation bias: officer and machine together, when advice is right and when it is wrong. Exact shares.

Answers are yes or no, so two wrong answers agree. The officer’s own errors are independent of the machine’s, which the
texts say: where both fail at the same cases, advice helps less.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from toolkit.core.explore.base_rates import over
from toolkit.core.explore.chance import whole_parts
from toolkit.core.explore.inputs import Inputs, decimal
from toolkit.core.explore.shown import Figure, IconArray, Icons, Row, Sentence, Shown, Table, count, say, share

CASES = 1000
SHOWN_WRONG = tuple(Fraction(percent, 100) for percent in range(0, 101, 20))


@dataclass(frozen=True, slots=True)
class Advice(Inputs):
    """In percent: right answers of the machine and of the officer alone, and how often the officer gives way to advice.

    `follow_right`: where the machine is right and the officer would be wrong; `follow_wrong`: the other way round.
    """

    machine: Fraction = field(default=Fraction(80), metadata=decimal(0, 100, 1))
    officer: Fraction = field(default=Fraction(85), metadata=decimal(0, 100, 1))
    follow_right: Fraction = field(default=Fraction(70), metadata=decimal(0, 100, 1))
    follow_wrong: Fraction = field(default=Fraction(50), metadata=decimal(0, 100, 1))


@dataclass(frozen=True, slots=True)
class Together:
    """Shares of all cases. `break_even`: the share of wrong advice followed at which advice stops helping.

    It is None if there is none up to 1. `machine_needed`: how often the machine must be right for advice to pay;
    None if no advice is followed.
    """

    alone: Fraction
    machine: Fraction
    together: Fraction
    avoided: Fraction
    caused: Fraction
    right_both: Fraction
    wrong_both: Fraction
    break_even: Fraction | None
    machine_needed: Fraction | None


def judged(machine: Fraction, officer: Fraction, right: Fraction, wrong: Fraction) -> Together:
    """Officer with machine: o + m(1 − o) × right − (1 − m)o × wrong, all shares from 0 to 1."""
    chance_to_help, chance_to_harm = machine * (1 - officer), (1 - machine) * officer
    avoided, caused = chance_to_help * right, chance_to_harm * wrong
    together = officer + avoided - caused
    limit = over(avoided, chance_to_harm)
    return Together(
        alone=officer,
        machine=machine,
        together=together,
        avoided=avoided,
        caused=caused,
        right_both=officer - caused,
        wrong_both=1 - together - caused,
        break_even=limit if limit is not None and limit <= 1 else None,
        machine_needed=over(officer * wrong, (1 - officer) * right + officer * wrong),
    )


def solve(chosen: Advice) -> Together:
    """The team that these inputs describe."""
    return judged(chosen.machine / 100, chosen.officer / 100, chosen.follow_right / 100, chosen.follow_wrong / 100)


HEADLINE = say(
    "Alone, the officer is right in {alone} of 1,000 cases. With advice it is {together}. Errors put right by advice: "
    "{avoided}. Errors caused by it: {caused}. The machine by itself would be right in {machine}."
)


def show(chosen: Advice, found: Together) -> Shown:
    """1,000 cases as icons, by what advice did to them."""
    values = {
        "alone": found.alone,
        "together": found.together,
        "avoided": found.avoided,
        "caused": found.caused,
        "machine": found.machine,
    }
    headline = Sentence(HEADLINE, {name: count(value * CASES, digits=0) for name, value in values.items()})
    return Shown(headline, _figures(found), _table(chosen), _icons(found), found)


def _figures(found: Together) -> tuple[Figure, ...]:
    return (
        Figure(say("Officer alone: right answers"), share(found.alone)),
        Figure(say("Machine alone: right answers"), share(found.machine)),
        Figure(say("Officer with advice: right answers"), share(found.together)),
        Figure(
            say("Advice does harm if more of the wrong advice is followed than (– for never)"), share(found.break_even)
        ),
        Figure(say("Advice helps only if the machine is right more often than"), share(found.machine_needed)),
    )


def _table(chosen: Advice) -> Table:
    headers = (
        say("Wrong advice that the officer follows"),
        say("Errors put right, in 1,000 cases"),
        say("Errors caused, in 1,000 cases"),
        say("Officer with advice: right answers"),
    )
    followed = sorted({*SHOWN_WRONG, chosen.follow_wrong / 100})
    return Table(
        say("What happens when wrong advice is followed more often"),
        headers,
        tuple(_row(chosen, wrong) for wrong in followed),
    )


def _row(chosen: Advice, wrong: Fraction) -> Row:
    one = judged(chosen.machine / 100, chosen.officer / 100, chosen.follow_right / 100, wrong)
    cells = (count(one.avoided * CASES), count(one.caused * CASES), share(one.together))
    return Row(share(wrong), cells, chosen=wrong == chosen.follow_wrong / 100)


def _icons(found: Together) -> IconArray:
    labels = (
        (say("Right with advice, as it would have been without"), "quiet"),
        (say("Put right by advice"), "right"),
        (say("Made wrong by advice"), "wrong"),
        (say("Wrong with advice, as it would have been without"), "missed"),
    )
    parts = (found.right_both, found.avoided, found.caused, found.wrong_both)
    kinds = zip(labels, whole_parts(parts, CASES), strict=True)
    return IconArray(tuple(Icons(label, n, tone) for (label, tone), n in kinds), count(1))
