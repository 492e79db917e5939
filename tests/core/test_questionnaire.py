"""What a profile implies: facts in three values, which items apply, and how far one has come."""

import pytest

from tests.core.tiny import NA, SKIPPED, UNKNOWN, WITHHELD, answer, item
from toolkit.core.conditions import Fact, Not
from toolkit.core.model import UNKNOWN_CHOICE, FactDeclaration, FieldKind, Option, ProfileField
from toolkit.core.questionnaire import (
    Progress,
    applicable,
    asked_facts,
    chosen,
    dealt_with,
    facts_of,
    missing_fields,
    progress,
)
from toolkit.core.responses import Response, State

KIND = ProfileField(
    "kind",
    FieldKind.ONE,
    "What does it do?",
    (Option("search", "Search", facts=("biometric",)), Option("count", "Count"), Option("unknown-origin", "Found")),
    required=True,
)
PLACE = ProfileField("place", FieldKind.MANY, "Where?", (Option("street", "Street", facts=("public", "biometric")),))
PROFILE = (KIND, PLACE)
SILENT = FactDeclaration("biometric", "compares bodies")
ASKED = FactDeclaration("public", "in public", question="Is it used in public?")
DECLARED = (SILENT, ASKED)


def fact(name, answers, given=None, declared=DECLARED):
    return facts_of(PROFILE, declared, answers, given)[name]


def test_a_chosen_option_asserts_its_facts():
    assert fact("biometric", {"kind": "search"}) is True
    assert fact("public", {"place": ("street",)}) is True


def test_a_silent_fact_is_unknown_while_a_field_that_could_assert_it_is_open():
    assert fact("biometric", {"kind": "count"}) is None
    assert fact("biometric", {"kind": "count", "place": UNKNOWN_CHOICE}) is None
    assert fact("biometric", {"kind": "count", "place": (UNKNOWN_CHOICE,)}) is None


def test_a_silent_fact_is_no_once_every_field_that_could_assert_it_is_answered():
    other = ProfileField("place", FieldKind.MANY, "Where?", (*PLACE.options, Option("lab", "Lab")))
    facts = facts_of((KIND, other), DECLARED, {"kind": "count", "place": ("lab",)})
    assert facts["biometric"] is False


def test_a_silent_fact_that_nothing_asserts_is_no():
    assert fact("alone", {}, declared=(FactDeclaration("alone", ""),)) is False


def test_an_asked_fact_is_what_was_answered_and_unknown_before():
    assert fact("public", {}) is None
    assert fact("public", {}, {"public": True}) is True
    assert fact("public", {}, {"public": False}) is False
    assert fact("public", {}, {"public": None}) is None


def test_the_profile_outweighs_an_answered_no():
    assert fact("public", {"place": ("street",)}, {"public": False}) is True


def test_an_asked_fact_is_no_when_its_question_is_not_relevant():
    later = FactDeclaration("warrant", "", question="Is there a warrant?", ask_when=Fact("public"))
    assert fact("warrant", {}, {"public": False}, (ASKED, later)) is False
    assert fact("warrant", {}, {"public": True}, (ASKED, later)) is None
    assert fact("warrant", {}, {}, (ASKED, later)) is None


def test_the_order_of_declarations_does_not_matter():
    first = FactDeclaration("warrant", "", question="?", ask_when=Fact("public"))
    second = FactDeclaration("judge", "", question="?", ask_when=Fact("warrant"))
    forward = facts_of(PROFILE, (ASKED, first, second), {}, {"public": False})
    backward = facts_of(PROFILE, (second, first, ASKED), {}, {"public": False})
    assert forward == backward
    assert forward["judge"] is False


def test_two_questions_that_wait_for_each_other_stay_unknown():
    one = FactDeclaration("one", "", question="?", ask_when=Fact("two"))
    two = FactDeclaration("two", "", question="?", ask_when=Not(Fact("one")))
    facts = facts_of(PROFILE, (one, two), {})
    assert (facts["one"], facts["two"]) == (None, None)


def test_every_option_is_an_atom_with_three_values():
    facts = facts_of(PROFILE, DECLARED, {"kind": "search"})
    assert facts["kind:search"] is True
    assert facts["kind:count"] is False
    assert facts["place:street"] is None


def test_an_option_whose_name_contains_the_word_unknown_is_an_ordinary_option():
    assert chosen({"kind": "unknown-origin"}, KIND) == ("unknown-origin",)


@pytest.mark.parametrize("value", ["", (), UNKNOWN_CHOICE, (UNKNOWN_CHOICE,), ("street", UNKNOWN_CHOICE)])
def test_no_answer_and_i_dont_know_choose_nothing(value):
    assert chosen({"place": value}, PLACE) is None


def test_a_fact_settled_by_the_profile_is_not_asked():
    assert asked_facts(PROFILE, DECLARED, {}) == (ASKED,)
    assert asked_facts(PROFILE, DECLARED, {"place": ("street",)}) == ()


def test_a_question_that_builds_on_another_waits_for_its_yes():
    later = FactDeclaration("warrant", "", question="?", ask_when=Fact("public"))
    assert later not in asked_facts(PROFILE, (ASKED, later), {})
    assert later not in asked_facts(PROFILE, (ASKED, later), {}, {"public": False})
    assert later in asked_facts(PROFILE, (ASKED, later), {}, {"public": True})


def test_a_question_that_an_open_profile_makes_possible_is_asked():
    later = FactDeclaration("warrant", "", question="?", ask_when=Fact("kind:search"))
    assert asked_facts(PROFILE, (later,), {}) == (later,)
    assert asked_facts(PROFILE, (later,), {"kind": "count"}) == ()


def test_an_item_applies_unless_its_condition_is_no():
    items = [item(name, applies_when=Fact(name)) for name in ("yes", "no", "open")]
    assert [i.id for i in applicable(items, {"yes": True, "no": False})] == ["yes", "open"]


@pytest.mark.parametrize(
    ("response", "done"),
    [
        (None, False),
        (SKIPPED, False),
        (answer(3, None), False),
        (answer(3, 4), True),
        (answer((2, 4), 3), True),
        (UNKNOWN, True),
        (WITHHELD, True),
        (NA, True),
        (Response(State.NA, reason="  "), False),
    ],
)
def test_what_needs_no_more_attention(response, done):
    assert dealt_with(response) is done


def test_progress_tells_dealt_with_from_answered():
    items = [item(name) for name in "abc"]
    assert progress(items, {"a": answer(1, 1), "b": UNKNOWN, "elsewhere": answer(1, 1)}) == Progress(2, 1, 3)


def test_i_dont_know_fills_a_required_field():
    assert missing_fields(PROFILE, {}) == (KIND,)
    assert missing_fields(PROFILE, {"kind": UNKNOWN_CHOICE}) == ()
