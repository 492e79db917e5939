"""The workbook page without a browser: beginning, choosing, answering, and what it shows."""

from __future__ import annotations

import re

import pytest

from tests.pages.desk import Desk
from toolkit.core.guide import STAGES
from toolkit.core.kept import replies_of
from toolkit.core.workbook import EVERY_ROLE, FEWEST, MOST, Status
from toolkit.pages.workbook_state import place_of
from toolkit.store import NewShare, Role

QUESTION = "work-legitimacy-which-law"


@pytest.fixture
def risk(store):
    """A system with a described and partly rated risk assessment."""
    risk = Desk(store, page="risk", client="risk-tab")
    risk.begin("Face search", {"item/accuracy-wrong-lead/likelihood": 4, "item/accuracy-wrong-lead/impact": 5})
    return risk.record


@pytest.fixture
def desk(store, risk):
    """The workbook of that system, at its task list."""
    desk = Desk(store, page="workbook")
    return desk.act("new", system=risk.id, title="", purpose="To find people")


def numbers(desk):
    return re.findall(r'id="(q-[a-z0-9-]+)"', desk.html())


# ---------------------------------------------------------------- to begin


def test_a_workbook_takes_name_and_system_from_the_risk_assessment(desk, risk):
    assert (desk.record.title, desk.record.questionnaire_id) == ("Face search", "workbook")
    assert desk.values == {"meta/purpose": "To find people", "meta/system": risk.id}
    assert "Face search" in desk.html()


def test_a_new_system_starts_its_risk_assessment_too(store):
    desk = Desk(store, page="workbook")
    desk.act("new", title="Plate reader", system="", purpose="")
    (system,) = desk.state.linked.values()
    assert (system.title, system.questionnaire_id) == ("Plate reader", desk.library.questionnaire)
    assert desk.values == {"meta/system": system.id}
    assert desk.state.screen == "tasks"


def test_only_the_newest_version_of_a_system_is_offered(store, risk):
    old = Desk(store, page="risk", client="tab-9")
    old.send_route(f"{risk.id}/tasks").act("submit").act("version")
    newest = old.record.id
    desk = Desk(store, page="workbook")
    html = desk.html()
    assert newest in html
    assert risk.id not in html
    desk.act("new", system=risk.id)
    assert "not on your list" in desk.state.message


def test_somebody_elses_system_cannot_be_taken(store, risk):
    desk = Desk(store, who="bo", page="workbook")
    desk.act("new", system=risk.id, title="Mine")
    assert desk.record is None
    assert "not on your list" in desk.state.message


def test_a_second_workbook_of_the_same_name_is_not_begun_by_mistake(desk, risk):
    desk.go("list")
    desk.act("new", system=risk.id, title="")
    assert desk.record is None
    assert "There is a workbook of this name already." in desk.html()
    desk.act("new", system=risk.id, title="Face search, second site")
    assert desk.values["meta/system"] == risk.id


def test_the_newest_version_of_the_risk_assessment_counts(desk, risk, store):
    owner = Desk(store, page="risk", client="tab-9").send_route(f"{risk.id}/tasks").act("submit").act("version")
    owner.change("profile/stage", "monitoring")
    assert "From the risk assessment: Monitoring." in desk.go("tasks").html()
    (system,) = desk.state.linked.values()
    assert (system.id, desk.values["meta/system"]) == (owner.record.id, risk.id)


def test_a_guest_sees_the_description_of_the_newest_version_too(desk, risk, store):
    owner = Desk(store, page="risk", client="tab-9").send_route(f"{risk.id}/tasks").act("submit").act("version")
    owner.change("profile/stage", "monitoring")
    store.share(desk.record.id, NewShare(Role.READ, "Legal", account="bo"), "ada")
    guest = Desk(store, who="bo", page="workbook").send_route(f"{desk.record.id}/tasks")
    assert "From the risk assessment: Monitoring." in guest.html()
    (system,) = guest.state.linked.values()
    assert {key.partition("/")[0] for key in system.values} == {"profile"}


def test_a_name_is_needed_for_a_new_system(store):
    desk = Desk(store, page="workbook").act("new", title="  ", system="")
    assert desk.record is None
    assert 'href="#title-field"' in desk.html()


