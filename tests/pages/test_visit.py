"""What becomes of events in a real store: undo, versions, two windows, failures, other people."""

import re
from contextlib import suppress
from dataclasses import replace

import pytest

from tests.pages.desk import Desk
from toolkit.core.model import ToolkitError
from toolkit.pages.screen import Event
from toolkit.store import Store, StoreError

ITEM = "accuracy-wrong-lead"
RATING = f"item/{ITEM}/likelihood"
NOTE = f"item/{ITEM}/note"


# ---------------------------------------------------------------- undo and history


def test_undo_takes_back_the_last_change(asked):
    before = asked.values
    for name, value in ((RATING, "4"), (NOTE, "seen"), ("profile/stage", "planning"), (RATING + ".lo", "2")):
        asked.change(name, value).act("undo")
        assert asked.values == before, name


def test_twenty_steps_can_be_undone_and_then_it_says_so(asked):
    for number in range(21):
        asked.change(NOTE, f"version {number}")
    for number in reversed(range(20)):
        asked.act("undo")
        assert asked.values[NOTE] == f"version {number}"
    asked.act("undo")
    assert asked.values[NOTE] == "version 0"
    assert "nothing left" in asked.state.message


def test_undo_keeps_away_from_what_somebody_else_changed_since(asked):
    asked.change(NOTE, "mine")
    asked.visit.store.write(asked.record.id, [_write(NOTE, "theirs")], who="grace", client="g", seq=1)
    asked.act("undo")
    assert asked.values[NOTE] == "theirs"
    assert "not undone" in asked.state.message


def _write(key, value):
    from toolkit.store import Write

    return Write(key, value, None)


def test_only_what_the_content_says_in_english_is_marked_as_english_in_a_history(store):
    desk = Desk(store, "ar").begin()
    control = desk.library.controls[desk.library.item(ITEM).controls[0]]
    # As if this one had no translation.
    desk.visit.library = replace(desk.library, translated=desk.library.translated - {control.title})
    desk.change(RATING, "2").change(f"item/{ITEM}/control/{control.id}.status", "planned").act("history", ITEM)
    table = desk.html().partition('<div class="history">')[2].partition("</table>")[0]
    likelihood = desk.visit.interface.gettext("Likelihood")
    assert f"<td>{likelihood}</td>" in table
    assert re.search(rf'<td><\w+ lang="en" dir="ltr">{re.escape(control.title)}<', table)
    assert f"<bdi>{desk.visit.interface.gettext('Planned')}</bdi>" in table
    assert "planned" not in table


def test_the_history_of_a_question_says_what_was_there_before(asked):
    asked.change(RATING, "2").change(RATING, "4").change(f"item/{ITEM}/impact", "5").act("history", ITEM)
    rows = [(one.key, one.before, one.after) for one in asked.state.history]
    assert rows[0] == (f"item/{ITEM}/impact", None, 5)
    assert rows[1] == (RATING, 2, 4)
    assert "What was changed here" in asked.html()
    asked.change(RATING, "unknown")
    assert "I don’t know" in asked.html().partition("What was changed here")[2].partition("</table>")[0]
    asked.act("history", ITEM)
    assert "What was changed here" not in asked.html()


# ---------------------------------------------------------------- two windows


@pytest.fixture
def torn(asked):
    """Two windows on one question; the other one was quicker."""
    other = asked.elsewhere()
    other.change(RATING, "2")
    asked.change(RATING, "5", rev=0)
    return asked, other


def test_what_another_window_stored_is_not_overwritten(torn):
    asked, _ = torn
    assert asked.values[RATING] == 2
    assert [(one.mine, one.theirs) for one in asked.state.conflicts] == [(5, 2)]
    assert "changed in another window" in asked.html()


def test_the_stored_answer_can_be_kept(torn):
    asked, _ = torn
    asked.act("resolve", "theirs")
    assert (asked.values[RATING], asked.state.conflicts) == (2, ())
    assert "another window" not in asked.html()


