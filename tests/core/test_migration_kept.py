"""Readiness and workbook records under new content: another question opens again, nothing vanishes unseen."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.content.readiness import load_readiness
from toolkit.content.workbook import load_workbook
from toolkit.core.migration import Fate, migrate_values, question_changes, statement_changes

STATEMENTS, QUESTIONS = load_readiness().statements, load_workbook().questions
ONE, TWO = STATEMENTS[:2]
ASKED = QUESTIONS[0]


def statements(**parts):
    return statement_changes(STATEMENTS, (replace(ONE, **parts), *STATEMENTS[1:]))


def questions(**parts):
    return question_changes(QUESTIONS, (replace(ASKED, **parts), *QUESTIONS[1:]))


@pytest.mark.parametrize(
    ("parts", "fate"),
    [
        ({}, Fate.SAME),
        ({"why": "Because."}, Fate.HELP),
        ({"required_at": 5 if ONE.required_at < 5 else 4}, Fate.REWORDED),
        ({"statement": "Another one."}, Fate.RESCALED),
        ({"levels": {**ONE.levels, "3": "Otherwise."}}, Fate.RESCALED),
    ],
)
def test_another_sentence_or_level_makes_another_statement(parts, fate):
    assert statements(**parts)[0].fate is fate


@pytest.mark.parametrize(
    ("parts", "fate"),
    [({"weak": "So."}, Fate.HELP), ({"question": "Why?"}, Fate.REWORDED), ({"why": "So."}, Fate.REWORDED)],
)
def test_a_question_that_asks_something_else_is_reworded_and_never_loses_its_text(parts, fate):
    assert questions(**parts)[0].fate is fate


def test_a_statement_that_changed_is_open_again_with_the_old_answer_in_its_note():
    held = {
        f"rating/{ONE.id}/level": [2, 3], f"rating/{ONE.id}/evidence": "list 7", f"rating/{ONE.id}/note": "mine",
        f"agreed/{ONE.id}/level": 4, f"target/rating/{ONE.id}": 5, "target/stage/people-expertise": 4,
        f"rating/{TWO.id}/level": 1, "meta/title": "T",
    }  # fmt: skip
    moved, told = migrate_values(held, statements(statement="Another one."), "1.0.0")
    assert moved == {
        f"rating/{ONE.id}/evidence": "list 7",
        f"rating/{ONE.id}/note": "mine\nAnswer to version 1.0.0: level 2 to 3",
        f"agreed/{ONE.id}/note": "Answer to version 1.0.0: level 4",
        "target/stage/people-expertise": 4,
        f"rating/{TWO.id}/level": 1,
        "meta/title": "T",
    }
    assert [(one.item, one.fate) for one in told] == [(ONE.id, Fate.RESCALED)]


def test_a_withheld_answer_leaves_no_trace_in_a_note():
    held = {f"rating/{ONE.id}/level": 2, f"rating/{ONE.id}/state": "withheld"}
    assert migrate_values(held, statements(statement="Another one."), "1.0.0")[0] == {}


def test_a_settled_question_that_asks_something_else_is_in_hand_again_with_its_text():
    held = {f"reply/{ASKED.id}/status": "settled", f"reply/{ASKED.id}/text": "Article 4."}
    moved, told = migrate_values(held, questions(question="Why?"), "1.0.0")
    assert moved == {f"reply/{ASKED.id}/status": "in-hand", f"reply/{ASKED.id}/text": "Article 4."}
    assert [one.item for one in told] == [ASKED.id]


def test_answers_to_what_is_gone_are_told():
    held = {f"rating/{ONE.id}/level": 2, f"rating/{TWO.id}/level": 3}
    moved, told = migrate_values(held, statement_changes(STATEMENTS, STATEMENTS[1:]), "1.0.0")
    assert moved == {f"rating/{TWO.id}/level": 3}
    assert [(one.item, one.fate) for one in told] == [(ONE.id, Fate.GONE)]


@settings(deadline=None)
@given(
    st.dictionaries(
        st.builds("{}/{}/{}".format, st.sampled_from(["rating", "agreed"]), st.sampled_from([ONE.id, TWO.id]),
                  st.sampled_from(["level", "note", "evidence"])),
        st.integers(1, 5),
    ),
    st.sampled_from(["Another one.", ONE.statement]),
)  # fmt: skip
def test_going_over_to_the_same_content_changes_nothing_and_twice_is_once(held, sentence):
    found = statements(statement=sentence)
    moved, told = migrate_values(held, found, "1.0.0")
    assert migrate_values(moved, found, "1.0.0")[0] == moved
    assert (moved == held) or told
    assert all(moved[key] == value for key, value in held.items() if TWO.id in key)
