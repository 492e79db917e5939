"""Every page of everything there is to read: whole, in order, and with links that lead somewhere."""

import gzip
import re
from collections import Counter
from dataclasses import fields, is_dataclass
from itertools import pairwise

import pytest
from markupsafe import escape

from tests.content.test_pseudo_locale import hard_coded
from tests.pages.reading import Parsed, at, given, html, parsed, path_and_query
from toolkit.core.guides import texts_of
from toolkit.core.model import Source
from toolkit.pages.reading import addresses, view
from toolkit.pages.reading_labels import jurisdiction
from toolkit.pages.reading_state import NotHere, Reader
from toolkit.render.html import render

LANGUAGES = ("en", "ar")
CHOSEN = (
    "roadmap?view=role", "roadmap?view=stage&stage=data", "roadmap?view=dependencies", "roadmap?path=small",
    "principles?level=advanced", "principles/accuracy?level=intermediate", "cases?outcome=stopped",
    "cases/williams-detroit-2020?all=1", "cases/csam-false-positive-2021?all=1&go=1",
    "primers?role=legal&activity=procure", "tour/1?guess=0", "tour/check?t1=yes&t2=no",
    "introduction/intro-what-is-ai?q1=0&q2=0&q3=0",
)  # fmt: skip
KILOBYTE = 1024
FOR_PAPER = ("primers/all",)
"""Twelve sheets on one page, made for printing; no page to read on the way."""


def everything():
    return [*addresses(given()), *CHOSEN]


@pytest.fixture(scope="module", params=LANGUAGES)
def pages(request):
    """Every page of a language, by address; cases behind a warning are those behind it and the warning itself."""
    found = {address: html(address, request.param) for address in everything()}
    behind = [one.id for one in given().guides.cases if one.warning != "none"]
    return found | {f"cases/{one}?go=1": html(f"cases/{one}?go=1", request.param) for one in behind}


@pytest.fixture(scope="module")
def seen(pages):
    return {address: Parsed(page) for address, page in pages.items()}


def test_there_is_everything_that_the_guides_hold(pages):
    kinds = Counter(address.partition("/")[0] for address in addresses(given()))
    assert kinds["introduction"] == 15
    assert kinds["principles"] == 23
    assert kinds["cases"] == 21
    assert kinds["roadmap"] == 46
    assert kinds["primers"] == 14
    assert kinds["glossary"] > 120
    assert kinds["tour"] == 7


def test_every_page_is_well_formed(seen):
    assert {address: (page.wrong, page.open) for address, page in seen.items() if page.wrong or page.open} == {}


def test_no_id_stands_twice(seen):
    twice = {address: [one for one, n in Counter(page.ids).items() if n > 1] for address, page in seen.items()}
    assert {address: ids for address, ids in twice.items() if ids} == {}


def test_headings_begin_with_one_and_skip_no_level(seen):
    for address, page in seen.items():
        assert page.headings.count(1) == 1, address
        assert page.headings[0] == 1, address
        assert all(after <= before + 1 for before, after in pairwise(page.headings)), address


def test_every_internal_link_leads_to_a_page(seen):
    read = Reader()
    wanted = {path_and_query(href) for page in seen.values() for href in page.links if href}
    broken = []
    for address in wanted - {None}:
        try:
            view(read.at(address), given())
        except NotHere:
            broken.append(address)
    assert broken == []


def test_every_link_and_description_within_a_page_has_its_place(seen):
    for address, page in seen.items():
        ids = {*page.ids, ""}
        assert {href[1:] for href in page.links if href and href.startswith("#")} <= ids, address
        assert set(page.described) <= ids, address


def test_links_go_to_reading_pages_risk_home_sources_or_another_language(seen):
    for page in seen.values():
        for href in page.links:
            assert re.match(r"/read\b|/risk\b|/(\?|$)|https?://|\?|#", href), href


def test_every_field_has_its_label(seen):
    for address, page in seen.items():
        assert set(page.fields) <= set(page.labels), address


def test_every_page_but_the_set_for_printing_weighs_at_most_ten_kilobytes(pages):
    weights = {address: len(gzip.compress(page.encode(), 6)) for address, page in pages.items()}
    heavy = {address: n for address, n in weights.items() if n > 10 * KILOBYTE and address not in FOR_PAPER}
    assert heavy == {}
    assert all(weights[one] <= 18 * KILOBYTE for one in FOR_PAPER)


