"""A risk assessment that was edited in CISO Assistant, or in its spreadsheet, back into the assessment it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from toolkit.content import Library
from toolkit.content.scoring import score
from toolkit.core.responses import Assessment
from toolkit.exchange.bundle import Difference, Imported, read_bundle, write_bundle
from toolkit.exchange.cells import shown
from toolkit.exchange.ciso import COLUMNS, ciso_rows
from toolkit.exchange.importing import apply_edits
from toolkit.exchange.outgoing import outgoing
from toolkit.exchange.portfolio import READERS
from toolkit.exchange.problems import BundleError, Problems, printable

TAKEN = {"inherent_proba": "likelihood_inherent", "inherent_impact": "impact_inherent", "treatment": "treatment"}
"""Columns whose edits count, and what they are called in our own register. All others are computed or our own words."""

REPORTED = ("current_proba", "current_impact", "residual_proba", "residual_impact", *TAKEN)
UNDEFINED = ("", "--", "undefined")
"""How an empty rating may come back."""


def read_ciso_risks(source: Path, base: Assessment, library: Library, on: date) -> Imported:
    """The assessment with the edits of a CSV or XLSX taken over, and every difference; raises BundleError.

    A rating that was emptied does not count: it may be a name that the other matrix does not have.
    """
    reader = READERS.get(source.suffix.lower())
    if reader is None:
        raise BundleError([f"{printable(source.name)}: name a file that ends in {' or '.join(READERS)}"])
    head, *cells = reader(source)
    if "ref_id" not in head:
        raise BundleError(["the first row has no ref_id; give a risk assessment of CISO Assistant"])
    scored = score(library, base, on)
    expected = {row["ref_id"]: row for row in ciso_rows(outgoing((scored,), library, on))}
    rows = [dict(zip(head, row, strict=False)) for row in cells]
    edits = [edit for row in rows if row["ref_id"] in expected for edit in _edits(row, expected[row["ref_id"]])]
    problems = Problems()
    edited = apply_edits((_ours(edit) for edit in edits if edit.applied), base, library, problems)
    problems.stop()
    checked = read_bundle(write_bundle(edited, library), library)
    return Imported(checked.assessment, (*_strangers(rows, expected), *checked.notices), tuple(edits))


def _edits(row: Mapping[str, str], expected: Mapping[str, str]) -> Iterator[Difference]:
    risk = row["ref_id"].rpartition("/")[2]
    for column in REPORTED if set(row) >= set(COLUMNS[:2]) else ():
        was, now = shown(expected.get(column, "")).strip(), shown(row.get(column, "")).strip()
        now = "" if now.casefold() in UNDEFINED else now
        if column in row and was.casefold() != now.casefold():
            yield Difference(risk, column, was, now, applied=column in TAKEN and bool(now))


def _ours(edit: Difference) -> Difference:
    return Difference(edit.risk_id, TAKEN[edit.column], edit.was, edit.now, edit.applied)


def _strangers(rows: list[dict[str, str]], expected: Mapping[str, object]) -> Iterator[str]:
    found = [row["ref_id"] for row in rows if row["ref_id"] not in expected]
    if found:
        yield f"rows that are not of this assessment and were not read: {len(found)}, such as “{printable(found[0])}”"
    gone = set(expected) - {row["ref_id"] for row in rows}
    if gone:
        yield f"risks of this assessment that are not in the file, and stay as they are: {len(gone)}"
