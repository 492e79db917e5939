"""The kinds of answers in a form: texts, choices, days, scales with ranges, ticks over several rows, safeguards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from toolkit.core.model import UNKNOWN_CHOICE
from toolkit.core.responses import State
from toolkit.exchange.cells import MAX_CELL, SHORTENED
from toolkit.exchange.form import Answer, Option, Refused, Values
from toolkit.exchange.form_words import chosen, day, span

APART = (State.NA, State.WITHHELD)
"""States that stand instead of a level."""


def word_of(value: object, options: Sequence[Option]) -> str:
    """The word of a stored value; a value that is not on the list stands for itself."""
    text = "" if value is None else str(value)
    return next((one.word for one in options if one.value == text), text)


@dataclass(frozen=True, slots=True)
class Text(Answer):
    """Free text, without the spaces around it."""

    def _show(self, values: Values) -> tuple[str, ...]:
        return (str(values.get(self.keys[0]) or ""),)

    def _read(self, texts: Sequence[str], values: Values) -> dict[str, Any]:
        del values
        text = texts[0]
        if SHORTENED in text:
            raise Refused(0, "shortened")
        if len(text) > MAX_CELL:
            raise Refused(0, "too-long", count=f"{len(text):,}", most=f"{MAX_CELL:,}")
        return {self.keys[0]: text.strip() or None}


@dataclass(frozen=True, slots=True)
class Choice(Answer):
    """One of a list; if `free`, people may write something else as well."""

    options: tuple[Option, ...]
    free: bool = False

    def _show(self, values: Values) -> tuple[str, ...]:
        return (word_of(values.get(self.keys[0]), self.options),)

    def _read(self, texts: Sequence[str], values: Values) -> dict[str, Any]:
        del values
        try:
            return {self.keys[0]: chosen(texts[0], self.options) or None}
        except Refused:
            if not self.free:
                raise
            return {self.keys[0]: texts[0].strip() or None}


@dataclass(frozen=True, slots=True)
class Day(Answer):
    """A day, as ISO text."""

    def _show(self, values: Values) -> tuple[str, ...]:
        return (str(values.get(self.keys[0]) or ""),)

    def _read(self, texts: Sequence[str], values: Values) -> dict[str, Any]:
        return {self.keys[0]: day(texts[0]) or None}


@dataclass(frozen=True, slots=True)
class Scale(Answer):
    """A step, a range (if there is a second cell; a third is the best guess), or “I don't know”, side by side.

    With a second key (the state), “not applicable” and “restricted” stand in the first cell, too. `parts` are the keys
    from which the rating is computed instead, if all of them are answered.
    """

    options: tuple[Option, ...]
    parts: tuple[str, ...] = ()

    @property
    def steps(self) -> tuple[Option, ...]:
        """The choices that are numbers."""
        return tuple(one for one in self.options if one.value.isdigit())

    def _show(self, values: Values) -> tuple[str, ...]:
        given = values.get(self.keys[0])
        state = next((values.get(key) for key in self.keys[1:]), None)
        shown: Sequence[object] = given if isinstance(given, list | tuple) else [given]
        if state in APART:
            shown = [state]
        elif given == "range":
            shown = []
        cells = [word_of(one, self.options) for one in (*shown, None, None, None)]
        return tuple(cells[: len(self.places)])

    def _read(self, texts: Sequence[str], values: Values) -> dict[str, Any]:
        if self.parts and all(isinstance(values.get(part), int) for part in self.parts):
            raise Refused(0, "computed")
        both = span(texts[0])
        if both and len(texts) > 1 and not texts[1].strip():
            texts = (*both, *texts[2:])
        first = chosen(texts[0], self.options)
        rest = [chosen(text, self.steps, place) for place, text in enumerate(texts[1:], start=1)]
        if first and not first.isdigit():
            return self._apart(first, texts, rest)
        value = self._number(first, rest)
        return self._both(value, None)

    def _apart(self, first: str, texts: Sequence[str], rest: Sequence[str]) -> dict[str, Any]:
        if any(rest):
            raise Refused(0, "beside-word", found=texts[0].strip())
        return self._both(None, first) if first in APART else self._both(first, None)

    def _both(self, value: Any, state: str | None) -> dict[str, Any]:
        return dict(zip(self.keys, (value, state), strict=False))

    def _number(self, first: str, rest: Sequence[str]) -> Any:
        if not first:
            if any(rest):
                raise Refused(0, "no-lower")
            return None
        guess = int(rest[1]) if len(rest) > 1 and rest[1] else None
        if not rest or not rest[0]:
            if guess is not None and guess != int(first):
                raise Refused(2, "guess-alone")
            return int(first)
        low, high = sorted((int(first), int(rest[0])))
        if guess is not None and not low <= guess <= high:
            raise Refused(2, "guess-outside", found=guess)
        if low == high:
            return low
        return [low, high] if guess is None else [low, high, guess]


@dataclass(frozen=True, slots=True)
class Ticks(Answer):
    """Several of a list: one row for each choice, in which “yes” is written, and one for “I don't know”."""

    offered: tuple[Option, ...]
    yes: tuple[Option, ...]
    alone: tuple[str, ...] = ()

    def _held(self, values: Values) -> list[str]:
        given = values.get(self.keys[0])
        return [given] if isinstance(given, str) else list(given or ())

    def _show(self, values: Values) -> tuple[str, ...]:
        held = self._held(values)
        return tuple(self.yes[0].word if one.value in held else "" for one in self.offered)

    def _read(self, texts: Sequence[str], values: Values) -> dict[str, Any]:
        ticked = [place for place, text in enumerate(texts) if chosen(text, self.yes, place) == self.yes[0].value]
        picked = [self.offered[place].value for place in ticked]
        for place in ticked if len(picked) > 1 else ():
            if self.offered[place].value in (*self.alone, UNKNOWN_CHOICE):
                raise Refused(place, "alone", found=self.offered[place].word)
        if picked == [UNKNOWN_CHOICE]:
            return {self.keys[0]: UNKNOWN_CHOICE}
        # Choices that are gone from the content are not in the form, so nobody can have meant to clear them.
        known = {one.value for one in self.offered}
        kept = [one for one in self._held(values) if one not in known] if picked else []
        return {self.keys[0]: [*picked, *kept] or None}


@dataclass(frozen=True, slots=True)
class Safeguard(Answer):
    """A safeguard of a risk: whether it is there, how strong, whether there is evidence, and a note."""

    statuses: tuple[Option, ...]
    strengths: tuple[Option, ...]
    truths: tuple[Option, ...]

    def _show(self, values: Values) -> tuple[str, ...]:
        given = values.get(self.keys[0])
        if not isinstance(given, Mapping):
            return ("", "", "", "")
        proof = word_of("yes" if given.get("evidenced") else "no", self.truths) if given.get("status") else ""
        strength = word_of(given.get("strength") or None, self.strengths)
        return (word_of(given.get("status") or None, self.statuses), strength, proof, str(given.get("note") or ""))

    def _read(self, texts: Sequence[str], values: Values) -> dict[str, Any]:
        del values
        status = chosen(texts[0], self.statuses)
        strength, proof = chosen(texts[1], self.strengths, 1), chosen(texts[2], self.truths, 2)
        note = texts[3].strip()
        if SHORTENED in note:
            raise Refused(3, "shortened")
        if not status and (strength or proof == "yes"):
            raise Refused(0, "no-status")
        if not status and not note:
            return {self.keys[0]: None}
        number = int(strength) if strength.isdigit() else None
        return {self.keys[0]: {"status": status, "strength": number, "evidenced": proof == "yes", "note": note}}
