"""A year later the page tells what the agency changed from what the questions changed, in words and with reasons."""

from __future__ import annotations

import json

import pytest

from tests.pages.desk import Desk
from toolkit.core.method import Interval
from toolkit.core.readiness_change import Change, Way
from toolkit.pages.readiness_compare import CompareWork
from toolkit.pages.readiness_compare_view import real_words, stage_words
from toolkit.pages.readiness_frozen import frozen
from toolkit.pages.readiness_state import ReadinessWork
from toolkit.pages.screen import Create
from toolkit.store import NewShare, Role

PEOPLE = "people-expertise"


def of_people(desk, place):
    """The first statement on people that belongs to a stage."""
    statements = desk.visit.context().readiness.statements
    return next(one.id for one in statements if one.dimension == PEOPLE and one.required_at == place)


def rated(desk, **levels):
    """Level 3 everywhere, but for what is named; None stays unanswered."""
    names = [one.id for one in desk.visit.context().readiness.statements]
    given = dict.fromkeys(names, 3) | levels
    return {f"rating/{name}/level": level for name, level in given.items() if level is not None}


def begin(store, values, **more):
    desk = Desk(store, page="readiness", **more)
    desk.visit.perform(Create("Agency 2026", values, screen="tasks"))
    return desk


def kept(desk):
    return json.loads(json.dumps(frozen(ReadinessWork(desk.state, desk.visit.context()))))


@pytest.fixture
def years(store):
    """`years(then, now, change)`: this year's assessment; `change` alters what was kept of the last one."""

    def make(then, now, change=lambda result: result, **more):
        old = begin(store, then)
        store.submit(old.record.id, change(kept(old)), "ada")
        return begin(store, {**now, "meta/previous": old.record.id}, client="tab-2", **more).go("compare")

    return make


def looked(desk):
    context = desk.visit.context()
    return CompareWork(desk.state, context, ReadinessWork(desk.state, context))


def test_the_way_of_a_dimension_is_told_step_by_step(years, store):
    """Then a practice of stage 3 was missing (stage 2); now it is there, and one of stage 4 is missing (stage 3)."""
    names = Desk(store, page="readiness")
    third, fourth = of_people(names, 3), of_people(names, 4)
    desk = years(rated(names, **{third: 1}), rated(names, **{fourth: 1}))
    both = looked(desk)
    way = both.found.ways[PEOPLE]
    assert (way.before, way.common_before, way.resolved) == (Interval(2, 2),) * 3
    assert (way.common_after, way.after, way.real) == (Interval(3, 3), Interval(3, 3), Interval(1, 1))
    assert {one.statement for one in both.groups[Change.UP]} == {third}
    assert {one.statement for one in both.groups[Change.DOWN]} == {fourth}
    html = desk.html()
    assert "On the same questions, the agency stands 1 stage higher." in html
    assert "The agency changed." in html
    assert "The questions changed." not in html


def test_changed_questions_stand_apart_and_move_no_agency(years, store):
    names = Desk(store, page="readiness")
    second, third, fourth = (of_people(names, place) for place in (2, 3, 4))

    def older(result):
        marks = {one["id"]: one for one in result["marks"]}
        marks[second]["fingerprint"] = "0123456789abcdef"
        result["wording"][second] = "The old words of it."
        del marks[third]
        gone = {"id": "ready-gone", "dimension": PEOPLE, "required_at": 1, "fingerprint": "ff"}
        result["wording"]["ready-gone"] = "A practice of old."
        result["ratings"]["ready-gone"] = {"level": 5}
        return result | {"marks": [*marks.values(), gone]}

    desk = years(rated(names, **{second: 1}), rated(names, **{fourth: 1}), older)
    both = looked(desk)
    changes = {change: [one.statement for one in rows] for change, rows in both.groups.items()}
    assert changes[Change.REWORDED] == [second]
    assert changes[Change.NEW] == [third]
    assert changes[Change.GONE] == ["ready-gone"]
    way = both.found.ways[PEOPLE]
    assert (way.before, way.common_before, way.common_after) == (Interval(1, 1), Interval(5, 5), Interval(3, 3))
    html = desk.html()
    assert "A practice of old." in html
    assert "It said then: “<bdi>The old words of it.</bdi>”" in html
    assert "The questions changed." in html


