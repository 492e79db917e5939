"""The workbook: which questions a reader gets and why, and what a stage still waits for."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.strategies import brisk
from toolkit.core.conditions import Always, Fact
from toolkit.core.guide import STAGES
from toolkit.core.model import ToolkitError
from toolkit.core.practice import ACTIVITIES
from toolkit.core.workbook import (
    EVERY_ROLE,
    FEWEST,
    MOST,
    Question,
    Reader,
    Reply,
    Status,
    Why,
    choose,
    finished,
    stage_gate,
    status_of,
    with_role,
)


def question(name="q", stages=("planning",), roles=("legal",), order=1, **more):
    given = {"principle": "accuracy", "activities": ACTIVITIES, "applies_when": Always()} | more
    texts = {"question": "Who stops it?", "why": "", "weak": "", "strong": "", "ask": ("rd",), "keep": ("An order",)}
    return Question(name, stages=stages, roles=roles, order=order, **texts, **given)


MANY = tuple(
    question(f"{principle}-{stage}-{role}-{n}", (stage,), (role,), 1 + n, principle=principle)
    for principle, stage, role, n in product(("accuracy", "privacy", "equality"), STAGES, EVERY_ROLE, range(3))
)
"""Nine questions for each role at each stage, three of each principle."""

VALIDATION = Reader("legal", "validation", "deploy")


def whys(choice):
    return [one.why for one in choice.questions]


# ---------------------------------------------------------------- choosing


def test_a_reader_gets_all_that_fits_filled_up_from_earlier_stages():
    choice = choose(MANY, {}, VALIDATION)
    assert choice.fitting == 9
    assert len(choice.questions) == FEWEST
    assert whys(choice) == [Why.EARLIER] * 3 + [Why.HERE] * 9
    assert {one.at for one in choice.questions[:3]} == {"development"}


def test_at_the_first_stage_the_rest_comes_from_the_next_one():
    assert whys(choose(MANY, {}, Reader("legal", "planning"))) == [Why.HERE] * 9 + [Why.NEXT] * 3


def test_where_the_role_has_no_more_the_questions_of_others_are_worth_asking():
    few = [question("mine"), *(question(f"theirs{n}", roles=("rd",)) for n in range(20))]
    choice = choose(few, {}, Reader("legal", "planning"))
    assert len(choice.questions) == FEWEST
    assert {one.question.id: one.why for one in choice.questions}["mine"] is Why.HERE
    assert whys(choice).count(Why.OTHERS) == FEWEST - 1


def test_too_many_are_cut_to_early_ones_of_every_principle_and_the_number_left_out_is_said():
    many = [question(f"a{n:02}", order=1 + n // 5) for n in range(40)] + [question("b", order=9, principle="privacy")]
    choice = choose(many, {}, Reader("legal", "planning"))
    assert len(choice.questions) == MOST
    assert choice.left_out == 41 - MOST
    assert "b" in {one.question.id for one in choice.questions}


def test_what_treats_a_driver_of_the_risk_is_never_cut():
    many = [*(question(f"a{n:02}") for n in range(40)), question("z", order=9, items=("accuracy-wrong-lead",))]
    chosen = choose(many, {}, Reader("legal", "planning"), drivers=["accuracy-wrong-lead"]).questions
    assert [one.question.id for one in chosen if one.driver] == ["z"]


def test_questions_follow_the_life_cycle_then_their_order():
    mixed = [question("late", ("monitoring",)), question("second", order=2), question("first")]
    chosen = choose(mixed, {}, Reader("legal")).questions
    assert [one.question.id for one in chosen] == ["first", "second", "late"]


def test_a_question_that_does_not_apply_is_left_out_and_one_that_may_apply_is_marked():
    some = [question("no", applies_when=Fact("voice")), question("maybe", applies_when=Fact("faces")), question("yes")]
    chosen = choose(some, {"voice": False}, Reader("legal", "planning")).questions
    assert {one.question.id: one.sure for one in chosen} == {"maybe": False, "yes": True}


def test_another_activity_is_left_out():
    assert choose([question(activities=("procure",))], {}, Reader("legal", "planning", "develop")).questions == ()


@pytest.mark.parametrize("reader", [Reader("janitor"), Reader(stage="lunch"), Reader(activity="sell")])
def test_a_reader_that_does_not_exist_is_told_so(reader):
    with pytest.raises(ToolkitError, match="choose one of"):
        choose(MANY, {}, reader)


readers = st.builds(
    Reader, st.sampled_from(["", *EVERY_ROLE]), st.sampled_from(["", *STAGES]), st.sampled_from(["", *ACTIVITIES])
)
stages = st.lists(st.sampled_from(STAGES), min_size=1, max_size=4, unique=True).map(tuple)
roles = st.lists(st.sampled_from(EVERY_ROLE), min_size=1, max_size=4, unique=True).map(tuple)
drawn = st.lists(
    st.tuples(stages, roles, st.integers(1, 9), st.sampled_from(["accuracy", "privacy"]), st.booleans()), max_size=40
).map(
    lambda given: [
        question(f"q{n}", where, who, order, principle=principle, applies_when=Fact("f") if maybe else Always())
        for n, (where, who, order, principle, maybe) in enumerate(given)
    ]
)


@brisk
@given(drawn, readers)
def test_a_choice_is_no_longer_than_promised_repeats_nothing_and_is_the_same_again(questions, reader):
    choice = choose(questions, {}, reader)
    names = [one.question.id for one in choice.questions]
    assert len(names) == len(set(names)) <= MOST
    assert choose(questions, {}, reader) == choice
    assert [STAGES.index(one.at) for one in choice.questions] == sorted(
        STAGES.index(one.at) for one in choice.questions
    )
    assert all(one.at in one.question.stages for one in choice.questions)
    assert len(names) >= min(FEWEST, choice.fitting)
    assert choice.fitting - choice.left_out == sum(one.why is Why.HERE for one in choice.questions)


# ---------------------------------------------------------------- replies and gates


def test_settled_needs_an_answer_and_not_applicable_a_reason():
    assert status_of(None) is Status.OPEN
    assert status_of(Reply(Status.SETTLED)) is Status.IN_HAND
    assert status_of(Reply(Status.NOT_APPLICABLE)) is Status.IN_HAND
    assert finished(Reply(Status.SETTLED, "The duty officer."))
    assert finished(Reply(Status.NOT_APPLICABLE, reason="We keep no faces."))


def test_a_gate_says_what_remains_and_with_whom():
    book = [
        question("old", ("planning",)),
        question("both", ("planning", "data"), ("rd", "legal"), order=2),
        question("done", ("data",)),
        question("later", ("validation",)),
    ]
    replies = {"done": Reply(Status.SETTLED, "Yes."), "old": Reply(Status.IN_HAND, owner_role="procurement")}
    gate = stage_gate(book, {}, replies, "data")
    assert [(one.question.id, one.roles, one.left_over) for one in gate.waiting] == [
        ("old", ("procurement",), True),
        ("both", ("rd", "legal"), False),
    ]
    assert (gate.settled, gate.of, gate.open_) == (1, 3, False)
    assert list(gate.by_role()) == ["rd", "legal", "procurement"]
    assert [one.question.id for one in with_role(gate, "legal")] == ["both"]


def test_a_gate_is_open_when_nothing_remains():
    assert stage_gate([question()], {}, {"q": Reply(Status.SETTLED, "Yes.")}, "planning").open_


@brisk
@given(drawn, st.sampled_from(STAGES), st.sampled_from(list(Status)))
def test_everything_that_matters_at_a_gate_is_finished_or_waits(questions, stage, status):
    replies = {one.id: Reply(status, "text", reason="reason") for one in questions[::2]}
    gate = stage_gate(questions, {}, replies, stage)
    assert gate.of == len(gate.waiting) + gate.settled + gate.not_applicable
    assert all(one.roles for one in gate.waiting)
