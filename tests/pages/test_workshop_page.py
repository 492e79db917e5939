"""A trainer sets a workshop up, and nobody else reaches it: every screen, every case, whatever a browser sends."""

from __future__ import annotations

import re
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import escape

from tests.pages.workshop import ADDRESS, Trainer
from toolkit.content.workshop import load_trainers
from toolkit.core.training import polls_of
from toolkit.core.workshop import About, Group, Identity, Stage
from toolkit.core.workshop_events import Begin, End
from toolkit.core.workshop_kept import setup_of, setup_values
from toolkit.pages.room_questions import asked
from toolkit.pages.screen import Event
from toolkit.pages.workshop_draft import Draft, Picked, draft_of, draft_values, setup_of_draft
from toolkit.pages.workshop_questions import askables, better, found, minutes_of
from toolkit.pages.workshop_state import STEPS
from toolkit.store import StoreError
from toolkit.store.workshop_records import Part

TRAINERS = load_trainers("en")
CASES = [one.id for one in TRAINERS.cases]
AGENDAS = [one.id for one in TRAINERS.agendas]
FIRST = {about: next(key for key, one in askables("en").items() if one.about is about) for about in About}


@pytest.fixture
def trainer(store, database):
    found = Trainer(store, database)
    with closing(found.workshops):
        yield found


def another(trainer, database, **changes):
    return Trainer(trainer.visit.store, database, **{"client": "tab-2", **changes})


def opened(trainer):
    return trainer.state.looked.workshop.id


# ---------------------------------------------------------------- setting one up


def test_with_nothing_but_a_case_chosen_a_workshop_can_be_made(trainer):
    trainer.new(title="", case="train-face-harbour")
    setup = trainer.setup
    assert (setup.title, setup.case, len(setup.polls)) == ("A face search at the harbour", "train-face-harbour", 5)
    assert (setup.identity, setup.groups, setup.least, setup.demo) == (Identity.ANONYMOUS, (), 5, False)
    assert trainer.state.looked.workshop.keep_days == 30
    assert trainer.state.screen == "workshop"
    assert trainer.draft is None


@pytest.mark.parametrize("case", CASES)
def test_every_case_brings_its_questions_and_facts(trainer, case):
    trainer.new(case=case)
    one = TRAINERS.case(case)
    assert trainer.setup.polls == polls_of(one, trainer.visit.context().readiness.target)
    assert trainer.setup.injects == tuple(fact.id for fact in one.injects)
    assert escape(one.title) in trainer.html()
    trainer.go(f"{opened(trainer)}/notes")
    for key in one.key:
        assert escape(key.because) in trainer.html()


@pytest.mark.parametrize("agenda", AGENDAS)
def test_every_agenda_can_be_set_up_and_is_known_again(trainer, agenda):
    trainer.act("begin").change("agenda", agenda).change("part/welcome", "7").change("case", CASES[0]).act("make")
    lengths = {part.id: part.minutes for part in TRAINERS.agenda(agenda).parts} | {"welcome": 7}
    assert dict(trainer.setup.agenda) == lengths
    assert TRAINERS.agenda_of(trainer.setup) == TRAINERS.agenda(agenda)


@pytest.mark.parametrize("about", list(About))
def test_a_question_of_every_kind_can_be_asked_and_has_words_on_the_phone(trainer, about):
    trainer.new(picks=[FIRST[about]])
    (poll,) = trainer.setup.polls
    assert (poll.about, f"{about}/{poll.of}", poll.minutes) == (about, FIRST[about], minutes_of(about, poll.of))
    words = asked(poll, "en", trainer.setup.method)
    assert [len(scale.steps) for scale in words.scales] == list(poll.steps)
    assert words.title == askables("en")[FIRST[about]].title
    if about is About.DECISION:
        assert 0 < len(poll.side) < poll.steps[0], "some options are better and some are not"


def test_another_case_takes_its_questions_along_and_leaves_ones_own(trainer):
    trainer.act("begin").change("case", CASES[0])
    trainer.act("pick", FIRST[About.PRINCIPLE])
    trainer.change("case", CASES[1])
    subjects = [one.of for one in trainer.draft.picked]
    assert subjects == [
        *(one.subject for one in TRAINERS.case(CASES[1]).questions),
        FIRST[About.PRINCIPLE].split("/")[1],
    ]
    assert trainer.draft.title == TRAINERS.case(CASES[1]).title, "the name came with the case"
    trainer.change("title", "Ours").change("case", CASES[2])
    assert trainer.draft.title == "Ours"
    trainer.change("case", "")
    assert [one.key for one in trainer.draft.picked] == [FIRST[About.PRINCIPLE]]


