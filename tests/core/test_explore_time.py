"""Explorables with time and chance – feedback loop, drift, re-identification – against closed forms."""

from collections import Counter
from fractions import Fraction
from itertools import pairwise, product
from math import comb, exp, isclose, lgamma, prod, sqrt
from statistics import fmean, pvariance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.strategies import brisk
from toolkit.core.explore import drift, feedback, town
from toolkit.core.explore.chance import at_most, bits, critical

loops = st.builds(
    feedback.Feedback,
    north=st.integers(5, 95),
    records=st.integers(20, 2000),
    finds=st.integers(5, 200),
    focus=st.sampled_from(["1", "1.5", "2", "2.5", "3"]),
    spread=st.integers(0, 100),
    months=st.integers(6, 60),
    run=st.integers(1, 50),
)

# ---------------------------------------------------------------- feedback loop


def test_patrols_in_proportion_to_the_records_never_learn_that_districts_are_equal():
    """Pólya’s urn: the expected share stays what it was, for ever."""
    found = feedback.solve(feedback.Feedback(focus=1, north=60, months=60))
    assert all(isclose(share, 0.6, rel_tol=1e-12) for share in found.plain)
    assert isclose(found.north, 120 + 0.6 * 40 * 60)
    assert isclose(found.north + found.south, 200 + 40 * 60)


@brisk
@given(loops)
def test_finds_add_up_to_the_records(inputs):
    found = feedback.solve(inputs)
    assert isclose(found.north + found.south, inputs.records + inputs.finds * inputs.months)
    assert all(0 < share < 1 for way in (found.plain, found.weighted, found.mixed) for share in way)


@brisk
@given(loops)
def test_the_two_districts_mirror_each_other(inputs):
    other = feedback.Feedback(
        100 - inputs.north, inputs.records, inputs.finds, inputs.focus, inputs.spread, inputs.months
    )
    one, mirrored = feedback.solve(inputs), feedback.solve(other)
    for way in ("plain", "weighted", "mixed"):
        pairs = zip(getattr(one, way), getattr(mirrored, way), strict=True)
        assert all(isclose(a + b, 1, abs_tol=1e-9) for a, b in pairs)


@pytest.mark.parametrize(("north", "up"), [(51, True), (60, True), (40, False)])
def test_patrols_that_crowd_where_records_are_run_away_from_the_truth(north, up):
    path = feedback.solve(feedback.Feedback(north=north, focus=2, months=60)).plain
    steps = [later - earlier for earlier, later in pairwise(path)]
    assert all((step > 0) == up for step in steps)


def test_equal_records_stay_equal():
    found = feedback.solve(feedback.Feedback(north=50, focus=3))
    assert all(isclose(share, 0.5) for way in (found.plain, found.weighted, found.mixed) for share in way)


@brisk
@given(loops)
def test_weighted_finds_keep_the_difference_and_so_lead_to_the_truth(inputs):
    start = (float(inputs.records * inputs.north / 100), float(inputs.records * (100 - inputs.north) / 100))
    path = feedback.follow(
        start, int(inputs.months), lambda records: feedback.weighted(records, float(inputs.finds), float(inputs.focus))
    )
    for north, south in path:
        assert isclose(north - south, start[0] - start[1], abs_tol=1e-6)
    away = [abs(share - 0.5) for share in feedback.shares(path)]
    assert all(later <= earlier + 1e-12 for earlier, later in pairwise(away))


def test_in_the_long_run_weighted_records_show_equal_crime():
    path = feedback.follow((160.0, 40.0), 5000, lambda records: feedback.weighted(records, 40, 1))
    assert isclose(feedback.shares(path)[-1], 0.5, abs_tol=0.002)


@pytest.mark.parametrize("spread", [0.1, 0.5, 1.0])
def test_patrols_that_are_partly_shared_out_approach_the_truth_as_a_ratio_of_gamma_functions(spread):
    """Focus 1: month t shrinks the excess over one half by (n + t + 1 − spread) ÷ (n + t + 1), n = records ÷ finds."""
    start, finds, months = (120.0, 80.0), 40.0, 48
    path = feedback.shares(feedback.follow(start, months, lambda records: feedback.plain(records, finds, 1, spread)))
    n = sum(start) / finds
    logs = lgamma(n + 1) + lgamma(n + months + 1 - spread) - lgamma(n + 1 - spread) - lgamma(n + months + 1)
    assert isclose(path[-1] - 0.5, 0.1 * exp(logs), rel_tol=1e-9)