def test_no_page_shows_a_placeholder_or_an_empty_value(pages):
    for address, page in pages.items():
        assert not re.search(r"\{\w+\}|[>\"]\s*None\s*[<\"]", page), address


def test_facts_that_are_not_verified_say_so_where_they_stand():
    for page in given().guides.pages:
        shown = parsed(f"principles/{page.id}").text
        doubtful = [norm for norm in page.norms if norm.source.sure == "unverified"]
        assert shown.count("not verified") >= len(doubtful), page.id
    for case in given().guides.cases:
        if case.unverified:
            assert "What could not be verified" in parsed(f"cases/{case.id}?all=1&go=1").text, case.id


def test_every_source_with_an_address_is_linked_on_its_page():
    for case in given().guides.cases:
        links = parsed(f"cases/{case.id}?all=1&go=1").links
        assert {one.url for one in case.sources if one.url} <= set(links), case.id


def test_english_text_on_an_arabic_page_is_marked():
    page = html("introduction/intro-what-is-ai", "ar")
    chapter = given().guides.chapter("intro-what-is-ai")
    left = [one.text for one in texts_of(chapter) if not one.markdown and one.text not in given("ar").translated]
    assert f'<span lang="en" dir="ltr">{left[0]}</span>' in page
    assert '<div lang="en" dir="ltr"><p>' in page
    assert '<html lang="ar" dir="rtl">' in page[:60]


def test_an_english_page_marks_nothing_as_english():
    page = html("introduction/intro-what-is-ai")
    assert '<span lang="en"' not in page
    assert '<div lang="en" dir="ltr"><p>' not in page


def test_a_page_needs_no_script_and_nothing_from_elsewhere():
    page = html("principles/accuracy")
    assert re.findall(r"<script[^>]*>", page) == ['<script src="/static/a.js" defer>']
    assert not re.search(r"\son\w+=|javascript:|<style", page)
    assert not re.search(r'(?:src|action)="(?:https?:)?//', page)


def test_every_word_comes_from_a_catalogue_the_content_or_a_source():
    guides = given("qps").guides
    cited = {one.origin for _, thing in guides.resources() for one in sources_of(thing)}
    names = [jurisdiction(given("qps").interface, code) for code in ("EU", *{one.jurisdiction for one in guides.cases})]
    for address in (
        *CHOSEN,
        "",
        "introduction",
        "glossary/base-rate",
        "principles/privacy",
        "roadmap/rec-roles-define",
    ):
        shown = "".join(part.html for part in view(at(address, "qps"), given("qps")).parts)
        for text in sorted({str(escape(one)) for one in cited} | {*names}, key=len, reverse=True):
            shown = shown.replace(text, " ") if text else shown
        assert hard_coded(shown) == [], address


def sources_of(thing):
    """Every source in a noun of the guides."""
    for field in fields(thing):
        value = getattr(thing, field.name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Source):
                yield one
            elif is_dataclass(one):
                yield from sources_of(one)


@pytest.mark.parametrize(
    "path",
    ["nothing", "principles/nothing", "principles/accuracy/more", "cases/../x", "tour/0", "tour/6", "tour/x",
     "primers/x", "glossary/none", "roadmap/none", "introduction/none", "tour/1/2", "overview/x", "\x00", "é" * 500],
)  # fmt: skip
def test_an_address_that_is_none_is_not_here(path):
    with pytest.raises(NotHere):
        view(Reader().asking(path, {}), given())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_widget_shows_the_same_pages_with_acts_in_the_place_of_addresses(lang):
    reading = given(lang, widget=True)
    wanted = set()
    for address in everything():
        screen = view(at(address, lang), reading)
        page = Parsed(str(render(lang, "page.j2", screen=screen, css="")))
        assert not page.wrong, address
        assert not page.open, address
        assert not [one for one in page.links if one and one.startswith("/")], address
        wanted |= set(page.acts)
    assert {act for act, _ in wanted} <= {"go", "submit"}
    for address in {value for _, value in wanted}:
        view(at(address, lang), reading)
