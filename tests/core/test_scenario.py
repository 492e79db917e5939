"""What if the yardstick were another one: the same answers, other thresholds, nothing overwritten."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.portfolios import system
from tests.core.test_portfolio import responses
from tests.core.tiny import METHODS, RIGHTS_FIRST, answer
from toolkit.core.method import Interval
from toolkit.core.model import ToolkitError
from toolkit.core.responses import Tier
from toolkit.core.scenario import Scenario, effect, read, yardstick

steps = st.integers(-1, 1)
scenarios = st.builds(Scenario, st.just("x"), st.just("m"), steps, steps, st.integers(0, 3))


def test_a_step_higher_reads_the_next_row():
    stricter = yardstick(RIGHTS_FIRST, Scenario("strict", "rights-first", likelihood=1))
    assert stricter.grid[:4] == RIGHTS_FIRST.grid[1:]
    assert stricter.grid[4] == RIGHTS_FIRST.grid[4]


def test_two_items_must_reach_a_level_where_two_count():
    two = yardstick(RIGHTS_FIRST, Scenario("two", "rights-first", count=2))
    one = system("x", method=two, a=answer(5, 5), b=answer(1, 1))
    assert one.level(Tier.CURRENT) == Interval(0, 0)


def test_a_scenario_can_be_kept_and_read_again_and_nothing_else_is_one():
    kept = Scenario("Strict", "linear", 1, -1, 2)
    assert read(kept.said) == kept
    assert [read(raw) for raw in (None, {}, {"name": 1, "method": "x"}, {**kept.said, "count": 9}, [])] == [None] * 5


def test_a_scenario_moves_by_one_step_only():
    with pytest.raises(ToolkitError, match="one step at most"):
        Scenario("far", "linear", likelihood=2)


def test_the_effect_tells_rises_falls_and_shifts():
    low, high, wide, open_ = Interval(0, 0), Interval(2, 2), Interval(0, 2), Interval(1, 1)
    found = effect(
        [("up", low, high), ("down", high, low), ("same", low, low), ("less", open_, wide), ("new", None, low)]
    )
    assert (found.rises, found.falls, found.shifts, found.same) == (("up",), ("down",), ("less", "new"), 1)


@given(st.sampled_from(METHODS), scenarios)
def test_a_scenario_keeps_the_grid_monotone(method, scenario):
    grid = yardstick(method, scenario).grid
    assert all(grid[i][j] <= grid[i + 1][j] for i in range(4) for j in range(5))
    assert all(grid[i][j] <= grid[i][j + 1] for i in range(5) for j in range(4))


@given(st.dictionaries(st.sampled_from("abcde"), responses, min_size=1, max_size=4))
def test_a_stricter_yardstick_never_lowers_a_level(given_answers):
    def level(likelihood):
        method = yardstick(RIGHTS_FIRST, Scenario("x", "m", likelihood))
        return system("x", method=method, **given_answers).node(Tier.CURRENT).level

    low, now, high = (level(step) for step in (-1, 0, 1))
    assert low.lo <= now.lo <= high.lo
    assert low.hi <= now.hi <= high.hi
