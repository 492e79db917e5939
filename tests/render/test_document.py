"""One document, four formats: the same facts everywhere, nothing that is typed does anything, Arabic from the right."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from docx import Document as Word
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.render.gallery import HIGH, MEDIUM, report_context
from tests.render.test_components import HOSTILE
from toolkit.content.interface import interface
from toolkit.core.model import ToolkitError
from toolkit.render.document import (
    Document,
    Tone,
    Words,
    facts,
    heading,
    line,
    listing,
    para,
    plain,
    strong,
    table,
    titled,
    typed,
)
from toolkit.render.document_docx import docx, fit
from toolkit.render.document_html import html
from toolkit.render.document_md import markdown
from toolkit.render.docx_template import template
from toolkit.render.report import level, report_document

AWKWARD = "| a * b _c_ <b>&amp; [x](y) `z` # 1. ~~no~~ {{ 7 * 7 }} {% x %} {_{ \\ $&"
SPOKEN = MarkdownIt("commonmark").enable("table")


class Seen(HTMLParser):
    """What a reader of HTML sees: the text of the body without signs that are for the eye only."""

    def __init__(self, source):
        super().__init__()
        self.found, self.quiet = [], []
        self.feed(source.partition("<body>")[2].partition("</body>")[0])
        self.text = bare("".join(self.found))

    def handle_starttag(self, tag, attrs):
        if tag not in ("br", "input"):
            self.quiet.append(("aria-hidden", "true") in attrs)
        self.found += [] if tag in ("span", "strong", "bdi") else [" "]

    def handle_endtag(self, tag):
        self.quiet.pop()

    def handle_data(self, data):
        self.found += [] if any(self.quiet) else [data]


def document(text=AWKWARD, lang="en", **more):
    span = level(interface(lang), {"low": MEDIUM, "high": HIGH})
    blocks = (
        heading(1, typed(text)),
        para(text, tone=Tone.LEAD),
        facts([("Name", typed(text)), ("Is it so?", text)]),
        listing([[strong(text), text], text], ordered=True),
        table("Caption", ["First", "Second"], [[typed(text), text], ["row", span]], shown=True),
        para(Words("An English sentence.", "en")),
    )  # fmt: skip
    return Document(lang, text, "Report", blocks, **more)


def word(data):
    return Word(io.BytesIO(data))


def texts(book):
    cells = [cell.text for one in book.tables for row in one.rows for cell in row.cells]
    return [one.text for one in book.paragraphs] + cells


def bare(text):
    """Without marks of direction, with single blanks."""
    return " ".join(re.sub("[\u200e\u200f\u2066-\u2069]", "", text).split())


def said_in_markdown(text):
    """What a reader of the Markdown sees, block by block."""
    found = []
    for token in SPOKEN.parse(text):
        if token.type == "inline":
            kinds = {child.type for child in token.children}
            assert kinds <= {"text", "strong_open", "strong_close", "hardbreak", "softbreak", "text_special"}, kinds
            found += "".join("\n" if "break" in c.type else c.content for c in token.children).split("\n")
    return [bare(one) for one in found]


# ---------------------------------------------------------------- the same everywhere


def wanted(given_):
    """Every line of a document, as plain text."""
    for block in given_.blocks:
        match block.kind:
            case "heading" | "paragraph":
                yield plain(block.text)
            case "facts":
                yield from (plain(one) for _, values in block.rows for one in values)
            case "list":
                yield from (plain(one) for entry in block.entries for one in entry)
            case "table":
                yield from (plain(cell) for row in (block.head, *block.rows) for cell in row)


def everything(given_):
    """The text of a document in each format that is text."""
    return {
        "html": Seen(html(given_)).text,
        "docx": bare(" ".join(texts(word(docx(given_))))),
        "md": " ".join(said_in_markdown(markdown(given_))),
    }


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("fmt", ["html", "docx", "md"])
def test_every_line_is_in_every_format_character_by_character(fmt, lang):
    given_ = document(lang=lang)
    found = everything(given_)[fmt]
    assert [one for one in wanted(given_) if bare(one) not in found] == []


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), min_size=1, max_size=40)
)
def test_any_text_comes_back_from_markdown_as_it_was(text):
    shown = bare(text)
    lines = said_in_markdown(markdown(Document("en", "t", "Report", (para(text), table("c", ["h"], [[text]])))))
    assert lines.count(shown) >= (2 if shown else 0), markdown(Document("en", "t", "Report", (para(text),)))


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=40))
def test_any_text_makes_a_word_document_that_opens(text):
    found = texts(word(docx(Document("en", text, "Report", (para(typed(text)), table("c", ["h"], [[text]]))))))
    assert bare(fit(text)) in [bare(one) for one in found] or not bare(fit(text))


# ---------------------------------------------------------------- Word


def test_headings_in_word_are_headings_and_the_head_of_a_table_repeats():
    book = word(docx(document()))
    assert next(one.style.name for one in book.paragraphs if "| a" in one.text) == "Heading 1"
    heads = [one.rows[0]._tr.trPr.find(qn("w:tblHeader")) for one in book.tables]
    assert heads
    assert None not in heads


def test_word_knows_title_and_language_and_no_moment():
    book = word(docx(document(lang="ar")))
    assert book.core_properties.title == AWKWARD
    assert book.core_properties.language == "ar-SA"
    assert docx(document()) == docx(document())


def test_arabic_paragraphs_tables_and_sheets_run_from_the_right():
    book = word(docx(document(lang="ar")))
    marks = [one._p.pPr.find(qn("w:bidi")) for one in book.paragraphs]
    assert None not in marks
    english = [one for one, mark in zip(book.paragraphs, marks, strict=True) if mark.get(qn("w:val")) == "0"]
    assert [bare(one.text) for one in english] == ["An English sentence."]
    assert all(one._tbl.tblPr.find(qn("w:bidiVisual")) is not None for one in book.tables)
    assert book.sections[0]._sectPr.find(qn("w:bidi")) is not None
    cells = [
        p._p.pPr.find(qn("w:bidi")) for one in book.tables for row in one.rows for c in row.cells for p in c.paragraphs
    ]
    assert None not in cells


def test_english_documents_are_not_marked_from_the_right():
    xml = word(docx(document())).element.xml
    assert "w:bidiVisual" not in xml
    assert "<w:bidi/>" not in xml


def test_what_is_typed_in_arabic_runs_from_the_right_inside_an_english_report():
    book = word(docx(Document("en", "t", "Report", (para("Note: ", typed("ملاحظة.")),))))
    runs = {bare(run.text): run._r.rPr for one in book.paragraphs for run in one.runs}
    assert runs["ملاحظة."].find(qn("w:rtl")) is not None
    assert runs["Note:"] is None or runs["Note:"].find(qn("w:rtl")) is None


def test_isolates_become_marks_because_word_knows_none():
    assert fit("قبل \u2068a.b\u2069 بعد") == "قبل \u200ea.b\u200e بعد"
    assert fit("\u2068مرحبا\u2069!") == "\u200fمرحبا\u200f!"


# ---------------------------------------------------------------- the agency's own template


def changed(data, old, new):
    """A template in which somebody has changed a text in Word."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for one in source.infolist():
            target.writestr(one, source.read(one).replace(old.encode(), new.encode()))
    return out.getvalue()


