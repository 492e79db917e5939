"""What one page may show of what another keeps: with its origin, and never taken over by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.pages.desk import Desk
from tests.pages.test_prompts import readiness
from toolkit.core.kept import replies_of
from toolkit.core.thread import Next
from toolkit.core.workbook import Status
from toolkit.pages import threads

LAW, CONTROL = "work-legitimacy-which-law", "ctl-legal-review"


@pytest.fixture
def desk(store):
    return Desk(store, page="workbook").act("samples")


@pytest.fixture
def context(desk):
    return desk.visit.context()


@pytest.fixture
def system(desk):
    (found,) = desk.state.linked.values()
    return found


def test_each_system_is_offered_once_in_its_newest_version_whatever_the_order(store):
    risk = Desk(store, page="risk").begin("Plate reader")
    risk.act("submit").act("version")
    Desk(store, page="risk", client="tab-2").begin("Face search")
    listed = store.listing("ada")
    for order in (listed, listed[::-1]):
        assert {(one.title, one.version_no) for one in threads.families(order)} == {
            ("Plate reader", 2),
            ("Face search", 1),
        }


def test_a_statement_that_reads_otherwise_by_now_says_nothing_neither_a_gap_nor_a_question(store, context):
    first, second = context.readiness.statements[:2]
    submitted = readiness(store, {first.id: 1, second.id: 1}).record
    found = threads.told(submitted, context.readiness).findings
    assert {first.id, second.id} <= {one.statement for one in (*found.gaps, *found.later)}
    result = dict(submitted.result)
    result["marks"] = [one | ({"fingerprint": "old"} if one["id"] == first.id else {}) for one in result["marks"]]
    found = threads.told(replace(submitted, result=result), context.readiness).findings
    named = {one.statement for one in (*found.gaps, *found.later, *found.find_out)}
    assert second.id in named
    assert first.id not in named


def test_parents_that_point_in_a_circle_end(store):
    one = Desk(store, page="risk").begin("A").record
    pair = (replace(one, id="a", parent_id="b"), replace(one, id="b", parent_id="a", version_no=2))
    assert [found.id for found in threads.families(pair)][-1] == "b"


@pytest.mark.parametrize(
    ("values", "stage", "activities"),
    [
        ({}, "", ()),
        ({"profile/stage": "data", "profile/activity": "deploy"}, "data", ("deploy",)),
        ({"profile/stage": "unknown", "profile/activity": ["deploy", "develop"]}, "", ("develop", "deploy")),
        ({"profile/stage": ["data"], "profile/activity": 7}, "", ()),
    ],
)
def test_only_what_the_description_says_for_certain_is_offered(system, values, stage, activities):
    assert threads.offered(replace(system, values=values)) == threads.Offered(stage, activities)


def test_a_risk_item_opens_the_questions_that_treat_it_with_how_far_they_are(desk, context):
    item = context.library.item("legitimacy-no-legal-basis")
    found = threads.treating(item, context, desk.record)
    assert found[0].tie == "item"
    assert {one.tie for one in found} <= {"item", "control"}
    mine = next(one for one in found if one.question.id == LAW)
    assert (mine.status, mine.route) == (Status.SETTLED, f"{desk.record.id}/question/{LAW}")
    assert {(one.status, one.route) for one in threads.treating(item, context, None)} == {(Status.OPEN, "")}


def test_every_risk_item_has_questions_that_treat_it(context):
    assert [one.id for one in context.library.items if not threads.treating(one, context, None)] == []


def test_only_a_settled_answer_with_evidence_can_prove_a_control(desk, context):
    found = threads.proofs(CONTROL, context, desk.record)
    assert LAW in [one.question.id for one in found]
    replies = replies_of(desk.values)
    assert all(replies[one.question.id].evidence for one in found)
    desk.change(f"reply/{LAW}/evidence", "")
    assert LAW not in [one.question.id for one in threads.proofs(CONTROL, context, desk.record)]
    assert threads.proofs(CONTROL, context, None) == ()


def test_safeguards_in_place_come_before_planned_ones_and_once(context, system):
    given = threads.assessment(context, system)
    for question in context.workbook.questions:
        found = threads.recorded(question, given)
        assert len({one.control for one in found}) == len(found)
        assert [one.in_place for one in found] == sorted((one.in_place for one in found), reverse=True)
        assert {one.control for one in found} <= set(question.controls)


def test_what_holds_the_level_and_what_of_it_is_not_treated(context, system):
    found = threads.pressing(threads.scored(context, system))
    assert found.holders
    assert set(found.untreated) <= set(found.holders)
    first = found.holders[0]
    treated = replace(system, values=system.values | {f"treatment/{first}/decision": "accept"})
    assert first not in threads.pressing(threads.scored(context, treated)).untreated


def test_levels_follow_the_record_however_often_they_are_asked(context, system):
    before = threads.pressing(threads.scored(context, system))
    bare = {key: value for key, value in system.values.items() if not key.startswith(f"item/{before.holders[0]}/")}
    after = threads.pressing(threads.scored(context, replace(system, values=bare)))
    assert before.holders[0] not in after.holders
    assert threads.pressing(threads.scored(context, system)) == before


def test_without_ratings_nothing_is_said_about_levels(context, system):
    bare = replace(system, values={"profile/stage": "data"})
    assert threads.scored(context, bare) is None
    assert threads.pressing(None) == threads.Pressing()


def test_the_next_steps_are_of_different_kinds(context):
    found = threads.Pressing(("a",), ("a", "b"), ("c",))
    assert [one.kind for one in threads.steps(context, found, None)] == [Next.TREAT, Next.FIND_OUT, Next.TREAT]


@pytest.mark.parametrize("result", [None, {}, {"tiers": 1}, {"method": "gone", "tiers": {}}, {"tiers": {"current": 1}},
                                    {"tiers": {"current": {"at_least": "x", "at_most": "y"}}}])  # fmt: skip
def test_a_frozen_result_that_is_not_known_here_says_no_level(context, system, result):
    assert threads.frozen_levels(context, replace(system, result=result)) == {}


def test_a_frozen_result_is_said_in_the_words_of_its_method(context, system):
    result = {"method": "rights-first", "tiers": {"current": {"at_least": "high", "at_most": "extreme"}}}
    (found,) = threads.frozen_levels(context, replace(system, result=result)).values()
    assert (found["low"].label, found["high"].label) == ("High", "Extreme")
