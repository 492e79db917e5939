"""Pictures of explorables as plain values for a template: places in a frame, words and numbers of a language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal, format_percent

from toolkit.content.interface import Interface
from toolkit.core.explore.shown import Amount, Bars, IconArray, Lines, Series

WIDTH, HEIGHT = 100, 50
"""The frame of a line chart, in units of its own."""


@dataclass(frozen=True)
class Words:
    """The words and numbers of explorables in a language."""

    interface: Interface

    def text(self, given: str | Amount) -> str:
        """A text of the core in this language, or a number."""
        if isinstance(given, Amount):
            return self.number(given)
        return self.interface.gettext(given) if given else ""

    def number(self, amount: Amount) -> str:
        """A number with the separators of this language, in Western digits; a dash for none."""
        if amount.number is None:
            return "–"
        locale, number = self.interface.locale, Decimal(str(amount.number))
        # Babel's own patterns end after three decimals; how many there are is the amount's business.
        kind, made = (
            (locale.percent_formats, format_percent) if amount.percent else (locale.decimal_formats, format_decimal)
        )
        whole = kind[None].pattern.split(";")[0].replace(".###", "")
        pattern = whole.replace("0", "0." + "#" * amount.decimals, 1) if amount.decimals else whole
        value = number / 100 if amount.percent else number
        text = made(value, pattern, locale=locale, numbering_system="latn")
        return f"{amount.bound}{text}"

    def say(self, text: str, values: Mapping[str, Amount]) -> str:
        """A sentence of the core with its numbers."""
        return self.interface.say(text, **{name: self.number(value) for name, value in values.items()})


def picture_of(picture: IconArray | Bars | Lines, words: Words) -> dict[str, Any]:
    """What the template needs to draw a picture; `form` is icons, bars or lines."""
    if isinstance(picture, IconArray):
        return _icons(picture, words)
    return _bars(picture, words) if isinstance(picture, Bars) else _lines(picture, words)


def _icons(picture: IconArray, words: Words) -> dict[str, Any]:
    kinds = [(words.text(one.label), one.icons, one.tone) for one in picture.kinds]
    return {"form": "icons", "kinds": kinds, "each": words.number(picture.each), "single": picture.each.value == 1}


def _bars(picture: Bars, words: Words) -> dict[str, Any]:
    def width(amount: Amount) -> str:
        share = float(amount.value or 0) / picture.most if picture.most else 0.0
        return f"{100 * min(1.0, max(0.0, share)):.1f}%"

    groups = [
        (
            words.text(group.label),
            [(words.text(b.label), words.number(b.value), b.tone, width(b.value)) for b in group.bars],
        )
        for group in picture.groups
    ]
    tones = {bar.tone: words.text(bar.label) for group in picture.groups for bar in group.bars}
    return {"form": "bars", "groups": groups, "tones": tones}


# ---------------------------------------------------------------- lines


def _lines(picture: Lines, words: Words) -> dict[str, Any]:
    places = _places(picture)
    return {
        "form": "lines",
        "lines": [_line(one, places, picture.most, words) for one in picture.series],
        "x_label": words.text(picture.x_label),
        "first": words.number(picture.xs[0]),
        "last": words.number(picture.xs[-1]),
        "marks": [f"{place:.2f}" for place in places] if picture.even else [],
        "numbers": ", ".join(words.number(x) for x in picture.xs) if picture.even else "",
        "mark": _mark(picture, places),
        "marked": words.number(picture.mark) if picture.mark else "",
        "least": words.number(Amount(0, picture.percent)),
        "most": words.number(Amount(picture.most, picture.percent)),
        "width": WIDTH,
        "height": HEIGHT,
    }


def _places(picture: Lines) -> list[float]:
    """Where each x stands, from 0 to WIDTH."""
    xs = [float(at) if picture.even else float(x.value or 0) for at, x in enumerate(picture.xs)]
    span = xs[-1] - xs[0] or 1.0
    return [(x - xs[0]) * WIDTH / span for x in xs]


def _mark(picture: Lines, places: Sequence[float]) -> str:
    """Where the reader's own x stands, between its neighbours; empty where it is outside."""
    if picture.mark is None or picture.mark.value is None:
        return ""
    wanted, xs = float(picture.mark.value), [float(x.value or 0) for x in picture.xs]
    for left, right, start, stop in zip(xs, xs[1:], places, places[1:], strict=False):
        if left <= wanted <= right:
            return f"{start + (stop - start) * (wanted - left) / ((right - left) or 1):.2f}"
    return ""


def _line(series: Series, places: Sequence[float], most: float, words: Words) -> dict[str, Any]:
    """A line as pieces of points; it breaks where a value is missing."""
    pieces = [" ".join(piece) for piece in _pieces(series, places, most)]
    return {"label": words.text(series.label), "tone": series.tone, "dashed": series.dashed, "pieces": pieces}


def _pieces(series: Series, places: Sequence[float], most: float) -> Iterator[list[str]]:
    piece: list[str] = []
    for x, value in zip(places, series.values, strict=True):
        if value is None:
            if piece:
                yield piece
            piece = []
        else:
            high = HEIGHT * (1 - min(1.0, max(0.0, value / most if most else 0.0)))
            piece.append(f"{x:.2f},{high:.2f}")
    if piece:
        yield piece
