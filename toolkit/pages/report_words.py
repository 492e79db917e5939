"""What builders of reports speak with: sentences with lines inside, content in its language, ranges in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from toolkit.content.interface import ENGLISH, Interface
from toolkit.core.method import Interval
from toolkit.render.document import Line, Said, Words, line

_MARK = re.compile("\ue000([a-z_]+)\ue001")


@dataclass(frozen=True, slots=True)
class Teller:
    """The interface of a language, and which content texts are translated into it."""

    interface: Interface
    translated: frozenset[str]

    @property
    def gettext(self) -> Callable[[str], str]:
        """The message function."""
        return self.interface.gettext

    def content(self, text: str, *, strong: bool = False) -> Words:
        """A content text, which knows that it is English where it is not translated."""
        foreign = self.interface.lang != ENGLISH and text not in self.translated
        return Words(text, ENGLISH if foreign else "", strong=strong)

    def say(self, message: str, **values: Said) -> Line:
        """A sentence with lines in its places."""
        marks = {name: f"\ue000{name}\ue001" for name in values}
        return _filled(self.interface.say(message, **marks), values)

    def say_n(self, singular: str, plural: str, number: int, **values: Said) -> Line:
        """A sentence with a number, and with lines in its places."""
        marks = {name: f"\ue000{name}\ue001" for name in values}
        return _filled(self.interface.say_n(singular, plural, number, **marks), values)

    def listed(self, names: Sequence[Said]) -> Line:
        """Names with commas between them."""
        comma = "، " if self.interface.dir == "rtl" else ", "
        return joined(names, comma)

    def day(self, day: date | None) -> str:
        """A day, or nothing."""
        return self.interface.date(day) if day else ""

    def span(self, given: Interval | None) -> str:
        """From one number to another: “2”, “1 to 3”, or nothing."""
        if given is None:
            return ""
        return str(given.lo) if given.determined else self.interface.say("{low} to {high}", low=given.lo, high=given.hi)


def joined(parts: Sequence[Said], between: str) -> Line:
    """Parts on one line with something between them; empty ones are left out."""
    found: Line = ()
    for one in map(line, parts):
        found = line(found, between, one) if found and one else found or one
    return found


def _filled(text: str, values: Mapping[str, Said]) -> Line:
    """The text with each mark replaced by its line."""
    parts: list[Said] = []
    end = 0
    for found in _MARK.finditer(text):
        parts += [text[end : found.start()], line(values[found[1]])]
        end = found.end()
    return line(*parts, text[end:])
