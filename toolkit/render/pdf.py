"""From a page to a tagged PDF (PDF/UA-1), with WeasyPrint, which is an extra: nothing else needs it.

Nothing is fetched: the page brings its style, fonts come from the system, and every other address is refused.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from toolkit.core.model import ToolkitError
from toolkit.render.html import HERE, render
from toolkit.render.links import Links, Value

if TYPE_CHECKING:
    from weasyprint import Document

VARIANT = "pdf/ua-1"
STATIC = HERE / "static"
SHEETS = ("toolkit.css", "reading.css")
HOW = (
    "PDFs need WeasyPrint, which cannot be used here: run pip install 'responsible-ai-toolkit[pdf]', and on Debian "
    "apt-get install libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-core. Printing from the browser works without it."
)


class Paper(StrEnum):
    """Sizes of paper."""

    A4 = "a4"
    LETTER = "letter"


class NoPdf(ToolkitError):
    """PDFs cannot be made here; the message says what to install and what works without."""


class OnPaper(Links):
    """Links on paper lead nowhere inside the toolkit: only their words are printed."""

    def to(self, path: str, /, at: str = "", **query: Value) -> Markup:
        """No attributes."""
        del path, at, query
        return Markup()

    def out(self, page: str) -> Markup:
        """No attributes."""
        del page
        return Markup()

    def target(self, address: str) -> str:
        """Nothing for pages of the toolkit; other addresses stay."""
        return "" if address.startswith("/") else address


def document(lang: str, title: str, html: str) -> str:
    """A page to print as a whole HTML document: the content between a head and a foot, no navigation."""
    return str(render(lang, "read_print.j2", title=title, html=Markup(html)))  # made by our templates


def require() -> None:
    """Raise NoPdf, before any work, where PDFs cannot be made."""
    _weasyprint()


def pdf(documents: Sequence[str], paper: Paper = Paper.A4, styles: Sequence[str] = SHEETS) -> bytes:
    """Whole HTML documents one after the other as one PDF; raises NoPdf where the extra or its libraries are missing.

    Title and language are those of the first. `styles` are our style sheets, besides those that documents bring.
    """
    weasyprint = _weasyprint()
    nothing = weasyprint.urls.URLFetcher(allowed_protocols=("data",))  # pictures that a page brings itself
    sheets = [weasyprint.CSS(string=text, url_fetcher=nothing) for text in _styles(paper, styles)]
    drawn = [_drawn(weasyprint, one, sheets, nothing) for one in documents]
    pages = [page for one in drawn for page in one.pages]
    made: bytes = drawn[0].copy(pages).write_pdf(pdf_variant=VARIANT, pdf_tags=True)
    return made


def _drawn(weasyprint: Any, html: str, sheets: Sequence[Any], fetcher: Any) -> Document:
    source = weasyprint.HTML(string=html, url_fetcher=fetcher)
    found: Document = source.render(stylesheets=sheets, pdf_variant=VARIANT)
    return found


def _styles(paper: Paper, names: Sequence[str]) -> list[str]:
    found = [(STATIC / name).read_text(encoding="utf-8") for name in names]
    return [*found, f"@page {{ size: {paper.value} }}"]


def _weasyprint() -> Any:
    try:
        import weasyprint
    except (ImportError, OSError) as error:  # OSError: the package is there, and Pango is not
        raise NoPdf(HOW) from error
    # It names each property that paper does not know; nobody can act on that.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    return weasyprint
