"""The explorables on screen: fields, a result in words, picture and table, a sentence where a number does not fit."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given as random
from hypothesis import strategies as st

from tests.pages.reading import Parsed, given, html, parsed
from toolkit.content.interface import interface
from toolkit.core.explore.registry import EXPLORABLES
from toolkit.core.explore.shown import Amount, Bars, IconArray, Lines, Series
from toolkit.pages.explore_picture import Words, picture_of

IDS = tuple(EXPLORABLES)
BASE = "explorables/explore-base-rates"


def said(address: str, lang: str = "en") -> str:
    return parsed(address, lang).text


@pytest.mark.parametrize("name", IDS)
def test_the_numbers_of_the_start_are_computed_and_said_in_words_picture_and_table(name):
    core = EXPLORABLES[name]
    shown = core.result(core.inputs({}))
    page, text = html(f"explorables/{name}"), said(f"explorables/{name}")
    assert str(shown.headline) in text
    assert all(str(figure.value) in text for figure in shown.figures)
    assert all(str(cell) in text for row in shown.table.rows for cell in row.cells)
    assert page.count("<tr") - 1 == len(shown.table.rows)
    assert 'class="picture' in page


@pytest.mark.parametrize("name", IDS)
def test_every_input_of_the_core_has_a_field_with_its_default(name):
    page = html(f"explorables/{name}")
    for field, span in EXPLORABLES[name].ranges().items():
        value = f"{float(span.default):g}"
        if span.choices:
            assert re.search(rf'type="radio" name="{field}"[^>]*value="{value}" checked', page)
        else:
            assert re.search(rf'type="text" name="{field}" id="{field}" value="{value}"', page)


def test_another_number_gives_another_result():
    assert "The scanner flags 109 of 1,000 visitors" in said(f"{BASE}?carriers=100&sensitivity=100")
    assert "Numbers as at the start" in said(f"{BASE}?carriers=100")
    assert "Numbers as at the start" not in said(BASE)


@pytest.mark.parametrize("value", ["201", "-1", "abc", "1,5", "1e9", "∞", "<b>", "5" * 200, "\x00"])
def test_a_number_that_does_not_fit_gets_a_sentence_and_nothing_is_computed(value):
    from urllib.parse import quote

    page = html(f"{BASE}?carriers={quote(value)}&visitors=2000")
    assert 'id="errors"' in page
    assert "Visitors who carry a weapon: Write a number from 0 to 200, such as 5." in Parsed(page).text
    assert 'id="result"' not in page
    assert 'id="carriers-problem"' in page
    assert 'value="2000"' in page
    assert "<b>" not in page


def test_what_was_typed_stays_in_its_field():
    assert re.search(r'name="carriers" id="carriers" value="999"', html(f"{BASE}?carriers=999"))


def test_there_is_an_icon_for_each_person_and_a_legend_that_counts_them():
    page = html(BASE)
    assert page.count("<i class=") - 4 == 1000
    assert "Carries none and is flagged: 10" in said(BASE)


@pytest.mark.parametrize("name", IDS)
def test_no_text_stands_in_a_drawing_because_it_breaks_from_right_to_left(name):
    for drawing in re.findall(r"<svg.*?</svg>", html(f"explorables/{name}", "ar"), re.DOTALL):
        assert "<text" not in drawing
        assert not re.sub(r"<[^>]+>", "", drawing).strip()


@pytest.mark.parametrize("name", IDS)
def test_in_arabic_the_result_is_arabic_and_its_numbers_are_western(name):
    page = html(f"explorables/{name}", "ar")
    headline = re.search(r'<p class="headline".*?</p>', page, re.DOTALL)
    assert headline
    text = Parsed(headline.group()).text
    assert not re.search(r"[A-Za-z٠-٩]", text)
    assert re.search(r"\d", text)


def test_the_list_leads_to_each_of_them():
    page = html("explorables")
    assert all(f'href="/read/explorables/{name}"' in page for name in IDS)


def test_without_a_script_there_is_a_button_and_in_the_widget_it_is_an_event():
    assert re.search(r'<form method="get" action="/read/explorables/explore-drift#result"[^>]*data-live', drift())
    assert "<form" not in drift(widget=True)
    assert 'data-act="submit" data-value="explorables/explore-drift"' in drift(widget=True)


def drift(widget=False):
    from toolkit.pages.reading import view
    from toolkit.pages.reading_state import Reader

    screen = view(Reader().at("explorables/explore-drift"), given(widget=widget))
    return "".join(part.html for part in screen.parts)


# ---------------------------------------------------------------- pictures and numbers


@random(st.fractions(-1000, 100_000, max_denominator=10_000), st.booleans())
def test_numbers_read_in_english_as_the_core_writes_them(value, percent):
    amount = Amount(value, percent=percent)
    assert Words(interface("en")).number(amount).replace("\N{MINUS SIGN}", "-") == str(amount)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Amount(None), "–"),
        (Amount(Fraction(1, 10**9), percent=True), "<0.0001%"),
        (Amount(1 - Fraction(1, 10**9), percent=True), ">99.9999%"),
        (Amount(1234567), "1,234,567"),
    ],
)
def test_numbers_at_the_ends_read_well(amount, text):
    assert Words(interface("en")).number(amount) == text


def test_a_line_breaks_where_a_value_is_missing_and_stays_in_its_frame():
    xs = tuple(Amount(x) for x in (0, 1, 2, 4))
    picture = Lines("x", xs, (Series("y", (0.0, None, 2.0, 1.0), "a"),), mark=Amount(3))
    drawn = picture_of(picture, Words(interface("en")))
    assert drawn["lines"][0]["pieces"] == ["0.00,50.00", "50.00,0.00 100.00,0.00"]
    assert drawn["mark"] == "75.00"


def test_bars_are_as_long_as_their_share_and_never_longer_than_their_track():
    core = EXPLORABLES["explore-who-bears-errors"]
    picture = core.result(core.inputs({})).picture
    assert isinstance(picture, Bars)
    for _, bars in picture_of(picture, Words(interface("en")))["groups"]:
        for _, value, _, width in bars:
            assert float(width.rstrip("%")) == pytest.approx(float(value.rstrip("%")), abs=0.1)


def test_icons_add_up_whatever_is_chosen():
    core = EXPLORABLES["explore-base-rates"]
    for carriers in ("0", "0.5", "33.3", "200"):
        picture = core.result(core.inputs({"carriers": carriers, "visitors": "7000"})).picture
        assert isinstance(picture, IconArray)
        drawn = picture_of(picture, Words(interface("en")))
        assert sum(icons for _, icons, _ in drawn["kinds"]) == 1000
        assert drawn["each"] == "7"
