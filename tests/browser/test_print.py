"""On paper: what was decided, whose it is not, and none of the buttons."""

import unicodedata
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.browser.visitor import open_page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
A4 = (595, 842)  # points


def paper(page):
    """The page as PDF: its text without line breaks, and its pages."""
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    pages = PdfReader(BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
    for one in pages:
        assert [abs(float(side) - wanted) < 2 for side, wanted in zip(one.mediabox[2:], A4, strict=True)] == [
            True,
            True,
        ]
        assert len(one.extract_text().split()) > 8, "a page is nearly empty"
    text = unicodedata.normalize("NFKC", " ".join(one.extract_text() for one in pages))  # “ffi” is one letter on paper
    return " ".join(text.split()), pages


def test_the_result_on_paper(page, server, finished):
    open_page(page, server, f"{finished}/result")
    text, pages = paper(page)
    for wanted in ("Result: risk of this AI system", "at least", "Illustration: a documented kind of system",
                   "What drives this level", "Not affiliated with", "What the numbers stand for"):  # fmt: skip
        assert wanted in text
    for button in ("Plan treatment", "Skip to the content", "Back Illustration", "Saved at"):
        assert button not in text
    assert 2 <= len(pages) <= 14


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_report_on_paper(page, server, finished, lang, tmp_path):
    open_page(page, server, f"{finished}/export", lang)
    with page.expect_download() as waiting:
        page.click("[data-act=export][data-value='report/html/whole']")
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    page.goto(file.as_uri())
    text, pages = paper(page)
    assert 4 <= len(pages) <= 35  # the annex has every answer with its evidence
    if lang == "en":
        for wanted in (
            "Overall level now",
            "Illustration: a documented kind of system",
            "Not affiliated with",
            "Versions",
        ):
            assert wanted in text


def test_the_review_page_shows_every_answer_on_paper(page, server, finished, desk):
    open_page(page, server, f"{finished}/check")
    text, _ = paper(page)
    titles = [one.title for one in desk.library.items]
    assert sum(title in text for title in titles) > 25
