"""The best set of treatments is proved: held against trying every set, for small cases."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.analysis import treatment
from toolkit.analysis.treatment import NotInstalled, NotProved, choose
from toolkit.core.method import Interval
from toolkit.core.model import ToolkitError
from toolkit.core.treatment import First, Option, Problem, Risk, Way, reasons

LOW, MEDIUM, HIGH, EXTREME = range(4)


def ways(start, **to):
    """A risk's ways: from a level, and to others by one treatment each."""
    return (
        Way((), Interval(start, start)),
        *(Way((frozenset({name}),), Interval(level, level)) for name, level in to.items()),
    )


def small(costs, *risks, first=First.SURE):
    options = tuple(Option(name, "s", name, (), cost) for name, cost in costs.items())
    return Problem(options, tuple(Risk("s", str(n), one) for n, one in enumerate(risks)), 4, first)


@st.composite
def problems(draw):
    """Up to seven treatments and six risks whose ways need one or two of them, with open levels and missing costs."""
    names = [f"t{n}" for n in range(draw(st.integers(0, 7)))]
    costs = {name: draw(st.none() | st.integers(0, 9)) for name in names}
    groups = st.frozensets(st.sampled_from(names), min_size=1, max_size=3) if names else st.nothing()
    risks = []
    for _ in range(draw(st.integers(0, 6))):
        low = draw(st.integers(0, 3))
        level = Interval(low, draw(st.integers(low, 3)))
        found = [Way((), level)]
        needs: tuple[frozenset[str], ...] = ()
        for _ in range(draw(st.integers(0, 3)) if names else 0):
            # each way asks for more than the one before and is no worse, like steps on one axis
            low = draw(st.integers(0, level.lo))
            level = Interval(low, draw(st.integers(low, level.hi)))
            needs = (*needs, draw(groups))
            found.append(Way(needs, level))
        risks.append(tuple(found))
    return small(costs, *risks, first=draw(st.sampled_from(First)))


def every_set(problem, budget):
    """The best counts, cost and number of treatments of all sets within the budget, and the sets that reach them."""
    options = problem.priced(budget)
    sets = [
        tuple(one.id for one in some)
        for size in range(len(options) + 1)
        for some in combinations(options, size)
        if sum(one.cost for one in some) <= budget
    ]
    ranked = {some: (problem.counts(some), problem.cost(some), len(some)) for some in sets}
    best = min(ranked.values())
    return best, [some for some, rank in ranked.items() if rank == best]


@settings(max_examples=150, deadline=None)
@given(problems(), st.integers(0, 25))
def test_the_choice_is_the_best_of_all_sets(problem, budget):
    best, sets = every_set(problem, budget)
    found = choose(problem, budget)
    assert (found.after, found.cost, len(found.chosen)) == best
    assert found.before == problem.counts()
    assert found.cost <= budget
    assert bool(found.other) == (len(sets) > 1)
    assert {found.chosen, found.other or found.chosen} <= set(sets)


@settings(max_examples=50, deadline=None)
@given(problems(), st.integers(0, 12), st.integers(0, 12))
def test_more_money_never_makes_it_worse_and_any_money_never_worse_than_none(problem, little, more):
    first, second = choose(problem, little), choose(problem, little + more)
    assert second.after <= first.after <= first.before


@settings(max_examples=50, deadline=None)
@given(problems(), st.integers(0, 25))
def test_whatever_would_help_and_is_not_chosen_does_not_fit(problem, budget):
    found = choose(problem, budget)
    left = budget - found.cost
    for one in reasons(problem, found.chosen, budget):
        chosen = one.option.id in found.chosen
        assert chosen == (one.why == "chosen")
        if chosen:
            assert one.moved
        elif one.moved and one.option.cost is not None:
            assert one.option.cost > left


def test_the_highest_risk_goes_first_even_where_others_are_cheaper_per_step():
    """What METHOD warns of (G24): the best ratio of benefit to cost would leave the Extreme where it is."""
    problem = small(
        {"t1": 200, "t2": 500, "t3": 200},
        ways(EXTREME, t2=HIGH),
        ways(HIGH, t1=LOW),
        ways(HIGH, t3=LOW),
    )
    assert choose(problem, 500).chosen == ("t2",)
    assert choose(problem, 500).after[:3] == (0, 3, 0)
    assert choose(problem, 700).chosen == ("t1", "t2") or choose(problem, 700).chosen == ("t2", "t3")
    assert choose(problem, 700).other
    assert choose(problem, 900).chosen == ("t1", "t2", "t3")


def test_of_two_sets_that_do_the_same_the_cheaper_one_is_taken():
    problem = small({"dear": 900, "cheap": 100}, ways(HIGH, dear=LOW, cheap=LOW))
    found = choose(problem, 2_000)
    assert (found.chosen, found.cost, found.other) == (("cheap",), 100, ())


def test_what_is_sure_goes_before_what_may_be_unless_it_is_asked_otherwise():
    sure = ways(HIGH, t1=LOW)
    unknown = (Way((), Interval(LOW, EXTREME)), Way((frozenset({"t2"}),), Interval(LOW, MEDIUM)))
    costs = {"t1": 100, "t2": 100}
    assert choose(small(costs, sure, unknown), 100).chosen == ("t1",)
    assert choose(small(costs, sure, unknown, first=First.MAY), 100).chosen == ("t2",)


def test_cents_count_exactly():
    problem = small({"t1": 500_000_001, "t2": 500_000_000}, ways(HIGH, t1=LOW), ways(MEDIUM, t2=LOW))
    assert choose(problem, 1_000_000_000).chosen == ("t1",)
    assert choose(problem, 1_000_000_001).chosen == ("t1", "t2")


def test_without_the_solver_a_sentence_says_how_to_install_it_and_nothing_is_chosen(monkeypatch):
    monkeypatch.setattr(treatment, "installed", lambda: False)
    with pytest.raises(NotInstalled, match=r"pip install 'responsible-ai-toolkit\[optimize\]'"):
        choose(small({"t1": 1}, ways(HIGH, t1=LOW)), 5)


def test_a_choice_that_is_not_proved_is_not_shown(monkeypatch):
    from scipy import optimize

    late = type("Late", (), {"status": 1, "x": [1.0, 0.0, 1.0]})
    monkeypatch.setattr(optimize, "milp", lambda *given, **more: late)
    with pytest.raises(NotProved, match="Narrow the systems"):
        choose(small({"t1": 1}, ways(HIGH, t1=LOW)), 5)


@pytest.mark.parametrize("budget", [-1, 10**10 + 1])
def test_a_budget_out_of_reach_is_refused(budget):
    with pytest.raises(ToolkitError, match="a budget lies between"):
        choose(small({"t1": 1}, ways(HIGH, t1=LOW)), budget)
