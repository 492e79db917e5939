"""One function for every report: of a record, in a format and a language, whole or short, for release or not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from toolkit.content.interface import interface
from toolkit.core.model import ToolkitError
from toolkit.pages.exports import stem
from toolkit.pages.report_material import PLAN, READINESS, RISK, WORKBOOK, Given, Material, for_release, material
from toolkit.render.document import Document

SYSTEM, FRIA = "system", "fria"
KINDS = (RISK, READINESS, WORKBOOK, PLAN, SYSTEM, FRIA)
"""The reports that there are."""

BASES = {SYSTEM: (RISK, WORKBOOK), FRIA: (RISK,)}
"""Kinds of records that a report of another name can be made of."""


WAITING = "People answer apart, and their answers are not opened yet. Open them first: until then there is no result."


class Format(StrEnum):
    """What a report can be written as."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    MD = "md"


MIMES = {
    Format.HTML: "text/html;charset=utf-8",
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.MD: "text/markdown;charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """How a report is wanted: the language, whole or short, for release or not, and the moment it is made."""

    lang: str
    moment: datetime
    short: bool = False
    release: bool = False


def report_file(  # noqa: PLR0913 – one call for everything, which pages make with names
    given: Given,
    kind: str,
    fmt: str,
    lang: str,
    for_release: bool = False,
    short: bool = False,
    *,
    others: Sequence[Given] = (),
    moment: datetime | None = None,
    template: bytes | None = None,
) -> tuple[str, str, bytes]:
    """File name, media type and content of a report; raises ToolkitError (NoPdf where PDFs cannot be made).

    `kind` is risk, readiness, workbook, plan, system or fria. `others` are records that belong to it: sheets of
    respondents, the plan, the readiness of a year ago; the risk assessments and the workbook of the same system.
    `template` is a Word file of the agency's own.
    """
    if fmt not in tuple(Format):
        raise ToolkitError(f"there is no report format “{fmt}”; choose one of {', '.join(Format)}")
    wish = Wish(lang, moment or datetime.now(UTC), short, for_release)
    document = report_of(given, kind, wish, others)
    name = "-".join(
        part for part in ("demo" if document.demo else "", stem(document.title), *_words(kind, wish)) if part
    )
    return f"{name}.{fmt}", MIMES[Format(fmt)], written(document, Format(fmt), template)


def _words(kind: str, wish: Wish) -> list[str]:
    return [kind, *(["short"] if wish.short else []), *(["for-release"] if wish.release else [])]


def report_of(given: Given, kind: str, wish: Wish, others: Sequence[Given] = ()) -> Document:
    """The report as a document; raises ToolkitError for a kind that does not fit the record."""
    interface(wish.lang)  # says which languages there are, where this one is not
    builders = _builders()
    if kind not in builders:
        raise ToolkitError(f"there is no report “{kind}”; choose one of {', '.join(KINDS)}")
    main, more = material(given), tuple(map(material, others))
    if main.kind != kind and main.kind not in BASES.get(kind, ()):
        raise ToolkitError(f"“{main.title}” is a record of the kind {main.kind}; a {kind} report cannot be made of it")
    if kind == READINESS and main.waiting:
        raise ToolkitError(interface(wish.lang).gettext(WAITING))
    more = tuple(one for one in more if not one.waiting)
    if wish.release:
        main, more = for_release(main, more)
    return builders[kind](main, more, wish)


def _builders() -> dict[str, Callable[[Material, Sequence[Material], Wish], Document]]:
    # Imported here: pages start quickly, and each report is built rarely.
    from toolkit.pages.report_fria import fria_document
    from toolkit.pages.report_plan import plan_document
    from toolkit.pages.report_readiness import readiness_document
    from toolkit.pages.report_risk import risk_document
    from toolkit.pages.report_system import system_document
    from toolkit.pages.report_workbook import workbook_document

    return {
        RISK: risk_document,
        READINESS: readiness_document,
        WORKBOOK: workbook_document,
        PLAN: plan_document,
        SYSTEM: system_document,
        FRIA: fria_document,
    }


def written(document: Document, fmt: Format, template: bytes | None = None) -> bytes:
    """A document in a format."""
    if fmt is Format.DOCX:
        from toolkit.render.document_docx import docx

        return docx(document, template)
    if fmt is Format.MD:
        from toolkit.render.document_md import markdown

        return markdown(document).encode()
    from toolkit.render.document_html import html

    if fmt is Format.PDF:
        from toolkit.render.pdf import pdf

        return pdf([html(document)], styles=())
    return html(document).encode()
