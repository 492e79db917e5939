"""The documents say what the program does: commands, settings, packages, licences."""

import ast
import hashlib
import re

import pytest
from ruamel.yaml import YAML
from typer.main import get_command

from toolkit.cli import app

from .conftest import ROOT, SOURCES, TESTS, tree
from .test_imports import name_of

README = (ROOT / "README.md").read_text("utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
COMMANDS = get_command(app).commands

SETTING = r"\b(TOOLKIT_[A-Z][A-Z_]*[A-Z])\b"
READ = r"environ(?:\.get)?[\[(]\"" + SETTING


def packages(project):
    given = project["project"]
    return [*given["dependencies"], *(one for group in given["optional-dependencies"].values() for one in group)]


def test_every_command_is_in_the_readme():
    assert [name for name in COMMANDS if f"| `toolkit {name}" not in README] == []


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_of_a_command_is_in_its_line_of_the_readme(name):
    line = next(line for line in README.splitlines() if line.startswith(f"| `toolkit {name}"))
    options = [p.opts for p in COMMANDS[name].params if p.param_type_name == "option" and p.name != "help"]
    assert [names for names in options if not any(re.search(rf"{one}\b", line) for one in names)] == []


def test_every_setting_is_in_the_readme():
    """Any variable that the package names, and any that a test reads."""
    named = {name for path in SOURCES for name in re.findall(SETTING, path.read_text("utf-8"))}
    named |= {name for path in TESTS for name in re.findall(READ, path.read_text("utf-8"))}
    assert "TOOLKIT_DATABASE_URL" in named
    assert [name for name in sorted(named) if f"`{name}`" not in README] == []


def test_every_dependency_is_justified(project):
    section = ARCHITECTURE.split("## Dependencies", 1)[1].split("\n## ", 1)[0]
    rows = " ".join(line.split("|")[1] for line in section.splitlines() if line.startswith("|"))
    justified = set(re.findall(r"[\w.-]+", rows + " ".join(re.findall(r"\*\*(.+?)\*\*", section))))
    assert [name for name in map(name_of, packages(project)) if not {name, name.replace("-", ".")} & justified] == []


def test_conda_installs_the_same_as_pip(project):
    given = project["project"]
    environment = YAML(typ="safe").load((ROOT / "environment.yml").read_text("utf-8"))
    plain = [entry for entry in environment["dependencies"] if isinstance(entry, str)]
    pip = next(entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict))
    assert f"python{given['requires-python']}" in plain
    assert sorted(pip) == sorted([*given["dependencies"], *given["optional-dependencies"]["dev"], "-e ."])


def test_the_licence_is_the_exact_text_of_apache_2_with_a_note_on_content():
    apache, note = (ROOT / "LICENSE").read_text("utf-8").split("\n" + "-" * 80 + "\n")
    exact = "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"
    assert hashlib.sha256(apache.encode()).hexdigest() == exact
    assert "https://creativecommons.org/licenses/by/4.0/legalcode" in note


def test_the_readme_says_that_this_is_an_independent_implementation():
    assert re.search(r"not affiliated", README, re.IGNORECASE)


def test_every_test_of_the_attackers_table_exists():
    section = ARCHITECTURE.split("## Tried as an attacker", 1)[1].split("\n## ", 1)[0]
    rows = [line.split(" | ") for line in section.splitlines() if line.startswith("| ")][2:]
    named = {row[0]: re.findall(r"`(test_\w+)`", row[-1]) for row in rows}
    there = {node.name for path in TESTS for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)}
    assert len(named) > 20
    assert [what for what, tests in named.items() if not tests] == []
    assert sorted({one for tests in named.values() for one in tests} - there) == []


def test_make_help_names_every_target():
    text = (ROOT / "Makefile").read_text("utf-8")
    phony = next(line for line in text.splitlines() if line.startswith(".PHONY:")).split(":", 1)[1].split()
    explained = re.findall(r"^([a-z]+):.*?## \S", text, re.MULTILINE)
    assert sorted(phony) == sorted(explained)
    assert {"serve", "demo", "test", "check", "bench", "format", "clean", "wheel", "help"} <= set(phony)