def runs(finds, months, number=400):
    """North’s share at the end in many runs of chance from 12 records against 8."""
    for seed in range(number):
        random = bits(seed)
        yield feedback.shares(
            feedback.follow(
                (12.0, 8.0), months, lambda records, random=random: feedback.drawn(records, finds, 1, random)
            )
        )[-1]


@pytest.mark.parametrize(("finds", "months"), [(1, 60), (10, 24)])
def test_runs_of_chance_scatter_as_an_urn_does(finds, months):
    """Mean 0.6; variance 0.24 × (1 − Π (1 − d ÷ (n + d)²)) for d finds a month on top of n records."""
    shares = list(runs(finds, months))
    left = prod(1 - finds / (20 + (month + 1) * finds) ** 2 for month in range(months))
    variance = 0.24 * (1 - left)
    assert abs(fmean(shares) - 0.6) < 4 * sqrt(variance / len(shares))
    assert 0.7 < pvariance(shares) / variance < 1.35


def test_the_variance_that_is_expected_is_that_of_the_beta_binomial_distribution():
    """One find a month: Var = ab ÷ ((a + b)² (a + b + 1)) × n ÷ (n + a + b), by telescoping the product above."""
    left = prod(1 - Fraction(1, (20 + month + 1) ** 2) for month in range(60))
    assert Fraction(24, 100) * (1 - left) == Fraction(12 * 8, 20**2 * 21) * Fraction(60, 80)


# ---------------------------------------------------------------- drift


@pytest.mark.parametrize(
    ("k", "n", "p", "table"), [(5, 20, 0.5, 0.0207), (9, 50, 0.1, 0.9755), (8, 50, 0.1, 0.9421), (2, 10, 0.3, 0.3828)]
)
def test_binomial_chances_are_those_of_printed_tables(k, n, p, table):
    assert round(at_most(k, n, p), 4) == table


@brisk
@given(st.integers(1, 60), st.fractions(0, 1, max_denominator=100), st.data())
def test_binomial_chances_are_exact_sums(n, p, data):
    k = data.draw(st.integers(0, n))
    exact = sum((comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k + 1)), Fraction(0))
    assert isclose(at_most(k, n, float(p)), exact, rel_tol=1e-9, abs_tol=1e-12)
    assert isclose(at_most(n, n, float(p)), 1, rel_tol=1e-12)


@brisk
@given(st.integers(10, 200), st.integers(50, 99), st.integers(1, 20))
def test_the_limit_of_the_alarm_is_the_largest_that_keeps_false_alarms_rare(n, percent, alpha):
    limit = critical(n, Fraction(percent, 100), Fraction(alpha, 100))
    assert at_most(limit, n, percent / 100) <= alpha / 100 + 1e-12
    assert at_most(limit + 1, n, percent / 100) > alpha / 100 - 1e-12


@pytest.mark.parametrize(("alpha", "limit"), [("0.0244", 39), ("0.0246", 40), ("0.0579", 41)])
def test_the_limit_for_50_cases_and_90_percent_is_that_of_the_tables(alpha, limit):
    """P(X ≤ 40) = 0.0245 and P(X ≤ 41) = 0.0579, as P(X ≥ 10) and P(X ≥ 9) for 50 and 10%."""
    assert critical(50, Fraction(9, 10), Fraction(alpha)) == limit


def test_a_check_that_could_never_be_surprised_has_no_limit():
    assert critical(1, Fraction(1, 2), Fraction(1, 10)) == -1
    assert critical(10, Fraction(1), Fraction(1, 10)) == 9


def test_without_drift_alarms_come_as_a_geometric_distribution():
    found = drift.solve(drift.Drift(decay=0))
    alarm = at_most(40, 50, 0.9)
    assert found.limit == 40
    assert all(isclose(one.alarm_by, 1 - (1 - alarm) ** one.month) for one in found.months)
    assert isclose(found.false_year, found.months[11].alarm_by)
    assert all(one.lost == one.lost_watched == 0 for one in found.months)


