"""Conditions: the closed grammar, and strong Kleene logic as truth tables."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.core.conditions import (
    All,
    Always,
    Any,
    ConditionError,
    Fact,
    Not,
    conjunction,
    names,
    negation,
    parse,
    truth,
)

YES, NO, OPEN = True, False, None
TABLE = [
    # a, b, a and b, a or b
    (YES, YES, YES, YES),
    (YES, NO, NO, YES),
    (YES, OPEN, OPEN, YES),
    (NO, YES, NO, YES),
    (NO, NO, NO, NO),
    (NO, OPEN, NO, OPEN),
    (OPEN, YES, OPEN, YES),
    (OPEN, NO, NO, OPEN),
    (OPEN, OPEN, OPEN, OPEN),
]


@pytest.mark.parametrize(("a", "b", "both", "either"), TABLE)
def test_all_and_any_follow_the_kleene_tables(a, b, both, either):
    facts = {"a": a, "b": b}
    assert truth(All((Fact("a"), Fact("b"))), facts) is both
    assert truth(Any((Fact("a"), Fact("b"))), facts) is either
    assert conjunction((a, b)) is both


@pytest.mark.parametrize(("value", "opposite"), [(YES, NO), (NO, YES), (OPEN, OPEN)])
def test_not_keeps_unknown(value, opposite):
    assert truth(Not(Fact("a")), {"a": value}) is opposite
    assert negation(value) is opposite


def test_an_absent_fact_is_unknown_not_false():
    assert truth(Fact("never heard of"), {}) is None


def test_always_needs_no_facts():
    assert truth(parse("always"), {}) is True


def test_every_form_of_the_grammar_is_read():
    raw = {"all": ["a", {"any": ["b", {"not": "c"}]}, "always"]}
    assert parse(raw) == All((Fact("a"), Any((Fact("b"), Not(Fact("c")))), Always()))


def test_names_lists_every_mentioned_fact():
    assert list(names(parse({"all": ["a", {"any": ["b", {"not": "a"}]}, "always"]}))) == ["a", "b", "a"]


@pytest.mark.parametrize(
    "raw",
    [None, 3, "", "  ", [], {}, {"all": []}, {"all": "a"}, {"any": ["a"], "all": ["b"]}, {"xor": ["a"]}, {"not": None}],
)
def test_anything_outside_the_grammar_is_refused_and_shown(raw):
    with pytest.raises(ConditionError, match=r"expected a fact name"):
        parse(raw)


def test_a_condition_nested_too_deeply_is_refused():
    raw = "a"
    for _ in range(14):
        raw = {"not": raw}
    with pytest.raises(ConditionError, match="nested more than 12 deep"):
        parse(raw)


facts = st.dictionaries(st.sampled_from("abc"), st.sampled_from([YES, NO, OPEN]))
conditions = st.recursive(
    st.sampled_from([Fact("a"), Fact("b"), Fact("c"), Always()]),
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(All, st.lists(inner, min_size=1, max_size=3).map(tuple))
        | st.builds(Any, st.lists(inner, min_size=1, max_size=3).map(tuple))
    ),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(conditions, facts, st.dictionaries(st.sampled_from("abc"), st.booleans()))
def test_learning_a_fact_never_changes_a_yes_or_a_no(condition, known, learnt):
    before = truth(condition, known)
    settled = {name: value for name, value in known.items() if value is not None}
    after = truth(condition, learnt | settled)
    assert before is None or after is before
