"""Answers under a new questionnaire: an answer holds for the question that was asked, and nothing vanishes unseen."""

from dataclasses import replace

import pytest

from tests.exchange.small import LIBRARY, assessment
from toolkit.core.migration import Fate, changes, migrate
from toolkit.core.model import Likelihood
from toolkit.core.responses import State

ITEMS = LIBRARY.items
FIRST = ITEMS[0]


def other(**parts: object) -> tuple[object, ...]:
    return (replace(FIRST, **parts), *ITEMS[1:])


@pytest.mark.parametrize(
    ("parts", "fate", "named"),
    [
        ({}, Fate.SAME, ()),
        ({"why": "Because."}, Fate.HELP, ("why",)),
        ({"controls": ("audit",)}, Fate.HELP, ("controls",)),
        ({"title": "Another title"}, Fate.REWORDED, ("title",)),
        ({"consequence": "Another end."}, Fate.REWORDED, ("consequence",)),
        ({"likelihood": Likelihood("How many?", "searches", 1000, 2)}, Fate.RESCALED, ("likelihood",)),
        ({"impact": ("1", "2", "3", "4", "worse")}, Fate.RESCALED, ("impact",)),
        ({"impact_cap": 4, "title": "Both"}, Fate.RESCALED, ("impact_cap", "title")),
    ],
)
def test_what_changed_decides_what_becomes_of_an_answer(parts: dict, fate: Fate, named: tuple) -> None:
    found = changes(ITEMS, other(**parts))[0]
    assert (found.fate, found.parts) == (fate, named)


def test_new_and_gone_items_are_told() -> None:
    new = replace(FIRST, id="brand-new")
    found = {one.item: one.fate for one in changes(ITEMS, (*ITEMS[1:], new))}
    assert found[FIRST.id] is Fate.GONE
    assert found["brand-new"] is Fate.NEW


def test_nothing_changes_under_the_same_questionnaire() -> None:
    moved = migrate(assessment(), changes(ITEMS, ITEMS), "1.0.0")
    assert moved.assessment == assessment()
    assert moved.told == ()


def test_a_new_scale_opens_the_item_again_and_keeps_the_old_answer_in_words() -> None:
    found = changes(ITEMS, other(likelihood=Likelihood("How many?", "searches", 1000, 2)))
    moved = migrate(assessment(), found, "1.0.0")
    response = moved.assessment.responses[FIRST.id]
    assert (response.state, response.likelihood, response.impact) == (State.SKIPPED, None, None)
    assert "Answer to version 1.0.0: likelihood 2 to 4, impact 4" in response.note
    assert response.note.startswith(assessment().responses[FIRST.id].note)
    assert response.controls == assessment().responses[FIRST.id].controls
    assert [one.item for one in moved.told] == [FIRST.id]


def test_a_reworded_question_keeps_its_answer_and_is_named() -> None:
    moved = migrate(assessment(), changes(ITEMS, other(title="Another title")), "1.0.0")
    assert moved.assessment.responses == assessment().responses
    assert [one.fate for one in moved.told] == [Fate.REWORDED]


def test_an_answer_to_a_question_that_is_gone_is_named_and_left_out() -> None:
    moved = migrate(assessment(), changes(ITEMS, ITEMS[1:]), "1.0.0")
    assert FIRST.id not in moved.assessment.responses
    assert [(one.item, one.fate) for one in moved.told] == [(FIRST.id, Fate.GONE)]
