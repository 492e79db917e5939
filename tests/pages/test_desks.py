"""Pages about other records than risk assessments: each opens its own kind, and sees of linked ones what it may."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.pages.desk import Desk
from toolkit.pages.desks import DESKS, page_of
from toolkit.pages.screen import Create
from toolkit.store import NewShare, Role

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("page", "kind"), [("readiness", "readiness"), ("workbook", "workbook")])
def test_a_page_lists_and_opens_only_its_own_kind(store, page, kind):
    mine, risk = Desk(store, page=page), Desk(store, page="risk", client="tab-2")
    mine.act("new", title="Agency 2026")
    risk.act("new", title="Face search")
    assert mine.record.questionnaire_id == kind
    for desk, other in ((Desk(store, page=page), risk), (Desk(store, page="risk"), mine)):
        assert other.record.id not in [one.id for one in desk.state.summaries]
        desk.send_route(f"{other.record.id}/tasks")
        assert desk.record is None
        assert "There is no assessment" in desk.state.message


def test_every_kind_has_its_page():
    kinds = {kind: page_of(kind) for kind in ("readiness", "sheet", "plan", "workbook", "anything else")}
    assert kinds == {
        "readiness": "readiness", "sheet": "readiness", "plan": "readiness", "workbook": "workbook",
        "anything else": "risk",
    }  # fmt: skip
    assert set(DESKS) == {"home", "risk", "readiness", "workbook"}


def test_a_page_is_imported_when_it_is_asked_for_and_the_warm_process_has_them_all():
    late = ["readiness", "workbook", "reading_visit", "report_assessment"]
    script = (
        "import sys; from toolkit.pages import notebook, desks; desks.DESKS['risk']; "
        f"late = {{'toolkit.pages.' + name for name in {late}}}; print(sorted(late & set(sys.modules))); "
        "from toolkit.pages.warm import warm; warm(['en']); print(sorted(late - set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.splitlines() == ["[]", "[]"]


def test_an_answer_is_stored_and_comes_back(store):
    desk = Desk(store, page="readiness")
    desk.act("new", title="Agency 2026")
    name = desk.visit.context().readiness.statements[0].id
    desk.change(f"rating/{name}/level", "3")
    assert desk.values == {f"rating/{name}/level": 3}
    desk.change(f"rating/{name}/level", "9")
    assert desk.state.message
    assert desk.values == {f"rating/{name}/level": 3}


def test_a_record_keeps_the_ids_of_those_made_for_it(store):
    desk = Desk(store, page="readiness")
    desk.act("new", title="Agency 2026")
    main = desk.record.id
    note = {"name": "Legal", "role": "legal"}
    desk.visit.perform(Create("Sheet", kind="sheet", refer="sheet/{id}", note=note, stay=True))
    (sheet,) = desk.state.linked.values()
    assert (desk.record.id, sheet.questionnaire_id) == (main, "sheet")
    assert desk.values == {f"sheet/{sheet.id}": note}


def test_a_guest_of_a_workbook_learns_what_the_system_is_and_nothing_of_its_ratings(store):
    owner, risk = Desk(store, page="workbook"), Desk(store, page="risk")
    risk.act("new", title="Face search")
    risk.change("profile/application", ["face-search"])
    risk.change("item/accuracy-wrong-lead/likelihood", "4")
    owner.visit.perform(Create("Face search", {"meta/system": risk.record.id}, screen="tasks"))
    store.share(owner.record.id, NewShare(Role.EDIT, "legal", account="bo"), "ada")
    guest = Desk(store, who="bo", page="workbook")
    guest.send_route(f"{owner.record.id}/tasks")
    (seen,) = guest.state.linked.values()
    assert seen.values == {"profile/application": ["face-search"]}
    assert len(owner.state.linked[risk.record.id].values) == 2


def test_a_link_to_somebody_elses_record_leads_nowhere(store):
    theirs = Desk(store, who="bo", page="risk")
    theirs.act("new", title="Face search")
    desk = Desk(store, page="workbook")
    desk.visit.perform(Create("Mine", {"meta/system": theirs.record.id}, screen="tasks"))
    assert desk.state.linked == {}
    desk.send_route(f"{desk.record.id}/tasks")
    assert desk.state.linked == {}


def test_what_changes_in_a_linked_record_is_seen_at_the_next_event(store):
    risk = Desk(store, page="risk")
    risk.act("new", title="Face search")
    desk = Desk(store, page="workbook")
    desk.visit.perform(Create("Face search", {"meta/system": risk.record.id}, screen="tasks"))
    risk.change("profile/application", ["face-search"])
    desk.act("help", "basic")
    assert desk.state.linked[risk.record.id].values == {"profile/application": ["face-search"]}
    store.delete(risk.record.id, "ada")
    desk.act("help", "basic")
    assert desk.state.linked == {}
