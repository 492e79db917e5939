"""The Word templates of reports, one for each direction of text, with styles that an agency can brand.

Made here and not kept as files, so that what they say can be read. `toolkit template` writes them for Word.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

FONT = "Arial"
INK, BLUE, GREY = RGBColor(0x0F, 0x1E, 0x2E), RGBColor(0x00, 0x3E, 0x66), RGBColor(0x44, 0x58, 0x6A)
LINE, SURFACE = "6F8293", "F4F7FA"

PARAGRAPHS = {
    "heading1": "Heading 1",
    "heading2": "Heading 2",
    "heading3": "Heading 3",
    "heading4": "Heading 4",
    "plain": "Normal",
    "gist": "Report lead",
    "overall": "Report lead",
    "eyebrow": "Report hint",
    "hint": "Report hint",
    "notice": "Report notice",
    "fact": "Report fact",
    "entry": "Report entry",
    "more": "Report more",
    "caption": "Caption",
}
"""Kinds of paragraphs of a report, and the styles that they have in Word."""


@lru_cache(maxsize=2)
def template(direction: str) -> bytes:
    """The template for text from left to right (ltr) or from right to left (rtl)."""
    book = Document()
    rtl = direction == "rtl"
    _styles(book)
    section = book.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    _put(section.header.paragraphs[0], "{{ sheet_head }}", "Header", book)
    foot = section.footer.paragraphs[0]
    _put(foot, "{{ sheet_foot }} · ", "Footer", book)
    _page_number(foot)
    _put(book.add_paragraph(), "{{ product }}", "Report hint", book)
    _blocks(book)
    _put(book.add_paragraph(), "{{ independent }}", "Report hint", book)
    if rtl:
        _turn(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _put(paragraph: Any, text: str, style: str, book: Any) -> None:
    paragraph.style = book.styles[style]
    paragraph.add_run(text)


def _blocks(book: Any) -> None:
    """A loop over the blocks, with a paragraph for each kind of paragraph and one table for every table."""
    _put(book.add_paragraph(), "{%p for block in blocks %}", "Normal", book)
    for number, (kind, style) in enumerate(PARAGRAPHS.items()):
        _put(book.add_paragraph(), f"{{%p {'elif' if number else 'if'} block.kind == '{kind}' %}}", "Normal", book)
        _put(book.add_paragraph(), "{{r block.text }}", style, book)
    _put(book.add_paragraph(), "{%p elif block.kind == 'table' %}", "Normal", book)
    _table(book)
    _put(book.add_paragraph(), "", "Report more", book)
    _put(book.add_paragraph(), "{%p endif %}", "Normal", book)
    _put(book.add_paragraph(), "{%p endfor %}", "Normal", book)


def _table(book: Any) -> None:
    rows = (
        ("{%tc for cell in block.head %}", "{{r cell }}", "{%tc endfor %}"),
        ("{%tr for row in block.rows %}", "", ""),
        ("{%tc for cell in row %}", "{{r cell }}", "{%tc endfor %}"),
        ("{%tr endfor %}", "", ""),
    )
    made = book.add_table(rows=len(rows), cols=3)
    made.style = book.styles["Table Grid"]
    made.autofit = True
    for row, texts in zip(made.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            _put(cell.paragraphs[0], text, "Report cell", book)
    head, body = made.rows[0], made.rows[2]
    head.cells[1].paragraphs[0].style = book.styles["Report head"]
    _mark(head._tr.get_or_add_trPr(), "w:cantSplit")
    _mark(head._tr.get_or_add_trPr(), "w:tblHeader")
    _mark(body._tr.get_or_add_trPr(), "w:cantSplit")


def _page_number(paragraph: Any) -> None:
    """A field that Word fills with the number of the page."""
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        part = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            part.text = text
        else:
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)


# ---------------------------------------------------------------- styles


def _styles(book: Any) -> None:
    _font(book.styles["Normal"], 10.5)
    book.styles["Normal"].paragraph_format.space_after = Pt(6)
    for level, size in ((1, 20), (2, 15), (3, 12.5), (4, 11)):
        style = book.styles[f"Heading {level}"]
        _font(style, size, bold=True, colour=BLUE)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(size), Pt(4)
        style.paragraph_format.keep_with_next = True
    for name in ("Header", "Footer"):
        _font(book.styles[name], 8, colour=GREY)
    _font(book.styles["Caption"], 10.5, bold=True, colour=INK)
    book.styles["Caption"].paragraph_format.keep_with_next = True
    for name, size, bold, colour in (
        ("Report lead", 12, True, INK), ("Report hint", 9.5, False, GREY), ("Report notice", 10.5, True, INK),
        ("Report fact", 10.5, False, INK), ("Report entry", 10.5, False, INK), ("Report more", 10.5, False, INK),
        ("Report cell", 9, False, INK), ("Report head", 9, True, INK),
    ):  # fmt: skip
        style = book.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = book.styles["Normal"]
        _font(style, size, bold=bold, colour=colour)
    _spaces(book.styles)


def _spaces(styles: Any) -> None:
    for name in ("Report cell", "Report head", "Report fact", "Report entry", "Report more"):
        styles[name].paragraph_format.space_after = Pt(2)
    for name in ("Report entry", "Report notice"):
        styles[name].paragraph_format.space_before = Pt(4)
    borders = OxmlElement("w:pBdr")
    for side in ("top", "bottom"):
        border = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "6"), ("space", "4"), ("color", LINE)):
            border.set(qn(f"w:{key}"), value)
        borders.append(border)
    properties = styles["Report notice"].element.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:spacing", "w:ind", "w:jc")


def _font(style: Any, size: float, *, bold: bool = False, colour: RGBColor | None = None) -> None:
    """One font for every script, so that Arabic and Latin letters have the same size and weight."""
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for theme in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:cs"), FONT)
    fonts.set(qn("w:eastAsia"), FONT)
    style.font.cs_bold = bold
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    complex_size = OxmlElement("w:szCs")
    complex_size.set(qn("w:val"), str(int(size * 2)))
    properties.find(qn("w:sz")).addnext(complex_size)
    if colour is not None:
        style.font.color.rgb = colour


# ---------------------------------------------------------------- right to left


def _mark(parent: Any, name: str) -> None:
    parent.append(OxmlElement(name))


def _turn(book: Any) -> None:
    """Every paragraph, table and sheet from right to left."""
    section = book.sections[0]
    stories = (book.element.body, section.header._element, section.footer._element)
    for paragraph in (one for story in stories for one in story.iter(qn("w:p"))):
        properties = paragraph.get_or_add_pPr()
        properties.insert_element_before(
            OxmlElement("w:bidi"), "w:adjustRightInd", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )
    for made in book.tables:
        style = made._tbl.tblPr.find(qn("w:tblStyle"))
        style.addnext(OxmlElement("w:bidiVisual"))
    mark = OxmlElement("w:bidi")
    section._sectPr.insert_element_before(mark, "w:rtlGutter", "w:docGrid", "w:printerSettings")
    for run in (one for story in stories[1:] for one in story.iter(qn("w:r"))):
        run.get_or_add_rPr().append(OxmlElement("w:rtl"))
