"""From gaps to a plan, the plan over the quarters, and out into a calendar."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from tests.pages.desk import Desk
from toolkit.core.kept import plan_of
from toolkit.core.plan import SIZES, Status
from toolkit.pages.plan_begin import own_plan
from toolkit.pages.plan_words import role_slug
from toolkit.pages.readiness_frozen import frozen
from toolkit.pages.readiness_state import ReadinessWork
from toolkit.pages.screen import Event
from toolkit.store import NewShare, Role, Write


def assessed(store, level="1", **more):
    """An agency that is far from ready in its strategy, and has answered nothing else."""
    desk = Desk(store, page="readiness", **more)
    desk.act("new", title="Agency 2026")
    for name in strategy(desk):
        desk.change(f"rating/{name}/level", level)
    return desk


def strategy(desk):
    return [one.id for one in desk.visit.context().readiness.statements if one.aspect == "strategy"]


def planned(store, **more):
    desk = assessed(store, **more)
    return desk.go("plan").act("plan-begin", start="2027-01-01")


def actions(desk):
    return plan_of(desk.values)


def submitted(desk):
    work = ReadinessWork(desk.state, desk.visit.context())
    desk.visit.store.submit(desk.record.id, frozen(work), "ada")
    return desk


@pytest.fixture
def plan(store):
    return planned(store)


def first(desk):
    return actions(desk)[0].id


# ---------------------------------------------------------------- from gaps to actions


def test_each_recommendation_for_a_gap_becomes_one_action_that_serves_the_statements(store):
    desk = assessed(store)
    gaps = ReadinessWork(desk.state, desk.visit.context()).findings
    assert {one.statement for one in gaps.gaps} <= set(strategy(desk))
    main = desk.record.id
    desk.go("plan").act("plan-begin", start="2027-01-01")
    assert (desk.record.questionnaire_id, desk.state.screen) == ("plan", "board")
    assert [one.recommendation for one in actions(desk)] == [one.recommendation for one in gaps.advice]
    assert {one.recommendation: one.statements for one in actions(desk)} == {
        one.recommendation: one.statements for one in gaps.advice
    }
    assert desk.values["meta/readiness"] == main
    assert store.load(main).values["meta/plan"] == desk.record.id


def test_actions_start_on_the_chosen_day_or_when_what_they_need_is_due(plan):
    due = {one.id: one.due for one in actions(plan)}
    for one in actions(plan):
        begin = max((due[need] for need in one.needs), default=date(2027, 1, 1))
        assert (one.start, (one.due - one.start).days) == (begin, SIZES[one.size])


def test_what_would_be_added_is_shown_before_anything_is_stored(store):
    desk = assessed(store).go("plan")
    html = desk.html()
    for one in ReadinessWork(desk.state, desk.visit.context()).findings.advice:
        assert desk.visit.context().guides.recommendation(one.recommendation).title in html.replace("&#39;", "'")
    assert "answers are still open" in html
    assert [one for one in store.listing("ada") if one.questionnaire_id == "plan"] == []


def test_a_plan_that_is_there_gets_only_what_is_missing_and_keeps_its_progress(plan, store):
    main, name = plan.values["meta/readiness"], first(plan)
    plan.change(f"action/{name}/progress", "Asked the chief.")
    plan.change(f"action/{name}/due", "2028-02-29")
    before = {one.id for one in actions(plan)}
    plan.send_route(f"{main}/plan")
    other = next(one for one in plan.visit.context().readiness.statements if one.blocker and one.aspect != "strategy")
    plan.change(f"rating/{other.id}/level", "1")
    (there,) = [one for one in plan.state.linked.values() if one.questionnaire_id == "plan"]
    plan.act("plan-begin", there.id, start="2027-06-01")
    added = [one for one in actions(plan) if one.id not in before]
    assert plan.record.id == there.id
    assert {one.recommendation for one in added} <= set(other.recommendations)
    assert added
    kept = next(one for one in actions(plan) if one.id == name)
    assert (kept.progress, kept.due) == ("Asked the chief.", date(2028, 2, 29))


def test_a_submitted_assessment_still_gets_a_plan_and_finds_it_again(store):
    desk = submitted(assessed(store))
    main = desk.record.id
    desk.go("plan").act("plan-begin")
    made = desk.record.id
    assert "meta/plan" not in store.load(main).values
    desk.send_route(f"{main}/plan")
    assert own_plan(desk.state).id == made
    assert "Nothing is missing" in desk.html()


def test_without_a_certain_gap_the_plan_begins_empty_and_says_so(store):
    desk = Desk(store, page="readiness")
    desk.act("new", title="Agency 2026")
    assert "There is no certain gap" in desk.go("plan").html()
    desk.act("plan-begin")
    assert actions(desk) == ()
    assert "There is no action in this plan yet." in desk.html()


def test_the_plan_of_the_year_before_goes_on(plan, store):
    old, plan_id = plan.values["meta/readiness"], plan.record.id
    desk = assessed(store, client="tab-2")
    store.write(desk.record.id, _writes({"meta/previous": old}), who="ada", client="x", seq=1)
    new = desk.record.id
    desk.send_route(f"{new}/plan")
    assert "One plan can go on over the years" in desk.html()
    desk.act("plan-begin", plan_id)
    assert (desk.record.id, desk.values["meta/readiness"]) == (plan_id, new)
    assert store.load(new).values["meta/plan"] == plan_id


def _writes(values):
    return [Write(key, value) for key, value in values.items()]


# ---------------------------------------------------------------- moving and changing


@pytest.mark.parametrize(
    ("due", "where", "moved"),
    [
        ("2027-02-14", "later", date(2027, 6, 30)),
        ("2027-12-31", "later", date(2028, 3, 31)),
        ("2027-02-14", "earlier", date(2026, 12, 31)),
        (None, "here", date(2026, 12, 31)),
    ],
)
def test_an_action_moves_by_a_quarter_to_its_last_day(plan, due, where, moved):
    name = first(plan)
    plan.change(f"action/{name}/due", due)
    plan.act("move", f"{name}/{where}")
    assert next(one for one in actions(plan) if one.id == name).due == moved
    assert "is now due" in plan.html()
    plan.act("undo")
    assert plan.values.get(f"action/{name}/due") == due


def test_done_has_a_day_and_an_undo_takes_both_back(plan):
    name = first(plan)
    plan.change(f"action/{name}/status", "done")
    action = actions(plan)[0]
    assert (action.status, action.finished) == (Status.DONE, date(2026, 11, 21))
    plan.act("undo")
    assert (actions(plan)[0].status, actions(plan)[0].finished) == (Status.OPEN, None)
    plan.change(f"action/{name}/status", "done")
    plan.change(f"action/{name}/status", "in-hand")
    assert (actions(plan)[0].status, actions(plan)[0].finished) == (Status.IN_HAND, None)


def test_an_action_of_ones_own_is_added_with_an_id_that_nobody_else_makes(plan):
    plan.act("add", title="Write to the data protection authority")
    assert plan.state.screen == "action"
    again = plan.elsewhere(page="readiness").act("add", title="Write to the union")
    assert {"Write to the data protection authority", "Write to the union"} <= {one.title for one in actions(again)}
    plan.act("add", title="  ")
    assert plan.state.errors


def test_dropping_asks_first_wants_a_reason_and_deletes_nothing(plan):
    name, count = first(plan), len(actions(plan))
    plan.go(f"action/{name}").act("drop", name)
    assert actions(plan)[0].status is Status.OPEN
    plan.act("drop", name, reason=" ")
    assert plan.state.errors
    plan.act("drop", name, reason="The law has changed.")
    action = actions(plan)[0]
    assert (len(actions(plan)), action.status, action.reason) == (count, Status.DROPPED, "The law has changed.")
    plan.act("restore", name)
    assert (actions(plan)[0].status, actions(plan)[0].finished) == (Status.OPEN, None)


def test_the_history_of_an_action_says_who_changed_what_in_words(plan):
    name = first(plan)
    plan.go(f"action/{name}").change(f"action/{name}/status", "in-hand")
    html = plan.act("history", name).html()
    assert "In hand" in html
    assert "Not started" in html
    assert "What was changed here" in html


def test_two_windows_that_disagree_are_shown_in_words(plan):
    name = first(plan)
    other = plan.go(f"action/{name}").elsewhere(page="readiness")
    other.change(f"action/{name}/size", "S")
    plan.send(Event("change", f"action/{name}/size", "L", 0))
    html = plan.html()
    assert "Stored there at" in html
    assert "Small: within a month" in html
    plan.act("resolve", "mine")
    assert actions(plan)[0].size == "L"


def test_what_is_late_and_what_cannot_work_stands_first(plan):
    name = first(plan)
    plan.change(f"action/{name}/due", "2026-01-31")
    plan.change(f"action/{name}/owner_role", "")
    html = plan.go("board").html()
    assert "1 action is late" in html
    assert "has no owner. Choose a role." in html
    assert "is due before it starts." in html


def test_the_list_keeps_its_filter_in_the_address(plan):
    name = first(plan)
    plan.change(f"action/{name}/owner_role.own", "Head of the drone unit / night shift")
    plan.change(f"action/{name}/due", "2026-01-31")
    slug = role_slug("Head of the drone unit / night shift")
    plan.go("actions").act("filter", role=slug, status="any", late="late")
    assert plan.visit.screen().route == f"{plan.record.id}/actions/{slug}/any/late"
    assert f"1 of {len(actions(plan))} actions" in plan.html()
    plan.send_route(f"{plan.record.id}/actions/nobody/any/any")
    assert f"0 of {len(actions(plan))} actions" in plan.html()


# ---------------------------------------------------------------- files


def test_moved_actions_stand_in_the_calendar_on_their_day(plan):
    name = first(plan)
    plan.change(f"action/{name}/due", "2027-02-14")
    plan.act("move", f"{name}/later").act("export", "ics")
    file = plan.visit.file
    days = {str(one["uid"]): one.decoded("dtstart") for one in Calendar.from_ical(file.content).walk("VEVENT")}
    assert sorted(days.values()) == sorted(one.due for one in actions(plan) if one.due)
    assert date(2027, 6, 30) in days.values()
    assert file.filename.endswith(".ics")


def test_the_table_speaks_the_language_of_the_reader(store):
    desk = planned(store, lang="ar")
    desk.act("export", "csv")
    rows = list(csv.reader(io.StringIO(desk.visit.file.content.decode("utf-8-sig"))))
    assert len(rows) == len(actions(desk)) + 1
    assert "Owner (role)" not in rows[0]
    assert not any("senior-manager" in row for row in rows)
    desk.act("export", "xlsx")
    sheet = load_workbook(io.BytesIO(desk.visit.file.content)).active
    assert sheet.sheet_view.rightToLeft
    assert sheet.max_row == len(rows)


# ---------------------------------------------------------------- claims of a browser


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("due", "2027-02-30"), ("due", "0202-03-31"), ("due", "20270-03-31"), ("due", ["2027-03-31"]), ("due", 5),
        ("size", "XL"), ("status", "finished"), ("status", "dropped"), ("owner_role", "king"), ("title", "  "),
        ("title", "x" * 501), ("needs", ["nobody"]), ("needs", [7]), ("statements", ["ready-nothing"]), ("place", 1),
        ("id", "x"), ("", "x"), ("title/more", "x"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_a_sentence(plan, part, value):
    name, before = first(plan), plan.values
    plan.change(f"action/{name}/{part}", value)
    assert plan.values == before
    assert plan.state.message.endswith(".")


@pytest.mark.parametrize("key", ["action/nobody/title", "rating/x/level", "meta/readiness", "withhold/action/nobody"])
def test_keys_of_other_things_are_refused(plan, key):
    before = plan.values
    plan.change(key, "x")
    assert plan.values == before
    assert plan.state.message


def test_actions_cannot_be_made_to_wait_for_each_other(plan):
    plan.act("add", title="One")
    one = plan.state.arg
    plan.act("add", title="Two")
    two = plan.state.arg
    plan.change(f"action/{one}/needs", [two])
    plan.change(f"action/{two}/needs", [one])
    assert "would wait for each other" in plan.state.message
    plan.change(f"action/{one}/needs", [one])
    assert plan.values[f"action/{one}/needs"] == [two]
    assert f"action/{two}/needs" not in plan.values


@pytest.mark.parametrize("value", ["", "nobody/later", "/later", "rec-strategy-write/sideways", None, 5, "x" * 999])
def test_moves_that_make_no_sense_change_nothing(plan, value):
    before = plan.values
    plan.act("move", value)
    assert plan.values == before


@pytest.mark.parametrize("start", ["yesterday", "0001-01-01", 7])
def test_a_plan_does_not_begin_on_a_day_that_is_none(store, start):
    desk = assessed(store).go("plan")
    desk.act("plan-begin", start=start)
    assert (desk.record.questionnaire_id, bool(desk.state.message)) == ("readiness", True)


def test_an_action_that_is_gone_shows_the_board(plan):
    plan.send_route(f"{plan.record.id}/action/nobody")
    assert "By quarter" in plan.html()


# ---------------------------------------------------------------- others


def guest_of(desk, role):
    desk.visit.store.share(desk.record.id, NewShare(role, "Bo", account="bo"), "ada")
    guest = Desk(desk.visit.store, who="bo", client="guest", page="readiness")
    return guest.send_route(f"{desk.record.id}/board")


def test_a_reader_sees_the_plan_and_changes_nothing(plan):
    name, before = first(plan), plan.values
    guest = guest_of(plan, Role.READ)
    guest.change(f"action/{name}/status", "done")
    for act, value in (("move", f"{name}/later"), ("add", ""), ("drop", name), ("delete", ""), ("undo", "")):
        guest.act(act, value, title="Mine", reason="Because")
        assert "You may read this assessment" in guest.state.message
    assert plan.values == before
    assert "Earlier" not in guest.html().split('id="board"')[1]
    assert guest.act("export", "ics").visit.file is not None


def test_a_guest_of_the_plan_reaches_no_answer_of_the_assessment(plan):
    main = plan.values["meta/readiness"]
    guest = guest_of(plan, Role.EDIT)
    guest.change(f"action/{first(plan)}/progress", "Begun.")
    assert actions(plan)[0].progress == "Begun."
    for screen in ("tasks", "plan", "compare", "share"):
        guest.send_route(f"{main}/{screen}")
        assert (guest.record.id, guest.state.screen) == (plan.record.id, "board")
        assert "belongs to somebody else" in guest.state.message
    guest.act("plan-begin", plan.record.id)
    assert guest.record.id == plan.record.id
    assert "rating" not in guest.html()


def test_only_the_owner_of_an_assessment_makes_its_plan(store):
    desk = assessed(store)
    guest = guest_of(desk, Role.EDIT)
    guest.send_route(f"{desk.record.id}/plan")
    assert "Only the owner of the assessment makes its plan." in guest.html()
    guest.act("plan-begin")
    assert [one.questionnaire_id for one in store.listing("bo")] == []
    assert "meta/plan" not in desk.values


def test_a_plan_of_somebody_else_is_never_written(store):
    theirs = planned(store, who="bo", client="theirs")
    before = theirs.values
    desk = assessed(store).go("plan")
    desk.act("plan-begin", theirs.record.id)
    assert theirs.values == before
    store.write(desk.record.id, _writes({"meta/plan": theirs.record.id}), who="ada", client="y", seq=1)
    desk.act("plan-begin", theirs.record.id)
    assert theirs.values == before


def test_a_plan_of_another_assessment_stands_after_a_new_one(plan, store):
    """Who has two agencies is not led to mix them; the plan of the year before stands first."""
    unrelated = assessed(store, client="tab-2").go("plan")
    html = unrelated.html()
    assert html.index("Begin a new plan") < html.index("Add to “")
    store.write(
        unrelated.record.id,
        _writes({"meta/previous": plan.values["meta/readiness"]}),
        who="ada",
        client="z",
        seq=1,
    )
    html = unrelated.act("help", "basic").html()
    assert html.index("Add to “") < html.index("Begin a new plan")


def test_back_leads_the_owner_to_the_assessment_and_a_guest_to_the_list(plan):
    main = plan.values["meta/readiness"]
    assert plan.visit.screen().back == f"{main}/tasks"
    assert guest_of(plan, Role.EDIT).visit.screen().back == "list"
    plan.act("go", plan.visit.screen().back)
    assert (plan.record.id, plan.state.screen) == (main, "tasks")
