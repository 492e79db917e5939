"""Stages as intervals, the weakest dimension, gaps in order, gates: METHOD 2.6 with its goldens."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.agency import (
    GATES,
    NA,
    ONE,
    PEOPLE,
    UNKNOWN,
    cases,
    points,
    rated,
    ratings,
    readiness,
    statement,
    thetas,
)
from tests.core.strategies import brisk
from tests.core.tiny import EXTREME, HIGH, LINEAR, LOW, UNACCEPTABLE
from toolkit.core.method import Interval
from toolkit.core.readiness import assess, lowest, passage, stage
from toolkit.core.readiness_gaps import findings, in_order
from toolkit.core.responses import State
from toolkit.core.statements import Mark, Rating, Targets

CULTURE, PROCESS = "culture-infrastructure", "process-workflow"

# ------------------------------------------------------- G18: two of two, two of three, one yes and one unknown

G18_MARKS = tuple(Mark(name, PEOPLE, int(name[1])) for name in ("a1", "b1", "a2", "b2", "c2", "a3", "b3"))
G18 = {name: rated(4) for name in ("a1", "b1", "a2", "b2", "a3")} | {"c2": rated(1), "b3": UNKNOWN}


def test_g18_with_every_practice_asked_for_the_stage_is_one():
    assert stage(G18_MARKS, G18, 3, ONE) == Interval(1, 1)


def test_g18b_with_three_fifths_asked_for_the_stage_is_two_or_three():
    assert stage(G18_MARKS, G18, 3, Fraction("0.6")) == Interval(2, 3)


# ---------------------------------------------------------------- stages


@pytest.mark.parametrize("open_", [UNKNOWN, Rating(), Rating(State.WITHHELD), Rating(State.NA), Rating(State.ANSWERED)])
def test_what_is_not_known_can_be_anything(open_):
    assert stage([Mark("a", PEOPLE, 1)], {"a": open_}, 3, ONE) == Interval(0, 1)


def test_a_statement_that_does_not_apply_is_out_if_a_reason_is_given():
    placed = [Mark("a", PEOPLE, 1), Mark("b", PEOPLE, 2)]
    assert stage(placed, {"a": rated(3), "b": NA}, 3, ONE) == Interval(1, 1)
    assert stage(placed, {"a": NA, "b": NA}, 3, ONE) is None


def test_a_stage_at_which_nothing_is_asked_is_passed_over():
    assert stage([Mark("a", PEOPLE, 2), Mark("b", PEOPLE, 4)], {"a": rated(3), "b": rated(3)}, 3, ONE) == Interval(4, 4)


def test_leaving_a_statement_out_shows_in_the_stress_stage():
    content = readiness(statement("a", 1), statement("b", 2), statement("c", 3))
    found = assess(content, {"a": rated(3), "b": NA, "c": rated(3)}).standings[PEOPLE]
    assert (found.stage, found.stress, found.not_applicable) == (Interval(3, 3), Interval(1, 3), 1)


def test_a_lower_target_never_raises_a_stage():
    content = readiness(statement("a", 1), statement("b", 2))
    given_ = {"a": rated(3), "b": rated(2)}
    modest = assess(content, given_, Targets({PEOPLE: 1}, {"b": 1}))
    assert modest.overall == assess(content, given_).overall == Interval(1, 1)
    assert modest.standings[PEOPLE].gap == Interval(0, 0)
    assert assess(content, given_).standings[PEOPLE].gap == Interval(2, 2)


def test_the_weakest_dimension_decides_and_is_named():
    content = readiness(
        *(statement(f"{dimension}{place}", place, dimension=dimension) for dimension in (CULTURE, PEOPLE, PROCESS)
          for place in (1, 2, 3))
    )  # fmt: skip
    given_ = {one.id: rated(4) for one in content.statements} | {f"{PEOPLE}2": rated(2)}
    found = assess(content, given_)
    assert found.overall == Interval(1, 1)
    assert found.weakest == (PEOPLE,)
    assert found.standings[PEOPLE].holds == (f"{PEOPLE}2",)


def test_every_dimension_that_may_be_the_weakest_is_named_and_those_without_content_are_not():
    stages = {"a": Interval(1, 4), "b": Interval(2, 2), "c": Interval(3, 5), "d": None}
    assert lowest(stages) == (Interval(1, 2), ("a", "b"))


def test_the_open_answers_that_can_move_a_stage_are_named():
    content = readiness(statement("a", 1), statement("b", 2), statement("c", 2), statement("d", 4))
    given_ = {"a": rated(5), "b": UNKNOWN, "c": rated(2, 4), "d": rated(1)}
    found = assess(content, given_).standings[PEOPLE]
    assert found.stage == Interval(1, 2)
    assert found.open_ == ("b", "c")
    assert found.holds == ("d",)


# ---------------------------------------------------------------- gaps and advice


def test_g19_blockers_come_first_then_gap_importance_effort_and_id():
    """METHOD gives the order r2, r5, r3, r1; here each key decides once, and r4 has no gap."""
    content = readiness(
        statement("r1", effort=2), statement("r2", importance=1, blocker=True), statement("r3", effort=1),
        statement("r4"), statement("r5", importance=1),
    )  # fmt: skip
    given_ = {"r1": rated(2), "r2": rated(2), "r3": rated(2), "r4": rated(3), "r5": rated(1)}
    found = findings(content, given_)
    assert [gap.statement for gap in found.gaps] == ["r2", "r5", "r3", "r1"]
    assert [one.recommendation for one in found.advice] == ["rec-r2", "rec-r5", "rec-r3", "rec-r1"]


def test_one_recommendation_stands_once_with_all_the_gaps_that_it_mends():
    content = readiness(statement("a", recommendations=("rec-x",)), statement("b", recommendations=("rec-x", "rec-y")))
    advice = findings(content, {"a": rated(1), "b": rated(2)}).advice
    assert [(one.recommendation, one.statements) for one in advice] == [("rec-x", ("a", "b")), ("rec-y", ("b",))]


def test_what_is_not_known_is_to_be_found_out_and_what_belongs_higher_comes_later():
    content = readiness(
        statement("now", 2), statement("high", 5), statement("danger", 5, blocker=True), statement("who-knows", 1)
    )
    found = findings(content, {"now": rated(1), "high": rated(1), "danger": rated(1), "who-knows": UNKNOWN})
    assert [gap.statement for gap in found.gaps] == ["danger", "now"]
    assert [gap.statement for gap in found.later] == ["high"]
    assert [gap.statement for gap in found.find_out] == ["who-knows"]


def test_a_target_for_a_statement_makes_its_gap():
    content = readiness(statement("a", 5))
    assert findings(content, {"a": rated(3)}, Targets(ratings={"a": 5})).gaps[0].gap == Interval(2, 2)


def test_strengths_are_what_is_more_than_in_place():
    content = readiness(statement("a"), statement("b"), statement("c"), statement("d"))
    given_ = {"a": rated(4), "b": rated(5), "c": rated(3), "d": rated(3, 5)}
    assert findings(content, given_).strengths == ("b", "a")


# ---------------------------------------------------------------- gates


@pytest.mark.parametrize(
    ("level", "overall", "passes"),
    [
        (Interval(LOW, LOW), Interval(0, 0), True),
        (Interval(HIGH, HIGH), Interval(3, 3), True),
        (Interval(HIGH, HIGH), Interval(2, 2), False),
        (Interval(HIGH, HIGH), Interval(2, 4), None),
        (Interval(LOW, EXTREME), Interval(3, 3), None),
        (Interval(HIGH, EXTREME), Interval(4, 5), True),
        (Interval(HIGH, EXTREME), Interval(1, 2), False),
        (Interval(HIGH, HIGH), None, None),
        (Interval(UNACCEPTABLE, UNACCEPTABLE), Interval(5, 5), False),
        (Interval(LOW, UNACCEPTABLE), Interval(5, 5), None),
        (None, None, True),
    ],
)
def test_a_system_needs_the_stage_of_its_level(level, overall, passes):
    assert passage(GATES, level, LINEAR, overall).passes is passes


# ---------------------------------------------------------------- properties


def completed(given_, choose):
    """Every open answer settled to a level."""
    return {
        name: one if one == NA else rated(choose(*((one.level.lo, one.level.hi) if one.level else (1, 5))))
        for name, one in given_.items()
    }


@brisk
@given(cases(), thetas, st.data())
def test_every_completion_lies_inside_the_stage(case, theta, data):
    placed, given_ = case
    bounds = stage(placed, given_, 3, theta)
    found = stage(placed, completed(given_, lambda lo, hi: data.draw(st.integers(lo, hi))), 3, theta)
    assert (bounds is None) == (found is None)
    assert bounds is None or bounds.lo <= found.lo == found.hi <= bounds.hi


@brisk
@given(cases(), thetas)
def test_both_ends_of_a_stage_are_reached(case, theta):
    placed, given_ = case
    bounds = stage(placed, given_, 3, theta)
    if bounds:
        assert stage(placed, completed(given_, min), 3, theta).lo == bounds.lo
        assert stage(placed, completed(given_, max), 3, theta).hi == bounds.hi


@brisk
@given(cases(points), thetas, st.data())
def test_a_higher_rating_never_lowers_a_stage(case, theta, data):
    placed, given_ = case
    one = data.draw(st.sampled_from(sorted(given_)))
    higher = {**given_, one: rated(min(5, given_[one].level.lo + 1))}
    assert stage(placed, given_, 3, theta).lo <= stage(placed, higher, 3, theta).lo


@brisk
@given(cases(), thetas, st.data())
def test_answering_never_widens_a_stage(case, theta, data):
    placed, given_ = case
    before = stage(placed, given_, 3, theta)
    one = data.draw(st.sampled_from(sorted(given_)))
    if before and given_[one] != NA:
        level = given_[one].level
        settled = data.draw(st.integers(level.lo, level.hi) if level else st.integers(1, 5))
        after = stage(placed, {**given_, one: rated(settled)}, 3, theta)
        assert before.lo <= after.lo <= after.hi <= before.hi


@brisk
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_statements_does_not_matter(case, random):
    placed, given_ = case
    shuffled = random.sample(placed, len(placed))
    assert stage(placed, given_, 3, ONE) == stage(shuffled, given_, 3, ONE)


@brisk
@given(cases())
def test_a_lenient_share_never_lowers_a_stage(case):
    placed, given_ = case
    strict, lenient = (stage(placed, given_, 3, theta) for theta in (ONE, Fraction(4, 5)))
    assert strict is None or (strict.lo <= lenient.lo and strict.hi <= lenient.hi)


several = st.lists(
    st.tuples(st.integers(1, 5), st.integers(1, 3), st.integers(1, 3), st.booleans(), ratings), min_size=1, max_size=9
)


@brisk
@given(several, st.randoms(use_true_random=False))
def test_the_order_of_gaps_is_total_and_stable(drawn, random):
    made = [statement(f"r{n}", place, imp, eff, block) for n, (place, imp, eff, block, _) in enumerate(drawn)]
    given_ = {f"r{n}": one[-1] for n, one in enumerate(drawn)}
    found, again = (findings(readiness(*order), given_) for order in (made, random.sample(made, len(made))))
    assert found == again
    assert in_order(reversed(found.gaps)) == found.gaps
    assert [gap.blocker for gap in found.gaps] == sorted((gap.blocker for gap in found.gaps), reverse=True)
    assert {one for advice in found.advice for one in advice.statements} == {gap.statement for gap in found.gaps}
