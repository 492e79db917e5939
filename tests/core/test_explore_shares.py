"""Explorables about shares – base rates, threshold, face search, who bears errors, advice – against closed forms."""

import itertools
from fractions import Fraction
from math import exp, isclose
from statistics import NormalDist

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.core.strategies import brisk
from toolkit.core.explore import advice, base_rates, error_burden, face_search, threshold
from toolkit.core.explore.base_rates import frequencies

shares = st.fractions(0, 1, max_denominator=1000)
inner = st.fractions(Fraction(1, 100), Fraction(99, 100), max_denominator=100)
people = st.integers(1, 10_000)

# ---------------------------------------------------------------- base rates


def test_99_percent_accurate_and_5_in_1000_is_right_about_one_flag_in_three():
    found = base_rates.solve(base_rates.BaseRates())
    assert (found.hits, found.false_flags, found.misses) == (Fraction(99, 20), Fraction(199, 20), Fraction(1, 20))
    assert found.precision == Fraction(99, 298)
    assert found.accuracy == Fraction(99, 100)
    assert found.counts == (5, 0, 10, 985)


@pytest.mark.parametrize(
    ("rate", "sensitivity", "false_alarms", "right"),
    [
        ("0.01", "0.9", "0.09", 9.2),  # “about one out of ten”: Gigerenzer’s seminar for doctors (looked up)
        ("0.008", "0.9", "0.07", 9.4),  # “about 9 in 100”: the mammography question in Calculated Risks (looked up)
        ("0.01", "0.7", "0.1", 6.6),  # 7 of 7 + 99
    ],
)
def test_published_examples_of_natural_frequencies_come_out(rate, sensitivity, false_alarms, right):
    found = frequencies(1000, Fraction(rate), Fraction(sensitivity), 1 - Fraction(false_alarms))
    assert round(float(found.precision) * 100, 1) == right


def test_the_plates_of_the_chapter_on_measures_come_out():
    found = frequencies(100_000, Fraction(50, 100_000), Fraction(96, 100), 1 - Fraction(200, 99_950))
    assert (found.hits, found.misses, found.false_flags, found.right_silence) == (48, 2, 200, 99_750)
    assert found.precision == Fraction(48, 248)


@brisk
@given(people, shares, shares, shares)
def test_the_four_counts_add_up_exactly_and_as_whole_people(number, rate, sensitivity, specificity):
    found = frequencies(number, rate, sensitivity, specificity)
    assert found.hits + found.misses == number * rate
    assert found.hits + found.misses + found.false_flags + found.right_silence == number
    assert sum(found.counts) == number
    assert min(found.counts) >= 0


@brisk
@given(people, inner, inner, inner)
def test_precision_is_bayes_rule(number, rate, sensitivity, specificity):
    found = frequencies(number, rate, sensitivity, specificity)
    odds = rate / (1 - rate) * sensitivity / (1 - specificity)
    assert found.precision == odds / (1 + odds)
    assert found.negative_value == specificity * (1 - rate) / (specificity * (1 - rate) + (1 - sensitivity) * rate)


@brisk
@given(inner, inner, inner, inner)
def test_the_rarer_the_target_the_fewer_flags_are_right(rate, other, sensitivity, specificity):
    low, high = sorted((rate, other))
    rare, common = (frequencies(1000, one, sensitivity, specificity).precision for one in (low, high))
    assert rare <= common
    assert (rare == common) == (low == high)


@brisk
@given(people, inner, shares, shares)
def test_swapping_target_and_rest_swaps_the_two_values(number, rate, sensitivity, specificity):
    one, other = (
        frequencies(number, rate, sensitivity, specificity),
        frequencies(number, 1 - rate, specificity, sensitivity),
    )
    assert one.precision == other.negative_value
    assert one.accuracy == other.accuracy


@brisk
@given(people, shares)
def test_at_0_and_100_percent_nothing_is_divided_by_nothing(number, rate):
    perfect, silent = (
        frequencies(number, rate, Fraction(1), Fraction(1)),
        frequencies(number, rate, Fraction(0), Fraction(1)),
    )
    assert perfect.precision == (1 if rate else None)
    assert perfect.accuracy == 1
    assert silent.precision is None
    assert silent.accuracy == 1 - rate


