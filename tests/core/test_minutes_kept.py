"""Minutes as they are kept: the same again after reading, nobody’s vote in them, and nothing else is taken for them."""

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.core.room import (
    MEASURES,
    READY,
    RISK,
    WORK,
    courses,
    joined,
    play,
    setup,
    shown_once,
    shown_twice,
    to,
    votes,
)
from tests.core.strategies import brisk
from toolkit.core.minutes_kept import kept_minutes, minutes_of, minutes_values, recorded
from toolkit.core.workshop import Person, Phase, Room
from toolkit.core.workshop_events import Begin, Count, Join
from toolkit.core.workshop_results import rounds_shown
from toolkit.core.workshop_rules import happen


def kept(room):
    return kept_minutes(room, MEASURES, "2026-11-22", "1.0", "abc")


def again(found):
    return minutes_of(json.loads(json.dumps(minutes_values(found))))


def played(course):
    room = joined(8)
    for event in course:
        room, _ = happen(room, event)
    return room


@brisk
@given(courses())
def test_whatever_happened_minutes_are_the_same_after_a_file(course):
    found = kept(played(course))
    assert again(found) == found


@brisk
@given(courses(), st.integers(1, 3))
def test_no_vote_of_a_round_that_was_not_shown_changes_a_word(course, step):
    room = played(course)
    hidden = {
        (poll.id, number): poll
        for poll in room.setup.polls
        for number in (1, 2)
        if number not in rounds_shown(room, poll.id)
    }
    others = {
        cell: {
            who: replace(one, choices=(step,) * len(hidden[cell].steps), reason="Secret") for who, one in cast.items()
        }
        if cell in hidden
        else cast
        for cell, cast in room.votes.items()
    }
    assert minutes_values(kept(replace(room, votes=others))) == minutes_values(kept(room))


@brisk
@given(st.permutations([1, 1, 2, 3, 4, 5]))
def test_who_gave_which_answer_changes_nothing(choices):
    room = play(Room(setup(groups=())), *(Join(f"j{n}", Person(f"p{n}")) for n in range(6)), Begin("b"))
    one, other = (shown_once(room, READY, *given_) for given_ in (choices, sorted(choices)))
    assert minutes_values(kept(one)) == minutes_values(kept(other))


def test_names_codes_and_salt_are_not_kept():
    room = shown_once(joined(6), READY, 1, 2, 3, 4, 5, 5)
    named = replace(room, people={who: Person(who, "Amal Haddad", one.group) for who, one in room.people.items()})
    said = json.dumps(minutes_values(kept(named)))
    assert not any(word in said for word in ("Amal", "481903", "salt", '"p0"'))


def test_ballots_on_paper_are_counted_as_such():
    room = play(joined(5), *to(READY, Phase.FIRST), Count("c", READY.id, 1, (((3,), 4),)))
    assert kept(room).paper == 4


def test_only_what_was_concluded_counts_as_recorded():
    room = play(shown_twice(joined(6), RISK, [(1, 1)] * 6, [(2, 2)] * 6), *to(RISK, Phase.RECORDED))
    room = shown_once(room, WORK, *[2] * 6)
    assert recorded(kept(room).minutes) == {RISK.id}


@brisk
@given(st.data())
def test_what_does_not_fit_is_no_minutes(data):
    room = play(shown_once(joined(6), READY, 1, 2, 3, 4, 5, 5), *votes_then_nothing())
    values = json.loads(json.dumps(minutes_values(kept(room))))
    place, key = data.draw(st.sampled_from(list(places(values))))
    place[key] = data.draw(
        st.sampled_from([None, [], {}, "x", -1, 1.5, True, {"x": 1}]).filter(lambda one: one != place[key])
    )
    found = minutes_of(values)
    assert found is None or minutes_values(found) == values, "read as it stands, or not at all"


def votes_then_nothing():
    """Votes in a second question whose result nobody has seen."""
    return [*to(RISK, Phase.FIRST), *votes(RISK, 1, (1, 1), (2, 2))]


def places(values):
    """Every place in nested plain values."""
    items = values.items() if isinstance(values, dict) else enumerate(values)
    for key, value in items:
        yield values, key
        if isinstance(value, dict | list):
            yield from places(value)


def test_another_format_and_no_mapping_are_no_minutes():
    values = minutes_values(kept(joined(5)))
    assert minutes_of(values | {"format": 2}) is None
    assert minutes_of([]) is None
    assert minutes_of(None) is None


def test_minutes_that_were_kept_before_they_told_the_past_are_read():
    values = minutes_values(kept(joined(5)))
    del values["past"]
    assert minutes_of(values) == kept(joined(5))
