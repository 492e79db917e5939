"""Reports and forms that the pages hand out: which there are, and what must not be in them for whom."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.pages.desk import Desk
from tests.pages.readiness import ADDRESS, Agency, accept
from toolkit.pages import files_out
from toolkit.pages.screen import Create, Event
from toolkit.render import pdf as pdf_module
from toolkit.store import NewShare, Role

ITEM = "accuracy-wrong-lead"
SECRET = "Only the assessor knows this."


def taken(desk, value):
    """The file for a button, as text."""
    desk.act("export", value)
    assert desk.visit.file is not None, desk.state.message
    return desk.visit.file.content.decode()


def nothing(desk, value):
    """No file; the sentence instead."""
    desk.act("export", value)
    assert desk.visit.file is None
    return desk.state.message


def agency(store):
    """An assessment with two people who answered apart, not opened yet."""
    owner = Agency(store, address=ADDRESS).begun()
    sheets = [owner.add(name) for name in ("Rosa Legal", "Sam Lab")]
    tokens = [owner.invited(one) for one in sheets]
    return owner, sheets, tokens


# ---------------------------------------------------------------- what there is


@pytest.mark.parametrize("variant", files_out.VARIANTS)
@pytest.mark.parametrize("fmt", ["docx", "html", "md"])
def test_every_report_of_a_risk_assessment_comes_as_a_file(asked, fmt, variant):
    asked.change(f"item/{ITEM}/likelihood", "4").change(f"item/{ITEM}/impact", "4")
    asked.act("export", f"report/{fmt}/{variant}")
    made = asked.visit.file
    assert made.filename.endswith(f".{fmt}")
    if fmt == "docx":
        assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(made.content)).namelist()
    else:
        assert "Plate reader" in made.content.decode()


STRANGE = ("", "report", "report/exe/whole", "report/md", "report/md/all", "report/md/whole/more", "form/docx",
           "form/xlsx/x", "system/md/whole")  # fmt: skip


@pytest.mark.parametrize("value", STRANGE)
def test_a_button_that_is_not_there_leaves_a_sentence(asked, value):
    assert nothing(asked, value) == files_out.NO_FORMAT


def test_where_no_pdf_can_be_made_the_page_says_what_to_install(asked, monkeypatch):
    def missing():
        raise pdf_module.NoPdf(pdf_module.HOW)

    monkeypatch.setattr(pdf_module, "_weasyprint", missing)
    for value in ("report/pdf/short", "form/pdf"):
        assert nothing(asked, value) == pdf_module.HOW
    assert "PDFs need WeasyPrint" in asked.html()


def test_a_file_that_is_asked_for_again_is_handed_out_again_and_not_made_anew(asked, monkeypatch):
    taken(asked, "report/md/short")
    first = asked.visit.file
    monkeypatch.setattr(files_out, "report", lambda *_: pytest.fail("made anew"))
    asked.visit.handle(Event("act", "export", "report/md/short"), asked.client, asked.visit.seq)
    assert asked.visit.file is first


def test_a_form_holds_the_answers_so_far_and_nothing_that_is_restricted(asked):
    asked.change(f"item/{ITEM}/note", SECRET)
    assert SECRET in taken(asked, "form/html")
    asked.change(f"item/{ITEM}/state", "withheld")
    assert SECRET not in taken(asked, "form/html")
    assert SECRET not in taken(asked, "report/md/whole")


def test_what_is_restricted_goes_before_any_report_is_made(asked):
    asked.change(f"item/{ITEM}/note", SECRET)
    assert SECRET in files_out.kept(asked.record).values.values()
    asked.change(f"item/{ITEM}/state", "withheld")
    assert SECRET not in files_out.kept(asked.record).values.values()
    assert SECRET not in files_out.stored(asked.state).values.values()


def test_a_report_for_release_leaves_out_what_is_marked(store):
    owner = Agency(store).begun()
    name = owner.names[0]
    owner.rate(name, 2).change(f"rating/{name}/evidence", SECRET)
    owner.change(f"withhold/rating/{name}", "An investigation is going on")
    assert SECRET in taken(owner, "report/md/whole")
    public = taken(owner, "report/md/release")
    assert SECRET not in public
    assert "An investigation is going on" in public


def test_a_plan_comes_as_a_report_too(store):
    owner = Agency(store)
    owner.visit.perform(Create("Plan 2027", {"action/a/title": "Write the policy"}, kind="plan", screen="board"))
    assert "Write the policy" in taken(owner, "report/md/whole")
    assert nothing(owner, "form/xlsx") == files_out.NO_FORMAT


# ---------------------------------------------------------------- who may have what


def test_a_guest_of_a_workbook_never_gets_ratings_of_the_risk_assessment(store):
    risk, owner = Desk(store, page="risk").begin("Face search"), Desk(store, page="workbook")
    risk.change(f"item/{ITEM}/likelihood", "5").change(f"item/{ITEM}/impact", "5").change(f"item/{ITEM}/note", SECRET)
    owner.visit.perform(Create("Face search", {"meta/system": risk.record.id}, screen="tasks"))
    store.share(owner.record.id, NewShare(Role.READ, "legal", account="bo"), "ada")
    owner.go("export")
    assert "system/md/whole" in owner.html()
    guest = Desk(store, who="bo", page="workbook").send_route(f"{owner.record.id}/export")
    assert "system/md/whole" not in guest.html()
    assert "for those who may read that one" in nothing(guest, "system/md/whole")
    wrong_lead = risk.library.item(ITEM).title
    assert wrong_lead in taken(owner, "system/md/whole")
    for value in ("report/md/whole", "report/md/release", "form/html"):
        given = taken(guest, value)
        assert SECRET not in given
        assert wrong_lead not in given


def test_a_respondent_gets_a_form_with_their_own_answers_and_no_report(store, database):
    owner, (sheet, _), (token, _) = agency(store)
    owner.rate(owner.names[0], 5).change(f"rating/{owner.names[0]}/note", SECRET)
    accept(database, token, "rosa")
    rosa = Agency(store, who="rosa", address=ADDRESS).send_route(f"{sheet}/tasks")
    rosa.change(f"rating/{rosa.names[1]}/note", "Rosa says")
    assert nothing(rosa, "report/md/whole") == "The report belongs to the assessment. Ask its owner for it."
    form = taken(rosa, "form/html")
    assert "Rosa says" in form
    assert SECRET not in form


def test_the_owner_gets_nothing_of_a_sheet_that_was_sent_to_somebody(store, database):
    owner, (sheet, _), (token, _) = agency(store)
    accept(database, token, "rosa")
    rosa = Agency(store, who="rosa", address=ADDRESS).send_route(f"{sheet}/tasks")
    rosa.change(f"rating/{rosa.names[1]}/note", "Rosa says")
    owner.send_route(f"{sheet}/tasks")
    assert "belong to somebody else" in nothing(owner, "form/xlsx")
    assert "belong to somebody else" in nothing(owner, "report/md/whole")


def test_there_is_no_report_before_the_answers_of_all_are_opened(store):
    owner, _, _ = agency(store)
    owner.go("export")
    assert "report/md/whole" not in owner.html()
    assert "Open everybody’s answers first" in nothing(owner, "report/md/whole")


def test_only_the_owners_report_says_who_answered_what(store, database):
    owner, sheets, tokens = agency(store)
    for person, sheet, token, level in zip(("rosa", "sam"), sheets, tokens, (2, 4), strict=True):
        accept(database, token, person)
        desk = Agency(store, who=person, address=ADDRESS).send_route(f"{sheet}/tasks")
        desk.rate(desk.names[0], level).change(f"rating/{desk.names[0]}/note", f"Note of {person}")
    owner.go("people").act("open-answers")
    store.share(owner.record.id, NewShare(Role.READ, "chief", account="bo"), "ada")
    whole = taken(owner, "report/md/whole")
    assert all(word in whole for word in ("Rosa Legal", "Sam Lab"))
    guest = Agency(store, who="bo").send_route(f"{owner.record.id}/export")
    for value in ("report/md/whole", "report/html/short", "form/html"):
        given = taken(guest, value)
        assert not [word for word in ("Rosa Legal", "Sam Lab", "Note of") if word in given]


def test_who_is_left_out_on_the_page_is_left_out_of_the_report(store):
    owner, sheets, _ = agency(store)
    owner.go("people").act("leave-out", sheets[1])
    for sheet, level in zip(sheets, (2, 4), strict=True):
        writer = Agency(store, client=f"c-{sheet}")
        writer.send_route(f"{sheet}/tasks").act("answer-here")
        writer.rate(writer.names[0], level)
    owner.send_route(f"{owner.record.id}/people").act("open-answers")
    whole = taken(owner, "report/md/whole")
    assert "Sam Lab" not in whole
