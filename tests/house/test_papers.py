"""The documents say what the program does: commands, settings, packages, licences."""

import hashlib
import re

import pytest
from ruamel.yaml import YAML
from typer.main import get_command

from toolkit.cli import app

from .conftest import ROOT, SOURCES, TESTS
from .test_imports import name_of

README = (ROOT / "README.md").read_text("utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
COMMANDS = get_command(app).commands
VARIABLES = sorted(
    {
        name
        for path in [*SOURCES, *TESTS]
        for name in re.findall(r"\bTOOLKIT_[A-Z][A-Z_]*[A-Z]\b", path.read_text("utf-8"))
    }
)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_in_the_readme(name):
    assert f"`toolkit {name}" in README


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_of_a_command_is_in_its_line_of_the_readme(name):
    line = next(line for line in README.splitlines() if line.startswith(f"| `toolkit {name}"))
    options = [
        max(p.opts, key=len) for p in COMMANDS[name].params if p.param_type_name == "option" and p.name != "help"
    ]
    shared = {"serve": set(), "demo": {"--port", "--ip", "--open", "--lang"}}.get(
        name, {"--database-url", "--port", "--lang"}
    )
    missing = [o for o in options if o not in line and not (o == "--output" and "-o" in line) and o not in shared]
    assert missing == []


@pytest.mark.parametrize("name", VARIABLES)
def test_every_variable_is_in_the_readme(name):
    assert f"`{name}`" in README


def test_every_dependency_is_justified(project):
    given = project["project"]
    every = [*given["dependencies"], *(r for group in given["optional-dependencies"].values() for r in group)]
    section = ARCHITECTURE.split("## Dependencies", 1)[1].split("\n## ", 1)[0]
    assert [
        name
        for name in map(name_of, every)
        if not re.search(rf"(?:\| |, |\*\*){re.escape(name).replace('-', '[-.]')}\b", section)
    ] == []


def test_conda_installs_the_same_as_pip(project):
    given = project["project"]
    environment = YAML(typ="safe").load((ROOT / "environment.yml").read_text("utf-8"))
    plain = [entry for entry in environment["dependencies"] if isinstance(entry, str)]
    pip = next(entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict))
    assert f"python{given['requires-python']}" in plain
    assert sorted(pip) == sorted([*given["dependencies"], *given["optional-dependencies"]["dev"], "-e ."])


def test_the_licence_is_the_exact_text_of_apache_2_with_a_note_on_content():
    text = (ROOT / "LICENSE").read_text("utf-8")
    apache, note = text.split("\n" + "-" * 80 + "\n")
    assert hashlib.sha256(apache.encode()).hexdigest() == (
        "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"
    )
    assert "https://creativecommons.org/licenses/by/4.0/legalcode" in note


def test_the_readme_says_that_this_is_an_independent_implementation():
    assert re.search(r"not affiliated", README, re.I)


def test_make_help_names_every_target():
    text = (ROOT / "Makefile").read_text("utf-8")
    phony = next(line for line in text.splitlines() if line.startswith(".PHONY:")).split(":", 1)[1].split()
    explained = re.findall(r"^([a-z]+):.*?## \S", text, re.M)
    assert sorted(phony) == sorted(explained)
    assert {"serve", "demo", "test", "check", "bench", "format", "clean", "wheel", "help"} <= set(phony)
