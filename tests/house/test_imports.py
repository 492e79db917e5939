"""Imports point down, the core is plain Python, and every package that is imported is declared."""

import ast
import re
import subprocess
import sys
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest

from .conftest import ROOT, SOURCES, named, tree


def imported(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""


def name_of(requirement):
    return re.split(r"[^A-Za-z0-9._-]", requirement.strip(), maxsplit=1)[0].lower().replace("_", "-").replace(".", "-")


def test_imports_keep_the_contracts_of_the_floors():
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-logo", "--no-cache"], cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]
    assert " 0 broken" in done.stdout


def test_the_contracts_name_every_module_of_the_house(project):
    layers = next(c for c in project["tool"]["importlinter"]["contracts"] if c["type"] == "layers")
    assert layers["exhaustive"] is True
    assert layers["containers"] == ["toolkit"]


@pytest.mark.parametrize("path", [p for p in SOURCES if "core" in p.parts], ids=named)
def test_the_core_imports_nothing_but_the_standard_library_and_itself(path):
    foreign = [name for name in imported(path) if name.split(".")[0] not in sys.stdlib_module_names]
    assert [name for name in foreign if not name.startswith("toolkit.core")] == []


@pytest.mark.parametrize("path", [p for p in SOURCES if "core" in p.parts], ids=named)
def test_the_core_has_no_clock_no_files_and_no_network(path):
    outside = {"os", "pathlib", "time", "socket", "urllib", "http", "sqlite3", "random", "subprocess", "io", "tempfile"}
    assert {name.split(".")[0] for name in imported(path)} & outside == set()


def test_the_package_itself_imports_nothing():
    assert list(imported(ROOT / "toolkit" / "__init__.py")) == []


def test_every_imported_package_is_declared_or_comes_with_one_that_is(project):
    given = project["project"]
    extras = [r for extra, group in given["optional-dependencies"].items() if extra != "dev" for r in group]
    declared = {name_of(r) for r in [*given["dependencies"], *extras]}
    with_them = {name_of(r) for name in declared for r in requires(name) or [] if "extra ==" not in r}
    homes = packages_distributions()
    roots = {name.split(".")[0] for path in SOURCES for name in imported(path)} - {"toolkit", ""}
    unknown = {
        root
        for root in roots - sys.stdlib_module_names
        if not {name_of(home) for home in homes.get(root, [])} & (declared | with_them)
    }
    assert unknown == set()


def test_every_dependency_has_a_lower_and_an_upper_bound(project):
    given = project["project"]
    every = [*given["dependencies"], *(r for group in given["optional-dependencies"].values() for r in group)]
    assert [r for r in every if ">=" not in r or ",<" not in r] == []
