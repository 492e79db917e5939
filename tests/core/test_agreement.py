"""What a room’s votes look like: published values to the last digit, and what holds for any votes."""

from fractions import Fraction
from math import log2

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.core.strategies import brisk
from toolkit.core.agreement import (
    Band,
    Limits,
    Picture,
    Standpoint,
    Tally,
    Verdict,
    agreement,
    band,
    consensus,
    middle,
    picture,
    polarised,
    quartiles,
    ranked,
    split,
    tally,
)
from toolkit.core.method import Interval

NONE = Fraction(0)
G20 = tally([2, 2, 3, 3, 4, 5, 5, 5], 5)
AGRMT = (30, 40, 210, 130, 530, 50, 10)
"""The example of the manual of the R package agrmt."""

counts = st.integers(3, 7).flatmap(lambda steps: st.lists(st.integers(0, 9), min_size=steps, max_size=steps))
some = counts.filter(any)
votes = st.lists(st.none() | st.integers(1, 5), min_size=1, max_size=15)
BANDS = {5: {8: Band((0.25, 0.7), (-0.12, 0.56)), 20: Band((0.3, 0.58), (-0.12, 0.36))}}


# ---------------------------------------------------------------- published and worked values


@pytest.mark.parametrize(
    ("given_counts", "expected"),
    [
        (AGRMT, 0.7256876),
        ((1, 1, 1, 1, 1), 0.433985),
        ((4, 0, 0, 0, 4), 0.0),
        ((0, 9, 0, 0, 0), 1.0),
        (G20.counts, 0.505070),
    ],
)
def test_consensus_is_as_published(given_counts, expected):
    found = consensus(given_counts)
    assert round(found, len(str(expected).partition(".")[2])) == expected


@pytest.mark.parametrize(
    ("given_counts", "expected"),
    [
        (AGRMT, Fraction(6113333, 10**7)),
        ((3, 3, 3, 3, 3), Fraction(0)),
        ((4, 0, 0, 0, 4), Fraction(-1)),
        ((0, 9, 0, 0, 0), Fraction(1)),
        ((0, 4, 4, 0, 0), Fraction(3, 4)),
        (G20.counts, Fraction(291667, 10**6)),
    ],
)
def test_van_der_eijks_a_is_as_published(given_counts, expected):
    assert abs(agreement(given_counts) - expected) <= Fraction(1, 2 * 10**6)


def test_polarization_of_agrmt_is_half_of_what_a_lacks():
    assert round(float((1 - agreement(AGRMT)) / 2), 7) == 0.1943333


def test_eight_votes_as_in_g20():
    assert middle(G20) == Interval(3, 4)
    assert quartiles(G20.counts) == Interval(2, 5)


def test_unknown_votes_pull_both_ways_as_in_g40():
    assert middle(tally([3, 3, 4, None, None], 5)) == Interval(3, 4)
    assert middle(tally([None, None], 5)) == Interval(1, 5)


def test_the_smaller_camp_decides_the_split_as_in_g23():
    assert split(5, 3) == Fraction(3, 8) == split(3, 5)
    assert split(4, 0) == split(0, 0) == 0


def test_without_votes_nothing_is_said():
    assert consensus((0,) * 5) is agreement((0,) * 5) is middle(Tally((0,) * 5)) is quartiles((0,) * 5) is None
    assert picture(Tally((0,) * 5, 4), NONE, BANDS, Limits()).verdict is Verdict.NOBODY


# ---------------------------------------------------------------- what is said


@pytest.mark.parametrize(
    ("given_counts", "camps"),
    [
        ((4, 0, 0, 0, 4), True),
        ((0, 4, 1, 4, 0), True),
        ((1, 4, 0, 4, 1), True),
        ((0, 2, 4, 2, 0), False),
        ((0, 3, 3, 3, 0), False),
        ((2, 2, 2, 2, 2), False),
        ((0, 9, 0, 0, 1), False),
    ],
)
def test_two_camps_have_fewer_between_them(given_counts, camps):
    assert polarised(given_counts, Limits()) is camps


@pytest.mark.parametrize(
    ("given_counts", "divided", "expected"),
    [
        ((0, 0, 7, 0, 0), NONE, Verdict.FEW),
        ((0, 0, 8, 0, 0), NONE, Verdict.AGREED),
        ((0, 1, 7, 1, 0), NONE, Verdict.AGREED),
        ((0, 0, 6, 6, 0), Fraction(1, 2), Verdict.MIXED),
        ((1, 2, 3, 2, 1), NONE, Verdict.MIXED),
        ((5, 0, 0, 0, 5), Fraction(1, 2), Verdict.POLARISED),
    ],
)
def test_a_room_agrees_only_beyond_chance_and_on_one_side(given_counts, divided, expected):
    assert picture(Tally(tuple(given_counts)), divided, BANDS, Limits()).verdict is expected


def test_a_room_between_two_sizes_gets_the_band_that_asks_for_more():
    assert band(BANDS, 5, 19) == BANDS[5][8]
    assert band(BANDS, 5, 400) == BANDS[5][20]
    assert band(BANDS, 5, 7) is band(BANDS, 4, 30) is None


