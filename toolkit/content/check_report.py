"""What the authors' linter found: problems with file and line, and counts; as lines for people and as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import lru_cache
from statistics import fmean
from typing import Any

from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from toolkit.content.read import ContentError, parse_yaml, parser

At = Sequence[str | int]
"""Keys, positions and entry ids that lead to a place in a file."""


class Severity(StrEnum):
    """An error stops a release; a warning asks an author to look; a note says what is known and marked on screen."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding: `line` counts from 1, `kind` is a stable slug, `message` is a sentence with a way to mend it."""

    file: str
    line: int
    kind: str
    severity: Severity
    message: str


@dataclass(frozen=True, slots=True)
class Measured:
    """How a guide reads: words, minutes, and Flesch–Kincaid grades of its plain voice and of its technical one.

    Minutes are for 200 words a minute, technical parts included. A grade of 0 means that there is no such text.
    """

    kind: str
    id: str
    words: int
    minutes: int
    grade: float
    technical: float


@dataclass(frozen=True, slots=True)
class Table:
    """Counts: a title, the heading of the rows and of each column, and each row with its label."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All problems in order of file and line, how much content there is, how it reads, and what it covers."""

    problems: tuple[Problem, ...]
    counts: dict[str, int]
    numbers: tuple[Measured, ...] = ()
    coverage: tuple[Table, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a release."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that do not."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.WARNING)


class Notes:
    """Gathers problems; finds the line of a place only when one is noted there."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self.problems: list[Problem] = []

    def error(self, file: str, at: At, kind: str, message: str) -> None:
        """Note an error at a place in a file."""
        self._note(Severity.ERROR, file, at, kind, message)

    def warn(self, file: str, at: At, kind: str, message: str) -> None:
        """Note a warning at a place in a file."""
        self._note(Severity.WARNING, file, at, kind, message)

    def mention(self, file: str, at: At, kind: str, message: str) -> None:
        """Note something that is known and marked on screen, such as a text without translation."""
        self._note(Severity.NOTE, file, at, kind, message)

    def error_on(self, line: int, file: str, kind: str, message: str) -> None:
        """Note an error on a line that is already known."""
        self.problems.append(Problem(file, line, kind, Severity.ERROR, message))

    def _note(self, severity: Severity, file: str, at: At, kind: str, message: str) -> None:
        line = line_of(self.texts.get(file, ""), at) if at else 1
        self.problems.append(Problem(file, line, kind, severity, message))


def line_of(text: str, at: At) -> int:
    """The line (from 1) of a place in YAML text, or of the nearest thing around it that exists."""
    node, line = _tree(text), 1
    for part in at:
        key, node = _step(node, part)
        if node is None:
            break
        line = (key or node).start_mark.line + 1
    return line


def _step(node: Any, part: str | int) -> tuple[Any, Any]:
    if isinstance(node, MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(part)), (None, None))
    if isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
        return None, node.value[part]
    if isinstance(node, SequenceNode):
        return None, next((entry for entry in node.value if _named(entry) == part), None)
    return None, None


def _named(node: Any) -> str | None:
    if not isinstance(node, MappingNode):
        return None
    return next((v.value for k, v in node.value if k.value == "id" and isinstance(v, ScalarNode)), None)


@lru_cache(maxsize=64)
def _tree(text: str) -> Any:
    with suppress(ContentError):
        parse_yaml(text, "")
        return parser().compose(text)
    return None


def render_lines(report: Report) -> list[str]:
    """The report for a terminal: one line a problem, then a line of counts and one with the verdict."""
    lines = [f"{p.file}:{p.line}: {p.severity.value} [{p.kind}] {p.message}" for p in report.problems]
    lines.append(", ".join(f"{name} {number}" for name, number in report.counts.items()))
    errors, warnings = len(report.errors), len(report.warnings)
    verdict = "the content is clean" if not warnings else "the content can be released"
    verdict = verdict if not errors else "mend the errors before a release"
    return [*lines, f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}: {verdict}"]


def number_lines(report: Report) -> list[str]:
    """Length and reading grade of each guide, with a line a kind for the total and the means; then what is covered."""
    lines = [f"{'kind':14} {'id':44} {'words':>7} {'minutes':>7} {'grade':>6} {'technical':>9}"]
    for kind in dict.fromkeys(one.kind for one in report.numbers):
        mine = [one for one in report.numbers if one.kind == kind]
        lines += [_row(one.kind, one.id, one.words, one.minutes, one.grade, one.technical) for one in mine]
        technical = [one.technical for one in mine if one.technical]
        total, minutes = sum(one.words for one in mine), sum(one.minutes for one in mine)
        grades = fmean(one.grade for one in mine), fmean(technical or [0.0])
        lines.append(_row(kind, f"all {len(mine)}: sums, mean grades", total, minutes, *grades))
    return [*lines, *(line for table in report.coverage for line in _table(table))]


def _table(table: Table) -> list[str]:
    first = max(len(label) for label in (table.head[0], *(label for label, _ in table.rows)))
    widths = [max(4, len(name)) for name in table.head[1:]]
    head = [f"{name:>{width}}" for name, width in zip(table.head[1:], widths, strict=True)]
    cells = [
        f"{label:{first}} " + " ".join(f"{n:>{width}}" for n, width in zip(row, widths, strict=True))
        for label, row in table.rows
    ]
    return ["", table.title, f"{table.head[0]:{first}} {' '.join(head)}", *cells]


def _row(kind: str, name: str, words: int, minutes: int, grade: float, technical: float) -> str:
    return f"{kind:14} {name:44} {words:7,} {minutes:7} {grade:6.1f} {f'{technical:.1f}' if technical else '–':>9}"


def as_json(report: Report) -> dict[str, Any]:
    """The report as plain data: problems, counts, and the numbers of errors and warnings."""
    return {
        "errors": len(report.errors),
        "warnings": len(report.warnings),
        "counts": dict(report.counts),
        "numbers": [asdict(one) for one in report.numbers],
        "coverage": [asdict(one) for one in report.coverage],
        "problems": [
            {
                "file": problem.file,
                "line": problem.line,
                "kind": problem.kind,
                "severity": problem.severity.value,
                "message": problem.message,
            }
            for problem in report.problems
        ],
    }
