"""What drives a level: decisive unknowns, holders, pivots, importance and the value of finding out."""

from time import perf_counter

import pytest

from tests.core.tiny import (
    EXTREME,
    HIGH,
    LINEAR,
    LOW,
    MEDIUM,
    NA,
    PACKAGE,
    PRINCIPLES,
    RIGHTS_FIRST,
    TODAY,
    TREE,
    UNKNOWN,
    WITHHELD,
    answer,
    case,
    in_place,
    item,
    method,
    pack,
    trigger,
)
from toolkit.core.method import Aggregate, Interval
from toolkit.core.responses import State, Tier
from toolkit.core.risk import assess, tier_result
from toolkit.core.sensitivity import (
    Decisive,
    Losses,
    Weight,
    birnbaum,
    decisive,
    evppi,
    find_out_first,
    holders,
    is_open,
    pivots,
)
from toolkit.core.triggers import evaluate
from toolkit.core.uncertainty import any_of

LOSSES = Losses(needless_escalation=1, miss=5)


def result_of(items, responses, by=LINEAR, tier=Tier.INHERENT, findings=()):
    return tier_result(tier, items, responses, by, TREE, PACKAGE, findings)


def decisive_in(by=LINEAR, tier=Tier.INHERENT, findings=(), **responses):
    return decisive(result_of(*case(**responses), by, tier, findings), by, findings)


def moves(by=LINEAR, findings=(), tier=Tier.INHERENT, **responses):
    items, given = case(**responses)
    return pivots(result_of(items, given, by, tier, findings), items, given, by, PACKAGE, findings)


# ---------------------------------------------------------------- decisive unknowns


def test_one_unknown_above_all_others_is_decisive_alone():
    assert decisive_in(a=answer(4, 4), b=UNKNOWN) == Decisive(("b",), ())


def test_two_unknowns_that_reach_equally_high_are_decisive_only_together():
    assert decisive_in(a=answer(4, 4), b=UNKNOWN, c=WITHHELD) == Decisive((), ("b", "c"))


def test_an_unknown_that_reaches_less_high_is_left_out_of_the_set():
    assert decisive_in(a=UNKNOWN, b=UNKNOWN, c=answer(3, None)) == Decisive((), ("a", "b"))


def test_nothing_is_decisive_below_a_known_top():
    assert decisive_in(a=answer(5, 5), b=UNKNOWN) == Decisive((), ())


def test_nothing_is_decisive_where_all_is_known():
    assert decisive_in(a=answer(3, 3), b=NA) == Decisive((), ())


def test_a_range_can_be_decisive():
    assert decisive_in(a=answer((3, 5), 4), b=answer(3, 3)) == Decisive(("a",), ())


def test_an_unproven_control_can_be_decisive_in_the_current_tier():
    claimed = answer(5, 4, controls=(in_place("p2m1", evidenced=False),))
    assert decisive_in(tier=Tier.CURRENT, a=claimed) == Decisive(("a",), ())
    assert decisive_in(a=claimed) == Decisive((), ())


def test_no_answer_is_decisive_where_the_law_holds_the_level_up():
    findings = evaluate([pack(trigger(floor="unacceptable"))], {}, TODAY)
    assert decisive_in(findings=findings, a=UNKNOWN) == Decisive((), ())


def test_where_two_must_be_high_each_unknown_is_decisive_alone():
    second = method(aggregate=Aggregate(k=2))
    assert decisive_in(by=second, a=UNKNOWN, b=UNKNOWN) == Decisive(("a", "b"), ())


def test_resolving_the_decisive_set_at_its_low_end_lowers_the_level():
    items, responses = case(a=answer(4, 4), b=UNKNOWN, c=UNKNOWN, d=answer(2, None))
    before = result_of(items, responses).system.level
    named = decisive(result_of(items, responses), LINEAR).together
    for name in named:
        only = {**responses, name: answer(1, 1)}
        assert result_of(items, only).system.level.hi == before.hi
    assert result_of(items, {**responses, **dict.fromkeys(named, answer(1, 1))}).system.level.hi < before.hi


