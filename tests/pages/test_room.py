"""The light pages of a workshop: what somebody in the room reads, and what they never do."""

import gzip
import re
from dataclasses import replace
from importlib.resources import files

import pytest

from tests.core.room import play, shown_once, shown_twice, to, votes
from toolkit.content import load_library
from toolkit.content.guides import load_guides
from toolkit.content.interface import interface
from toolkit.content.readiness import load_readiness
from toolkit.content.workbook import load_workbook
from toolkit.core.joining import Wrong
from toolkit.core.training import poll_of
from toolkit.core.workshop import About, Group, Identity, Moderated, Person, Phase, Room, Setup, Verdict
from toolkit.core.workshop_events import Begin, End, Inject, Join, Moderate, Move, Refusal, Screen, Vote
from toolkit.core.workshop_results import reasons
from toolkit.pages import room_words
from toolkit.pages.room import (
    Coming,
    Frame,
    Turn,
    back_page,
    ballot_page,
    choices_of,
    code_page,
    enter_page,
    screen_page,
)
from toolkit.pages.room_names import icon_of
from toolkit.pages.room_once import once
from toolkit.pages.room_questions import asked, measures, trainers
from toolkit.render.html import stylesheet

DECISION = load_guides().cases[0].decisions[0]
ITEM = poll_of(About.ITEM, load_library().items[0].id, 3)
STATEMENT = poll_of(About.STATEMENT, load_readiness().statements[0].id, 3)
QUESTION = poll_of(About.QUESTION, load_workbook().questions[0].id, 3)
CHOICE = poll_of(About.DECISION, DECISION.id, 3, better=tuple(one.judgement == "better" for one in DECISION.options))
PRINCIPLE = poll_of(About.PRINCIPLE, load_library().principles[0].id, 3)
POLLS = (ITEM, STATEMENT, QUESTION, CHOICE, PRINCIPLE)
SETUP = Setup("w1", "Plate <b>readers</b>", "481903", POLLS, salt="salt")


def people(number=6, setup=SETUP):
    return play(Room(setup), *(Join(f"j{n}", Person(f"p{n}")) for n in range(number)), Begin("b"))


def frame(lang="en"):
    return Frame(lang, "/toolkit.css", "/w/token", "xsrf", "nonce")


def ballot(room, person="p0", lang="en", **turn):
    return ballot_page(frame(lang), room, measures(room.setup), person, Turn(**turn))


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("poll", POLLS, ids=lambda one: str(one.about))
def test_every_kind_of_question_has_a_button_for_each_answer_and_one_for_not_knowing(poll, lang):
    room = play(people(), *to(poll, Phase.FIRST))
    page = ballot(room, lang=lang)
    for number, steps in enumerate(poll.steps):
        values = re.findall(rf'name="choice{number}" id="[^"]+" value="([^"]+)"', page)
        assert values == [*map(str, range(1, steps + 1)), "unknown"]
    assert f'dir="{"rtl" if lang == "ar" else "ltr"}"' in page
    assert "<script" not in page
    assert "http-equiv" not in page, "a page with a form must not load itself again"


def test_what_all_phones_show_alike_is_worked_out_once_for_each_thing_that_happens():
    room, made = people(), []
    for _ in range(3):
        assert once(room, "test", "en", lambda: made.append(1) or len(made)) == 1
    after = play(room, *to(ITEM, Phase.FIRST))
    assert once(after, "test", "en", lambda: 2) == 2
    assert once(after, "test", "ar", lambda: 3) == 3


def test_titles_that_trainers_write_are_escaped():
    for page in (ballot(people()), enter_page(frame(), people(), Coming("481903"), [1])):
        assert "Plate &lt;b&gt;readers" in page
        assert "<b>readers" not in page


def test_a_ballot_shows_ones_own_answer_and_nobody_elses():
    room = play(people(), *to(STATEMENT, Phase.FIRST), *votes(STATEMENT, 1, 4, 2, 2, 2, reasons=["mine", "theirs"]))
    mine = ballot(room, wanted=STATEMENT.id)
    assert re.findall(r'value="([^"]+)" checked', mine) == ["4"]
    assert "mine" in mine
    assert "theirs" not in mine
    assert "Change my answer" in mine
    assert ballot(room, "p5", wanted=STATEMENT.id) == ballot(
        play(people(), *to(STATEMENT, Phase.FIRST)), "p5", wanted=STATEMENT.id
    ), "who has not voted cannot tell whether others have"


def test_whoever_is_not_in_the_room_sees_nothing():
    assert ballot(people(), "stranger") is None


