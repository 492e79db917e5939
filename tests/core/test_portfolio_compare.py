"""Side by side and over time: differences only, refusals with reasons, and why levels moved."""

from dataclasses import replace

from hypothesis import given

from tests.core.portfolios import system
from tests.core.test_portfolio import systems
from tests.core.tiny import EXTREME, HIGH, MEDIUM, NIST, RIGHTS_FIRST, UNKNOWN, answer, in_place
from toolkit.core.method import Interval
from toolkit.core.portfolio_compare import Cause, Refusal, differences, refusals, trend
from toolkit.core.responses import Tier

NOW = Tier.CURRENT


def side_by_side(*answers):
    portfolio = [system(f"s{n}", **one) for n, one in enumerate(answers)]
    return differences(portfolio, answers, NOW)


def test_only_what_differs_is_shown_the_furthest_apart_first():
    found = side_by_side(
        {"a": answer(5, 5), "b": answer(2, 2), "c": answer(3, 4)},
        {"a": answer(1, 1), "b": answer(2, 2), "c": answer(3, 3)},
    )
    assert [(one.item, one.spread) for one in found] == [("a", EXTREME), ("c", 1)]


def test_an_item_that_applies_to_one_system_only_is_a_difference():
    (one,) = side_by_side({"a": answer(1, 1)}, {"a": answer(1, 1), "d": answer(1, 1)})
    assert (one.item, one.rated[0], one.given[0]) == ("d", None, None)
    assert one.spread == 1


def test_other_controls_are_a_difference_even_at_the_same_level():
    same, other = answer(1, 1), answer(1, 1, controls=(in_place("p1m0"),))
    assert [one.item for one in side_by_side({"a": same}, {"a": other})] == ["a"]


def test_systems_that_are_alike_may_be_compared_without_a_word():
    assert refusals([system("x", a=answer(1, 1)), system("y", a=answer(5, 5))], NOW) == ()
    assert refusals([system("x", a=UNKNOWN)], NOW) == ()


def test_each_invalid_comparison_has_its_reason():
    plain = system("x", a=answer(1, 1))
    reasons = {
        Refusal.DEMO: replace(plain, id="y", demo=True),
        Refusal.METHOD: system("y", method=NIST, a=answer(1, 1)),
        Refusal.CONTENT: system("y", content="2", a=answer(1, 1)),
        Refusal.NOTHING_KNOWN: system("y", a=UNKNOWN),
        Refusal.NOT_DETERMINED: system("y", a=answer((1, 5), 5)),
        Refusal.OTHER_ITEMS: system("y", b=answer(1, 1)),
    }
    assert {reason: refusals([plain, other], NOW) for reason, other in reasons.items()} == {
        reason: (reason,) for reason in reasons
    }


# ---------------------------------------------------------------- over time


def over_time(before, after):
    was, now = system("was", **before), system("now", **after)
    return trend(was.tier(NOW).items, now.tier(NOW).items, RIGHTS_FIRST)


def test_the_common_level_falls_while_the_naive_one_stays():
    """METHOD 4.2, G37: on common items High → Medium; over all items the level stays Extreme."""
    found = over_time({"a": answer(3, 4), "b": answer(5, 5)}, {"a": answer(3, 3), "d": answer(5, 5)})
    assert (found.common_was, found.common_now) == (Interval(HIGH, HIGH), Interval(MEDIUM, MEDIUM))
    assert found.all_was == found.all_now == Interval(EXTREME, EXTREME)
    assert found.common == 1
    assert (found.count(Cause.ANSWER), found.count(Cause.CONTENT)) == (1, 2)


def test_a_resolved_unknown_is_no_change_of_mind():
    found = over_time({"a": UNKNOWN, "b": answer(1, 1)}, {"a": answer(2, 2), "b": UNKNOWN})
    assert (found.count(Cause.RESOLVED), found.count(Cause.OPENED), found.count(Cause.ANSWER)) == (1, 1, 0)


@given(systems, systems)
def test_every_item_that_moved_has_one_cause(before, after):
    was, now = before[0].tier(NOW).items, after[0].tier(NOW).items
    found = trend(was, now, RIGHTS_FIRST)
    assert sum(found.count(cause) for cause in Cause) == len(found.moved)
    assert found.count(Cause.CONTENT) == len(set(was) ^ set(now))


@given(systems)
def test_nothing_moves_between_a_version_and_itself(portfolio):
    items = portfolio[0].tier(NOW).items
    found = trend(items, items, RIGHTS_FIRST)
    assert found.moved == ()
    assert (found.common_was, found.all_was) == (found.common_now, found.all_now)
