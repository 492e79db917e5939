"""What a room answers is an interval of votes, the minority stays in the record, and movement names nobody."""

from hypothesis import given
from hypothesis import strategies as st

from tests.core.strategies import brisk
from tests.core.tiny import HIGH, LINEAR, LOW, MEDIUM, METHODS
from toolkit.core.agreement import tally
from toolkit.core.group_answer import answer, dissent, own_level, pair_answer, shift, sides
from toolkit.core.method import Interval
from toolkit.core.risk import item_level

WHOLE = Interval(1, 5)
steps = st.none() | st.integers(1, 5)
pairs = st.lists(st.tuples(steps, steps), min_size=1, max_size=9)
rounds = st.dictionaries(st.sampled_from("abcdefgh"), steps)


def test_the_group_answers_as_in_g40_and_does_not_know_where_most_do_not():
    assert answer(tally([3, 3, 4, None, None], 5)) == Interval(3, 4)
    assert answer(tally([3, None], 5)) == Interval(1, 5)
    assert answer(tally([3, None, None], 5)) is None
    assert answer(tally([], 5)) is None


def test_the_median_of_the_pairs_and_the_pair_of_the_medians_are_compared_as_in_g39():
    found = pair_answer([(1, 5), (5, 1), (3, 3)], LINEAR)
    assert (found.likelihood, found.impact) == (Interval(3, 3), Interval(3, 3))
    assert found.own == Interval(LOW, LOW)
    assert found.level == Interval(MEDIUM, MEDIUM)
    assert found.differs


def test_a_higher_median_of_own_levels_widens_the_answer_until_it_is_reached():
    found = pair_answer([(5, 2), (2, 5), (2, 2)], LINEAR)
    assert found.own == Interval(MEDIUM, MEDIUM)
    assert found.level == found.own
    assert (found.likelihood, found.impact) == (Interval(2, 2), Interval(2, 5))
    assert item_level(LINEAR, found.likelihood, found.impact).hi == MEDIUM
    assert found.differs


def test_a_factor_that_most_do_not_know_stays_unknown():
    found = pair_answer([(None, 4), (None, 4), (2, 4)], LINEAR)
    assert found.likelihood is None
    assert found.impact == Interval(4, 4)
    assert pair_answer([], LINEAR) is None


def test_five_see_high_and_three_do_not_as_in_g23():
    votes = [(4, 4)] * 5 + [(2, 2)] * 3 + [(None, 5)]
    assert sides(votes, LINEAR, HIGH) == (5, 3)


def test_the_minority_stays_in_the_record():
    votes = tally([1, 3, 3, 3, 4, 5, 5], 5)
    found = dissent(votes, Interval(3, 4))
    assert (dict(found.below), dict(found.above), found.votes) == ({1: 1}, {5: 2}, 3)
    assert dissent(votes, None).votes == 0


def test_movement_is_counted_in_totals():
    first = {"a": 1, "b": 3, "c": 3, "d": 5, "e": None, "f": 2, "x": 4}
    second = {"a": 3, "b": 3, "c": 4, "d": 4, "e": 3, "f": None, "y": 1}
    found = shift(first, second, 5, new_reasons=True)
    assert (found.both, found.stayed, found.up, found.down) == (6, 1, 2, 1)
    assert (found.towards, found.settled, found.unsettled) == (2, 1, 1)
    assert (found.joined, found.left) == (1, 1)
    assert not found.conformity


def test_a_room_that_closes_ranks_without_a_new_reason_is_asked_why():
    first, second = dict(zip("abcdef", (1, 2, 3, 3, 4, 5), strict=True)), dict.fromkeys("abcdef", 3)
    assert shift(first, second, 5, new_reasons=False).conformity
    assert not shift(first, second, 5, new_reasons=True).conformity
    assert not shift(first, first, 5, new_reasons=False).conformity


def test_a_round_without_votes_has_no_change_of_consensus():
    assert shift({}, {"a": 3}, 5, new_reasons=False).consensus is None


@brisk
@given(pairs, st.sampled_from(METHODS))
def test_the_level_of_a_group_is_never_below_what_its_factors_or_its_people_give(votes, method):
    found = pair_answer(votes, method)
    given_level = item_level(method, found.likelihood or WHOLE, found.impact or WHOLE)
    assert found.level.hi <= given_level.hi
    assert found.level.hi >= found.own.hi
    assert found.level.lo >= found.own.lo


@brisk
@given(pairs, st.sampled_from(METHODS), st.randoms(use_true_random=False))
def test_the_order_of_the_voters_does_not_matter(votes, method, random):
    assert pair_answer(random.sample(votes, len(votes)), method) == pair_answer(votes, method)


@brisk
@given(pairs, st.sampled_from(METHODS))
def test_one_voice_is_taken_at_its_word(votes, method):
    only = votes[0]
    found = pair_answer([only], method)
    assert found.level == own_level(only, method)
    assert not found.differs


@brisk
@given(rounds, rounds, st.booleans())
def test_everybody_in_both_rounds_is_counted_once(first, second, new_reasons):
    found = shift(first, second, 5, new_reasons=new_reasons)
    assert found.stayed + found.up + found.down + found.settled + found.unsettled == found.both
    assert found.both + found.joined == len(second)
    assert found.both + found.left == len(first)
    assert found.towards <= found.up + found.down


@brisk
@given(rounds)
def test_those_who_are_outside_and_inside_are_all_who_chose(votes):
    counted = tally(votes.values(), 5)
    group = answer(counted)
    if group is not None:
        inside = sum(counted.counts[group.lo - 1 : group.hi])
        assert inside + dissent(counted, group).votes == counted.known
