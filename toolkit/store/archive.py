"""The file that a backup is: a ZIP with a manifest and one file of JSON lines a table. No SQL.

`manifest.json` has `format`, `made_at`, `toolkit`, `content`, `database`, `schema`, `tables` (name → rows and SHA-256
of its lines) and `sha256`, over the lines of all tables. `tables/<name>.jsonl` has one JSON object a row.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from toolkit.store.records import Json, StoreError

FORMAT = "toolkit-backup/1"
MANIFEST = "manifest.json"
MANIFEST_LIMIT = 1_048_576
LINE_LIMIT = 64 * 1_048_576
"""Bytes of the longest row that is read: several times what a frozen result may have."""

STALE_SECONDS = 86_400
"""How old the unfinished file of a run that was killed must be before the next run removes it."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))

Row = Mapping[str, Json]


class BadArchive(StoreError):
    """The file is not a backup, or it is damaged; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Held:
    """How many rows a table has in the archive, and the SHA-256 of its lines."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. `content` is what the caller wants to remember of the program's content."""

    made_at: str
    toolkit: str
    content: Mapping[str, str]
    database: str
    schema: str
    tables: Mapping[str, Held]

    @property
    def sha256(self) -> str:
        """One hash for all rows of all tables: equal for two databases that hold the same."""
        return hashlib.sha256("".join(f"{n} {h.sha256}\n" for n, h in sorted(self.tables.items())).encode()).hexdigest()

    @property
    def rows(self) -> int:
        """The number of rows in all tables."""
        return sum(held.rows for held in self.tables.values())


def line(row: Row) -> bytes:
    """A row as one line of JSON, always the same for the same row."""
    return _ENCODER.encode(row).encode() + b"\n"


def tally(rows: Iterable[Row], into: IO[bytes] | None = None) -> Held:
    """Count and hash rows, and write their lines if there is somewhere to write."""
    return count(map(line, rows), into)


def count(lines: Iterable[bytes], into: IO[bytes] | None = None) -> Held:
    """Count and hash lines as they are, and write them if there is somewhere to write."""
    digest, number = hashlib.sha256(), 0
    for data in lines:
        digest.update(data)
        number += 1
        if into:
            into.write(data)
    return Held(number, digest.hexdigest())


@contextmanager
def part_of(path: Path) -> Iterator[Path]:
    """A name beside `path` for what is not finished; gone afterwards, with what runs killed long ago left there."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    for left in path.parent.glob(f".{path.name}.*.part*"):
        if time.time() - left.stat().st_mtime > STALE_SECONDS:
            left.unlink(missing_ok=True)
    try:
        yield part
    finally:
        for left in path.parent.glob(f"{part.name}*"):
            left.unlink(missing_ok=True)


def write(stream: IO[bytes], tables: Mapping[str, Iterable[Row]], about: Mapping[str, Any]) -> Manifest:
    """Write an archive; `about` are the fields of its manifest besides `tables`."""
    held: dict[str, Held] = {}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, rows in tables.items():
            with archive.open(_member(name), "w", force_zip64=True) as into:
                held[name] = tally(rows, into)
        manifest = Manifest(tables=held, **about)
        text = {"format": FORMAT, **asdict(manifest), "sha256": manifest.sha256}
        archive.writestr(MANIFEST, json.dumps(text, ensure_ascii=False, indent=2, sort_keys=True) + "\n")
    return manifest


@contextmanager
def reading(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open an archive; raises BadArchive for whatever is wrong with it while it is used."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except FileNotFoundError as error:
        raise BadArchive(f"There is no file {path}: name a backup.") from error
    except OSError as error:
        raise BadArchive(
            f"{path} cannot be read ({error.strerror or error}): check the file and your rights."
        ) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, TypeError, RuntimeError) as error:
        raise BadArchive(f"{path} is not a backup of the toolkit, or it is damaged: use another backup.") from error


def verified(path: Path) -> Manifest:
    """The manifest of an archive whose every line was read and counted, and whose hashes agree; raises BadArchive."""
    with reading(path) as archive:
        manifest = _manifest(archive, path)
        for name, held in manifest.tables.items():
            if count(_lines(archive, name)) != held:
                raise BadArchive(f"The table {name} in {path} is not as it was written: use another backup.")
    return manifest


def rows(archive: zipfile.ZipFile, name: str) -> Iterator[dict[str, Any]]:
    """The rows of a table, one after the other; raises ValueError or TypeError for a line that is not a row."""
    for data in _lines(archive, name):
        row = json.loads(data)
        if not isinstance(row, dict):
            raise TypeError(name)
        yield row


def _lines(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(_member(name)) as stream:
        while data := stream.readline(LINE_LIMIT):
            yield data


def _member(name: str) -> str:
    return f"tables/{name}.jsonl"


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    if archive.getinfo(MANIFEST).file_size > MANIFEST_LIMIT:
        raise ValueError(MANIFEST)
    given = json.loads(archive.read(MANIFEST))
    if given.pop("format") != FORMAT:
        raise BadArchive(f"{path} has a format that this version does not know: update the toolkit.")
    said = given.pop("sha256")
    tables = {str(name): Held(**held) for name, held in given.pop("tables").items()}
    manifest = Manifest(tables=tables, **given)
    if manifest.sha256 != said:
        raise BadArchive(f"The manifest of {path} does not agree with itself: use another backup.")
    return manifest
