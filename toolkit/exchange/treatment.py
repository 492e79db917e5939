"""Costs of planned treatments in a file: written with empty cells, filled by the agency, read back; amounts as text."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from toolkit.core.model import ToolkitError
from toolkit.exchange.cells import guard, unguard

COLUMNS = ("id", "system", "treatment", "effort", "risks", "cost", "chosen", "why")
MOST = 10**10
"""The most that an amount may be, in hundredths."""

LARGEST = 4_000_000
"""Bytes of a file of costs."""


@dataclass(frozen=True, slots=True)
class Line:
    """A treatment in the file. `cost` is in hundredths, None where unknown; `chosen` is empty before a choice."""

    id: str
    system: str
    treatment: str
    effort: str
    risks: int
    cost: int | None = None
    chosen: str = ""
    why: str = ""


def amount(text: str) -> int | None:
    """An amount in hundredths from what somebody wrote: 12, 12.5 or 12,5, in the digits of any script; None if empty.

    Raises ToolkitError for anything else, for more than two decimals and for more than a hundred million.
    """
    plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text.strip()).replace("٫", ".")
    if not plain:
        return None
    found = re.fullmatch(r"([0-9]{1,9})(?:[.,]([0-9]{1,2}))?", plain)
    if not found or (value := int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))) > MOST:
        raise ToolkitError(f"“{text.strip()[:40]}” is not an amount; write a number such as 12 or 12.5")
    return value


def written(hundredths: int | None) -> str:
    """An amount as text that `amount` reads back: 12 or 12.50; empty where it is unknown."""
    if hundredths is None:
        return ""
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02}" if rest else str(whole)


def write_lines(lines: Iterable[Line]) -> bytes:
    """The file as CSV, with a mark that spreadsheets look for and guarded cells."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in lines:
        cells = (one.id, one.system, one.treatment, one.effort, one.risks, written(one.cost), one.chosen, one.why)
        writer.writerow([guard(str(cell)) for cell in cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def read_costs(data: bytes) -> Mapping[str, int]:
    """Costs by treatment from a filled file; only the columns `id` and `cost` count, empty cells are unknown.

    Raises ToolkitError with the line of what cannot be read.
    """
    if len(data) > LARGEST:
        raise ToolkitError(f"the file of costs is larger than {LARGEST:,} bytes; leave out what is not needed")
    try:
        rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig")), strict=True)
        if not {"id", "cost"} <= {*(rows.fieldnames or ())}:
            raise ToolkitError("a file of costs needs the columns id and cost; begin with the list that was written")
        return dict(found for row in rows if (found := _cost(row, rows.line_num)))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ToolkitError("the file of costs cannot be read; save it as CSV in UTF-8") from error


def _cost(row: Mapping[str, str | None], line: int) -> tuple[str, int] | None:
    try:
        value = amount(unguard(row["cost"] or ""))
    except ToolkitError as error:
        raise ToolkitError(f"line {line} of the costs: {error}") from error
    return None if value is None else (unguard(row["id"] or ""), value)