def test_lost_cases_without_monitoring_are_a_geometric_sum():
    """Promise s in each of t months, less s × (1 − q^t) ÷ (1 − q) that the model really finds."""
    found = drift.solve(drift.Drift(decay=2, months=36))
    assert isclose(found.months[-1].lost, 200 * 0.9 * (36 - (1 - 0.98**36) / 0.02), rel_tol=1e-9)


@brisk
@given(st.integers(0, 100), st.integers(1, 10), st.integers(50, 99), st.integers(1, 20))
def test_alarms_only_gather_and_monitoring_never_loses_more(decay, tens, percent, alpha):
    inputs = drift.Drift(decay=Fraction(decay, 10), checked=10 * tens, sensitivity=percent, alpha=alpha)
    found = drift.solve(inputs)
    assert isclose(found.months[0].sensitivity, percent / 100)
    for earlier, later in zip(found.months, found.months[1:], strict=False):
        assert later.sensitivity <= earlier.sensitivity
        assert later.alarm >= earlier.alarm - 1e-12
        assert later.alarm_by >= earlier.alarm_by
    assert all(one.alarm <= one.alarm_by + 1e-12 for one in found.months)
    assert all(one.lost_watched <= one.lost + 1e-9 for one in found.months)
    assert found.sure is None or (found.likely is not None and found.likely <= found.sure)


def test_lost_cases_with_monitoring_are_weighted_by_the_chance_of_no_alarm_before_each_month():
    """The check ends a month, so its cases are lost unless an earlier month has raised the alarm."""
    found = drift.solve(drift.Drift(decay=3, months=12))
    lost, quiet = 0.0, 1.0
    for month in range(12):
        true = 0.9 * 0.97**month
        lost += quiet * 200 * (0.9 - true)
        assert isclose(found.months[month].lost_watched, lost, abs_tol=1e-9)
        quiet *= 1 - at_most(40, 50, true)
        assert isclose(found.months[month].alarm_by, 1 - quiet)


@pytest.mark.parametrize(("name", "chance"), [("likely", 0.5), ("sure", 0.9)])
def test_an_alarm_is_likely_or_sure_from_the_first_month_that_reaches_its_chance(name, chance):
    found = drift.solve(drift.Drift())
    month = getattr(found, name)
    assert found.months[month - 1].alarm_by >= chance > found.months[month - 2].alarm_by


def test_an_alarm_that_stays_unlikely_has_no_month_and_the_headline_says_so():
    inputs = drift.Drift(decay=0, months=12)
    found = drift.solve(inputs)
    assert found.likely is None
    assert "only with a chance of" in str(drift.show(inputs, found).headline)


def test_the_month_of_the_alarm_agrees_with_simulated_checks():
    """Chance of an alarm by month 6 against 4,000 seeded courses; sampling error 0.8 points."""
    inputs = drift.Drift(decay=2, checked=30)
    found, random, alarms = drift.solve(inputs), bits(7), 0
    for _ in range(4000):
        alarms += any(
            sum(next(random) < one.sensitivity * 2**64 for _ in range(30)) <= found.limit for one in found.months[:6]
        )
    assert abs(alarms / 4000 - found.months[5].alarm_by) < 0.032


@pytest.mark.parametrize(("few", "many"), [(20, 100), (50, 200)])
def test_more_checked_cases_see_drift_sooner(few, many):
    assert drift.solve(drift.Drift(checked=many)).likely < drift.solve(drift.Drift(checked=few)).likely


# ---------------------------------------------------------------- re-identification


def test_nobody_else_with_my_birthday():
    """The other 22 of 23 people all have another birthday with a chance of (364 ÷ 365)^22."""
    assert isclose(town.sharing(23, (1.0,), 365, 0), (364 / 365) ** 22, rel_tol=1e-12)


@brisk
@given(st.integers(1, 50_000), st.integers(1, 600_000))
def test_equal_combinations_have_a_closed_form(people, combinations):
    closed = (1 - 1 / combinations) ** (people - 1)
    assert isclose(town.sharing(people, (1.0,), combinations, 0), closed, rel_tol=1e-9, abs_tol=1e-300)


