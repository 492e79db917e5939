"""The start page names at most three useful steps, from what is there, and none from illustrations or drafts."""

from __future__ import annotations

from tests.pages.desk import Desk
from tests.pages.test_prompts import readiness
from toolkit.core.kept import action_values, keyed
from toolkit.core.plan import Action
from toolkit.pages.home_steps import steps
from toolkit.pages.screen import Create


def home(store):
    desk = Desk(store, page="home", client="tab-home")
    desk.visit.address = "https://toolkit.test/"
    desk.visit.start("", "home")
    return desk


def said(store):
    desk = home(store)
    return [(one["what"], one["href"] or one["route"]) for one in steps(desk.state, desk.visit.context())]


def test_nothing_is_suggested_to_whoever_has_nothing(store):
    assert said(store) == []
    assert "Next useful steps" not in "".join(part.html for part in home(store).visit.screen().parts)


def test_a_late_action_a_missing_practice_and_a_workbook_question_come_first(store):
    blocker = next(one for one in Desk(store).visit.context().readiness.statements if one.blocker)
    gap = readiness(store, {blocker.id: 1})
    late = Action("act-late", "Name an owner", due=Desk(store).visit.clock().date().replace(year=2025))
    plan = Desk(store, page="readiness", client="tab-plan")
    plan.visit.perform(Create("Plan", keyed("action", "act-late", action_values(late)), kind="plan", screen="board"))
    book = Desk(store, page="workbook", client="tab-book")
    book.visit.perform(Create("Face search", screen="tasks"))
    found = said(store)
    assert [what for what, _ in found] == [
        "Finish an action that is late",
        "Plan what is missing first: without it people come to harm",
        "Settle a question of this stage",
    ]
    places = [gap.record.id + "/result", plan.record.id + "/action/act-late", book.record.id + "/question/"]
    assert all(any(place in href for _, href in found) for place in places)


def test_an_illustration_suggests_nothing(store):
    desk = Desk(store, page="workbook", client="tab-book")
    desk.visit.perform(Create("Shown", demo=True, screen="tasks"))
    blocker = next(one for one in desk.visit.context().readiness.statements if one.blocker)
    readiness(store, {blocker.id: 1}, demo=True)
    assert said(store) == []
