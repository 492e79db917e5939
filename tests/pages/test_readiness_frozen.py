"""What is frozen at submission can be read a year later, and nothing else is taken for it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from tests.pages.desk import Desk
from toolkit.core.readiness_change import Change, Taken, compare
from toolkit.core.statements import Rating
from toolkit.pages.readiness_frozen import earlier, frozen, mark_of, taken_of
from toolkit.pages.readiness_state import ReadinessWork


@pytest.fixture
def answered(store):
    desk = Desk(store, page="readiness")
    desk.act("new", title="Agency 2026")
    for number, one in enumerate(desk.visit.context().readiness.statements):
        desk.change(f"rating/{one.id}/level", str(number % 5 + 1))
    return desk


def work_of(desk):
    return ReadinessWork(desk.state, desk.visit.context())


def test_what_is_frozen_comes_back_as_it_was(answered):
    work = work_of(answered)
    found = taken_of(json.loads(json.dumps(frozen(work))))
    content = answered.visit.context().readiness
    assert found.taken.marks == tuple(one.mark for one in content.statements)
    assert found.taken.ratings == work.ratings
    assert (found.on, found.theta) == (date(2026, 11, 21), content.theta)
    assert found.wording[content.statements[0].id] == content.statements[0].statement


def test_the_store_keeps_it_and_nothing_has_moved_since(answered, store):
    kept = store.submit(answered.record.id, frozen(work_of(answered)), "ada")
    content = answered.visit.context().readiness
    then = earlier(store.load(kept.id), content)
    now = Taken(tuple(one.mark for one in content.statements), work_of(answered).ratings)
    found = compare(then.taken, now, content.target, content.theta)
    assert {one.change for one in found.moved} == {Change.SAME}


def test_an_assessment_that_was_never_submitted_counts_only_while_its_questions_are_the_same(answered):
    content = answered.visit.context().readiness
    assert earlier(answered.record, content).taken.ratings == work_of(answered).ratings
    assert earlier(replace(answered.record, questionnaire_sha256="0" * 64), content) is None


@pytest.mark.parametrize("given", [None, [], "x", {"format": "toolkit-readiness/2"}, {"marks": []}])
def test_nothing_else_is_taken_for_a_frozen_result(given):
    assert taken_of(given) is None


def test_what_does_not_fit_in_a_frozen_result_is_left_out():
    bad = {"id": "a", "dimension": "b", "fingerprint": "c", "required_at": True}
    found = taken_of({
        "format": "toolkit-readiness/1", "marks": [bad, 7, {**bad, "required_at": 9}], "ratings": {"a": 3, "b": {}},
        "wording": 5, "on": "yesterday", "theta": "1/0",
    })  # fmt: skip
    assert found.taken == Taken((), {"b": Rating()})
    assert (found.on, found.theta, dict(found.wording)) == (None, None, {})
    assert taken_of({"format": "toolkit-readiness/1", "marks": [], "ratings": {}, "theta": "1e9"}).theta is None
    assert mark_of({**bad, "required_at": 2}).required_at == 2
