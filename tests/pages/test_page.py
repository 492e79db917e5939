"""The widget: what goes to the browser, and that every message is acknowledged."""

import base64
from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.pages.desk import Desk
from toolkit.pages.first import digest, first, whole
from toolkit.pages.host import Page

ITEM = "accuracy-wrong-lead"
RATING = f"item/{ITEM}/likelihood"


class Browser:
    """Speaks to the widget as form.js does and keeps what comes back."""

    def __init__(self, desk):
        self.desk, self.got, self.seq = desk, [], 0
        self.page = Page(desk.visit, style=False)
        self.page.send = self.got.append

    def say(self, kind, name="", value=None, **more):
        """One event; returns the last answer to it."""
        self.seq = more.pop("seq", self.seq + 1)
        message = {"type": "event", "client": "tab-1", "seq": self.seq, "kind": kind, "name": name, "value": value}
        self.page._receive(self.page, message | {"form": {}, "rev": 0} | more, [])
        return self.got[-1]

    def part(self, name):
        return next(part["html"] for part in self.got[-1]["parts"] if part["id"] == name)


@pytest.fixture
def tab(asked):
    return Browser(asked)


def test_the_first_page_is_there_before_any_message(tab):
    assert "<h1" in tab.page.html
    assert (tab.page.lang, tab.page.dir) == ("en", "ltr")
    assert tab.page.route.endswith("/section/accuracy")


def test_only_what_changed_is_sent(tab):
    answer = tab.say("change", RATING, "4")
    assert (answer["ack"], answer["full"]) == (1, False)
    assert [part["id"] for part in answer["parts"]] == [f"q-{ITEM}"]
    assert answer["focus"] is None
    assert tab.say("change", RATING, "4")["parts"] == []


def test_another_screen_comes_whole_with_its_title_address_and_focus(tab):
    answer = tab.say("act", "go", "check")
    assert (answer["full"], answer["focus"], [part["id"] for part in answer["parts"]]) == (True, "title", ["tk"])
    assert answer["title"].startswith("Check your answers")
    assert answer["route"].endswith("/check")


def test_every_event_is_acknowledged_by_its_number(tab):
    events = [
        ("act", "go", "check"),
        ("act", "nonsense", None),
        ("boom", "", None),
        ("change", "zz", 1),
        ("upload", "b", {}),
    ]
    assert [tab.say(*event)["ack"] for event in events] == [1, 2, 3, 4, 5]


def test_the_same_number_twice_counts_once(tab, library):
    value = f"{ITEM}/{library.item(ITEM).controls[0]}"
    tab.say("act", "try", value, seq=7)
    assert tab.say("act", "try", value, seq=7)["ack"] == 7
    assert len(tab.desk.state.tried) == 1


@pytest.mark.parametrize(
    "message",
    [
        None,
        5,
        [],
        {},
        {"type": "other"},
        {"type": "event"},
        {"type": "event", "seq": "x"},
        {"type": "event", "kind": ["act"], "seq": True, "rev": "x", "form": 3, "client": {}},
        {"type": "event", "kind": "attach", "value": 9, "seq": 2**80},
    ],
)
def test_a_message_of_the_wrong_shape_breaks_nothing(tab, message):
    tab.page._receive(tab.page, message, [])
    assert tab.say("change", RATING, "4")["ack"] == 1


def test_a_fault_of_ours_becomes_a_sentence_and_never_a_traceback(tab, monkeypatch):
    monkeypatch.setattr("toolkit.pages.acts.share.needed", lambda *_: 1 / 0)
    answer = tab.say("change", RATING, "4")
    assert answer["ack"] == 1
    assert "That did not work." in tab.part("message")
    assert "ZeroDivision" not in str(tab.got)
    monkeypatch.undo()
    assert tab.say("change", RATING, "4")["full"]
    assert "That did not work." not in tab.part("tk")


