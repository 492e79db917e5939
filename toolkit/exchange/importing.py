"""Registers back to assessments: the record restores everything, and cells edited since the export win."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from toolkit.content import Library
from toolkit.content.scoring import score
from toolkit.core.method import Method
from toolkit.core.responses import Assessment, Decision, Factor, Response, State, Treatment
from toolkit.exchange.bundle import FORMAT, Difference, Imported, read_bundle, write_bundle
from toolkit.exchange.cells import shown
from toolkit.exchange.columns import (
    COLUMNS,
    COMPUTED,
    EDITABLE,
    RECORD,
    ColumnNames,
    check_columns,
    heading,
)
from toolkit.exchange.fields import MAX_TEXT, is_day
from toolkit.exchange.problems import Problems, printable
from toolkit.exchange.register import REASONS, RESTRICTED, Row, record_column, to_rows
from toolkit.exchange.safe_json import Source, load
from toolkit.exchange.tables import Table, read_csv_table, read_xlsx_table

MAX_RECORD_COLUMNS = 100
_SPAN = re.compile(r"([1-5])(?:\.0)?(?:\s*(?:[-–—]|to)\s*([1-5])(?:\.0)?)?")


def read_csv(source: Path | bytes, library: Library, names: ColumnNames | None = None) -> Imported:
    """The assessment in a CSV register, and every edited cell; raises BundleError with every problem."""
    return from_table(read_csv_table(source), library, names or {})


def read_xlsx(source: Path | bytes, library: Library, names: ColumnNames | None = None) -> Imported:
    """The assessment in an XLSX register, and every edited cell; raises BundleError with every problem."""
    return from_table(read_xlsx_table(source), library, names or {})


def read_json(source: Source, library: Library) -> Imported:
    """The assessment in a bundle: the same as `bundle.read_bundle`, for symmetry with the other formats."""
    return read_bundle(source, library)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A register as read: visible cells and record of each row, keyed by risk id, in file order."""

    cells: Mapping[str, Row]
    records: Mapping[str, Mapping[str, object]]

    @property
    def header(self) -> Mapping[str, object]:
        """The record that also carries what belongs to no row; empty if that row is gone."""
        return next((record for record in self.records.values() if "assessment" in record), {})


def from_table(table: Table, library: Library, names: ColumnNames) -> Imported:
    """The assessment in a table of headings and cells; raises BundleError."""
    check_columns(names)
    problems = Problems()
    sheet = _sheet(table, names, library, problems)
    problems.stop()
    base = read_bundle(_bundle(sheet, library, problems), library)
    edits = _edits(sheet, base.assessment, library)
    edited = apply_edits(edits, base.assessment, library, problems)
    problems.stop()
    # Read once more, so that an edited register obeys every rule of a bundle.
    checked = read_bundle(write_bundle(edited, library), library)
    notices = dict.fromkeys((*problems.notices, *base.notices, *checked.notices))
    return Imported(checked.assessment, tuple(notices), tuple(edits))


# ---------------------------------------------------------------- the table


def _sheet(table: Table, names: ColumnNames, library: Library, problems: Problems) -> Sheet:
    places = _places(table[0], names, problems)
    problems.stop()
    cells: dict[str, Row] = {}
    records: dict[str, Mapping[str, object]] = {}
    known = [item.id for item in library.items]
    for line, raw in enumerate(table[1:], start=2):
        row = {column: raw[place] if place < len(raw) else "" for column, place in places.items()}
        name = row["risk_id"].strip()
        if name in cells:
            problems.add(f"row {line}", f"the risk “{printable(name)}” stands twice; remove one of the rows")
        elif name and name not in known:
            problems.unknown(f"row {line}", "risk item", name, known)
        else:
            record = _record(row, f"row {line}, {RECORD}", problems)
            if name or record:
                cells[name], records[name] = row, record
    return Sheet(cells, records)


def _places(headings: Sequence[str], names: ColumnNames, problems: Problems) -> dict[str, int]:
    given = [text.strip() for text in headings]
    pieces = (record_column(place) for place in range(MAX_RECORD_COLUMNS))
    wanted = {column: heading(column, names) for column in (*COLUMNS, *pieces)}
    places = {column: given.index(name) for column, name in wanted.items() if name is not None and name in given}
    for column in places:
        if given.count(str(wanted[column])) > 1:
            problems.add("the first row", f"the heading “{wanted[column]}” stands twice; remove one of the columns")
    if "risk_id" not in places:
        need = printable(str(wanted["risk_id"]))
        problems.add("the first row", f"there is no heading “{need}”; name your own headings in a mapping file")
    unused = [printable(name) for name in given if name and name not in wanted.values()]
    if unused:
        problems.notice(f"columns that were not read: {', '.join(unused[:20])}")
    return places


def _record(row: Row, where: str, problems: Problems) -> Mapping[str, object]:
    text = "".join(row.get(record_column(place), "") for place in range(MAX_RECORD_COLUMNS))
    if not text.strip():
        return {}
    try:
        return load(text)
    except Exception as error:
        problems.add(where, f"was changed by hand or cut off ({printable(str(error), 120)}); export the register again")
        return {}


def _bundle(sheet: Sheet, library: Library, problems: Problems) -> dict[str, object]:
    """The bundle that the records hold; rows without a record start unanswered."""
    header = sheet.header
    rows = {name: record for name, record in sheet.records.items() if name}
    whole = header.get("assessment")
    out = dict(whole) if isinstance(whole, Mapping) else _without_header(sheet, library, problems)
    responses = {name: record.get("response", _bare(sheet.cells[name])) for name, record in rows.items()}
    for part, found in (("responses", responses), ("treatments", {n: r.get("treatment") for n, r in rows.items()})):
        rest = out.get(part)
        filled = {name: value for name, value in found.items() if value is not None}
        out[part] = {**(rest if isinstance(rest, Mapping) else {}), **filled}
    missing = _names(header.get("rows")) - set(rows)
    for name in sorted(missing):
        problems.notice(f"{printable(name)}: its row is gone; the answer was not read")
    return out