@pytest.mark.parametrize(
    "parts", [(Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)), (Fraction(9, 10), Fraction(1, 10))]
)
@pytest.mark.parametrize("people", [1, 2, 3, 5])
@pytest.mark.parametrize("most", [0, 1])
def test_the_expected_share_is_that_of_all_possible_towns(parts, people, most):
    """Every way in which so few people can live in these parts, with its chance."""
    expected = Fraction(0)
    for where in product(range(len(parts)), repeat=people):
        chance = prod((parts[at] for at in where), start=Fraction(1))
        sharing = Counter(where)
        expected += chance * Fraction(sum(sharing[at] <= most + 1 for at in where), people)
    assert isclose(town.sharing(people, tuple(map(float, parts)), 1, most), expected, rel_tol=1e-12)


@pytest.mark.parametrize(("skew", "parts"), [(0, (1, 1, 1)), (1, (6, 3, 2))])
def test_the_second_part_of_a_fully_unequal_town_is_half_the_first_and_the_third_a_third(skew, parts):
    assert town.weights(3, skew) == pytest.approx([part / sum(parts) for part in parts])


@brisk
@given(st.integers(1, 60), st.floats(0, 1))
def test_parts_of_town_add_up_to_the_town(areas, skew):
    parts = town.weights(areas, skew)
    assert isclose(sum(parts), 1)
    assert list(parts) == sorted(parts, reverse=True)


@brisk
@given(st.integers(1, 5), st.integers(1, 60), st.integers(0, 100))
def test_each_further_attribute_singles_out_more_people(thousands, areas, skew):
    found = town.solve(town.Town(people=1000 * thousands, areas=areas, skew=skew)).known
    for fewer, more in pairwise(found):
        assert more.alone >= fewer.alone - 1e-12
        assert more.few >= fewer.few - 1e-12
        assert more.counted >= fewer.counted
    assert all(one.alone <= one.few + 1e-12 for one in found)


@brisk
@given(st.integers(2, 50_000), st.integers(1, 60))
def test_a_larger_town_hides_people_better(people, areas):
    parts = town.weights(areas, 0.5)
    assert town.sharing(people, parts, 160, 0) <= town.sharing(people - 1, parts, 160, 0)


@pytest.mark.parametrize("known", [3, 4, 5])
def test_made_up_towns_agree_with_the_closed_form_within_sampling_error(known):
    """20 towns of 5,000; the variance of the number of lonely people in K equal cells is exact."""
    n, cells = 5000, prod(town.sizes(10)[:known])
    made = [town.codes(town.Town(people=n, areas=10, skew=0, town=number)) for number in range(1, 21)]
    alone = [town.counted(people, cells) for people in made]
    expected = n * (1 - 1 / cells) ** (n - 1)
    pairs = n * (n - 1) * (1 - 1 / cells) * (1 - 2 / cells) ** (n - 2)
    variance = pairs + expected - expected**2
    assert abs(fmean(alone) - expected) < 4 * sqrt(variance / 20)
    assert 0.35 < pvariance(alone) / variance < 2


@pytest.mark.parametrize("skew", [50, 100])
def test_unequal_parts_of_town_agree_too(skew):
    inputs = [town.Town(people=5000, skew=skew, town=number) for number in range(1, 11)]
    found = [town.solve(one).known[3] for one in inputs]
    assert abs(fmean(float(one.counted) for one in found) - found[0].alone) < 4 * sqrt(0.25 / 50_000)


def test_the_people_of_a_town_are_as_its_parts_say():
    people = town.codes(town.Town(people=20_000, areas=4, skew=100))
    counts = Counter(code // (2 * 80) % 4 for code in people)
    for at, part in enumerate(town.weights(4, 1.0)):
        assert abs(counts[at] / 20_000 - part) < 4 * sqrt(part * (1 - part) / 20_000)
    sexes = Counter(code % 2 for code in people)
    assert abs(sexes[0] / 20_000 - 0.5) < 4 * sqrt(0.25 / 20_000)
