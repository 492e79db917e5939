"""The table of requirements: every clause has a row, what answers it, and tests that exist."""

import ast
import re

import pytest

from toolkit.content.hub import load_hub

from .conftest import ROOT, TESTS, tree

HEADING = "## The hub, clause by clause"
CLAUSES = load_hub().clauses
SEEDS = {
    "terms-of-engagement": ("preamble", "1", "2", "3", "4", "5"),
    "core-principles": ("1", "2", "3", "4", "5", "6", "7"),
    "un-privacy-principles": tuple(str(number) for number in range(1, 11)),
}
"""The sections of each requirement."""


def section():
    return (ROOT / "ARCHITECTURE.md").read_text("utf-8").split(HEADING, 1)[1].split("\n## ", 1)[0]


def row(clause):
    tests = ", ".join(f"`{name}`" for name in clause.tests)
    return f"| {clause.id} | {clause.says} | {clause.feature} | {tests} | {clause.missing or '–'} |"


@pytest.mark.parametrize("document", SEEDS)
def test_every_section_of_a_requirement_has_a_row(document):
    there = {re.match(r"\w+", one.number)[0] for one in CLAUSES if one.document == document}
    assert [name for name in SEEDS[document] if name not in there] == []


def test_the_table_is_what_the_content_says():
    """Whoever changes data/hub/clauses.yaml copies the row that is missing here."""
    rows = [line for line in section().splitlines() if line.startswith("| ")][2:]
    assert [line for line in map(row, CLAUSES) if line not in rows] == []
    assert len(rows) == len(CLAUSES)


def test_no_cell_of_the_table_is_empty():
    assert [one.id for one in CLAUSES if not (one.says and one.feature and one.tests)] == []


def test_every_test_of_the_table_exists():
    there = {node.name for path in TESTS for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)}
    assert sorted({name for one in CLAUSES for name in one.tests} - there) == []