def test_after_answering_one_waits_and_can_change_until_the_round_closes():
    room = play(people(), *to(STATEMENT, Phase.FIRST), *votes(STATEMENT, 1, 4))
    page = ballot(room, saved=STATEMENT.id)
    assert "Saved." in page
    assert f"q={STATEMENT.id}" in page
    again = re.search(r'http-equiv="refresh" content="(\d+);url=([^"]+)"', page)
    assert (again[1], again[2]) == ("10", "/w/token?lang=en"), "“saved” is said once and not at each look"
    closed = ballot(play(room, *to(STATEMENT, Phase.FIRST_CLOSED)))
    assert f"q={STATEMENT.id}" not in closed


def test_the_next_open_question_comes_by_itself():
    room = play(people(), *to(STATEMENT, Phase.FIRST), *to(QUESTION, Phase.FIRST), *votes(STATEMENT, 1, 4))
    assert f'name="poll" value="{QUESTION.id}"' in ballot(room, saved=STATEMENT.id)


def test_a_ballot_says_how_far_one_is_and_of_very_many_questions_offers_some():
    polls = tuple(poll_of(About.STATEMENT, one.id, 3) for one in load_readiness().statements[:30])
    room = play(people(6, replace(SETUP, polls=polls)), Move("m", tuple(one.id for one in polls), Phase.FIRST))
    room = play(room, Vote("v", "p0", polls[0].id, 1, (3,)))
    page = ballot(room)
    assert re.search(r"answered \W*1\W* of \W*30", page)
    assert page.count("&amp;q=") < 20
    assert f"q={polls[0].id}" not in page, "what is open comes before what is answered"
    few = ballot(play(people(6), *to(STATEMENT, Phase.FIRST), *to(ITEM, Phase.FIRST)))
    assert "Here are some" not in few
    assert re.search(r"answered \W*0\W* of \W*2", few)


def test_the_second_round_reminds_of_ones_own_first_answer_only_on_request():
    room = play(shown_once(people(), STATEMENT, 5, 1, 1, 1, 1), *to(STATEMENT, Phase.SECOND))
    words = asked(STATEMENT, "en", SETUP.method).scales[0].steps
    assert re.search(r"<details id=\"before-choice0\"><summary>.*Your answer in round 1", ballot(room))
    assert "checked" not in ballot(room), "nothing is chosen beforehand"
    assert re.search(r"Your answer in round 1: \W*" + re.escape(words[4].label), ballot(room))
    assert "Your answer in round 1" not in ballot(room, "p5")


@pytest.mark.parametrize(
    ("number", "table", "sentence"),
    [(2, False, "Too few people"), (4, False, "only the middle"), (5, True, "In the middle of the room")],
)
def test_a_result_shows_no_more_than_its_number_of_answers_allows(number, table, sentence):
    page = ballot(shown_once(people(), STATEMENT, *[3] * number))
    assert ("<table" in page) is table
    assert sentence in page


def test_only_reasons_that_the_trainer_released_are_read_and_escaped():
    room = shown_once(people(), STATEMENT, 3, 3, 3, 3, 3, reasons=["<i>wicked</i>", "kept back"])
    waiting = ballot(room)
    assert "wicked" not in waiting
    shown = next(one for one in reasons(room, STATEMENT.id) if "wicked" in one.text)
    page = ballot(play(room, Moderate("m", shown.id, Moderated(Verdict.SHOWN))))
    assert "&lt;i&gt;wicked" in page
    assert "kept back" not in page


def test_the_end_says_so_and_asks_no_more():
    page = ballot(play(people(), End("e")))
    assert "has ended" in page
    assert "http-equiv" not in page


def test_what_was_typed_comes_back_with_the_problem():
    room = play(people(), *to(ITEM, Phase.FIRST))
    page = ballot(room, wanted=ITEM.id, problem="No.", given={"choice1": "2", "reason": "because <x>"})
    assert 'role="alert">No.<' in page
    assert re.findall(r'value="([^"]+)" checked', page) == ["2"]
    assert "because &lt;x&gt;" in page
    assert "<title>Please check" in page


