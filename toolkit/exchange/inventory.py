"""Public AI inventories into records. Layouts and vocabularies are data; whatever is odd is kept and said."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any

from toolkit.core.inventory import Impact, Record, Reported, Stage, exposed
from toolkit.exchange.cells import guard
from toolkit.exchange.problems import Unreadable

OURS = frozenset({"id", "year", "row", "own_id", "agency", "unit", "name", "stage", "impact", "personal_data", "key"})
MAX_FIELD = 1_000_000
SEPARATORS = ",;\t"
MORE = "cells beyond the last column"
_LETTER = re.compile(r"^[a-z]\)\s*")
_WORDS = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Inventory:
    """What was read: the layout that fitted, the encoding, the records in their order."""

    layout: str
    encoding: str
    records: tuple[Record, ...]


def read_inventory(raw: bytes, given: Mapping[str, Any]) -> Inventory:
    """The records of a CSV file, by the layout that fits its columns; raises BundleError with the layouts there are.

    `given` is the content of `inventories/inventories.json`.
    """
    text, encoding = _decode(raw)
    # Some answers fill more than the reader's usual 131,072 characters.
    csv.field_size_limit(MAX_FIELD)
    try:
        rows, layout = _table(text, given["layouts"])
        header = [name or "" for name in rows.fieldnames or ()]
        records = [_record(row, place, layout, header, given) for place, row in enumerate(rows, 2)]
    except csv.Error as error:
        raise Unreadable(
            "record {number}: cannot be read ({why}); save the file as CSV again", number=rows.line_num, why=error
        ) from error
    return Inventory(layout["id"], encoding, tuple(_shared(records)))


def _decode(raw: bytes) -> tuple[str, str]:
    """UTF-8 if it is, or as it marks itself; otherwise Windows 1252, in which the inventory of 2024 was published.

    Raises BundleError for what is no text.
    """
    if raw.startswith(b"PK\x03\x04"):
        raise Unreadable("this is a spreadsheet or another packed file; save the table as CSV and give that")
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", "replace"), "UTF-16"
    if not raw.strip():
        raise Unreadable("the file is empty; give the published CSV")
    try:
        return raw.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace"), "Windows 1252"


def _table(text: str, layouts: Sequence[Mapping[str, Any]]) -> tuple[csv.DictReader[str], Mapping[str, Any]]:
    """The rows and the layout that fits: between commas, or semicolons or tabs, as some spreadsheets save tables."""
    for separator in SEPARATORS:
        rows = csv.DictReader(io.StringIO(text, newline=""), strict=True, restkey=MORE, delimiter=separator)
        header = set(rows.fieldnames or ())
        if any(set(layout["needs"]) <= header for layout in layouts):
            break
    else:
        rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    return rows, _layout(list(rows.fieldnames or ()), layouts)


def _layout(header: Sequence[str], layouts: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    for layout in layouts:
        if set(layout["needs"]) <= set(header):
            return layout
    wanted = "; ".join(f"{layout['id']}: {', '.join(layout['needs'])}" for layout in layouts)
    raise Unreadable("the columns fit no inventory that is known; give one with the columns of {wanted}", wanted=wanted)


def _record(
    row: Mapping[str, str], place: int, layout: Mapping[str, Any], header: Sequence[str], given: Mapping[str, Any]
) -> Record:
    columns = {ours: _cell(row, theirs, header) for ours, theirs in layout["columns"].items()}
    year = columns.get("year") or str(layout.get("year", ""))
    for dropped in layout.get("only", {}).get(year, {}).get("without", ()):
        columns.pop(dropped, None)  # that year's form did not ask it, and silence is no answer
    asked = layout["asked"].get(year, {})
    said = {practice: _cell(row, theirs, header) for practice, theirs in asked.items()}
    record = Record(
        columns.get("id") or f"{layout['id']}-{place}",
        layout["register"],
        _number(year),
        _number(columns.get("row", "")) or place,
        columns.get("own_id", ""),
        columns.get("agency", ""),
        columns.get("unit", ""),
        columns.get("name", ""),
        Stage(_word(columns.get("stage", ""), given["words"]["stage"], "unknown")),
        Impact(_word(columns.get("impact", ""), given["words"]["impact"], "unknown")),
        {"yes": True, "no": False}.get(columns.get("personal_data", "").lower()),
        {practice: _reported(practice, text, given) for practice, text in said.items()},
        {name: text for name, text in columns.items() if name not in OURS} | {f"said.{p}": t for p, t in said.items()},
    )
    remarks = (*_remarks(record, columns, given), *_uneven(row))
    return replace(record, key=columns.get("key") or _key(record), remarks=remarks)


def _uneven(row: Mapping[str, str | None]) -> Iterator[str]:
    """Whether a row has more or fewer cells than there are columns."""
    if MORE in row:
        yield "cells-too-many"
    elif None in row.values():
        yield "cells-missing"


def _number(text: str) -> int | None:
    """A whole number of at most nine digits; None for anything else."""
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _cell(row: Mapping[str, str], column: str, header: Sequence[str]) -> str:
    """A cell by its column, which may hold stars where questions are long."""
    if column not in row and "*" in column:
        column = next((name for name in header if fnmatchcase(name, column.replace("[", "[[]"))), column)
    return (row.get(column) or "").strip()


def _plain(text: str) -> str:
    """Text as it is compared: no option letter, one kind of dash and space, small letters."""
    return _LETTER.sub("", " ".join(text.replace("–", "-").lower().split()))


def _word(text: str, known: Iterable[Sequence[str]], otherwise: str) -> str:
    plain = _plain(text)
    return next((value for start, value in known if plain and plain.startswith(start)), otherwise)


def _reported(practice: str, text: str, given: Mapping[str, Any]) -> Reported:
    if not text:
        return Reported.BLANK
    if _belongs(practice, text, given):
        return Reported.OTHER
    return Reported(_word(text, given["words"]["practice"], "other").strip())


def _belongs(practice: str, text: str, given: Mapping[str, Any]) -> bool:
    """Whether an answer belongs to another question than the one it stands in."""
    plain = _plain(text)
    starts = ((other, start) for other, all_ in given["belongs"].items() for start in all_)
    return any(other != practice and plain.startswith(start) for other, start in starts)


def _key(record: Record) -> str:
    name = " ".join(_WORDS.sub(" ", record.name.lower()).split())
    return f"{record.agency}|{record.unit}|{name}" if name else ""


# ---------------------------------------------------------------- what is wrong with a record


def _remarks(record: Record, columns: Mapping[str, str], given: Mapping[str, Any]) -> Iterator[str]:
    for name, missing in (("name", "no-name"), ("purpose", "no-purpose"), ("impact", "no-impact-label")):
        if name in columns and not columns[name]:
            yield missing
    if "own_id" in columns and record.register == "US federal" and record.year == 2025 and not record.own_id:
        yield "no-id"
    for name in ("data", "impacts"):
        if _says_nothing(columns.get(name, ""), given["non_answers"]):
            yield f"non-answer:{name}"
    if any(_plain(text).startswith(word) for text in columns.values() for word in given["withheld"]):
        yield "withheld"
    asked = {p: record.texts[f"said.{p}"] for p in record.practices} | {"consultation": columns.get("consultation", "")}
    if any(_belongs(practice, text, given) for practice, text in asked.items()):
        yield "answer-in-wrong-question"
    if any(guard(text) != text for text in columns.values()):
        yield "looks-like-a-formula"
    if exposed(record) and record.practices and set(record.practices.values()) == {Reported.BLANK}:
        yield "in-use-high-nothing-answered"


def _says_nothing(text: str, phrases: Iterable[str]) -> bool:
    """Whether an answer is one of the phrases, or holds a long one of them."""
    plain = _plain(text)
    return any(plain == one or (" " in one and one in plain) for one in phrases)


def _shared(records: Sequence[Record]) -> Iterator[Record]:
    """Records with a remark where their own id is not unique in their year, and ids of ours made unique."""
    own = Counter((one.year, one.own_id) for one in records if one.own_id)
    seen: Counter[str] = Counter()
    for one in records:
        seen[one.id] += 1
        name = one.id if seen[one.id] == 1 else f"{one.id}-{seen[one.id]}"
        more = ("shared-id",) if own[one.year, one.own_id] > 1 else ()
        yield replace(one, id=name, remarks=(*one.remarks, *more))
