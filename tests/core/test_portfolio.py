"""A portfolio: an order that says how sure it is, shares as bounds, filters; unknown is never zero."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.portfolios import TODAY, system
from tests.core.tiny import EXTREME, HIGH, LOW, MEDIUM, UNKNOWN, answer, pack, trigger
from toolkit.core.method import Interval
from toolkit.core.portfolio import (
    Query,
    answered,
    distribution,
    in_cell,
    leximax,
    matching,
    places,
    share,
    standings,
    widest,
)
from toolkit.core.responses import Tier
from toolkit.core.triggers import Finding

NOW = Tier.CURRENT
EXTREME_ONE = answer(5, 5)
HIGH_ONE, MEDIUM_ONE, LOW_ONE = answer(3, 4), answer(3, 3), answer(1, 1)


def ids(systems):
    return [one.id for one in systems]


def test_the_worst_level_comes_first_and_then_the_number_of_items_that_have_it():
    one, two = system("one", a=HIGH_ONE, b=LOW_ONE), system("two", a=HIGH_ONE, b=HIGH_ONE)
    worst = system("worst", a=EXTREME_ONE)
    assert ids(leximax([one, two, worst], NOW)) == ["worst", "two", "one"]


def test_what_is_not_assessed_stands_last_by_what_is_sure_and_may_have_any_place():
    known, nothing = system("known", a=HIGH_ONE), system("nothing", a=UNKNOWN)
    assert ids(leximax([nothing, known], NOW)) == ["known", "nothing"]
    assert nothing.level(NOW) is None
    assert places([known, nothing], NOW) == {"known": Interval(1, 2), "nothing": Interval(1, 2)}


def test_places_are_sure_where_the_answers_leave_no_doubt():
    three = [system("low", a=LOW_ONE), system("high", a=HIGH_ONE), system("extreme", a=EXTREME_ONE)]
    assert places(three, NOW) == {"extreme": Interval(1, 1), "high": Interval(2, 2), "low": Interval(3, 3)}
    open_one = system("open", a=answer((1, 5), 5))
    assert places([*three, open_one], NOW)["open"] == Interval(1, 3)


def test_the_share_of_high_systems_is_a_range_where_some_are_not_determined():
    """METHOD 4.1, G33: 12 known and 6 undetermined of 40 are 30 to 45 per cent."""
    sure = [system(f"s{n}", a=HIGH_ONE) for n in range(12)]
    maybe = [system(f"m{n}", a=answer((1, 4), 4)) for n in range(6)]
    low = [system(f"l{n}", a=LOW_ONE) for n in range(22)]
    found = share([*sure, *maybe, *low], NOW, HIGH)
    assert (found.sure, found.most, found.total) == (12, 18, 40)
    assert found.bounds == pytest.approx((0.300, 0.450))


def test_nothing_known_may_be_high_and_nothing_that_applies_is_not_counted():
    found = share([system("unknown", a=UNKNOWN), system("empty")], NOW, HIGH)
    assert (found.sure, found.most, found.total) == (0, 1, 1)
    assert share([], NOW, HIGH).bounds == (0.0, 1.0)


def test_the_distribution_counts_a_system_at_each_level_that_it_may_have():
    rows = distribution([system("a", a=HIGH_ONE), system("b", a=answer((3, 5), 4)), system("c", a=UNKNOWN)], NOW, 4)
    assert [(one.sure, one.most) for one in rows] == [(0, 0), (0, 0), (1, 2), (0, 1), (0, 0)]
    assert {one.total for one in rows} == {2}


def test_coverage_and_age_are_counted():
    one = system("one", a=HIGH_ONE, b=UNKNOWN, c=LOW_ONE)
    assert one.coverage == (2, 3)
    assert answered([one, one]) == (4, 6)
    assert one.age(TODAY) == 20
    assert one.age(date(2026, 1, 1)) == 0


def test_a_rule_that_matches_is_told_from_one_that_may():
    live, other = trigger("live", "high"), trigger("other", "high")
    one = system("one", [pack(live, other)], {"live": True}, a=LOW_ONE)
    assert (one.triggers, one.open_triggers) == (("live",), ("other",))
    assert all(isinstance(found, Finding) for found in one.result.findings)


def test_the_widest_range_comes_first():
    three = [system("sure", a=HIGH_ONE), system("some", a=answer((3, 5), 5)), system("wide", a=answer((1, 5), (1, 5)))]
    assert ids(widest([*three], NOW)) == ["wide", "some"]


# ---------------------------------------------------------------- filters

PORTFOLIO = (
    system("Faces", a=HIGH_ONE, d=LOW_ONE, given={"groups": {"unit": ("North",), "stage": ("deployment",)}}),
    system("Plates", a=answer((1, 5), 5), given={"groups": {"unit": ("South",), "stage": ("planning",)}}),
    system("Text search", d=MEDIUM_ONE, given={"groups": {"unit": ("North",)}}),
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Query(), ["Faces", "Plates", "Text search"]),
        (Query(level=HIGH), ["Faces", "Plates"]),
        (Query(level=EXTREME), []),
        (Query(level=EXTREME, may=True), ["Plates"]),
        (Query(principle="equality"), ["Faces", "Text search"]),
        (Query(level=MEDIUM, principle="equality"), ["Text search"]),
        (Query(groups=(("unit", "North"),)), ["Faces", "Text search"]),
        (Query(groups=(("unit", "North"), ("stage", "deployment"))), ["Faces"]),
        (Query(text="north faraway"), []),
        (Query(text="NORTH text"), ["Text search"]),
        (Query(cell=(3, 4)), ["Faces"]),
        (Query(cell=(4, 5)), ["Plates"]),
        (Query(cell=(3, 3), principle="accuracy"), []),
    ],
)
def test_a_filter_finds(query, found):
    assert ids(matching(PORTFOLIO, query, NOW)) == found


def test_items_about_which_nothing_is_known_are_in_no_cell():
    one = system("one", a=UNKNOWN, b=answer(2, (1, 2)))
    assert in_cell(one, (2, 2), NOW) == ("b",)
    assert in_cell(one, (5, 5), NOW) == ()


# ---------------------------------------------------------------- invariants

factors = st.one_of(
    st.none(), st.integers(1, 5), st.tuples(st.integers(1, 5), st.integers(1, 5)).map(lambda p: tuple(sorted(p)))
)
responses = st.builds(answer, factors, factors)
systems = st.lists(st.dictionaries(st.sampled_from("abcde"), responses, max_size=4), min_size=1, max_size=7).map(
    lambda all_: [system(f"s{n}", **one) for n, one in enumerate(all_)]
)


@given(systems, st.randoms())
def test_the_order_does_not_depend_on_the_order_given(portfolio, random):
    mixed = random.sample(portfolio, len(portfolio))
    assert ids(leximax(mixed, NOW)) == ids(leximax(portfolio, NOW))


@given(systems)
def test_every_place_is_possible_and_the_order_shown_is_one_of_them_where_all_is_assessed(portfolio):
    found = places(portfolio, NOW)
    for position, one in enumerate(leximax(portfolio, NOW), 1):
        place = found[one.id]
        assert 1 <= place.lo <= place.hi <= len(portfolio)
        assert place.lo <= position <= place.hi


@given(systems, st.integers(LOW, EXTREME))
def test_the_sure_are_never_more_than_the_possible(portfolio, level):
    found = share(portfolio, NOW, level)
    assert 0 <= found.sure <= found.most <= found.total
    assert found.sure == len(matching(portfolio, Query(level=level), NOW)) or level == LOW
    assert found.most == len(matching(portfolio, Query(level=level, may=True), NOW))


@given(systems)
def test_what_is_at_least_is_never_above_what_is_at_most(portfolio):
    for one in portfolio:
        low, high = standings(one, NOW)
        assert low <= high
