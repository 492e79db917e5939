"""Items over many systems: density, moves, drivers, unknowns, principles."""

from hypothesis import given
from hypothesis import strategies as st

from tests.core.portfolios import system
from tests.core.test_portfolio import systems
from tests.core.tiny import HIGH, LOW, RIGHTS_FIRST, SKIPPED, UNKNOWN, answer, in_place, pack, planned, trigger
from toolkit.core.method import Interval
from toolkit.core.portfolio_items import density, drivers, heat, moves, transitions, unknowns
from toolkit.core.responses import Tier

NOW, BEFORE, TARGET = Tier.CURRENT, Tier.INHERENT, Tier.TARGET


def test_a_fixed_item_counts_in_one_cell_an_open_one_in_each_that_it_may_be_in():
    found = density([system("x", a=answer(2, 3), b=answer(2, (3, 4)), c=UNKNOWN), system("y", a=answer(2, 3))], NOW)
    assert found.sure == {(2, 3): 2}
    assert found.could == {(2, 3): 1, (2, 4): 1}
    assert (found.anywhere, found.items) == (1, 4)


def test_density_can_be_of_one_principle():
    found = density([system("x", a=answer(2, 3), d=answer(5, 5))], NOW, "equality")
    assert (found.sure, found.items) == ({(5, 5): 1}, 1)


def test_controls_move_items_from_cell_to_cell():
    one = system("x", a=answer(4, 4, controls=(in_place("p2m1"),)), b=answer(4, 4, controls=(in_place("p2m1"),)))
    assert moves([one], BEFORE, NOW) == ((((4, 4), (2, 3)), 2),)
    assert moves([one], NOW, TARGET) == ()
    plan = system("y", a=answer(4, 4, controls=(planned("p3m0"),)))
    assert moves([plan], NOW, TARGET) == ((((4, 4), (1, 4)), 1),)


def test_a_control_without_evidence_moves_nothing_for_sure():
    assert moves([system("x", a=answer(4, 4, controls=(in_place("p2m1", evidenced=False),)))], BEFORE, NOW) == ()


def test_transitions_count_items_by_level_before_and_after():
    one = system("x", a=answer(5, 5, controls=(in_place("p3m3"),)), b=answer(1, 1), c=UNKNOWN)
    table = transitions([one], BEFORE, NOW, 4)
    assert sum(map(sum, table)) == 2
    assert table[LOW][LOW] == 1
    assert table[3][one.tier(NOW).items["a"].level.lo] == 1


def test_drivers_are_the_items_that_hold_most_systems_up():
    one = system("x", a=answer(5, 5), b=answer(1, 1))
    two = system("y", a=answer(5, 5), d=answer(5, 5), c=UNKNOWN)
    found = drivers([one, two], NOW, HIGH)
    assert [(row.item, row.systems) for row in found] == [("a", ("x", "y")), ("d", ("y",))]
    assert drivers([system("low", a=answer(1, 1))], NOW, HIGH) == ()
    assert [row.item for row in drivers([one, two], NOW, HIGH, "equality")] == ["d"]


def test_the_unknowns_that_hurt_most_decide_alone():
    alone = [system(name, a=answer(1, 1), b=UNKNOWN) for name in "xy"]
    both = system("z", b=UNKNOWN, c=SKIPPED)
    found = unknowns([*alone, both], NOW, RIGHTS_FIRST)
    assert [(row.item, row.decisive, row.together, row.open) for row in found] == [
        ("b", ("x", "y"), ("z",), 3),
        ("c", (), ("z",), 1),
    ]


def test_an_unknown_decides_nothing_where_the_law_holds_the_level():
    one = system("x", [pack(trigger("t", "unacceptable"))], {"t": True}, a=UNKNOWN)
    (row,) = unknowns([one], NOW, RIGHTS_FIRST)
    assert (row.decisive, row.together, row.open) == ((), (), 1)


def test_the_heat_map_tells_unknown_from_what_does_not_apply():
    row = heat(system("x", a=answer(3, 4), b=answer(3, 4), c=UNKNOWN), NOW, ("accuracy", "safety", "equality"), 4)
    assert (row["accuracy"].level, row["accuracy"].top, row["accuracy"].items) == (Interval(HIGH, HIGH), 2, 2)
    assert (row["safety"].level, row["safety"].applies) == (None, True)
    assert not row["equality"].applies


@given(systems, st.sampled_from(Tier))
def test_every_item_is_sure_somewhere_may_be_somewhere_or_anywhere(portfolio, tier):
    found = density(portfolio, tier)
    total = sum(len(one.tier(tier).items) for one in portfolio)
    assert found.items == total
    assert sum(found.sure.values()) + found.anywhere <= total
    if sum(found.sure.values()) + found.anywhere == total:
        assert found.could == {}


@given(systems)
def test_nothing_moves_between_a_tier_and_itself(portfolio):
    assert moves(portfolio, NOW, NOW) == ()