def _names(raw: object) -> set[str]:
    return {name for name in raw if isinstance(name, str)} if isinstance(raw, list) else set()


def _without_header(sheet: Sheet, library: Library, problems: Problems) -> dict[str, object]:
    problems.notice("the file does not hold the description of the system; profile and facts are empty, fill them in")
    first = next(iter(sheet.cells.values()), {})
    method = first.get("method_version", "").split(" ")[0]
    out: dict[str, object] = {
        "format": FORMAT,
        "id": first.get("assessment_id", "").strip() or "imported",
        "title": first.get("system_name", ""),
        "method": method if method in library.methods else library.default_method,
    }
    return out


def _bare(row: Row) -> dict[str, object]:
    word, _, reason = row.get("unknown_reason", "").partition(": ")
    state = next((state for state, start in REASONS.items() if start == word.strip()), State.SKIPPED)
    return {"state": state.value, "reason": reason}


# ---------------------------------------------------------------- edited cells


def _edits(sheet: Sheet, base: Assessment, library: Library) -> list[Difference]:
    """Cells that differ from what an export of the record would show."""
    day, method = _day(sheet.header.get("on")), sheet.header.get("method")
    scored = score(library, base, day, method if isinstance(method, str) and method in library.methods else "")
    expected = {row["risk_id"]: row for row in to_rows(scored, library, day)}
    whole = sheet.header.get("assessment")
    made_here = isinstance(whole, Mapping) and read_as_here(whole, library) and sheet.header.get("lang") == library.lang
    out: list[Difference] = []
    for name, row in sheet.cells.items():
        for column in (*EDITABLE, *(COMPUTED if made_here else ())) if name in expected else ():
            was, now = shown(expected[name][column]).strip(), shown(row.get(column, "")).strip()
            if column in row and was != now:
                out.append(Difference(name, column, was, now, applied=column in EDITABLE))
    return out


def read_as_here(bundle: Mapping[str, object], library: Library) -> bool:
    """Whether a bundle was written with this very content, so that computed cells can be compared."""
    stated = bundle.get("questionnaire")
    return isinstance(stated, Mapping) and stated.get("sha256") == library.sha256


def _day(raw: object) -> date:
    return date.fromisoformat(raw) if isinstance(raw, str) and is_day(raw) else date(1970, 1, 1)


def apply_edits(edits: Iterable[Difference], base: Assessment, library: Library, problems: Problems) -> Assessment:
    """The assessment with edited cells taken over; columns are those of our register, problems are noted."""
    responses, treatments = dict(base.responses), dict(base.treatments)
    method = library.method(base.method)
    for edit in edits:
        name, where = edit.risk_id, f"{edit.risk_id}, {edit.column}"
        if edit.column in ("likelihood_inherent", "impact_inherent", "rationale"):
            responses[name] = _answered(responses.get(name, Response()), edit, method, where, problems)
        elif edit.applied:
            treatments[name] = _treated(treatments.get(name, Treatment()), edit, where, problems)
    return replace(base, responses=responses, treatments=treatments)


def _answered(response: Response, edit: Difference, method: Method, where: str, problems: Problems) -> Response:
    if edit.column == "rationale":
        if len(edit.now) > MAX_TEXT:
            problems.add(where, f"has {len(edit.now):,} characters; shorten it to at most {MAX_TEXT:,}")
        return replace(response, note="" if edit.now == RESTRICTED else edit.now)
    axis = edit.column.removesuffix("_inherent")
    words = method.likelihood if axis == "likelihood" else method.impact
    value = _factor(edit.now, words, where, problems)
    likelihood, impact = (value, response.impact) if axis == "likelihood" else (response.likelihood, value)
    pair = [factor for factor in (likelihood, impact) if factor is not None]
    state = State.RANGE if any(factor.lo < factor.hi for factor in pair) else State.ANSWERED
    return replace(response, likelihood=likelihood, impact=impact, state=state if pair else State.SKIPPED)


def _factor(text: str, words: Sequence[str], where: str, problems: Problems) -> Factor | None:
    """A score, a range, or a word of the scale; empty is no answer."""
    if not text:
        return None
    for score_value, word in enumerate(words, start=1):
        if text.casefold() == word.casefold():
            return Factor(score_value, score_value)
    match = _SPAN.fullmatch(text)
    low, high = (int(match[1]), int(match[2] or match[1])) if match else (0, -1)
    if low > high:
        problems.add(where, f"“{printable(text)}” is no score; write 1 to 5, a range such as 2–4, or leave it empty")
        return None
    return Factor(low, high)


def _treated(treatment: Treatment, edit: Difference, where: str, problems: Problems) -> Treatment:
    if edit.column == "owner":
        return replace(treatment, owner_role=edit.now)
    if edit.column == "status":
        return replace(treatment, status=edit.now)
    if edit.column == "due_date":
        if edit.now and not is_day(edit.now):
            problems.add(where, f"“{printable(edit.now)}” is no date such as 2026-12-31")
        return replace(treatment, due=edit.now)
    words = [decision.value for decision in Decision]
    if edit.now.casefold() in words:
        return replace(treatment, decision=Decision(edit.now.casefold()))
    problems.add(where, f"“{printable(edit.now)}” is no treatment; write one of {', '.join(words)}")
    return treatment
