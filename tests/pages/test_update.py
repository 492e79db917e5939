"""Each act of the page and what it asks of the host; pure, so each is one line."""

import pytest

from tests.pages.desk import Desk
from toolkit.pages.risk import update
from toolkit.pages.screen import Create, Download, Event, History, Manage, Open, Save

ITEM = "accuracy-wrong-lead"
RATING = f"item/{ITEM}/likelihood"
CONTROL = f"item/{ITEM}/control"


def step(desk, kind, name="", value=None, **form):
    return update(desk.state, Event(kind, name, value, 0, form), desk.visit.context())


def commands(desk, kind, name="", value=None, **form):
    return step(desk, kind, name, value, **form)[1]


def saved(desk, name, value):
    """What a change stores, after the visitor sent it."""
    desk.change(name, value)
    return desk.values.get(name.partition(".")[0])


def test_a_new_system_needs_a_name(desk):
    state, nothing = step(desk, "act", "new", title="  ")
    assert nothing == ()
    assert dict(state.errors)["title"]


def test_a_new_system_begins_at_its_description(desk):
    assert commands(desk, "act", "new", title=" Plate reader ") == (Create("Plate reader"),)
    desk.new()
    assert (desk.state.screen, desk.state.arg) == ("describe", "1")


@pytest.mark.parametrize(
    ("act", "value", "expected"),
    [
        ("history", ITEM, lambda i: History(f"item/{ITEM}/")),
        ("version", "", lambda i: Manage("version")),
        ("undo", "", lambda i: Manage("undo")),
        ("go", "result", lambda i: Open(i, "result")),
        ("go", "list", lambda i: Open("", "list")),
        ("go", "home", lambda i: Open("", "home")),
        ("go", "section/privacy/2", lambda i: Open(i, "section", "privacy/2")),
        ("edit", "describe/2", lambda i: Open(i, "describe", "2")),
        ("method", "linear", lambda i: Save((("meta/method", "linear", None),))),
    ],
)
def test_an_act_asks_for_one_thing(asked, act, value, expected):
    assert commands(asked, "act", act, value) == (expected(asked.record.id),)


@pytest.mark.parametrize(
    ("act", "value", "field", "expected"),
    [
        ("help", "advanced", "help", "advanced"),
        ("help", "expert", "help", "basic"),
        ("mode", "one", "single", True),
        ("mode", "all", "single", False),
    ],
)
def test_how_it_is_shown_asks_for_nothing(asked, act, value, field, expected):
    state, nothing = step(asked, "act", act, value)
    assert (nothing, getattr(state, field)) == ((), expected)


def test_an_answer_is_saved_with_the_revision_that_was_seen(asked):
    assert commands(asked, "change", RATING, "4") == (Save(((RATING, 4, 0),)),)


def test_the_same_answer_again_saves_nothing(asked):
    asked.change(RATING, "4")
    assert commands(asked, "change", RATING, "4") == ()


@pytest.mark.parametrize(
    ("name", "value", "stored"),
    [
        (RATING, "unknown", "unknown"),
        (RATING, "range", "range"),
        (RATING + ".lo", "2", [2, None, None]),
        (f"item/{ITEM}/impact", "5", 5),
        (f"item/{ITEM}/confidence", "low", "low"),
        (f"item/{ITEM}/state", "withheld", "withheld"),
        (f"item/{ITEM}/note", "", None),
        (f"treatment/{ITEM}/due", "2027-03-31", "2027-03-31"),
        (f"treatment/{ITEM}/decision", "accept", "accept"),
        ("fact/consent", "", None),
        ("meta/organization", "Harbour police", "Harbour police"),
        (f"meta/signoff/{ITEM}", "The chief accepts it", "The chief accepts it"),
        ("profile/stage", "planning", "planning"),
    ],
)
def test_a_change_is_stored_as_the_core_reads_it(asked, name, value, stored):
    assert saved(asked, name, value) == stored


def test_both_ends_of_a_range_and_the_best_guess_are_kept_together(asked):
    for end, value in (("lo", "2"), ("hi", "4"), ("mode", "3")):
        asked.change(f"{RATING}.{end}", value)
    assert asked.values[RATING] == [2, 4, 3]
    assert saved(asked, RATING + ".mode", "") == [2, 4, None]


def test_an_exclusive_choice_takes_the_place_of_the_others_and_gives_way_to_them(asked):
    assert saved(asked, "profile/groups", ["suspects", "public", "none"]) == ["none"]
    assert saved(asked, "profile/groups", ["none", "public"]) == ["public"]


def test_dont_know_takes_the_place_of_all_choices_and_gives_way_to_them(asked):
    assert saved(asked, "profile/data", ["images-of-people", "unknown"]) == "unknown"
    assert saved(asked, "profile/data", ["images-of-people", "unknown"]) == ["images-of-people"]
    assert saved(asked, "profile/data", []) is None


def test_choices_are_kept_in_the_order_of_the_list(asked):
    assert saved(asked, "profile/activity", ["deploy", "procure"]) == ["procure", "deploy"]


