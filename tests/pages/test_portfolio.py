"""The portfolio page: what it says of many systems, filters in the address, and that it changes nothing."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pages.portfolio import Analyst, add, answers, fill, items_of, profile
from toolkit.core.responses import Tier
from toolkit.pages.portfolio_place import NAMES, SCREENS, Place, place_of
from toolkit.pages.screen import Event
from toolkit.store import NewShare, Role

SHOWN = (
    "overview",
    "systems",
    "matrix",
    "principles",
    "groups",
    "drivers",
    "compare",
    "whatif",
    "treatments",
    "readiness",
)


@pytest.fixture
def analyst(store):
    fill(store, 12)
    return Analyst(store)


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def worst(items, likelihood=5, impact=4):
    found = {}
    for one in items:
        found |= {f"item/{one.id}/likelihood": likelihood, f"item/{one.id}/impact": min(impact, one.impact_cap)}
    return found


# ---------------------------------------------------------------- screens


@pytest.mark.parametrize("screen", SHOWN)
def test_every_screen_is_shown_empty_and_with_systems(store, screen):
    assert "There is nothing to show yet" in Analyst(store).go(screen).html()
    fill(store, 3)
    html = Analyst(store).go(screen).html()
    assert f'id="{screen}"' in html
    assert "3 of 3 systems" in text_of(html)


def test_the_overview_says_numbers_with_what_they_are_out_of(store):
    values = profile(0)
    add(store, "High", values | worst(items_of(values)))
    add(store, "Nothing known", values)
    said = text_of(Analyst(store).html())
    assert "At High or above: at least 1 and at most 2 of 2 systems." in said
    assert "Not assessed yet: 1 of 2. That is unknown, not low." in said


def test_a_day_of_review_is_counted_where_there_is_one_and_said_to_be_missing_where_none_is(store):
    add(store, "Without", profile(0))
    assert "No system has a day of review." in text_of(Analyst(store).html())
    add(store, "Late", profile(0) | {"meta/review_date": "2020-01-01"})
    assert "The day of review has passed for 1 of 1 systems that have one." in text_of(Analyst(store).html())


def test_numbers_of_the_overview_lead_to_the_systems_behind_them(store):
    fill(store, 3)
    html = Analyst(store).html()
    for route, words in (("sort=triggers", "open legal questions"), ("sort=coverage", "Questions answered")):
        assert re.search(rf'href="#systems\?{route}"[^>]*>[^<]*{words}', html), route


def test_open_answers_are_listed_also_where_none_of_them_decides(store):
    fill(store, 6)
    analyst = Analyst(store).go("drivers")
    html = analyst.html()
    assert "In 0 of 6 systems, one answer alone could lower the upper end." in text_of(html)
    assert "Something else holds the upper ends" in text_of(html)
    listed = re.findall(r"open in (\d) of 6", html)
    assert len(listed) == 15
    assert listed == sorted(listed, reverse=True)


def test_ciso_assistant_gets_the_matrix_and_the_controls_too(store):
    fill(store, 2)
    analyst = Analyst(store, "ar").go("systems")
    for kind, ending in (("ciso", "xlsx"), ("ciso-matrix", "yaml"), ("ciso-controls", "xlsx")):
        analyst.act("register", kind)
        assert analyst.visit.file.filename == f"portfolio-{kind}.{ending}"
        assert all(re.search("[ء-ي]{3}", line) for line in analyst.state.said)
    add(store, "Another method", profile(0), method="linear")
    assert "several methods" in Analyst(store).act("register", "ciso-matrix").state.message


def test_no_mean_and_no_rank_of_units_is_shown_but_why_not(analyst):
    said = text_of(analyst.html())
    assert "There is no average level" in said
    assert "Units are not ranked" in said


def test_the_table_has_fifty_systems_a_page(store):
    for number in range(51):
        add(store, f"System {number:02}", {})
    analyst = Analyst(store).go("systems?sort=title")
    assert analyst.html().count('<tr><th scope="row">') == 50
    assert "Systems 51 to 51 of 51" in analyst.go("systems?sort=title&page=2").html()
    assert "Systems 51 to 51 of 51" in analyst.go("systems?sort=title&page=99").html()


def test_the_table_says_at_least_and_at_most(store):
    values = profile(0)
    some = dict(list(worst(items_of(values), 1, 1).items())[:2])
    add(store, "Half known", values | some)
    analyst = Analyst(store).go("systems")
    level = analyst.book.level(analyst.book.systems[0])
    ends = rf"{level['low'].label}.*?, at most <span.*?{level['high'].label}"
    assert not level["determined"]
    assert re.search(rf'class="range">at least <span.*?{ends}', analyst.html(), re.DOTALL)


def test_a_cell_of_the_matrix_shows_the_answers_behind_it(store):
    values = profile(0)
    name = items_of(values)[0].id
    add(store, "Plates", values | {f"item/{name}/likelihood": 2, f"item/{name}/impact": 3})
    html = Analyst(store).go("matrix?cell=2-3").html()
    assert "Behind likelihood 2, impact 3" in html
    assert f"item/{name}" in html
    assert "risk?lang=en#" in html
    assert "No risk is here." in Analyst(store).go("matrix?cell=5-5").html() or "5-5" in html


def test_one_risk_shows_answer_reason_evidence_and_controls_of_each_system(store):
    values = profile(0)
    item = next(one for one in items_of(values) if one.controls)
    given = {"likelihood": 2, "impact": 3, "note": "Because of A", "evidence": "Report B"}
    given[f"control/{item.controls[0]}"] = {"status": "in-place", "evidenced": True}
    add(store, "Plates", values | {f"item/{item.id}/{part}": value for part, value in given.items()})
    said = text_of(Analyst(store).go(f"item/{item.id}").html())
    for wanted in ("Because of A", "Report B", "likelihood 2, impact 3", "in place, with evidence"):
        assert wanted in said


def test_a_risk_that_does_not_exist_is_said_to_be_none(analyst):
    assert "There is no risk with this id." in analyst.go("item/none").html()


# ---------------------------------------------------------------- what is read


def test_illustrations_are_kept_apart_and_marked(store):
    add(store, "Real one")
    add(store, "Made up", demo=True)
    analyst = Analyst(store).go("systems")
    assert "Made up" not in analyst.html()
    assert "1 illustration is kept apart" in text_of(analyst.html())
    shown = analyst.go("systems?demo=yes").html()
    assert "Made up" in shown
    assert "Real one" not in shown
    assert "made-up answers" in shown


def test_systems_that_others_share_are_shown_and_nobody_elses(store):
    shared, hidden = add(store, "Shared one", who="bea"), add(store, "Hidden one", who="bea")
    store.share(shared.id, NewShare(Role.READ, "Ada", account="ada"), "bea")
    html = Analyst(store).go("systems").html()
    assert "Shared one" in html
    assert "Shared with you" in html
    assert "Hidden one" not in html
    assert hidden.id not in html


def test_a_change_by_somebody_else_shows_at_the_next_click(analyst, store):
    (one, *_) = store.listing("ada")
    store.rename(one.id, "Renamed meanwhile", "ada")
    assert "Renamed meanwhile" in analyst.go("systems?sort=title").html()


def test_only_the_newest_version_counts_and_the_one_before_is_compared(store):
    values = profile(0)
    first = add(store, "Plates", values | worst(items_of(values)))
    store.submit(first.id, {}, "ada")
    store.new_version(first.id, "ada")
    analyst = Analyst(store).go("systems")
    assert "1 of 1 system" in text_of(analyst.html())
    assert "Version 2: what changed" in text_of(analyst.html())
    said = text_of(analyst.go(f"trend/{analyst.book.systems[0].id}").html())
    assert "0 risks have another level" in said


def test_nothing_that_is_done_here_changes_a_record(analyst, store):
    before = {one.id: one.revision for one in store.listing("ada")}
    for screen in SHOWN:
        analyst.go(screen)
    analyst.act("try", likelihood="1", impact="0", count="2", method="linear").act("keep", name="Strict")
    analyst.act("choose", next(iter(before))).act("filter", level="high", q="x")
    assert {one.id: one.revision for one in store.listing("ada")} == before


# ---------------------------------------------------------------- filters and addresses


def test_the_filters_stand_in_the_address_and_bring_another_visitor_to_the_same(analyst, store):
    analyst.go("systems").act("filter", level="may-high", principle="privacy", unit="Unit 2", q="System & = % ü")
    route = analyst.visit.screen().route
    other = Analyst(store, client="tab-2").go(route)
    assert other.state.place == analyst.state.place
    assert other.html() == analyst.html()


texts = st.text(max_size=20).filter(lambda text: text == re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", "", text))


@given(st.sampled_from(SCREENS), texts, st.dictionaries(st.sampled_from(sorted(NAMES)), texts))
def test_an_address_leads_back_to_the_same_place(screen, arg, given_texts):
    place = Place(screen, arg.strip("/"), {name: (text,) for name, text in given_texts.items() if text})
    assert place_of(place.route) == place


@given(st.text(max_size=60))
def test_any_address_leads_somewhere(route):
    assert place_of(route).screen in SCREENS


@pytest.mark.parametrize(
    "route", ["systems?level=nonsense", "systems?principle=x&cell=9-9&tier=y&method=z&page=-4", "///?&&="]
)
def test_an_address_that_asks_for_nonsense_shows_everything(analyst, route):
    assert "12 of 12 systems" in text_of(analyst.go(route).html())


def test_the_tier_and_the_method_can_be_chosen(analyst):
    analyst.go("overview?tier=inherent&method=linear")
    assert (analyst.book.tier, analyst.book.method.id) == (Tier.INHERENT, "linear")
    assert "12 systems were assessed by another" in text_of(analyst.html())


def test_every_filter_leaves_a_part_of_the_whole(analyst):
    every = {one.id for one in analyst.book.systems}
    for query in ("level=high", "level=may-extreme", "principle=privacy", "q=00", "unit=Unit~201", "cell=2-2"):
        assert {one.id for one in analyst.go(f"systems?{query}").book.shown} <= every


# ---------------------------------------------------------------- compare, what if


def test_four_systems_are_compared_and_no_fifth(analyst):
    ids = [one.id for one in analyst.book.systems]
    for name in ids[:4]:
        analyst.act("choose", name)
    assert "Take one away first" in analyst.act("choose", ids[4]).html()
    assert analyst.go(analyst.state.place.to("compare").route).html().count('aria-pressed="true"') == 4


def test_a_comparison_shows_differences_only_and_says_what_is_not_valid(store):
    values = profile(0)
    names = [one.id for one in items_of(values)]
    same = {f"item/{names[0]}/likelihood": 2, f"item/{names[0]}/impact": 2}
    one = add(store, "One", values | same | {f"item/{names[1]}/likelihood": 5, f"item/{names[1]}/impact": 4})
    two = add(store, "Two", values | same | {f"item/{names[1]}/likelihood": 1, f"item/{names[1]}/impact": 1})
    said = text_of(Analyst(store).go(f"compare?id={one.id}&id={two.id}").html())
    assert f"1 of {len(names)} risks differ" in said
    assert "Some levels are ranges" in said


def test_a_scenario_is_kept_under_its_name_and_can_be_deleted(analyst, store):
    analyst.go("whatif").act("try", method="rights-first", likelihood="1", impact="0", count="0")
    analyst.act("keep", name="Strict")
    assert [one.name for one in Analyst(store).state.scenarios] == ["Strict"]
    assert Analyst(store).state.scenarios[0].likelihood == 1
    assert Analyst(store, who="bea").state.scenarios == ()
    analyst.act("forget", "Strict")
    assert Analyst(store).state.scenarios == ()


def test_a_scenario_without_a_name_is_not_kept(analyst):
    assert "Give the scenario a name." in analyst.act("keep", name=" ").html()


def test_a_stricter_yardstick_raises_levels_and_the_usual_one_changes_none(analyst):
    assert "0 of 12 systems would have another level" in text_of(analyst.go("whatif").html())
    said = text_of(analyst.go("whatif?likelihood=1").html())
    assert "Would fall" not in said


# ---------------------------------------------------------------- hostile


def test_names_are_escaped(store):
    add(store, "<script>alert(1)</script>", {"meta/unit": "<b>unit</b>"})
    analyst = Analyst(store)
    for screen in SHOWN:
        html = analyst.go(screen).html()
        assert "<script>" not in html
        assert "<b>unit" not in html


@pytest.mark.parametrize("value", [None, 3, ["x"], {"a": 1}, "x" * 5_000])
def test_events_of_the_wrong_shape_leave_a_sentence(analyst, value):
    before = analyst.state.place
    for kind, name in (("route", ""), ("act", "go"), ("act", "choose"), ("act", "forget")):
        analyst.send(Event(kind, name, value))
    analyst.act("filter", level=value, q=value)
    assert analyst.html()
    assert before.screen == analyst.state.place.screen


def test_a_file_of_the_table_holds_no_formula(store):
    add(store, "=1+1")
    analyst = Analyst(store).go("systems").act("table")
    assert analyst.visit.file.filename == "portfolio.csv"
    assert "'=1+1" in analyst.visit.file.content.decode("utf-8-sig")


def test_a_page_in_arabic_is_drawn_from_right_to_left(store):
    fill(store, 2)
    html = Analyst(store, lang="ar").go("systems").html()
    assert 'dir="rtl"' in html


def test_no_sentence_of_a_page_in_arabic_is_left_in_english(store):
    fill(store, 4)
    analyst = Analyst(store, lang="ar")
    for screen in SHOWN:
        said = re.sub(
            r'<(\w+) lang="en".*?</\1>|<pre.*?</pre>|<option.*?</option>',
            " ",
            analyst.go(screen).html(),
            flags=re.DOTALL,
        )
        english = re.findall(r"(?:[A-Za-z]{2,}[ ,.]+){4,}", text_of(said))
        assert english == [], screen


def test_random_answers_are_counted(store):
    values = profile(0)
    add(store, "One", values | answers(items_of(values), random.Random(3), unknown=0))
    analyst = Analyst(store)
    done, items = analyst.book.systems[0].coverage
    assert f"Questions answered: {done} of {items} that apply." in text_of(analyst.html())
