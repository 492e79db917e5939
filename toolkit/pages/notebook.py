"""Opening a page from a notebook: language, visitor and assessment from the address, the environment or parameters."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs

from markupsafe import Markup

from toolkit.content import Library, load_library
from toolkit.content.interface import available, interface
from toolkit.core.model import ToolkitError
from toolkit.core.responses import Assessment
from toolkit.exchange.bundle import read_bundle
from toolkit.pages.answers import values_of
from toolkit.pages.desk import Context
from toolkit.pages.desks import DESKS
from toolkit.pages.first import PAGES, begin
from toolkit.pages.host import Page
from toolkit.pages.reading_visit import NOTEBOOKS, reading_visit
from toolkit.pages.risk_state import RiskState, Work
from toolkit.pages.screen import Create
from toolkit.pages.visit import Visit, now
from toolkit.render.html import know
from toolkit.store import open_store

OUR_TEMPLATE = "TOOLKIT_SERVED"
"""Set by our own server: its template brings the style, so that the page need not carry it."""


ADDRESS, IDENTITY = "TOOLKIT_ADDRESS", "TOOLKIT_IDENTITY"
"""What our own server says of itself: links need to know."""


def asked_for() -> dict[str, str]:
    """The query of the page's address, as Voila tells it; the first value of each name."""
    query = parse_qs(os.environ.get("QUERY_STRING", ""), keep_blank_values=False)
    return {name: values[0] for name, values in query.items()}


def open_page(name: str, lang: str = "", assessment: str = "") -> Page:
    """The page as a widget; raises ToolkitError for an unknown page."""
    if name not in (*PAGES, *NOTEBOOKS):
        raise ToolkitError(f"there is no page “{name}”; choose one of {', '.join((*PAGES, *NOTEBOOKS))}")
    query = asked_for()
    code = available(query.get("lang") or lang or os.environ.get("TOOLKIT_LANG", "en"))
    bare = os.environ.get(OUR_TEMPLATE) != "1"
    if name in NOTEBOOKS:
        return Page(reading_visit(name, code, open_store(), who(), now), style=bare)
    visit = Visit(load_library(code), interface(code), open_store(), who(), DESKS[name], now, *served())
    wanted = query.get("assessment", "")
    if not wanted and Path(assessment).suffix == ".json":
        _from_file(visit, Path(assessment))
    else:  # an address names no file: it would be one of the server
        begin(visit, name, wanted or assessment)
    return Page(visit, style=bare)


@dataclass(frozen=True, slots=True)
class Report:
    """A report as one HTML document. In a notebook it shows itself in a frame of its own, with no script."""

    title: str
    html: str

    def save(self, path: str | Path) -> Path:
        """Write the document; returns where."""
        target = Path(path)
        target.write_text(self.html, encoding="utf-8")
        return target

    def _repr_html_(self) -> str:
        frame = '<iframe sandbox title="{}" srcdoc="{}" style="inline-size:100%;block-size:80vh;border:0"></iframe>'
        # The document is markup already and would go in as it is; in an attribute it has to be escaped all the same.
        return str(Markup(frame).format(self.title, str(self.html)))


def read_report(assessment: str, lang: str = "") -> Report:
    """The report of a bundle file in a language, as of today; raises ToolkitError."""
    code = available(lang or os.environ.get("TOOLKIT_LANG", "en"))
    library = load_library(code)
    read = read_bundle(Path(assessment), library)
    return report_of(read.assessment, library, now())


def report_of(assessment: Assessment, library: Library, moment: datetime) -> Report:
    """The report of an assessment in the language of the library."""
    from toolkit.pages.report import assessment_report  # a visitor's page starts without it

    know(library.lang, library.translated)
    context = Context(library, interface(library.lang), who(), moment)
    work = Work(RiskState(), context)
    vars(work)["assessment"] = assessment
    return Report(assessment.title, assessment_report(work))


def who() -> str:
    """Who is there: the name that the server vouches for, else the one person of this machine."""
    return os.environ.get("TOOLKIT_VISITOR") or "local"


def served() -> tuple[str, str]:
    """Where visitors reach the server that shows the page, and how it knows them; nowhere without our server."""
    return os.environ.get(ADDRESS, ""), os.environ.get(IDENTITY) or "none"


def _from_file(visit: Visit, path: Path) -> None:
    """A bundle from disk as a new assessment, shown at its result; used by headless runs."""
    read = read_bundle(path, visit.library)
    given = read.assessment
    visit.perform(Create(given.title, values_of(given), given.demo, "result"))