def test_a_safeguard_is_recorded_piece_by_piece(asked, library):
    name = f"{CONTROL}/{library.item(ITEM).controls[0]}"
    asked.change(name + ".status", "in-place").change(name + ".strength", "2").change(name + ".evidenced", True)
    assert asked.values[name] == {"status": "in-place", "strength": 2, "evidenced": True, "note": ""}
    assert saved(asked, name + ".status", "") is None


def test_continue_stops_at_what_is_missing_and_names_it(desk):
    desk.new().act("continue")
    named = dict(desk.state.errors)
    assert set(named) == {"profile/application", "profile/stage", "profile/activity"}
    assert 'href="#profile-application"' in desk.html()
    assert desk.visit.screen().focus == "errors"


def test_dont_know_is_enough_to_continue(desk):
    desk.new()
    for field in ("application", "stage", "activity"):
        desk.change(f"profile/{field}", "unknown")
    desk.act("continue")
    assert (desk.state.screen, desk.state.arg) == ("describe", "2")


def test_continue_goes_through_every_screen_of_the_way(asked):
    asked.go("describe/1")
    seen = []
    while (here := (asked.state.screen, asked.state.arg)) not in seen:
        seen.append(here)
        asked.act("continue")
    screens = [screen for screen, _ in seen]
    assert screens[:5] == ["describe"] * 4 + ["legal"]
    assert screens[-5:] == ["check", "result", "treat", "export", "tasks"]
    assert screens.count("section") == len({one.principle for one in asked.scored.items})


def test_an_answer_changed_from_the_review_page_leads_back_to_it(asked):
    asked.go("check").act("edit", "section/privacy").act("continue")
    assert asked.state.screen == "check"
    asked.act("continue")
    assert asked.state.screen == "result"


def test_trying_a_safeguard_stores_nothing_and_twice_is_none(asked, library):
    value = f"{ITEM}/{library.item(ITEM).controls[0]}"
    before = asked.values
    asked.act("try", value)
    assert asked.state.tried == {tuple(value.split("/"))}
    asked.act("try", value)
    assert (asked.state.tried, asked.values) == (frozenset(), before)


def test_what_was_tried_can_be_planned_and_never_replaces_a_record(asked, library):
    first, second = library.item(ITEM).controls[:2]
    asked.change(f"{CONTROL}/{first}.status", "in-place")
    asked.act("try", f"{ITEM}/{first}").act("try", f"{ITEM}/{second}").act("plan")
    assert asked.values[f"{CONTROL}/{first}"]["status"] == "in-place"
    assert asked.values[f"{CONTROL}/{second}"]["status"] == "planned"
    assert asked.state.tried == frozenset()


def test_delete_asks_first(asked):
    asked.go("tasks").act("delete")
    assert "for good?" in asked.html()
    asked.act("cancel")
    assert "for good?" not in asked.html()
    asked.act("delete").act("delete")
    assert (asked.record, asked.state.summaries) == (None, ())


def test_leaving_the_task_list_takes_the_question_back(asked):
    asked.go("tasks").act("delete").go("check").go("tasks")
    assert asked.state.confirm == ""


@pytest.mark.parametrize("act", ["rename", "copy"])
def test_a_name_cannot_be_empty(asked, act):
    asked.go("tasks").act(act, title="   ")
    assert dict(asked.state.errors)["title"]


def test_rename_and_copy(asked):
    asked.change(RATING, "3").go("tasks").act("rename", title="Second name")
    first = asked.record.id
    assert asked.record.title == "Second name"
    asked.act("copy", title="The copy")
    assert (asked.record.title, asked.values[RATING]) == ("The copy", 3)
    assert asked.record.id != first


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("csv", "plate-reader.csv"),
        ("xlsx", "plate-reader.xlsx"),
        ("json", "plate-reader.toolkit.json"),
        ("report/html/whole", "plate-reader-risk.html"),
        ("report/md/release", "plate-reader-risk-for-release.md"),
        ("form/xlsx", "plate-reader-risk-form.xlsx"),
    ],
)
def test_an_export_hands_out_a_file_and_says_what_it_is(asked, kind, name):
    (given,) = commands(asked, "act", "export", kind)
    assert isinstance(given, Download)
    assert given.filename == name
    assert len(given.content) > 500


def test_without_an_assessment_nothing_can_be_changed(desk):
    for name in ("submit", "undo", "rename", "continue", "export", "edit"):
        assert commands(desk, "act", name, "csv", title="x") == ()
    assert commands(desk, "change", RATING, "3") == ()


def test_samples_are_added_once(desk):
    desk.act("samples")
    assert len(desk.state.summaries) == 3
    desk.act("samples")
    assert len(desk.state.summaries) == 3
    assert all(one.demo for one in desk.state.summaries)


def test_an_unknown_method_is_refused(asked):
    asked.act("method", "astrology")
    assert asked.state.message
    assert "meta/method" not in asked.values


def test_two_languages_make_the_same_commands(asked):
    arabic = Desk(asked.visit.store, lang="ar")
    arabic.send(Event("route", value=f"{asked.record.id}/section/accuracy"))
    assert commands(arabic, "change", RATING, "4") == commands(asked, "change", RATING, "4")
