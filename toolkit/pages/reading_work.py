"""Readiness and workbook as things to read: statements with their five levels, questions with both answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from toolkit.core.guide import STAGES
from toolkit.core.model import ToolkitError
from toolkit.core.practice import ACTIVITIES
from toolkit.core.statements import Dimension, Statement
from toolkit.core.workbook import EVERY_ROLE, Question
from toolkit.pages import reading_labels as labels
from toolkit.pages.reading_state import NotHere, Reader, Reading, path_of, sheet
from toolkit.pages.screen import Screen

Neighbour = tuple[str, str] | None
"""Path and name of a page before or after, or nothing."""


def _beside(kind: str, every: Sequence[Statement] | Sequence[Question], at: int, reading: Reading) -> Neighbour:
    if not 0 <= at < len(every):
        return None
    return path_of(kind, every[at].id), reading.name(kind, every[at].id)


# ---------------------------------------------------------------- readiness


def readiness(reader: Reader, reading: Reading) -> Screen:
    """The dimensions, the statements of one of them or of a principle, or a statement."""
    title = reading.interface.gettext("Readiness statements")
    dimensions = reading.shelf.readiness.dimensions
    match reader.rest:
        case ():
            principle = _principle(reader, reading)
            found = [one for one in reading.shelf.readiness.statements if principle in _served(one, reading)]
            html = reading.draw("read_readiness.j2", dimensions=dimensions, principle=principle, found=found)
            return sheet(title, html)
        case (name,) if name in {one.id for one in dimensions}:
            chosen = next(one for one in dimensions if one.id == name)
            html = reading.draw("read_dimension.j2", dimension=chosen, aspects=_aspects(chosen, reading))
            return sheet(chosen.title, html, ("readiness", title))
        case (name,):
            return _statement(reader, reading, name, title)
    raise NotHere(reader.path)


def _principle(reader: Reader, reading: Reading) -> str:
    given = reader.one("principle")
    return given if reading.has("principle", given) else ""


def _served(one: Statement, reading: Reading) -> set[str]:
    """The principles of a statement, with the core principles above them."""
    above = {part: top for top, parts in reading.library.tree.items() for part in parts}
    return {*one.principles, *(above.get(name, name) for name in one.principles)}


def _aspects(dimension: Dimension, reading: Reading) -> list[tuple[str, list[Statement]]]:
    """Titles of the roadmap's aspects with the statements that belong there, in the order of the roadmap."""
    every = [aspect for block in reading.guides.blocks for aspect in block.aspects]
    found = [(one.title, [x for x in dimension.statements if x.aspect == one.id]) for one in every]
    return [pair for pair in found if pair[1]]


def _statement(reader: Reader, reading: Reading, name: str, title: str) -> Screen:
    content = reading.shelf.readiness
    try:
        one = content.statement(name)
    except ToolkitError as error:
        raise NotHere(reader.path) from error
    dimension = next(x for x in content.dimensions if x.id == one.dimension)
    at = dimension.statements.index(one)
    html = reading.draw(
        "read_statement.j2",
        one=one,
        dimension=dimension,
        in_place=str(content.target),
        related=reading.web.related("statement", name),
        before=_beside("statement", dimension.statements, at - 1, reading),
        after=_beside("statement", dimension.statements, at + 1, reading),
    )
    return sheet(one.statement, html, ("readiness", title), (f"readiness/{dimension.id}", dimension.title))


# ---------------------------------------------------------------- the workbook

FILTERS = ("principle", "stage", "role", "activity")


def workbook(reader: Reader, reading: Reading) -> Screen:
    """The principles with their questions, the questions that a reader wants, or a question."""
    title = reading.interface.gettext("Workbook questions")
    match reader.rest:
        case ():
            return sheet(title, _list(reader, reading))
        case (name,):
            return _question(reader, reading, name, title)
    raise NotHere(reader.path)


def _list(reader: Reader, reading: Reading) -> str:
    questions = reading.shelf.workbook.questions
    choices = _choices(reading)
    known = {name: {value for value, _ in options} for name, _, options in choices}
    wanted = {name: reader.one(name) if reader.one(name) in known[name] else "" for name in FILTERS}
    tree = reading.library.tree
    branches = [(top, [(part, _of(part, questions)) for part in parts]) for top, parts in tree.items()]
    return reading.draw(
        "read_workbook.j2",
        total=len(questions),
        found=[one for one in questions if _meets(one, wanted, reading)],
        wanted=wanted,
        narrowed=any(wanted.values()),
        opened=bool(reader.one("sent")),
        choices=choices,
        branches=branches,
    )


def _of(principle: str, questions: Iterable[Question]) -> int:
    return sum(one.principle == principle for one in questions)


def _meets(one: Question, wanted: dict[str, str], reading: Reading) -> bool:
    principles = {wanted["principle"], *reading.library.tree.get(wanted["principle"], ())}
    return (
        (not wanted["principle"] or one.principle in principles)
        and wanted["stage"] in ("", *one.stages)
        and wanted["role"] in ("", *one.roles)
        and wanted["activity"] in ("", *one.activities)
    )


def _choices(reading: Reading) -> list[tuple[str, str, list[tuple[str, Any]]]]:
    """Each filter with its name and its values."""
    _ = reading.interface.gettext
    principles = [name for top, parts in reading.library.tree.items() for name in (top, *parts)]
    return [
        ("principle", _("Principle"), [(one, reading.name("principle", one)) for one in principles]),
        ("stage", _("Stage"), [(one, reading.name("stage", one)) for one in STAGES]),
        ("role", _("Who answers"), [(one, labels.role_name(reading.interface, one)) for one in EVERY_ROLE]),
        ("activity", _("Activity"), [(one, labels.activity(reading.interface, one)) for one in ACTIVITIES]),
    ]


def _question(reader: Reader, reading: Reading, name: str, title: str) -> Screen:
    every = reading.shelf.workbook.questions
    try:
        one = reading.shelf.workbook.question(name)
    except ToolkitError as error:
        raise NotHere(reader.path) from error
    at = every.index(one)
    roles = [labels.role_name(reading.interface, x) if x in EVERY_ROLE else reading.mark(x) for x in one.ask]
    html = reading.draw(
        "read_question.j2",
        one=one,
        ask=roles,
        all_stages=set(one.stages) == set(STAGES),
        related=reading.web.related("question", name),
        before=_beside("question", every, at - 1, reading),
        after=_beside("question", every, at + 1, reading),
    )
    return sheet(one.question, html, ("workbook", title))
