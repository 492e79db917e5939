"""Legal triggers: a yes lifts both ends, an unknown only the upper, and what is not in force or not binding nothing."""

from datetime import date
from itertools import permutations

import pytest

from tests.core.tiny import EXTREME, HIGH, LINEAR, LOW, MEDIUM, NIST, TODAY, UNACCEPTABLE, pack, trigger
from toolkit.core.conditions import Fact
from toolkit.core.method import Interval
from toolkit.core.triggers import apply, evaluate, past_review, relevant

START = Interval(MEDIUM, HIGH)


def after(rule_pack, facts, level=START, on=TODAY, by=LINEAR):
    return apply(level, evaluate([rule_pack], facts, on), by)


@pytest.mark.parametrize(
    ("fact", "expected"),
    [(True, (UNACCEPTABLE, UNACCEPTABLE)), (None, (MEDIUM, UNACCEPTABLE)), (False, (MEDIUM, HIGH))],
)
def test_yes_lifts_both_ends_unknown_only_the_upper_and_no_nothing(fact, expected):  # G12
    assert after(pack(trigger(floor="unacceptable")), {"t": fact}) == Interval(*expected)


def test_a_floor_below_the_level_changes_nothing():
    assert after(pack(trigger(floor="low")), {"t": True}) == START


def test_a_trigger_without_a_floor_only_informs():
    findings = evaluate([pack(trigger(floor="none"))], {"t": True}, TODAY)
    assert apply(START, findings, LINEAR) == START
    assert relevant(findings) == findings


@pytest.mark.parametrize(
    ("when", "unless", "matches"),
    [(True, False, True), (True, None, None), (True, True, False), (None, True, False), (None, False, None)],
)
def test_an_exception_that_holds_removes_the_match(when, unless, matches):
    rule = trigger(unless=Fact("excepted"))
    finding = evaluate([pack(rule)], {"t": when, "excepted": unless}, TODAY)[0]
    assert finding.matches is matches


def test_an_advisory_pack_moves_nothing():
    advisory = pack(trigger(floor="unacceptable"), binding_when=Fact("in the union"))
    assert after(advisory, {"t": True, "in the union": False}) == START


def test_a_pack_that_may_be_binding_lifts_only_the_upper_end():
    perhaps = pack(trigger(floor="unacceptable"), binding_when=Fact("in the union"))
    assert after(perhaps, {"t": True}) == Interval(MEDIUM, UNACCEPTABLE)


def test_a_provision_moves_nothing_before_its_first_day():
    rule = pack(trigger(floor="unacceptable"), starts=date(2026, 12, 2))
    assert after(rule, {"t": True}, on=date(2026, 12, 1)) == START
    assert after(rule, {"t": None}, on=date(2026, 12, 1)) == START
    assert after(rule, {"t": True}, on=date(2026, 12, 2)) == Interval(UNACCEPTABLE, UNACCEPTABLE)


def test_floors_are_idempotent_and_their_order_does_not_matter():
    rules = pack(trigger("t1", "high"), trigger("t2", "unacceptable"), trigger("t3", "extreme"))
    findings = evaluate([rules], {"t1": True, "t2": None, "t3": True}, TODAY)
    for order in permutations(findings):
        once = apply(Interval(LOW, LOW), order, LINEAR)
        assert once == Interval(EXTREME, UNACCEPTABLE)
        assert apply(once, order, LINEAR) == once


def test_floors_are_named_in_the_words_of_the_default_levels():
    assert after(pack(trigger(floor="extreme")), {"t": True}, Interval(0, 0), by=NIST) == Interval(4, 4)


def test_only_what_matches_or_may_match_is_relevant():
    findings = evaluate([pack(trigger("yes"), trigger("no"), trigger("open"))], {"yes": True, "no": False}, TODAY)
    assert [finding.trigger.id for finding in relevant(findings)] == ["yes", "open"]


def test_a_pack_is_past_review_after_its_day_not_on_it():
    assert not past_review(pack(), date(2027, 1, 1))
    assert past_review(pack(), date(2027, 1, 2))
