"""Nobody’s vote can be worked out from what is shown, whatever is added up or taken away."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.strategies import brisk
from toolkit.core.anonymity import LEAST, Shown, movement_shown, offered_groups, shown, shown_groups

sizes = st.dictionaries(st.sampled_from("abcde"), st.integers(0, 14), max_size=5)


@pytest.mark.parametrize(
    ("voters", "expected"),
    [(0, Shown.NOTHING), (2, Shown.NOTHING), (3, Shown.MIDDLE), (4, Shown.MIDDLE), (5, Shown.ALL), (80, Shown.ALL)],
)
def test_few_votes_show_little(voters, expected):
    assert shown(voters) is expected


def test_a_trainer_may_ask_for_more_people_but_never_for_fewer():
    assert shown(8, least=10) is Shown.MIDDLE
    assert shown(4, least=2) is Shown.MIDDLE
    assert shown_groups({"a": 4, "b": 9}, 13, least=1) == shown_groups({"a": 4, "b": 9}, 13)


@pytest.mark.parametrize(
    ("by_group", "voters", "expected"),
    [
        ({"a": 9, "b": 8}, 17, "ab"),
        ({"a": 9, "b": 4}, 13, ""),
        ({"a": 9, "b": 4, "c": 7}, 20, "a"),
        ({"a": 9, "b": 3, "c": 3}, 15, "a"),
        ({"a": 9, "b": 0}, 9, "a"),
        ({"a": 9}, 12, ""),
        ({"a": 9}, 14, "a"),
    ],
)
def test_a_group_shows_only_beside_nobody_or_enough_others(by_group, voters, expected):
    assert shown_groups(by_group, voters) == set(expected)


@brisk
@given(sizes, st.integers(0, 6), st.integers(0, 9))
def test_no_sum_or_difference_of_what_is_shown_is_about_few_people(by_group, without_group, least):
    """Every table that is shown, added and taken away in every way: what is left is about nobody or enough people."""
    voters = sum(by_group.values()) + without_group
    tables = [by_group[name] for name in shown_groups(by_group, voters, least)]
    people = [voters, *tables]
    rest = voters - sum(tables)
    for signs in product((-1, 0, 1), repeat=len(people)):
        everybody, *groups = signs
        about = [size for sign, size in zip(groups, tables, strict=True) if everybody + sign] + [rest] * bool(everybody)
        for size in filter(None, about):
            assert size >= max(least, LEAST) or voters < LEAST or not tables


@brisk
@given(sizes, st.integers(0, 6))
def test_whoever_is_not_shown_hides_among_enough(by_group, without_group):
    voters = sum(by_group.values()) + without_group
    found = shown_groups(by_group, voters)
    hidden = voters - sum(by_group[name] for name in found)
    assert not found or hidden == 0 or hidden >= LEAST


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("abcdef", "abcdef", True),
        ("abcdef", "abcdefg", False),
        ("abcdef", "abcde", False),
        ("abcdef", "abcdefghijk", True),
        ("abcdefghijk", "abcdefl", False),
        ("abcd", "abcd", False),
    ],
)
def test_movement_shows_only_if_nobody_stands_out_by_coming_or_going(first, second, expected):
    assert movement_shown(first, second) is expected


def test_groups_are_told_apart_only_where_two_are_large_enough():
    assert offered_groups({"a": 5, "b": 6})
    assert not offered_groups({"a": 25, "b": 4})


@pytest.mark.parametrize(
    ("sizes", "paper", "expected"),
    [
        ({"a": 10, "b": 3}, 4, set()),  # whoever counted the paper would see the three
        ({"a": 10, "b": 10}, 2, {"b"}),  # of both, everybody would see the two on paper
        ({"a": 10, "b": 10}, 5, {"a", "b"}),
        ({"a": 10, "b": 5}, 0, {"a", "b"}),
        ({"a": 10, "b": 5, "c": 1}, 9, {"a"}),
    ],
)
def test_no_group_is_shown_that_leaves_few_beside_the_ballots_on_paper(sizes, paper, expected):
    assert shown_groups(sizes, sum(sizes.values()) + paper, paper=paper) == expected


@pytest.mark.parametrize(
    ("paper", "expected"), [((0, 0), True), ((1, 0), False), ((4, 4), False), ((5, 5), True), ((5, 0), True)]
)
def test_few_ballots_on_paper_hide_the_movement(paper, expected):
    people = [f"p{n}" for n in range(9)]
    assert movement_shown(people, people, paper=paper) is expected