def test_facts_that_bear_on_no_question_stay_away(trainer):
    trainer.act("begin").change("case", "train-face-harbour")
    for one in trainer.draft.picked:
        if one.of != "ready-operation-lead-only":
            trainer.act("unpick", one.key)
    trainer.act("make")
    assert trainer.setup.injects == ("train-face-harbour-order",)


def test_questions_can_be_asked_in_another_order_and_for_longer(trainer):
    trainer.act("begin")
    keys = [FIRST[About.ITEM], FIRST[About.STATEMENT], FIRST[About.QUESTION]]
    for key in [keys[2], *keys, keys[2]]:
        trainer.act("pick", key)  # a second time takes it out again
    trainer.act("later", keys[0]).act("earlier", keys[2]).act("earlier", keys[1]).act("later", keys[0])
    assert [one.key for one in trainer.draft.picked] == [keys[1], keys[2], keys[0]]
    trainer.go("new/questions").act("edit", keys[2])
    assert f'name="minutes/{keys[2]}"' in trainer.html()
    trainer.change(f"minutes/{keys[2]}", "٢٥")
    assert {one.key: one.minutes for one in trainer.draft.picked}[keys[2]] == 25


def test_what_is_looked_for_is_found_by_all_its_words_in_any_order():
    keys = {one.key for one in found("en", "", "errors groups")}
    assert keys == {one.key for one in found("en", "", "  GROUPS, errors ")}
    assert "item/equality-error-rates" in keys
    assert {one.about for one in found("en", "decision", "")} == {About.DECISION}
    assert found("en", "", "zebra crossing on the moon") == []


def test_in_arabic_questions_are_found_in_arabic_and_in_english():
    title = askables("ar")["item/accuracy-wrong-lead"].title
    assert "item/accuracy-wrong-lead" in {one.key for one in found("ar", "item", title)}
    assert "item/accuracy-wrong-lead" in {one.key for one in found("ar", "item", "wrong person suspect")}


# ---------------------------------------------------------------- advice and limits


@pytest.mark.parametrize(
    ("agenda", "change", "fits"),
    [("agenda-hour", {}, 3), ("agenda-half-day", {}, 8), ("agenda-two-days", {}, 20), ("agenda-hour", {"vote": 45}, 6)],
)
def test_how_many_questions_fit_follows_from_the_minutes(agenda, change, fits):
    assert Draft(agenda=agenda, parts=change).fits(TRAINERS.agenda(agenda)) == fits


def test_too_many_questions_are_advised_against_and_can_be_asked_all_the_same(trainer):
    trainer.act("begin").change("agenda", "agenda-hour").change("case", CASES[0]).go("new/questions")
    assert "Too many for 1 h: 3 questions fit." in trainer.html()
    trainer.go("new/check")
    assert "Too many for 1 h: 3 questions fit." in trainer.html()
    assert len(trainer.act("make").setup.polls) > 3


@pytest.mark.parametrize(
    ("people", "groups", "sentence"),
    [
        ("4", [], "nothing is counted below 5"),
        ("7", [], "Below 8 people no figure separates much"),
        ("20", ["legal"], "One group tells nobody apart"),
        ("14", ["legal", "rd", "innovation"], "14 people in 3 groups are fewer than 5 in each"),
        ("15", ["legal", "rd", "innovation"], ""),
    ],
)
def test_what_makes_anonymity_impossible_is_said_beforehand(trainer, people, groups, sentence):
    trainer.act("begin").change("people", people).change("groups", groups).go("new/people")
    assert sentence in trainer.html()
    assert ("Warning" in trainer.html()) is bool(sentence)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("least", "4", "from 5 to 100"),
        ("least", "four", "from 5 to 100"),
        ("days", "0", "from 1 to 365"),
        ("days", "366", "from 1 to 365"),
        ("days", "9" * 40, "from 1 to 365"),
        ("people", "-3", "from 1 to 500"),
        ("people", ["3"], "This is not a text"),
        ("part/welcome", "601", "from 1 to 600"),
        ("part/nowhere", "5", "not on the list"),
        ("minutes/item/accuracy-wrong-lead", "5", "not on the list"),
        ("agenda", "agenda-week", "not on the list"),
        ("agenda", ["agenda-hour"], "not on the list"),
        ("case", "train-nothing", "not on the list"),
        ("languages", [], "at least one language"),
        ("languages", ["xx"], "not on the list"),
        ("identity", "passport", "not on the list"),
        ("groups", ["nobody"], "not on the list"),
        ("demo", True, "not on the list"),
        ("title", "x" * 201, "201 characters"),
        ("salt", "mine", "does not know that answer"),
        ("code", "123456", "does not know that answer"),
    ],
)
def test_what_is_out_of_range_changes_nothing_and_says_why(trainer, name, value, sentence):
    before = trainer.act("begin").draft
    trainer.change(name, value)
    assert sentence in trainer.state.message
    assert trainer.draft == before