def test_what_was_said_then_is_not_shown_before_one_has_answered(years, store):
    names = Desk(store, page="readiness")
    third = of_people(names, 3)
    evidence = {f"rating/{third}/evidence": "Order 12 of May"}
    desk = years(rated(names, **{third: 5}), {**rated(names, **{third: None}), **evidence})
    both = looked(desk)
    assert both.waiting == {third}
    assert not any(one.statement == third for rows in both.groups.values() for one in rows)
    level = desk.visit.context().readiness.statement(third).levels["5"]
    assert level not in desk.html()
    desk.change(f"rating/{third}/level", "4")
    assert level in desk.html().replace("&#39;", "'").replace("&#34;", '"')


def test_old_evidence_waits_for_a_yes_or_no(years, store):
    names = Desk(store, page="readiness")
    third, fourth = of_people(names, 3), of_people(names, 4)
    evidence = {f"rating/{name}/evidence": f"Order of {name}" for name in (third, fourth)}
    said = {f"rating/{fourth}/still_true": "no"}
    desk = years({**rated(names), **evidence}, {**rated(names), **evidence, **said})
    assert looked(desk).unsaid == {third}
    html = desk.html()
    assert "nobody has said whether it is still true" in html
    assert "no longer true" in html


def test_finished_actions_stand_beside_what_they_served(years, store):
    names = Desk(store, page="readiness")
    third, fourth = of_people(names, 3), of_people(names, 4)
    plan = {
        "action/a/title": "Train the officers", "action/a/status": "done", "action/a/finished": "2027-05-04",
        "action/a/statements": [third],
        "action/b/title": "Write a paper", "action/b/status": "done", "action/b/statements": [fourth],
        "action/c/title": "Still open", "action/c/statements": [third],
    }  # fmt: skip
    Desk(store, page="readiness").visit.perform(Create("Plan", plan, kind="plan", screen="board"))
    desk = years(rated(names, **{third: 1, fourth: 1}), rated(names, **{fourth: 1}))
    assert [(one.title, one.helped) for one in looked(desk).closed] == [
        ("Write a paper", False), ("Train the officers", True),
    ]  # fmt: skip
    html = desk.html()
    assert "Finished action that served it: <bdi>Train the officers</bdi>" in html
    assert "finished on 4 May 2027" in html
    assert "Still open" not in html


def test_once_submitted_the_comparison_stays_what_it_was(years, store):
    names = Desk(store, page="readiness")
    third = of_people(names, 3)
    desk = years(rated(names, **{third: 1}), rated(names))
    desk.visit.store.submit(desk.record.id, kept(desk), "ada")
    desk.send_route(f"{desk.record.id}/compare")
    assert looked(desk).frozen is not None
    assert [one.statement for one in looked(desk).groups[Change.UP]] == [third]


def test_without_an_earlier_assessment_the_page_says_what_is_missing(store):
    names = Desk(store, page="readiness")
    assert "There is no earlier assessment" in begin(store, rated(names)).go("compare").html()
    gone = begin(store, {"meta/previous": "00000000-0000-0000-0000-000000000000"}).go("compare")
    assert "is not there, or you may not see it" in gone.html()


@pytest.mark.parametrize("result", [{}, {"format": "toolkit-readiness/1"}, {"format": 5, "marks": "x"}])
def test_a_result_of_another_kind_breaks_nothing(years, store, result):
    names = Desk(store, page="readiness")
    desk = years(rated(names), rated(names), lambda kept: result)
    assert "What changed since the last assessment" in desk.html()


