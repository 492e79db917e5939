"""What belongs together, the order of the roadmap, cases by filter, words: on nouns made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from toolkit.core.conditions import Always
from toolkit.core.guide import PrinciplePage, Tension
from toolkit.core.guide_links import CaseFilter, cases_for, facets, in_order, layers, needed_by, web
from toolkit.core.guides import Guides, address, reading_minutes, texts_of, words_of
from toolkit.core.model import OWN, Control, Item, Likelihood, Principle, Sourced, ToolkitError
from toolkit.core.practice import Aspect, Block, Case, Recommendation


def rec(name: str, *needs: str, cases: tuple[str, ...] = ()) -> Recommendation:
    return Recommendation(name, name, "What.", "Why.", "First.", "legal", "S", "One day", (), needs=needs, cases=cases)


def case(name: str, **given: object) -> Case:
    plain = Case(name, "A case", "It begins.", "US", "A town", "2020", "open", "Then.", (), "So.", "But.", (), "Ask.")
    return replace(plain, **given)  # type: ignore[arg-type]  # a test names the fields that matter to it


def page(name: str, tension: str, **given: object) -> PrinciplePage:
    one = PrinciplePage(name, "a", "b", "c", "d", {"planning": "Ask."}, (), (), (), (Tension(tension, "x", ("y",)),))
    return replace(one, **given)  # type: ignore[arg-type]  # as above


def item(name: str, principle: str, *controls: str) -> Item:
    return Item(
        name, principle, "", "", "", "", Always(), Likelihood("", "", 10, 2), ("", "", "", "", ""), "", {},
        Sourced("", OWN), (), controls, (), OWN,
    )  # fmt: skip


def roadmap(*recommendations: Recommendation) -> tuple[Block, ...]:
    return (Block("block", "Block", "Why.", (Aspect("aspect", "Aspect", "Why.", recommendations),)),)


PRINCIPLES = (
    Principle("harm", "Harm", ""),
    Principle("accuracy", "Accuracy", "", "harm"),
    Principle("autonomy", "Autonomy", ""),
    Principle("privacy", "Privacy", "", "autonomy"),
)
CONTROL = Control("ctl-check", "Check", "", 1, 0, {}, (), "S", "privacy", OWN)
GUIDES = Guides(
    "en",
    "",
    pages=(page("accuracy", "privacy", terms=("model",)),),
    cases=(case("one", principles=("accuracy",), items=("wrong-lead",)), case("two", principles=("harm",))),
    blocks=roadmap(rec("rec-a", cases=("one",)), rec("rec-b", "rec-a")),
)
WEB = web(GUIDES, (item("wrong-lead", "accuracy", "ctl-check"),), (CONTROL,), PRINCIPLES)


def test_links_are_followed_in_both_directions() -> None:
    found = WEB.related("principle", "accuracy")
    assert (found.cases, found.items, found.terms, found.principles) == (
        ("one",),
        ("wrong-lead",),
        ("model",),
        ("privacy",),
    )
    assert WEB.related("principle", "privacy").principles == ("accuracy",)
    assert WEB.related("case", "one").recommendations == ("rec-a",)
    assert WEB.related("item", "wrong-lead").cases == ("one",)
    assert WEB.related("item", "wrong-lead").controls == ("ctl-check",)
    assert WEB.related("control", "ctl-check").principles == ("privacy",)
    assert WEB.related("control", "ctl-check").items == ("wrong-lead",)


def test_a_core_principle_has_its_own_links_first_and_then_those_of_its_parts() -> None:
    found = WEB.related("principle", "harm")
    assert found.cases == ("two", "one")
    assert found.items == ("wrong-lead",)


def test_what_nobody_names_has_no_links() -> None:
    assert WEB.related("principle", "nowhere").cases == ()


def test_what_a_recommendation_needs_is_no_link_but_an_order() -> None:
    assert WEB.related("recommendation", "rec-b").recommendations == ()
    assert needed_by(GUIDES.recommendations) == {"rec-a": ("rec-b",)}


def test_each_recommendation_stands_after_those_it_needs_and_else_where_it_was() -> None:
    given = (rec("d", "c"), rec("a"), rec("c", "a", "b"), rec("b"))
    assert [[one.id for one in layer] for layer in layers(given)] == [["a", "b"], ["c"], ["d"]]
    assert [one.id for one in in_order(given)] == ["a", "b", "c", "d"]


def test_a_need_that_is_not_among_them_is_ignored() -> None:
    assert [one.id for one in in_order((rec("a", "elsewhere"),))] == ["a"]


def test_recommendations_that_wait_for_each_other_are_named() -> None:
    with pytest.raises(ToolkitError, match=r"a → b → a|b → a → b"):
        layers((rec("a", "b"), rec("b", "a"), rec("c")))


CASES = (
    case("us", applications=("face-search",), principles=("accuracy",), outcome="stopped"),
    case("fr", applications=("face-live",), principles=("privacy", "harm"), jurisdiction="FR", good_practice=True),
    case("de", techniques=("graph",), principles=("harm",), jurisdiction="DE"),
)

WISHES = {
    "nothing": (CaseFilter(), ["us", "fr", "de"]),
    "an application": (CaseFilter(application="face-search"), ["us"]),
    "a technique": (CaseFilter(technique="graph"), ["de"]),
    "a country": (CaseFilter(jurisdiction="FR"), ["fr"]),
    "an outcome": (CaseFilter(outcome="stopped"), ["us"]),
    "good practice": (CaseFilter(good_practice=True), ["fr"]),
    "an instrumental principle": (CaseFilter(principle="accuracy"), ["us"]),
    "a core principle with its parts": (CaseFilter(principle="harm"), ["us", "fr", "de"]),
    "two wishes": (CaseFilter(principle="harm", jurisdiction="DE"), ["de"]),
    "something that does not occur": (CaseFilter(application="drones"), []),
}


@pytest.mark.parametrize("name", WISHES)
def test_cases_are_chosen_by(name: str) -> None:
    wanted, ids = WISHES[name]
    assert [one.id for one in cases_for(CASES, wanted, {"harm": ("accuracy",)})] == ids


def test_what_can_be_wished_for_is_counted() -> None:
    assert facets(CASES)["jurisdiction"] == {"US": 1, "FR": 1, "DE": 1}
    assert facets(CASES)["principle"] == {"harm": 2, "accuracy": 1, "privacy": 1}


def test_texts_come_with_their_place_and_ids_are_none_of_them() -> None:
    found = {passage.where: passage for passage in texts_of(page("accuracy", "privacy"))}
    assert found["stages.planning"].text == "Ask."
    assert found["tensions.0.dilemma"].markdown
    assert not found["tensions.0.ask.0"].markdown
    assert "accuracy" not in {passage.text for passage in found.values()}


def test_words_are_those_that_readers_see() -> None:
    one = case("one", happened="It is **1,000** [cases](/read/cases/one) – no more.")
    assert words_of(one) - words_of(replace(one, happened="")) == 6


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (120, 1), (420, 2), (1700, 8)])
def test_reading_takes_a_minute_for_two_hundred_words(words: int, minutes: int) -> None:
    assert reading_minutes(words) == minutes


def test_a_guide_is_found_by_its_id_or_a_sentence_says_so() -> None:
    assert GUIDES.case("one").id == "one"
    assert address("case", "one") == "/read/cases/one"
    with pytest.raises(ToolkitError, match="no chapter “none”"):
        GUIDES.chapter("none")