def test_without_a_name_or_a_question_it_is_not_made_and_the_way_to_both_is_shown(trainer):
    trainer.act("begin").go("new/check").act("make")
    assert [name for name, _ in trainer.state.errors] == ["title-field", "questions-field"]
    assert trainer.visit.screen().focus == "errors"
    assert trainer.workshops.overview("ada") == ()


def test_groups_of_ones_own_stand_beside_those_by_role(trainer):
    trainer.act("begin").act("add-group", group=" Port  authority ").act("add-group", group="PORT AUTHORITY")
    assert "There is a group of that name already." in trainer.state.message
    trainer.act("add-group", group=" ")
    assert "Write what the group is called." in trainer.state.message
    trainer.change("groups", ["own-1", "legal"])
    assert trainer.draft.groups == (Group("own-1", "Port authority"), Group("legal", "Legal adviser"))
    trainer.change("groups", ["legal"])
    assert trainer.draft.groups == (Group("legal", "Legal adviser"),)


# ---------------------------------------------------------------- nothing is lost, nothing is made twice


def test_another_kernel_goes_on_where_the_one_that_died_stopped(trainer, database):
    trainer.act("begin").change("title", "Bridge").change("case", CASES[2])
    other = another(trainer, database, client="tab-1").go("new/check")
    assert other.draft == trainer.draft
    assert "Bridge" in other.html()


def test_an_event_that_comes_again_to_another_kernel_makes_no_second_workshop(trainer, database):
    trainer.new(case=CASES[0])
    other = another(trainer, database, client="tab-1")
    other.visit.done.clear()
    other.act("begin").change("case", CASES[1])
    made = next(trainer.seq) - 1
    other.send(Event("act", "make"), made)
    assert len(trainer.workshops.overview("ada")) == 1
    trainer.act("rehearse", trainer.workshops.overview("ada")[0].workshop.id)
    assert len(trainer.workshops.overview("ada")) == 2


def test_what_cannot_be_kept_stays_on_the_screen_and_the_next_click_keeps_it(trainer, monkeypatch):
    trainer.act("begin").go("new/time")

    def away(key, value):
        raise StoreError("The database is away: try again.")

    with monkeypatch.context() as patch:
        patch.setattr(trainer.visit.store, "set_setting", away)
        trainer.change("title", "Bridge")
    assert "away" in trainer.state.message
    assert trainer.visit.unsaved
    assert "Bridge" in trainer.html()
    trainer.change("people", "30")
    assert not trainer.visit.unsaved
    assert draft_of(trainer.visit.store.setting("workshop/ada")) == trainer.draft
    assert trainer.draft.title == "Bridge"


def test_what_was_begun_is_thrown_away_only_after_a_second_click(trainer):
    trainer.act("begin").change("title", "Bridge").go("list")
    assert "You have begun to set one up." in trainer.html()
    for act in ("begin", "drop"):
        trainer.act(act)
        assert trainer.draft.title == "Bridge", act
        trainer.act("cancel")
    trainer.act("drop").act("drop")
    assert trainer.draft is None
    assert "You have begun to set one up." not in trainer.html()


def test_in_a_second_window_a_draft_that_was_made_says_so(trainer, database):
    trainer.act("begin").change("case", CASES[0])
    other = another(trainer, database).go("new/people")
    trainer.act("make")
    other.change("people", "12")
    assert "made or thrown away in another window" in other.state.message
    assert len(trainer.workshops.overview("ada")) == 1


# ---------------------------------------------------------------- a workshop there is


