"""The report of one assessment: one HTML file that reads, prints and travels without anything else.

No script, no picture, nothing fetched. The caller fills `ReportContext` with plain values: texts (Markup where they are
already marked for language), level names of the method, and dates. The report computes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, NotRequired, TypedDict

from markupsafe import Markup

from toolkit.content.interface import interface
from toolkit.core.method import LevelName
from toolkit.render.charts import Cell, Mark
from toolkit.render.html import render, stylesheet


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

    title: str
    detail: str
    level: NotRequired[Range]


class Treatment(TypedDict):
    """A row of the treatment table; empty texts are shown as a dash."""

    risk: str
    decision: str
    action: str
    owner: str
    due: str
    status: str


class LawRow(TypedDict):
    """A legal finding: what matches or may match, the article, the pack with version, and what it means."""

    title: str
    text: str
    article: str
    pack: str
    matches: str


class Answer(TypedDict):
    """An answered, open or withheld item. Of a withheld one only number, title and reviewer are printed.

    `likelihood` and `impact` are words such as “4 likely” or “2 to 4”; `controls` are one text each.
    """

    number: str
    title: str
    state: Literal["answered", "range", "unknown", "skipped", "withheld", "na"]
    state_text: str
    likelihood: str
    impact: str
    level: Range
    note: str
    evidence: str
    reason: str
    reviewer: str
    controls: Sequence[str]


class Section(TypedDict):
    """The answers of one principle."""

    title: str
    answers: Sequence[Answer]


class MatrixShape(TypedDict):
    """The matrix of the method: `grid[likelihood − 1][impact − 1]` indexes `levels`, which ends with Unacceptable."""

    grid: Sequence[Sequence[int]]
    levels: Sequence[LevelName]
    likelihood: Sequence[str]
    impact: Sequence[str]
    marks: Mapping[Cell, Sequence[Mark]]
    gist: str
    key: Sequence[tuple[str, str]]


class Annex(TypedDict):
    """The method in one page: paragraphs, and the health of the matrices as a table (first row the head)."""

    name: str
    paragraphs: Sequence[str]
    health: Sequence[Sequence[str]]


class ReportContext(TypedDict):
    """Everything that the report shows. Empty lists leave their section out, but answers and annex always stand.

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
    summary: Sequence[str]
    decisions: Sequence[str]
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


def report_html(lang: str, context: ReportContext) -> str:
    """The report as one HTML document in a language; raises ToolkitError for a language that is not there."""
    spoken = interface(lang)
    notice = spoken.gettext("Not affiliated with or endorsed by the United Nations, UNICRI or INTERPOL.")
    demo = spoken.gettext("Illustration: made-up answers, not a real agency’s result") if context["demo"] else ""
    head = " · ".join(part for part in (demo, context["classification"]) if part)
    return render(
        lang,
        "report.j2",
        report=context,
        style=Markup(stylesheet()),  # our own file, no markup in it
        running_head=css_string(head),
        running_foot=css_string(notice),
    )


def css_string(text: str) -> Markup:
    """A text as a CSS string that ends neither the string nor the style element, whatever is in it."""
    plain = "".join(char if char.isalnum() or char in " .,:;·’–-()/" else f"\\{ord(char):x} " for char in str(text))
    return Markup(f'"{plain}"')
