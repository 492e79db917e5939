"""A content pack as a workbook to write in, and back: a sheet for each kind of entry, a row for each, a column a key.

Texts and numbers stand as they are, lists of texts line by line, and all else (conditions, sources) as JSON. What was
written out comes back the same.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from toolkit.exchange.cells import excel_unescape, guard, unguard
from toolkit.exchange.problems import BundleError, printable
from toolkit.exchange.safe_xlsx import open_xlsx
from toolkit.exchange.tables import put

ABOUT = "pack"
FILE = "file"
"""The first column of each sheet: the file that an entry belongs to."""

REST = "rest of the file"
"""A sheet of what is no list of entries, as JSON."""

JSON = "json:"
"""How a cell begins that is neither text, number nor list of texts."""

POINT = "• "
"""How each line of a list of texts begins; a dash would look like a formula to a spreadsheet."""

LONGEST = 32_000

Tree = Mapping[str, Any]
Flat = dict[str, str]


def write_pack_sheet(manifest: Mapping[str, str], tree: Tree) -> bytes:
    """A pack as XLSX; raises BundleError for a text that no cell holds."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in _sheets(manifest, tree).items():
        sheet = book.create_sheet(name)
        columns = list(dict.fromkeys(key for row in rows for key in row))
        for line, cells in enumerate(([*columns], *([row.get(key, "") for key in columns] for row in rows)), start=1):
            for place, text in enumerate(cells, start=1):
                put(sheet, line, place, guard(_fits(text, name)), number=line > 1)
                sheet.cell(line, place).alignment = Alignment(wrap_text=True, vertical="top")
        for place, key in enumerate(columns, start=1):
            sheet.cell(1, place).font = Font(bold=True)
            sheet.column_dimensions[sheet.cell(1, place).column_letter].width = 24 if key in (FILE, "id") else 40
        sheet.freeze_panes = "C2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fits(text: str, sheet: str) -> str:
    if len(text) > LONGEST:
        raise BundleError([f"{sheet}: “{printable(text)}” has {len(text):,} characters; a cell holds {LONGEST:,}"])
    return text


def _sheets(manifest: Mapping[str, str], tree: Tree) -> dict[str, list[Flat]]:
    found: dict[str, list[Flat]] = {ABOUT: [dict(manifest)]}
    for path, raw in tree.items():
        rest: dict[str, Any] = {}
        for key, value in raw.items() if isinstance(raw, Mapping) else ():
            if _entries(value) and not path.startswith("locales/"):
                found.setdefault(key, []).extend({FILE: path} | dict(_flat(one)) for one in value)
            else:
                rest[key] = value
        # Also an empty rest is written: it says that the file is there, and keeps the order of the files.
        found.setdefault(REST, []).append({FILE: path, **dict(_flat(rest))})
    return found


def _entries(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) and "id" in one for one in value)


def _flat(entry: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in entry.items():
        name = f"{prefix}{key}"
        if _opens(value) and "." not in name:
            yield from _flat(value, f"{name}.")
        else:
            yield name, _cell(value)


def _opens(value: Any) -> bool:
    """Whether a mapping becomes columns of its own: help.basic, impact.1, likelihood.per."""
    plain = isinstance(value, Mapping) and bool(value) and all("." not in str(key) for key in value)
    return plain and all(isinstance(one, str | int) and not isinstance(one, bool) for one in value.values())


def _cell(value: Any) -> str:
    if isinstance(value, str) and value and value == value.strip() and not _means_more(value):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return str(value)
    lines = isinstance(value, list) and bool(value)
    if lines and all(isinstance(one, str) and one == one.strip() and one and "\n" not in one for one in value):
        return "\n".join(f"{POINT}{one}" for one in value)
    return JSON + json.dumps(value, ensure_ascii=False)


def _means_more(text: str) -> bool:
    """Whether a text would be read back as something else."""
    return text.startswith((JSON, POINT)) or (text.isascii() and text.isdigit())


# ---------------------------------------------------------------- back


def read_pack_sheet(raw: bytes) -> tuple[dict[str, str], dict[str, Any]]:
    """Manifest and files of a pack in a workbook; raises BundleError with sheet, row and column of a mistake."""
    book = open_xlsx(raw)
    if ABOUT not in book.sheetnames or REST not in book.sheetnames:
        raise BundleError([f"the workbook has no sheets “{ABOUT}” and “{REST}”; begin with toolkit pack sheet FOLDER"])
    (manifest,) = [*_rows(book[ABOUT])][:1] or [{}]
    tree: dict[str, Any] = {}
    for row in _rows(book[REST]):
        path = str(row.pop(FILE, ""))
        tree[path] = _deep(row)
    for sheet in book.worksheets:
        if sheet.title not in (ABOUT, REST):
            for row in _rows(sheet):
                path = str(row.pop(FILE, "")).strip()
                tree.setdefault(path, {}).setdefault(sheet.title, []).append(_deep(row))
    if "" in tree:
        raise BundleError([f"an entry names no {FILE}; write one such as questionnaires/risk/legitimacy.yaml"])
    return {key: str(value) for key, value in manifest.items()}, tree


def _rows(sheet: Any) -> Iterator[dict[str, Any]]:
    table = [[_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    head = table[0] if table else []
    for line, cells in enumerate(table[1:], start=2):
        pairs = [(str(name), cell) for name, cell in zip(head, cells, strict=False) if name and cell != ""]
        if pairs:
            yield {name: _value(text, f"{sheet.title}, row {line}, {printable(name)}") for name, text in pairs}


def _text(value: object) -> Any:
    """What a cell holds: text without its guard, a whole number, yes or no."""
    if isinstance(value, str):
        return unguard(excel_unescape(value))
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return "" if value is None else value if isinstance(value, bool | int) else str(value)


def _value(text: Any, where: str) -> Any:
    if not isinstance(text, str):
        return text
    if text.startswith(POINT):
        return [line.removeprefix(POINT).strip() for line in text.splitlines() if line.strip()]
    try:
        return json.loads(text.removeprefix(JSON)) if text.startswith(JSON) else text
    except (ValueError, RecursionError) as error:
        raise BundleError(
            [f"{where}: “{printable(text)}” cannot be read ({printable(str(error))}); mend it"]
        ) from error


def _deep(row: Mapping[str, Any]) -> dict[str, Any]:
    """Columns such as help.basic as mappings again."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        first, _, rest = name.partition(".")
        if rest:
            inner = found.setdefault(first, {})
            if not isinstance(inner, dict):
                raise BundleError([f"the columns {printable(first)} and {printable(name)} do not go together"])
            inner[rest] = value
        else:
            found[name] = value
    return found
