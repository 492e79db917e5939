"""A picture in a Word document, in the place of a mark."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm

from toolkit.render.document_docx import MOMENT, timeless

MARK = "\ue0ff"
"""The paragraph that a picture replaces holds this character and nothing else."""

WIDTH = 9
"""How wide a picture is, in centimetres."""


def with_picture(document: bytes, png: bytes, said: str) -> bytes:
    """The document with a picture in the place of each mark; `said` is read to whoever does not see it."""
    book = Document(BytesIO(document))
    for paragraph in book.paragraphs:
        if paragraph.text == MARK:
            _place(paragraph, png, said)
    book.core_properties.modified = MOMENT
    out = BytesIO()
    book.save(out)
    return timeless(out)


def _place(paragraph: Any, png: bytes, said: str) -> None:
    paragraph.clear()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run().add_picture(BytesIO(png), width=Cm(WIDTH))
    for one in paragraph._p.iter(qn("wp:docPr")):
        one.set("descr", said)
