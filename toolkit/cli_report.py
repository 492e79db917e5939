"""`toolkit report`: the report of a file, in a format; and the Word template that an agency can brand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from toolkit.cli_io import check_free, read, working, write
from toolkit.content import Library, load_library
from toolkit.content.interface import interface
from toolkit.core.model import ToolkitError
from toolkit.exchange import bundle
from toolkit.exchange.minutes import is_minutes, read_minutes
from toolkit.exchange.record import is_record, read_record
from toolkit.exchange.safe_json import load
from toolkit.pages.minutes_document import minutes_file
from toolkit.pages.report_file import SYSTEM, Format, report_file
from toolkit.pages.report_material import RISK, WORKBOOK, Material, material
from toolkit.render.pdf import require

LARGEST = 20_000_000
"""The largest template that is read, in bytes."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: the format, what the report is about (empty: what the file is), and how it is wanted."""

    to: str = Format.HTML
    kind: str = ""
    lang: str = "en"
    method: str = ""
    short: bool = False
    release: bool = False
    template: Path | None = None


def write_report(
    given: Path, out: Path | None, asked: Asked, others: Sequence[Path] = (), *, force: bool = False
) -> Iterator[str]:
    """Write the report of a bundle, a register or a record; yields notices, then what was written. Raises ToolkitError.

    `others` are files that belong to it, such as the plan of a readiness record.
    """
    target = out or Path(f"{given.name.removesuffix(given.suffix).removesuffix('.toolkit')}-report.{asked.to}")
    check_free(target, force)
    interface(asked.lang)  # says which languages there are, where this one is not
    if asked.to == Format.PDF:
        require()
    paper = template_in(asked.template, asked.to)
    with working("Writing the report", [given, *others]):
        library, found = load_library(asked.lang), []
        content = _of_minutes(given, asked, paper)
        if content is None:
            found = [_read(path, library) for path in (given, *others)]
            content = _made([one for one, _ in found], asked, library, paper)
    write(target, content, force)
    yield from (notice for _, notices in found for notice in notices)
    yield f"{target} written"


def _of_minutes(path: Path, asked: Asked, paper: bytes | None) -> bytes | None:
    """The minutes of a workshop, where the file holds some."""
    if path.suffix.lower() != ".json":
        return None
    try:
        known = is_minutes(load(path))
    except ToolkitError:  # whoever reads it as a record says better what is wrong with it
        return None
    return _minutes(path, asked, paper) if known else None


def _minutes(path: Path, asked: Asked, paper: bytes | None) -> bytes:
    if asked.kind or asked.short or asked.release or asked.method:
        raise ToolkitError(f"{path.name}: minutes are whole and as they were; leave the other options out")
    return minutes_file(read_minutes(path), Format(asked.to), asked.lang, paper)[2]


def _made(records: Sequence[Material], asked: Asked, library: Library, paper: bytes | None) -> bytes:
    main, *others = records
    if asked.method:
        main = replace(main, values={**main.values, "meta/method": library.method(asked.method).id})
    kind = asked.kind or (SYSTEM if _system(main, others) else main.kind)
    return report_file(
        main, kind, asked.to, asked.lang, asked.release, asked.short, others=others, moment=datetime.now(UTC),
        template=paper,
    )[2]  # fmt: skip


def _system(main: Material, others: Sequence[Material]) -> bool:
    """Whether files together are about one system: its risk assessment and its workbook, or several versions."""
    kinds = {one.kind for one in others}
    return (main.kind == RISK and bool(kinds & {RISK, WORKBOOK})) or (main.kind == WORKBOOK and RISK in kinds)


def template_in(path: Path | None, to: str) -> bytes | None:
    """The agency's own Word template, if there is one; raises ToolkitError for other formats and large files."""
    if path is None:
        return None
    if to != Format.DOCX:
        raise ToolkitError(f"{path}: a template is for Word only; add --to docx")
    if path.stat().st_size > LARGEST:
        raise ToolkitError(f"{path}: the template is larger than {LARGEST:,} bytes; leave pictures out")
    return path.read_bytes()


def _read(path: Path, library: Library) -> tuple[Material, tuple[str, ...]]:
    """A file as material for a report, with notices; each problem names the file."""
    try:
        if path.suffix.lower() == ".json":
            given = load(path)
            if is_record(given):
                found = read_record(given)
                return material(found.record), found.notices
        imported = read(path, library)
    except ToolkitError as error:
        raise ToolkitError(f"{path.name}: {error}") from error
    return material(bundle.public_copy(imported.assessment)), imported.notices


def template_of(lang: str) -> bytes:
    """The Word template for the direction of a language; raises ToolkitError for one that is not there."""
    from toolkit.render.docx_template import template

    return template(interface(lang).dir)