# ---------------------------------------------------------------- what to find out first


def test_decisive_items_come_first_then_those_that_reach_higher_then_by_id():
    items, responses = case(d=answer(2, None), c=answer((1, 3), 3), b=UNKNOWN, a=answer(2, 3), e=answer(2, None))
    found = find_out_first(result_of(items, responses), LINEAR)
    assert [one.item for one in found] == ["b", "c", "d", "e"]
    assert [one.weight for one in found] == [Weight.ALONE, Weight.NONE, Weight.NONE, Weight.NONE]


def test_items_that_reach_higher_come_before_those_that_do_not():
    items, responses = case(a=answer(1, None), b=answer(3, None), c=answer(4, 4), d=UNKNOWN)
    found = find_out_first(result_of(items, responses), LINEAR)
    assert [(one.item, one.above) for one in found] == [("d", 1), ("b", 0), ("a", -2)]


def test_each_says_what_its_two_ends_would_make_of_the_system():
    items, responses = case(a=answer(2, 3), b=UNKNOWN)
    (found,) = find_out_first(result_of(items, responses), LINEAR)
    assert found.state is State.UNKNOWN
    assert found.level == Interval(LOW, EXTREME)
    assert (found.if_low, found.if_high) == (Interval(MEDIUM, MEDIUM), Interval(EXTREME, EXTREME))
    assert found.above == EXTREME - MEDIUM


def test_the_order_does_not_depend_on_the_order_of_the_items():
    items, responses = case(a=UNKNOWN, b=WITHHELD, c=answer(2, None), d=answer((2, 4), 2), e=NA)
    forward = find_out_first(result_of(items, responses), LINEAR)
    backward = find_out_first(result_of(items[::-1], responses), LINEAR)
    assert forward == backward
    assert {one.weight for one in forward[:2]} == {Weight.TOGETHER}


def test_answered_items_and_those_that_do_not_apply_are_not_listed():
    items, responses = case(a=answer(2, 3), b=NA)
    assert find_out_first(result_of(items, responses), LINEAR) == ()


def test_an_item_is_open_while_either_axis_is():
    items, responses = case(a=answer(1, None), b=answer(3, 3))
    rated = result_of(items, responses).items
    assert is_open(rated["a"])
    assert not is_open(rated["b"])


# ---------------------------------------------------------------- holders and pivots

G31 = {"a": answer(4, 4), "b": answer(3, 4), "c": answer(2, 3)}


def test_the_holders_are_the_items_at_the_top():  # G31
    items, responses = case(**G31)
    assert holders(result_of(items, responses).items.values()) == ("a", "b")


def test_all_holders_must_fall_for_the_level_to_fall():
    items, responses = case(**G31)
    one = {**responses, "a": answer(1, 1)}
    both = {**one, "b": answer(1, 1)}
    assert result_of(items, one).system.level.lo == HIGH
    assert result_of(items, both).system.level.lo == MEDIUM


def test_an_unknown_holds_nothing_up():
    items, responses = case(a=answer(4, 4), b=UNKNOWN)
    assert holders(result_of(items, responses).items.values()) == ("a",)


def test_no_items_have_no_holders():
    assert holders([]) == ()


def test_the_steps_that_move_the_system():  # G31
    found = [(p.item, p.factor, p.step, p.level) for p in moves(**G31)]
    top = Interval(EXTREME, EXTREME)
    assert found == [("a", "likelihood", 1, top), ("a", "impact", 1, top)]


def test_a_lone_holder_can_pivot_downwards_and_scales_end():
    found = {(p.factor, p.step): p.level.lo for p in moves(a=answer(5, 4))}
    assert found == {("likelihood", -1): HIGH, ("impact", -1): HIGH}


