"""Each rule for the hub finds the one thing that is broken, says where, and how to mend it."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from functools import reduce
from typing import Any

import pytest

from tests.content.broken import Copy
from toolkit.content.check import check
from toolkit.content.read import data_root, read_file

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


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_found_in_its_file(name: str, copy: Copy) -> None:
    kind, file, damage = BROKEN[name]
    raw = deepcopy(read_file(data_root() / file, data_root()))  # what the reader remembers is shared
    damage(raw)
    copy.write(file, json.dumps(raw))
    found = [one for one in check(copy.root).problems if one.kind == kind and one.file == file]
    assert found, name
    assert all(one.message.strip() and one.line > 0 for one in found)


def test_a_later_version_has_a_later_day(copy: Copy) -> None:
    raw = read_file(data_root() / TERMS, data_root())
    copy.write("hub/terms/hub-terms-2.yaml", json.dumps({**raw, "id": "hub-terms-2", "version": "2.0"}))
    assert "terms-order" in {one.kind for one in check(copy.root).problems}