def test_the_page_of_a_workshop_shows_code_square_and_links_this_once(trainer):
    trainer.new(case=CASES[0])
    html, one = trainer.html(), trainer.state.looked
    code = one.workshop.code
    assert f"{code[:3]}&nbsp;{code[3:]}" in html
    assert 'src="data:image/png;base64,' in html
    for part, path in ((Part.TRAINER, "t"), (Part.SCREEN, "screen")):
        (token,) = re.findall(rf'value="{re.escape(ADDRESS)}{path}/([\w-]{{43}})"', html)
        assert trainer.workshops.holder(token).part is part
    trainer.go("list").go(one.workshop.id)
    assert f"{ADDRESS}t/" not in trainer.html()
    for place in ("control", "screen", "print/poster.pdf", "print/ballots.html"):
        assert f'href="workshop/{one.workshop.id}/{place}?lang=en"' in trainer.html()


def test_links_that_are_withdrawn_lead_nowhere_after_a_second_click(trainer):
    trainer.new(case=CASES[0])
    before = dict(trainer.state.tokens)
    trainer.act("link", "screen")
    assert trainer.workshops.holder(before[Part.SCREEN]) is not None
    trainer.act("withdraw")
    assert trainer.workshops.holder(before[Part.TRAINER]) is not None
    trainer.act("withdraw")
    assert trainer.workshops.holder(before[Part.TRAINER]) is None
    assert all(trainer.workshops.holder(token) for token in trainer.state.tokens.values())


def test_nobody_makes_a_ballot_of_the_page_of_a_trainer(trainer):
    trainer.new(case=CASES[0]).act("link", "person")
    assert "not on the list" in trainer.state.message
    assert Part.PERSON not in trainer.state.tokens


def test_a_rehearsal_is_a_copy_that_says_so_and_leaves_the_workshop_alone(trainer):
    trainer.new(title="Plates", case=CASES[1])
    one = trainer.setup
    trainer.act("rehearse", one.id)
    copy = trainer.setup
    assert (copy.demo, one.demo, copy.title) == (True, False, "Rehearsal: Plates")
    assert (copy.polls, copy.injects, copy.agenda, copy.case) == (one.polls, one.injects, one.agenda, one.case)
    assert len({one.id, copy.id}) == len({one.code, copy.code}) == len({one.salt, copy.salt}) == 2
    assert "This is a rehearsal. Nothing in it is real." in trainer.html()
    trainer.go(f"{copy.id}/notes")
    assert "This is a rehearsal. Nothing in it is real." in trainer.html()
    trainer.go("list")
    assert "Rehearsal</span>" in trainer.html()


def test_a_new_one_can_begin_like_another(trainer):
    trainer.act("begin").change("agenda", "agenda-hour").change("part/vote", "20").change("case", CASES[3])
    trainer.change("groups", ["legal", "rd"]).change("days", "90").act("make")
    one = trainer.state.looked
    trainer.act("again", one.workshop.id)
    assert trainer.state.screen == "new"
    trainer.act("make")
    copy = trainer.state.looked
    same = ("title", "polls", "groups", "agenda", "injects", "case", "least", "languages")
    assert [getattr(copy.setup, name) for name in same] == [getattr(one.setup, name) for name in same]
    assert copy.workshop.keep_days == 90
    assert copy.workshop.id != one.workshop.id


def test_a_workshop_is_deleted_after_a_second_click_and_its_minutes_by_another(trainer):
    name = opened(trainer.new(case=CASES[0]))
    trainer.workshops.keep_minutes(name, "ada", {"title": "What we said"})
    trainer.act("delete", name)
    assert trainer.workshops.overview("ada")
    trainer.act("delete", name)
    assert trainer.workshops.overview("ada") == ()
    assert (trainer.state.screen, len(trainer.state.minutes)) == ("list", 1)
    trainer.act("delete-minutes", name)
    assert trainer.workshops.kept_minutes("ada")
    trainer.act("delete-minutes", name)
    assert trainer.workshops.kept_minutes("ada") == ()


def test_the_list_says_where_each_is(trainer):
    name = opened(trainer.new(title="Plates", case=CASES[0]))
    holder = trainer.workshops.owned(name, "ada")
    words = {Stage.LOBBY: "Not begun. 0 people have joined.", Stage.RUNNING: "Going on.", Stage.ENDED: "Ended."}
    for stage, events in ((Stage.LOBBY, []), (Stage.RUNNING, [Begin("b")]), (Stage.ENDED, [End("e")])):
        trainer.workshops.act(holder, events)
        assert words[stage] in trainer.go("list").html()
    assert "No code any more" in trainer.html()
    trainer.go(name)
    assert "data:image/png" not in trainer.html(), "nobody can come in any more"
    assert f"workshop/{name}/after" in trainer.html()


