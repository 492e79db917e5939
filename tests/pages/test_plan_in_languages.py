"""Every word of plan and comparison has a home in the catalogue: the pseudo-locale shows what has none."""

from __future__ import annotations

import pytest

from tests.content.test_pseudo_locale import hard_coded
from tests.pages.desk import Desk
from tests.pages.test_plan import actions, assessed
from tests.pages.test_readiness_compare import begin, kept, of_people, rated
from toolkit.content.interface import LEFT_TO_RIGHT_ISOLATE
from toolkit.core.method import Interval
from toolkit.pages.passage_map import Placed, passage_map
from toolkit.render.html import environment


@pytest.fixture
def plan(store):
    """A plan in which something is late, moved, dropped, done, without a day and without an owner."""
    desk = assessed(store, lang="qps")
    environment("qps").globals["translated"] |= desk.visit.translated
    desk.go("plan").act("plan-begin", start="2027-01-01")
    names = [one.id for one in actions(desk)]
    desk.change(f"action/{names[0]}/due", "2026-01-31")
    desk.change(f"action/{names[0]}/owner_role", "")
    desk.change(f"action/{names[1]}/due", "")
    desk.change(f"action/{names[1]}/status", "done")
    desk.act("add", title="[Own]")
    dropped = desk.state.arg
    desk.change(f"action/{dropped}/due", "2027-03-01").act("move", f"{dropped}/later").act("drop", dropped)
    return desk.act("drop", dropped, reason="[Because]"), names


@pytest.mark.parametrize("screen", ["board", "actions", "export", "share"])
def test_every_word_of_a_plan_comes_from_a_catalogue(plan, screen):
    desk, _ = plan
    assert hard_coded(desk.go(screen).html()) == []


def test_every_word_of_an_action_comes_from_a_catalogue(plan):
    desk, names = plan
    for name in names:
        desk.go(f"action/{name}").act("history", name)
        assert hard_coded(desk.html().replace(">ada<", "><")) == []
    desk.act("drop", names[0])
    assert hard_coded(desk.html()) == []


def test_every_word_on_the_way_to_a_plan_comes_from_a_catalogue(plan):
    desk, _ = plan
    desk.send_route(f"{desk.values['meta/readiness']}/plan")
    assert hard_coded(desk.html()) == []


def test_every_word_of_a_comparison_comes_from_a_catalogue(store):
    names = Desk(store, page="readiness")
    second, third, fourth = (of_people(names, place) for place in (2, 3, 4))
    old = begin(store, {**rated(names, **{third: 1, fourth: None}), f"rating/{second}/evidence": "[Order]"})
    result = kept(old)
    result["marks"][0]["fingerprint"] = "ff"
    store.submit(old.record.id, result, "ada")
    now = {**rated(names, **{fourth: 2, second: None}), f"rating/{third}/note": "[Note]"}
    desk = begin(store, {**now, "meta/previous": old.record.id}, lang="qps", client="tab-2")
    environment("qps").globals["translated"] |= desk.visit.translated
    assert hard_coded(desk.go("compare").html().replace(result["wording"][result["marks"][0]["id"]], "")) == []


def test_every_word_of_the_map_comes_from_a_catalogue(store):
    context = Desk(store, page="readiness", lang="qps").visit.context()
    method = context.library.method(context.library.default_method)
    systems = [Placed("[A]", Interval(2, 3)), Placed("[B]", None), Placed("[C]", Interval(4, 4))]
    for stage in (Interval(1, 3), Interval(0, 2), None):
        assert hard_coded(str(passage_map(context, systems, stage, method))) == []


def test_in_arabic_no_sentence_of_the_interface_is_left_in_english(store):
    """An English message on an Arabic page is isolated from left to right, and so can be found."""
    desk = assessed(store, lang="ar").go("plan").act("plan-begin", start="2027-01-01")
    name = actions(desk)[0].id
    desk.change(f"action/{name}/due", "2026-01-31").act("move", f"{name}/earlier")
    pages = {screen: desk.go(screen).html() for screen in ("board", "actions", "export", f"action/{name}")}
    pages["history"] = desk.act("history", name).html()
    names = Desk(store, page="readiness")
    third, fourth = of_people(names, 3), of_people(names, 4)
    old = begin(store, rated(names, **{third: 1, fourth: None}))
    result = kept(old)
    result["marks"][0]["fingerprint"] = "ff"
    del result["marks"][1]
    store.submit(old.record.id, result, "ada")
    now = {**rated(names, **{fourth: 2}), "meta/previous": old.record.id}
    pages["compare"] = begin(store, now, lang="ar", client="tab-2").go("compare").html()
    context = desk.visit.context()
    method = context.library.method(context.library.default_method)
    pages["map"] = str(passage_map(context, [Placed("A", Interval(2, 3))], Interval(1, 3), method))
    found = {screen: html.partition(LEFT_TO_RIGHT_ISOLATE)[2][:80] for screen, html in pages.items()}
    assert {screen: english for screen, english in found.items() if english} == {}
