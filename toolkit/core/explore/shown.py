"""What an explorable shows, so that one renderer can draw them all: a sentence, figures, a table and a picture.

All words are English templates marked with `say` for translators; all numbers are `Amount`s, so that a renderer can
write them as its language does. `tone` says what a part of a picture means: right, wrong, missed, quiet, or a, b, c for
lines and groups that only need to be told apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor, log10

MOST_DECIMALS = 4

Exact = Fraction | int
Value = Fraction | float | int | None


def say(english: str) -> str:
    """The same text; the call marks it for translators (`toolkit messages`)."""
    return english


@dataclass(frozen=True, slots=True)
class Amount:
    """A number to show; `value` None means that there is none (a share of nothing). Shares are 0 to 1 with `percent`.

    `digits` is the number of decimals from 1 upwards; closer to nothing (or to all, for shares) there are two digits
    that differ from it, in at most 4 decimals. So 99.996% never reads 100%.
    """

    value: Value
    percent: bool = False
    digits: int = 1

    @property
    def scaled(self) -> Fraction | None:
        """The value, in percent if it is a share, before rounding."""
        return None if self.value is None else Fraction(self.value) * (100 if self.percent else 1)

    @property
    def decimals(self) -> int:
        """How many decimals to show at most, 0 to 4; zeros at the end may be dropped."""
        near = self._near()
        return self.digits if near >= 1 or near == 0 else min(MOST_DECIMALS, max(self.digits, 1 - floor(log10(near))))

    @property
    def number(self) -> float | None:
        """The number to write, rounded, in percent if it is a share; None for none."""
        scaled, least = self.scaled, Fraction(1, 10**MOST_DECIMALS)
        if scaled is None:
            return None
        bound = self.bound
        exact = least if bound == "<" else 100 - least if bound == ">" else round(scaled, self.decimals)
        return float(exact)

    @property
    def bound(self) -> str:
        """“<” where the number is too close to nothing to write, “>” where a share is too close to all, else empty."""
        scaled, half = self.scaled, Fraction(1, 2 * 10**MOST_DECIMALS)
        if scaled is None:
            return ""
        if 0 < scaled < half:
            return "<"
        return ">" if self.percent and 100 - half < scaled < 100 else ""

    def _near(self) -> float:
        scaled = abs(self.scaled or Fraction(0))
        return float(min(scaled, abs(100 - scaled)) if self.percent else scaled)

    def __str__(self) -> str:
        """The number as English writes it, such as 1,000 or 33.2%; a dash for none."""
        if self.number is None:
            return "–"
        text = f"{self.number:,.{self.decimals}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return f"{self.bound}{text}{'%' if self.percent else ''}"


def count(value: Value, digits: int = 1) -> Amount:
    """A number of people, cases or months."""
    return Amount(value, digits=digits)


def share(value: Value, digits: int = 1) -> Amount:
    """A share from 0 to 1, shown in percent."""
    return Amount(value, percent=True, digits=digits)


@dataclass(frozen=True, slots=True)
class Sentence:
    """An English template and the numbers for its {places}; `interface.say(text, **values)` translates it."""

    text: str
    values: Mapping[str, Amount] = field(default_factory=dict)

    def __str__(self) -> str:
        """The sentence in English."""
        return self.text.format(**self.values)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its name and, where it has one, its unit; both names are English, to be translated."""

    label: str
    value: Amount
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; `chosen` marks the one that the reader's inputs lead to."""

    head: str | Amount
    cells: tuple[Amount, ...]
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The picture as a table. `headers` name every column, that of the row heads first."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Icons:
    """So many like icons side by side."""

    label: str
    icons: int
    tone: str


@dataclass(frozen=True, slots=True)
class IconArray:
    """A field of icons in reading order, at most 1,000; one icon stands for `each` people or cases."""

    kinds: tuple[Icons, ...]
    each: Amount


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar; no value, no bar."""

    label: str
    value: Amount
    tone: str


@dataclass(frozen=True, slots=True)
class Group:
    """Bars that belong together under one label."""

    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """Groups of bars on one scale from 0 to `most` (in the unit of the values: 1 for shares)."""

    groups: tuple[Group, ...]
    most: float


@dataclass(frozen=True, slots=True)
class Series:
    """A line: one value for each x, None where there is none. `dashed` for what happens by chance or is the truth."""

    label: str
    values: tuple[float | None, ...]
    tone: str
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """Series over `xs` (rising), on a scale from 0 to `most`; `mark` is the x that the reader chose.

    `even` says that the xs stand at even distances, whatever they are (steps of ten times, for example).
    """

    x_label: str
    xs: tuple[Amount, ...]
    series: tuple[Series, ...]
    most: float = 1.0
    percent: bool = True
    mark: Amount | None = None
    even: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything a renderer needs. `headline` is also the picture’s text alternative; `numbers` are exact."""

    headline: Sentence
    figures: tuple[Figure, ...]
    table: Table
    picture: IconArray | Bars | Lines
    numbers: object
