"""The views of very many systems are those of the core, counted one by one."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.test_batch import LIBRARY, pair
from tests.analysis.tiny_library import ALL_METHODS, assessments
from tests.core.tiny import LINEAR, TODAY
from toolkit.analysis import views
from toolkit.analysis.batch import ABSENT, encode, levels
from toolkit.content.scoring import score
from toolkit.core import portfolio_items
from toolkit.core.portfolio import System
from toolkit.core.responses import Tier

MANY = st.lists(assessments(), max_size=5)


def both(given_, method):
    """The arrays, and the systems as the core has them."""
    batch = encode(given_, LIBRARY, TODAY)
    systems = [
        System(str(at), str(at), score(LIBRARY, one, TODAY, method.id).result, date(2026, 1, 1))
        for at, one in enumerate(given_)
    ]
    return batch, levels(batch, method), systems


@settings(max_examples=60, deadline=None, derandomize=True)
@given(MANY, st.sampled_from(ALL_METHODS), st.sampled_from(list(Tier)))
def test_every_view_counts_what_the_core_counts(given_, method, tier):
    batch, found, systems = both(given_, method)
    size = len(method.levels)
    assert views.density(batch, tier) == portfolio_items.density(systems, tier)
    nodes = [one.node(tier) for one in systems]
    known = [node.level for node in nodes if node.level is not None]
    for at, share in enumerate(views.distribution(found, tier, size)):
        assert share.sure == sum(one.lo == at == one.hi for one in known)
        assert share.most == sum(one.lo <= at <= one.hi for one in known)
        assert share.total == len(known)
    for name, counted in views.heat(found, tier, size).items():
        ends = Counter(pair(one.node(tier, name).level) for one in systems if name in one.tier(tier).instrumental)
        ends.pop((ABSENT, ABSENT), None)
        assert {
            (lo, hi): number for lo, row in enumerate(counted.tolist()) for hi, number in enumerate(row) if number
        } == ends


@settings(max_examples=60, deadline=None, derandomize=True)
@given(MANY, st.sampled_from(ALL_METHODS), st.sampled_from(list(Tier)))
def test_the_order_is_leximax_by_what_is_sure_then_by_what_may_be(given_, method, tier):
    _, found, systems = both(given_, method)

    def standing(at, end):
        node = systems[at].node(tier)
        counts = node.counts_hi if end else node.counts_lo
        return (pair(node.level)[end], *counts)

    expected = sorted(range(len(systems)), key=lambda at: [tuple(-n for n in standing(at, end)) for end in (0, 1)])
    assert views.order(found, tier, len(method.levels)).tolist() == expected


@pytest.mark.parametrize("tier", list(Tier))
def test_of_no_system_every_view_is_empty(tier):
    batch, found, _ = both([], LINEAR)
    assert views.density(batch, tier).items == 0
    assert all(one.total == 0 for one in views.distribution(found, tier, len(LINEAR.levels)))
    assert views.order(found, tier, len(LINEAR.levels)).tolist() == []