# ---------------------------------------------------------------- threshold


def chosen(separation=20, targets=20, point=50):
    return threshold.Threshold(separation=separation, targets=targets, threshold=point)


def test_the_tail_of_the_normal_distribution_is_right_to_its_last_digits():
    """Tables: 0.025 above 1.959964, and 9.865876450377e-10 above 6."""
    assert isclose(threshold.above(1.959963984540054), 0.025, rel_tol=1e-12)
    assert isclose(threshold.above(6), 9.865876450377018e-10, rel_tol=1e-12)


@brisk
@given(st.floats(-5, 5))
def test_the_tail_agrees_with_the_standard_library(z):
    assert isclose(threshold.above(z), NormalDist().cdf(-z), rel_tol=1e-9, abs_tol=1e-15)


@brisk
@given(st.integers(0, 40), st.integers(1, 500), st.integers(0, 90))
def test_counts_at_a_threshold_follow_the_two_distributions(separation, targets, point):
    one = threshold.at(chosen(separation, targets, point), point)
    number = 10 * targets
    hits = number * (1 - NormalDist(30 + separation, 10).cdf(point))
    wrong = (10_000 - number) * (1 - NormalDist(30, 10).cdf(point))
    assert isclose(one.hits, hits, rel_tol=1e-6, abs_tol=1e-6)
    assert isclose(one.wrong, wrong, rel_tol=1e-6, abs_tol=1e-6)
    assert isclose(one.hits + one.misses, number)
    assert isclose(one.precision, one.hits / (one.hits + one.wrong))


@brisk
@given(st.integers(0, 40), st.integers(1, 500), st.integers(1, 89))
def test_the_price_of_a_hit_is_the_slope_of_false_flags_over_hits(separation, targets, point):
    inputs = chosen(separation, targets, point)
    strict, loose = threshold.at(inputs, point + 0.001), threshold.at(inputs, point - 0.001)
    assert isclose(threshold.at(inputs, point).price, threshold.step_price(strict, loose), rel_tol=1e-4)


def test_where_nobody_is_left_to_be_found_there_is_no_price():
    inputs = chosen(separation=32, targets=1, point=1)
    shown = threshold.show(inputs, threshold.solve(inputs))
    assert str(shown.headline).endswith("Fewer than one target a month is left to be found.")
    assert shown.figures[-1].value.value is None
    assert all(row.cells[-1].value is None for row in shown.table.rows if row.head.value < 5)


@brisk
@given(st.integers(0, 40), st.integers(1, 500), st.integers(1, 89))
def test_the_price_is_the_odds_against_a_target_at_exactly_that_score(separation, targets, point):
    rate = targets / 1000
    odds = (1 - rate) * NormalDist(30, 10).pdf(point) / (rate * NormalDist(30 + separation, 10).pdf(point))
    assert isclose(threshold.at(chosen(separation, targets), point).price, odds, rel_tol=1e-9)


def test_the_price_in_the_default_case_can_be_done_by_hand():
    """980 others for 20 targets, d′ = 2 and z = 2: 49 × e^(2 − 4)."""
    assert isclose(threshold.solve(chosen()).chosen.price, 49 * exp(-2), rel_tol=1e-12)


def test_a_tool_that_separates_nothing_is_right_as_often_as_chance_at_any_threshold():
    found = threshold.solve(chosen(separation=0, targets=20))
    assert all(isclose(one.precision, 0.02, rel_tol=1e-9) for one in found.axis)
    assert all(isclose(one.price, 49, rel_tol=1e-9) for one in found.axis)


