"""A report as a Word document, filled into a template: the toolkit's own, or one that an agency has branded.

A template can do nothing but place what the report gives it: it is rendered in Jinja's sandbox.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO
from typing import Any

from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from toolkit.content.interface import interface
from toolkit.core.model import ToolkitError
from toolkit.render.document import (
    Block,
    Document,
    Facts,
    Heading,
    Level,
    Line,
    Listing,
    Notice,
    Paragraph,
    Table,
    Words,
    flat,
    line,
    plain,
    strong,
    titled,
)
from toolkit.render.document_text import closing, demo_notice, sheet_foot, sheet_head
from toolkit.render.docx_template import template

LARGEST = 50_000_000
"""The largest template, unpacked, in bytes."""

MOMENT = datetime(2000, 1, 1)  # noqa: DTZ001 – a fixed time, so that equal reports are equal files
LOCALES = {"en": "en-GB", "ar": "ar-SA"}
_UNFIT = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ISOLATES = {"\u2066": "\u200e", "\u2067": "\u200f"}

Placed = dict[str, Any]
"""A block as templates see it: its `kind`, and `text`, or `head` and `rows`, as runs of Word."""


def docx(document: Document, given: bytes | None = None) -> bytes:
    """The report as a file; `given` is the agency's own template. Raises ToolkitError for one that does not fit."""
    rtl = interface(document.lang).dir == "rtl"
    book = _opened(given if given is not None else template("rtl" if rtl else "ltr"))
    sandbox = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    context = _context(document, rtl)
    try:
        if "blocks" not in book.get_undeclared_template_variables(sandbox):
            raise ToolkitError(
                "the template has no place for the report: it needs the paragraph {%p for block in blocks %} and what "
                "follows it; begin with the file that `toolkit template` writes"
            )
        book.render(context, sandbox)
    except (TemplateError, TypeError, ValueError, KeyError, AttributeError) as error:
        names = ", ".join(sorted(context))
        raise ToolkitError(f"the template cannot be filled ({error}); it can use these names: {names}") from error
    return _saved(book, document, rtl)