def test_where_only_this_computer_reaches_the_page_says_that_phones_do_not(trainer, database):
    trainer.new(case=CASES[0])
    name = opened(trainer)
    assert "Phones cannot reach this address yet." not in trainer.html()
    here = another(trainer, database, address="http://127.0.0.1:8866/").go(name)
    assert "Phones cannot reach this address yet." in here.html()
    alone = another(trainer, database, address="").go(name)
    assert "Phones need the toolkit’s own server." in alone.html()
    assert "control" not in re.findall(r'href="workshop/[^"]*/(\w+)', alone.html())


# ---------------------------------------------------------------- nobody else


def test_nobody_elses_workshop_can_be_seen_or_changed(trainer, database):
    name = opened(trainer.new(title="Secret plates", case=CASES[0]))
    stranger = another(trainer, database, who="bob")
    for act in ("again", "delete", "rehearse", "delete-minutes"):
        stranger.act(act, name).act(act, name)
        assert stranger.state.message, act
    for route in (name, f"{name}/notes", f"{name}/anything"):
        stranger.go(route)
        assert "not there any more, or was never yours" in stranger.state.message
        assert "Secret plates" not in stranger.html()
    stranger.act("link", "trainer").act("withdraw").act("withdraw")
    assert trainer.workshops.look(name, "ada")
    assert stranger.state.tokens == {}
    assert trainer.workshops.overview("bob") == ()


def test_a_workshop_that_was_deleted_in_another_window_is_gone_here_too(trainer, database):
    name = opened(trainer.new(case=CASES[0]))
    other = another(trainer, database).go(name)
    trainer.workshops.delete(name, "ada")
    other.act("link", "trainer")
    assert (other.state.screen, other.state.looked) == ("list", None)
    assert "not there any more" in other.state.message


HOSTILE = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=40), st.lists(st.text(max_size=9), max_size=3),
    st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=2),
)  # fmt: skip
ACTS = st.sampled_from(
    ["go", "begin", "again", "find", "more", "pick", "unpick", "earlier", "add-group", "make", "link", "delete", "x"]
)
NAMES = st.sampled_from(
    ["title", "agenda", "part/vote", "case", "minutes/item/x", "languages", "identity", "groups", "people", "least",
     "days", "demo", "", "setup", "part/"]
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(st.tuples(st.booleans(), ACTS, NAMES, HOSTILE), max_size=6))
def test_whatever_a_browser_sends_the_page_stands_and_the_draft_can_be_kept(trainer, events):
    trainer.go("new/time")
    for change, act, name, value in events:
        if change:
            trainer.change(name, value)
        else:
            trainer.act(act, value, query=value, kind=value, group=value)
        assert trainer.html()
        draft = draft_of(trainer.visit.store.setting("workshop/ada"))
        assert draft is None or draft_of(draft_values(draft)) == draft
        assert draft is None or draft.least >= 5


def test_what_people_type_is_shown_as_text(trainer):
    title = '<script>alert("1")</script> & co'
    trainer.new(title=title, case=CASES[0])
    for route in (opened(trainer), f"{opened(trainer)}/notes", "list"):
        assert "<script>" not in trainer.go(route).html()
        assert str(escape(title)) in trainer.html()


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_every_screen_says_which_it_is(store, database, lang):
    trainer = Trainer(store, database, lang=lang)
    titles = {trainer.visit.screen().title}
    trainer.act("begin").change("case", CASES[0])
    for step in STEPS:
        titles.add(trainer.go(f"new/{step}").visit.screen().title)
        assert trainer.visit.screen().route == f"new/{step}"
        assert trainer.html().count('id="title"') == 1
    name = opened(trainer.act("make"))
    titles |= {trainer.visit.screen().title, trainer.go(f"{name}/notes").visit.screen().title}
    assert len(titles) == 7
    trainer.workshops.close()


@given(
    picked=st.lists(st.sampled_from(list(FIRST.values())), unique=True, min_size=1),
    minutes=st.integers(1, 600),
    least=st.integers(5, 100),
)
def test_what_comes_of_a_draft_is_kept_and_read_back_the_same(picked, minutes, least):
    questions = tuple(Picked(About(key.split("/")[0]), key.split("/")[1], minutes) for key in picked)
    draft = Draft(title="Any", picked=questions, least=least)
    setup = setup_of_draft(draft, TRAINERS.agenda(draft.agenda), TRAINERS.known_case(""), 3, better())
    assert setup_of(setup_values(setup)) == setup
    assert [one.minutes for one in setup.polls] == [minutes] * len(picked)
    assert draft_of(draft_values(draft)) == draft
