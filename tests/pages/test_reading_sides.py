"""Text of two languages on a page: English blocks begin on their own side, lists keep names apart, notices say so."""

import re
from html.parser import HTMLParser

import pytest

from tests.pages.reading import VOID, given, html, parsed
from toolkit.pages.reading import addresses

BLOCKS = {"p", "h1", "h2", "h3", "h4", "dd", "dt", "figcaption", "legend"}
INLINE = {"span", "strong", "em", "a", "bdi", "mark", "br"}


class Sides(HTMLParser):
    """Blocks of which every word is English, and that do not say that they begin on the other side."""

    def __init__(self, text):
        super().__init__()
        self.stack, self.wrong = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag in VOID:
            return
        here = dict(attrs).get("dir") or (self.stack[-1]["dir"] if self.stack else "rtl")
        self.stack.append({"tag": tag, "dir": here, "own": "", "english": ""})

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        one = self.stack.pop()
        if tag in INLINE and self.stack:
            self.stack[-1]["own"] += one["own"]
            self.stack[-1]["english"] += one["english"]
        elif tag in BLOCKS and one["english"].strip() and not one["own"].strip() and one["dir"] != "ltr":
            self.wrong.append(one["english"].strip()[:60])

    def handle_data(self, data):
        if self.stack:
            self.stack[-1]["english" if self.stack[-1]["dir"] == "ltr" else "own"] += data


PAGES = (
    "introduction/intro-what-is-ai?sent=1", "principles/accuracy?level=advanced", "principles", "cases", "roadmap",
    "cases/williams-detroit-2020?all=1", "cases/syri-2020?d1=1", "roadmap/rec-roles-define", "roadmap?path=small",
    "primers/legal-procure", "glossary", "glossary/base-rate", "tour/1?guess=0", "tour/check?t1=no", "explorables",
    "readiness", "readiness/people-expertise", "readiness/ready-roles-named-owner", "workbook?principle=privacy",
    "workbook/work-oversight-who-stops-it", "search?q=privacy", "roadmap?view=role",
)  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_a_block_that_is_all_english_begins_on_the_side_of_english(address):
    main = re.search(r"<main.*</main>", html(address, "ar"), re.DOTALL).group(0)
    assert Sides(main).wrong == []


@pytest.mark.parametrize("address", ["roadmap/rec-roles-define", "primers/legal-procure", "glossary/base-rate"])
def test_short_names_beside_each_other_are_items_of_a_list(address):
    page = html(address, "ar")
    assert re.search(r'<ul class="inline"><li><bdi>', page)
    assert not re.search(r"</a> · <a", page)


NOTICES = ("This text is in English so far.", "These texts are in English so far.")


@pytest.mark.parametrize(
    "address",
    ["introduction", "cases", "roadmap", "primers", "glossary", "glossary/base-rate", "tour", "tour/1", "tour/check",
     "explorables"],
)  # fmt: skip
def test_pages_of_english_texts_say_so_in_another_language_only(address):
    told = [given("ar").interface.gettext(one) for one in NOTICES]
    assert any(one in parsed(address, "ar").text for one in told)
    assert not any(one in parsed(address).text for one in NOTICES)


@pytest.mark.parametrize(
    "address", ["readiness", "readiness/people-expertise", "workbook", "workbook/work-oversight-who-stops-it"]
)
def test_pages_that_are_translated_do_not_say_that_they_are_in_english(address):
    told = [given("ar").interface.gettext(one) for one in NOTICES]
    assert not any(one in parsed(address, "ar").text for one in told)


def test_each_word_of_the_glossary_stands_under_its_letter():
    page = html("glossary")
    letters = re.findall(r'<a href="#(letter-\d+)">(\w)</a>', page)
    assert letters == sorted(letters, key=lambda one: one[1])
    assert len(letters) > 15
    for place, letter in letters:
        section = re.search(rf'<section id="{place}">.*?</section>', page, re.DOTALL).group(0)
        terms = re.findall(r"<dt><a [^>]*>(.*?)</a>", section)
        assert terms
        assert all(one.upper().startswith(letter) for one in terms)


def test_no_document_is_cited_twice_on_a_page():
    for address in addresses(given()):
        if address.startswith(("principles/", "introduction/", "cases/", "explorables/")):
            page = html(f"{address}?all=1&go=1")
            cited = re.search(r'<section class="sources">.*?</section>', page, re.DOTALL).group(0)
            links = re.findall(r'href="([^"]+)"', cited)
            assert len(links) == len(set(links)), address


def test_every_source_is_still_named():
    for one in given().guides.pages:
        text = parsed(f"principles/{one.id}").text
        for source in one.sources:
            assert source.origin in text, one.id


def test_what_a_diagram_says_is_for_those_who_do_not_see_it():
    chapter = given().guides.chapter("intro-what-is-ai")
    assert f'<span class="said"> {chapter.diagram.summary}</span></figcaption>' in html("introduction/intro-what-is-ai")


def test_an_axis_of_growing_steps_names_its_marks():
    page = parsed("explorables/explore-face-search").text
    assert "equal steps on paper, ever larger steps in numbers" in page


def test_the_filters_of_cases_are_folded_until_one_is_used():
    assert '<details class="no-print filter"><summary>' in html("cases")
    assert '<details class="no-print filter" open>' in html("cases?outcome=stopped")
    assert '<details class="no-print filter" open>' in html("cases?sent=1")