def _opened(data: bytes) -> Any:
    """The template, unless it is no Word document or would fill the memory."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            size = sum(one.file_size for one in archive.infolist())
        book = DocxTemplate(BytesIO(data)) if size <= LARGEST else None
        if book is not None:
            book.init_docx()
    except Exception as error:  # whatever a broken archive or foreign XML brings up in the readers
        raise ToolkitError("the template is not a Word document; save it as .docx and try again") from error
    if book is None:
        raise ToolkitError(f"the template unpacks to {size:,} bytes; at most {LARGEST:,} are read. Leave pictures out")
    return book


def _saved(book: Any, document: Document, rtl: bool) -> bytes:
    properties = book.docx.core_properties
    properties.title, properties.subject = fit(document.title)[:255], fit(document.product)[:255]
    properties.language, properties.author = LOCALES.get(document.lang, document.lang), fit(document.organization)[:255]
    properties.created = properties.modified = MOMENT
    properties.comments = properties.keywords = properties.last_modified_by = ""
    _speak(book.docx.styles.element, document.lang, rtl)
    if rtl:
        _keep_left(book.docx.element.body)
    out = BytesIO()
    book.docx.save(out)
    return timeless(out)


def timeless(given: BytesIO) -> bytes:
    """The same archive without the times at which its parts were written."""
    out = BytesIO()
    with zipfile.ZipFile(given) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for one in source.infolist():
            part = zipfile.ZipInfo(one.filename, (2000, 1, 1, 0, 0, 0))
            target.writestr(part, source.read(one), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _speak(styles: Any, lang: str, rtl: bool) -> None:
    """The language of the document, for spelling and reading aloud."""
    for found in styles.iter(qn("w:lang")):
        found.set(qn("w:bidi" if rtl else "w:val"), LOCALES.get(lang, lang))
        if rtl:
            found.set(qn("w:val"), LOCALES["en"])


def _keep_left(body: Any) -> None:
    """Paragraphs that are English throughout read from the left on a page from right to left."""
    for paragraph in body.iter(qn("w:p")):
        runs = [run for run in paragraph.iter(qn("w:r")) if run.findtext(qn("w:t"))]
        marked = [run.rPr is not None and run.rPr.find(qn("w:lang")) is not None for run in runs]
        turned = paragraph.pPr.find(qn("w:bidi")) if paragraph.pPr is not None else None
        if runs and all(marked) and turned is not None:
            turned.set(qn("w:val"), "0")


# ---------------------------------------------------------------- what the template places


def _context(document: Document, rtl: bool) -> Placed:
    demo = [demo_notice(document)] if document.demo else []
    return {
        "title": fit(document.title),
        "product": fit(document.product),
        "organization": fit(document.organization),
        "classification": fit(document.classification),
        "sheet_head": fit(sheet_head(document)),
        "sheet_foot": fit(sheet_foot(document.lang)),
        "independent": fit(plain(closing(document).text)),
        "blocks": [made for block in (*demo, *flat(document.blocks)) for made in _placed(block, rtl)],
    }


def _placed(block: Block, rtl: bool) -> Iterator[Placed]:
    match block:
        case Heading():
            yield _text(f"heading{block.level}", block.text, rtl)
        case Paragraph():
            yield _text(block.tone.value, block.text, rtl)
        case Notice():
            yield _text("notice", block.title, rtl)
            yield from [_text("more", block.text, rtl)] if block.text else []
        case Facts():
            for name, values in block.rows:
                yield _text("fact", line(strong(titled(name)), " ", _joined(values)), rtl)
        case Listing():
            for number, lines in enumerate(block.entries, 1):
                mark = f"{number}. " if block.ordered else "• "
                yield _text("entry", line(mark, lines[0]), rtl)
                yield from (_text("more", one, rtl) for one in lines[1:])
        case Table():
            if block.shown:
                yield _text("caption", block.caption, rtl)
            head, rows = _runs_of(block.head, rtl), [_runs_of(row, rtl) for row in block.rows]
            yield {"kind": "table", "head": head, "rows": rows}


def _joined(lines: Iterable[Line]) -> Line:
    found: Line = ()
    for one in lines:
        found = (*found, Words("\n"), *one) if found else one
    return found


def _text(kind: str, given: Line, rtl: bool) -> Placed:
    return {"kind": kind, "text": runs(given, rtl)}


def _runs_of(cells: Iterable[Line], rtl: bool) -> list[Markup]:
    return [runs(cell, rtl) for cell in cells]


# ---------------------------------------------------------------- runs of Word

_RUN = Markup('<w:r>{}<w:t xml:space="preserve">{}</w:t></w:r>')
_PROPERTIES = Markup("<w:rPr>{}</w:rPr>")


def runs(given: Line, rtl: bool) -> Markup:
    """A line as runs, escaped; each knows its direction, its language and whether it is bold."""
    return Markup("").join(_run(one, rtl) for one in given)


def _run(one: Words | Level, rtl: bool) -> Markup:
    bold = isinstance(one, Level) or one.strong
    other = one.lang if isinstance(one, Words) else ""
    turned = _turned(one, rtl)
    parts = [Markup("<w:b/><w:bCs/>")] if bold else []
    parts += [Markup("<w:rtl/>")] if turned else []
    parts += [Markup('<w:lang w:val="{}"/>').format(LOCALES.get(other, other))] if other else []
    text = fit(one.text)
    if isinstance(one, Words) and (one.typed or one.lang) and turned != rtl:
        side = "\u200f" if turned else "\u200e"
        text = f"{side}{text}{side}"  # Word knows no isolates: marks keep a full stop at its own end
    properties = _PROPERTIES.format(Markup("").join(parts)) if parts else Markup()
    return _RUN.format(properties, Markup(str(Markup.escape(text)).replace("{", "&#x7B;").replace("}", "&#x7D;")))


def _turned(one: Words | Level, rtl: bool) -> bool:
    """Whether a run is from right to left: typed text by its first letter, what is in another language never."""
    if isinstance(one, Level) or not (one.typed or one.lang):
        return rtl
    return not one.lang and first_strong(one.text, "R" if rtl else "L") == "R"


def first_strong(text: str, otherwise: str = "L") -> str:
    """L or R by the first letter that has a direction."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("L", "R", "AL"):
            return "L" if kind == "L" else "R"
    return otherwise


def fit(text: str) -> str:
    """A text that XML can hold; isolates, which Word does not know, become marks that do the same in most sentences."""
    clean = _UNFIT.sub("\ufffd", text).replace("\t", " ")
    if not any(char in clean for char in "\u2066\u2067\u2068"):
        return clean
    out, opened = [], []
    for place, char in enumerate(clean):
        if char in "\u2066\u2067\u2068":
            inside = clean[place + 1 :].partition("\u2069")[0]
            opened.append(_ISOLATES.get(char) or {"L": "\u200e", "R": "\u200f"}.get(first_strong(inside, ""), ""))
            out.append(opened[-1])
        elif char == "\u2069":
            out.append(opened.pop() if opened else "")
        else:
            out.append(char)
    return "".join(out)
