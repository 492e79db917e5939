"""The vectorised path gives what the core gives, for every kind of answer and every rule."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.tiny_library import ALL_METHODS, ESCALATING, ITEMS, SECOND, assessment, assessments, library
from tests.core.tiny import (
    EXTREME,
    HIGH,
    LINEAR,
    LOW,
    MEDIUM,
    NA,
    NIST,
    RIGHTS_FIRST,
    TODAY,
    UNACCEPTABLE,
    UNKNOWN,
    answer,
    in_place,
    item,
    planned,
)
from toolkit.analysis.batch import ABSENT, encode, levels
from toolkit.content import load_library
from toolkit.content.read import data_root
from toolkit.content.scoring import score
from toolkit.core.method import Interval
from toolkit.core.model import ToolkitError
from toolkit.core.responses import Tier
from toolkit.exchange.bundle import read_bundle

LIBRARY = library()
ABSENT_ITEMS = {"live": False, "children": False}


def pair(interval):
    return (ABSENT, ABSENT) if interval is None else (interval.lo, interval.hi)


def ends(array, *at):
    return tuple(int(end) for end in array[(slice(None), *at)])


def assert_equal_to_core(given, library_, method):
    found = levels(encode(given, library_, TODAY), method)
    for at, one in enumerate(given):
        core = score(library_, one, TODAY, method.id).result
        for tier, expected in core.tiers.items():
            got = found.tiers[tier]
            rated = {name: pair(r.level) for name, r in expected.items.items()}
            assert {name: ends(got.items, row, at) for row, name in enumerate(found.items)} == {
                name: rated.get(name, (ABSENT, ABSENT)) for name in found.items
            }
            for names, array, nodes in (
                (found.instrumental, got.instrumental, expected.instrumental),
                (found.core, got.core, expected.core),
            ):
                assert {name: ends(array, row, at) for row, name in enumerate(names)} == {
                    name: pair(node.level) for name, node in nodes.items()
                }
            assert ends(got.before_law, at) == pair(expected.before_law)
            assert ends(got.system, at) == pair(expected.system.level)
            assert found.interval(tier, at) == expected.system.level


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.lists(assessments(), max_size=2), st.sampled_from(ALL_METHODS))
def test_a_batch_has_the_levels_of_the_core(given_, method):
    assert_equal_to_core(given_, LIBRARY, method)


@pytest.mark.parametrize("method", ["rights-first", "linear", "nist-800-30"])
def test_the_worked_illustrations_have_the_levels_of_the_core(method):
    real = load_library()
    given_ = [read_bundle(path, real).assessment for path in sorted((data_root() / "samples").glob("*.json"))]
    assert len(given_) == 3
    assert_equal_to_core(given_, real, real.method(method))


def system(given_, method=LINEAR, tier=Tier.INHERENT, **facts):
    return levels(encode([assessment(given_, **facts)], LIBRARY, TODAY), method).interval(tier, 0)


def test_nothing_answered_is_not_low():
    assert system({}, **dict.fromkeys(("forbidden", "grave"), False)) == Interval(LOW, EXTREME)


def test_all_left_out_is_no_level_at_all():
    only = library(items=(item("b"),), packs=())
    found = levels(encode([assessment({"b": NA})], only, TODAY), LINEAR)
    assert found.interval(Tier.INHERENT, 0) is None
    assert ends(found.tiers[Tier.CURRENT].items, 0, 0) == (ABSENT, ABSENT)


def test_an_item_that_may_not_be_left_out_counts_as_unknown():
    given_ = {"a": NA, "b": NA, "e": NA, "g": NA, "d": NA}
    assert system(given_, **ABSENT_ITEMS, forbidden=False, grave=False) == Interval(LOW, EXTREME)


def test_a_cap_narrows_an_unknown_impact():
    given_ = {"a": UNKNOWN, "b": NA, "e": NA, "g": NA, "d": answer(1, 1)}
    assert system(given_, **ABSENT_ITEMS, forbidden=False, grave=False) == Interval(LOW, HIGH)  # 5 × 3, never 5 × 5


def test_evidence_decides_how_far_a_control_counts():
    rest = {"a": NA, "d": answer(1, 1), "e": NA, "g": NA}
    calm = ABSENT_ITEMS | {"forbidden": False, "grave": False}
    claimed = rest | {"b": answer(5, 4, controls=(in_place("p2m1", evidenced=False),))}
    proven = rest | {"b": answer(5, 4, controls=(in_place("p2m1"),))}
    later = rest | {"b": answer(5, 4, controls=(planned("p2m1"),))}
    assert system(claimed, tier=Tier.CURRENT, **calm) == Interval(MEDIUM, EXTREME)
    assert system(proven, tier=Tier.CURRENT, **calm) == Interval(MEDIUM, MEDIUM)
    assert system(later, tier=Tier.CURRENT, **calm) == Interval(EXTREME, EXTREME)
    assert system(later, tier=Tier.TARGET, **calm) == Interval(MEDIUM, MEDIUM)


@pytest.mark.parametrize("method", [LINEAR, RIGHTS_FIRST, NIST])
def test_a_certain_floor_lifts_both_ends_and_a_possible_one_only_the_upper(method):
    low = {one.id: answer(1, 1) for one in ITEMS}
    calm = ABSENT_ITEMS | {"grave": False}
    top = method.top
    assert system(low, method, forbidden=True, binding=True, **calm) == Interval(top, top)
    assert system(low, method, forbidden=True, **calm) == Interval(LOW, top)
    assert system(low, method, forbidden=True, binding=False, **calm) == Interval(LOW, LOW)
    assert LINEAR.top == UNACCEPTABLE


def test_the_second_highest_decides_where_the_method_says_so():
    given_ = {one.id: answer(1, 1) for one in ITEMS} | {"b": answer(5, 5), "d": answer(3, 3)}
    calm = dict.fromkeys(("live", "children", "forbidden", "grave"), False)
    assert system(given_, SECOND, **calm) == Interval(MEDIUM, MEDIUM)
    assert system(given_ | {"e": answer(3, 3)}, ESCALATING, **calm) == Interval(EXTREME, EXTREME)
    assert system({k: answer(3, 3) for k in given_}, ESCALATING, **calm) == Interval(HIGH, HIGH)


def test_an_empty_batch_has_no_levels():
    found = levels(encode([], LIBRARY, TODAY), LINEAR)
    assert found.tiers[Tier.INHERENT].system.shape == (2, 0)
    assert found.assessments == ()


def test_an_item_outside_the_tree_is_refused_by_name():
    with pytest.raises(ToolkitError, match="stray"):
        encode([], library(items=(item("stray", "nowhere"),)), TODAY)
