"""Short functions, short files, notebooks without logic, and words for every public name."""

import ast
import json
from statistics import median

from .conftest import ROOT, SOURCES, named, tree

FUNCTION, FILE, NOTEBOOK, MEDIAN = 30, 300, 10, 8
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef


def lengths():
    """Every function of the package with its number of lines."""
    for path in SOURCES:
        for node in ast.walk(tree(path)):
            if isinstance(node, FUNCTIONS):
                yield f"{named(path)}:{node.name}", node.end_lineno - node.lineno + 1


def test_no_function_is_longer_than_thirty_lines():
    assert [(name, lines) for name, lines in lengths() if lines > FUNCTION] == []


def test_half_of_all_functions_have_eight_lines_or_fewer():
    assert median(lines for _, lines in lengths()) <= MEDIAN


def test_no_file_is_longer_than_three_hundred_lines():
    counted = [(named(path), len(path.read_text("utf-8").splitlines())) for path in SOURCES]
    assert [(name, lines) for name, lines in counted if lines > FILE] == []


def code_cells(path):
    return [cell for cell in json.loads(path.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]


def test_a_notebook_has_ten_lines_of_code_at_most_and_no_stored_output():
    notebooks = sorted((ROOT / "notebooks").rglob("*.ipynb"))
    assert notebooks
    for path in notebooks:
        lines = [line for cell in code_cells(path) for line in "".join(cell["source"]).splitlines()]
        assert sum(bool(line.strip()) and not line.lstrip().startswith("#") for line in lines) <= NOTEBOOK, named(path)
        assert all(not cell["outputs"] for cell in code_cells(path)), named(path)


def test_every_public_name_has_a_docstring():
    assert [name for path in SOURCES for name in undocumented(path)] == []


def undocumented(path):
    if path.name.startswith("schema"):
        return  # shapes mirror the nouns of the core, which are documented there
    module = tree(path)
    if module.body and not ast.get_docstring(module):
        yield f"{named(path)}: the module"
    yield from (f"{named(path)}: {node.name}" for node in public(module) if not ast.get_docstring(node))


def public(parent):
    for node in parent.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node
            yield from public(node)
        elif isinstance(node, FUNCTIONS) and not node.name.startswith("_") and not said_elsewhere(node):
            yield node


def said_elsewhere(node):
    """A property's setter and typing overloads."""
    return any(isinstance(d, ast.Attribute) or getattr(d, "id", "") == "overload" for d in node.decorator_list)
