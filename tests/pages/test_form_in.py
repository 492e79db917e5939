"""A filled form comes back to a page: shown first, stored in one step when the person says so, by those who may."""

from __future__ import annotations

import base64
import io
import zipfile

import pytest

from tests.exchange.record_strategies import QUESTIONS, STATEMENTS
from tests.pages.desk import Desk
from tests.pages.form_strategies import fill
from tests.pages.readiness import ADDRESS, Agency, accept
from tests.pages.test_forms import ITEM
from toolkit.pages import form_in
from toolkit.pages.forms import form_bytes, form_of
from toolkit.pages.screen import Create, Event
from toolkit.store import NewShare, Role

ONE, TWO, THREE = STATEMENTS[:3]


def uploaded(desk, data, name="form"):
    given = data if isinstance(data, str) else base64.b64encode(data).decode()
    return desk.send(Event("upload", name, {"filename": "filled.xlsx", "base64": given}))


def typed(kind, cells, values=None, lang="en", name=""):
    """A form in which somebody filled in cells, by row and column."""
    data = form_bytes(kind, lang, values or {}, name=name)
    tabs = {
        row.id: tab.id for tab in form_of(kind, lang, values or {}).tabs for row in tab.rows if tab.id != "safeguards"
    }
    wanted = {}
    for place, value in cells.items():
        wanted.setdefault(place[2] if len(place) > 2 else tabs[place[0]], {})[place[:2]] = value
    return fill(data, wanted)


LEVELS = {(ONE, "level"): 3, (ONE, "note"): "Seen in May", (TWO, "level"): 2, (TWO, "highest"): 4}
WANTED = {f"rating/{ONE}/level": 3, f"rating/{ONE}/note": "Seen in May", f"rating/{TWO}/level": [2, 4]}


@pytest.fixture
def agency(store):
    return Agency(store).begun()


def test_nothing_is_stored_before_the_person_says_so(agency):
    uploaded(agency, typed("readiness", LEVELS))
    assert agency.state.screen == form_in.NAME
    assert agency.values == {}
    html = agency.html()
    assert "Take over 3 answers" in html
    assert "Seen in May" in html
    assert "Nothing from the form is stored yet." in html


def test_exactly_the_answers_of_the_form_are_stored_and_one_undo_takes_them_back(agency):
    agency.rate(THREE, 5)
    uploaded(agency, typed("readiness", LEVELS)).act("form-take")
    assert agency.values == {**WANTED, f"rating/{THREE}/level": 5}
    assert "3 answers were taken over." in agency.html()
    agency.act("undo")
    assert agency.values == {f"rating/{THREE}/level": 5}
    assert "Take over 3 answers" in agency.html()


def test_to_take_over_nothing_stores_nothing(agency):
    uploaded(agency, typed("readiness", LEVELS)).act("form-drop")
    assert agency.values == {}
    assert "Bring back a filled form" in agency.html()
    assert agency.act("form-take").state.message == form_in.NOTHING


def test_a_change_says_what_was_there_and_a_bad_cell_where_it_is_and_how_to_mend_it(agency):
    agency.rate(ONE, 2)
    uploaded(agency, typed("readiness", {(ONE, "level"): 4, (TWO, "level"): "good"}, agency.values))
    html = agency.html()
    assert "1 answer changes" in html
    assert "from <bdi>2</bdi> to <bdi>4</bdi>" in html
    assert "is not on the list. Choose one of" in html
    assert "Culture and infrastructure, I" in html
    assert agency.act("form-take").values == {f"rating/{ONE}/level": 4}


@pytest.mark.parametrize(("choice", "stored"), [("theirs", 5), ("mine", 4), ("", 5)])
def test_of_two_answers_the_one_counts_that_the_person_chooses(agency, choice, stored):
    agency.rate(ONE, 2)
    data = typed("readiness", {(ONE, "level"): 4, (TWO, "level"): 1}, agency.values)
    agency.rate(ONE, 5)
    uploaded(agency, data)
    assert "Keep what is stored: <bdi>5</bdi>" in agency.html()
    assert "Take what is in the form: <bdi>4</bdi>" in agency.html()
    agency.act("form-take", **{"conflict-0": choice})
    assert agency.values == {f"rating/{ONE}/level": stored, f"rating/{TWO}/level": 1}