@brisk
@given(st.integers(1, 40), st.integers(1, 500))
def test_a_higher_threshold_finds_less_and_each_hit_costs_less(separation, targets):
    axis = threshold.solve(chosen(separation, targets)).axis
    for loose, strict in itertools.pairwise(axis):
        assert strict.hits <= loose.hits
        assert strict.wrong <= loose.wrong
        assert strict.price < loose.price
        assert strict.precision > loose.precision
        if threshold.gained(strict, loose) > 0:
            assert strict.price * (1 - 1e-6) <= threshold.step_price(strict, loose) <= loose.price * (1 + 1e-6)


# ---------------------------------------------------------------- face search


@pytest.mark.parametrize(("gallery", "chance"), [(200, 0.181), (2_000, 0.86), (10_000, 0.99995)])
def test_daugmans_example_of_a_gallery_comes_out(gallery, chance):
    """One false accept in 1,000 trials: cl.cam.ac.uk/~jgd1000/veri/veri.html (looked up), rounded as there."""
    digits = len(str(chance)) - 2
    assert round(face_search.any_false(0.001, gallery), digits) == pytest.approx(chance, abs=0.6 * 10**-digits)


@pytest.mark.parametrize(("gallery", "percent"), [(10_000, 1.0), (100_000, 9.5), (1_000_000, 63.2)])
def test_the_galleries_of_the_chapter_on_measures_come_out(gallery, percent):
    assert round(100 * face_search.any_false(1e-6, gallery), 1) == percent


@brisk
@given(st.integers(1, 10**6), st.integers(1, 60))
def test_the_chance_of_a_false_match_is_exact(one_in, gallery):
    exact = 1 - (1 - Fraction(1, one_in)) ** gallery
    assert isclose(face_search.any_false(1 / one_in, gallery), exact, rel_tol=1e-9)


def test_tiny_rates_lose_no_digits():
    """1 − (1 − 1e-17)^5 as it is written gives 0."""
    assert isclose(face_search.any_false(1e-17, 5), 5e-17, rel_tol=1e-12)


@brisk
@given(st.floats(0, 1), st.integers(1, 10**7), st.integers(1, 10**7))
def test_a_larger_gallery_is_never_safer_and_never_worse_than_one_candidate_each(rate, one, other):
    small, large = sorted((one, other))
    assert 0 <= face_search.any_false(rate, small) <= face_search.any_false(rate, large) <= 1
    assert face_search.any_false(rate, large) <= large * rate * (1 + 1e-9)


@pytest.mark.parametrize(("rate", "chance"), [(0.0, 0.0), (1.0, 1.0)])
def test_a_system_that_never_errs_never_does_and_one_that_always_errs_always_does(rate, chance):
    assert face_search.any_false(rate, 1000) == chance


@brisk
@given(st.integers(0, 1000), st.integers(1000, 10**7), st.integers(0, 100), st.integers(0, 100))
def test_a_year_of_searches_adds_up(false_matches, gallery, present, hit_rate):
    inputs = face_search.FaceSearch(false_matches=false_matches, gallery=gallery, present=present, hit_rate=hit_rate)
    found = face_search.solve(inputs)
    assert isclose(found.found + found.missed, 10 * present)
    assert 0 <= found.false_alone <= 1000 - 10 * present + 1e-9
    assert found.found <= found.answered + 1e-9
    assert found.answered <= found.found + found.false_alone + found.wrong_beside + 1e-9
    assert isclose(found.one_to_one, false_matches / 1000)
    assert isclose(found.false_candidates, false_matches / 1e6 * gallery)


def test_a_search_has_one_stranger_fewer_if_the_person_is_in_the_gallery():
    """1,000 searches, 30% present, 90% hits, one false match in 1,000 comparisons, 1,000 faces; in exact numbers."""
    found = face_search.solve(face_search.FaceSearch(false_matches=1000, gallery=1000))
    quiet = Fraction(999, 1000)
    assert isclose(found.false_alone, 700 * (1 - quiet**1000), rel_tol=1e-12)
    assert isclose(found.wrong_beside, 300 * (1 - quiet**999), rel_tol=1e-12)
    answered = 700 * (1 - quiet**1000) + 300 * (1 - Fraction(1, 10) * quiet**999)
    assert isclose(found.answered, answered, rel_tol=1e-12)
    assert isclose(found.right_of_answered, 270 / answered, rel_tol=1e-12)


