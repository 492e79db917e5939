"""Levels of items, principles and systems: worked cases, and what missing answers mean."""

import pytest

from tests.core.tiny import (
    EXTREME,
    HIGH,
    LINEAR,
    LOW,
    MEDIUM,
    NA,
    NIST,
    PACKAGE,
    RIGHTS_FIRST,
    SKIPPED,
    TREE,
    UNKNOWN,
    WITHHELD,
    answer,
    case,
    item,
    method,
)
from toolkit.core.method import Aggregate, Interval
from toolkit.core.model import ToolkitError
from toolkit.core.responses import Factor, Response, State, Tier
from toolkit.core.risk import assess, inherent, kth_highest, node_level, severity


def judge(items, responses, by=LINEAR, findings=()):
    return assess(items, responses, by, TREE, PACKAGE, findings)


def level(items, responses, by=LINEAR, tier=Tier.INHERENT):
    return judge(items, responses, by).tiers[tier].system.level


def cell(response, tier, principal=None):
    rated = judge((principal or item(),), {"a": response}).tiers[tier].items["a"]
    return rated.likelihood, rated.impact, rated.level


# ---------------------------------------------------------------- missing answers


@pytest.mark.parametrize("response", [UNKNOWN, SKIPPED, WITHHELD, answer(None, None)])
def test_missing_is_the_whole_scale_never_zero_and_never_the_middle(response):
    assert cell(response, Tier.INHERENT) == (Interval(1, 5), Interval(1, 5), Interval(LOW, EXTREME))


def test_nothing_answered_is_not_low():
    result = judge(*case(a=SKIPPED, b=UNKNOWN)).tiers[Tier.INHERENT].system
    assert result.level == Interval(LOW, EXTREME)
    assert not result.assessed


def test_a_missing_response_is_a_skipped_one():
    assert level((item(),), {}) == level((item(),), {"a": SKIPPED})


def test_one_known_factor_narrows_the_level():  # G03
    assert cell(answer(3, None), Tier.INHERENT)[2] == Interval(LOW, HIGH)


def test_an_impact_cap_narrows_what_is_unknown():  # G03b
    assert inherent(item(impact_cap=3), UNKNOWN) == (Interval(1, 5), Interval(1, 3))
    assert cell(answer(3, None), Tier.INHERENT, item(impact_cap=3))[2] == Interval(LOW, MEDIUM)


def test_a_factor_that_came_with_unknown_counts_for_nothing():
    stale = Response(State.UNKNOWN, Factor(1, 1), Factor(1, 1))
    assert cell(stale, Tier.INHERENT)[2] == Interval(LOW, EXTREME)


def test_a_range_spans_the_levels_of_its_corners():
    assert cell(answer((2, 4), (3, 5)), Tier.INHERENT)[2] == Interval(MEDIUM, EXTREME)


# ---------------------------------------------------------------- items, principles, system


def test_an_unknown_leaves_at_least_high_open_upwards():  # G04
    items, responses = case(a=answer(4, 4), b=answer(2, 3), c=NA, d=UNKNOWN)
    assert level(items, responses) == Interval(HIGH, EXTREME)
    assert level(items[:3], responses) == Interval(HIGH, HIGH)


def test_all_not_applicable_is_not_applicable_and_never_low():  # G05
    result = judge(*case(a=NA, b=NA)).tiers[Tier.INHERENT]
    assert result.system.level is None
    assert result.instrumental["accuracy"].level is None
    assert result.system.not_applicable == 2


def test_a_mean_would_hide_the_one_extreme():  # G06
    ratings = {"a": answer(5, 5), **{name: answer(1, 1) for name in "bcdefgh"}}
    items, responses = case(**ratings)
    products = [r.likelihood.lo * r.impact.lo for r in responses.values()]
    mean = sum(products) / len(products)
    assert mean == 4
    assert LINEAR.grid[0][int(mean) - 1] == LOW
    assert level(items, responses) == Interval(EXTREME, EXTREME)


def test_one_extreme_ranks_above_four_highs():  # G07
    one_extreme = case(a=answer(5, 4), b=answer(1, 1), c=answer(1, 1), d=answer(1, 1))
    four_highs = case(**{name: answer(4, 4) for name in "abcd"})
    x, y = (judge(*given).tiers[Tier.INHERENT].system.counts_lo for given in (one_extreme, four_highs))
    assert (x, y) == ((1, 0, 0, 3), (0, 4, 0, 0))
    assert x > y

    def mean(counts):
        return sum(index * n for index, n in zip((3, 2, 1, 0), counts, strict=True)) / 4

    assert mean(x) < mean(y)