def test_somebody_elses_earlier_assessment_stays_theirs(store):
    names = Desk(store, page="readiness")
    theirs = begin(store, {**rated(names), "rating/x/note": "Secret of the others"}, who="bo", client="b")
    desk = begin(store, {**rated(names), "meta/previous": theirs.record.id}).go("compare")
    assert "is not there, or you may not see it" in desk.html()
    assert "Secret" not in desk.html()


def test_a_respondent_sees_no_comparison(years, store):
    names = Desk(store, page="readiness")
    desk = years(rated(names), rated(names))
    desk.visit.perform(Create("Sheet", {"meta/main": desk.record.id}, kind="sheet", refer="sheet/{id}", stay=True))
    (sheet,) = [one for one in desk.state.linked.values() if one.questionnaire_id == "sheet"]
    store.share(sheet.id, NewShare(Role.EDIT, "Bo", account="bo"), "ada")
    guest = Desk(store, who="bo", client="guest", page="readiness").send_route(f"{sheet.id}/compare")
    assert "compared with" not in guest.html()
    guest.send_route(f"{desk.record.id}/compare")
    assert "compared with" not in guest.html()


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        ((2, 2), (2, 2), "the stage is the same."),
        ((1, 1), (3, 3), "2 stages higher."),
        ((3, 3), (2, 2), "1 stage lower."),
        ((1, 1), (2, 4), "at least 1 stage and at most 3 stages higher."),
        ((1, 2), (2, 2), "as before or up to 1 stage higher."),
        ((2, 4), (1, 1), "at least 1 stage and at most 3 stages lower."),
        ((1, 2), (1, 1), "as before or up to 1 stage lower."),
        ((1, 3), (2, 4), "from 1 stage lower to 3 stages higher."),
    ],
)
def test_a_move_is_said_with_what_is_open(store, then, now, said):
    spoken = Desk(store, page="readiness").visit.interface
    before, after = Interval(*then), Interval(*now)
    assert real_words(spoken, Way(PEOPLE, before, before, before, after, after)).endswith(said)


def test_stages_are_words_and_never_a_grade(store):
    spoken = Desk(store, page="readiness").visit.interface
    words = [stage_words(spoken, one) for one in (None, Interval(0, 0), Interval(2, 2), Interval(1, 3), Interval(0, 2))]
    assert words == [
        "No statement applies",
        "Before stage 1",
        "Stage 2",
        "Between stage 1 and stage 3",
        "Between the start and stage 2",
    ]


def test_an_agency_sees_a_year_later_what_its_plan_has_changed(store):
    """From gaps to a plan, a finished action, submitted, begun anew, answered: all of it through the page."""
    desk = Desk(store, page="readiness")
    desk.act("new", title="Agency 2026")
    main = desk.record.id
    third = of_people(desk, 3)
    for key, value in rated(desk, **{third: 1}).items():
        desk.change(key, str(value))
    desk.change(f"rating/{third}/evidence", "Order 12 of May")
    desk.go("plan").act("plan-begin", start="2026-12-01")
    plan = desk.record.id
    name = next(
        key.split("/")[1] for key, value in desk.values.items() if third in (value if key[-3:] == "nts" else ())
    )
    desk.change(f"action/{name}/status", "done")
    desk.send_route(f"{main}/export").act("submit")
    assert desk.state.frozen
    desk.act("repeat", title="Agency 2027")
    assert desk.values["meta/previous"] == main
    desk.go("compare")
    assert len(looked(desk).waiting) == len(desk.visit.context().readiness.statements)
    for key, value in rated(desk).items():
        desk.change(key, str(value))
    desk.change(f"rating/{third}/still_true", "yes")
    html = desk.html()
    assert "On the same questions, the agency stands 3 stages higher." in html
    assert [one.statement for one in looked(desk).groups[Change.UP]] == [third]
    assert [one.helped for one in looked(desk).closed] == [True]
    assert "still true" in html
    this_year = desk.record.id
    desk.go("plan").act("plan-begin", plan)
    assert (desk.record.id, desk.values["meta/readiness"]) == (plan, this_year)
