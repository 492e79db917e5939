from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from markupsafe import Markup

from tests.render.gallery import EXTREME, HIGH, LEVELS, MEDIUM, OPTIONS, page, shown
from toolkit.content.interface import interface
from toolkit.render.html import environment

HOSTILE = "\"><script>alert(1)</script>' onmouseover=x {{7*7}} \u202eevil"
VOID = {"input", "meta", "link", "br", "hr"}


class Tree(HTMLParser):
    """Elements with their attributes, the texts, and whether every element is closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"{tag} has an attribute twice"
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def macros(lang: str = "en") -> Any:
    return environment(lang).get_template("components.j2").module


def squeezed(html: str) -> str:
    return re.sub(r"\s+", " ", html).replace("> <", "><").strip()


def hostile_calls() -> dict[str, Markup]:
    c = macros()
    bad = HOSTILE
    level = {"id": bad, "label": bad, "token": bad, "icon": bad}
    option = {"value": bad, "label": bad, "hint": bad}
    group = {"id": bad, "label": bad, "options": [option]}
    row = {"label": bad, "route": bad, "low": 0, "high": 0, "levels": [level], "count_text": bad}
    marks = {(1, 1): [{"label": bad, "text": bad, "kind": "point"}]}
    task = {"title": bad, "route": bad, "status": bad, "status_label": bad, "note": bad}
    return {
        "chip": c.chip(level, bad),
        "level_range": c.level_range(None, None, bad),
        "tiers": c.tiers(*[{"low": level, "high": level}] * 3),
        "radios": c.radios(bad, bad, [option], bad, 0, bad, "h2", other=bad),
        "checks": c.checks(bad, bad, [option], [bad], 0, bad, [group]),
        "select": c.select(bad, bad, [option], bad, 0, bad),
        "text": c.text(bad, bad, bad, 0, bad),
        "textarea": c.text(bad, bad, f"</textarea>{bad}", 0, bad, 3),
        "upload": c.upload(bad, bad, hint=bad),
        "button": c.button(bad, bad, bad, hidden=bad),
        "link": c.link(bad, bad, bad),
        "progress": c.progress(1, 2, bad),
        "details": c.details(bad, bad, "x"),
        "notice": c.notice("info", bad, bad),
        "error_summary": c.error_summary(bad, [{"href": bad, "text": bad}]),
        "tasks": c.tasks([{"title": bad, "tasks": [task]}]),
        "summary": c.summary([{"key": bad, "value": bad, "change_route": bad, "change_label": bad}]),
        "table": c.table(bad, [bad], [[bad, bad]]),
        "matrix": c.matrix([[0]], [bad], [bad], marks, {"caption": bad, "levels": [level], "summary": bad}),
        "bars": c.bars([row], bad, [bad, bad, bad]),
        "shell": c.shell({"product": bad, "home": bad, "back": bad, "back_label": bad, "status": bad}, bad),
    }


def test_every_public_macro_is_tried_with_hostile_text():
    source = environment().loader.get_source(environment(), "components.j2")[0]
    public = set(re.findall(r"{% macro ([a-z]\w*)", source))
    harmless = {"print_button", "demo_banner", "footer_notice"}
    assert public - harmless <= set(hostile_calls())


@pytest.mark.parametrize(("name", "html"), hostile_calls().items(), ids=lambda one: one if len(one) < 20 else "")
def test_hostile_text_stays_text(name, html):
    tree = Tree(html)
    assert tree.open == []
    assert tree.all("script") == []
    assert not any(attribute.startswith("on") for _, found in tree.elements for attribute in found)
    assert "49" not in html


@pytest.mark.parametrize("lang", ["en", "ar", "qps"])
def test_the_whole_gallery_is_well_formed_and_no_id_comes_twice(lang):
    tree = Tree(page(lang))
    ids = [found["id"] for _, found in tree.elements if "id" in found]
    assert tree.open == []
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_every_label_and_description_points_at_something(lang):
    tree = Tree(page(lang))
    ids = {found["id"] for _, found in tree.elements if "id" in found}
    aimed = {
        found[key] for _, found in tree.elements for key in ("for", "aria-describedby", "aria-controls") if key in found
    }
    assert aimed
    assert aimed <= ids


def test_no_component_draws_text_in_a_picture():
    assert "<svg" not in page("en")


def test_a_chip_says_its_level_in_words():
    assert macros().chip(HIGH) == '<span class="chip r4"><span aria-hidden="true">◕</span> High</span>'


def test_a_chip_marks_english_words_on_an_arabic_page():
    assert '<span lang="en" dir="ltr">High</span>' in macros("ar").chip(HIGH)


def test_an_open_level_is_said_as_at_least_and_at_most():
    assert Markup(macros().level_range(MEDIUM, EXTREME)).striptags() == "at least ◑ Medium, at most ● Extreme"


def test_a_determined_level_is_one_chip():
    assert squeezed(macros().level_range(HIGH, HIGH)) == macros().chip(HIGH)


def test_nothing_answered_is_not_low():
    html = macros().level_range(None, None)
    assert "Not assessed" in html
    assert "Low" not in html


def test_radio_buttons_are_one_group_with_its_question():
    html = macros().radios("a/b", "Which?", OPTIONS, "partly", 3, "Hint")
    assert squeezed(html).startswith(
        '<fieldset id="a-b" class="field" aria-describedby="a-b-hint"><legend>Which?</legend>'
    )
    inputs = Tree(html).all("input")
    assert {one["name"] for one in inputs} == {"a/b"}
    assert [one["value"] for one in inputs if "checked" in one] == ["partly"]
    assert all(one["data-rev"] == "3" and "data-save" in one for one in inputs)


def test_an_answer_given_as_a_number_is_ticked():
    options = [{"value": n, "label": str(n)} for n in range(3)]
    assert [one["value"] for one in Tree(macros().radios("n", "?", options, 0)).all("input") if "checked" in one] == [
        "0"
    ]


def test_no_answer_ticks_nothing():
    options = [{"value": "None", "label": "None"}]
    assert not any("checked" in one for one in Tree(macros().radios("n", "?", options, None)).all("input"))


def test_the_question_that_is_the_page_title_can_take_the_focus():
    assert '<legend class="big"><h1 id="title" tabindex="-1">Which?</h1></legend>' in macros().radios(
        "a", "Which?", OPTIONS, None, legend_tag="h1"
    )


def test_check_boxes_are_gathered_by_their_fieldset_so_that_exclusive_ones_work():
    tree = Tree(shown("en")["checks"])
    assert "data-many" in tree.all("fieldset")[0]
    assert not any("data-many" in one for one in tree.all("input"))
    assert [one["value"] for one in tree.all("input") if "data-exclusive" in one] == ["unknown"]


def test_a_group_is_open_when_something_in_it_is_ticked():
    vision, text = Tree(shown("en")["checks"]).all("details")
    assert "open" in vision
    assert "open" not in text
    assert "1 ticked" in shown("en")["checks"]


def test_a_text_field_that_is_not_saved_sends_nothing_by_itself():
    field = Tree(macros().text("title", "Title", "", saved=False)).all("input")[0]
    assert "data-save" not in field


def test_the_first_empty_line_of_a_note_is_kept():
    assert ">\n\nsecond</textarea>" in macros().text("n", "Note", "\nsecond", rows=3)


def test_progress_is_said_in_words():
    assert "14 of 41 questions answered" in macros().progress(14, 41)
    assert "0 of 1 question answered" in macros().progress(0, 1)


def test_progress_of_nothing_is_no_division_by_zero():
    assert 'max="1" value="0"' in macros().progress(0, 0)


def test_an_arabic_progress_isolates_its_numbers():
    assert "\u206814\u2069" in macros("ar").progress(14, 41)


def test_highest_likelihood_stands_on_top_and_impact_grows_as_one_reads():
    html = shown("en")["matrix"]
    assert html.index("almost certain") < html.index("rare")
    assert html.index("negligible") < html.index("severe or irreversible")
    assert "→" in html
    assert "←" in shown("ar")["matrix"]


def test_each_cell_of_the_matrix_says_its_level():
    cells = re.findall(r'<td class="(r\d)[^"]*"><span class="word">(\w+)</span>', shown("en")["matrix"])
    assert len(cells) == 25
    assert set(cells) == {("r1", "Low"), ("r3", "Medium"), ("r4", "High"), ("r5", "Extreme")}


def test_a_mark_says_what_it_stands_for():
    assert '<span class="said">1: A wrong person is suggested first</span>' in shown("en")["matrix"]


def test_an_item_of_several_cells_is_marked_as_a_span_in_each():
    marks = re.findall(r'<span class="mark span"><span aria-hidden="true">2</span>', shown("en")["matrix"])
    assert len(marks) == 6


def test_a_scrolling_table_can_be_reached_by_keyboard():
    region = '<div class="scroll" role="region" tabindex="0" aria-label="Where the risks sit">'
    assert region in shown("en")["matrix"]


def test_a_marked_up_caption_does_not_break_the_name_of_its_region():
    html = macros().table(Markup('<span lang="en">A &amp; B</span>'), ["x"], [])
    assert 'aria-label="A &amp; B"' in html


def test_the_empty_corner_of_a_table_is_no_heading():
    assert "<thead><tr><td></td>" in shown("en")["table"]


def test_a_bar_shows_what_is_sure_and_what_may_be():
    row = {"label": "Fairness", "low": 0, "high": 2, "levels": LEVELS[:4], "count_text": "High, 4 of 17 items"}
    html = macros().bars([row])
    assert 'style="--n: 4; --lo: 1; --hi: 3"' in html
    assert '<div class="sure r1"></div><div class="maybe"></div>' in html
    assert "High, 4 of 17 items" in html


def test_a_bar_of_nothing_known_has_no_sure_part():
    row = {"label": "x", "low": None, "high": None, "levels": LEVELS[:4], "count_text": ""}
    html = macros().bars([row])
    assert '"sure' not in html
    assert "Not assessed" in html


def test_the_page_says_who_made_it_and_where_answers_stay():
    html = macros().shell({"product": "Toolkit"})
    assert (
        "Independent implementation. Not affiliated with or endorsed by the United Nations, UNICRI or INTERPOL; "
        "levels are not official scores." in html
    )
    assert "Your answers stay on this server." in html


def test_an_illustration_says_so_on_the_page():
    assert "made-up answers" in macros().shell({"product": "Toolkit", "demo": True})
    assert "made-up answers" not in macros().shell({"product": "Toolkit"})


def test_the_frame_has_the_places_that_the_browser_side_needs():
    tree = Tree(macros().shell({"product": "Toolkit"}))
    found = {attributes.get("id"): attributes for _, attributes in tree.elements}
    assert {"tk", "main", "back", "saved", "offline"} <= set(found)
    assert found["saved"]["role"] == "status"
    assert found["offline"]["role"] == "alert"
    assert "hidden" in found["offline"]
    assert "data-routes" in found["tk"]


def test_each_language_is_named_in_its_own_script():
    html = macros().shell({"product": "Toolkit"})
    assert '<a href="?lang=ar" lang="ar" hreflang="ar" dir="rtl">العربية</a>' in html
    assert 'lang="en" hreflang="en" dir="ltr" aria-current="true"' in html


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_root_has_the_direction_of_its_language(lang):
    assert f'lang="{lang}" dir="{interface(lang).dir}"' in macros(lang).shell({"product": "Toolkit"})


def test_every_sentence_of_the_components_can_be_translated():
    own = {"Responsible", "Toolkit"}
    html = macros("qps").shell({"product": "Responsible Toolkit", "help": "help", "back": "x", "demo": True})
    text = Markup(re.sub(r'<a href="\?lang.*?</a>', "", html)).striptags()
    assert [word for word in re.findall(r"[A-Za-z]{5,}", text) if word not in own] == []


def test_a_translation_that_nobody_checked_says_so_and_english_does_not():
    sentence = interface("ar").gettext("Nobody whose first language this is has checked this translation yet.")
    assert sentence in macros("ar").shell({"product": "x"})
    assert "has checked this translation" not in macros("en").shell({"product": "x"})
