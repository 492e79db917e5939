"""Whatever happens in whatever order: nothing is lost, nothing counts twice, and a private round stays private."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.core.room import MEASURES, POLLS, answers, courses, joined
from tests.core.strategies import brisk
from toolkit.core.anonymity import LEAST
from toolkit.core.minutes import minutes
from toolkit.core.workshop import MOVES, Cast, Phase, Stage
from toolkit.core.workshop_events import End, Join, Void, Vote
from toolkit.core.workshop_results import result, rounds_shown
from toolkit.core.workshop_rules import happen
from toolkit.core.workshop_views import ballot_view, control_view, projector_view

BY_ID = {one.id: one for one in POLLS}
ROUNDS = [(poll.id, number) for poll in POLLS for number in (1, 2)]


def history(course):
    """Each event with the room before it, the room after it, and why it was refused."""
    room = joined(8)
    for event in course:
        after, refusal = happen(room, event)
        yield event, room, after, refusal
        room = after


def last(course):
    room = joined(8)
    for event in course:
        room, _ = happen(room, event)
    return room


@brisk
@given(courses())
def test_the_last_vote_that_was_accepted_counts_and_no_other(course):
    expected, known = {}, {}
    for event, _, _, refusal in history(course):
        if isinstance(event, Void) and refusal is None:
            expected = {cell: one for cell, one in expected.items() if cell[:2] != (event.poll, event.round)}
        if isinstance(event, Vote) and refusal is None:
            cell = (event.poll, event.round, event.person)
            if event.id not in known.setdefault(cell, set()):
                expected[cell] = event.choices
            known[cell].add(event.id)
    room = last(course)
    found = {(*key, who): one.choices for key, cell in room.votes.items() for who, one in cell.items()}
    assert found == expected


@brisk
@given(courses())
def test_everybody_counts_once_in_each_round(course):
    room = last(course)
    for poll, number in ROUNDS:
        written = sum(count for _, count in room.paper.get((poll, number), ()))
        assert room.voters(poll, number) == len(room.answers(poll, number)) == len(room.cast(poll, number)) + written
        assert set(room.cast(poll, number)) <= set(room.people)


@brisk
@given(courses())
def test_whatever_is_sent_twice_happens_once(course):
    assert last([event for event in course for _ in (1, 2)]) == last(course)


@brisk
@given(courses(), st.randoms(use_true_random=False))
def test_what_a_bad_network_sends_again_much_later_changes_nothing(course, random):
    done = [event for event, _, _, refusal in history(course) if refusal is None and not isinstance(event, Join)]
    room = last(course)
    for event in random.sample(done, len(done)):
        after, _ = happen(room, event)
        assert after == room


@brisk
@given(courses())
def test_what_is_refused_changes_nothing(course):
    assert all(after is before for _, before, after, refusal in history(course) if refusal)


@brisk
@given(courses())
def test_questions_go_only_where_they_may(course):
    for event, before, after, _ in history(course):
        for poll in POLLS:
            was, now = before.phase(poll.id), after.phase(poll.id)
            assert now is was or now in MOVES[was] or isinstance(event, End | Void)


@brisk
@given(courses())
def test_after_the_end_nothing_changes(course):
    ended = [after for _, _, after, _ in history(course) if after.stage is Stage.ENDED]
    assert all(room == ended[0] for room in ended)


@brisk
@given(courses())
def test_a_result_that_was_shown_never_changes(course):
    """A snapshot: two looks at the same round cannot be taken from each other."""
    for _, before, after, _ in history(course):
        for name, number in ROUNDS:
            seen = result(before, MEASURES, BY_ID[name], number)
            assert seen is None or result(after, MEASURES, BY_ID[name], number) == seen


@brisk
@given(courses(), st.data())
def test_while_a_round_is_private_only_its_count_is_visible(course, data):
    """Let everybody have voted otherwise in rounds that are not shown: no screen is different."""
    room = last(course)
    other = replace(room, votes=dict(room.votes), paper=dict(room.paper))
    for name, number in ROUNDS:
        if number not in rounds_shown(room, name):
            drawn = answers(BY_ID[name])
            cell = {who: replace(one, choices=data.draw(drawn)) for who, one in room.cast(name, number).items()}
            other.votes[(name, number)] = cell
            other.paper[(name, number)] = tuple(
                (data.draw(drawn), count) for _, count in room.paper.get((name, number), ())
            )
    assert projector_view(other, MEASURES) == projector_view(room, MEASURES)
    assert control_view(other, MEASURES) == control_view(room, MEASURES)
    assert minutes(other, MEASURES) == minutes(room, MEASURES)


@brisk
@given(courses(), st.data())
def test_nobody_sees_the_vote_of_another_on_their_phone(course, data):
    room, me = last(course), "p0"
    other = replace(room, votes=dict(room.votes))
    for name, number in ROUNDS:
        if number not in rounds_shown(room, name):
            drawn = st.builds(Cast, answers(BY_ID[name]), st.sampled_from(["", "Other words."]), st.just("law"))
            other.votes[(name, number)] = {
                who: one if who == me else data.draw(drawn) for who, one in room.cast(name, number).items()
            }
    assert ballot_view(other, MEASURES, me) == ballot_view(room, MEASURES, me)


@brisk
@given(courses())
def test_no_table_is_about_fewer_than_five_people(course):
    room = last(course)
    for poll in POLLS:
        for number in rounds_shown(room, poll.id):
            found = result(room, MEASURES, poll, number)
            tables = [one.votes.voters for one in found.pictures] + [votes[0].voters for votes in found.groups.values()]
            assert all(size >= LEAST for size in tables)
            hidden = found.voters - sum(votes[0].voters for votes in found.groups.values())
            assert not found.groups or hidden == 0 or hidden >= LEAST


@brisk
@given(courses())
def test_minutes_name_nobody_and_hold_every_entry(course):
    room = last(course)
    found = minutes(room, MEASURES)
    assert not any(f"p{n}'" in repr(found) for n in range(8))
    kept = [*found.entries, *(entry for record in found.records for entry in record.entries)]
    assert sorted(kept, key=repr) == sorted(room.entries, key=repr)
    assert found.attendance == room.present


@brisk
@given(courses())
def test_nothing_can_be_seen_of_a_question_that_was_skipped(course):
    room = last(course)
    skipped = [poll for poll in POLLS if room.phase(poll.id) is Phase.SKIPPED]
    assert all(result(room, MEASURES, poll, number) is None for poll in skipped for number in (1, 2))
