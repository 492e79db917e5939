"""Commands for forms: writing one to fill in, and taking a filled one over, after showing what it would change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from toolkit.cli_io import check_free, today, working, write
from toolkit.content import load_library
from toolkit.content.interface import interface
from toolkit.core.model import ToolkitError
from toolkit.exchange import bundle
from toolkit.exchange.form_compare import Change, Difference
from toolkit.exchange.form_read import is_form
from toolkit.exchange.record import ENDING, Record, content_of, is_record, read_record, write_record
from toolkit.exchange.safe_json import load
from toolkit.pages import forms
from toolkit.pages.answers import assessment_of, values_of

THAWED = "this was submitted: the file that is written is a draft again, without the frozen result"
RESTRICTED = "text of restricted answers is in no file that leaves the toolkit, so it is missing from the one written"
SIDES = ("form", "file")
"""Whose answer counts in a conflict."""


@dataclass(frozen=True)
class Work:
    """Answers from a file, with what it takes to write the file again."""

    kind: str
    title: str
    values: dict[str, Any]
    demo: bool = False
    id: str = ""
    record: Record | None = None
    notices: tuple[str, ...] = ()


def read_work(path: Path) -> Work:
    """The answers in a bundle or a record; raises ToolkitError."""
    if path.suffix.lower() != ".json":
        raise ToolkitError(f"{path}: name a bundle or record that ends in .json")
    given = load(path)
    if is_record(given):
        read = read_record(given)
        record = read.record
        notices = (*read.notices, *([THAWED] if record.result is not None else []))
        return Work(record.kind, record.title, dict(record.values), record.demo, record.id, record, notices)
    imported = bundle.read_bundle(given, load_library())
    one = imported.assessment
    notices = (*imported.notices, *([THAWED] if imported.result is not None else []))
    return Work("risk", one.title, values_of(one), one.demo, one.id, notices=notices)


def dump_work(work: Work) -> bytes:
    """The answers as the file of their kind; raises BundleError where they do not fit together."""
    if work.kind != "risk":
        version, digest = content_of(work.kind)
        blank = Record(work.kind, work.title, {}, (), version, digest, work.demo, work.id)
        record = replace(work.record or blank, values=work.values, result=None)
        text = bundle.dumps(write_record(record))
        read_record(text)
        return text.encode()
    library = load_library()
    name = work.id or "imported"
    given = assessment_of(library, name, work.title, work.values, library.default_method, work.demo)
    text = bundle.dumps(bundle.write_bundle(given, library))
    bundle.read_bundle(text, library)
    return text.encode()


# ---------------------------------------------------------------- writing a form


def form_file(kind: str, given: Path | None, out: Path, *, lang: str, to: str, everything: bool, force: bool) -> None:
    """Write the form of a kind, filled with the answers of a file if one is given."""
    check_free(out, force)
    work = read_work(given) if given else Work(kind, "", {})
    if work.kind != kind:
        raise ToolkitError(f"{given}: this is a {work.kind} record, not {kind}; choose its own form")
    only = () if everything else forms.fitting(kind, lang, work.values)
    with working("Writing the form", [given] if given else []):
        made = _made(to, kind, lang, work, only)
    write(out, made, force)


def _made(to: str, kind: str, lang: str, work: Work, only: tuple[str, ...]) -> bytes:
    if to == "xlsx":
        return forms.form_bytes(kind, lang, work.values, only=only, name=work.title, demo=work.demo)
    from toolkit.pages.form_paper import form_html, form_pdf

    made = form_pdf if to == "pdf" else form_html
    return made(kind, lang, work.values, only=only, name=work.title, demo=work.demo)


# ---------------------------------------------------------------- taking a form over


def wants_form(given: Path) -> bool:
    """Whether a file to import is a filled form."""
    return given.suffix.lower() == ".xlsx" and given.is_file() and is_form(given)


def import_form(
    given: Path, into: Path | None, out: Path | None, *, yes: bool, conflicts: str, skip: bool, lang: str, force: bool
) -> Iterator[str]:
    """Say what a filled form would change; with `yes`, write it. Raises ToolkitError for what is to be mended first."""
    if conflicts and conflicts not in SIDES:
        raise ToolkitError(f"--conflicts takes one of {', '.join(SIDES)}")
    kind, base, filled = forms.form_base(given)
    work = read_work(into) if into else Work(kind, filled.name, dict(base), filled.demo)
    found = forms.compare_form(given, work.values, work.kind, interface(lang))
    hidden = [RESTRICTED] if forms.without_withheld(work.values) != work.values else []
    yield from (f"notice: {notice}" for notice in (*work.notices, *hidden) if into)
    yield from lines(found)
    if not yes:
        yield "Nothing was stored. Add --yes to store it."
        return
    _stop(found, conflicts, skip)
    target = out or Path(f"{(into or given).stem.removesuffix('.toolkit')}-filled{ENDING}")
    check_free(target, force)
    chosen = found.conflicts if conflicts == "form" else ()
    write(target, dump_work(replace(work, values=found.applied(work.values, chosen))), force)
    yield f"{target} written"


def _stop(found: Difference, conflicts: str, skip: bool) -> None:
    """Store nothing while something is undecided; raises ToolkitError."""
    if found.refused and not skip:
        raise ToolkitError(
            f"{len(found.refused)} cells cannot be taken over, so nothing was stored: mend them in the form, "
            "or leave them out with --skip"
        )
    if found.conflicts and not conflicts:
        raise ToolkitError(
            f"{len(found.conflicts)} answers were changed here and in the form, so nothing was stored: "
            "decide with --conflicts form or --conflicts file"
        )


def lines(found: Difference) -> Iterator[str]:
    """The difference as lines to read: new, changed, in conflict, refused, and what is worth knowing."""
    for one in found.changes:
        yield f"{'new' if not one.was else 'changed' if one.now else 'cleared'}: {_said(one)}"
    for one in found.conflicts:
        yield f"conflict: {_said(one)}; stored by now: “{one.theirs}”"
    for refusal in found.refused:
        yield f"refused: {refusal.where} ({refusal.question}): {refusal.sentence}"
    yield from (f"notice: {notice}" for notice in found.notices)
    yield (
        f"{len(found.changes)} changes, {len(found.conflicts)} conflicts, {len(found.refused)} refused, "
        f"{found.same} answers as before ({found.kind}, {today().isoformat()})"
    )


def _said(one: Change) -> str:
    change = f"“{one.was}” → “{one.now}”" if one.was else f"“{one.now}”"
    return f"{one.where}: {one.question} – {one.answer}: {change}"
