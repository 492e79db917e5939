"""From one person to the next: hand-over without a meeting, gates, the system file, and what guests may not do."""

from __future__ import annotations

import re

import pytest

from tests.pages.desk import Desk
from toolkit.core.workbook import with_role
from toolkit.pages.workbook_state import WorkbookWork
from toolkit.store import NewShare, Role

LAW, AUDIT = "work-legitimacy-which-law", "work-trace-right-to-audit"
SECRET = "An entry that only the owner sees"


@pytest.fixture
def risk(store):
    risk = Desk(store, page="risk", client="risk-tab")
    given = {"likelihood": 4, "impact": 5, "note": SECRET}
    return risk.begin("Face search", {f"item/accuracy-wrong-lead/{part}": value for part, value in given.items()})


@pytest.fixture
def desk(store, risk):
    """The R&D officer's workbook of a system that is being bought."""
    desk = Desk(store, page="workbook")
    desk.visit.address = "https://toolkit.example/"
    desk.act("new", system=risk.record.id, title="", purpose="")
    return desk.change("meta/stage", "development")


def guest_of(desk, role="edit", who="bo"):
    desk.visit.store.share(desk.record.id, NewShare(Role(role), "Legal", account=who), "ada")
    guest = Desk(desk.visit.store, who=who, page="workbook", client=f"{who}-tab")
    return guest.send_route(f"{desk.record.id}/questions/legal/development/any")


def open_for(desk, role, stage="development"):
    work = WorkbookWork(desk.state, desk.visit.context())
    return [one.question.id for one in with_role(work.gate(stage), role)]


# ---------------------------------------------------------------- hand-over


def test_an_officer_hands_a_procurement_file_to_a_legal_adviser_without_a_meeting(desk):
    desk.change(f"reply/{LAW}/text", "We think section 12. Is that enough?")
    desk.act("assign", f"{LAW}/legal").act("assign", f"{AUDIT}/legal")
    desk.go("handover/legal/development")
    before = open_for(desk, "legal")
    assert {LAW, AUDIT} <= set(before)
    desk.act("share-link", label="Legal adviser", role="edit", days="7", passphrase="")
    link = re.search(r'id="fresh" type="text" value="([^"]+)"', desk.html())[1]
    assert link.startswith("https://toolkit.example/share/")
    assert link.endswith("?at=questions/legal/development/any")

    adviser = guest_of(desk)
    html = adviser.html()
    assert "We think section 12." in html
    assert "Legal adviser" in html
    adviser.change(f"reply/{LAW}/text", "Yes for two uses, no for the third.")
    adviser.change(f"reply/{LAW}/status", "settled")
    adviser.change(f"reply/{AUDIT}/status", "not-applicable").change(f"reply/{AUDIT}/reason", "No supplier")

    desk.act("help", "basic")
    assert open_for(desk, "legal") == [one for one in before if one not in (LAW, AUDIT)]
    desk.go("gate/development")
    assert "Yes for two uses, no for the third." in desk.html()
    desk.go(f"question/{LAW}").act("history", LAW)
    assert "<bdi>bo</bdi>" in desk.html()


def test_what_is_assigned_to_a_role_comes_first_and_leaves_the_others(desk):
    desk.act("assign", f"{AUDIT}/legal")
    desk.go("handover/legal/development")
    first = re.search(r'data-value="question/([a-z-]+)"', desk.html())[1]
    assert first == AUDIT
    assert AUDIT not in open_for(desk, "procurement")


@pytest.mark.parametrize("value", [f"{LAW}/king", "none/legal", LAW.upper(), "/", ""])
def test_only_questions_and_roles_that_exist_are_assigned(desk, value):
    before = dict(desk.values)
    desk.act("assign", value)
    assert {key: one for key, one in desk.values.items() if one} == before


def test_the_printed_hand_over_holds_the_questions_and_no_answer_that_is_not_for_release(desk):
    desk.change(f"reply/{LAW}/text", "Quoted advice").change(f"withhold/reply/{LAW}", "Privileged")
    desk.go("handover/legal/development")
    paper = desk.html().partition('class="paper"')[2]
    assert paper.count("<h3>") == len(open_for(desk, "legal"))
    assert "Quoted advice" not in paper


def test_the_address_for_somebody_with_access_lands_too_and_gives_none_by_itself(desk):
    desk.go("handover/legal/development")
    address = re.search(r'id="direct-address" type="text" value="([^"]+)"', desk.html())[1]
    place = address.partition("#")[2]
    stranger = Desk(desk.visit.store, who="cy", page="workbook").send_route(place)
    assert stranger.record is None
    assert guest_of(desk).send_route(place).visit.screen().route == place


def test_without_a_server_nobody_is_promised_a_link(desk):
    desk.visit.address = ""
    desk.go("handover/legal/development")
    assert "Print this page instead." in desk.html()
    desk.act("share-link", label="x", role="edit", days="7", passphrase="")
    assert "Links need" in desk.state.message


# ---------------------------------------------------------------- guests


FORBIDDEN = [
    ("act", "share-link", ""), ("act", "share-account", ""), ("act", "withdraw", "x"), ("act", "delete", ""),
    ("act", "rename", ""), ("act", "copy", ""), ("act", "pass", "development"), ("act", "reopen", "planning"),
    ("act", "assess", ""),
]  # fmt: skip
FORM = {"title": "Mine", "label": "x", "role": "edit", "days": "7", "passphrase": "", "account": "cy", "by": "Me",
        "note": "x"}  # fmt: skip