def test_coming_in_asks_for_no_more_than_the_workshop_needs():
    anonymous = enter_page(frame(), people(), Coming("481903"), [1])
    assert 'name="name"' not in anonymous
    assert 'name="group"' not in anonymous
    assert "Nobody sees your vote" in anonymous
    setup = replace(SETUP, identity=Identity.NICKNAMES, groups=(Group("law", "Legal"), Group("line", "Front line")))
    page = enter_page(frame(), Room(setup), Coming("481903"), [1])
    assert re.search(r'name="name" value="[A-Z][a-z]+ \d\d"', page)
    assert page.count('name="group"') == 2


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_first_page_with_its_style_sheet_is_small(lang):
    room = play(people(), *to(ITEM, Phase.FIRST))
    style = len(gzip.compress(stylesheet().encode())) + packed("render", "room.css")
    for page in (code_page(frame(lang), Coming()), enter_page(frame(lang), room, Coming("1"), [1])):
        assert len(gzip.compress(page.encode())) + style <= 10_000
    first = len(gzip.compress(ballot(room, lang=lang).encode()))
    assert first + style + packed("pages", "room.js") <= 12_000, "somebody who begins with the ballot, by a link"


def packed(floor, name):
    return len(gzip.compress((files(f"toolkit.{floor}") / "static" / name).read_bytes()))


def test_the_script_is_small_and_old_phones_understand_its_words():
    script = (files("toolkit.pages") / "static" / "room.js").read_text("utf-8")
    assert len(script.encode()) <= 5_120
    assert packed("pages", "room.js") <= 2_200
    words = re.sub(r"//.*|/\*.*?\*/", "", script)
    assert not re.search(r"\?\.[a-z(\[]|\?\?|\|\|=|replaceAll|\.at\(|AbortSignal\.|randomUUID|import\b", words)


@pytest.mark.parametrize(
    ("given", "choices"),
    [
        ({"choice0": "3", "choice1": "unknown"}, (3, None)),
        ({"choice0": "99", "choice1": "1"}, (99, 1)),
        ({"choice0": "3"}, None),
        ({"choice0": "3", "choice1": "-1"}, None),
        ({"choice0": "\u0663", "choice1": "1"}, None),
        ({"choice0": "1" * 4000, "choice1": "1"}, None),
    ],
)
def test_answers_in_a_form_are_steps_or_not_knowing_and_nothing_is_guessed(given, choices):
    assert choices_of(ITEM, given) == choices


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_every_refusal_and_every_wrong_code_has_its_sentence(lang):
    spoken = interface(lang)
    wrongs = {room_words.wrong_words(spoken, one) for one in Wrong}
    assert len(wrongs) == len(Wrong)
    refusals = [room_words.refusal_words(spoken, one) for one in Refusal]
    assert all(one.strip() for one in refusals)


def test_what_somebody_saved_is_said_in_words():
    room = play(people(), *to(STATEMENT, Phase.FIRST), *votes(STATEMENT, 1, 4))
    words = asked(STATEMENT, "en", SETUP.method).scales[0].steps
    assert f"✓ {words[3].label}" in ballot(room)


def test_up_to_forty_votes_are_dots_and_more_are_bars():
    page = ballot(shown_once(people(40), STATEMENT, *[3] * 30, *[5] * 10))
    assert re.findall("●+", page) == ["●" * 30, "●" * 10]
    page = ballot(shown_once(people(41), STATEMENT, *[3] * 30, *[5] * 11))
    assert re.findall(r"--share:([\d.]+)", page) == ["1.0", "0.367"]
    assert "●" not in page


def test_the_share_of_those_who_do_not_know_is_said():
    page = ballot(shown_once(people(8), STATEMENT, 3, 3, 3, 3, 2, 2, None, None))
    assert re.search(r"2\W* people do not know: \W*25\W* in 100", page)


def test_where_nobody_knows_no_middle_is_made_up():
    room = shown_once(people(8), STATEMENT, *[None] * 8)
    for page in (ballot(room), screen(room)):
        assert "In the middle of the room" not in page
        assert 'class="mid"' not in page
        assert re.search(r"8\W* people do not know", page)
        assert "is in place" not in page.partition("Round 1")[2], "nobody takes a side"


def test_a_round_in_which_nobody_answered_says_just_that():
    room = play(people(8), *to(STATEMENT, Phase.FIRST, Phase.FIRST_CLOSED, Phase.FIRST_SHOWN))
    for page in (ballot(room), screen(room)):
        assert "Nobody answered." in page
        assert "without showing who they are" not in page


def test_movement_is_said_in_totals_and_the_answer_with_those_who_see_it_otherwise():
    room = shown_twice(people(6), STATEMENT, [3, 3, 3, 3, 2, None], [(4,), 3, 3, 3, 1, 5])
    page = ballot(room)
    for said in ("Higher than before: 1", "Lower than before: 1", "knows now: 1"):
        assert re.search(said.replace(": ", r": \W*"), page), said
    recorded = screen(play(room, *to(STATEMENT, Phase.RECORDED)))
    assert "The room answers" in recorded
    assert re.search(r"3\W* people see it otherwise: \W*1\W* lower, \W*2\W* higher", recorded)


