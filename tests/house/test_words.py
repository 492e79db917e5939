"""What must not stand in the source: colours, tags, machine paths, other hosts, legal verdicts, evaluated text."""

import ast
import re

import pytest

from .conftest import ROOT, SOURCES, TESTS, named, tree

OUTSIDE_RENDER = [path for path in SOURCES if "render" not in path.parts]
CONTENT = sorted(path for end in ("*.yaml", "*.md", "*.json", "*.po", "*.j2") for path in (ROOT / "data").rglob(end))
PAPERS = [
    ROOT / name
    for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "Makefile", "pyproject.toml")
]
STYLES = sorted((ROOT / "toolkit").rglob("*.css"))
SCRIPTS = sorted((ROOT / "toolkit").rglob("*.js"))
TEMPLATES = sorted((ROOT / "toolkit").rglob("*.j2"))

TAG = re.compile(
    r"</?(a|b|br|button|div|em|fieldset|form|h[1-6]|html|i|input|label|li|main|ol|p|section|span|strong|table|td|th|tr|ul)[ />]",
    re.I,
)
COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}\b")
MACHINE = re.compile(r"/(?:work|root|home/[a-z]+|Users/[A-Za-z]+)/")


def texts(path):
    """Every string of a module but its docstrings, with its line."""
    module = tree(path)
    said = {id(node.body[0].value) for node in ast.walk(module) if hasattr(node, "body") and isinstance(node.body, list)
            and node.body and isinstance(node.body[0], ast.Expr)}  # fmt: skip
    bare = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said | bare:
            yield node.lineno, node.value


@pytest.mark.parametrize("path", OUTSIDE_RENDER, ids=named)
def test_html_stands_only_in_render(path):
    assert [(line, text) for line, text in texts(path) if TAG.search(text)] == []


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_no_colour_stands_in_python(path):
    assert [(line, text) for line, text in texts(path) if COLOUR.search(text)] == []


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_nothing_is_evaluated_or_unpickled(path):
    calls = [node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    assert {f.id for f in calls if isinstance(f, ast.Name)} & {"eval", "exec", "compile", "__import__"} == set()
    assert "pickle" not in path.read_text("utf-8")


@pytest.mark.parametrize("path", [*SOURCES, *CONTENT, *PAPERS, *TEMPLATES], ids=named)
def test_no_verdict_that_something_is_illegal(path):
    text = path.read_text("utf-8")
    quoted = re.sub(r"“is illegal”|`is illegal`|\"is illegal\"|Never “is illegal”", "", text)
    assert "is illegal" not in quoted.lower()


@pytest.mark.parametrize("path", [*SOURCES, *TESTS, *CONTENT, *PAPERS, *TEMPLATES, *SCRIPTS], ids=named)
def test_no_path_of_a_machine(path):
    assert [
        line for line in path.read_text("utf-8").splitlines() if MACHINE.search(line) and "MACHINE" not in line
    ] == []


@pytest.mark.parametrize("path", [*STYLES, *SCRIPTS, *TEMPLATES], ids=named)
def test_nothing_is_loaded_from_another_host(path):
    found = re.findall(
        r"""(?:src|href|url\(|import|@import|fetch\()\s*=?\s*["'(]*(https?:)?//[\w.-]+""", path.read_text("utf-8")
    )
    assert found == []


@pytest.mark.parametrize("path", STYLES, ids=named)
def test_styles_know_no_left_and_right(path):
    code = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S)
    assert (
        re.findall(
            r"(?<![\w-])(?:margin-|padding-|border-)?(?:left|right)(?:-\w+)?\s*:|text-align:\s*(?:left|right)", code
        )
        == []
    )


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_no_unfinished_marks(path):
    marks = re.compile(
        "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "NotImplementedErr" + "or", "lorem ip" + "sum"])
    )
    assert [line for line in path.read_text("utf-8").splitlines() if marks.search(line)] == []


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_every_ignore_has_its_reason_beside_it(path):
    bare = [
        line
        for line in path.read_text("utf-8").splitlines()
        if re.search(r"#\s*(?:noqa|type: ignore)", line)
        and not re.search(r"#\s*(?:noqa|type: ignore)[^#]*?(?:#|- |– )\s*\w+", line)
    ]
    assert bare == []