def test_what_was_changed_while_the_person_looked_is_shown_again_and_not_overwritten(agency):
    uploaded(agency, typed("readiness", {(ONE, "level"): 4, (TWO, "level"): 1}))
    agency.elsewhere(page="readiness").change(f"rating/{ONE}/level", "5")
    agency.act("form-take")
    assert agency.values == {f"rating/{ONE}/level": 5}
    assert agency.state.message == form_in.MOVED
    assert "Keep what is stored: <bdi>5</bdi>" in agency.html()


def test_a_store_that_is_away_leaves_the_difference_where_it_was(agency, monkeypatch):
    uploaded(agency, typed("readiness", LEVELS))
    from toolkit.store import StoreError

    def away(*_, **__):
        raise StoreError("The database is away.")

    monkeypatch.setattr(agency.visit.store, "write", away)
    agency.act("form-take")
    assert "Take over 3 answers" in agency.html()
    assert "taken over." not in agency.html()


def test_a_form_that_nobody_filled_in_changes_nothing(agency):
    agency.rate(ONE, 2)
    uploaded(agency, form_bytes("readiness", "en", agency.values))
    assert "The form changes nothing." in agency.html()
    assert "form-take" not in agency.html()


def test_a_form_of_another_record_says_whose_it_is(agency):
    uploaded(agency, typed("readiness", LEVELS, name="Another agency"))
    assert "Another agency" in agency.html()


def test_a_form_in_another_language_is_understood(agency):
    uploaded(agency, typed("readiness", LEVELS, lang="ar")).act("form-take")
    assert agency.values == WANTED


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_difference_is_shown_in_both_languages(store, lang):
    desk = Agency(store, lang=lang).begun()
    uploaded(desk, typed("readiness", {**LEVELS, (THREE, "level"): "x"}, lang=lang))
    assert 'data-act="form-take"' in desk.html()


# ---------------------------------------------------------------- the other pages


def test_a_workbook_takes_answers_from_a_form(store):
    desk = Desk(store, page="workbook")
    desk.visit.perform(Create("Face search", {}, screen="tasks"))
    cells = {(QUESTIONS[0], "status"): "Settled", (QUESTIONS[0], "text"): "The chief decides.",
             (QUESTIONS[1], "owner_role"): "Somebody"}  # fmt: skip
    uploaded(desk, typed("workbook", cells)).act("form-take")
    root = f"reply/{QUESTIONS[0]}"
    assert desk.values == {f"{root}/status": "settled", f"{root}/text": "The chief decides."}
    assert len(desk.state.incoming.difference.refused) == 1


def test_a_risk_assessment_takes_ratings_ranges_and_treatments_from_a_form(asked):
    cells = {(ITEM.id, "likelihood", "risks"): 2, (ITEM.id, "likelihood_highest", "risks"): 3,
             (ITEM.id, "impact", "risks"): 1, (ITEM.id, "action", "treatments"): "Check twice"}  # fmt: skip
    before = asked.values
    uploaded(asked, typed("risk", cells, before)).act("form-take")
    wanted = {
        f"item/{ITEM.id}/likelihood": [2, 3],
        f"item/{ITEM.id}/impact": 1,
        f"treatment/{ITEM.id}/action": "Check twice",
    }
    assert asked.values == {**before, **wanted}


# ---------------------------------------------------------------- who may


def test_a_reader_is_refused(store, agency):
    store.share(agency.record.id, NewShare(Role.READ, "chief", account="bo"), "ada")
    guest = Agency(store, who="bo").send_route(f"{agency.record.id}/export")
    assert 'type="file"' not in guest.html()
    uploaded(guest, typed("readiness", LEVELS))
    assert "You may read this assessment, not change it" in guest.state.message
    assert guest.act("form-take").state.incoming is None
    assert agency.values == {}


def test_whoever_may_answer_may_bring_a_form(store, agency):
    store.share(agency.record.id, NewShare(Role.EDIT, "legal", account="bo"), "ada")
    guest = Agency(store, who="bo").send_route(f"{agency.record.id}/export")
    uploaded(guest, typed("readiness", LEVELS)).act("form-take")
    assert agency.values == WANTED


