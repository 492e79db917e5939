"""The search page: finds everything there is to read, leads to it, and answers anything calmly."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

from tests.pages.reading import Parsed, given, html, parsed, path_and_query
from toolkit.content.synonyms import load_synonyms
from toolkit.core.guides import texts_of
from toolkit.core.search import words_of
from toolkit.core.synonyms import alike, plain
from toolkit.pages.reading import view
from toolkit.pages.reading_book import KINDS, book_of, entries
from toolkit.pages.reading_state import Reader


def titles(question: str, lang: str = "en") -> list[str]:
    found = re.findall(r"<li><h3>(.*?)</h3>", html(f"search?q={quote(question)}", lang), re.DOTALL)
    return [re.sub(r"<[^>]+>", "", one) for one in found]


def test_everything_of_each_kind_can_be_found():
    guides, library = given().guides, given().library
    found = {(one.kind, one.id) for one in entries(given().shelf)}
    assert {(kind, one.id) for kind, one in guides.resources()} <= found
    assert {("item", one.id) for one in library.items} <= found
    assert {("control", one) for one in library.controls} <= found
    assert {("term", one.id) for one in library.terms} <= found
    assert {("statement", one.id) for one in given().shelf.readiness.statements} <= found
    assert {("question", one.id) for one in given().shelf.workbook.questions} <= found
    assert {kind for kind, _ in found} == set(KINDS)


def test_every_text_for_readers_is_in_the_index():
    held = [text for one in entries(given().shelf) for text in (one.title, *one.headings, *one.texts)]
    everything = "\n".join(held)
    for _, resource in given().guides.resources():
        for passage in texts_of(resource):
            if not passage.markdown:
                assert passage.text in everything, passage.where


@pytest.mark.parametrize("kind", KINDS)
def test_each_thing_is_found_by_its_title_and_leads_to_its_page(kind):
    one = next(one for one in entries(given().shelf) if one.kind == kind)
    page = html(f"search?q={quote(one.title)}&kind={kind}")
    assert one.title in titles_of(page)
    links = [path_and_query(href) for href in Parsed(page).links if href]
    assert any(link and one.id in link for link in links) or kind in ("item", "control")


def titles_of(page: str) -> list[str]:
    import html as entities

    return [
        entities.unescape(re.sub(r"<[^>]+>", "", one)) for one in re.findall(r"<li><h3>(.*?)</h3>", page, re.DOTALL)
    ]


def test_the_first_hit_is_the_one_with_the_word_in_its_title():
    assert titles("base rate")[0] == "Base rate"


def test_a_section_is_found_in_its_chapter_and_its_words_are_marked():
    page = html("search?q=prediction&kind=section")
    assert re.search(r'href="/read/introduction/intro-[\w-]+#[\w-]+"', page)
    assert "<mark>" in page


def test_a_word_that_nothing_holds_gets_a_way_on():
    text = parsed("search?q=zzzzzz").text
    assert "Nothing found for" in text
    assert "See all words of the glossary" in text


def test_an_arabic_word_is_found_inside_a_longer_one_on_an_arabic_page():
    assert "الخصوصية" in titles("خصوصيه", "ar")


def test_what_is_not_translated_is_marked_as_english_on_an_arabic_page():
    page = html("search?q=risk", "ar")
    assert '<span lang="en" dir="ltr"><mark>Risk</mark>' in page


def test_pages_of_results_hold_each_hit_once():
    seen, address = [], "search?q=the&kind=item"
    while address:
        page = html(address)
        seen += titles_of(page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = path_and_query(following.group(1).replace("&amp;", "&")) if following else None
    assert len(seen) == len(set(seen)) > 15


@pytest.mark.parametrize(
    "question",
    ["", " ", "\x00", "\x00face\x00", "(.*)+$", "<script>alert(1)</script>", "'\"&<>", "a" * 10_000, "%", "{words}",
     "{{7*7}}", "\u202e\u2066", "😀", "ا" * 500, "../../etc/passwd"],
)  # fmt: skip
def test_a_hostile_question_is_answered_calmly(question):
    page = html(f"search?q={quote(question)}")
    assert "<h1" in page
    assert "<script>alert" not in page
    assert Parsed(page).wrong == []


@pytest.mark.parametrize(
    "query", ["page=0", "page=-1", "page=99999", "page=٣", "page=x", "kind=nothing", "kind=item&page=9"]
)
def test_a_page_or_kind_that_is_not_there_is_the_nearest_one(query):
    assert titles_of(html(f"search?q=risk&{query}"))


def test_the_index_of_a_language_is_built_once():
    assert book_of(given().shelf) is book_of(given().shelf)


def test_in_the_widget_hits_are_events_and_questions_of_the_risk_page_are_text():
    screen = view(Reader().at("search?q=risk"), given(widget=True))
    page = "".join(part.html for part in screen.parts)
    assert 'data-act="go"' in page
    assert 'href="/' not in page


# ---------------------------------------------------------------- other words


PAIRS = """
facial recognition = face recognition
ANPR = number plates
GDPR = data protection
ChatGPT = generative AI
LLM = language model
bodycam = body-worn video
CSAM = sexual abuse of children
predictive policing = crime forecast
deepfake = deepfakes
UAV = drones
biometric = fingerprint
DPIA = impact assessment
discrimination = bias
"""


@pytest.mark.parametrize("pair", PAIRS.strip().splitlines())
def test_either_of_two_words_that_mean_the_same_finds_where_the_other_stands(pair):
    one, other = pair.split(" = ")
    book = book_of(given().shelf)
    for near, far in ((one, other), (other, one)):
        words = words_of(near)
        found = keys(book.index.found(words, alike(words, load_synonyms("en"))))
        assert keys(book.index.found([plain(far)])) <= found != set(), near


def keys(found):
    return {(row.entry.kind, row.entry.id, row.entry.part) for _, row in found}


def test_what_was_looked_for_besides_is_named_and_marked():
    page = html("search?q=ANPR")
    assert "Also looked for:" in page
    assert "number plate" in Parsed(page).text
    assert re.search(r"<mark>number plates?</mark>", page, re.IGNORECASE)


@pytest.mark.parametrize(
    ("question", "meant"),
    [("recogntion", "recognition"), ("privcy", "privacy"), ("face recogntion", "face recognition")],
)
def test_a_typing_error_is_asked_about(question, meant):
    page = html(f"search?q={quote(question)}")
    assert "Did you mean:" in page
    link = re.search(r'Did you mean: <a href="([^"]+)"><bdi>(.*?)</bdi>', page)
    assert link.group(2).casefold() == meant
    assert titles_of(html(path_and_query(link.group(1))))


def test_a_word_that_is_like_no_other_is_not_asked_about():
    assert "Did you mean" not in html("search?q=zzzzqq")


def test_an_arabic_page_says_that_much_is_in_english_and_finds_it_by_arabic_words():
    page = html(f"search?q={quote('التعرف على الوجوه')}", "ar")
    assert given("ar").interface.gettext(ENGLISH_TOO) in page
    assert "<mark>Face recognition</mark>" in page
    assert ENGLISH_TOO not in html("search?q=face")


def test_a_translated_thing_is_found_by_its_english_words_too():
    assert ("principle", "privacy") in {
        (row.entry.kind, row.entry.id) for _, row in book_of(given("ar").shelf).index.found(words_of("privacy"))
    }


ENGLISH_TOO = "Many texts are in English so far: their English words are looked for too."


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_nearly_every_group_finds_something(lang):
    book = book_of(given(lang).shelf)
    empty = [group for group in load_synonyms(lang) if not any(book.index.holds(plain(one)) for one in group)]
    assert len(empty) <= 3, empty