def test_a_closed_gallery_hides_false_matches():
    """If everybody who is searched for is in the gallery and found, no search returns only wrong people."""
    found = face_search.solve(face_search.FaceSearch(present=100, hit_rate=100))
    assert found.false_alone == 0
    assert found.right_of_answered == 1


def test_no_answer_is_no_share():
    assert face_search.solve(face_search.FaceSearch(false_matches=0, present=0)).right_of_answered is None


# ---------------------------------------------------------------- who bears the errors


def burdens(equal, **values):
    return error_burden.solve(error_burden.ErrorBurden(equal=equal, **values))


def test_the_same_accuracy_hides_that_flags_are_right_less_often_in_one_group():
    found = burdens(1)
    assert found.first.accuracy == found.second.accuracy == Fraction(4, 5)
    assert (found.first.precision, found.second.precision) == (Fraction(8, 11), Fraction(1, 2))


def test_the_same_precision_makes_innocent_people_of_one_group_be_flagged_more_often():
    found = burdens(3)
    assert found.first.precision == found.second.precision == Fraction(8, 11)
    assert (found.first.false_alarms, found.second.false_alarms) == (Fraction(1, 5), Fraction(3, 40))


@pytest.mark.parametrize(
    ("stayed", "wrong", "missed", "right", "percent"),
    [(990, 805, 532, 1369, 44.85), (1139, 349, 461, 505, 23.45)],
)
def test_the_identity_gives_the_false_positive_rates_that_were_published_for_compas(
    stayed, wrong, missed, right, percent
):
    """Counts of ProPublica 2016, Broward County, two years (looked up; of the second row only the rates)."""
    rate = Fraction(missed + right, stayed + wrong + missed + right)
    rebuilt = error_burden.false_alarms_for(rate, Fraction(right, right + wrong), Fraction(right, right + missed))
    assert rebuilt == Fraction(wrong, wrong + stayed)
    assert round(float(rebuilt) * 100, 2) == percent


@brisk
@given(inner, inner, inner)
def test_chouldechovas_identity_holds_for_every_group(rate, recall, false_alarms):
    group = error_burden.burden(rate, recall, false_alarms)
    assert error_burden.false_alarms_for(rate, group.precision, recall) == false_alarms


@brisk
@given(inner, inner, inner, inner)
def test_precision_recall_and_false_alarms_cannot_all_be_equal_where_rates_differ(one, other, recall, false_alarms):
    assume(one != other)
    first, second = (error_burden.burden(rate, recall, false_alarms) for rate in (one, other))
    assert first.precision != second.precision
    assert error_burden.false_alarms_for(other, first.precision, recall) != false_alarms


MEASURES = {1: "accuracy", 2: "false_alarms", 3: "precision", 4: "flagged"}


@brisk
@given(st.integers(1, 4), st.integers(1, 60), st.integers(1, 60), st.integers(10, 100), st.integers(1, 60))
def test_the_chosen_measure_is_equal_exactly_when_it_can_be(equal, one, other, recall, false_alarms):
    found = burdens(equal, first_rate=one, second_rate=other, recall=recall, false_alarms=false_alarms)
    same = getattr(found.first, MEASURES[equal]) == getattr(found.second, MEASURES[equal])
    assert same == found.reached
    assert 0 <= found.second.false_alarms <= 1
    if one == other:
        assert found.reached
        assert found.first == found.second


OUT_OF_REACH = [
    {"equal": 1, "first_rate": 1, "second_rate": 60, "recall": 10, "false_alarms": 1},
    {"equal": 3, "first_rate": 1, "second_rate": 60, "recall": 100, "false_alarms": 60},
    {"equal": 4, "first_rate": 1, "second_rate": 60, "recall": 100, "false_alarms": 1},
]