def test_the_example_is_added_once_with_its_risk_assessment_and_says_that_it_is_one(store):
    desk = Desk(store, page="workbook").act("samples")
    assert desk.record.demo
    assert "Illustration" in desk.html()
    (system,) = desk.state.linked.values()
    assert system.demo
    assert system.title == desk.record.title
    assert {str(one.status) for one in replies_of(desk.values).values()} == {str(one) for one in Status}
    content = desk.visit.context().workbook
    assert all(content.question(name) for name in replies_of(desk.values))
    desk.go("list")
    desk.act("samples")
    assert len(store.listing("ada")) == 2


def test_the_example_uses_the_risk_assessment_that_is_there_already(store):
    risk = Desk(store, page="risk", client="tab-9").act("samples")
    face = next(one.id for one in risk.state.summaries if "Face" in one.title)
    desk = Desk(store, page="workbook").act("samples")
    assert desk.values["meta/system"] == face


# ---------------------------------------------------------------- what the description says is confirmed, not assumed


def test_the_stage_of_the_description_is_shown_with_its_origin_and_taken_over_with_a_yes(desk):
    html = desk.html()
    assert "From the risk assessment: Deployment." in html
    assert "meta/stage" not in desk.values
    desk.act("confirm", "stage")
    assert desk.values["meta/stage"] == "deployment"
    assert "From the risk assessment: Deployment." not in desk.html()


def test_two_activities_are_not_taken_over_as_one(desk):
    desk.act("confirm", "activity")
    assert "not on the list" in desk.state.message
    assert "meta/activity" not in desk.values
    desk.change("meta/activity", "procure")
    assert desk.values["meta/activity"] == "procure"


def test_a_stage_that_differs_from_the_description_says_so(desk):
    desk.change("meta/stage", "planning")
    assert "The risk assessment says something else: Deployment." in desk.html()


# ---------------------------------------------------------------- choosing


@pytest.mark.parametrize("role", EVERY_ROLE)
@pytest.mark.parametrize("stage", STAGES)
def test_every_role_gets_twelve_to_twenty_five_questions_at_every_stage(desk, role, stage):
    desk.go(f"questions/{role}/{stage}/any")
    assert FEWEST <= len(numbers(desk)) <= MOST


def test_the_address_keeps_the_choice(desk):
    desk.act("choose", role="legal", stage="development", activity="procure")
    assert (desk.state.screen, desk.state.arg) == ("questions", "legal/development/procure")
    assert desk.visit.screen().route == f"{desk.record.id}/questions/legal/development/procure"
    desk.act("choose", role="king", stage="", activity="")
    assert "not on the list" in desk.state.message


@pytest.mark.parametrize(
    "arg", ["", "x/y/z", "legal", "legal/development/any/all/3", "legal/development/any/9999", "//"]
)
def test_any_address_of_questions_shows_some(desk, arg):
    desk.pretend(single=True)
    desk.go(f"questions/{arg}")
    assert len(numbers(desk)) == 1
    assert place_of(place_of(arg).arg) == place_of(arg)


def test_all_that_were_left_out_are_one_step_away(desk):
    desk.go("questions/rd/development/any")
    assert "more questions fit this role and stage" in desk.html()
    shown = len(numbers(desk))
    desk.go("questions/rd/development/any/all")
    assert len(numbers(desk)) > shown


def test_one_question_at_a_time_leads_through_all_of_them(desk):
    desk.pretend(single=True)
    desk.go("questions/legal/planning/any")
    seen = []
    while True:
        seen += numbers(desk)
        onward = re.search(r'data-value="(questions/[^"]+)" data-key="n"', desk.html())
        if not onward:
            break
        desk.act("go", onward[1])
    assert len(seen) == len(set(seen)) >= FEWEST


def test_a_question_says_why_it_is_here_and_marks_its_answers_as_invented(desk):
    desk.go("questions/legal/planning/any")
    html = desk.html()
    assert "For this role at this stage" in html
    assert "Both are invented, to show the difference." in html


def test_the_questions_that_treat_a_risk_that_holds_the_level_say_so(desk):
    desk.go("questions/any/any/any/all")
    assert "It treats a risk that holds the level of the system" in desk.html()


# ---------------------------------------------------------------- answering