def test_a_right_that_ends_while_one_looks_ends_taking_over(store, agency):
    share = store.share(agency.record.id, NewShare(Role.EDIT, "legal", account="bo"), "ada")
    guest = Agency(store, who="bo").send_route(f"{agency.record.id}/export")
    uploaded(guest, typed("readiness", LEVELS))
    store.withdraw(agency.record.id, share, "ada")
    guest.act("form-take")
    assert agency.values == {}


def test_a_submitted_assessment_takes_nothing(agency):
    agency.rate(ONE, 3).act("submit")
    uploaded(agency, typed("readiness", {(TWO, "level"): 1}))
    assert "cannot change" in agency.state.message
    assert agency.values == {f"rating/{ONE}/level": 3}


def test_a_respondent_brings_their_own_answers_and_nothing_else(store, database):
    owner = Agency(store, address=ADDRESS).begun()
    sheet = owner.add("Rosa")
    accept(database, owner.invited(sheet), "rosa")
    rosa = Agency(store, who="rosa", address=ADDRESS).send_route(f"{sheet}/tasks")
    before = rosa.values
    cells = {**LEVELS, ("meta/organization", "answer", "about"): "Mine", (ONE, "withhold"): "Because"}
    uploaded(rosa, typed("readiness", cells)).act("form-take")
    assert rosa.values == {**before, **WANTED}
    assert "Its owner says it there." in rosa.html()
    assert not [key for key in store.load(owner.record.id).values if key.startswith("rating/")]


def test_the_owner_cannot_fill_in_a_sheet_that_was_sent_to_somebody(store):
    owner = Agency(store, address=ADDRESS).begun()
    sheet = owner.add("Rosa")
    owner.send_route(f"{sheet}/tasks")
    before = store.load(sheet).values
    uploaded(owner, typed("readiness", LEVELS)).act("form-take")
    assert store.load(sheet).values == before


# ---------------------------------------------------------------- files that are none


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 70_000_000)
    return out.getvalue()


BAD = {
    "no spreadsheet": (b"hello", "this is not an XLSX file"),
    "nothing at all": (b"", "this is not an XLSX file"),
    "no base64": ("§§§", form_in.NOT_WHOLE),
    "too large": ("A" * 7_000_000, form_in.TOO_LARGE),
    "a bomb": (bomb, "at most 60,000,000 are read"),
    "a form of another kind": (lambda: form_bytes("workbook", "en"), "this is a form for workbook, not for readiness"),
    "half a form": (lambda: form_bytes("readiness", "en")[:9_000], "this is not an XLSX file"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_form_leaves_a_sentence_and_nothing_else(agency, name):
    given, words = BAD[name]
    uploaded(agency, given() if callable(given) else given)
    assert words in agency.state.message
    assert agency.state.incoming is None
    assert agency.values == {}
    agency.html()


@pytest.mark.parametrize("value", [None, 5, "text", [], {}, {"text": "{}"}, {"base64": None}, {"base64": {"a": 1}}])
def test_a_message_that_holds_no_file_leaves_a_sentence(agency, value):
    agency.send(Event("upload", "form", value))
    assert agency.state.message == form_in.NOT_WHOLE


def test_formulas_and_texts_that_are_too_long_are_refused_cell_by_cell(agency):
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(typed("readiness", {(TWO, "reason"): "x" * 600, (THREE, "level"): 1})))
    sheet = next(one for one in book.worksheets if one["A1"].value and "culture" in str(one["A1"].value))
    sheet["I3"] = '=HYPERLINK("https://evil.example","3")'
    out = io.BytesIO()
    book.save(out)
    uploaded(agency, out.getvalue())
    html = agency.html()
    assert "A formula stands here. Write the answer itself." in html
    assert "The text has 600 characters; at most 500 can be kept." in html
    assert agency.act("form-take").values == {f"rating/{THREE}/level": 1}


def test_what_stands_in_a_form_is_shown_as_text(agency):
    uploaded(agency, typed("readiness", {(ONE, "note"): "<img src=x onerror=alert(1)>"}, name="<b>bold</b>"))
    assert "<img src=x" not in agency.html()
    assert "<b>bold" not in agency.html()
