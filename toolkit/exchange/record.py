"""The native file of a readiness, workbook or plan record: its answers by key, its sheets, and which content asked.

Text of an answer whose state is “withheld” never leaves, as in bundles (METHOD 2.9). Answers that are only marked not
for release (`withhold/…`) are in this file, with their marks: it is the agency's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from toolkit.content.readiness import load_readiness
from toolkit.content.workbook import load_workbook
from toolkit.core.responses import State
from toolkit.exchange.bundle import ILLUSTRATION, INDEPENDENT, cleaned
from toolkit.exchange.fields import at, entries, members, text, whole
from toolkit.exchange.problems import Problems, printable
from toolkit.exchange.record_keys import LONGEST_KEY, Known, checked
from toolkit.exchange.safe_json import Source, kind, load

FORMAT = "toolkit-record/1"
KINDS = ("readiness", "workbook", "plan")
FIELDS = ("format", "notice", "kind", "id", "title", "demo", "content", "values", "sheets", "result")
REQUIRED = ("format", "kind", "values")
SHEET = ("id", "title", "values")
MARK = ("id", "dimension", "required_at", "fingerprint")
ENDING = ".toolkit.json"
MAX_VALUES, MAX_SHEETS = 20_000, 500
UNTITLED = "Untitled"
_SHA256 = re.compile(r"[0-9a-f]{64}|")
_VERSION = re.compile(r"[0-9A-Za-z.+@-]{0,400}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one respondent answered apart: ratings of a readiness assessment, by key; `id` is that of its record."""

    id: str
    title: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Record:
    """A readiness assessment, workbook or action plan with all its answers, by the keys of `toolkit.core.kept`.

    `content_version` and `content_sha256` say which questions were asked (empty: not stated; a workbook and a plan have
    no version). `result` is what was frozen at submission, with the `marks` of the statements; None for a draft.
    """

    kind: str
    title: str
    values: Mapping[str, Any]
    sheets: tuple[Sheet, ...] = ()
    content_version: str = ""
    content_sha256: str = ""
    demo: bool = False
    id: str = ""
    result: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A record that was read, and notices about what is unknown here or was made with other content."""

    record: Record
    notices: tuple[str, ...] = field(default=())


def is_record(given: Mapping[str, object]) -> bool:
    """Whether parsed JSON says that it is a record of this format or of a later one."""
    stated = given.get("format")
    return isinstance(stated, str) and stated.startswith("toolkit-record/")


def content_of(kind: str) -> tuple[str, str]:
    """Version and SHA-256 of the content that a kind of record is asked from; empty where there is none."""
    if kind == "readiness":
        return load_readiness().version, load_readiness().sha256
    return ("", load_workbook().sha256) if kind == "workbook" else ("", "")


# ---------------------------------------------------------------- reading


def read_record(source: Source, known: Known | None = None) -> Recorded:
    """The record in a file of at most 20 MB; raises BundleError with every problem, each with its path.

    `known` are the ids of the content that it was made with, where that is not the content here.
    """
    given = load(source)
    problems = Problems()
    name = _kind(given, problems)
    problems.stop()
    members(given, "", FIELDS, problems, required=REQUIRED)
    text(given, "notice", "", problems)
    demo = given.get("demo", False)
    if not isinstance(demo, bool):
        problems.add("demo", f"must be true or false, found {kind(demo)}")
    version, digest = _content(given.get("content", {}), name, problems)
    known = known or _known(name)
    read = Record(
        kind=name,
        title=text(given, "title", "", problems) if "title" in given else UNTITLED,
        values=_values(given.get("values", {}), name, "values", known, problems),
        sheets=_sheets(given.get("sheets", []), name, known, problems),
        content_version=version,
        content_sha256=digest,
        demo=demo is True,
        id=text(given, "id", "", problems),
        result=_result(given["result"], problems) if "result" in given else None,
    )
    problems.stop()
    return Recorded(read, tuple(problems.notices))


def _kind(given: Mapping[str, object], problems: Problems) -> str:
    stated, name = given.get("format"), given.get("kind")
    if stated != FORMAT:
        found = f"“{printable(stated)}”" if isinstance(stated, str) else "nothing"
        problems.add("format", f"this file must say {FORMAT}, found {found}; update the toolkit or export it again")
    elif not isinstance(name, str):
        problems.add("kind", f"must be one of {', '.join(KINDS)}, found {kind(name)}")
    elif name not in KINDS:
        problems.unknown("kind", "kind of record", name, KINDS, f"write one of {', '.join(KINDS)}")
    return name if isinstance(name, str) else ""


def _known(kind: str) -> Known:
    if kind == "readiness":
        return Known(statements={one.id for one in load_readiness().statements})
    return Known(questions={one.id for one in load_workbook().questions}) if kind == "workbook" else Known()


def _content(raw: object, kind: str, problems: Problems) -> tuple[str, str]:
    given = members(raw, "content", ("version", "sha256"), problems)
    version, digest = text(given, "version", "content", problems), text(given, "sha256", "content", problems)
    if not _SHA256.fullmatch(digest):
        problems.add("content.sha256", "must be 64 digits from 0 to f; export the file again")
    if not _VERSION.fullmatch(version):
        problems.add("content.version", "must be a version such as 1.0.0; export the file again")
    here = content_of(kind)
    if (version, digest) != here and any((version, digest)) and any(here):
        problems.notice(
            "content: the file was made with other questions than those here; check the answers to changed ones"
        )
    return version, digest


def _values(raw: object, kind: str, where: str, known: Known, problems: Problems) -> dict[str, object]:
    given = entries(raw, where, problems)
    if len(given) > MAX_VALUES:
        problems.add(where, f"holds {len(given):,} answers; at most {MAX_VALUES:,} are read")
        return {}
    return checked(given, kind, where, known, problems)


def _sheets(raw: object, name: str, known: Known, problems: Problems) -> tuple[Sheet, ...]:
    if not isinstance(raw, list | tuple):
        problems.add("sheets", f"must be a list, found {kind(raw)}")
        return ()
    if raw and name != "readiness":
        problems.add("sheets", f"only a readiness record has sheets; remove them from this {name} record")
        return ()
    if len(raw) > MAX_SHEETS:
        problems.add("sheets", f"holds {len(raw):,} sheets; at most {MAX_SHEETS} are read")
        return ()
    found = tuple(_sheet(one, f"sheets[{place}]", known, problems) for place, one in enumerate(raw))
    ids = [one.id for one in found]
    for twice in sorted({one for one in ids if one and ids.count(one) > 1}):
        problems.add("sheets", f"two sheets have the id “{printable(twice)}”; remove one of them")
    return found


def _sheet(raw: object, where: str, known: Known, problems: Problems) -> Sheet:
    given = members(raw, where, SHEET, problems, required=("id", "values"))
    name = text(given, "id", where, problems)
    if not 0 < len(name) <= LONGEST_KEY:
        problems.add(at(where, "id"), f"must be a text of 1 to {LONGEST_KEY} characters")
    values = _values(given.get("values", {}), "sheet", at(where, "values"), known, problems)
    return Sheet(name, text(given, "title", where, problems), values)


def _result(raw: object, problems: Problems) -> dict[str, object]:
    """What was frozen: the marks of the statements are checked, because comparisons rest on them; the rest is kept."""
    given = entries(raw, "result", problems)
    marks = given.get("marks", [])
    if not isinstance(marks, list):
        problems.add("result.marks", f"must be a list, found {kind(marks)}")
        return given
    for place, mark in enumerate(marks[:MAX_VALUES]):
        where = f"result.marks[{place}]"
        one = members(mark, where, MARK, problems, required=MARK[:3])
        for key in ("id", "dimension", "fingerprint"):
            text(one, key, where, problems)
        if "required_at" in one:
            whole(one["required_at"], at(where, "required_at"), 1, 5, problems)
    return given


# ---------------------------------------------------------------- writing


def write_record(record: Record) -> dict[str, object]:
    """The file of a record as an object for `bundle.dumps`; equal records give identical bytes."""
    out: dict[str, object] = {
        "format": FORMAT,
        "notice": f"{ILLUSTRATION}. {INDEPENDENT}" if record.demo else INDEPENDENT,
        "kind": record.kind,
        "id": record.id,
        "title": record.title,
        "demo": record.demo,
        "content": {"version": record.content_version, "sha256": record.content_sha256},
        "values": public_values(record.values),
    }
    if record.sheets:
        out["sheets"] = [
            {"id": one.id, "title": one.title, "values": public_values(one.values)} for one in record.sheets
        ]
    if record.result is not None:
        out["result"] = dict(record.result)
    return cleaned(out)


def public_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values without cleared ones, and without what was given to answers whose state is “withheld”."""
    hidden = tuple(key.removesuffix("state") for key, value in values.items() if _withheld(key, value))
    gone = {key for key in values if hidden and key.startswith(hidden) and not key.endswith("/state")}
    return {key: value for key, value in values.items() if value is not None and key not in gone}


def _withheld(key: str, value: object) -> bool:
    return value == State.WITHHELD and key.endswith("/state") and key.startswith(("rating/", "agreed/"))
