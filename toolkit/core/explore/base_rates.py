"""Base rates: who is flagged when something rare is looked for? Exact natural frequencies."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from toolkit.core.explore.chance import whole_parts
from toolkit.core.explore.inputs import Inputs, decimal, whole
from toolkit.core.explore.shown import Figure, IconArray, Icons, Row, Sentence, Shown, Table, count, say, share

MOST_ICONS = 1000


@dataclass(frozen=True, slots=True)
class BaseRates(Inputs):
    """A scanner at a gate: visitors, carriers in 1,000 of them, and two shares in percent.

    `sensitivity`: carriers who are flagged; `specificity`: other visitors who are not.
    """

    visitors: Fraction = field(default=Fraction(1000), metadata=whole(1000, 10_000, 1000))
    carriers: Fraction = field(default=Fraction(5), metadata=decimal(0, 200, "0.5"))
    sensitivity: Fraction = field(default=Fraction(99), metadata=decimal(0, 100, "0.1"))
    specificity: Fraction = field(default=Fraction(99), metadata=decimal(0, 100, "0.1"))


@dataclass(frozen=True, slots=True)
class Frequencies:
    """Expected counts, exact, and the shares that follow; None where nobody is flagged, or nobody is cleared.

    `counts` are hits, misses, false flags and right silence in whole people that add up (largest remainder).
    """

    hits: Fraction
    misses: Fraction
    false_flags: Fraction
    right_silence: Fraction
    precision: Fraction | None
    negative_value: Fraction | None
    accuracy: Fraction
    counts: tuple[int, int, int, int]

    @property
    def flagged(self) -> Fraction:
        """Everybody who is flagged."""
        return self.hits + self.false_flags


def frequencies(people: int, rate: Fraction, sensitivity: Fraction, specificity: Fraction) -> Frequencies:
    """Bayes' rule in natural frequencies; `rate`, `sensitivity` and `specificity` are 0 to 1."""
    carriers, others = people * rate, people * (1 - rate)
    hits, right_silence = carriers * sensitivity, others * specificity
    misses, false_flags = carriers - hits, others - right_silence
    parts = (hits, misses, false_flags, right_silence)
    one, two, three, four = whole_parts(parts, people)
    return Frequencies(
        *parts,
        precision=over(hits, hits + false_flags),
        negative_value=over(right_silence, right_silence + misses),
        accuracy=(hits + right_silence) / people,
        counts=(one, two, three, four),
    )


def over(part: Fraction, whole: Fraction) -> Fraction | None:
    """A share, or None of nothing."""
    return part / whole if whole else None


def solve(chosen: BaseRates) -> Frequencies:
    """The four counts for these inputs."""
    return frequencies(int(chosen.visitors), chosen.carriers / 1000, chosen.sensitivity / 100, chosen.specificity / 100)


HEADLINE = say(
    "The scanner flags {flagged} of {visitors} visitors. It is right about {right} of them and wrong about {wrong}. "
    "Carriers that it misses: {missed}."
)


def show(chosen: BaseRates, found: Frequencies) -> Shown:
    """The four counts as icons, a table and figures."""
    hits, misses, false_flags, _ = found.counts
    values = {"flagged": hits + false_flags, "visitors": int(chosen.visitors), "right": hits, "wrong": false_flags}
    headline = Sentence(HEADLINE, {name: count(value) for name, value in (values | {"missed": misses}).items()})
    return Shown(headline, _figures(found), _table(found), _icons(chosen, found), found)


def _figures(found: Frequencies) -> tuple[Figure, ...]:
    return (
        Figure(say("Share of flags that are right (precision)"), share(found.precision)),
        Figure(say("Share of visitors not flagged who carry nothing"), share(found.negative_value)),
        Figure(say("Share of all answers that are right (accuracy)"), share(found.accuracy)),
        Figure(say("Accuracy of a scanner that never flags anybody"), share(_silent(found))),
    )


def _silent(found: Frequencies) -> Fraction:
    harmless = found.false_flags + found.right_silence
    return harmless / (harmless + found.hits + found.misses)


def _table(found: Frequencies) -> Table:
    rows = (
        (say("Flagged"), found.hits, found.false_flags),
        (say("Not flagged"), found.misses, found.right_silence),
        (say("Together"), found.hits + found.misses, found.false_flags + found.right_silence),
    )
    return Table(
        say("Visitors to expect, before rounding to whole people"),
        (say("Answer of the scanner"), say("Carry a weapon"), say("Carry none"), say("Together")),
        tuple(Row(head, tuple(count(n, digits=2) for n in (a, b, a + b))) for head, a, b in rows),
    )


def _icons(chosen: BaseRates, found: Frequencies) -> IconArray:
    icons = min(MOST_ICONS, int(chosen.visitors))
    parts = (found.hits, found.misses, found.false_flags, found.right_silence)
    labels = (
        (say("Carries a weapon and is flagged"), "right"),
        (say("Carries a weapon and is missed"), "missed"),
        (say("Carries none and is flagged"), "wrong"),
        (say("Carries none and walks through"), "quiet"),
    )
    kinds = zip(labels, whole_parts(parts, icons), strict=True)
    return IconArray(tuple(Icons(label, n, tone) for (label, tone), n in kinds), count(chosen.visitors / icons))
