"""The light pages of a workshop: what somebody in the room reads, and what they never do."""

import gzip
import re
from dataclasses import replace

import pytest

from tests.core.room import play, shown_once, to, votes
from toolkit.content import load_library
from toolkit.content.guides import load_guides
from toolkit.content.interface import interface
from toolkit.content.readiness import load_readiness
from toolkit.content.workbook import load_workbook
from toolkit.core.joining import Wrong
from toolkit.core.training import poll_of
from toolkit.core.workshop import About, Group, Identity, Moderated, Person, Phase, Room, Setup, Verdict
from toolkit.core.workshop_events import Begin, End, Join, Moderate, Refusal, Screen
from toolkit.core.workshop_results import reasons
from toolkit.pages import room_words
from toolkit.pages.room import Coming, Frame, Turn, ballot_page, choices_of, code_page, enter_page, screen_page
from toolkit.pages.room_questions import asked, measures
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


def test_the_second_round_reminds_of_ones_own_first_answer():
    room = play(shown_once(people(), STATEMENT, 5, 1, 1, 1, 1), *to(STATEMENT, Phase.SECOND))
    words = asked(STATEMENT, "en", SETUP.method).scales[0].steps
    assert "Your answer in round 1" in ballot(room)
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
    room = shown_once(people(), STATEMENT, 3, 3, 3, 3, 3, reasons=["<i>bad</i>", "kept back"])
    waiting = ballot(room)
    assert "bad" not in waiting
    shown = next(one for one in reasons(room, STATEMENT.id) if "bad" in one.text)
    page = ballot(play(room, Moderate("m", shown.id, Moderated(Verdict.SHOWN))))
    assert "&lt;i&gt;bad" in page
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
    style = len(gzip.compress(stylesheet().encode()))
    for page in (
        code_page(frame(lang), Coming()),
        enter_page(frame(lang), room, Coming("1"), [1]),
        ballot(room, lang=lang),
    ):
        assert len(gzip.compress(page.encode())) + style <= 10_000


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