@pytest.mark.parametrize("values", OUT_OF_REACH)
def test_out_of_reach_the_nearest_value_is_shown_and_the_headline_says_so(values):
    found = burdens(**values)
    assert not found.reached
    assert found.second.false_alarms in (0, 1)
    name = MEASURES[values["equal"]]
    distance = abs(getattr(found.second, name) - getattr(found.first, name))
    for elsewhere in (Fraction(1, 10), Fraction(1, 2), Fraction(9, 10)):
        second = error_burden.burden(Fraction(values["second_rate"], 100), Fraction(values["recall"], 100), elsewhere)
        assert abs(getattr(second, name) - getattr(found.first, name)) >= distance
    shown = error_burden.show(error_burden.ErrorBurden(**values), found)
    assert str(shown.headline).startswith("That measure cannot be the same here")


# ---------------------------------------------------------------- automation bias


def test_advice_that_is_right_four_times_in_five_can_make_a_good_officer_worse():
    found = advice.solve(advice.Advice())
    assert found.avoided == Fraction(84, 1000)
    assert found.caused == Fraction(85, 1000)
    assert found.together == Fraction(849, 1000)


def test_a_published_experiment_adds_up():
    """Goddard et al. 2014, 26 doctors: 50.38% right alone, 13.1% of cases put right, 58.27% with advice (looked up).

    The cases made wrong, 5.2%, are from memory. The parameters below are solved from these figures.
    """
    machine, alone = Fraction(7, 10), Fraction(5038, 10_000)
    right = Fraction(131, 1000) / (machine * (1 - alone))
    wrong = Fraction(52, 1000) / ((1 - machine) * alone)
    assert round(float(advice.judged(machine, alone, right, wrong).together), 3) == 0.583


@brisk
@given(shares, shares, shares, shares)
def test_every_case_is_right_or_wrong_once(machine, officer, right, wrong):
    found = advice.judged(machine, officer, right, wrong)
    assert found.right_both + found.avoided + found.caused + found.wrong_both == 1
    assert found.together == found.right_both + found.avoided
    assert min(found.right_both, found.avoided, found.caused, found.wrong_both) >= 0


@brisk
@given(shares, shares, shares, shares)
def test_the_team_agrees_with_all_eight_courses_of_a_case(machine, officer, right, wrong):
    """Machine right or not, officer right or not, gives way or not; in the end right or not."""
    total = Fraction(0)
    for m, o in ((True, True), (True, False), (False, True), (False, False)):
        weight = (machine if m else 1 - machine) * (officer if o else 1 - officer)
        follow = right if m else wrong
        for gives_way in (True, False):
            total += weight * (follow if gives_way else 1 - follow) * (m if gives_way else o)
    assert advice.judged(machine, officer, right, wrong).together == total


@brisk
@given(shares, shares)
def test_blind_trust_is_the_machine_and_no_trust_the_officer(machine, officer):
    assert advice.judged(machine, officer, Fraction(1), Fraction(1)).together == machine
    assert advice.judged(machine, officer, Fraction(0), Fraction(0)).together == officer
    assert advice.judged(machine, officer, Fraction(1), Fraction(0)).together == 1 - (1 - machine) * (1 - officer)


@brisk
@given(inner, inner, shares)
def test_at_the_break_even_advice_changes_nothing(machine, officer, right):
    found = advice.judged(machine, officer, right, Fraction(1, 2))
    if found.break_even is None:
        assert advice.judged(machine, officer, right, Fraction(1)).together > officer
    else:
        assert 0 <= found.break_even <= 1
        assert advice.judged(machine, officer, right, found.break_even).together == officer


@brisk
@given(inner, inner, inner)
def test_at_the_accuracy_that_is_needed_advice_changes_nothing(officer, right, wrong):
    needed = advice.judged(Fraction(1, 2), officer, right, wrong).machine_needed
    assert advice.judged(needed, officer, right, wrong).together == officer


@brisk
@given(inner, inner, inner)
def test_an_officer_who_cannot_tell_good_advice_from_bad_gains_only_from_a_better_machine(machine, officer, follow):
    gain = advice.judged(machine, officer, follow, follow).together - officer
    assert gain == follow * (machine - officer)
