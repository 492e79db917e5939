"""What must not stand in the source: colours, tags, machine paths, other hosts, legal verdicts, evaluated text."""

import ast
import re

from .conftest import ROOT, SOURCES, TESTS, named, tree

CONTENT = sorted(path for end in ("*.yaml", "*.md", "*.json", "*.po", "*.j2") for path in (ROOT / "data").rglob(end))
PAPERS = [ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "Makefile")]
STYLES = sorted((ROOT / "toolkit").rglob("*.css"))
SCRIPTS = sorted((ROOT / "toolkit").rglob("*.js"))
TEMPLATES = sorted((ROOT / "toolkit").rglob("*.j2"))
EVERYTHING = [*SOURCES, *CONTENT, *PAPERS, *STYLES, *SCRIPTS, *TEMPLATES]

TAG = re.compile(
    r"</?(a|b|br|button|div|em|fieldset|form|h[1-6]|html|i|input|label|li|main|ol|p|section|span|strong|table|td|th|tr|ul)"
    r"[ />]",
    re.IGNORECASE,
)
COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}\b")
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home/[a-z]+|Users/[A-Za-z]+)/\w")
IGNORE = re.compile(r"#\s*(?:noqa(?::\s*[A-Z0-9]+(?:,\s*[A-Z0-9]+)*)?|type:\s*ignore(?:\[[\w, -]+\])?)")
OTHER_HOST = re.compile(
    r"""(?:src|href)\s*=\s*["']?(?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import|fetch\(\s*["'`]http"""
)
SIDE = re.compile(r"(?<![\w-])(?:(?:margin|padding|border)-)?(?:left|right)(?:-\w+)?\s*:|text-align:\s*(?:left|right)")
UNFINISHED = re.compile(
    "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "NotImplementedErr" + "or", "lorem ip" + "sum"])
)


def lines_with(pattern, paths):
    return [
        f"{named(path)}:{number}: {line.strip()[:90]}"
        for path in paths
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def strings_with(pattern, paths):
    return [
        f"{named(path)}:{line}: {text[:60]}" for path in paths for line, text in strings(path) if pattern.search(text)
    ]


def strings(path):
    """Every string of a module with its line; docstrings and other bare strings are left out."""
    module = tree(path)
    bare = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
            yield node.lineno, node.value


def test_html_stands_only_in_render():
    assert strings_with(TAG, [path for path in SOURCES if "render" not in path.parts]) == []


def test_no_colour_stands_in_python():
    assert strings_with(COLOUR, SOURCES) == []


def test_nothing_is_evaluated_or_unpickled():
    for path in SOURCES:
        called = {n.func.id for n in ast.walk(tree(path)) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
        assert called & {"eval", "exec", "compile", "__import__"} == set(), named(path)
    assert lines_with(re.compile("pickle"), SOURCES) == []


def test_no_verdict_that_something_is_illegal():
    verdict = re.compile(r"(?<![“`\"])\bis illegal\b", re.IGNORECASE)
    assert lines_with(verdict, EVERYTHING) == []


def test_no_path_of_a_machine():
    assert lines_with(MACHINE, [path for path in [*EVERYTHING, *TESTS] if path.name != "test_words.py"]) == []


def test_nothing_is_loaded_from_another_host():
    assert lines_with(OTHER_HOST, [*STYLES, *SCRIPTS, *TEMPLATES]) == []


def test_styles_know_no_left_and_right():
    without_comments = {path: re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL) for path in STYLES}
    assert [named(path) for path, text in without_comments.items() if SIDE.search(text)] == []


def test_no_unfinished_marks():
    assert lines_with(UNFINISHED, SOURCES) == []


def test_every_ignore_has_its_reason_beside_it():
    """A reason is at least two words after the code."""
    given = [(path, line) for path in SOURCES for line in path.read_text("utf-8").splitlines() if IGNORE.search(line)]
    reasons = [(path, line, IGNORE.split(line)[-1]) for path, line in given]
    assert [f"{named(p)}: {line.strip()[:90]}" for p, line, why in reasons if len(re.findall(r"\w+", why)) < 2] == []


def test_only_content_and_its_callers_know_where_the_content_is():
    """The path of `data/` has one home; samples and schemas are the only files handed out as they are."""
    knowing = re.compile(r"toolkit\.data\b|data_root\(")
    asking = {line.split(":", 1)[0] for line in lines_with(knowing, SOURCES) if "/content/" not in line}
    assert asking <= {"toolkit/cli_files.py", "toolkit/cli_serve.py", "toolkit/pages/exports.py"}
