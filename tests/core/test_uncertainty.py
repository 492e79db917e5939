"""The probability layer: worked probabilities, bounds, and when nothing is shown."""

import pytest

from tests.core.tiny import (
    EXTREME,
    HIGH,
    LINEAR,
    LOW,
    MEDIUM,
    NA,
    PACKAGE,
    TABLE,
    TODAY,
    UNKNOWN,
    answer,
    case,
    factor,
    in_place,
    item,
    method,
    pack,
    planned,
    trigger,
)
from toolkit.core.method import Aggregate
from toolkit.core.responses import Confidence, Factor, Tier
from toolkit.core.triggers import evaluate
from toolkit.core.uncertainty import (
    Span,
    any_of,
    combine,
    pmf,
    reaches,
    share_with_confidence,
    shifted,
    shown,
    tails,
    with_law,
)

MEDIUM_SURE = Confidence.MEDIUM


def tail(response, level, tier=Tier.INHERENT, by=LINEAR, principal=None):
    return tails((principal or item(),), {"a": response}, by, PACKAGE, TABLE, level, tier)["a"]


# ---------------------------------------------------------------- items


@pytest.mark.parametrize(("level", "chance"), [(MEDIUM, 1), (HIGH, 0.668343), (EXTREME, 0.044048)])
def test_three_by_four_with_medium_confidence(level, chance):  # G14
    found = tail(answer(3, 4, MEDIUM_SURE), level)
    assert found.lo == found.hi == pytest.approx(chance, abs=1e-6)


def test_three_with_low_confidence_reaches_both_ends():
    assert pmf(factor(3), Confidence.LOW, TABLE) == pytest.approx((0.05792, 0.25952, 0.36512, 0.25952, 0.05792))


def test_a_range_uses_its_best_guess_and_needs_no_confidence():
    middle, guess = tail(answer((2, 4), (3, 5)), HIGH), tail(answer((2, 4, 2), (3, 5)), HIGH)
    assert middle.lo == middle.hi
    assert guess.hi < middle.lo


def test_an_unknown_item_may_or_may_not_reach_the_level():  # METHOD 2.7: t = 0 and t = 1
    assert tail(UNKNOWN, EXTREME) == Span(0, 1)


def test_an_unknown_factor_is_put_at_both_its_ends():
    assert tail(answer(1, None, Confidence.CERTAIN), MEDIUM) == Span(0, 0)
    assert tail(answer(2, None, Confidence.CERTAIN), MEDIUM) == Span(0, 1)
    assert tail(UNKNOWN, EXTREME, principal=item(impact_cap=3)) == Span(0, 0)


def test_an_unrecorded_confidence_spans_what_every_confidence_gives():
    each = [tail(answer(3, 4, confidence), HIGH).lo for confidence in Confidence]
    assert tail(answer(3, 4), HIGH) == Span(min(each), max(each))


def test_a_level_that_every_item_has_is_certain():
    assert tail(answer(3, 3, Confidence.LOW), LOW) == Span(pytest.approx(1), pytest.approx(1))


# ---------------------------------------------------------------- tiers


def test_steps_move_the_whole_distribution_and_gather_at_one():
    assert shifted((0.1, 0.2, 0.4, 0.2, 0.1), 2) == pytest.approx((0.7, 0.2, 0.1, 0, 0))
    assert shifted((0.1, 0.2, 0.4, 0.2, 0.1), 0) == (0.1, 0.2, 0.4, 0.2, 0.1)


def test_evidenced_controls_shift_both_axes():
    current = tail(answer(5, 4, Confidence.CERTAIN, controls=(in_place("p2m1"),)), MEDIUM, Tier.CURRENT)
    assert current == Span(1, 1)  # (3, 3) is Medium, as in G10
    unsure = answer(5, 4, MEDIUM_SURE, controls=(in_place("p2m1"),))
    by_hand = reaches(
        LINEAR.grid, shifted(TABLE.answered[MEDIUM_SURE, 5], 2), shifted(TABLE.answered[MEDIUM_SURE, 4], 1), HIGH
    )
    assert tail(unsure, HIGH, Tier.CURRENT).hi == pytest.approx(by_hand)


def test_a_control_without_evidence_lowers_only_the_low_end():
    bare = answer(5, 4, MEDIUM_SURE)
    claimed = answer(5, 4, MEDIUM_SURE, controls=(in_place("p2m1", evidenced=False),))
    proven = answer(5, 4, MEDIUM_SURE, controls=(in_place("p2m1"),))
    found = tail(claimed, HIGH, Tier.CURRENT)
    assert found.hi == tail(bare, HIGH).hi
    assert found.lo == tail(proven, HIGH, Tier.CURRENT).lo
    assert found.lo < found.hi


