"""Thirty robots rehearse a workshop from the lobby to the minutes, the same way each time."""

from dataclasses import replace

import pytest

from tests.core.room import MEASURES, POLLS, READY, RISK, play, setup, to
from toolkit.core.method import Interval
from toolkit.core.minutes import minutes
from toolkit.core.rehearsal import MOST_ROBOTS, is_robot, next_robots, robot_votes, robots
from toolkit.core.workshop import Identity, Person, Phase, Room
from toolkit.core.workshop_events import Begin, End, Join, Move, Refusal, Robots, Vote
from toolkit.core.workshop_results import ranking, reasons
from toolkit.core.workshop_rules import happen

WORDS = ("Falcon", "Otter", "Pine")
CENTRES = {"risk": (Interval(2, 3), Interval(4, 4)), "ready": (Interval(2, 2),)}
ALL = tuple(one.id for one in POLLS)


def rehearsed(seed="a", identity=Identity.ANONYMOUS):
    room = play(Room(setup(demo=True, identity=identity)), *robots(setup(identity=identity), 30, WORDS), Begin("begin"))
    for number, (opened, closed, shown) in enumerate(
        [(Phase.FIRST, Phase.FIRST_CLOSED, Phase.FIRST_SHOWN), (Phase.SECOND, Phase.SECOND_CLOSED, Phase.SECOND_SHOWN)]
    ):
        room = play(room, Move(f"open-{number}", ALL, opened))
        room = play(room, *robot_votes(room, CENTRES, seed, ["Because."]))
        room = play(room, Move(f"close-{number}", ALL, closed), Move(f"show-{number}", ALL, shown))
    return play(room, Move("record", ALL, Phase.RECORDED), End("end"))


@pytest.mark.parametrize("identity", Identity)
def test_thirty_robots_run_from_the_lobby_to_the_minutes(identity):
    room = rehearsed(identity=identity)
    found = minutes(room, MEASURES)
    assert found.demo
    assert found.attendance == 30
    assert {one.poll for one in found.answers} == {"risk", "ready", "work"}
    assert all(room.voters(poll, number) == 30 for poll in ALL for number in (1, 2))
    assert len(ranking(room, MEASURES)) == len(POLLS)
    assert found.reliability is not None


def test_the_same_seed_gives_the_same_rehearsal_and_another_does_not():
    assert rehearsed("a") == rehearsed("a")
    assert rehearsed("a").votes != rehearsed("b").votes


def test_most_robots_answer_as_the_centre_says_and_some_do_not():
    room = rehearsed()
    first = [one[0] for one in room.answers("ready", 1)]
    assert first.count(2) > 15
    assert None in first
    assert {1, 3} & set(first)


def test_robots_come_closer_together_in_the_second_round():
    room = rehearsed()
    (shift,) = minutes(room, MEASURES).records[ALL.index("ready")].outcome.shifts
    assert shift.both == 30
    assert shift.towards + shift.settled > 0
    assert shift.unsettled == 0


def test_a_robot_votes_once_and_leaves_people_alone():
    room = play(Room(setup()), *robots(setup(), 3, WORDS), Begin("begin"), *to(READY, Phase.FIRST))
    room = play(room, *robot_votes(room, CENTRES, "a"))
    assert robot_votes(room, CENTRES, "a") == ()
    assert room.voters("ready", 1) == 3


def test_some_robots_give_reasons_to_moderate():
    room = rehearsed()
    given = [one for poll in (READY, RISK) for one in reasons(room, poll.id)]
    assert 0 < len(given) < 120


def test_robots_are_at_most_four_hundred_and_each_has_a_name_where_there_are_names():
    joining = robots(setup(identity=Identity.NICKNAMES), 1000, [f"Word{n}" for n in range(24)])
    assert len(joining) == MOST_ROBOTS
    assert len({one.person.name for one in joining}) == MOST_ROBOTS


# ---------------------------------------------------------------- a few at a time


def asked_for(number, **more):
    return play(Room(setup(demo=True, **more)), Robots("r", number))


def looked(room, times=40):
    """The room after somebody has looked at it so often."""
    for number in range(times):
        room = play(room, *next_robots(room, WORDS, CENTRES, ["Because."]))
        assert number < 20 or not next_robots(room, WORDS, CENTRES), "they are done at some time"
    return room


def test_robots_come_and_answer_a_few_at_a_time_and_then_do_nothing():
    room = asked_for(30)
    first = next_robots(room, WORDS, CENTRES)
    assert len(first) == 5
    room = looked(room)
    assert len(room.people) == 30
    room = play(room, Begin("begin"), *to(READY, Phase.FIRST))
    assert len(next_robots(room, WORDS, CENTRES)) == 5
    assert looked(room).voters("ready", 1) == 30


def test_looking_twice_at_the_same_room_does_the_same():
    room = asked_for(30)
    events = next_robots(room, WORDS, CENTRES)
    assert next_robots(room, WORDS, CENTRES) == events
    once = play(room, *events)
    assert play(once, *events) == once


def test_robots_leave_a_real_room_a_full_one_and_one_that_has_ended_alone():
    assert happen(Room(setup()), Robots("r", 10))[1] is Refusal.NO_REHEARSAL
    assert next_robots(replace(Room(setup()), robots=10), WORDS, CENTRES) == ()
    assert len(looked(asked_for(10, most_people=4)).people) == 4
    assert next_robots(play(asked_for(10), End("e")), WORDS, CENTRES) == ()
    assert happen(Room(setup(demo=True)), Robots("r", MOST_ROBOTS + 1))[1] is Refusal.TOO_MANY


def test_only_robots_are_robots():
    assert is_robot(robots(setup(), 1, WORDS)[0])
    assert not is_robot(Join("robot-0", Person("p1")))
    assert not is_robot(Vote("robot-0", "p1", "ready", 1, (1,)))
