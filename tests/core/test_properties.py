"""What must hold for every assessment: the invariants of METHOD 2.9 that concern risk, with their numbers."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.core.strategies import (
    brisk,
    cases,
    codes,
    complete,
    completed,
    controls,
    intervals,
    levels,
    methods,
    points,
    system,
)
from tests.core.tiny import LINEAR, NA, PACKAGE, TODAY, TREE, pack, trigger
from toolkit.core.method import Interval
from toolkit.core.responses import Factor, Response, State, Tier
from toolkit.core.risk import assess, highest, kth_highest, severity, tier_result
from toolkit.core.triggers import apply, evaluate

# ---------------------------------------------------------------- items and systems


@brisk
@given(cases(), methods)
def test_every_level_lies_within_the_method(case, by):  # 1
    for tier in assess(*case, by, TREE, PACKAGE).tiers.values():
        for rated in tier.items.values():
            assert 1 <= rated.likelihood.lo <= rated.likelihood.hi <= 5
            assert 1 <= rated.impact.lo <= rated.impact.hi <= 5
            assert 0 <= rated.level.lo <= rated.level.hi < by.top


@brisk
@given(cases(st.builds(Response, st.just(State.ANSWERED), points, points)), methods, st.booleans(), st.data())
def test_raising_a_rating_never_lowers_anything(case, by, impact, data):  # 2
    items, given_ = case
    one = data.draw(st.sampled_from(sorted(given_)))
    name = "impact" if impact else "likelihood"
    higher = min(5, getattr(given_[one], name).lo + 1)
    raised = {**given_, one: replace(given_[one], **{name: Factor(higher, higher)})}
    before, after = (tier_result(Tier.INHERENT, items, r, by, TREE, PACKAGE) for r in (given_, raised))
    assert before.items[one].level <= after.items[one].level
    for old, new in zip(
        [*before.instrumental.values(), *before.core.values()],
        [*after.instrumental.values(), *after.core.values()],
        strict=True,
    ):
        assert old.level is None or old.level.lo <= new.level.lo
    assert before.system.level.lo <= after.system.level.lo
    assert before.system.counts_lo <= after.system.counts_lo


@brisk
@given(cases(), methods, st.sampled_from(Tier), st.data())
def test_every_completion_lies_inside_the_interval(case, by, tier, data):  # 3, sound
    items, given_ = case
    bounds = system(items, given_, by, tier)
    found = system(items, completed(items, given_, lambda lo, hi: data.draw(st.integers(lo, hi))), by, tier)
    if bounds is None:
        assert found is None
    else:
        assert bounds.lo <= found.lo <= found.hi <= bounds.hi


@brisk
@given(cases(), methods, st.sampled_from(Tier))
def test_both_ends_of_the_interval_are_reached(case, by, tier):  # 3, tight
    items, given_ = case
    bounds = system(items, given_, by, tier)
    if bounds is not None:
        assert system(items, completed(items, given_, min), by, tier).lo == bounds.lo
        assert system(items, completed(items, given_, max), by, tier).hi == bounds.hi


@brisk
@given(cases(), methods, st.data())
def test_answering_never_widens(case, by, data):  # 4
    items, given_ = case
    one = data.draw(st.sampled_from(items))
    response = given_[one.id]
    if response.state is State.NA:
        return
    settled = complete(one, response, lambda lo, hi: data.draw(st.integers(lo, hi)))
    before, after = system(items, given_, by), system(items, {**given_, one.id: settled}, by)
    assert before.lo <= after.lo
    assert after.hi <= before.hi


@brisk
@given(cases(), methods, st.randoms(use_true_random=False))
def test_the_order_of_items_changes_no_level(case, by, draw):  # 5
    items, given_ = case
    shuffled = draw.sample(items, len(items))
    one, other = (assess(order, given_, by, TREE, PACKAGE) for order in (items, shuffled))
    assert one == other


@brisk
@given(cases(), methods)
def test_the_tree_equals_a_flat_maximum(case, by):  # 6, associative
    result = tier_result(Tier.INHERENT, *case, by, TREE, PACKAGE)
    assert result.system.level == highest(rated.level for rated in result.items.values())


@brisk
@given(cases(), methods)
def test_asking_everything_twice_changes_no_level(case, by):  # 6, idempotent
    items, given_ = case
    twice = (*items, *(replace(one, id=f"again-{one.id}") for one in items))
    both = {**given_, **{f"again-{name}": response for name, response in given_.items()}}
    assert system(twice, both, by) == system(items, given_, by)


@brisk
@given(cases(), methods, st.data())
def test_not_applicable_never_raises_a_level(case, by, data):  # 7
    items, given_ = case
    one = data.draw(st.sampled_from(sorted(given_)))
    before, after = system(items, given_, by), system(items, {**given_, one: NA}, by)
    if after is not None:
        assert before.lo >= after.lo
        assert before.hi >= after.hi
    assert system(items, dict.fromkeys(given_, NA), by) is None


@brisk
@given(cases(), methods)
def test_no_tier_lies_above_the_inherent_one(case, by):  # 8
    tiers = assess(*case, by, TREE, PACKAGE).tiers
    for tier in (Tier.CURRENT, Tier.TARGET):
        for name, rated in tiers[tier].items.items():
            before = tiers[Tier.INHERENT].items[name]
            for old, new in ((before.likelihood, rated.likelihood), (before.impact, rated.impact)):
                assert (new.lo, new.hi) <= (old.lo, old.hi)
                assert new.hi <= old.hi


@brisk
@given(cases(), methods, controls, st.sampled_from([Tier.CURRENT, Tier.TARGET]), st.data())
def test_a_further_control_never_makes_it_worse(case, by, control, tier, data):  # 8
    items, given_ = case
    one = data.draw(st.sampled_from(sorted(given_)))
    more = replace(given_[one], controls=(*given_[one].controls, control))
    before, after = system(items, given_, by, tier), system(items, {**given_, one: more}, by, tier)
    if before is not None:
        assert after.lo <= before.lo
        assert after.hi <= before.hi


# ---------------------------------------------------------------- ordinal arithmetic

relabellings = st.lists(st.integers(0, 100), min_size=6, max_size=6, unique=True).map(sorted)


@brisk
@given(relabellings, codes, codes, codes)
def test_severity_survives_any_increasing_relabelling(label, scale, scope, irreversibility):  # 9
    parts = (scale, scope, irreversibility)
    assert severity(*(label[part] for part in parts)) == label[severity(*parts)]


@brisk
@given(relabellings, st.lists(codes, min_size=1), st.integers(1, 4))
def test_the_kth_highest_survives_any_increasing_relabelling(label, values, k):  # 9
    assert kth_highest([label[value] for value in values], k) == label[kth_highest(values, k)]


def test_the_mean_does_not_survive_relabelling():  # 9, test_mean_is_not_ordinal
    label = {1: 1, 2: 2, 3: 3, 4: 4, 5: 100}
    x, y = (1, 5), (3, 4)
    assert sum(x) < sum(y)
    assert sum(label[code] for code in x) > sum(label[code] for code in y)
    assert max(x) > max(y)
    assert max(label[code] for code in x) > max(label[code] for code in y)


# ---------------------------------------------------------------- law

FLOORS = ("low", "medium", "high", "extreme", "unacceptable")
facts = st.dictionaries(st.sampled_from(FLOORS), st.sampled_from([True, False, None]))


def law(known):
    return evaluate([pack(*(trigger(floor, floor) for floor in FLOORS))], known, TODAY)


@brisk
@given(intervals, intervals, facts)
def test_law_is_monotone_and_idempotent(one, other, known):  # 10
    low, high = (Interval(f(one.lo, other.lo), f(one.hi, other.hi)) for f in (min, max))
    lawful_low, lawful_high = (apply(level, law(known), LINEAR) for level in (low, high))
    assert lawful_low.lo <= lawful_high.lo
    assert lawful_low.hi <= lawful_high.hi
    assert apply(lawful_low, law(known), LINEAR) == lawful_low


@brisk
@given(intervals, facts)
def test_law_never_lowers_and_an_unknown_moves_only_the_upper_end(level, known):  # 10
    unknown_only = {name: None for name, value in known.items() if value is None}
    rest = dict.fromkeys(FLOORS, False) | unknown_only
    lawful = apply(level, law(rest), LINEAR)
    assert lawful.lo == level.lo
    assert lawful.hi >= level.hi


@brisk
@given(intervals, facts, st.fixed_dictionaries({floor: st.booleans() for floor in FLOORS}))
def test_resolving_a_fact_stays_inside(level, known, learnt):  # 10
    settled = {name: value for name, value in known.items() if value is not None}
    before, after = apply(level, law(known), LINEAR), apply(level, law(learnt | settled), LINEAR)
    assert before.lo <= after.lo
    assert after.hi <= before.hi


# ---------------------------------------------------------------- leximax


@brisk
@given(st.lists(levels, min_size=1, max_size=4), st.lists(levels, min_size=1, max_size=4))
def test_leximax_is_the_order_of_the_sorted_levels(x, y):  # 11, a total preorder
    size = max(len(x), len(y))
    padded = [values + [0] * (size - len(values)) for values in (x, y)]
    profiles = [tuple(values.count(level) for level in (3, 2, 1)) for values in (x, y)]
    ranked = [sorted(values, reverse=True) for values in padded]
    assert (profiles[0] > profiles[1]) == (ranked[0] > ranked[1])
    assert (profiles[0] == profiles[1]) == (ranked[0] == ranked[1])


@brisk
@given(cases(st.builds(Response, st.just(State.ANSWERED), points, points)), methods)
def test_leximax_never_contradicts_the_maximum(case, by):  # 11, Pareto and max
    node = tier_result(Tier.INHERENT, *case, by, TREE, PACKAGE).system
    first = next(index for index, count in enumerate(node.counts_lo) if count)
    assert len(by.levels) - 1 - first == node.level.lo
    assert sum(node.counts_lo) == node.items
