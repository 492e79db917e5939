"""The roadmap notebook names what a recommendation would close in the reader's own agency; anonymous pages do not."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.pages.test_prompts import readiness, system
from toolkit.pages.reading_visit import reading_visit
from toolkit.pages.screen import Event

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def roadmap(store, who="ada"):
    return reading_visit("roadmap", "en", store, who, lambda: NOW)


def html(visit):
    return "".join(part.html for part in visit.screen().parts)


def test_a_recommendation_names_the_gap_and_the_risk_that_it_would_close(store):
    desk = system(store)
    content = desk.visit.context()
    statement = next(one for one in content.readiness.statements if one.recommendations and one.required_at == 1)
    readiness(store, {statement.id: 1})
    visit = roadmap(store)
    assert "For your own agency" in html(visit)
    visit.handle(Event("route", value=f"roadmap/{statement.recommendations[0]}"), "", 1)
    assert "It would close these gaps" in html(visit)
    assert statement.statement in html(visit).replace("&#39;", "'")
    item = next(i for i in desk.scored_items if any(i.id in one.items for one in content.guides.recommendations))
    desk.change(f"item/{item.id}/likelihood", "5")
    desk.change(f"item/{item.id}/impact", "4")
    works = next(one for one in content.guides.recommendations if item.id in one.items)
    visit = roadmap(store)
    visit.handle(Event("route", value=f"roadmap/{works.id}"), "", 1)
    assert "It works on these risks" in html(visit)
    assert "Face search" in html(visit)


def test_nothing_of_others_and_nothing_without_a_result(store):
    readiness(store, {roadmap(store).reading.shelf.readiness.statements[0].id: 1}, who="bo")
    assert roadmap(store).reading.own is None
    assert "For your own agency" not in html(roadmap(store))


def test_an_illustration_closes_no_gap_of_a_real_agency(store):
    readiness(store, {roadmap(store).reading.shelf.readiness.statements[0].id: 1}, demo=True)
    assert roadmap(store).reading.own is None
