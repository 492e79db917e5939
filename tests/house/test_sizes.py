"""Short functions, short files, notebooks without logic, and words for every public name."""

import ast
import json
from statistics import median

import pytest

from .conftest import ROOT, SOURCES, named, tree

FUNCTION, FILE, NOTEBOOK, MEDIAN = 30, 300, 10, 8
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef
NOTEBOOKS = sorted((ROOT / "notebooks").rglob("*.ipynb"))

every_source = pytest.mark.parametrize("path", SOURCES, ids=named)


def functions(path):
    return [node for node in ast.walk(tree(path)) if isinstance(node, FUNCTIONS)]


def length(node):
    return node.end_lineno - node.lineno + 1


@every_source
def test_no_function_is_longer_than_thirty_lines(path):
    assert [(node.name, length(node)) for node in functions(path) if length(node) > FUNCTION] == []


@every_source
def test_no_file_is_longer_than_three_hundred_lines(path):
    assert len(path.read_text("utf-8").splitlines()) <= FILE


def test_half_of_all_functions_have_eight_lines_or_fewer():
    assert median(length(node) for path in SOURCES for node in functions(path)) <= MEDIAN


@pytest.mark.parametrize("path", NOTEBOOKS, ids=named)
def test_a_notebook_has_ten_lines_of_code_at_most_and_no_stored_output(path):
    cells = [cell for cell in json.loads(path.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]
    lines = [line for cell in cells for line in "".join(cell["source"]).splitlines()]
    assert len([line for line in lines if line.strip() and not line.lstrip().startswith("#")]) <= NOTEBOOK
    assert all(not cell["outputs"] for cell in cells)


@every_source
def test_every_public_name_has_a_docstring(path):
    if path.name.startswith("schema"):
        pytest.skip("shapes mirror the nouns of the core, which are documented there")
    module = tree(path)
    bare = [] if ast.get_docstring(module) or not module.body else ["the module itself"]
    bare += [node.name for node in public(module) if not ast.get_docstring(node)]
    assert bare == []


def public(parent):
    for node in parent.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node
            yield from public(node)
        elif isinstance(node, FUNCTIONS) and not node.name.startswith("_") and not overloaded(node):
            yield node


def overloaded(node):
    """A property's setter and typing overloads have their words elsewhere."""
    return any(isinstance(d, ast.Attribute) or getattr(d, "id", "") == "overload" for d in node.decorator_list)
