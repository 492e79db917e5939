"""The authors' linter (`toolkit check`): every file held against its shape, its neighbours and the house style.

It never raises on content, however damaged: each problem is a sentence with file, line and a way to mend it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from toolkit.content import schema
from toolkit.content.check_conditions import check_conditions
from toolkit.content.check_guide_text import check_guide_texts
from toolkit.content.check_guides import check_guides
from toolkit.content.check_hub import check_hub
from toolkit.content.check_links import LOCK, check_links
from toolkit.content.check_locales import check_locales
from toolkit.content.check_readiness import check_readiness
from toolkit.content.check_report import Notes, Problem, Report, Severity, as_json, number_lines, render_lines
from toolkit.content.check_rules import check_rules
from toolkit.content.check_search import check_search
from toolkit.content.check_shapes import Content, declared, note_sentence, read_content
from toolkit.content.check_text import check_texts
from toolkit.content.check_workbook import check_workbook
from toolkit.content.check_workshop import check_workshop
from toolkit.content.coverage import coverage
from toolkit.content.guide_numbers import measured
from toolkit.content.load import DISTRIBUTIONS
from toolkit.content.read import ContentError, data_root, read_text
from toolkit.content.workshop import read_bands

__all__ = ["Problem", "Report", "Severity", "as_json", "check", "number_lines", "render_lines"]

COUNTED = {
    "risk_items": "item",
    "controls": "control",
    "triggers": "trigger",
    "packs": "pack",
    "methods": "method",
    "rights": "right",
    "terms": "term",
    "profile_fields": "field",
    "facts": "fact",
    "chapters": "chapter",
    "explorables": "explorable",
    "principle_pages": "principle-page",
    "cases": "case",
    "recommendations": "recommendation",
    "primers": "primer",
    "statements": "statement",
    "questions": "question",
    "listings": "listing",
    "terms_clauses": "terms-clause",
    "clauses": "clause",
    "modules": "module",
    "learning_paths": "learning-path",
    "agendas": "agenda",
    "training_cases": "training",
    "notes": "note",
}


def check(root: Path | None = None, pack: Path | None = None, on: date | None = None) -> Report:
    """Check the content of `root` (the shipped content by default), or a national pack against it.

    `pack` is a YAML file or a folder of them; then only its problems and counts are reported. On the day `on`, packs
    past their review are noted; without it no date is looked at. Raises nothing.
    """
    base = root or data_root()
    notes = Notes({})
    if not base.is_dir():
        notes.error(
            base.as_posix(), (), "missing-file", "there is no such folder; name the folder of the content files"
        )
        return Report(tuple(notes.problems), {})
    extra = _pack_texts(pack, notes) if pack else {}
    content = read_content(base, extra, notes)
    check_links(content, notes, base.parent / LOCK)
    counts = check_conditions(content, notes)
    check_rules(content, notes, on)
    check_texts(content, notes)
    check_guides(content, notes)
    check_guide_texts(content, declared(content), notes)
    for each in (check_readiness, check_workbook, check_search, check_hub, check_workshop):
        each(content, notes)
    if pack:
        return _of_pack(notes, content, extra, pack)
    _distributions(base, notes)
    counts |= check_locales(base, content, notes)
    numbers = tuple(one for shape in content.shapes.values() for one in measured(shape))
    return Report(tuple(sorted(set(notes.problems))), count(content) | counts, numbers, coverage(content))


def _pack_texts(pack: Path, notes: Notes) -> dict[str, str]:
    paths = sorted(pack.glob("*.yaml")) if pack.is_dir() else [pack]
    if not paths:
        problem = "the folder has no .yaml file; name a pack, or a folder of packs"
        notes.error(pack.as_posix(), (), "missing-file", problem)
    found: dict[str, str] = {}
    for path in paths:
        try:
            found[path.as_posix()] = read_text(path, path.as_posix())
        except ContentError as error:
            note_sentence(notes, error.problems[0])
    return found


def _of_pack(notes: Notes, content: Content, extra: Mapping[str, str], pack: Path) -> Report:
    """Only what concerns the pack; broken shipped content is one error, because it can hide others."""
    mine = tuple(sorted({one for one in notes.problems if one.file.startswith(pack.as_posix())}))
    others = [one for one in notes.problems if one not in mine and one.severity is Severity.ERROR]
    if others:
        problem = f"the toolkit's own content has {len(others)} errors; run “toolkit check” without a pack first"
        mine = (*mine, Problem(others[0].file, others[0].line, "content", Severity.ERROR, problem))
    ids = [one for one in declared(content) if one.file in extra]
    kinds = {"packs": "pack", "articles": "article", "triggers": "trigger", "requirements": "requirement"}
    return Report(mine, {name: sum(one.kind == kind for one in ids) for name, kind in kinds.items()})


def count(content: Content) -> dict[str, int]:
    """How much of each kind of content there is."""
    kinds = [one.kind for one in declared(content)]
    counts = {name: kinds.count(kind) for name, kind in COUNTED.items()}
    for _, tree in content.all(schema.PrinciplesFile):
        counts["principles_core"] = len(tree.core)
        counts["principles_instrumental"] = sum(len(top.instrumental) for top in tree.core)
    for _, profile in content.all(schema.ProfileFile):
        sizes = {field.id: len(field.options) for field in profile.fields}
        counts["applications"], counts["techniques"] = sizes.get("application", 0), sizes.get("technique", 0)
    for _, facts in content.all(schema.FactsFile):
        counts["asked_facts"] = sum(bool(fact.question) for fact in facts.facts)
    return counts


def _distributions(base: Path, notes: Notes) -> None:
    try:
        json.loads(read_text(base / DISTRIBUTIONS, DISTRIBUTIONS))
        read_bands(base)
    except ContentError as error:
        note_sentence(notes, error.problems[0])
    except (ValueError, RecursionError) as error:
        notes.error(DISTRIBUTIONS, (), "unreadable", f"not readable as JSON ({error}); restore the file")
