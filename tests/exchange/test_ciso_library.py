"""Libraries of CISO Assistant: what loads means the same, and what does not is named with path and line."""

from __future__ import annotations

import pytest

from tests.exchange.small import LIBRARY, refusal
from toolkit.content.schema_rules import MethodFile
from toolkit.content.yaml_out import dump_yaml
from toolkit.core.survey import Kind, questions, visible
from toolkit.exchange.ciso import matrix_library
from toolkit.exchange.ciso_library import RESULTS, read_ciso_library
from toolkit.exchange.survey_file import read_survey, write_survey

METHOD = LIBRARY.method()
Q = "urn:x:risk:req_node:demo:1.1:question"
FRAMEWORK = f"""
urn: urn:x:risk:library:demo
locale: en
ref_id: demo
name: Demo
version: 2
provider: somebody
objects:
  framework:
    urn: urn:x:risk:framework:demo
    ref_id: demo
    name: A questionnaire
    translations: {{fr: {{name: Un questionnaire}}}}
    requirement_nodes:
      - {{urn: "urn:x:risk:req_node:demo:1", assessable: false, depth: 1, ref_id: "1", name: Basics}}
      - urn: urn:x:risk:req_node:demo:1.1
        assessable: true
        depth: 2
        parent_urn: urn:x:risk:req_node:demo:1
        ref_id: "1.1"
        name: Access
        description: Who may enter.
        questions:
          {Q}:1:
            type: unique_choice
            text: Is there a policy?
            choices:
              - {{urn: "{Q}:1:choice:1", value: Yes, add_score: 20}}
              - {{urn: "{Q}:1:choice:2", value: No, add_score: 0}}
          {Q}:2:
            type: multiple_choice
            text: Which parts?
            depends_on: {{question: "{Q}:1", answers: ["{Q}:1:choice:1"], condition: any}}
            choices:
              - {{urn: "{Q}:2:choice:1", value: Keys}}
              - {{urn: "{Q}:2:choice:2", value: Doors}}
          {Q}:3:
            type: text
            text: Describe the keys.
            depends_on: {{question: "{Q}:2", answers: ["{Q}:2:choice:1"], condition: all}}
      - urn: urn:x:risk:req_node:demo:1.2
        assessable: true
        depth: 2
        parent_urn: urn:x:risk:req_node:demo:1
        name: Training
        description: Staff are trained.
"""
FIRST, SECOND, THIRD = (f"{Q}:{n}".replace(".", "_") for n in (1, 2, 3))
ALONE = "urn:x:risk:req_node:demo:1_2"


def survey():
    (found,) = read_ciso_library(FRAMEWORK.encode()).surveys
    return found


def test_a_framework_becomes_pages_groups_and_questions() -> None:
    found = survey()
    assert [page.words["default"] for page in found.pages] == ["1 Basics"]
    assert [placed.question.name for placed in questions(found)] == [FIRST, SECOND, THIRD, ALONE]
    kinds = [placed.question.kind for placed in questions(found)]
    assert kinds == [Kind.RADIOGROUP, Kind.CHECKBOX, Kind.COMMENT, Kind.RADIOGROUP]
    assert found.title == {"default": "A questionnaire", "fr": "Un questionnaire"}


def test_yes_and_no_stay_words() -> None:
    first = next(questions(survey())).question
    assert [choice.words["default"] for choice in first.choices] == ["Yes", "No"]


def test_a_requirement_without_questions_asks_for_its_result() -> None:
    *_, last = questions(survey())
    assert tuple(choice.value for choice in last.question.choices) == RESULTS


@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        ({}, []),
        ({FIRST: f"{Q}:1:choice:2"}, []),
        ({FIRST: f"{Q}:1:choice:1"}, [SECOND]),
        ({FIRST: f"{Q}:1:choice:1", SECOND: (f"{Q}:2:choice:1",)}, [SECOND, THIRD]),
        ({FIRST: f"{Q}:1:choice:1", SECOND: (f"{Q}:2:choice:2",)}, [SECOND]),
        ({FIRST: f"{Q}:1:choice:2", SECOND: (f"{Q}:2:choice:1",)}, []),
    ],
)
def test_questions_show_as_they_depend_on_each_other(answers: dict, shown: list) -> None:
    assert list(visible(survey(), answers)) == [FIRST, *shown, ALONE]


