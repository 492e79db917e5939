"""Each rule for the hub finds the one thing that is broken, says where, and how to mend it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from functools import lru_cache, reduce
from typing import Any

import pytest

from toolkit.content.check import check
from toolkit.content.check_hub import check_hub
from toolkit.content.check_links import check_links
from toolkit.content.check_report import Notes, Problem
from toolkit.content.check_shapes import KINDS, Content, hold, read_content
from toolkit.content.read import data_root, parsed, read_file

Damage = Callable[[Any], object]
KNOWN, TERMS, CLAUSES, PATHS = (
    f"hub/{name}.yaml" for name in ("listings/known-material", "terms/hub-terms-1", "clauses", "paths")
)
CATALOGUE, CARE = "hub/catalogue.yaml", "hub/learning/mod-wellbeing.yaml"


def put(kind: str, file: str, *at: str | int, to: Any) -> tuple[str, str, Damage]:
    def damage(raw: Any) -> None:
        reduce(lambda inner, part: inner[part], at[:-1], raw)[at[-1]] = to

    return kind, file, damage


def drop(kind: str, file: str, *at: str | int) -> tuple[str, str, Damage]:
    def damage(raw: Any) -> None:
        del reduce(lambda inner, part: inner[part], at[:-1], raw)[at[-1]]

    return kind, file, damage


FIRST = ("listings", 0)
BROKEN: dict[str, tuple[str, str, Damage]] = {
    "a misspelt key of a listing": put("shape", KNOWN, *FIRST, "rank", to=1),
    "a listing without a source": put("shape", KNOWN, *FIRST, "sources", to=[]),
    "a criterion that nobody speaks of": put("unstated", KNOWN, *FIRST, "not_stated", to=["users"]),
    "a criterion that is stated and not stated": put(
        "unstated", KNOWN, *FIRST, "stated", to=[{"id": "users", "text": "Many agencies"}]
    ),
    "a criterion that does not exist": put("dangling-id", KNOWN, *FIRST, "not_stated", 0, to="fame"),
    "a facet without a value": put("missing-facet", KNOWN, *FIRST, "facets", "media", to=[]),
    "a facet that does not exist": put("dangling-id", KNOWN, *FIRST, "facets", "fame", to=["image"]),
    "a value that does not exist": put("dangling-id", KNOWN, *FIRST, "facets", "media", to=["smell"]),
    "a partial mark without what is open": put(
        "unverified-what", KNOWN, *FIRST, "facets", "verification", to=["partial"]
    ),
    "one question to ask": put("wrong-count", KNOWN, *FIRST, "ask", to=["Does it work?"]),
    "two listings of one name": put("listings-alike", KNOWN, *FIRST, "name", to="vPDQ"),
    "an option that the profile has not": put("dangling-id", CATALOGUE, "facets", 0, "values", 0, "option", to="a:b"),
    "five lines of summary": drop("wrong-count", TERMS, "summary", 0),
    "a clause that answers nothing": put("shape", TERMS, "parts", 0, "clauses", 0, "meets", to=[]),
    "a clause that answers no requirement": put("dangling-id", TERMS, "parts", 0, "clauses", 0, "meets", to=["x"]),
    "a requirement that no clause answers": drop("unanswered-clause", TERMS, "parts", 0, "clauses", 0),
    "a notice of a week": put("shape", TERMS, "notice_days", to=7),
    "a requirement that nothing holds": (
        "empty-clause", CLAUSES, lambda raw: raw["clauses"][0].update(tests=[], missing="")
    ),
    "five sections": (
        "wrong-count", CARE, lambda raw: raw.__setitem__("sections", raw["sections"][:5])
    ),
    "a section that runs on": put("long-section", CARE, "sections", 0, "text", to="This goes on and on. " * 40),
    "a warning without a way to skip": put("content-warning", CARE, "skip", to=""),
    "a sensitive section without a warning": (
        "content-warning", CARE, lambda raw: raw.update(warning="", skip="")
    ),
    "a question whose answers are all right": (
        "answers", CARE, lambda raw: [one.update(right=True) for one in raw["check"][0]["answers"]]
    ),
    "two questions in a check": drop("wrong-count", CARE, "check", 0),
    "minutes that promise too little": put("minutes", CARE, "minutes", to=1),
    "a role without a path": drop("missing-path", PATHS, "paths", 0),
    "a path to what does not exist": put("dangling-id", PATHS, "paths", 0, "steps", 0, "target", to="mod-none"),
    "a path with two steps": (
        "wrong-count", PATHS, lambda raw: raw["paths"][0].__setitem__("steps", raw["paths"][0]["steps"][:2])
    ),
}  # fmt: skip


def test_the_shipped_hub_has_no_problem() -> None:
    found = [one for one in check().problems if one.file.startswith("hub/") and one.severity != "note"]
    assert found == []


@lru_cache(maxsize=1)
def real() -> tuple[Content, Mapping[str, str]]:
    notes = Notes({})
    return read_content(data_root(), {}, notes), notes.texts


def problems(file: str, raw: Any) -> list[Problem]:
    """What the linter says about one file among the real ones, without looking at the disk."""
    content, texts = real()
    text = json.dumps(raw, ensure_ascii=False, indent=1)  # JSON is YAML
    notes = Notes({**texts, file: text})
    others = {name: one for name, one in content.shapes.items() if name != file}
    fresh = Content({**content.raw, file: parsed(text, file)}, others)
    hold(next(kind for kind in KINDS if kind.holds(file)), file, fresh, notes)
    if file in fresh.shapes:
        check_links(fresh, notes, data_root() / "no-lock")
        check_hub(fresh, notes)
    return [one for one in notes.problems if one.file == file]


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_found_in_its_file(name: str) -> None:
    kind, file, damage = BROKEN[name]
    raw = deepcopy(read_file(data_root() / file, data_root()))  # what the reader remembers is shared
    assert kind not in {one.kind for one in problems(file, raw)}, "before the damage there is nothing"
    damage(raw)
    found = [one for one in problems(file, raw) if one.kind == kind]
    assert found, name
    assert all(len(one.message.split()) >= 5 and one.line > 0 for one in found)


def test_a_later_version_has_a_later_day() -> None:
    raw = read_file(data_root() / TERMS, data_root())
    second = {**raw, "id": "hub-terms-2", "version": "2.0"}
    assert {one.kind for one in problems("hub/terms/hub-terms-2.yaml", second)} >= {"terms-order"}
    later = {**second, "effective": "2027-12-01"}
    assert "terms-order" not in {one.kind for one in problems("hub/terms/hub-terms-2.yaml", later)}
