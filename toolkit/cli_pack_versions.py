"""What changes for answers between two versions of content, and assessments and records brought over."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from toolkit.cli_io import check_free, write
from toolkit.content.extension import Extension, read_pack, touching
from toolkit.content.load import library_with
from toolkit.content.read import READINESS, WORKBOOK
from toolkit.content.readiness import readiness_with
from toolkit.content.workbook import workbook_with
from toolkit.core.migration import Change, Fate, changes, migrate, migrate_values, question_changes, statement_changes
from toolkit.core.model import ToolkitError
from toolkit.exchange.bundle import dumps, read_bundle, write_bundle
from toolkit.exchange.pack_file import open_pack
from toolkit.exchange.record import is_record, read_record, write_record
from toolkit.exchange.record_keys import Known
from toolkit.exchange.safe_json import load, read_bytes

CORE = "core"
WORDS = {
    Fate.NEW: "new, to answer",
    Fate.GONE: "asked no longer",
    Fate.RESCALED: "its scale changed: open again, the old answer stands in the note",
    Fate.REWORDED: "reworded: the answer stays, look at it again",
    Fate.HELP: "help or safeguards changed: the answer stays",
}

Given = Mapping[str, Any]
Packs = tuple[Extension, ...]


def packs_of(given: str) -> tuple[Extension, ...]:
    """What `core` (nothing), a folder or a signed pack lays over the content; raises ToolkitError."""
    if given == CORE:
        return ()
    path = Path(given)
    if path.is_dir():
        return (read_pack(path),)
    packed = open_pack(read_bytes(path))
    with tempfile.TemporaryDirectory(prefix="toolkit-pack-") as folder:
        for name, data in packed.files.items():
            (Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / name).write_bytes(data)
        return (read_pack(Path(folder)),)


def told(found: tuple[Change, ...], kind: str = "risks") -> Iterator[str]:
    """What changes for answers, entry by entry, and how many stay as they are."""
    for one in found:
        if one.fate is not Fate.SAME:
            parts = f" ({', '.join(one.parts)})" if one.parts else ""
            yield f"{one.item}: {WORDS[one.fate]}{parts}"
    yield f"{sum(one.fate is Fate.SAME for one in found)} {kind} are the same"


def all_told(old: Sequence[Extension], new_: Sequence[Extension]) -> Iterator[str]:
    """What changes for answers to risks, statements and questions between two packs; risks are always counted."""
    yield from told(changes(library_with(old).items, library_with(new_).items))
    if touching((*old, *new_), READINESS):
        yield from told(
            statement_changes(readiness_with(old).statements, readiness_with(new_).statements), "statements"
        )
    if touching((*old, *new_), WORKBOOK):
        yield from told(question_changes(workbook_with(old).questions, workbook_with(new_).questions), "questions")


def diff(before: str, after: str, file: Path | None, out: Path | None, force: bool) -> Iterator[str]:
    """What changes between two versions; with an assessment or a record, write it under the new one.

    Raises ToolkitError.
    """
    old, new_ = packs_of(before), packs_of(after)
    if file is None:
        yield from all_told(old, new_)
        return
    target = out or Path(f"{file.stem}-migrated.json")
    check_free(target, force)
    given = load(file)
    lines = _record_moved if is_record(given) else _bundle_moved
    yield from lines(given, old, new_, target, force)


def _bundle_moved(file: Given, before: Packs, after: Packs, target: Path, force: bool) -> Iterator[str]:
    old, new_ = library_with(before), library_with(after)
    found = changes(old.items, new_.items)
    given = read_bundle(file, old)
    moved = migrate(given.assessment, found, old.version)
    write(target, dumps(write_bundle(moved.assessment, new_)).encode(), force)
    yield from _carried(moved.told, found)
    kept, all_ = len(moved.assessment.responses), len(given.assessment.responses)
    yield f"{target} written: {kept} of {all_} answers carried over"


def _record_moved(file: Given, before: Packs, after: Packs, target: Path, force: bool) -> Iterator[str]:
    known, found, content = _asked(str(file.get("kind")), before, after)
    given = read_record(file, known)
    record, version = given.record, given.record.content_version
    values, said = migrate_values(record.values, found, version)
    sheets = tuple(replace(one, values=migrate_values(one.values, found, version)[0]) for one in record.sheets)
    moved = replace(
        record, values=values, sheets=sheets, content_version=content.version, content_sha256=content.sha256
    )
    write(target, dumps(write_record(moved)).encode(), force)
    yield from _carried(said, found)
    yield f"{target} written; what was frozen at submission stays as it was"


@dataclass(frozen=True)
class _Content:
    """Version and digest of the content that a record is brought over to."""

    version: str
    sha256: str


def _asked(kind: str, before: Packs, after: Packs) -> tuple[Known, tuple[Change, ...], _Content]:
    """The ids that a record of a kind knows, what changes, and the new content; raises ToolkitError for a plan."""
    if kind == "readiness":
        old, new_ = readiness_with(before), readiness_with(after)
        found = statement_changes(old.statements, new_.statements)
        return Known(statements={one.id for one in old.statements}), found, _Content(new_.version, new_.sha256)
    if kind == "workbook":
        had, has = workbook_with(before), workbook_with(after)
        return (
            Known(questions={one.id for one in had.questions}),
            question_changes(had.questions, has.questions),
            _Content("", has.sha256),
        )
    raise ToolkitError(f"a {kind} record answers no questions of the content; nothing changes for it")


def _carried(said: Sequence[Change], found: Sequence[Change]) -> Iterator[str]:
    yield from (f"{one.item}: {WORDS[one.fate]}" for one in said)
    yield from (f"{one.item}: {WORDS[Fate.NEW]}" for one in found if one.fate is Fate.NEW)