def test_an_agency_brands_the_template():
    own = changed(template("ltr"), "{{ sheet_foot }}", "Police of Example, {{ organization }}")
    book = word(docx(document(organization="Forensics <unit>"), own))
    assert "Police of Example, Forensics <unit>" in book.sections[0].footer.paragraphs[0].text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not a Word document"),
        (b"PK\x03\x04 nonsense", "not a Word document"),
        (changed(template("ltr"), "{{ sheet_foot }}", "{{ nobody }}"), "it can use these names: blocks"),
        (changed(template("ltr"), "{{ sheet_foot }}", "{% for x %}"), "it can use these names: blocks"),
        (changed(template("ltr"), "{{ sheet_foot }}", "{{ ''.__class__.__mro__ }}"), "it can use these names"),
        (changed(template("ltr"), "block in blocks", "block in title"), "no place for the report"),
    ],
)
def test_a_template_that_does_not_fit_is_refused_in_a_sentence(data, said):
    with pytest.raises(ToolkitError, match=re.escape(said)):
        docx(document(), data)


def test_a_template_that_would_fill_the_memory_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 60_000_000)
    with pytest.raises(ToolkitError, match="unpacks to 60,000,000 bytes"):
        docx(document(), out.getvalue())


# ---------------------------------------------------------------- the risk report


def test_hostile_text_stays_text_in_every_format():
    given_ = report_document("en", report_context(HOSTILE))
    assert bare(HOSTILE) in " ".join(said_in_markdown(markdown(given_)))
    assert bare(HOSTILE) in bare(" ".join(texts(word(docx(given_)))))


def test_the_short_report_leaves_the_answers_out_and_says_what_is_more():
    context = report_context("Plate reader")
    many = {**context, "drivers": list(context["drivers"]) * 9}
    short, whole = (markdown(report_document("en", many, short=one)) for one in (True, False))
    assert "Answers with evidence" in whole
    assert "Answers with evidence" not in short
    assert "3 more are in the whole report." in short


def test_a_made_up_result_says_so_in_every_format():
    given_ = document(demo=True)
    for text in everything(given_).values():
        assert "Illustration: a documented kind of system with made-up answers" in text
        assert "Not affiliated with or endorsed by" in text
    for text in everything(replace(given_, demo=False)).values():
        assert "Illustration" not in text


def test_a_question_gets_no_colon_after_its_mark():
    assert plain(titled(line("Where is it used?"))) == "Where is it used?"
    assert plain(titled(line("Owner"))) == "Owner:"
