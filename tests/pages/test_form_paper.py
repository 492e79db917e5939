"""Forms on paper: every question with its boxes, room to write, page numbers, ids; nothing fetched."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser

import pytest

from tests.exchange.record_strategies import QUESTIONS, STATEMENTS
from tests.exchange.small import SECRET
from tests.pages.form_strategies import LIBRARY
from toolkit.pages.form_paper import form_html, form_pdf
from toolkit.pages.forms import KINDS
from toolkit.render.form import FORM_STYLE

ONLY = {"readiness": STATEMENTS[:3], "workbook": QUESTIONS[:3], "risk": [item.id for item in LIBRARY.items[:2]]}
FORMS = [(kind, lang) for kind in KINDS for lang in ("en", "ar")]


class Tags(HTMLParser):
    """Counts what is opened and what stays open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def page(kind: str, lang: str = "en", **values: object) -> str:
    given = {key.replace("__", "/"): value for key, value in values.items()}
    return form_html(kind, lang, given, only=ONLY[kind]).decode()


@pytest.mark.parametrize(("kind", "lang"), FORMS)
def test_every_question_is_there_with_its_id_and_room_to_answer(kind: str, lang: str) -> None:
    text = page(kind, lang)
    for name in ONLY[kind]:
        assert re.search(rf'<bdi dir="ltr">{re.escape(name)}</bdi>', text)
    assert text.count('class="box"') >= 3 * len(ONLY[kind])
    assert text.count('class="line"') >= 3 * len(ONLY[kind])
    assert f'dir="{"rtl" if lang == "ar" else "ltr"}"' in text
    parsed = Tags()
    parsed.feed(text)
    assert parsed.open == []


@pytest.mark.parametrize(("kind", "lang"), FORMS)
def test_a_form_on_paper_needs_no_other_file_and_runs_nothing(kind: str, lang: str) -> None:
    text = page(kind, lang)
    assert not re.search(r"<script|<link|<img|url\(|@import|https?://", text)


def test_levels_stand_beside_their_boxes_and_given_answers_are_shown() -> None:
    one = STATEMENTS[0]
    blank = page("readiness")
    filled = form_html(
        "readiness", "en", {f"rating/{one}/level": 2, f"rating/{one}/note": "<b>Hm</b>"}, only=[one]
    ).decode()
    assert "×" not in blank
    assert filled.count("×") == 1
    assert "<bdi>&lt;b&gt;Hm&lt;/b&gt;</bdi>" in filled


def test_likelihood_boxes_say_how_many_in_how_many() -> None:
    text = page("risk")
    assert "1 Rare</b> Fewer than" in text
    assert LIBRARY.items[0].likelihood.question in text


def test_choices_of_the_description_are_boxes_and_the_given_ones_are_crossed() -> None:
    option = LIBRARY.profile[0].options[0]
    text = form_html("risk", "en", {"profile/application": [option.id]}, only=ONLY["risk"]).decode()
    assert re.search(rf'class="box">×</span> {re.escape(option.label)}', text)
    assert text.count("×") == 1


def test_nothing_withheld_is_on_paper() -> None:
    one = STATEMENTS[0]
    values = {f"rating/{one}/note": SECRET, f"rating/{one}/state": "withheld"}
    assert SECRET not in form_html("readiness", "en", values).decode()


def test_an_illustration_says_so_on_its_form() -> None:
    assert "made-up answers" in form_html("readiness", "en", only=ONLY["readiness"], demo=True).decode()


def test_english_questions_on_an_arabic_form_are_marked_as_english() -> None:
    text = page("readiness", "ar")
    assert '<span lang="en" dir="ltr">' in text
    assert not re.search(r'lang="en" dir="ltr">[^<]*[\u0600-\u06ff]', text)


def test_the_style_of_forms_has_no_colours_and_no_sides() -> None:
    style = FORM_STYLE.read_text("utf-8")
    assert not re.search(r"#[0-9a-f]{3,8}\b(?=[;\s}])|rgb|-left|-right|\bleft:|\bright:", style)


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_pdf_has_page_numbers_ids_and_tags(lang: str) -> None:
    pytest.importorskip("weasyprint")
    from pypdf import PdfReader

    read = PdfReader(io.BytesIO(form_pdf("readiness", lang, only=ONLY["readiness"][:2])))
    text = "\n".join(one.extract_text() for one in read.pages)
    total = len(read.pages)
    assert total > 1
    assert re.search(rf"1\s*/\s*{total}|{total}\s*/\s*1", text)
    assert STATEMENTS[0] in text.replace("\n", "")
    assert bool(read.trailer["/Root"]["/MarkInfo"]["/Marked"])