def test_a_step_that_changes_only_one_end_is_a_pivot():
    found = moves(a=answer(2, 3), b=UNKNOWN)
    assert [(p.item, p.factor, p.step, p.level) for p in found] == [
        ("a", "likelihood", -1, Interval(LOW, EXTREME)),
        ("a", "impact", -1, Interval(LOW, EXTREME)),
    ]


def test_unknown_and_range_answers_have_no_steps():
    assert moves(a=UNKNOWN, b=answer((1, 5), (1, 5)), c=NA) == ()
    assert moves(a=answer((2, 4), 3)) == ()


def test_a_half_answered_item_steps_along_the_answered_axis():
    assert {(p.factor, p.step) for p in moves(a=answer(4, None))} == {("likelihood", -1)}


def test_pivots_of_the_current_tier_pass_through_the_controls():
    found = moves(tier=Tier.CURRENT, a=answer(5, 4, controls=(in_place("p2m1"),)))
    assert {(p.factor, p.step): p.level.lo for p in found} == {("impact", 1): HIGH}


def test_no_answer_pivots_below_a_legal_floor():
    findings = evaluate([pack(trigger(floor="unacceptable"))], {"t": True}, TODAY)
    assert moves(findings=findings, **G31) == ()


@pytest.mark.parametrize(
    "by", [LINEAR, RIGHTS_FIRST, method(aggregate=Aggregate(k=2)), method(aggregate=Aggregate(1, True))]
)
def test_pivots_equal_assessing_again_with_each_step(by):
    ratings = {name: answer(1 + n % 5, 5 - n % 4) for n, name in enumerate("abcdef")}
    items = tuple(item(name, PRINCIPLES[n % 3]) for n, name in enumerate(ratings))
    base = result_of(items, ratings, by)
    expected = set()
    for name, given in ratings.items():
        for step in (-1, 1):
            for factor in ("likelihood", "impact"):
                codes = {"likelihood": given.likelihood.lo, "impact": given.impact.lo}
                codes[factor] += step
                if codes[factor] not in range(1, 6):
                    continue
                level = result_of(items, {**ratings, name: answer(**codes)}, by).system.level
                if level != base.system.level:
                    expected.add((name, factor, step, level))
    assert {(p.item, p.factor, p.step, p.level) for p in pivots(base, items, ratings, by, PACKAGE)} == expected


# ---------------------------------------------------------------- importance and value of information


def test_birnbaum_importance_is_what_the_others_leave_open():  # G15
    assert birnbaum((0.3, 0.2, 0.1)) == pytest.approx((0.72, 0.63, 0.56))
    assert birnbaum(()) == ()


def test_birnbaum_bears_a_certain_item():
    assert birnbaum((1.0, 0.5)) == (0.5, 0.0)


@pytest.mark.parametrize(("tails", "worth"), [((0.05, 0.04, 0.02), (0.25, 0.20, 0.10)), ((0.3, 0.2, 0.1), (0, 0, 0))])
def test_more_evidence_is_worth_something_only_if_it_could_change_the_action(tails, worth):  # G16
    assert evppi(tails, LOSSES) == pytest.approx(worth, abs=0.002)


def test_the_identity_of_birnbaum_holds():
    tails = (0.3, 0.2, 0.1, 0.6)
    for t, importance in zip(tails, birnbaum(tails), strict=True):
        assert any_of(tails) == pytest.approx(1 - (1 - t) * importance)


def test_forty_items_with_everything_take_less_than_50_ms():
    names = [f"i{n:02}" for n in range(40)]
    items = tuple(item(name, PRINCIPLES[n % 3]) for n, name in enumerate(names))
    responses = {name: UNKNOWN if n % 8 == 0 else answer(1 + n % 4, 1 + n % 3) for n, name in enumerate(names)}
    seconds = []
    for _ in range(5):
        start = perf_counter()
        result = assess(items, responses, LINEAR, TREE, PACKAGE).tiers[Tier.INHERENT]
        pivots(result, items, responses, LINEAR, PACKAGE)
        find_out_first(result, LINEAR)
        seconds.append(perf_counter() - start)
    assert min(seconds) < 0.05
