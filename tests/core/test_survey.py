"""Foreign questionnaires: which questions show, and scores that come out as the public code of Canada's has them."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.core.survey import completed, visible
from toolkit.core.survey_rules import RuleError, names, parse
from toolkit.core.survey_scoring import Most, most, points, result, score, score_completed
from toolkit.core.survey_truth import holds
from toolkit.exchange.survey_file import read_scoring
from toolkit.exchange.surveyjs import read_surveyjs

from .aia import MITIGATION, as_bytes, surveyjs, worth

PROFILE = json.loads((Path(__file__).parents[2] / "data/surveys/canada-aia.json").read_text("utf-8"))
AIA = read_scoring(PROFILE)
CANADA = read_surveyjs(as_bytes(), "aia").survey
LIMITS = Most(Fraction(167), Fraction(154))


def test_the_most_points_are_those_of_the_public_code():
    assert most(CANADA, AIA) == LIMITS


@pytest.mark.parametrize(
    ("raw", "mitigation", "current", "level"),
    [(56, 61, 56, 2), (56, 62, 48, 2), (98, 62, 83, 2), (99, 62, 84, 3), (147, 62, 125, 3), (148, 62, 126, 4),
     (3, 0, 3, 1),
     (41, 0, 41, 1), (42, 0, 42, 2), (83, 0, 83, 2), (84, 0, 84, 3), (125, 0, 125, 3), (126, 0, 126, 4),
     (10, 77, 9, 1), (30, 77, 26, 1), (50, 77, 43, 2), (0, 0, 0, 1)],
)  # fmt: skip
def test_points_come_to_the_published_score_and_level(raw, mitigation, current, level):
    found = score(CANADA, worth(raw, mitigation), AIA)
    assert (found.raw, found.mitigation, found.current, found.level) == (raw, mitigation, current, level)


@given(st.integers(0, 167), st.integers(0, 154))
def test_exact_fractions_agree_with_the_public_codes_binary_numbers(raw, mitigation):
    reduced = mitigation >= 0.8 * (154 / 2)
    current = int((1 - 0.15) * raw + 0.5) if reduced else raw
    level = 1 + sum(current > 167 * share for share in (0.25, 0.5, 0.75))
    assert result(Fraction(raw), Fraction(mitigation), LIMITS, AIA) == (current, level, reduced)


@pytest.mark.parametrize(
    ("answer", "worth_"),
    [("item2-3", 3), ("item2", 0), ("item2-x", 0), ("a-b-4", 4), ("x-", 0), (("i-1", "j-2"), 3), (5, 5), (True, 0),
     (None, 0), ("i-0.5", Fraction(1, 2)), ((2, "i-1"), 3), ("3", 0)],
)  # fmt: skip
def test_points_stand_after_the_last_hyphen(answer, worth_):
    assert points(answer) == worth_


def test_a_value_that_is_no_longer_offered_counts_until_completion():
    assert score(CANADA, {"impact5": "item1-4"}, AIA).raw == 4
    assert score_completed(CANADA, {"impact5": "item1-4"}, AIA).raw == 0


def test_on_completion_values_that_are_not_offered_go_and_foreign_names_stay():
    """As survey-vue 1.7.23 and 1.12.67 have it."""
    asked = [{"type": kind, "name": kind, "choices": ["x-1", "y-2"]} for kind in ("radiogroup", "dropdown", "checkbox")]
    survey = read_surveyjs(as_bytes({"elements": asked}), "x").survey
    given = {"radiogroup": "z-3", "dropdown": "z-3", "checkbox": ("x-1", "z-3"), "else": "kept"}
    assert completed(survey, given) == {"checkbox": ("x-1",), "else": "kept"}


def test_on_completion_other_stays_and_whatever_stands_beside_it():
    """As survey-core 1.9.100 has it."""
    asked = [{"type": "dropdown", "name": name, "choices": ["x-1"]} for name in ("a", "b")]
    asked[1]["hasOther"] = True
    survey = read_surveyjs(as_bytes({"elements": asked}), "x").survey
    assert completed(survey, {"a": "other", "b": "own words"}) == {"a": "other", "b": "own words"}


def test_hidden_answers_count_until_completion():
    changed = worth(100, 62) | {"projectDetailsPhase": "item2"}
    live, done = score(CANADA, changed, AIA), score_completed(CANADA, changed, AIA)
    assert (live.mitigation, live.current, live.level) == (62, 85, 3)
    assert (done.mitigation, done.current, done.level) == (0, 100, 3)


def test_only_the_pages_of_the_chosen_phase_show():
    showing = visible(CANADA, {"projectDetailsPhase": "item1"})
    assert len(showing) == 1 + 70 + 45
    assert not any("Implementation" in name for name in showing)
    assert len(visible(CANADA, {})) == 1 + 70


def test_what_shows_stays_as_it_was_at_completion_because_rules_do_not_run_again():
    asked = [{"type": "text", "name": name, "visibleIf": rule} for name, rule in CHAIN.items()]
    survey = read_surveyjs(as_bytes({"elements": asked}), "chain").survey
    done = score_completed(survey, {"a": "no", "b": "x", "c": "item1-2"}, AIA)
    assert done.visible == ("a", "c")


CHAIN = {"a": "", "b": "{a} = 'yes'", "c": "{b} = 'x'"}


def test_an_empty_questionnaire_is_level_one_and_says_that_it_may_be_four():
    found = score(CANADA, {"projectDetailsPhase": "item1"}, AIA)
    assert (found.level, found.range[1]) == (1, 4)
    assert len(found.open) == 70 + 45


@given(st.integers(0, 167), st.integers(0, 77))
def test_a_further_raw_point_never_lowers_the_level_at_equal_mitigation(raw, mitigation):
    here = result(Fraction(raw), Fraction(mitigation), LIMITS, AIA)
    more = result(Fraction(raw + 1), Fraction(mitigation), LIMITS, AIA)
    assert more[0] >= here[0]
    assert more[1] >= here[1]


# ---------------------------------------------------------------- rules


@pytest.mark.parametrize(
    ("rule", "answers", "shows"),
    [
        ("{a} = 'x'", {"a": "x"}, True), ("{a} = 'x'", {}, False), ("{a} <> 'x'", {}, True),
        ('{a} contains ["item2"]', {"a": "item2-0"}, True), ('{a} contains ["item2"]', {"a": ("item2-0",)}, False),
        ("{a} contains ['p', 'q']", {"a": ("p", "q", "r")}, True), ("{a} contains ['p', 'q']", {"a": ("p",)}, False),
        ("{a} = 'x' or {b} = 'y' and {c} = 'z'", {"a": "x"}, True),
        ("({a} = 'x' or {b} = 'y') and {c} = 'z'", {"a": "x"}, False),
        ("{a} empty", {}, True), ("{a} notempty", {"a": 0}, True), ("{a} = true", {"a": True}, True),
        ("{a} > 3", {"a": 4}, True), ("{a} > 3", {}, False), ("{a} >= '10'", {"a": 9}, False),
        ("{a} anyof ['p', 'q']", {"a": ("q",)}, True), ("{a} = ['p', 'q']", {"a": ("q", "p")}, True),
        ("{a} contains 'x'", {"a": "X"}, False), ("{a} <> 0", {"a": False}, False), ("{a} > '3'", {"a": "10"}, True),
        ("{a} > '3'", {"a": "item"}, True), ("{a} < 'x'", {"a": "10"}, False), ("{a} < 'x'", {"a": ("q",)}, True),
        ("{a} notcontains 0", {"a": "x"}, False), ("{a} notcontains 0", {"a": 0}, True),
        ("{riskprofile5} = 'x'", {"riskProfile5": "x"}, True),
        ("not ({a} = 'x')", {"a": "X "}, False), ("negate ({a} = 'x')", {}, True),
        ("{a} = {b}", {"a": 1, "b": "1"}, True),
    ],
)  # fmt: skip
def test_a_rule_means_what_surveyjs_means(rule, answers, shows):
    assert holds(parse(rule), answers) is shows


@pytest.mark.parametrize(
    "rule",
    ["", "{a}", "{a} = x", "{a} = 'x", "{a} ~ 1", "iif({a} = 1, 2, 3)", "{a} + 1 = 2", "{a} = 'x' {b} = 'y'", "(" * 99,
     "{a} = ['x'", "'x' = {a}", "__import__('os')", "{a} = 'x' and", "not " * 99 + "{a} = 1"],
)  # fmt: skip
def test_whatever_is_not_in_the_grammar_is_refused(rule):
    with pytest.raises(RuleError):
        parse(rule)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_and_nothing_else_happens(text):
    try:
        rule = parse(text)
    except RuleError:
        return
    assert names(rule)
    assert holds(rule, {}) in (True, False)


Filled = st.dictionaries(
    st.sampled_from(
        [f"{name}{where}{n}" for name in MITIGATION for where in ("Design", "Implementation") for n in (1, 2)]
    ),
    st.sampled_from(["item1-0", "item2-3", ("item1-1", "item2-2")]),
)


@settings(deadline=None)
@given(Filled, st.sampled_from([None, "item1", "item2"]))
def test_completion_never_adds_points_or_questions_and_changes_nothing_twice(answers, phase):
    answers = answers | {"projectDetailsPhase": phase}
    once = completed(CANADA, answers)
    assert completed(CANADA, once) == once
    assert set(once) <= set(answers)
    live, done = score(CANADA, answers, AIA), score_completed(CANADA, answers, AIA)
    assert done.raw <= live.raw
    assert done.mitigation <= live.mitigation
    assert done.visible == live.visible


def test_a_kind_in_the_name_of_a_question_goes_before_that_of_its_panel():
    raw = surveyjs()
    raw["pages"][1]["elements"][0]["elements"][0]["name"] = "businessDrivers1-NS"
    assert most(read_surveyjs(as_bytes(raw), "aia").survey, AIA).raw == 167 - 2
