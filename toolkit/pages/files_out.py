"""Reports and forms that any page hands out: what a button asks for, and the file for it.

A button says `report/<format>/<variant>`, `system/<format>/<variant>` or `form/<format>`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from toolkit.pages.desk import Context, RecordState
from toolkit.pages.inputs import BadInput, text
from toolkit.pages.screen import Download, Event

if TYPE_CHECKING:  # pages start without what only files need
    from toolkit.pages.forms import Wish
    from toolkit.pages.report_material import Given, Material
    from toolkit.store import Stored

REPORTS = ("pdf", "docx", "html", "md")
VARIANTS = ("whole", "short", "release")
FORMS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "html": "text/html;charset=utf-8",
}
NO_FORMAT = "That file format is not known. Choose one of the buttons."


def asked(event: Event, *kinds: str) -> tuple[str, ...]:
    """What a button asks for, in parts, if it is one of these kinds; empty otherwise. Raises BadInput."""
    kind, _, rest = text(event.value).partition("/")
    if kind not in kinds:
        return ()
    fmt, _, variant = rest.partition("/")
    known = (fmt in FORMS and not variant) if kind == "form" else (fmt in REPORTS and variant in VARIANTS)
    if not known:
        raise BadInput(NO_FORMAT)
    return (kind, fmt, variant)


def stored(state: RecordState) -> Material:
    """The record that is open, with answers that wait to be stored, and without what answers in it withhold."""
    return kept(state.record, state.values)


def kept(record: Stored | None, values: Mapping[str, Any] | None = None) -> Material:
    """A record without what answers in it withhold; with other values than those stored, if they are given."""
    from toolkit.pages.forms import without_withheld
    from toolkit.pages.report_material import of_stored

    found = of_stored(record)
    return replace(found, values=without_withheld(found.values if values is None else values))


def report(kind: str, parts: Sequence[str], given: Given, others: Sequence[Given], context: Context) -> Download:
    """The report that was asked for; raises ToolkitError, of which NoPdf says what is missing."""
    from toolkit.pages.report_file import report_file

    _, fmt, variant = parts
    release, short = variant == "release", variant == "short"
    lang = context.interface.lang
    return Download(*report_file(given, kind, fmt, lang, release, short, others=others, moment=context.now))


def form(kind: str, parts: Sequence[str], state: RecordState, context: Context) -> Download:
    """The form that was asked for, filled with the answers so far; raises ToolkitError."""
    from toolkit.pages.exports import stem
    from toolkit.pages.forms import fitting, form_bytes

    fmt, record = parts[1], state.record
    lang, title, demo = context.interface.lang, record.title if record else "", bool(record and record.demo)
    values: Mapping[str, Any] = state.values
    wanted: Wish = {"only": fitting(kind, lang, values), "name": title, "demo": demo}
    if fmt == "xlsx":
        made = form_bytes(kind, lang, values, **wanted)
    else:
        from toolkit.pages.form_paper import form_html, form_pdf

        made = (form_pdf if fmt == "pdf" else form_html)(kind, lang, values, **wanted)
    name = "-".join(part for part in ("demo" if demo else "", stem(title), kind, "form") if part)
    return Download(f"{name}.{fmt}", FORMS[fmt], made)
