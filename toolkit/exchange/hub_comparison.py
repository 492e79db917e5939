"""A comparison of tools as a CSV file; the notice comes first, so that it travels with every copy."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from toolkit.exchange.cells import guard, shown


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the file says.

    `rows` have their label first; `differs` has its label first, then a word for each further row; `sources` are tool,
    source and address.
    """

    notice: str
    made: str
    rows: tuple[tuple[str, ...], ...]
    differs: tuple[str, ...]
    sources: tuple[tuple[str, str, str], ...]


def comparison_csv(one: Comparison) -> bytes:
    """UTF-8 with a mark, so that spreadsheets read every script; no cell can run as a formula."""
    file = io.StringIO()
    writer = csv.writer(file)
    lines: list[tuple[str, ...]] = [(one.notice,), (one.made,), ()]
    lines += [(*row, differs) for row, differs in zip(one.rows, one.differs, strict=True)]
    lines += [(), *one.sources, (), (one.notice,)]
    writer.writerows([guard(shown(cell)) for cell in line] for line in lines)
    return file.getvalue().encode("utf-8-sig")
