"""The control view: one next step in every state, presses that the room takes, and what trainers never see."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

from tests.core.room import courses, joined, play, refused, setup, shown_once, shown_twice, to, votes
from tests.pages.test_room import ITEM, POLLS, QUESTION, SETUP, STATEMENT, people
from toolkit.content.interface import interface
from toolkit.content.readiness import load_readiness
from toolkit.core.agreement import Stand
from toolkit.core.training import poll_of
from toolkit.core.workshop import About, Entry, Kind, Person, Phase, Room, Stage
from toolkit.core.workshop_events import Begin, Count, End, Join, Move, Refusal, Screen, Write
from toolkit.core.workshop_rules import happen
from toolkit.pages.room_questions import measures
from toolkit.pages.trainer import Desk, Look, control_page, news
from toolkit.pages.trainer_form import Odd, Sent, event_of, press_id
from toolkit.pages.trainer_next import next_step
from toolkit.pages.trainer_words import phase_words, problem_words, stand_words

ENGLISH = interface("en")


def page(room, lang="en", now=0, **look):
    desk = Desk(lang, (), (), "/t/token", "http://10.0.0.5/join", nonce="nonce", xsrf="xsrf")
    return control_page(desk, room, measures(room.setup), Look(**look), now)


def pressed(press, name="n"):
    given = {}
    for field, value in press.fields:
        given.setdefault(field, []).append(value)
    return Sent(press_id(name, given), given, 0)


# ---------------------------------------------------------------- the next step


@given(courses())
@settings(max_examples=150, deadline=None)
def test_there_is_always_a_next_step_and_the_room_takes_every_press_that_is_offered(course):
    room = joined(8)
    for event in course:
        room, _ = happen(room, event)
    found = next_step(room, ENGLISH)
    if room.stage is Stage.ENDED:
        assert found.step is None
        return
    for press in (found.step, *found.others):
        if press.at:
            continue
        event = event_of(room, pressed(press))
        assert not isinstance(event, Odd), press
        after, refusal = happen(room, event)
        assert refusal is None, press
        assert after != room


def test_the_steps_lead_to_the_end_from_every_state_of_a_question():
    for phase in Phase:
        room = play(joined(6))
        room = replace(room, phases={"risk": phase}, focus="risk")
        for _ in range(60):
            step = next_step(room, ENGLISH).step
            if step.at == "end":
                break
            room = play(room, event_of(room, pressed(step)))
        assert next_step(room, ENGLISH).step.at == "end", phase
        assert {room.phase(one.id) for one in room.setup.polls} <= {Phase.RECORDED, Phase.SKIPPED}


def test_the_lobby_has_one_step_only():
    found = next_step(Room(setup()), ENGLISH)
    assert (found.step.label, found.others) == ("Begin the workshop", ())


def test_before_an_empty_result_is_shown_the_trainer_reads_that_the_round_can_open_again():
    few = "Too few have answered to show anything"

    def closed(room, poll, *choices):
        return play(room, *to(poll, Phase.FIRST), *votes(poll, 1, *choices), *to(poll, Phase.FIRST_CLOSED))

    found = next_step(closed(people(8), STATEMENT, 3, 3), ENGLISH)
    assert found.step.hint.startswith(few)
    assert "Open this round again" in found.others[0].label
    both = closed(closed(people(8), ITEM, *[(3, 3)] * 6), STATEMENT, 3)
    assert re.match(rf"{few} of question \W*2\W*\.", next_step(both, ENGLISH).step.hint)
    assert few not in next_step(closed(people(8), STATEMENT, 3, 3, 3, 4, 4), ENGLISH).step.hint


def test_a_long_list_of_questions_is_folded_around_the_one_in_focus_and_keeps_its_numbers():
    polls = tuple(poll_of(About.STATEMENT, one.id, 3) for one in load_readiness().statements[:30])
    room = people(6, replace(SETUP, polls=polls))
    for focus, first, last in (("", 1, 7), (polls[0].id, 1, 7), (polls[14].id, 12, 18), (polls[29].id, 24, 30)):
        seen = page(play(room, Screen("s", focus=focus)) if focus else room)
        shown, whole = (re.findall(r'<li value="(\d+)"', part) for part in seen.split('id="all-questions"'))
        assert [int(one) for one in shown] == list(range(first, last + 1))
        assert len(whole) == 30
        ids = re.findall(r' id="([^"]+)"', seen)
        assert len(ids) == len(set(ids))
    assert "all-questions" not in page(people(6))


def test_before_several_questions_are_closed_the_trainer_reads_which_has_the_fewest_answers():
    opened = play(people(6), Move("m", (ITEM.id, STATEMENT.id), Phase.FIRST), *votes(ITEM, 1, *[(3, 3)] * 6))
    found = next_step(play(opened, *votes(STATEMENT, 1, 3, 3)), ENGLISH)
    assert "Close all" in found.step.label
    assert re.match(r"Fewest answers so far: question \W*2\W*, \W*2\W* of \W*6\W*\.", found.step.hint)
    assert "Fewest" not in next_step(play(opened, *votes(STATEMENT, 1, *[3] * 6)), ENGLISH).step.hint


def test_where_nobody_knows_the_trainer_reads_no_middle():
    seen = page(shown_once(people(8), STATEMENT, *[None] * 8))
    assert "Nobody in round 1 knows. The room has no middle." in seen
    assert "Middle of the room" not in seen


def test_a_press_for_several_questions_is_refused_when_one_of_them_has_moved():
    room = joined(5)
    every = next_step(room, ENGLISH).step
    assert isinstance(event_of(room, pressed(every)), Move)
    moved = play(room, Move("m", ("ready",), Phase.FIRST))
    assert event_of(moved, pressed(every)) is Odd.STALE


def test_the_same_press_is_the_same_event_even_when_the_room_has_moved_on():
    room = joined(5)
    every = next_step(room, ENGLISH).step
    after = play(room, event_of(room, pressed(every)))
    assert happen(after, event_of(after, pressed(every))) == (after, None)


def test_another_press_of_the_same_page_is_another_event():
    one, other = ({"do": ["timer"], "minutes": [text]} for text in "12")
    assert press_id("n", one) != press_id("n", other)
    assert press_id("n", one) == press_id("n", one | {"_xsrf": ["x"], "id": ["n"]})
    assert press_id("n", one) != press_id("m", one)


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("poll", POLLS, ids=lambda one: str(one.about))
def test_every_kind_of_question_can_be_shown_in_every_phase(poll, lang):
    answer = tuple(2 for _ in poll.steps)
    room = shown_twice(people(8), poll, [answer] * 8, [answer] * 7 + [tuple(None for _ in poll.steps)])
    for shown in (room, play(room, *to(poll, Phase.RECORDED)), play(room, End("e"))):
        html = page(shown, lang)
        assert f'dir="{"rtl" if lang == "ar" else "ltr"}"' in html
        assert "<script" not in html
        assert "http-equiv" not in html


def test_votes_change_nothing_but_the_count_until_the_result_is_shown():
    def seen(*answers, reasons=()):
        room = play(people(), *to(STATEMENT, Phase.FIRST), *votes(STATEMENT, 1, *answers, reasons=reasons))
        return page(room), page(play(room, *to(STATEMENT, Phase.FIRST_CLOSED)))

    assert seen(1, 5, None) == seen(3, 3, 3)
    assert "secret" not in seen(1, 5, reasons=["secret"])[0]


def test_without_a_script_only_a_page_on_which_nothing_is_typed_asks_again_by_itself():
    room = play(people(), *to(STATEMENT, Phase.FIRST))
    for quiet in (Room(replace(people().setup)), room):
        html = page(quiet)
        assert '<noscript><meta http-equiv="refresh"' in html
        assert not re.search(r"<(textarea|select)|<input(?! type=\"hidden\")", html)
    talk = shown_once(people(), STATEMENT, 1, 2, 3, 4, 5)
    assert "http-equiv" not in page(play(talk, *to(STATEMENT, Phase.DISCUSSION)))


def test_the_list_of_what_divides_the_room_is_in_words_and_knows_its_limits():
    room = shown_once(people(8), STATEMENT, 1, 1, 1, 1, 5, 5, 5, 5)
    room = shown_once(room, QUESTION, 2, 2, 2, 2, 2, 2, None, None)
    html = page(room)
    order = [html.index(f'stand {word}"') for word in ("split", "few")]
    assert order == sorted(order)
    assert "Below 8 people no statistic separates much" in html
    assert re.search(r"2\W* of \W*8\W* do not know", html)


def test_the_answer_of_the_room_is_an_interval_with_those_who_see_it_otherwise():
    room = shown_twice(people(8), STATEMENT, [1, 2, 2, 3, 3, 4, 4, 5], [2, 3, 3, 3, 3, 3, 4, None])
    html = page(room)
    assert "1 person sees it lower." in html
    assert "1 person sees it higher." in html
    assert "1 person does not know." in html
    assert re.search(r"8\W* people answered in both rounds", html)


def test_a_part_that_is_over_says_by_how_much_and_changes_nothing():
    room = replace(people(), setup=replace(people().setup, agenda=(("welcome", 10), ("vote", 25))))
    room = play(room, Screen("s", part=1, ends=600))
    assert "10 minutes left in this part" in page(room, now=0)
    assert "This part is over by 2 minutes" in page(room, now=720)


def test_news_change_with_counts_and_minutes_and_not_with_a_changed_answer():
    room = play(people(), *to(STATEMENT, Phase.FIRST), *votes(STATEMENT, 1, 4))
    again = replace(votes(STATEMENT, 1, 2)[0], id="again")
    assert news(play(room, again), 0) == news(room, 0)
    words = {
        news(one, now)
        for one, now in (
            (room, 0),
            (play(room, Join("new", Person("new"))), 0),
            (play(room, Count("c", STATEMENT.id, 1, (((1,), 2),))), 0),
            (play(room, Screen("s", STATEMENT.id, until=300)), 0),
            (play(room, Screen("s", STATEMENT.id, until=300)), 100),
            (play(room, Write("w", Entry("e", Kind.POINT, "We agreed."))), 0),
        )
    }
    assert len(words) == 6
    assert news(play(room, End("e")), 0) == "ended"


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_every_phase_refusal_and_stand_has_its_sentence(lang):
    spoken = interface(lang)
    assert len({phase_words(spoken, one) for one in Phase}) == len(Phase)
    assert len({stand_words(spoken, one) for one in Stand}) == len(Stand)
    assert all(problem_words(spoken, one).strip() for one in (*Refusal, *Odd))


def test_a_ballot_of_a_risk_item_on_paper_needs_both_answers():
    room = play(people(), *to(ITEM, Phase.FIRST))
    given = {"do": ["count"], "poll": [ITEM.id], "round": ["1"], "c0-0": ["2"], "c0-1": [""], "n0": ["1"]}
    assert event_of(room, Sent("x", given, 0)) is Odd.COUNT
    whole = event_of(room, Sent("x", given | {"c0-1": ["unknown"]}, 0))
    assert whole == Count("x", ITEM.id, 1, (((2, None), 1),))
    odd = event_of(room, Sent("x", given | {"c0-1": ["9"]}, 0))
    assert refused(room, odd) is Refusal.NO_ANSWER


def test_begin_is_the_first_press():
    room = Room(people().setup)
    assert event_of(room, pressed(next_step(room, ENGLISH).step)) == Begin(pressed(next_step(room, ENGLISH).step).id)


def test_a_running_workshop_offers_the_screen_the_code_and_the_other_questions_and_a_lobby_does_not():
    room = play(people(), *to(STATEMENT, Phase.FIRST))
    html = page(room)
    assert "Open the big screen in a new window" in html
    assert "Join code:" in html
    assert html.count("Turn to it") == len(POLLS) - 1
    lobby = page(Room(people().setup))
    assert lobby.count("Open the big screen in a new window") == 1
    assert "Turn to it" not in lobby