def test_facts_that_came_to_light_are_read_the_newest_first_and_no_others():
    case = trainers("en").cases[0]
    room = people(setup=replace(SETUP, case=case.id, injects=tuple(one.id for one in case.injects)))
    first, second, third = case.injects[:3]
    page = ballot(play(room, Inject("i1", first.id), Inject("i2", second.id)))
    assert page.index(second.title) < page.index(first.title)
    assert third.title not in page


def test_the_way_back_has_the_address_as_a_square_and_in_letters():
    page = back_page(frame(), people(), "p0", "http://10.0.0.5/w/token")
    assert "http://10.0.0.5/w/token" in page
    assert 'src="data:image/png' in page
    assert back_page(frame(), people(), "stranger", "http://10.0.0.5/w/token") is None


def test_each_word_of_a_nickname_has_a_picture_of_its_own_in_every_language():
    for lang in ("en", "ar"):
        words = trainers(lang).names
        assert len({icon_of(f"{word} 42", words) for word in words}) == len(words)
    assert icon_of("Ann", words) == ""


# ---------------------------------------------------------------- the big screen


def screen(room, lang="en", now=0):
    return screen_page(frame(lang), room, measures(room.setup), "http://10.0.0.5:8866/join", now)


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_lobby_shows_where_to_go_and_the_code_and_how_many_came(lang):
    page = screen(play(Room(SETUP), Join("j", Person("p0"))), lang)
    assert "http://10.0.0.5:8866/join" in page
    assert '<bdi dir="ltr">481 903</bdi>' in page
    assert "<script" not in page
    assert "Plate &lt;b&gt;readers" in page


def test_while_a_round_is_open_the_screen_shows_only_how_many_answered():
    one, other = (
        screen(play(people(), *to(STATEMENT, Phase.FIRST), *votes(STATEMENT, 1, *given)))
        for given in ([1, 5], [3, None])
    )
    assert one == other
    assert re.search(r"2\W* of \W*6\W* have answered", one)
    assert "<table" not in one


def test_the_screen_shows_the_result_once_it_is_shown():
    page = screen(shown_once(people(), STATEMENT, 3, 3, 3, 2, None))
    assert "<table" in page
    assert "In the middle of the room" in page
    assert "481" not in page, "the code makes room for the question"


def test_a_timer_shows_whole_minutes_and_ends_nothing():
    room = play(people(), *to(STATEMENT, Phase.FIRST), Screen("s", STATEMENT.id, until=130))
    assert re.search(r"3\W* minutes left", screen(room, now=0))
    assert re.search(r"0\W* minutes left", screen(room, now=1000))


def test_without_a_question_in_focus_the_screen_lists_what_to_talk_about_first():
    room = shown_once(people(10), STATEMENT, *[3] * 10)
    room = play(shown_once(room, PRINCIPLE, *[1] * 5, *[5] * 5), Screen("s", focus=""))
    page = screen(room)
    assert "What to talk about first" in page
    first, second = (page.index(asked(one, "en", SETUP.method).title) for one in (PRINCIPLE, STATEMENT))
    assert first < second
    assert "<table" not in page


def test_a_blank_screen_shows_neither_question_nor_result():
    room = play(shown_once(people(), STATEMENT, 3, 3, 3, 2, None), Screen("s", STATEMENT.id, blank=True))
    page = screen(room)
    assert asked(STATEMENT, "en", SETUP.method).title not in page
    assert "<table" not in page


def test_groups_are_on_the_screen_only_where_the_core_allows_it_and_never_on_a_phone():
    groups = (Group("law", "Legal"), Group("line", "Front line"))
    for sizes, seen in (((5, 5), True), ((8, 2), False)):
        names = ["law"] * sizes[0] + ["line"] * sizes[1]
        joins = [Join(f"j{n}", Person(f"p{n}", group=name)) for n, name in enumerate(names)]
        room = shown_once(play(Room(replace(SETUP, groups=groups)), *joins, Begin("b")), STATEMENT, *[3] * 10)
        assert ("Front line" in screen(room)) is seen
        assert "Front line" not in ballot(room)


def test_the_screen_has_nothing_to_press():
    for room in (people(), shown_once(people(), STATEMENT, 3, 3, 3, 2, None), play(people(), End("e"))):
        assert not re.search(r"<(button|input|select|textarea|form)\b", screen(room))
