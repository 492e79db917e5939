"""What must hold for every probability, unknown and escalation: the further invariants of METHOD 2.9."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.strategies import brisk, cases, codes, complete, levels, methods, points, system
from tests.core.tiny import LINEAR, PACKAGE, RIGHTS_FIRST, TABLE, TREE, method
from toolkit.core.health import health
from toolkit.core.method import Aggregate, Interval
from toolkit.core.responses import Confidence, Response, State, Tier
from toolkit.core.risk import item_level, node_level, tier_result
from toolkit.core.sensitivity import Losses, birnbaum, decisive, evppi, find_out_first
from toolkit.core.uncertainty import Span, combine, tails


@pytest.mark.parametrize("confidence", Confidence)
def test_distributions_add_up_peak_at_the_answer_and_rise_with_it(confidence):  # 12
    shipped = [TABLE.answered[confidence, code] for code in range(1, 6)]
    for code, pmf in enumerate(shipped, start=1):
        assert sum(pmf) == pytest.approx(1, abs=1e-12)
        assert max(pmf) == pmf[code - 1]
    for lower, higher in pairwise(shipped):
        assert all(sum(lower[k:]) <= sum(higher[k:]) + 1e-9 for k in range(5))


@pytest.mark.parametrize("pmf", TABLE.ranges.values())
def test_every_range_adds_up(pmf):  # 12
    assert sum(pmf) == pytest.approx(1, abs=1e-12)


@brisk
@given(cases(), methods, st.sampled_from(Tier), st.integers(0, 4))
def test_the_three_ways_to_combine_are_in_order(case, by, tier, level):  # 13
    items, given_ = case
    found = combine(tails(items, given_, by, PACKAGE, TABLE, level, tier).values())
    if found is None:
        assert system(items, given_, by) is None
        return
    for end in ("lo", "hi"):
        chain = [getattr(span, end) for span in (found.comonotone, found.independent, found.upper)]
        assert -1e-12 <= chain[0] <= chain[1] + 1e-12 <= chain[2] + 2e-12 <= 1 + 3e-12
    assert found.independent.lo <= found.independent.hi


@brisk
@given(cases(st.builds(Response, st.just(State.ANSWERED), points, points, st.just(Confidence.CERTAIN))), methods)
def test_certain_answers_make_probabilities_say_what_the_levels_say(case, by):
    items, given_ = case
    for level in range(len(by.levels)):
        found = combine(tails(items, given_, by, PACKAGE, TABLE, level).values())
        expected = float(system(items, given_, by).lo >= level)
        assert found.independent == found.comonotone == Span(expected, expected)


@brisk
@given(cases(), methods, st.sampled_from(Tier), st.integers(0, 4))
def test_a_level_beyond_the_interval_has_probability_nought_if_nothing_is_known(case, by, tier, level):
    items, given_ = case
    unknown = {name: replace(response, state=State.UNKNOWN, rerated={}) for name, response in given_.items()}
    bounds = system(items, unknown, by, tier)
    found = combine(tails(items, unknown, by, PACKAGE, TABLE, level, tier).values())
    assert found.independent == Span(float(bounds.lo >= level), float(bounds.hi >= level))


chances = st.lists(st.floats(0, 1), min_size=1, max_size=6)


@brisk
@given(chances, st.floats(0.1, 5), st.floats(0.1, 50))
def test_information_is_never_worth_less_than_nothing(tails_, needless, miss):  # 14
    for worth in evppi(tails_, Losses(needless, miss)):
        assert 0 <= worth <= min(needless, miss)


@brisk
@given(chances)
def test_birnbaum_is_a_probability_and_satisfies_its_identity(tails_):
    whole = combine([Span(t, t) for t in tails_]).independent.lo
    for t, importance in zip(tails_, birnbaum(tails_), strict=True):
        assert 0 <= importance <= 1
        assert whole == pytest.approx(1 - (1 - t) * importance)


# ---------------------------------------------------------------- decisive unknowns, escalation, the default matrix


@brisk
@given(cases(), methods)
def test_decisive_unknowns_do_what_they_say(case, by):
    items, given_ = case
    result = tier_result(Tier.INHERENT, items, given_, by, TREE, PACKAGE)
    found = decisive(result, by)
    for named in [*((one,) for one in found.alone), found.together]:
        if named:
            known = {one.id: one for one in items}
            lowest = {name: complete(known[name], given_[name], min) for name in named}
            assert system(items, {**given_, **lowest}, by).hi < result.system.level.hi
    listed = [one.item for one in find_out_first(result, by)]
    assert {*found.alone, *found.together} == set(listed[: len(found.alone) + len(found.together)])


@brisk
@given(st.lists(levels, min_size=1, max_size=5), st.integers(0, 4), st.integers(1, 3), st.integers(2, 3))
def test_escalation_is_monotone(values, position, k, count):  # 19
    by = method(aggregate=Aggregate(k, True, 1, count))
    raised = list(values)
    raised[position % len(raised)] = min(3, raised[position % len(raised)] + 1)
    before, after = (node_level(by, [Interval(v, v) for v in given_]) for given_ in (values, raised))
    assert before <= after


def test_the_default_matrix_is_healthy_and_rights_first_says_where_it_is_not():  # 21
    linear, rights_first = health(LINEAR.grid, 4), health(RIGHTS_FIRST.grid, 4)
    assert (linear.weak, linear.between, linear.separated, linear.jumps, linear.lowest_edges) == (
        True,
        True,
        True,
        (),
        True,
    )
    assert (rights_first.weak, rights_first.between, rights_first.jumps) == (True, True, ())
    assert (rights_first.separated, rights_first.lowest_edges) == (False, False)


@brisk
@given(codes, codes, codes, codes, methods)
def test_the_level_of_a_range_is_exact(a, b, c, d, by):
    likelihood, impact = Interval(min(a, b), max(a, b)), Interval(min(c, d), max(c, d))
    inside = [
        by.grid[i - 1][j - 1] for i in range(likelihood.lo, likelihood.hi + 1) for j in range(impact.lo, impact.hi + 1)
    ]
    assert item_level(by, likelihood, impact) == Interval(min(inside), max(inside))
