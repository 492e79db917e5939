"""A report as one HTML document that reads, prints and travels without anything else: no script, nothing fetched."""

from __future__ import annotations

from markupsafe import Markup

from toolkit.render.document import Document, foreign, plain
from toolkit.render.document_text import sheet_foot, sheet_head
from toolkit.render.html import HERE, render, stylesheet

SHEET = HERE / "static" / "report.css"


def html(document: Document) -> str:
    """The whole document; raises ToolkitError for a language that is not there."""
    head, notice = sheet_head(document), sheet_foot(document.lang)
    return render(
        document.lang,
        "document.j2",
        report=document,
        style=Markup(stylesheet() + SHEET.read_text(encoding="utf-8")),  # our own files, no markup in them
        running_head=css_string(head),
        running_foot=css_string(notice),
        foreign=foreign,
        plain=plain,
    )


def css_string(text: str) -> Markup:
    """A text as a CSS string that ends neither the string nor the style element, whatever is in it."""
    plain_ = "".join(char if char.isalnum() or char in " .,:;·’–-()/" else f"\\{ord(char):x} " for char in str(text))
    return Markup(f'"{plain_}"')
