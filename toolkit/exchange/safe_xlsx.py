"""XLSX files from strangers: what would keep the reading library busy for hours is refused before it is asked."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from toolkit.exchange.problems import BundleError

if TYPE_CHECKING:
    from openpyxl import Workbook

MAX_UNPACKED = 60_000_000
"""Bytes that a file may unpack to; a large form of ours has a tenth of that."""

MAX_PARTS = 500
MAX_MERGED = 50_000
"""Cells that may be merged in the whole file: the library makes an object of each."""

_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\b([^<>]*)>")
_AREA = re.compile(rb"""\bref\s*=\s*["']\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?["']""")
_ENCODING = re.compile(rb"""^<\?xml[^>]*?\bencoding\s*=\s*["']([^"']*)["']""")
AGAIN = "save it as XLSX again"


def open_xlsx(raw: bytes) -> Workbook:
    """The workbook in a file, formulas as formulas; raises BundleError with how to mend it."""
    from openpyxl import load_workbook

    _check(raw)
    try:
        return load_workbook(io.BytesIO(raw), keep_links=False)
    except Exception as error:
        # The library raises whatever its XML and zip parsers do; to the reader they all mean the same.
        raise BundleError([f"not readable as XLSX ({type(error).__name__}); {AGAIN}"]) from error


@contextmanager
def archive(raw: bytes, most: int, mend: str) -> Iterator[zipfile.ZipFile]:
    """The parts of an XLSX file that unpacks to at most `most` bytes; raises BundleError, with how to `mend` it."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as found:
            unpacked = sum(entry.file_size for entry in found.infolist())
            if unpacked > most:
                raise BundleError([f"the file unpacks to {unpacked:,} bytes; at most {most:,} are read"])
            yield found
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError) as error:
        raise BundleError([f"this is not an XLSX file; {mend}"]) from error


def _check(raw: bytes) -> None:
    with archive(raw, MAX_UNPACKED, "save it as XLSX, not as CSV, ODS or XLS") as found:
        parts = found.infolist()
        if len(parts) > MAX_PARTS:
            raise BundleError([f"the file has {len(parts):,} parts; at most {MAX_PARTS} are read"])
        merged = sum(_merged(found.read(entry)) for entry in parts)
    if merged > MAX_MERGED:
        raise BundleError([f"{merged:,} cells are merged; unmerge them, and write each answer into its own cell"])


def _merged(part: bytes) -> int:
    """How many cells a part of the file merges; raises BundleError for what could hide that."""
    declared = _ENCODING.match(part)
    strange = declared is not None and declared[1].lower() not in (b"utf-8", b"us-ascii")
    if strange or part.startswith((b"\xff\xfe", b"\xfe\xff")) or b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise BundleError([f"not readable as XLSX (no plain UTF-8 inside); {AGAIN}"])
    return sum(_area(found[1]) for found in _MERGE.finditer(part))


def _area(attributes: bytes) -> int:
    found = _AREA.search(attributes)
    if found is None:
        raise BundleError([f"not readable as XLSX (merged cells without a place); {AGAIN}"])
    wide = _column(found[3] or found[1]) - _column(found[1])
    high = int(found[4] or found[2]) - int(found[2])
    return (abs(wide) + 1) * (abs(high) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