@pytest.mark.parametrize("role", ["edit", "read"])
@pytest.mark.parametrize(("kind", "name", "value"), FORBIDDEN)
def test_a_guest_may_not_share_delete_or_decide(desk, role, kind, name, value):
    guest = guest_of(desk, role)
    before, shares = desk.values, desk.visit.store.shares(desk.record.id, "ada")
    for _ in range(2):  # deleting asks once
        guest.act(name, value, **FORM)
        assert guest.state.message
    assert desk.values == before
    assert desk.visit.store.load(desk.record.id).title == "Face search"
    assert desk.visit.store.shares(desk.record.id, "ada") == shares


@pytest.mark.parametrize("name", ["assign", "confirm", "take", "undo", "resolve"])
def test_a_reader_changes_nothing(desk, name):
    guest, before = guest_of(desk, "read"), desk.values
    guest.act(name, f"{LAW}/legal")
    guest.change(f"reply/{LAW}/text", "x")
    assert "You may read" in guest.state.message
    assert desk.values == before
    assert "data-frozen" in guest.html()


@pytest.mark.parametrize("key", ["meta/system", "meta/gate/planning"])
def test_a_guest_cannot_point_the_workbook_at_another_system(desk, store, key):
    other = Desk(store, page="risk", client="tab-7").begin("Another system of the owner")
    guest = guest_of(desk)
    guest.change(key, other.record.id)
    assert guest.state.message
    assert "Another system" not in guest.html()


@pytest.mark.parametrize(
    "screen",
    ["tasks", "questions/rd/validation/any/all", "handover/rd/deployment", "gate/retirement", "file", "file/2"],
)
def test_a_guest_never_sees_ratings_of_the_risk_assessment(desk, screen):
    guest = guest_of(desk)
    guest.go(screen)
    html = guest.html()
    assert SECRET not in html
    assert "holds the level" not in html
    assert 'class="chip' not in html
    assert guest.state.versions == ()
    assert [name for name, _ in guest.state.past if name != desk.record.id] == []


def test_a_stranger_sees_nothing(desk):
    stranger = Desk(desk.visit.store, who="cy", page="workbook")
    stranger.send_route(f"{desk.record.id}/file")
    assert stranger.record is None
    assert stranger.state.past == ()
    assert "belongs to somebody else" in stranger.state.message


# ---------------------------------------------------------------- gates


def test_a_gate_says_how_much_remains_with_left_overs_first(desk):
    desk.go("gate/data")
    html = desk.html()
    assert re.search(r"\d+ of \d+ questions remain\.", html)
    assert html.index("Left over from earlier stages") < html.index("Open at this stage")


def test_a_decision_to_go_on_needs_a_name_and_a_reason_for_what_is_open(desk):
    desk.go("gate/development").act("pass", "development", by="", note="")
    assert len(desk.state.errors) == 2
    assert 'href="#gate-by"' in desk.html()
    desk.act("pass", "development", by="Deputy chief", note="Legal settles the rest by May")
    kept = desk.values["meta/gate/development"]
    assert (kept["by"], kept["on"]) == ("Deputy chief", "2026-11-21")
    assert set(kept["open"].split()) == {one.question.id for one in _gate(desk, "development").waiting}
    assert desk.values["meta/stage"] == "validation"
    assert "21 November 2026" in desk.html()


def test_a_decision_is_taken_back_and_the_history_keeps_it(desk):
    desk.act("pass", "development", by="Deputy chief", note="x").go("gate/development").act("reopen", "development")
    assert "meta/gate/development" not in desk.values
    desk.go("file")
    assert "Decision to go on" in desk.html()


@pytest.mark.parametrize("stage", ["", "never", "../x"])
def test_there_is_no_gate_at_a_stage_that_does_not_exist(desk, stage):
    before = desk.values
    desk.act("pass", stage, by="x", note="y").act("reopen", stage)
    assert desk.values == before
    assert desk.go(f"gate/{stage}").html()


def _gate(desk, stage):
    return WorkbookWork(desk.state, desk.visit.context()).gate(stage)


# ---------------------------------------------------------------- the system file


def test_the_system_file_gathers_levels_answers_gates_and_history_of_both_records(desk, risk):
    risk.change("item/accuracy-wrong-lead/likelihood", "5").act("submit").act("version")
    desk.change(f"reply/{LAW}/text", "Section 12").change(f"reply/{LAW}/status", "settled")
    desk.act("pass", "planning", by="Deputy chief", note="Later")
    desk.go("file")
    html = desk.html()
    assert [one.version_no for one in desk.state.versions] == [2, 1]
    assert "Submitted, version 1" in html
    assert "Draft, version 2" in html
    assert "Section 12" in html
    assert "Deputy chief" in html
    assert {name for name, _ in desk.state.past} == {desk.record.id, risk.state.record.parent_id}
    times = [one.at for _, one in desk.state.past]
    assert times == sorted(times, reverse=True)
    assert html.count("<ol><li>") == 1
    assert "Decide what to do about a risk that holds the level" in html


def test_a_long_history_comes_in_pages(desk):
    for number in range(60):
        desk.change(f"reply/{LAW}/text", f"Answer {number}")
    desk.go("file")
    assert (len(desk.state.past), desk.state.more) == (50, True)
    first = {one.id for _, one in desk.state.past}
    desk.go("file/2")
    assert desk.state.past
    assert first.isdisjoint(one.id for _, one in desk.state.past)
    assert not desk.state.more
    for page in ("file/0", "file/999", "file/9999", "file/x"):
        assert desk.go(page).html()


def test_a_system_without_risk_assessment_has_a_file_too(store, desk, risk):
    store.delete(risk.record.id, "ada")
    desk.go("file")
    assert "there is none" in desk.html()
    desk.go("tasks").act("assess")
    (system,) = desk.state.linked.values()
    assert (system.title, desk.values["meta/system"]) == ("Face search", system.id)
    desk.act("assess")
    assert desk.values["meta/system"] == system.id
