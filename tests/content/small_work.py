"""A readiness assessment and a workbook without a fault, as small as the rules allow, for tests that put one in."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from toolkit.content.check_conditions import check_conditions
from toolkit.content.check_links import check_links
from toolkit.content.check_readiness import check_readiness
from toolkit.content.check_report import Notes, Problem, Report
from toolkit.content.check_shapes import KINDS, Content, hold, read_content
from toolkit.content.check_text import check_texts
from toolkit.content.check_workbook import check_workbook
from toolkit.content.coverage import coverage
from toolkit.content.read import READINESS, WORKBOOK, data_root, parsed
from toolkit.content.schema import PrinciplesFile
from toolkit.content.schema_practice import BlockFile
from toolkit.core.guide import STAGES
from toolkit.core.practice import ACTIVITIES
from toolkit.core.statements import DIMENSIONS
from toolkit.core.workbook import EVERY_ROLE

Raw = dict[str, Any]
Files = dict[str, Raw]

MANIFEST = "readiness/readiness.yaml"
PEOPLE = "readiness/people-expertise.yaml"
HARM = "workbook/minimization-of-harm.yaml"
OWN = {"kind": "own"}


@lru_cache(maxsize=1)
def around() -> Content:
    """The real content without readiness and workbook."""
    content = read_content(data_root(), {}, Notes({}))
    mine = (READINESS, WORKBOOK)
    raw = {name: one for name, one in content.raw.items() if not name.startswith((*mine, "locales/"))}
    return Content(raw, {name: one for name, one in content.shapes.items() if name in raw})


def statement(dimension: str, number: int) -> Raw:
    block = next(one for _, one in around().all(BlockFile) if one.id == dimension)
    mine = block.aspects[number % len(block.aspects)]
    every = [one.id for aspect in block.aspects for one in aspect.recommendations]
    return {
        "id": f"ready-{dimension}-{number}", "aspect": mine.id,
        "statement": f"The {dimension} of the agency has list {number}.",
        "levels": {str(level): f"The list has {level} columns and a date." for level in range(1, 6)},
        "required_at": 1 + number % 5, "importance": 1 + number % 3, "effort": 1 + number % 2, "blocker": number == 0,
        "why": "A list that nobody has helps nobody.", "evidence": ["The list", "Its date"],
        "recommendations": [every[number % len(every)]], "principles": ["accountability"],
        "items": ["accuracy-wrong-lead"], "source": OWN,
    }  # fmt: skip


def dimension(name: str) -> Raw:
    statements = [statement(name, number) for number in range(20)]
    return {"dimension": name, "title": "Lists", "about": "These statements ask about lists.", "statements": statements}


def manifest() -> Raw:
    gates = [{"level": "high", "stage": 3, "source": OWN}, {"level": "extreme", "stage": 4, "source": OWN}]
    return {
        "id": "readiness", "version": "1.0.0", "title": "Readiness", "target_default": 3, "theta": 1,
        "theta_lenient": 0.8, "gates": gates, "source": OWN,
    }  # fmt: skip


def question(principle: str, number: int) -> Raw:
    first = number + sum(map(ord, principle))  # another role for each principle
    return {
        "id": f"work-{principle}-{number}", "principle": principle,
        "question": f"Who keeps list {number} for {principle}?", "why": "A list ages.", "weak": "Somebody does.",
        "strong": "The duty officer keeps it, and signs it each Monday.", "ask": ["legal", "a neighbouring agency"],
        "keep": ["The signed list"], "stages": [STAGES[number % len(STAGES)]], "activities": list(ACTIVITIES),
        "roles": [EVERY_ROLE[(first + step) % len(EVERY_ROLE)] for step in range(4)], "applies_when": "always",
        "order": 1 + number % 9, "cases": [], "items": ["accuracy-wrong-lead"], "controls": ["ctl-two-person-check"],
        "recommendations": ["rec-roles-define"], "source": OWN,
    }  # fmt: skip


def files() -> Files:
    """Every small file by its path."""
    made = {f"{READINESS}{name}.yaml": dimension(name) for name in DIMENSIONS} | {MANIFEST: manifest()}
    tree = next(tree for _, tree in around().all(PrinciplesFile))
    for top in tree.core:
        every = [question(one.id, number) for one in top.instrumental for number in range(9)]
        made[f"{WORKBOOK}{top.id}.yaml"] = {"principle": top.id, "questions": every}
    return made


def checked(given: Files) -> list[Problem]:
    """What the linter says about some files among the real ones, without looking at the disk."""
    return list(_report(given).problems)


def covered(given: Files) -> Report:
    """The coverage of some files."""
    return _report(given)


def _report(given: Files) -> Report:
    texts = {name: json.dumps(raw, ensure_ascii=False, indent=1) for name, raw in given.items()}  # JSON is YAML
    notes = Notes(texts)
    content = Content(dict(around().raw), dict(around().shapes))
    for name, text in texts.items():
        content.raw[name] = parsed(text, name)
        hold(next(kind for kind in KINDS if kind.holds(name)), name, content, notes)
    check_links(content, notes, data_root() / "no-lock")
    check_conditions(content, notes)
    check_readiness(content, notes)
    check_workbook(content, notes)
    mine = Content({name: content.raw[name] for name in given}, content.shapes)
    check_texts(mine, notes)
    return Report(tuple(sorted(set(notes.problems))), {}, coverage=coverage(content))
