"""The search for an answer that makes a condition true agrees with trying every answer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.content.check_conditions import World
from toolkit.core.conditions import All, Always, Any, Condition, Fact, Not, truth
from toolkit.core.model import FactDeclaration, FieldKind, Option, ProfileAnswers, ProfileField
from toolkit.core.questionnaire import facts_of

PROFILE = (
    ProfileField("stage", FieldKind.ONE, "Stage", (Option("a", "A", facts=("early",)), Option("b", "B"))),
    ProfileField(
        "data", FieldKind.MANY, "Data",
        (Option("none", "None", exclusive=True), *(Option(name, name, facts=("personal",)) for name in "pq")),
    ),
)  # fmt: skip
FACTS = (
    FactDeclaration("early", "is early"),
    FactDeclaration("personal", "is personal"),
    FactDeclaration("asked", "is asked", "Is it?", ask_when=Fact("personal")),
    FactDeclaration("deeper", "goes deeper", "Does it?", ask_when=All((Fact("asked"), Fact("early")))),
    FactDeclaration("nothing", "comes from nowhere"),
)
WORLD = World(PROFILE, FACTS)
NAMES = ["stage:a", "stage:b", "data:none", "data:p", "data:q", *(fact.id for fact in FACTS)]
CONDITIONS = st.recursive(
    st.one_of(st.just(Always()), st.sampled_from(NAMES).map(Fact)),
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Any(tuple(parts))),
    ),
    max_leaves=8,
)


def answers() -> Iterator[ProfileAnswers]:
    """Every complete answer to the profile."""
    several = chain.from_iterable(combinations(("p", "q"), size) for size in (1, 2))
    for stage, data in product("ab", [("none",), *several]):
        yield {"stage": stage, "data": data}


def by_trying(condition: Condition) -> bool:
    given_facts = [dict(zip(("asked", "deeper"), pair, strict=True)) for pair in product((True, False), repeat=2)]
    return any(
        truth(condition, facts_of(PROFILE, FACTS, profile, consistent(profile, legal))) is True
        for profile in answers()
        for legal in given_facts
    )


def consistent(profile: ProfileAnswers, legal: dict[str, bool]) -> dict[str, bool]:
    """Only answers to questions that were asked: the others are settled by `ask_when`."""
    kept: dict[str, bool] = {}
    for fact in FACTS:
        if fact.id in legal and truth(fact.ask_when, facts_of(PROFILE, FACTS, profile, kept)):
            kept[fact.id] = legal[fact.id]
    return kept


@given(CONDITIONS)
@settings(max_examples=150, deadline=None)
def test_the_search_agrees_with_trying_everything(condition: Condition) -> None:
    assert WORLD.possible(condition) is by_trying(condition)


@given(CONDITIONS)
@settings(max_examples=80, deadline=None)
def test_what_is_certain_has_no_counterexample(condition: Condition) -> None:
    assert WORLD.certain(condition) is not by_trying(Not(condition))


def test_one_option_excludes_the_others() -> None:
    assert not WORLD.possible(All((Fact("stage:a"), Fact("stage:b"))))
    assert not WORLD.possible(All((Fact("data:none"), Fact("data:p"))))
    assert WORLD.possible(All((Fact("data:q"), Fact("data:p"))))


def test_a_field_is_never_answered_with_nothing() -> None:
    assert WORLD.certain(Any((Fact("stage:a"), Fact("stage:b"))))


def test_a_question_needs_its_gate() -> None:
    assert not WORLD.possible(All((Fact("deeper"), Fact("stage:b"))))
    assert not WORLD.possible(All((Fact("asked"), Fact("data:none"))))


def test_questions_in_a_ring_do_not_hang() -> None:
    ring = (FactDeclaration("a", "a", "A?", ask_when=Fact("b")), FactDeclaration("b", "b", "B?", ask_when=Fact("a")))
    assert World((), ring).possible(Fact("a"))