def test_my_answer_can_be_written_over_it_knowingly(torn):
    asked, other = torn
    asked.act("resolve", "mine")
    assert (asked.values[RATING], asked.state.conflicts) == (5, ())
    other.act("mode", "all")
    assert other.state.values[RATING] == 5


def test_a_disagreement_stays_until_it_is_settled(torn):
    asked, _ = torn
    asked.change(NOTE, "an answer to something else").go("check").go("section/accuracy")
    assert "changed in another window" in asked.html()


def test_going_on_typing_does_not_overwrite_either(torn):
    asked, _ = torn
    asked.change(RATING, "4")
    assert asked.values[RATING] == 2
    assert asked.state.conflicts[0].mine == 4
    asked.act("resolve", "mine")
    assert asked.values[RATING] == 4


def test_giving_the_same_answer_as_the_other_window_settles_it(torn):
    asked, _ = torn
    asked.change(RATING, "2")
    assert asked.state.conflicts == ()


def test_a_disagreement_is_shown_at_its_own_question_only(asked):
    other = asked.elsewhere()
    other.change("profile/scale", "under-100")
    asked.go("describe/2").change("profile/scale", "millions", rev=0)
    assert asked.html().count("changed in another window") == 1
    assert "under-100" not in asked.html().partition("Stored there")[2].partition("</p>")[0]


@pytest.mark.parametrize("name", ["meta/summary", "meta/organization"])
def test_a_disagreement_about_the_record_is_shown_on_the_export_screen(asked, name):
    asked.elsewhere().change(name, "theirs")
    asked.go("export").change(name, "mine", rev=0)
    assert "theirs" in asked.html().partition("another window")[2]


def test_quick_changes_of_one_window_are_no_disagreement_with_itself(asked):
    for text in ("a", "ab", "abc"):
        asked.change(NOTE, text, rev=0)
    assert (asked.values[NOTE], asked.state.conflicts) == ("abc", ())


def test_what_the_other_window_changed_elsewhere_is_seen_at_the_next_event(asked):
    asked.elsewhere().change(NOTE, "from the other window")
    asked.change(RATING, "3")
    assert "from the other window" in asked.html()


def test_deleted_in_another_window_leads_to_the_list_with_a_sentence(asked):
    asked.elsewhere().go("tasks").act("delete").act("delete")
    asked.change(RATING, "3")
    assert (asked.state.screen, asked.record) == ("list", None)
    assert asked.state.message
    asked.new("Another")
    assert asked.record.title == "Another"


# ---------------------------------------------------------------- delivery


def test_an_event_that_comes_twice_counts_once(asked, library):
    event = Event("act", "try", f"{ITEM}/{library.item(ITEM).controls[0]}")
    for _ in range(2):
        asked.visit.handle(event, "tab-1", 900)
    assert len(asked.state.tried) == 1
    for _ in range(2):
        asked.visit.handle(Event("act", "new", form={"title": "Twin"}), "tab-1", 901)
    assert [one.title for one in asked.visit.store.listing("ada")].count("Twin") == 1


def test_a_change_that_comes_again_after_a_new_start_counts_once(asked, store):
    event = Event("change", NOTE, "once", 0)
    asked.visit.handle(event, "tab-1", 900)
    asked.visit.store.write(asked.record.id, [_write(NOTE, "later")], who="ada", client="tab-9", seq=1)
    fresh = asked.elsewhere(client="tab-1")
    fresh.visit.handle(event, "tab-1", 900)
    assert (fresh.values[NOTE], fresh.state.conflicts) == ("later", ())


def test_a_file_is_handed_out_again_when_its_answer_was_lost(asked):
    for _ in range(2):
        asked.visit.handle(Event("act", "export", "csv"), "tab-1", 900)
        assert asked.visit.file is not None


@pytest.mark.parametrize("seq", [0, -1, 2**70])
def test_a_change_without_a_proper_number_is_refused_or_kept_but_never_breaks(asked, seq):
    asked.visit.handle(Event("change", RATING, "3", 0), "", seq)
    assert asked.state.message
    assert "<h1" in asked.html()


