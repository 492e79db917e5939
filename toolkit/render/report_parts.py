"""What the report of one assessment shows, as plain values: the caller fills them, the report computes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, NotRequired, TypedDict

from toolkit.core.method import LevelName
from toolkit.render.charts import Cell, Mark
from toolkit.render.document import Block, Said


class Range(TypedDict):
    """A level interval by name; both ends None: not assessed, or what `text` says."""

    low: LevelName | None
    high: LevelName | None
    text: NotRequired[str]


class Bar(TypedDict):
    """A row of the level bars. `low` and `high` are indexes into `levels`, or None where nothing is assessed."""

    label: str
    low: int | None
    high: int | None
    levels: Sequence[LevelName]
    count_text: str
    text: NotRequired[str]


class Point(TypedDict):
    """An entry of a list: a title, why it stands there, and the level it has or would lead to."""

    title: Said
    detail: Said
    level: NotRequired[Range]


class Treatment(TypedDict):
    """A row of the treatment table; empty texts are shown as a dash."""

    risk: Said
    decision: str
    action: str
    owner: str
    due: str
    status: str


class LawRow(TypedDict):
    """A legal finding: what matches or may match, the article, the pack with version, and what it means."""

    title: Said
    text: Said
    article: Said
    pack: Said
    matches: str


class Answer(TypedDict):
    """An answered, open or withheld item. Of a withheld one only number, title and reviewer are printed.

    `likelihood` and `impact` are words such as “4 likely” or “2 to 4”; `controls` are one text each.
    """

    number: str
    title: Said
    state: Literal["answered", "range", "unknown", "skipped", "withheld", "na"]
    state_text: str
    likelihood: str
    impact: str
    level: Range
    note: str
    evidence: str
    reason: str
    reviewer: str
    controls: Sequence[Said]


class Section(TypedDict):
    """The answers of one principle."""

    title: Said
    answers: Sequence[Answer]


class MatrixShape(TypedDict):
    """The matrix of the method: `grid[likelihood − 1][impact − 1]` indexes `levels`, which ends with Unacceptable."""

    grid: Sequence[Sequence[int]]
    levels: Sequence[LevelName]
    likelihood: Sequence[str]
    impact: Sequence[str]
    marks: Mapping[Cell, Sequence[Mark]]
    gist: str
    key: Sequence[tuple[str, Said]]


class Annex(TypedDict):
    """The method in one page: paragraphs, and the health of the matrices as a table (first row the head)."""

    name: Said
    paragraphs: Sequence[Said]
    health: Sequence[Sequence[str]]


class ReportContext(TypedDict):
    """Everything that the report shows. Empty lists leave their section out, but answers and annex always stand.

    `sources` are lines on where method and rules are from; `withheld` says what a releasable report leaves out.
    `headline` is one sentence; `summary` and `decisions` are short lines for the decision-maker; `versions` are pairs
    such as (“Content”, “1.0.0”); `sha256` is the hash of the scored content; `classification` may be empty.
    """

    system: str
    organization: str
    classification: str
    version: str
    status: str
    written: date
    demo: bool
    inherent: Range
    current: Range
    target: Range
    headline: str
    summary: Sequence[Said]
    decisions: Sequence[Said]
    matrix: MatrixShape
    bars: Sequence[Bar]
    drivers: Sequence[Point]
    find_out: Sequence[Point]
    treatments: Sequence[Treatment]
    law: Sequence[LawRow]
    answers: Sequence[Section]
    annex: Annex
    versions: Sequence[tuple[str, str]]
    sha256: str
    sources: NotRequired[Sequence[Said]]
    withheld: NotRequired[Sequence[Block]]