def test_an_answer_is_kept_with_who_evidence_and_why_it_is_not_for_release(desk):
    desk.go("questions/legal/planning/any")
    given = {"text": "Section 12", "status": "settled", "owner_role": "legal", "evidence": "Opinion"}
    for part, value in given.items():
        desk.change(f"reply/{QUESTION}/{part}", value)
    desk.change(f"withhold/reply/{QUESTION}", "Advice to counsel")
    assert {part: desk.values[f"reply/{QUESTION}/{part}"] for part in given} == given
    assert desk.values[f"withhold/reply/{QUESTION}"] == "Advice to counsel"
    desk.change(f"withhold/reply/{QUESTION}", "  ")
    assert f"withhold/reply/{QUESTION}" not in desk.values


def test_settled_without_an_answer_and_left_out_without_a_reason_count_as_in_hand(desk):
    desk.go(f"question/{QUESTION}")
    desk.change(f"reply/{QUESTION}/status", "settled")
    assert "It counts as in hand until there is an answer." in desk.html()
    desk.change(f"reply/{QUESTION}/status", "not-applicable")
    assert "It counts as in hand until there is a reason." in desk.html()
    desk.change(f"reply/{QUESTION}/reason", "No such use")
    assert "It counts as in hand" not in desk.html()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("meta/system", "another"), ("meta/gate/planning", {"by": "x"}), ("meta/stage", "never"), ("meta/x", "y"),
        (f"reply/{QUESTION}/status", "graded"), (f"reply/{QUESTION}/owner_role", "king"), ("reply/none/text", "x"),
        (f"reply/{QUESTION}/text", "x" * 20_001), (f"reply/{QUESTION}/text", ["x"]), ("withhold/rating/x", "y"),
        ("withhold/reply/none", "x"), ("item/accuracy-wrong-lead/likelihood", "1"), ("reply", "x"), ("", "x"),
    ],
)  # fmt: skip
def test_nothing_else_can_be_written(desk, key, value):
    before = dict(desk.values)
    desk.change(key, value)
    assert desk.state.message
    assert desk.values == before


def test_history_and_undo_of_a_question(desk):
    desk.go(f"question/{QUESTION}")
    desk.change(f"reply/{QUESTION}/status", "in-hand")
    desk.act("history", QUESTION)
    assert "<td>In hand</td>" in desk.html().replace("<bdi>", "").replace("</bdi>", "")
    desk.act("undo")
    assert f"reply/{QUESTION}/status" not in desk.values


def test_two_windows_that_disagree_are_both_shown(desk):
    desk.go(f"question/{QUESTION}")
    other = desk.elsewhere(page="workbook")
    other.change(f"reply/{QUESTION}/owner_role", "legal")
    desk.change(f"reply/{QUESTION}/owner_role", "rd", rev=0)
    html = desk.html()
    assert "This answer was changed in another window" in html
    assert "Legal adviser" in html
    desk.act("resolve", "mine")
    assert desk.values[f"reply/{QUESTION}/owner_role"] == "rd"


def test_a_safeguard_that_the_risk_assessment_records_is_taken_over_once_and_says_where_it_is_from(store):
    desk = Desk(store, page="workbook").act("samples")
    desk.go("question/work-legitimacy-opinion-still-fits")
    assert "The risk assessment already says something about this" in desk.html()
    for _ in range(2):
        desk.act("take", "work-legitimacy-opinion-still-fits/ctl-legal-review")
    kept = desk.values["reply/work-legitimacy-opinion-still-fits/evidence"]
    assert kept.count("From the risk assessment: ") == 1
    desk.act("take", "work-legitimacy-opinion-still-fits/ctl-named-owner")
    assert "not on the list" in desk.state.message


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize(
    "screen",
    ["tasks", "questions/legal/planning/any", f"question/{QUESTION}", "question/none", "handover/legal/planning",
     "gate/planning", "gate/retirement", "file", "share"],
)  # fmt: skip
def test_every_screen_is_drawn_in_both_directions(store, lang, screen):
    desk = Desk(store, lang=lang, page="workbook").act("samples")
    desk.go(screen)
    html = desk.html()
    assert html.count("<h1") == 1
    assert "style=" not in html
    found = re.findall(r'\bid="([^"]+)"', html)
    assert len(found) == len(set(found)), [one for one in found if found.count(one) > 1]


def test_the_name_of_the_product_leads_back_to_the_list(desk):
    desk.act("go", "home")
    assert (desk.record, desk.state.message) == (None, "")
    assert desk.visit.screen().route == "list"
