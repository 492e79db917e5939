"""Several people answer apart: differences first, the spread and the dissent stay, no place in line counts."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tests.core.agency import NA, UNKNOWN, points, rated, ratings, statement
from tests.core.strategies import brisk
from toolkit.core.method import Interval
from toolkit.core.readiness_group import Agreement, differences, group_rating, ratings_of, reconcile, spread
from toolkit.core.responses import State
from toolkit.core.statements import Rating, known, left_out, span

NAMES = ("a", "b", "c")
STATEMENTS = tuple(statement(name) for name in NAMES)
sheets = st.dictionaries(
    st.sampled_from(["ann", "ben", "cal", "dee", "eve"]),
    st.dictionaries(st.sampled_from(NAMES), ratings),
    min_size=1,
)


def test_what_changes_the_result_is_talked_over_first():
    people = {
        "ann": {"a": rated(1), "b": rated(2), "c": rated(4)},
        "ben": {"a": rated(2), "b": rated(3), "c": rated(4)},
    }
    found = differences(STATEMENTS, people, 3)
    assert [one.statement for one in found] == ["b", "a"]
    assert found[0].split == Fraction(1, 2)
    assert found[1].levels == (1, 1, 0, 0, 0)


def test_whether_a_statement_applies_is_a_difference_too():
    people = {"ann": {"a": NA}, "ben": {"a": rated(3)}}
    assert [one.not_applicable for one in differences(STATEMENTS, people, 3)] == [1]


def test_an_even_split_becomes_a_range_and_never_a_mean():
    assert span(group_rating([rated(1), rated(5)])) == Interval(1, 5)
    assert span(group_rating([rated(2), rated(3), rated(5)])) == Interval(3, 3)


def test_unknown_votes_widen_the_answer_as_in_g40():
    assert span(group_rating([rated(3), rated(3), rated(4), UNKNOWN, UNKNOWN])) == Interval(3, 4)
    assert group_rating([rated(3), UNKNOWN, UNKNOWN]).state is State.UNKNOWN


def test_a_group_leaves_a_statement_out_only_together():
    assert left_out(group_rating([NA, NA]))
    assert group_rating([NA, rated(4)]).state is State.RANGE
    assert group_rating([Rating(), Rating()]) == Rating()


def test_an_agreement_counts_and_the_dissent_stays_in_the_record():
    people = {"ann": {"a": rated(2, note="No test was ever run.")}, "ben": {"a": rated(4)}, "cal": {"a": rated(4)}}
    done = reconcile(STATEMENTS, people, 3, {"a": Agreement(rated(4), "The test of May was found.")})["a"]
    assert done.agreed
    assert done.rating == rated(4)
    assert done.note == "The test of May was found."
    assert [(one.respondent, one.note) for one in done.dissent] == [("ann", "No test was ever run.")]
    assert done.spread == spread("a", people, 3)
    assert [who for who, _ in done.spread.votes] == ["ann", "ben", "cal"]


@brisk
@given(sheets, st.randoms(use_true_random=False))
def test_the_order_of_people_does_not_matter(people, random):
    names = random.sample(list(people), len(people))
    turned = {name: people[name] for name in names}
    assert reconcile(STATEMENTS, people, 3) == reconcile(STATEMENTS, turned, 3)
    assert differences(STATEMENTS, people, 3) == differences(STATEMENTS, turned, 3)


@brisk
@given(st.lists(points, min_size=1, max_size=7))
def test_a_group_of_known_votes_lands_on_votes(votes):
    answer, levels = span(group_rating(votes)), {span(vote).lo for vote in votes}
    assert {answer.lo, answer.hi} <= levels


@brisk
@given(st.lists(ratings, min_size=1, max_size=5), st.data())
def test_a_vote_that_becomes_known_never_widens_the_groups_answer(votes, data):
    place = data.draw(st.integers(0, len(votes) - 1))
    if not known(votes[place]) and not left_out(votes[place]) and votes[place].state is not State.SKIPPED:
        after = [*votes[:place], data.draw(points), *votes[place + 1 :]]
        before, now = span(group_rating(votes)), span(group_rating(after))
        assert before.lo <= now.lo <= now.hi <= before.hi


@brisk
@given(sheets)
def test_one_person_alone_is_taken_at_their_word(people):
    who = sorted(people)[0]
    alone = ratings_of(reconcile(STATEMENTS, {who: people[who]}, 3))
    for name in NAMES:
        own = people[who].get(name, Rating())
        assert span(alone[name]) == span(own)
        assert left_out(alone[name]) == left_out(own)