def test_the_questionnaire_is_written_and_read_back() -> None:
    assert read_survey(write_survey(survey())).survey == survey()


def test_scores_stay_behind_and_are_named_with_path_and_line() -> None:
    (notice,) = read_ciso_library(FRAMEWORK.encode()).notices
    line = next(n for n, text in enumerate(FRAMEWORK.splitlines(), start=1) if "add_score" in text)
    assert "“add_score”" in notice
    assert "2×" in notice
    assert f"(line {line})" in notice


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("type: text", "type: signature", "“signature” is not supported"),
        ("type: text", 'type: text\n            visibility_expression: "x"', "“visibility_expression” decides"),
        (
            "parent_urn: urn:x:risk:req_node:demo:1\n        name",
            "parent_urn: urn:gone\n        name",
            "no requirement",
        ),
        ("condition: all", "condition: some", "only “any” or “all”"),
        ("framework:", "threats:", "no framework and no matrix"),
        ("objects:", "things:", "no “objects”"),
        ("version: 2", "version: [", "the library, line"),
    ],
)
def test_what_is_not_supported_is_refused_by_name(old: str, new: str, says: str) -> None:
    assert old in FRAMEWORK
    assert says in refusal(lambda: read_ciso_library(FRAMEWORK.replace(old, new, 1).encode()))


# ---------------------------------------------------------------- matrices

CRITICAL = [[0, 0, 1, 1, 2], [0, 1, 1, 2, 2], [1, 1, 2, 2, 3], [1, 2, 2, 3, 4], [2, 2, 3, 4, 4]]
"""METHOD, oracle 10: the grid of the shipped “critical 5 × 5” matrix."""


def library(grid: list, steps: int = 5, levels: int = 5) -> bytes:
    names = [{"id": n, "name": f"Step {n}"} for n in range(steps)]
    risk = [{"id": n, "name": f"Level {n}"} for n in range(levels)]
    matrix = {"ref_id": "m", "name": "M", "probability": names, "impact": names, "risk": risk, "grid": grid}
    return dump_yaml({"urn": "urn:x", "version": 3, "objects": {"risk_matrix": [matrix]}}).encode()


def test_our_matrix_comes_back_with_the_same_levels_in_every_cell() -> None:
    data = dump_yaml(matrix_library(METHOD, "en", "2026-11-22")).encode()
    (found,) = read_ciso_library(data).methods
    back = MethodFile.model_validate(found).core()
    assert back.grid == METHOD.grid
    assert (back.likelihood, back.impact) == (METHOD.likelihood, METHOD.impact)
    assert [level.label for level in back.levels] == [level.label for level in METHOD.levels]


def test_a_matrix_of_five_levels_becomes_a_method_that_knows_the_legal_floors() -> None:
    (found,) = read_ciso_library(library(CRITICAL)).methods
    back = MethodFile.model_validate(found).core()
    assert [list(row) for row in back.grid] == CRITICAL
    assert (back.index("extreme"), back.index("high"), back.index("unacceptable")) == (4, 3, 5)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (library([[0] * 4] * 4, steps=4), "4 × 4 steps; scoring methods here have 5 × 5"),
        (library(CRITICAL, levels=3), "each cell must be a place from 0 to 2"),
        (library([[4, 0, 0, 0, 0], *CRITICAL[1:]]), "cannot be a scoring method"),
        (library(CRITICAL, levels=6), "6 levels; here are 2 to 5"),
    ],
)
def test_a_matrix_that_cannot_be_a_method_says_why(data: bytes, says: str) -> None:
    assert says in refusal(lambda: read_ciso_library(data))