# ---------------------------------------------------------------- a store that fails


@pytest.fixture
def full(monkeypatch):
    def fail(*_, **__):
        raise StoreError("The disk is full: make room and try again.")

    monkeypatch.setattr(Store, "write", fail)
    return monkeypatch


def test_an_answer_that_cannot_be_stored_stays_on_the_screen_with_a_sentence(asked, full):
    before = asked.values
    asked.change(RATING, "4").change(NOTE, "kept here")
    assert asked.values == before
    page = asked.html()
    assert "The disk is full" in page
    assert "kept here" in page
    assert asked.state.values[RATING] == 4


def test_it_is_stored_with_the_next_change_when_there_is_room_again(asked, full):
    asked.change(RATING, "4").change(NOTE, "kept here")
    full.undo()
    asked.change(f"item/{ITEM}/impact", "2")
    assert [asked.values[key] for key in (RATING, NOTE, f"item/{ITEM}/impact")] == [4, "kept here", 2]
    assert (asked.state.pending, asked.state.message) == ({}, "")


def test_the_same_answer_can_be_given_again(asked, full):
    asked.change(RATING, "4")
    full.undo()
    asked.change(RATING, "4")
    assert asked.values[RATING] == 4


def test_a_store_that_cannot_be_read_leaves_the_screen_as_it_is(asked, monkeypatch):
    def fail(*_, **__):
        raise StoreError("The database is away.")

    for name in ("revision", "load", "write", "listing", "history"):
        monkeypatch.setattr(Store, name, fail)
    asked.change(NOTE, "still here").go("check").act("history", ITEM)
    assert "The database is away." in asked.html()
    assert asked.state.values[NOTE] == "still here"


# ---------------------------------------------------------------- versions and people


def test_submitting_freezes_the_answers_with_their_level(asked):
    asked.change(RATING, "4").change(f"item/{ITEM}/impact", "4").go("export").act("submit")
    assert asked.record.frozen
    assert asked.record.result.get("levels", asked.record.result)
    before = asked.values
    asked.change(NOTE, "too late")
    assert (asked.values, "Make a new version" in asked.state.message) == (before, True)
    asked.act("try", "x").act("plan").act("method", "linear").act("undo").act("rename", title="x")
    assert (asked.values, asked.record.title) == (before, "Plate reader")


def test_a_new_version_goes_on_from_the_frozen_one(asked):
    asked.change(RATING, "4").act("submit").act("version")
    assert (asked.record.version_no, asked.record.frozen, asked.values[RATING]) == (2, False, 4)
    asked.change(RATING, "1")
    versions = asked.visit.store.versions(asked.record.id)
    assert [asked.visit.store.load(one.id).values[RATING] for one in versions] == [4, 1]


def test_a_draft_has_no_new_version(asked):
    asked.act("version")
    assert asked.state.message


def test_somebody_else_cannot_open_it(asked):
    stranger = Desk(asked.visit.store, who="mallory")
    stranger.send(Event("route", value=f"{asked.record.id}/tasks"))
    assert stranger.record is None
    assert "belongs to somebody else" in stranger.state.message
    assert "Plate reader" not in stranger.html()
    with suppress(ToolkitError):
        stranger.visit.start(asked.record.id)
    assert stranger.record is None


def test_lists_are_ones_own(asked):
    assert Desk(asked.visit.store, who="mallory").state.summaries == ()


def test_adding_a_system_counts_once_even_if_the_kernel_died_before_the_answer(desk, store):
    add = Event("act", "new", form={"title": "Face search"})
    desk.visit.handle(add, "browser", 7)
    after = Desk(store)
    after.visit.handle(add, "browser", 7)
    assert [one.title for one in store.listing("ada")] == ["Face search"]
    after.visit.handle(add, "browser", 8)
    assert len(store.listing("ada")) == 2
