"""What a hostile or broken browser sends changes nothing, leaves a sentence, and never breaks the screen."""

import pytest

from tests.pages.desk import Desk
from toolkit.pages.screen import Event
from toolkit.store import open_store

HUGE = 10**400
WRONG = [
    5,
    -1,
    0,
    6,
    HUGE,
    2.5,
    True,
    "²",
    "٤x",
    "6",
    "range;",
    "1" * 5000,
    {"a": 1},
    {},
    ["x", ["y"]],
    [[]],
    [None, {}],
    "\0",
]
RATING = "item/accuracy-wrong-lead/likelihood"


@pytest.fixture(scope="module")
def lasting(tmp_path_factory):
    """One visitor for all: nothing that is sent here may leave a trace."""
    with open_store(f"sqlite:///{tmp_path_factory.mktemp('hostile') / 'toolkit.db'}") as store:
        yield Desk(store).begin()


@pytest.fixture
def asked(lasting):
    identity = lasting.visit.store.listing("ada")[-1].id
    return lasting.send(Event("route", value=f"{identity}/section/accuracy")).pretend(tried=frozenset())


def untouched(desk, event):
    before = desk.values
    desk.send(event)
    assert desk.values == before, event
    desk.html()
    return desk.state.message


@pytest.mark.parametrize(
    "name",
    [
        "",
        "x",
        "item",
        "item/",
        "item/zz/likelihood",
        RATING + "/more",
        RATING + ".best",
        "item/accuracy-wrong-lead/level",
        "item/accuracy-wrong-lead/control/zz.status",
        "item/accuracy-wrong-lead/rerated/current",
        "profile/zz",
        "fact/zz",
        "treatment/zz/action",
        "meta/method",
        "meta/zz",
        "meta/summary/zz",
        "meta/signoff/zz",
        "assessment/title",
        "k" * 300,
        "profile/stage\0",
        "../../etc",
    ],
)
def test_an_unknown_answer_is_refused(asked, name):
    assert untouched(asked, Event("change", name, "x", 0))


@pytest.mark.parametrize(
    "value", [*WRONG[1:], ["1"], "unknown "], ids=lambda value: repr(value)[:20] if value != HUGE else "huge"
)
def test_a_rating_is_a_step_of_the_scale(asked, value):
    assert untouched(asked, Event("change", RATING, value, 0))


@pytest.mark.parametrize("value", ["range", "unknown", "6", "0", ["1"], HUGE])
def test_the_end_of_a_range_is_a_step_too(asked, value):
    assert untouched(asked, Event("change", RATING + ".lo", value, asked.state.rev(RATING)))


@pytest.mark.parametrize("value", WRONG, ids=lambda value: repr(value)[:20] if value != HUGE else "huge")
@pytest.mark.parametrize(
    "name",
    [
        "profile/stage",
        "profile/data",
        "fact/consent",
        "item/accuracy-wrong-lead/confidence",
        "item/accuracy-wrong-lead/state",
        "treatment/accuracy-wrong-lead/decision",
        "treatment/accuracy-wrong-lead/due",
        "treatment/accuracy-wrong-lead/status",
        "meta/review_date",
    ],
)
def test_a_choice_is_one_of_the_list(asked, name, value):
    assert untouched(asked, Event("change", name, value, 0))


@pytest.mark.parametrize("aspect", ["status", "strength", "evidenced", "note"])
@pytest.mark.parametrize("value", [7, {"a": 1}, ["in-place"], HUGE, 0.5])
def test_the_record_of_a_safeguard_takes_only_what_it_knows(asked, library, aspect, value):
    name = f"item/accuracy-wrong-lead/control/{library.item('accuracy-wrong-lead').controls[0]}"
    assert untouched(asked, Event("change", f"{name}.{aspect}", value, 99))


@pytest.mark.parametrize("value", ["12", "01", "4", "0", "range"])
def test_a_safeguard_has_three_strengths(asked, library, value):
    name = f"item/accuracy-wrong-lead/control/{library.item('accuracy-wrong-lead').controls[0]}.strength"
    assert untouched(asked, Event("change", name, value, 99))


@pytest.mark.parametrize("value", [3, {"a": 1}, ["a"], True, HUGE])
@pytest.mark.parametrize("part", ["note", "evidence", "reason", "reviewer"])
def test_a_text_is_a_text(asked, part, value):
    assert untouched(asked, Event("change", f"item/accuracy-wrong-lead/{part}", value, 0))


def test_a_megabyte_of_note_is_refused_and_says_how_much_fits(asked):
    assert "20,000" in untouched(asked, Event("change", "item/accuracy-wrong-lead/note", "x" * 2**20, 0))


def test_nul_and_half_characters_are_left_out_of_a_note(asked):
    asked.change("item/accuracy-wrong-lead/note", "a\0b\ud800c")
    assert asked.values["item/accuracy-wrong-lead/note"] == "abc"
    asked.html()
    asked.change("item/accuracy-wrong-lead/note", "")


@pytest.mark.parametrize("value", [None, 3, HUGE, [], {}, ["x"], "x/y/z", "zz", "\0", "../..", "x" * 100_000])
@pytest.mark.parametrize(
    "act",
    [
        "go",
        "edit",
        "help",
        "mode",
        "history",
        "resolve",
        "try",
        "plan",
        "method",
        "export",
        "rename",
        "copy",
        "cancel",
        "undo",
        "nonsense",
        "continue",
    ],
)
def test_an_act_with_a_strange_value_leaves_a_usable_page(asked, act, value):
    before = asked.values
    asked.send(Event("act", act, value, form={"title": value} if act in ("rename", "copy") else {}))
    asked.html()
    if asked.record:
        assert asked.values == before or act == "undo"


@pytest.mark.parametrize(
    "value", [None, 3, HUGE, [], {}, {"text": 5}, {"text": "{"}, {"text": "[]"}, {"text": "x" * 10_000}]
)
def test_a_bad_upload_leaves_a_sentence(asked, value):
    count = len(asked.visit.store.listing("ada"))
    asked.send(Event("upload", "bundle", value))
    assert asked.state.message
    assert len(asked.visit.store.listing("ada")) == count


@pytest.mark.parametrize(
    "route",
    [
        "section/zz",
        "section",
        "section/accuracy/²",
        "section/accuracy/999999999",
        "describe/²",
        "describe/-1",
        "describe/999",
        "zz",
        "history",
        "legal/zz",
        "//",
        "section//",
    ],
)
def test_a_strange_address_shows_some_screen(asked, route):
    asked.go(route)
    assert "<h1" in asked.html()
    asked.go("tasks")
    assert asked.state.screen == "tasks"


@pytest.mark.parametrize("value", [None, 5, [], {}, "no-such-id/tasks", "x" * 600, "#/#//"])
def test_an_address_that_leads_nowhere_leaves_a_sentence_or_the_list(asked, value):
    asked.send(Event("route", value=value))
    assert asked.state.message or asked.state.screen in ("list", "home")
    assert "<h1" in asked.html()


def test_an_unknown_kind_of_event_does_nothing(asked):
    before = asked.state
    asked.send(Event("boom", "x", 1))
    assert asked.state == before