def test_a_screen_that_cannot_be_drawn_leaves_the_one_before(tab, monkeypatch):
    monkeypatch.setitem(__import__("toolkit.pages.view", fromlist=["BUILDERS"]).BUILDERS, "check", lambda *_: 1 / 0)
    tab.say("act", "go", "check")
    assert "That did not work." in tab.part("message")
    assert tab.desk.state.screen == "section"


def test_saved_is_said_only_when_it_was(tab, monkeypatch):
    from toolkit.store import Store, StoreError

    assert tab.say("change", RATING, "4")["saved"]

    def fail(*_, **__):
        raise StoreError("The disk is full.")

    monkeypatch.setattr(Store, "write", fail)
    answer = tab.say("change", RATING, "2", rev=1)
    assert (answer["saved"], answer["unsaved"]) == (None, True)
    assert "The disk is full." in tab.part("message")


def test_a_new_connection_gets_the_screen_it_was_at(tab):
    route = tab.desk.visit.screen().route
    tab.desk.go("check")
    answer = tab.say("attach", value={"route": f"#{route}", "width": 360}, seq=0)
    assert (answer["full"], answer["route"]) == (True, route)


@pytest.mark.parametrize(("width", "single"), [(360, True), (599, True), (600, False), (1280, False), ("x", False)])
def test_a_phone_is_asked_one_question_at_a_time(tab, width, single):
    tab.say("attach", value={"route": "", "width": width}, seq=0)
    assert tab.desk.state.single is single


def test_the_wish_of_the_reader_outlives_a_new_connection(tab):
    tab.say("attach", value={"width": 360}, seq=0)
    tab.say("act", "mode", "all")
    tab.say("attach", value={"width": 360}, seq=0)
    assert tab.desk.state.single is False


def test_a_file_comes_before_its_acknowledging_patch(tab):
    tab.say("act", "export", "xlsx")
    given, patch = tab.got[-2:]
    assert (given["type"], given["ack"], patch["ack"]) == ("download", 1, 1)
    book = load_workbook(BytesIO(base64.b64decode(given["base64"])))
    assert len(book.sheetnames) >= 2


def test_style_comes_along_only_where_our_template_does_not_bring_it(store):
    visit = Desk(store).visit
    assert "<style>" in Page(visit).html
    assert "<style>" not in Page(visit, style=False).html


def test_one_way_to_skip_to_the_content(store):
    visit = Desk(store).visit
    assert Page(visit).html.count('href="#main"') == 1
    assert 'href="#main"' not in Page(visit, style=False).html  # the server's own template has it


def test_no_answer_travels_in_synced_state(tab):
    assert set(tab.page.keys) & {"values", "record", "answers"} == set()


def test_keyboard_shortcuts_are_off_until_somebody_switches_them_on(tab):
    assert " data-keys" not in tab.page.html
    patch = tab.say("act", "keys")
    assert patch["full"]
    assert " data-keys" in patch["parts"][0]["html"]


def test_a_browser_that_has_the_screen_already_gets_nothing_twice(tab):
    screen = whole(tab.desk.visit, tab.desk.visit.screen())
    at = {"route": tab.page.route, "width": 1280}
    assert tab.say("attach", value=at | {"seen": digest(screen)}, seq=0)["parts"] == []
    assert [part["id"] for part in tab.say("attach", value=at | {"seen": "another"}, seq=0)["parts"]] == ["tk"]
    assert [part["id"] for part in tab.say("attach", value=at, seq=0)["parts"]] == ["tk"]


def test_the_first_page_of_a_server_is_that_of_the_kernel(tab):
    visit = tab.desk.visit
    drawn = first(replace(visit), "risk", "", visit.screen().route, 1280)
    answer = tab.say("attach", value={"route": visit.screen().route, "width": 1280, "seen": drawn.state["seen"]}, seq=0)
    assert answer["parts"] == []
    assert drawn.state["title"] == answer["title"]
