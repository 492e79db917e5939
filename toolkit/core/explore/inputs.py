"""What a reader may set in an explorable: names, ranges, defaults, and the sentence for anything else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any, TypeVar

from toolkit.core.explore.shown import Amount, say
from toolkit.core.model import ToolkitError

_NUMBER = re.compile(r"[+-]?\d{1,9}(\.\d{1,6})?")
"""Short enough that no text from a browser becomes a huge number."""

Chosen = TypeVar("Chosen", bound="Inputs")


class Refused(ToolkitError):
    """An input that is no number or out of range; `name` is that of the input.

    `interface.say(sentence, **values)` says it in another language.
    """

    def __init__(self, name: str, sentence: str, **values: Amount) -> None:
        self.name, self.sentence, self.values = name, sentence, values
        super().__init__(f"{name}: {sentence.format(**values)}")


@dataclass(frozen=True, slots=True)
class Range:
    """What an input may be: `least` to `most`, whole numbers only if `whole`. `step` is that of the slider, not a rule.

    An input with `choices` (English, to be translated) is the number of one of them, from 1.
    """

    least: Fraction
    most: Fraction
    step: Fraction
    default: Fraction
    whole: bool
    choices: tuple[str, ...] = ()


Bound = int | str
"""A bound as it is written, so that 0.1 is exact."""


def whole(least: Bound, most: Bound, step: Bound) -> Mapping[str, Any]:
    """Metadata of an input that takes whole numbers."""
    return {"range": (Fraction(least), Fraction(most), Fraction(step), True, ())}


def decimal(least: Bound, most: Bound, step: Bound) -> Mapping[str, Any]:
    """Metadata of an input that takes decimals, however long the slider's step is."""
    return {"range": (Fraction(least), Fraction(most), Fraction(step), False, ())}


def choice(*choices: str) -> Mapping[str, Any]:
    """Metadata of an input that is the number of one of the choices, from 1."""
    return {"range": (Fraction(1), Fraction(len(choices)), Fraction(1), True, choices)}


class Inputs:
    """The base of all inputs: numbers become exact and are held to their ranges; raises Refused."""

    __slots__ = ()

    def __post_init__(self) -> None:
        for name, span in ranges(type(self)).items():
            object.__setattr__(self, name, checked(name, getattr(self, name), span))


def ranges(kind: type[Inputs]) -> dict[str, Range]:
    """The range of each input of a kind, by its name and in order."""
    found = {}
    for one in fields(kind):  # type: ignore[arg-type]  # each kind is a dataclass, and Inputs alone is never passed
        least, most, step, only_whole, choices = one.metadata["range"]
        usual: Any = one.default
        found[one.name] = Range(least, most, step, usual, only_whole, choices)
    return found


def checked(name: str, value: object, span: Range) -> Fraction:
    """The value as an exact number; raises Refused if it is none, not whole where it must be, or out of range."""
    number = _number(value)
    if number is not None and span.least <= number <= span.most and (number.denominator == 1 or not span.whole):
        return number
    ends = {"least": Amount(span.least), "most": Amount(span.most)}
    if span.whole:
        raise Refused(
            name, say("Write a whole number from {least} to {most}, such as {default}."), **ends, **_such(span)
        )
    raise Refused(name, say("Write a number from {least} to {most}, such as {default}."), **ends, **_such(span))


def _such(span: Range) -> dict[str, Amount]:
    return {"default": Amount(span.default)}


def _number(value: object) -> Fraction | None:
    """Numbers as they are, floats as they are written, texts with a decimal point; None for anything else."""
    if isinstance(value, Fraction):
        return value
    text = str(value).strip()
    return Fraction(text) if _NUMBER.fullmatch(text) else None


def read(kind: type[Chosen], values: Mapping[str, str]) -> Chosen:
    """Inputs from texts such as those of a query string; others are left out, absent and empty ones take the default.

    Raises Refused for the first that does not fit.
    """
    return kind(**{name: text for name in ranges(kind) if (text := values.get(name, "").strip())})
