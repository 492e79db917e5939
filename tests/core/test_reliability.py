"""Krippendorff’s alpha: his own example and a public one to the last digit, and what holds for any votes."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.strategies import brisk
from toolkit.core.reliability import alpha, interval, nominal, ordinal, reliability


def by_question(*raters):
    """Votes by question from one row a rater; a star is a missing vote."""
    return [[int(one) for one in question if one != "*"] for question in zip(*raters, strict=True)]


DATA_D = by_question("123321412***", "12332241 25*3".replace(" ", ""), "*33323422 51*".replace(" ", ""), "12332441251*")
"""Krippendorff (2011), data D: four observers, twelve units."""

FAST = by_question("*****3412113" + "3*3", "1*213343*******", "**21344*2113" + "3*4")
"""The example in the documentation of the package fast-krippendorff: three coders, fifteen units."""

units = st.lists(st.lists(st.integers(1, 5), max_size=6), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("data", "distance", "expected"),
    [
        (DATA_D, nominal, 0.743421053),
        (DATA_D, ordinal, 0.815387504),
        (DATA_D, interval, 0.849107143),
        (FAST, nominal, 0.691358),
        (FAST, interval, 0.810845),
    ],
)
def test_alpha_is_as_published(data, distance, expected):
    assert round(float(alpha(data, distance)), len(str(expected).partition(".")[2])) == expected


def test_alpha_means_nothing_without_two_votes_or_two_steps():
    assert alpha([[3], []]) is alpha([[3, 3], [3, 3]]) is reliability([[3, 3]], 1) is None


def test_the_same_votes_on_each_question_are_perfect():
    assert alpha([[1, 1, 1], [4, 4], [5, 5]]) == 1


def test_questions_that_hardly_differ_are_pointed_out():
    assert reliability([[3, 3, 3, 4], [3, 3, 4, 3]], 1).alike
    assert not reliability([[1, 1, 2], [5, 5, 4]], 1).alike


def test_the_same_seed_gives_the_same_bounds_around_alpha():
    first, second = reliability(DATA_D, 7), reliability(DATA_D, 7)
    assert first == second
    assert first.low <= first.alpha <= first.high
    assert first.questions == 11


def test_another_seed_draws_other_questions_and_lands_close_by():
    first, second = reliability(DATA_D, 7), reliability(DATA_D, 8)
    assert (first.low, first.high) != (second.low, second.high)
    assert abs(first.low - second.low) < Fraction(1, 4)


@brisk
@given(units, st.randoms(use_true_random=False))
def test_the_order_of_raters_and_questions_does_not_matter(given_units, random):
    turned = [random.sample(unit, len(unit)) for unit in random.sample(given_units, len(given_units))]
    assert alpha(turned) == alpha(given_units)


@brisk
@given(units, st.sets(st.integers(1, 40), min_size=5, max_size=5))
def test_ordinal_alpha_looks_at_the_order_of_the_steps_only(given_units, labels):
    new = sorted(labels)
    assert alpha([[new[vote - 1] for vote in unit] for unit in given_units]) == alpha(given_units)


@brisk
@given(units)
def test_alpha_is_at_most_one(given_units):
    found = alpha(given_units)
    assert found is None or found <= 1


@brisk
@given(units)
def test_alpha_is_its_definition_over_all_pairs(given_units):
    """Pair by pair: what is seen within questions against what is expected among all votes that have a partner."""
    paired = [unit for unit in given_units if len(unit) > 1]
    pool = [vote for unit in paired for vote in unit]
    if len(set(pool)) > 1:
        assert alpha(given_units) == 1 - within(paired, pool) / expected(pool)


def apart(pool, a, b):
    low, high = min(a, b), max(a, b)
    inside = sum(low <= vote <= high for vote in pool)
    return (inside - Fraction(pool.count(a) + pool.count(b), 2)) ** 2 if a != b else Fraction(0)


def within(paired, pool):
    total = sum(
        sum((apart(pool, a, b) for i, a in enumerate(unit) for j, b in enumerate(unit) if i != j), Fraction(0))
        / (len(unit) - 1)
        for unit in paired
    )
    return total / len(pool)


def expected(pool):
    total = sum((apart(pool, a, b) for i, a in enumerate(pool) for j, b in enumerate(pool) if i != j), Fraction(0))
    return total / (len(pool) * (len(pool) - 1))
