"""Generic registers of several systems: one file out, and an assessment for each of them back."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

from toolkit.content import Library
from toolkit.exchange.bundle import Imported
from toolkit.exchange.columns import ColumnNames, check_columns, heading
from toolkit.exchange.explanation import explanation
from toolkit.exchange.importing import from_table
from toolkit.exchange.outgoing import Outgoing
from toolkit.exchange.problems import BundleError, printable
from toolkit.exchange.register import Row, to_rows
from toolkit.exchange.tables import MAX_ROWS, Table, csv_of, read_csv_table, read_xlsx_table, xlsx_of

READERS = {".csv": read_csv_table, ".xlsx": read_xlsx_table}


def rows_of(out: Outgoing) -> tuple[Row, ...]:
    """The rows of every system, one system after the other; raises BundleError where two have the same id."""
    ids = [scored.assessment.id for scored in out.systems]
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        raise BundleError([f"two files hold the assessment “{printable(name)}”; leave one of them out"])
    rows = tuple(chain.from_iterable(to_rows(scored, out.library, out.on) for scored in out.systems))
    if len(rows) > MAX_ROWS:
        raise BundleError([f"these systems have {len(rows):,} risks, and one file holds {MAX_ROWS:,}; export fewer"])
    return rows


def write_portfolio_csv(out: Outgoing, *, bom: bool = False, names: ColumnNames | None = None) -> bytes:
    """One register of all systems as CSV; raises BundleError."""
    return csv_of(rows_of(out), bom=bom, names=names)


def write_portfolio_xlsx(out: Outgoing, *, names: ColumnNames | None = None) -> bytes:
    """One register of all systems as XLSX; the second sheet explains each; raises BundleError."""
    lines = [line for scored in out.systems for line in (*explanation(scored, out.library, out.on), ("",))]
    return xlsx_of(rows_of(out), lines, out.library.lang, names=names)


def split(table: Table, names: ColumnNames) -> tuple[Table, ...]:
    """A table for each assessment in a register, in order of appearance; one without that column stays whole."""
    head = [text.strip() for text in table[0]]
    wanted = heading("assessment_id", names)
    if wanted is None or wanted not in head:
        return (table,)
    place = head.index(wanted)
    parts: dict[str, Table] = {}
    for row in table[1:]:
        name = row[place].strip() if place < len(row) else ""
        parts.setdefault(name, [table[0]]).append(row)
    return tuple(parts.values()) or (table,)


def read_portfolio(source: Path, library: Library, names: ColumnNames | None = None) -> tuple[Imported, ...]:
    """Each assessment of a register, and every edited cell; raises BundleError, which names the assessment."""
    check_columns(names or {})
    parts = split(READERS[source.suffix.lower()](source), names or {})
    if len(parts) == 1:
        return (from_table(parts[0], library, names or {}),)
    return tuple(_one(part, place, library, names or {}) for place, part in enumerate(parts, start=1))


def _one(part: Table, place: int, library: Library, names: ColumnNames) -> Imported:
    try:
        return from_table(part, library, names)
    except BundleError as error:
        raise BundleError([f"assessment {place} of the file: {problem}" for problem in error.problems]) from error
