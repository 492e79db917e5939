"""Forms of the reading pages: what an earlier change keeps, and what an empty one is told."""

import re

import pytest

from tests.pages.reading import Parsed, given, html, parsed

CASE = "cases/williams-detroit-2020"
OLDER = "Decided before your change"


def form(page, number):
    """The hidden fields that the form of a decision hands on."""
    inside = re.search(rf'<section class="decision" id="d{number}">.*?<form(.*?)</form>', page, re.DOTALL).group(1)
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', inside))


def handed_in(page, number, choice):
    """The page after a decision's form is handed in with a choice."""
    fields = form(page, number) | {f"d{number}": str(choice)}
    return html(f"{CASE}?" + "&".join(f"{name}={value}" for name, value in fields.items()))


def played():
    """A case of which every decision was made, each with its first option."""
    page = html(CASE)
    for number, _ in enumerate(given().guides.case("williams-detroit-2020").decisions, 1):
        page = handed_in(page, number, 1)
    return page


def told(page, number):
    """What stands in the section of a decision."""
    return re.search(rf'<section class="decision" id="d{number}">.*?</section>', page, re.DOTALL).group(0)


def test_changing_a_choice_keeps_the_later_ones_and_says_that_they_are_older():
    page = handed_in(played(), 1, 2)
    assert 'id="d1-2" value="2" checked' in page
    assert 'id="d2-1" value="1" checked' in page
    assert 'id="happened"' in page
    assert OLDER not in told(page, 1)
    assert OLDER in told(page, 2)


def test_handing_in_the_same_choice_makes_nothing_older():
    assert OLDER not in handed_in(played(), 1, 1)


def test_looking_at_an_older_choice_again_ends_the_remark_there():
    page = handed_in(handed_in(played(), 1, 2), 2, 1)
    assert OLDER not in told(page, 2)
    last = len(given().guides.case("williams-detroit-2020").decisions)
    assert all(OLDER in told(page, number) for number in range(3, last + 1))


def test_playing_on_makes_nothing_older():
    assert OLDER not in played()


@pytest.mark.parametrize("query", ["older=1,2,99,x&d1=1", "change=x-y&d1=1", "change=1-1-1&d1=2", "older=,&change=9-1"])
def test_an_address_that_was_made_up_is_answered_calmly(query):
    assert Parsed(html(f"{CASE}?{query}")).wrong == []


@pytest.mark.parametrize(
    ("address", "place"),
    [
        (f"{CASE}?change=1-", "f-d1"),
        (f"{CASE}?d1=1&change=2-", "f-d2"),
        ("introduction/intro-what-is-ai?sent=1", "q1"),
        ("introduction/intro-what-is-ai?sent=1&q1=0&q2=0", "q3"),
        ("tour/1?sent=1", "f-guess"),
        ("tour/check?sent=1", "f-t1"),
        ("search?q=", "q"),
        ("search?sent=1", "q"),
        ("search?q=%20%20", "q"),
    ],
)
def test_a_form_that_lacks_something_says_what_and_leads_there(address, place):
    page = parsed(address)
    assert page.ids.count("errors") == 1
    assert f"#{place}" in page.links
    assert place in page.ids


@pytest.mark.parametrize(
    "address", [CASE, f"{CASE}?d1=1&change=1-", "introduction/intro-what-is-ai", "tour/1", "tour/check", "search"]
)
def test_a_form_that_nobody_handed_in_or_that_is_complete_has_no_complaint(address):
    assert "errors" not in parsed(address).ids


@pytest.mark.parametrize(
    ("address", "answer"),
    [
        (f"{CASE}?d1=1", "d1-told"),
        (f"{CASE}?change=1-", "d1-told"),
        ("tour/1?guess=0", "told"),
        ("tour/1?sent=1", "told"),
        ("tour/check?t1=no", "result"),
        ("tour/check?sent=1", "result"),
        ("search?q=privacy", "results"),
        ("search?q=", "results"),
    ],
)
def test_a_form_leads_to_its_answer_without_a_script(address, answer):
    page = html(address)
    assert re.search(rf'<form method="get" action="[^"]*#{answer}"', page)
    assert answer in Parsed(page).ids


def test_what_each_choice_would_have_meant_is_where_a_decision_leads():
    heading = re.search(r'<h3 id="d1-told" tabindex="-1">(.*?)</h3>', html(f"{CASE}?d1=1")).group(1)
    assert heading == "What each choice would have meant"


# ---------------------------------------------------------------- the tour goes on


def test_the_right_answer_is_named_whatever_was_guessed():
    for number, page in enumerate(given().guides.tour.pages, 1):
        right = next(one.text for one in page.guess.answers if one.right)
        for place in range(len(page.guess.answers)):
            assert f"The right answer is: {right}" in parsed(f"tour/{number}?guess={place}").text
        assert "The right answer is" not in parsed(f"tour/{number}").text


def test_the_end_of_the_tour_leads_each_answer_to_its_readiness_statements():
    questions = given().guides.tour.check
    answers = "&".join(f"t{n}={'yes' if n == 1 else 'no'}" for n in range(1, len(questions) + 1))
    page = parsed(f"tour/check?{answers}")
    for one in questions:
        assert 1 <= len(one.statements) <= 3, one.id
        for name in one.statements:
            assert f"/read/readiness/{name}" in page.links, one.id
            assert given().shelf.readiness.statement(name).statement in page.text


def test_nothing_is_carried_on_before_a_question_is_answered():
    assert not [one for one in parsed("tour/check").links if one.startswith("/read/readiness/")]
