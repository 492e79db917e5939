"""A workshop survives being written down: the same setup, the same events, the same room; and nothing else gets in."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.room import courses, joined, setup
from tests.core.strategies import brisk
from toolkit.core.workshop import Identity, Room
from toolkit.core.workshop_events import Begin, Join, Vote
from toolkit.core.workshop_kept import event_of, event_values, replayed, setup_of, setup_values
from toolkit.core.workshop_rules import happen

VOTE = event_values(Vote("1", "p0", "risk", 1, (3, None), "Because."))
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


def through_json(values):
    return json.loads(json.dumps(values))


@pytest.mark.parametrize("identity", Identity)
def test_a_setup_comes_back_as_it_was(identity):
    made = setup(identity=identity, languages=("en", "ar"), case="train-x", demo=True)
    assert setup_of(through_json(setup_values(made))) == made


@brisk
@given(courses())
def test_every_event_comes_back_as_it_was(course):
    assert [event_of(through_json(event_values(event))) for event in course] == course


@brisk
@given(courses())
def test_a_room_that_was_killed_is_the_same_after_playing_its_events_again(course):
    room, kept = Room(setup()), []
    for event in [*joining(), *course]:
        room, refusal = happen(room, event)
        if refusal is None:
            kept.append(through_json(event_values(event)))
    assert replayed(setup_of(through_json(setup_values(setup()))), kept) == room


def joining():
    room = joined(8)
    return [*(Join(f"j{n}", one) for n, one in enumerate(room.people.values())), Begin("begin")]


@brisk
@given(anything)
def test_what_is_no_event_is_none_and_harms_nobody(values):
    assert event_of(values) is None
    assert setup_of(values) is None
    assert replayed(setup(), [values]) == Room(setup())


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("event", "shout"),
        ("event", None),
        ("id", 7),
        ("person", None),
        ("poll", ["risk"]),
        ("round", "1"),
        ("round", True),
        ("round", 1.0),
        ("choices", "33"),
        ("choices", [3, "4"]),
        ("choices", [True]),
        ("reason", {"text": "x"}),
    ],
)
def test_a_vote_with_one_wrong_value_is_no_vote(key, value):
    assert event_of(VOTE) == Vote("1", "p0", "risk", 1, (3, None), "Because.")
    assert event_of(VOTE | {key: value}) is None


@pytest.mark.parametrize("key", sorted(VOTE))
def test_a_vote_without_one_of_its_values_is_no_vote(key):
    assert event_of({name: value for name, value in VOTE.items() if name != key}) is None
