"""Content that a test may break in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from toolkit.content.check import Problem, Report, check

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Copy:
    """A content folder of its own, with the lock file beside it as in a checkout."""

    root: Path

    def path(self, name: str) -> Path:
        return self.root / name

    def replace(self, name: str, old: str, new: str) -> None:
        """Change one place; a test whose place has gone fails here rather than passing for nothing."""
        text = self.path(name).read_text(encoding="utf-8")
        assert old in text, f"{name} no longer holds {old!r}"
        self.path(name).write_text(text.replace(old, new, 1), encoding="utf-8")

    def write(self, name: str, text: str | bytes) -> None:
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        self.path(name).write_bytes(text.encode() if isinstance(text, str) else text)

    def append(self, name: str, text: str) -> None:
        with self.path(name).open("a", encoding="utf-8") as stream:
            stream.write(text)

    def check(self, on: date | None = None) -> Report:
        return check(self.root, on=on)

    def problems(self, kind: str) -> list[Problem]:
        return [problem for problem in self.check().problems if problem.kind == kind]

    def only(self, kind: str) -> Problem:
        """The one problem of a kind."""
        found = self.problems(kind)
        assert len(found) == 1, found
        return found[0]


Break = Callable[[Copy], object]


def swap(kind: str, file: str, old: str, new: str) -> tuple[str, str, Break]:
    """A change in one file that must give a problem of a kind in that file."""
    return kind, file, lambda copy: copy.replace(file, old, new)
