"""The tiers: what controls, direct ratings and law do to a level."""

from dataclasses import replace

from tests.core.tiny import (
    EXTREME,
    HIGH,
    LINEAR,
    LOW,
    MEDIUM,
    NA,
    PACKAGE,
    RIGHTS_FIRST,
    TODAY,
    TREE,
    answer,
    case,
    in_place,
    item,
    pack,
    planned,
    trigger,
)
from toolkit.core.method import Interval
from toolkit.core.responses import Factor, Tier
from toolkit.core.risk import assess, item_level, steps
from toolkit.core.triggers import evaluate


def judge(items, responses, by=LINEAR, findings=()):
    return assess(items, responses, by, TREE, PACKAGE, findings)


def level(items, responses, by=LINEAR, tier=Tier.INHERENT):
    return judge(items, responses, by).tiers[tier].system.level


def cell(response, tier, principal=None):
    rated = judge((principal or item(),), {"a": response}).tiers[tier].items["a"]
    return rated.likelihood, rated.impact, rated.level


def test_controls_take_steps_off_both_axes():  # G10
    rating = answer(5, 4, controls=(in_place("p2m1"),))
    assert cell(rating, Tier.INHERENT)[2] == Interval(EXTREME, EXTREME)
    assert cell(rating, Tier.CURRENT) == (Interval(3, 3), Interval(3, 3), Interval(MEDIUM, MEDIUM))


def test_only_the_strongest_control_of_each_kind_counts():
    both = (in_place("p1m1"), in_place("p2m0"))
    assert steps(both, PACKAGE) == (2, 1)


def test_a_control_never_works_better_than_it_can():
    assert steps([in_place("p1m0", strength=3)], PACKAGE) == (1, 0)
    assert steps([in_place("p3m0", strength=1)], PACKAGE) == (1, 0)
    assert steps([in_place("p3m0")], PACKAGE) == (3, 0)
    assert steps([in_place("no such control")], PACKAGE) == (0, 0)


def test_without_evidence_a_control_lowers_only_the_low_end():
    claimed = answer(5, 4, controls=(in_place("p2m1", evidenced=False),))
    assert cell(claimed, Tier.CURRENT) == (Interval(3, 5), Interval(3, 4), Interval(MEDIUM, EXTREME))


def test_planned_controls_count_in_the_target_alone():
    later = answer(5, 4, controls=(planned("p2m1"),))
    assert cell(later, Tier.CURRENT)[2] == Interval(EXTREME, EXTREME)
    assert cell(later, Tier.TARGET)[2] == Interval(MEDIUM, MEDIUM)


def test_nothing_falls_below_one():
    assert cell(answer(1, 2, controls=(in_place("p3m3"),)), Tier.CURRENT)[:2] == (Interval(1, 1), Interval(1, 1))


def test_less_likelihood_alone_leaves_a_grave_harm_high():
    assert level(*case(a=answer(5, 5, controls=(in_place("p3m0"),))), by=RIGHTS_FIRST, tier=Tier.CURRENT).lo == HIGH


def test_a_direct_rating_replaces_the_controls_it_was_made_with():
    rerated = {Tier.CURRENT: (Factor(4, 4), Factor(3, 3))}
    given = answer(5, 4, controls=(in_place("p3m3"), planned("p1m0")), rerated=rerated)
    assert cell(given, Tier.INHERENT)[:2] == (Interval(5, 5), Interval(4, 4))
    assert cell(given, Tier.CURRENT)[:2] == (Interval(4, 4), Interval(3, 3))
    assert cell(given, Tier.TARGET)[:2] == (Interval(3, 3), Interval(3, 3))


def test_a_direct_target_replaces_planned_controls_too():
    rerated = {Tier.TARGET: (Factor(2, 2), Factor(2, 2))}
    given = answer(5, 4, controls=(in_place("p1m0"), planned("p3m3")), rerated=rerated)
    assert cell(given, Tier.CURRENT)[:2] == (Interval(4, 4), Interval(4, 4))
    assert cell(given, Tier.TARGET)[:2] == (Interval(2, 2), Interval(2, 2))


def test_a_direct_rating_is_held_below_the_inherent_one():
    given = answer(2, (2, 3), rerated={Tier.CURRENT: (Factor(5, 5), Factor(3, 5))})
    assert cell(given, Tier.CURRENT)[:2] == (Interval(2, 2), Interval(2, 3))


# ---------------------------------------------------------------- law


def test_the_system_keeps_its_level_before_law():  # G12 in a system
    items, responses = case(a=answer((2, 4), 3))
    open_ban = evaluate([pack(trigger(floor="unacceptable"))], {}, TODAY)
    result = judge(items, responses, findings=open_ban).tiers[Tier.INHERENT]
    assert result.before_law == Interval(MEDIUM, HIGH)
    assert result.system.level == Interval(MEDIUM, LINEAR.top)


def test_no_control_lowers_unacceptable():
    items, responses = case(a=answer(5, 5, controls=(in_place("p3m3"), planned("p3m3"))))
    ban = evaluate([pack(trigger(floor="unacceptable"))], {"t": True}, TODAY)
    levels = {tier: result.system.level for tier, result in judge(items, responses, findings=ban).tiers.items()}
    assert set(levels.values()) == {Interval(LINEAR.top, LINEAR.top)}


def test_law_makes_a_level_where_no_item_applies_only_if_it_decides():
    items, responses = case(a=NA)
    rule = pack(trigger(floor="high"))
    no, open_, yes = (evaluate([rule], {"t": value}, TODAY) for value in (False, None, True))
    found = [judge(items, responses, findings=f).tiers[Tier.INHERENT].system.level for f in (no, open_, yes)]
    assert found == [None, None, Interval(HIGH, HIGH)]


def test_judging_changes_no_input():
    items, responses = case(a=answer(5, 4, controls=(in_place("p2m1"),)), b=NA)
    copy = {name: replace(response) for name, response in responses.items()}
    judge(items, responses)
    assert responses == copy


def test_item_level_is_read_at_both_corners():
    assert item_level(LINEAR, Interval(1, 5), Interval(4, 4)) == Interval(LOW, EXTREME)
