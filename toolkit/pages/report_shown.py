"""A report in a notebook: shown in a frame, saved in a format, read from a file."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from toolkit.content import load_library
from toolkit.content.interface import available
from toolkit.core.model import ToolkitError
from toolkit.exchange.bundle import read_bundle
from toolkit.exchange.minutes import read_minutes
from toolkit.exchange.record import read_record
from toolkit.pages.minutes_document import minutes_document
from toolkit.pages.report_file import Format, Wish, report_of, written
from toolkit.pages.report_material import RISK, Given
from toolkit.pages.visit import now
from toolkit.render.document import Document
from toolkit.render.document_html import html

WORKSHOP = "workshop"
"""The kind of a report on the minutes of a workshop."""


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """A report as one document. In a notebook it shows itself as HTML in a frame of its own, with no script."""

    document: Document

    @property
    def title(self) -> str:
        """What it is about."""
        return self.document.title

    @property
    def html(self) -> str:
        """The report as HTML."""
        return html(self.document)

    def save(self, path: str | Path) -> Path:
        """Write it as .html, .pdf, .docx or .md, by the ending; returns where. Raises ToolkitError for another."""
        target = Path(path)
        ending = target.suffix.lower().removeprefix(".")
        if ending not in tuple(Format):
            raise ToolkitError(f"{target}: a report is saved as a file that ends in .{', .'.join(Format)}")
        target.write_bytes(written(self.document, Format(ending)))
        return target

    def __repr__(self) -> str:
        """Short, because notebooks keep it beside the HTML."""
        return f"<report of {self.title!r}>"

    def _repr_html_(self) -> str:
        frame = '<iframe sandbox title="{}" srcdoc="{}" style="inline-size:100%;block-size:80vh;border:0"></iframe>'
        # The document is markup already and would go in as it is; in an attribute it has to be escaped all the same.
        return str(Markup(frame).format(self.title, str(self.html)))


def read_report(assessment: str, lang: str = "", kind: str = RISK) -> Report:
    """The report of a bundle, a record or minutes in a language, as of today; raises ToolkitError."""
    code = available(lang or os.environ.get("TOOLKIT_LANG", "en"))
    if kind == WORKSHOP:
        return Report(minutes_document(read_minutes(Path(assessment)), code))
    if kind == RISK:
        given: Given = read_bundle(Path(assessment), load_library(code)).assessment
    else:
        given = read_record(Path(assessment)).record
    return Report(report_of(given, kind, Wish(code, now())))


def read_portfolio_report(route: str, files: str, lang: str = "", short: bool = False) -> Report:
    """The report of a portfolio as of today; see `toolkit.pages.report_portfolio`."""
    # Imported here: reports of one record start without it.
    from toolkit.pages.portfolio_read import book_of, book_of_files
    from toolkit.pages.portfolio_report import portfolio_document

    code, moment = available(lang or os.environ.get("TOOLKIT_LANG", "en")), now()
    book = book_of_files([Path(files)], route, code, moment) if files else book_of(route, code)
    return Report(portfolio_document(book, Wish(code, moment, short)))
