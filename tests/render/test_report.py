from __future__ import annotations

import re

import pytest

from tests.render.gallery import report_context
from tests.render.test_components import HOSTILE, Tree
from toolkit.render.document_html import css_string
from toolkit.render.report import report_html

NOTICE = "Not affiliated with or endorsed by the United Nations, UNICRI or INTERPOL"


def body(html: str) -> str:
    return html.partition("<body>")[2].partition("</body>")[0]


@pytest.mark.parametrize("lang", ["en", "ar", "qps"])
def test_the_report_is_one_well_formed_document(lang):
    html = report_html(lang, report_context())
    assert html.count("<html") == 1
    assert Tree(body(html)).open == []


def test_the_report_fetches_nothing_and_runs_nothing():
    html = report_html("en", report_context())
    assert not re.search(r"<script|<svg|<img|<link|src=|url\(|https?://", html)
    assert "default-src 'none'" in html


def test_hostile_text_stays_text_everywhere():
    tree = Tree(body(report_html("en", report_context(HOSTILE))))
    assert tree.all("script") == []
    assert not any(name.startswith("on") for _, found in tree.elements for name in found)


def test_hostile_text_cannot_leave_the_style_sheet():
    html = report_html("en", report_context('</style><script>x</script>"; } body { display: none'))
    style = html.partition("<style>")[2].partition("</style>")[0]
    assert "<script" not in style
    assert "@bottom-center" in style


@pytest.mark.parametrize("text", ['"', "\\", "\n", "</style>", "قاعة"])
def test_a_running_head_is_one_string_of_css(text):
    inside = css_string(text)[1:-1]
    assert '"' not in inside
    assert "<" not in inside
    assert "\n" not in inside


def test_a_withheld_answer_is_not_in_the_report():
    html = report_html("en", report_context())
    assert "SECRET" not in html
    assert "Restricted" in html


def test_an_illustration_is_marked_on_the_page_and_on_each_printed_sheet():
    html = report_html("en", report_context())
    assert "Illustration: made-up answers" in html.partition("@top-center")[2].partition("}")[0]
    assert "Illustration: a documented kind of system" in body(html)
    real = report_html("en", {**report_context(), "demo": False})
    assert "Illustration" not in real


def test_each_sheet_and_the_end_say_that_nobody_endorses_this():
    html = report_html("en", report_context())
    assert NOTICE in html.partition("@bottom-center")[2].partition("}")[0]
    assert NOTICE in body(html).partition("<footer>")[2]


def test_versions_hash_and_matrix_health_are_printed():
    html = body(report_html("en", report_context()))
    assert "ab" * 32 in html
    assert "Reversed pairs" in html
    assert "rights-first" in html


def test_the_inherent_level_stands_beside_the_current_one():
    text = body(report_html("en", report_context()))
    assert text.index("Inherent: before any control") < text.index("Current: with controls in place")


def test_empty_lists_leave_their_section_out():
    empty = {**report_context(), "treatments": [], "law": [], "drivers": [], "find_out": [], "answers": []}
    html = body(report_html("en", empty))
    assert "Treatments" not in html
    assert "Nothing was answered yet." in html


def test_the_same_context_gives_the_same_report():
    assert report_html("en", report_context()) == report_html("en", report_context())