def test_the_tree_takes_the_highest_of_each_branch():
    items = (item("a", "accuracy"), item("b", "safety"), item("c", "equality"))
    responses = {"a": answer(2, 3), "b": answer(4, 4), "c": answer(1, 1)}
    result = judge(items, responses).tiers[Tier.INHERENT]
    found = {name: node.level.lo for name, node in {**result.instrumental, **result.core}.items()}
    assert found == {"accuracy": MEDIUM, "safety": HIGH, "equality": LOW, "harm": HIGH, "fairness": LOW}
    assert result.system.level == Interval(HIGH, HIGH)


def test_counts_coverage_and_not_applicable_stand_beside_the_level():
    node = judge(*case(a=answer(4, 4), b=answer(3, None), c=NA, d=SKIPPED)).tiers[Tier.INHERENT].system
    assert (node.items, node.not_applicable, node.answered, node.factors) == (3, 1, 1, 3)
    assert node.counts_lo == (0, 1, 0, 2)
    assert node.counts_hi == (1, 2, 0, 0)


def test_where_not_applicable_is_not_allowed_it_counts_as_unknown():
    strict = (item("a", na_allowed=False),)
    assert level(strict, {"a": NA}) == Interval(LOW, EXTREME)


def test_the_stress_level_treats_not_applicable_as_unknown():
    result = judge(*case(a=answer(2, 3), b=NA))
    assert result.tiers[Tier.INHERENT].system.level == Interval(MEDIUM, MEDIUM)
    assert result.stress == Interval(MEDIUM, EXTREME)


def test_responses_to_other_items_are_ignored():
    items, responses = case(a=answer(2, 3))
    assert judge(items, {**responses, "z": answer(5, 5)}) == judge(items, responses)


def test_an_item_outside_the_tree_is_refused_not_dropped():
    with pytest.raises(ToolkitError, match="item a belongs to “weather”"):
        judge((item("a", "weather"),), {"a": answer(5, 5)})


# ---------------------------------------------------------------- methods


@pytest.mark.parametrize(
    ("likelihood", "impact", "expected"), [(1, 5, (LOW, HIGH)), (1, 4, (LOW, MEDIUM)), (5, 3, (HIGH, HIGH))]
)
def test_rights_first_differs_from_linear_where_harm_is_grave(likelihood, impact, expected):  # G38
    both = tuple(level(*case(a=answer(likelihood, impact)), by=by).lo for by in (LINEAR, RIGHTS_FIRST))
    assert both == expected


def test_nist_looks_up_its_own_five_levels():
    assert NIST.level(level(*case(a=answer(5, 4)), by=NIST).lo).id == "high"
    assert NIST.level(level(*case(a=answer(5, 1)), by=NIST).lo).id == "very-low"


def test_default_level_names_are_translated_by_aliases():
    assert NIST.index("extreme") == 4
    assert NIST.index("unacceptable") == NIST.top == 5
    with pytest.raises(ToolkitError, match="has no level “grave”; it has very-low"):
        NIST.index("grave")


@pytest.mark.parametrize(("k", "expected"), [(1, 3), (2, 2), (3, 0), (9, 0)])
def test_the_kth_highest_or_the_lowest_where_there_are_fewer(k, expected):
    assert kth_highest([0, 3, 2], k) == expected


def escalating(start):
    return method(aggregate=Aggregate(escalate=True, start=start))


@pytest.mark.parametrize(
    ("start", "levels", "expected"),
    [
        (LOW, [LOW] * 3, MEDIUM),  # G25b: why escalation starts at Medium
        (MEDIUM, [LOW] * 3, LOW),
        (MEDIUM, [MEDIUM] * 2, MEDIUM),
        (MEDIUM, [MEDIUM] * 3, HIGH),
        (MEDIUM, [HIGH, MEDIUM, MEDIUM], HIGH),
        (MEDIUM, [EXTREME] * 3, EXTREME),
    ],
)
def test_three_at_a_level_raise_it_by_one_if_the_method_says_so(start, levels, expected):
    given = [Interval(value, value) for value in levels]
    assert node_level(escalating(start), given) == Interval(expected, expected)


def test_items_above_the_level_count_towards_raising_it():
    second = method(aggregate=Aggregate(k=2, escalate=True, start=MEDIUM))
    given = [Interval(value, value) for value in (HIGH, MEDIUM, MEDIUM)]
    assert node_level(second, given) == Interval(HIGH, HIGH)


@pytest.mark.parametrize(("parts", "impact"), [((2, 5, 5), 5), ((5, 1, 1), 5), ((2, 5, 1), 2), ((3, 4, 2), 3)])
def test_severity_is_grave_in_itself_or_both_wide_and_hard_to_undo(parts, impact):  # G11
    assert severity(*parts) == impact
