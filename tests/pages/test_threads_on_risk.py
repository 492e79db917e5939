"""A settled workbook answer can serve as evidence for a safeguard, after a yes; drivers lead to their questions."""

from __future__ import annotations

from tests.pages.desk import Desk
from tests.pages.test_prompts import system
from toolkit.pages.screen import Create

SETTLED = {"status": "settled", "text": "Two officers look at each hit.", "evidence": "Standing order 14, 2026-03-01"}


def pair(desk):
    """A control that a question of the workbook names, at an item of this system."""
    for question in desk.visit.context().workbook.questions:
        for item in desk.scored_items:
            for control in question.controls:
                if control in item.controls:
                    return question, item, control
    raise AssertionError("no question names a safeguard of this system")


def workbook(store, risk, question, **reply):
    desk = Desk(store, page="workbook", client="tab-9")
    values = {f"reply/{question.id}/{part}": value for part, value in (SETTLED | reply).items()}
    desk.visit.perform(Create("Face search", {"meta/system": risk.record.id, **values}, screen="tasks"))
    return desk


def shown(desk, item):
    desk.act("go", f"section/{item.principle}")
    return next(part.html for part in desk.visit.screen().parts if part.id == f"q-{item.id}")


def test_an_answer_becomes_evidence_with_where_it_is_from_and_only_after_a_yes(store):
    desk = system(store)
    question, item, control = pair(desk)
    workbook(store, desk, question)
    key = f"item/{item.id}/control/{control}"
    assert "Yes, take it as evidence" not in shown(desk, item)
    desk.change(f"{key}.status", "in-place")
    assert "Yes, take it as evidence" in shown(desk, item)
    assert desk.values[key]["evidenced"] is False
    desk.act("proof", f"{item.id}/{control}/{question.id}")
    assert desk.values[key]["evidenced"] is True
    assert "Standing order 14" in desk.values[key]["note"]
    assert question.question in desk.values[key]["note"].replace("\u2068", "").replace("\u2069", "")
    assert "Yes, take it as evidence" not in shown(desk, item)
    desk.act("undo")
    assert desk.values[key]["evidenced"] is False


def test_what_is_not_settled_or_not_there_is_no_evidence(store):
    desk = system(store)
    question, item, control = pair(desk)
    key = f"item/{item.id}/control/{control}"
    desk.change(f"{key}.status", "in-place")
    for value in (f"{item.id}/{control}/{question.id}", "a/b/c", "", None):
        desk.act("proof", value)
        assert desk.state.message
    workbook(store, desk, question, status="in-hand")
    assert "Yes, take it as evidence" not in shown(desk, item)
    assert desk.values[key]["evidenced"] is False


def test_a_driver_leads_to_the_workbook_questions_that_treat_it(store):
    desk = system(store)
    question, item, _ = pair(desk)
    desk.change(f"item/{item.id}/likelihood", "5")
    desk.change(f"item/{item.id}/impact", "4")
    desk.act("go", "result")
    drivers = next(part.html for part in desk.visit.screen().parts if part.id == "drivers")
    assert "workbook question" in drivers
    desk.visit.address = "https://toolkit.test/"
    book = workbook(store, desk, question)
    desk.act("go", "result")
    drivers = next(part.html for part in desk.visit.screen().parts if part.id == "drivers")
    assert f"workbook?lang=en#{book.record.id}/question/" in drivers
