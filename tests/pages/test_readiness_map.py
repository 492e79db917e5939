"""Beside the agency's stage stand the visitor's own systems, by their level of today; never anybody else's."""

from __future__ import annotations

from tests.pages.desk import Desk
from tests.pages.test_prompts import readiness, system
from toolkit.pages.screen import Event


def shown(desk):
    desk.act("go", "map")
    return "".join(part.html for part in desk.visit.screen().parts)


def test_systems_stand_beside_the_stage_and_unrated_ones_apart(store):
    rated = system(store)
    item = rated.scored_items[0]
    rated.change(f"item/{item.id}/likelihood", "4")
    rated.change(f"item/{item.id}/impact", "4")
    Desk(store, client="tab-3").act("new", title="Number plates")
    theirs = system(store, who="bo")
    theirs.act("rename", title="Somebody else’s")
    desk = readiness(store, {one.id: 3 for one in rated.visit.context().readiness.statements})
    html = shown(desk)
    assert "Level of each system beside the stage of the agency" in html
    assert html.count("Face search") >= 1
    assert "Without a level yet" in html
    assert "Number plates" in html
    assert "Somebody else" not in html


def test_without_systems_there_is_a_sentence(store):
    desk = readiness(store, {Desk(store).visit.context().readiness.statements[0].id: 3})
    assert "You have assessed no AI system here yet." in shown(desk)


def test_a_respondent_gets_no_map(store):
    desk = Desk(store, page="readiness")
    desk.act("new", title="Agency 2026")
    desk.send(Event("act", "add-person", form={"name": "", "role": "legal"}))
    sheet = next(iter(desk.state.linked))
    desk.send_route(f"{sheet}/map")
    assert 'id="map"' not in "".join(part.html for part in desk.visit.screen().parts)