def standpoint(name, divided, given_counts):
    return Standpoint(name, divided, (picture(Tally(tuple(given_counts)), divided, BANDS, Limits()),))


def test_disagreement_that_changes_the_decision_comes_first():
    apart, near = (5, 0, 0, 0, 5), (0, 5, 5, 0, 0)
    found = [
        standpoint("ends", NONE, apart),
        standpoint("near", Fraction(1, 2), near),
        standpoint("b", NONE, near),
        standpoint("a", NONE, near),
    ]
    assert [one.question for one in ranked(found)] == ["near", "ends", "a", "b"]


def test_a_question_without_votes_stands_last():
    assert [one.question for one in ranked([standpoint("a", NONE, (0,) * 5), standpoint("b", NONE, G20.counts)])] == [
        "b",
        "a",
    ]


# ---------------------------------------------------------------- for any votes (METHOD 2.9, 15 and 16)


@brisk
@given(some)
def test_consensus_and_a_stay_within_their_ends(given_counts):
    assert 0 <= consensus(given_counts) <= 1
    assert -1 <= agreement(given_counts) <= 1


@brisk
@given(some)
def test_full_consensus_is_one_voice_and_nothing_else(given_counts):
    alone = sum(count > 0 for count in given_counts) == 1
    assert (consensus(given_counts) == 1) is alone
    assert (agreement(given_counts) == 1) is alone


@brisk
@given(some, st.integers(2, 5))
def test_turning_the_scale_and_larger_rooms_change_neither(given_counts, times):
    turned, larger = given_counts[::-1], [times * count for count in given_counts]
    assert consensus(given_counts) == consensus(turned) == consensus(larger)
    assert agreement(given_counts) == agreement(turned) == agreement(larger)


@brisk
@given(some)
def test_consensus_is_its_formula(given_counts):
    total, width = sum(given_counts), len(given_counts) - 1
    mean = sum(step * count for step, count in enumerate(given_counts)) / total
    terms = [c / total * log2(1 - abs(k - mean) / width) for k, c in enumerate(given_counts) if c]
    assert consensus(given_counts) == pytest.approx(1 + sum(terms), abs=1e-9)


@brisk
@given(some)
def test_a_is_the_sum_over_layers_counted_triple_by_triple(given_counts):
    assert agreement(given_counts) == by_triples(given_counts)


def by_triples(given_counts):
    """The definition, word by word: for each layer count the triples that have one peak and those that have two."""
    steps, left, total = len(given_counts), list(given_counts), sum(given_counts)
    found = Fraction(0)
    while any(left):
        height = min(count for count in left if count)
        there = [int(count > 0) for count in left]
        triples = [
            (there[i], there[j], there[k])
            for i in range(steps)
            for j in range(i + 1, steps)
            for k in range(j + 1, steps)
        ]
        one, two = sum(t in ((1, 1, 0), (0, 1, 1)) for t in triples), triples.count((1, 0, 1))
        peak = Fraction((steps - 2) * one - (steps - 1) * two, (steps - 2) * (one + two)) if one + two else 1
        found += Fraction(height * sum(there), total) * peak * (1 - Fraction(sum(there) - 1, steps - 1))
        left = [max(0, count - height) for count in left]
    return found


@brisk
@given(votes)
def test_medians_are_votes_or_where_unknown_votes_reach(given_votes):
    found, known = middle(tally(given_votes, 5)), {vote for vote in given_votes if vote}
    ends = {1, 5} if None in given_votes else set()
    assert {found.lo, found.hi} <= known | ends
    assert found.lo <= found.hi


@brisk
@given(st.lists(st.integers(1, 5), min_size=1, max_size=15), st.sets(st.integers(1, 9), min_size=5, max_size=5))
def test_medians_and_quartiles_commute_with_any_relabelling_that_keeps_the_order(given_votes, labels):
    new = sorted(labels)
    relabelled = tally([new[vote - 1] for vote in given_votes], 9)
    for measure in (middle, lambda one: quartiles(one.counts)):
        old = measure(tally(given_votes, 5))
        assert measure(relabelled) == Interval(new[old.lo - 1], new[old.hi - 1])


@brisk
@given(votes, st.data())
def test_a_vote_that_becomes_known_never_widens_the_middle(given_votes, data):
    assume(None in given_votes)
    place = given_votes.index(None)
    after = [*given_votes[:place], data.draw(st.integers(1, 5)), *given_votes[place + 1 :]]
    before, now = middle(tally(given_votes, 5)), middle(tally(after, 5))
    assert before.lo <= now.lo <= now.hi <= before.hi


@brisk
@given(votes)
def test_a_tally_counts_every_vote_once(given_votes):
    found = tally(given_votes, 5)
    assert found.voters == len(given_votes)
    assert found.unknown == given_votes.count(None)


@brisk
@given(st.lists(st.tuples(some, st.integers(0, 4)), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_the_questions_does_not_matter(drawn, random):
    found: list[Standpoint] = []
    for number, (given_counts, eighths) in enumerate(drawn):
        divided = Fraction(eighths, 8)
        one: Picture = picture(Tally(tuple(given_counts)), divided, {}, Limits())
        found.append(Standpoint(f"q{number}", divided, (one,)))
    assert ranked(random.sample(found, len(found))) == ranked(found)