def test_planned_controls_count_in_the_target_alone():
    later = answer(5, 4, MEDIUM_SURE, controls=(planned("p3m3"),))
    assert tail(later, HIGH, Tier.CURRENT) == tail(later, HIGH)
    assert tail(later, HIGH, Tier.TARGET).hi < tail(later, HIGH).lo


def test_a_direct_rating_has_a_distribution_of_its_own():
    rerated = {Tier.CURRENT: (Factor(3, 3), Factor(4, 4))}
    given = answer(5, 5, MEDIUM_SURE, rerated=rerated)
    assert tail(given, HIGH, Tier.CURRENT) == tail(answer(3, 4, MEDIUM_SURE), HIGH)


def test_a_directly_rated_range_keeps_its_best_guess():
    rerated = {Tier.CURRENT: (Factor(2, 4, 2), Factor(3, 5, 4))}
    given = answer(5, 5, rerated=rerated)
    assert tail(given, HIGH, Tier.CURRENT) == tail(answer((2, 4, 2), (3, 5, 4)), HIGH)


def test_a_direct_rating_of_an_unknown_stays_between_its_ends():
    rerated = {Tier.CURRENT: (Factor(2, 2), Factor(3, 3))}
    assert tail(answer(None, None, MEDIUM_SURE, rerated=rerated), MEDIUM, Tier.CURRENT) == Span(0, 1)
    assert tail(answer(None, None, MEDIUM_SURE, rerated=rerated), HIGH, Tier.CURRENT) == Span(0, 0)


# ---------------------------------------------------------------- nodes


def spans(*values):
    return [Span(value, value) for value in values]


def test_three_ways_to_combine_without_unknowns():  # G15
    found = combine(spans(0.3, 0.2, 0.1))
    assert found.comonotone == Span(0.3, 0.3)
    assert (found.independent.lo, found.upper.lo) == pytest.approx((0.496, 0.60))


def test_independent_items_meet_the_bound_exactly():  # oracle 17
    assert any_of((0.3, 0.2, 0.1)) == pytest.approx(1 - 0.7 * 0.8 * 0.9)


def test_an_unknown_makes_the_probability_an_interval():  # G32
    found = combine([Span(0.175, 0.175), Span(0, 1)])
    assert (found.independent.lo, found.independent.hi) == pytest.approx((0.175, 1))
    assert found.comonotone == Span(0.175, 1)


def test_the_upper_bound_never_passes_one():
    assert combine(spans(0.9, 0.8)).upper == Span(1, 1)


def test_no_applicable_item_has_no_probability():
    items, responses = case(a=NA)
    assert tails(items, responses, LINEAR, PACKAGE, TABLE, HIGH) == {}
    assert combine([]) is None


@pytest.mark.parametrize(("fact", "expected"), [(True, Span(1, 1)), (None, Span(0.3, 1)), (False, Span(0.3, 0.3))])
def test_a_legal_floor_makes_its_levels_certain_or_possible(fact, expected):
    findings = evaluate([pack(trigger(floor="high"))], {"t": fact}, TODAY)
    assert with_law(combine(spans(0.3)), findings, LINEAR, HIGH).comonotone == expected
    assert with_law(combine(spans(0.3)), findings, LINEAR, EXTREME).comonotone == Span(0.3, 0.3)


# ---------------------------------------------------------------- when probabilities are shown


def five(*, sure, others):
    return case(**{name: answer(3, 3, MEDIUM_SURE) if name in sure else others for name in "abcde"})


@pytest.mark.parametrize("others", [UNKNOWN, answer(3, 3), answer(3, None, MEDIUM_SURE)])
def test_probabilities_are_shown_from_80_per_cent_with_a_confidence(others):
    assert shown(*five(sure="abcd", others=others), LINEAR, TABLE)
    assert not shown(*five(sure="abc", others=others), LINEAR, TABLE)


def test_a_range_says_how_sure_one_is_and_not_applicable_does_not_count():
    items, responses = case(a=answer((1, 2), (3, 4)), b=NA)
    assert share_with_confidence(items, responses) == 1


def test_nothing_applicable_shows_nothing():
    assert not shown(*case(a=NA), LINEAR, TABLE)


@pytest.mark.parametrize("rule", [Aggregate(k=2), Aggregate(escalate=True)])
def test_probabilities_are_hidden_where_the_highest_item_does_not_decide(rule):
    assert not shown(*five(sure="abcde", others=None), method(aggregate=rule), TABLE)
