"""The six points of Article 27: all there, honest about what is missing, in every format and language."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document as Book

from toolkit.content import load_library
from toolkit.core.responses import State
from toolkit.exchange.bundle import read_bundle
from toolkit.pages.report_file import FRIA, report_file

SAMPLE = Path(__file__).parents[2] / "data" / "samples" / "face-search-custody.json"
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def assessment():
    return read_bundle(SAMPLE, load_library()).assessment


def text(given, lang="en", fmt="md"):
    return report_file(given, FRIA, fmt, lang, moment=NOW)[2]


def test_there_are_six_sections_in_the_order_of_the_article(assessment):
    heads = [line for line in text(assessment).decode().splitlines() if line.startswith("## ")]
    assert [head[3:6] for head in heads] == ["(a)", "(b)", "(c)", "(d)", "(e)", "(f)"]


def test_what_the_assessment_does_not_hold_is_named_as_still_to_write(assessment):
    page = text(assessment).decode()
    assert "From when until when the system is used" in page
    assert page.count("Still to write") >= 3


def test_every_applicable_risk_is_listed_and_an_open_one_has_a_range(assessment):
    page = text(assessment).decode()
    library = load_library()
    open_ = [name for name, one in assessment.responses.items() if one.state is State.UNKNOWN]
    assert open_
    for name in assessment.responses:
        assert library.item(name).title in page
    row = next(line for line in page.splitlines() if library.item(open_[0]).title in line)
    assert "at least Low" in row


def test_it_claims_neither_an_official_template_nor_legal_advice(assessment):
    page = text(assessment).decode()
    assert "no official template" in page
    assert "Not affiliated" in page
    assert "Illustration" in page


def test_arabic_has_no_english_sentence_of_ours(assessment):
    page = text(assessment, "ar").decode()
    assert "المادة 27" in page
    assert "Still to write" not in page


def test_word_and_web_say_the_same(assessment):
    book = Book(BytesIO(text(assessment, fmt="docx")))
    heads = {paragraph.text for paragraph in book.paragraphs}
    assert any(head.startswith("(d)") for head in heads)
    assert "(d) The specific risks of harm" in text(assessment, fmt="html").decode()
