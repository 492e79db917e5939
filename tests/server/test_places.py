"""Places and the queue, as rules."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.server.places import PATIENCE, Places


def full(total=2, each=2):
    """All places taken by one visitor each."""
    places = Places(total, each)
    for number in range(total):
        places.take(f"ticket {number}", f"early {number}")
    return places


def test_the_first_to_wait_is_the_first_to_come_in():
    places = full()
    assert [places.ask(name, 0) for name in ("ann", "bob", "cy")] == [1, 2, 3]
    places.leave("ticket 0")
    assert places.ask("bob", 1) == 2
    assert places.ask("ann", 1) == 0


def test_a_newcomer_does_not_pass_those_who_wait():
    places = full()
    places.ask("ann", 0)
    places.leave("ticket 0")
    assert places.ask("newcomer", 1) == 2
    assert places.ask("ann", 1) == 0


def test_whoever_asks_again_keeps_their_number():
    places = full()
    places.ask("ann", 0)
    places.ask("bob", 0)
    assert [places.ask("bob", at) for at in (10, 20, 30, 40)] == [2, 2, 2, 2]


def test_whoever_stops_asking_loses_their_number():
    places = full()
    places.ask("ann", 0)
    places.ask("bob", PATIENCE)
    assert places.ask("bob", PATIENCE + 1) == 1


def test_one_visitor_has_a_limit_of_their_own():
    places = Places(total=10, each=2)
    for ticket in "ab":
        assert not places.has_too_many("ann")
        places.take(ticket, "ann")
    assert places.has_too_many("ann")
    assert not places.has_too_many("bob")
    places.leave("a")
    assert places.of("ann") == ["b"]
    assert not places.has_too_many("ann")


def test_leaving_twice_frees_one_place():
    places = full()
    places.leave("ticket 0")
    places.leave("ticket 0")
    assert places.ask("ann", 0) == 0
    places.take("x", "ann")
    assert places.ask("bob", 0) == 1


@pytest.mark.parametrize("total", [1, 3])
@settings(max_examples=60, deadline=None)
@given(steps=st.lists(st.tuples(st.sampled_from("abcde"), st.booleans()), max_size=40))
def test_there_are_never_more_visitors_than_places(total, steps):
    places = Places(total, each=total)
    for at, (name, leaves) in enumerate(steps):
        if leaves:
            places.leave(name)
        elif name not in places.taken and places.ask(name, at) == 0:
            places.take(name, name)
        assert len(places.taken) <= total
        assert not set(places.taken) & set(places.queue)
