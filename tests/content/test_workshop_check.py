"""Each rule for what trainers work with finds the one thing that is broken, says where, and how to mend it."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from functools import lru_cache, reduce
from typing import Any

import pytest

from toolkit.content.check_guide_text import check_guide_texts
from toolkit.content.check_links import check_links
from toolkit.content.check_report import Notes, Problem, Severity
from toolkit.content.check_shapes import KINDS, Content, declared, hold, read_content
from toolkit.content.check_text import check_texts
from toolkit.content.check_workshop import check_workshop
from toolkit.content.read import WORKSHOP, data_root, parsed

Files = dict[str, Any]
Damage = Callable[[Files], object]

FACE = "workshop/training/train-face-harbour.yaml"
TRIAGE = "workshop/training/train-abuse-triage.yaml"
HOUR = "workshop/agendas/agenda-hour.yaml"
ITEMS, TEXTS, MANIFEST = "workshop/notes/items.yaml", "workshop/texts.yaml", "workshop/workshop.yaml"
AGENDAS, CASES = "workshop/agendas/", "workshop/training/"


@lru_cache(maxsize=1)
def real() -> Content:
    return read_content(data_root(), {}, Notes({}))


def files() -> Files:
    """The real files for trainers, to be damaged."""
    return {name: deepcopy(raw) for name, raw in real().raw.items() if name.startswith(WORKSHOP)}


def checked(given: Files) -> list[Problem]:
    """What the linter says about these files among the real ones."""
    damaged = {name: raw for name, raw in given.items() if raw != real().raw[name]}
    texts = {name: json.dumps(raw, ensure_ascii=False, indent=1) for name, raw in damaged.items()}  # JSON is YAML
    notes = Notes(texts)
    gone = {name for name in real().raw if name.startswith(WORKSHOP) and name not in given} | set(damaged)
    around = {name: one for name, one in real().shapes.items() if name not in gone}
    content = Content({name: real().raw[name] for name in around}, around)
    for name, text in texts.items():
        content.raw[name] = parsed(text, name)
        hold(next(kind for kind in KINDS if kind.holds(name)), name, content, notes)
    check_links(content, notes, data_root() / "no-lock")
    check_workshop(content, notes)
    mine = {name: one for name, one in content.shapes.items() if name in given}
    check_guide_texts(Content(content.raw, mine), declared(content), notes)
    check_texts(Content({name: content.raw[name] for name in damaged}, content.shapes), notes)
    return sorted(set(notes.problems))


def put(kind: str, file: str, *at: str | int, to: Any) -> tuple[str, str, Damage]:
    """One value replaced, which must give a problem of a kind in that file."""
    return kind, file, lambda given: within(given[file], at[:-1]).__setitem__(at[-1], to)


def cut(kind: str, file: str, *at: str | int, to: int) -> tuple[str, str, Damage]:
    """A list cut to its first entries."""
    return kind, file, lambda given: within(given[file], at).__delitem__(slice(to, None))


def within(raw: Any, at: tuple[str | int, ...]) -> Any:
    return reduce(lambda inner, part: inner[part], at, raw)


def fewer(kind: str, folder: str, left: int) -> tuple[str, str, Damage]:
    """A folder with fewer files."""

    def damage(given: Files) -> None:
        for name in [name for name in given if name.startswith(folder)][left:]:
            del given[name]

    return kind, folder, damage


BROKEN: dict[str, tuple[str, str, Damage]] = {
    # shapes
    "a misspelt key": put("shape", FACE, "debreif", to=[]),
    "a range that runs backwards": put("shape", FACE, "key", 0, "ranges", 0, to=[4, 2]),
    "a sixth step": put("shape", FACE, "key", 0, "ranges", 0, to=[2, 6]),
    "a question about a case": put("shape", FACE, "questions", 0, "about", to="decision"),
    "fewer than five people": put("shape", MANIFEST, "least", to=4),
    "statistics for seven": put("shape", MANIFEST, "limits", "few", to=7),
    "a part that takes no time": put("shape", HOUR, "parts", 0, "minutes", to=0),
    # ids
    "a risk item that does not exist": put("dangling-id", FACE, "questions", 0, "subject", to="accuracy-none"),
    "a case study that does not exist": put("dangling-id", FACE, "cases", to=["no-case"]),
    "a note on nothing": put("dangling-id", ITEMS, "notes", 0, "id", to="accuracy-none"),
    "two surprises with one id": put("duplicate-id", FACE, "injects", 0, "id", to="train-face-harbour-order"),
    "a case in the wrong file": put("misfiled", FACE, "id", to="train-face-lake"),
    "an agenda in the wrong file": put("misfiled", HOUR, "id", to="agenda-minute"),
    # cases by themselves
    "three questions": cut("wrong-count", FACE, "questions", to=3),
    "one surprise": cut("wrong-count", FACE, "injects", to=1),
    "two figures": cut("wrong-count", FACE, "numbers", to=2),
    "nothing to talk over": put("wrong-count", FACE, "debrief", to=["One point."]),
    "a case that is not marked as made up": put("source", FACE, "source", to={"kind": "own"}),
    "a question that is asked twice": put("duplicate-id", FACE, "questions", 1, "subject", to="accuracy-wrong-lead"),
    "a surprise that touches what is not asked": put(
        "untouched", FACE, "injects", 0, "touches", 0, to="accuracy-drift"
    ),
    # keys
    "a question without a key": cut("no-key", FACE, "key", to=9),
    "a key to nothing": put("stray-key", FACE, "key", 0, "inject", to="train-face-harbour-order"),
    "one range for two scales": cut("wrong-count", FACE, "key", 0, "ranges", to=1),
    "a fourth step of three": put("off-scale", FACE, "key", 8, "ranges", 0, to=[1, 4]),
    "a reason that runs on": put("long-reason", FACE, "key", 0, "because", to="It is so in this town. " * 7),
    # the profile
    "a field that is not answered": ("open-field", FACE, lambda given: given[FACE]["profile"].pop("stage")),
    "a field that does not exist": put("unknown-field", FACE, "profile", "weather", to="rain"),
    "an option that does not exist": put("unknown-option", FACE, "profile", "stage", to="lunch"),
    "a list where one option fits": put("one-or-many", FACE, "profile", "stage", to=["validation"]),
    "a fact that does not exist": put("unknown-fact", TRIAGE, "facts", to={"made_of_cheese": True}),
    "a question that does not apply": put("not-applicable", FACE, "profile", "autonomy", to="statistics"),
    # notes
    "a question without a note": ("no-note", FACE, lambda given: given[ITEMS]["notes"].pop(0)),
    "one prompt": cut("wrong-count", ITEMS, "notes", 0, "prompts", to=1),
    "a prompt that tells": put("no-question", ITEMS, "notes", 0, "prompts", 0, to="Think about it."),
    "no misunderstanding": put("wrong-count", ITEMS, "notes", 0, "misunderstandings", to=[]),
    # agendas
    "a talk before a vote": put("part-order", HOUR, "parts", 2, "kind", to="input"),
    "a second round without a talk": put("part-order", HOUR, "parts", 4, "kind", to="input"),
    "a third day without a second": put("days", HOUR, "parts", 7, "day", to=3),
    "an end that does not close": put("no-close", HOUR, "parts", 7, "kind", to="break"),
    "eleven hours": ("long-day", HOUR, lambda given: [part.update(minutes=100) for part in given[HOUR]["parts"]]),
    "two parts with one id": put("duplicate-id", HOUR, "parts", 1, "id", to="welcome"),
    # enough of everything
    "two agendas": fewer("too-few-agenda", AGENDAS, 2),
    "five cases": fewer("too-few-training", CASES, 5),
    "no ballot": ("missing-text", TEXTS, lambda given: [x.update(kind="poster") for x in given[TEXTS]["texts"]]),
    # the manifest
    "a level that no method has": put("unknown-level", MANIFEST, "level", to="dreadful"),
    "two names alike": put("names-alike", MANIFEST, "names", 0, to="willow"),
    # sentences
    "a shout": put("exclamation", FACE, "lesson", to="Test it!"),
    "a sentence of thirty words": put("long-sentence", ITEMS, "notes", 0, "purpose", to="and so on " * 10 + "on."),
    "a link to nowhere": put("dead-link", FACE, "situation", to="See [this](/read/cases/none)."),
    "Markdown in a plain text": put("markup", HOUR, "lead", to="**One** case."),
    "a case on violence that does not warn": put("content-warning", TRIAGE, "warning", to="none"),
}  # fmt: skip


def problems(given: Files, kind: str, file: str) -> list[Problem]:
    return [one for one in checked(given) if (one.kind, one.file) == (kind, file)]


def test_the_real_files_are_without_fault() -> None:
    assert [
        one for one in checked(files()) if one.file.startswith(WORKSHOP) and one.severity is not Severity.NOTE
    ] == []


@pytest.mark.parametrize("name", BROKEN)
def test_an_error_is_found_where_it_is(name: str) -> None:
    kind, file, damage = BROKEN[name]
    given = files()
    damage(given)
    found = problems(given, kind, file)
    assert found, [one for one in checked(given) if one.file.startswith(WORKSHOP)]
    for one in found:
        assert one.severity is Severity.ERROR
        assert one.line >= 1
        assert len(one.message.split()) >= 5
        assert "Error" not in one.message
