"""Thirty robots rehearse a workshop from the lobby to the minutes, the same way each time."""

import pytest

from tests.core.room import MEASURES, POLLS, READY, RISK, play, setup, to
from toolkit.core.method import Interval
from toolkit.core.minutes import minutes
from toolkit.core.rehearsal import MOST_ROBOTS, robot_votes, robots
from toolkit.core.workshop import Identity, Phase, Room
from toolkit.core.workshop_events import Begin, End, Move
from toolkit.core.workshop_results import ranking, reasons

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
