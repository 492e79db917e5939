"""Problems and notices of a file, gathered so that a person sees all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from toolkit.content.interface import Interface
from toolkit.core.model import ToolkitError

SHOWN = 20
"""How many problems a message prints; the rest are counted."""

MOST = 500
"""Reading stops here: a file with so many problems is not what it claims to be."""


class BundleError(ToolkitError):
    """A file that cannot be read; `problems` are sentences that say where, what and how to mend it."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        more = len(self.problems) - SHOWN
        tail = [f"… and {more} more"] if more > 0 else []
        super().__init__("\n".join([*self.problems[:SHOWN], *tail]))


class Unreadable(BundleError):
    """One reason why a file cannot be read, which a page can say in its reader's language: {placeholders}, `values`."""

    def __init__(self, sentence: str, **values: object) -> None:
        self.sentence, self.values = sentence, values
        super().__init__([sentence.format(**values)])

    def said(self, interface: Interface) -> str:
        """The reason in the reader's language."""
        return interface.say(self.sentence, **self.values)


class Problems:
    """What is wrong with a file (`found`) and what is only worth knowing (`notices`)."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.notices: list[str] = []

    def add(self, where: str, sentence: str) -> None:
        """Note a problem at a path; raises BundleError when there are more than MOST."""
        self.found.append(f"{printable(where, 200)}: {sentence}")
        if len(self.found) >= MOST:
            raise BundleError(self.found)

    def notice(self, sentence: str) -> None:
        """Note something that does not stop the reading."""
        self.notices.append(sentence)

    def unknown(self, where: str, kind: str, name: str, known: Iterable[str], mend: str = "") -> None:
        """Note an unknown name with the nearest known one."""
        # Matching costs a millisecond each, so only problems that will be shown get a suggestion.
        close = get_close_matches(name[:80], list(known), n=1) if len(self.found) < SHOWN else []
        advice = f"did you mean “{close[0]}”?" if close else mend or "check the spelling or remove it"
        self.add(where, f"there is no {kind} “{printable(name)}”; {advice}")

    def stop(self) -> None:
        """Raise BundleError if anything was found."""
        if self.found:
            raise BundleError(self.found)


def printable(text: str, most: int = 60) -> str:
    """Text from a file made fit for a message: one short line without control characters."""
    line = "".join(char if char.isprintable() else "�" for char in text[:most])
    return line + "…" if len(text) > most else line
