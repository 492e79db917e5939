"""What every report says wherever it goes: made-up answers are marked, and nobody endorses it."""

from __future__ import annotations

from toolkit.content.interface import interface
from toolkit.render.document import Document, Notice, Paragraph, Tone, line


def demo_notice(document: Document) -> Notice:
    """That the answers are made up."""
    _ = interface(document.lang).gettext
    made_up = _("Illustration: a documented kind of system with made-up answers. Not a real agency’s result.")
    return Notice("demo", line(made_up))


def closing(document: Document) -> Paragraph:
    """That this is an independent implementation."""
    _ = interface(document.lang).gettext
    independent = _(
        "Independent implementation. Not affiliated with or endorsed by the United Nations, UNICRI or INTERPOL; "
        "levels are not official scores."
    )
    return Paragraph(line(independent), Tone.HINT)


def sheet_head(document: Document) -> str:
    """What stands at the top of each sheet: that answers are made up, and the classification; often nothing."""
    made_up = interface(document.lang).gettext("Illustration: made-up answers, not a real agency’s result")
    return " · ".join(part for part in (made_up if document.demo else "", document.classification) if part)


def sheet_foot(lang: str) -> str:
    """What stands at the bottom of each sheet."""
    return interface(lang).gettext("Not affiliated with or endorsed by the United Nations, UNICRI or INTERPOL.")
