"""The real content: every file is valid, there is enough of it, and every rule in it can matter."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.content.broken import ROOT
from toolkit.content.check import check
from toolkit.content.check_conditions import Rule, rules, world_of
from toolkit.content.check_links import LOCK, lock_lines
from toolkit.content.check_report import Notes
from toolkit.content.check_shapes import Content, read_content
from toolkit.content.load import load_library
from toolkit.content.read import data_root, read_file

DATA = data_root()
FILES = sorted(
    path.relative_to(DATA).as_posix() for path in DATA.rglob("*") if path.is_file() and "__" not in str(path)
)
TODAY = date(2026, 11, 21)

TREE = {
    "Lawfulness": ["Legitimacy", "Necessity", "Proportionality"],
    "Minimization of harm": [
        "Human and environmental well-being", "Robustness and safety", "Accuracy", "Efficiency",
    ],
    "Human autonomy": [
        "Human control and oversight", "Human agency", "Privacy", "Transparency and explainability",
    ],
    "Fairness": [
        "Equality and non-discrimination", "Protection of vulnerable groups", "Diversity and accessibility",
        "Contestability and redress",
    ],
    "Good governance": ["Traceability and auditability", "Accountability"],
}  # fmt: skip

LEAST = {
    "risk_items": 68, "controls": 50, "triggers": 20, "packs": 2, "methods": 4, "principles_core": 5,
    "principles_instrumental": 17, "rights": 10, "terms": 120, "applications": 25, "techniques": 20,
    "profile_fields": 10, "facts": 40, "asked_facts": 20, "chapters": 14, "explorables": 8, "principle_pages": 22,
    "cases": 20, "recommendations": 45, "primers": 12,
}  # fmt: skip


def content() -> Content:
    return read_content(DATA, {}, Notes({}))


RULES = list(rules(content()))


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_valid(name: str) -> None:
    path = DATA / name
    match path.suffix:
        case ".yaml":
            assert read_file(path, DATA) is not None
        case ".json":
            json.loads(path.read_text(encoding="utf-8"))
        case ".po":
            assert len(read_po(BytesIO(path.read_bytes()), abort_invalid=True)) > 0
        case _:
            assert path.read_text(encoding="utf-8").strip()


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".yaml")])
def test_a_content_file_has_no_error(name: str) -> None:
    assert [problem for problem in check(on=TODAY).errors if problem.file == name] == []


@pytest.mark.parametrize("name", LEAST)
def test_there_is_enough_of_everything(name: str) -> None:
    assert check().counts[name] >= LEAST[name]


@pytest.mark.parametrize("kind", ["statements", "questions"])
def test_kinds_that_come_later_are_counted_already(kind: str) -> None:
    assert check().counts[kind] >= 0


def test_the_principles_are_those_of_the_toolkit() -> None:
    library = load_library()
    names = {principle.id: principle.name for principle in library.principles}
    assert {names[top]: [names[one] for one in below] for top, below in library.tree.items()} == TREE


def test_every_instrumental_principle_has_four_items() -> None:
    library = load_library()
    filed = [item.principle for item in library.items]
    assert all(filed.count(one) >= 4 for below in library.tree.values() for one in below)


def test_applications_come_in_five_families() -> None:
    application = load_library().field("application")
    assert len(application.families) == 5
    assert {option.family for option in application.options} == set(application.families)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: "/".join(map(str, rule.at)))
def test_a_condition_can_be_true(rule: Rule) -> None:
    assert world_of(content()).possible(rule.condition)


def test_every_id_is_in_the_lock_file() -> None:
    locked = [line for line in (ROOT / LOCK).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert locked == sorted(locked)
    assert set(lock_lines(content())) == {line for line in locked if not line.endswith(" retired")}


def test_the_folder_of_the_content_is_that_of_this_checkout() -> None:
    assert Path(DATA).resolve() == ROOT / "data"
