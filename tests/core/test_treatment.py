"""Planned treatments as a problem of choice: what each does, what a set is worth, and why one is chosen or not."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.core.tiny import (
    EXTREME,
    HIGH,
    LINEAR,
    LOW,
    MEDIUM,
    METHODS,
    PACKAGE,
    UNKNOWN,
    answer,
    factor,
    in_place,
    item,
    planned,
)
from toolkit.core.method import Interval
from toolkit.core.responses import Tier
from toolkit.core.risk import rate
from toolkit.core.treatment import First, Subject, Why, only, problem, reasons, standing

ITEM = item("a")
both = st.integers(1, 5) | st.tuples(st.integers(1, 2), st.integers(3, 5))
names = st.sampled_from(sorted(PACKAGE))


@st.composite
def treated(draw):
    """A response with controls of all kinds, and sometimes with direct ratings."""
    response = draw(st.just(UNKNOWN) | st.builds(answer, both, both))
    some = draw(st.lists(names, unique=True, max_size=4))
    kinds = [planned, in_place, lambda name: in_place(name, evidenced=False), lambda name: planned(name, 1)]
    controls = tuple(draw(st.sampled_from(kinds))(name) for name in some)
    tiers = draw(st.sets(st.sampled_from([Tier.CURRENT, Tier.TARGET])))
    return replace(response, controls=controls, rerated={t: (factor(draw(both)), factor(draw(both))) for t in tiers})


def made(costs=None, first=First.SURE, **responses):
    subject = Subject("s", tuple(item(name) for name in responses), responses)
    return problem([subject], LINEAR, PACKAGE, {f"s/{name}": cost for name, cost in (costs or {}).items()}, first)


# ---------------------------------------------------------------- what a set of treatments does


def test_a_treatment_is_paid_for_once_for_all_risks_that_it_was_planned_for():
    found = made(
        {"p2m0": 300}, a=answer(5, 5, controls=(planned("p2m0"),)), b=answer(4, 3, controls=(planned("p2m0"),))
    )
    (option,) = found.options
    assert (option.id, option.items, option.cost) == ("s/p2m0", ("a", "b"), 300)
    assert found.cost({"s/p2m0"}) == 300


def test_the_highest_level_counts_first_at_the_sure_end_and_then_at_the_possible_one():
    levels = [Interval(EXTREME, EXTREME), Interval(LOW, HIGH), Interval(MEDIUM, MEDIUM)]
    assert standing(levels, 4) == (1, 0, 1, 1, 1, 1)
    assert standing(levels, 4, First.MAY) == (1, 1, 1, 1, 0, 1)


def test_an_unknown_risk_is_never_zero_and_a_treatment_lowers_its_upper_end_only():
    found = made(a=replace(UNKNOWN, controls=(planned("p3m2"),)))
    (risk,) = found.risks
    assert risk.level() == Interval(LOW, EXTREME)
    assert risk.level({"s/p3m2"}) == Interval(LOW, MEDIUM)
    assert found.counts()[:3] == (0, 0, 0)
    assert found.counts()[3:] == (1, 0, 0)


def test_a_treatment_without_a_cost_cannot_be_chosen():
    found = made({"p1m0": 100, "p2m0": 900}, a=answer(5, 5, controls=tuple(map(planned, ("p1m0", "p2m0", "p3m0")))))
    assert [one.control for one in found.priced(500)] == ["p1m0"]


def test_a_rated_target_is_one_treatment_and_its_planned_safeguards_are_part_of_it():
    given = answer(5, 5, controls=(planned("p2m0"),), rerated={Tier.TARGET: (factor(1), factor(2))})
    found = made(a=given)
    assert [one.id for one in found.options] == ["s/target/a"]
    assert found.risks[0].level({"s/target/a"}) == Interval(LOW, LOW)


def test_a_target_that_is_worse_than_what_is_there_changes_nothing():
    rerated = {Tier.CURRENT: (factor(1), factor(1)), Tier.TARGET: (factor(5), factor(5))}
    assert [len(risk.ways) for risk in made(a=answer(5, 5, rerated=rerated)).risks] == [1]


@given(st.sampled_from(METHODS), treated(), st.data())
def test_the_projection_is_what_the_risk_page_would_say_with_only_these_plans(method, response, data):
    found = problem([Subject("s", (ITEM,), {"a": response})], method, PACKAGE, {})
    chosen = {one.id for one in found.options if data.draw(st.booleans())}
    expected = rate(ITEM, only(response, "s", "a", chosen), method, Tier.TARGET, PACKAGE).level
    if Tier.TARGET not in response.rerated:
        assert found.risks[0].level(chosen) == expected
    else:
        assert found.risks[0].level(chosen) in (expected, found.risks[0].level())


@given(treated())
def test_with_nothing_chosen_things_stand_as_they_are_now(response):
    found = problem([Subject("s", (ITEM,), {"a": response})], LINEAR, PACKAGE, {})
    assert found.risks[0].level() == rate(ITEM, response, LINEAR, Tier.CURRENT, PACKAGE).level


@given(treated(), st.data())
def test_one_treatment_more_never_raises_a_level(response, data):
    (risk,) = (found := problem([Subject("s", (ITEM,), {"a": response})], LINEAR, PACKAGE, {})).risks
    chosen = {one.id for one in found.options if data.draw(st.booleans())}
    for one in found.options:
        more, less = risk.level({*chosen, one.id}), risk.level(chosen)
        assert more.lo <= less.lo
        assert more.hi <= less.hi


# ---------------------------------------------------------------- why


def test_each_treatment_has_its_reason():
    costs = {"p3m0": 300, "p2m0": 200, "p0m3": 900, "p1m3": 400}
    wanted = ("p3m0", "p2m0", "p0m3", "p1m3", "p2m3")
    found = made(costs, a=answer(5, 5, controls=tuple(map(planned, wanted))))
    why = {one.option.control: one.why for one in reasons(found, {"s/p3m0"}, 500)}
    assert why == {
        "p3m0": Why.CHOSEN,
        "p2m0": Why.ADDS_NOTHING,
        "p0m3": Why.TOO_DEAR,
        "p1m3": Why.NO_ROOM,
        "p2m3": Why.NO_COST,
    }


def test_a_reason_names_the_risks_that_differ():
    found = made(
        {"p3m0": 300}, a=answer(5, 4, controls=(planned("p3m0"),)), b=answer(1, 1, controls=(planned("p3m0"),))
    )
    (one,) = reasons(found, {"s/p3m0"}, 300)
    assert [(x.item, x.without, x.with_it) for x in one.moved] == [
        ("a", Interval(EXTREME, EXTREME), Interval(MEDIUM, MEDIUM))
    ]
