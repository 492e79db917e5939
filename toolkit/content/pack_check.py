"""The linter for content packs: only what the pack brings is told, with file and line of the pack."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from toolkit.content.check_conditions import check_conditions
from toolkit.content.check_links import check_links
from toolkit.content.check_report import Notes, Problem, Report
from toolkit.content.check_rules import check_rules
from toolkit.content.check_shapes import KINDS, Content, declared, note_sentence
from toolkit.content.check_text import check_texts
from toolkit.content.extension import FOLDERS, Extension, extended, read_pack
from toolkit.content.load import library_with, place, plain
from toolkit.content.read import APART, ContentError, data_root, of_folders, read_tree

ITEMS = "questionnaires/risk/"
LEFT_OUT = {"not": "always"}
"""The condition by which a pack leaves an item out."""

COUNTED = ("item", "control", "pack", "trigger", "method", "fact", "term", "option")


def check_pack(folder: Path) -> Report:
    """A pack against the content of the toolkit: its shapes, ids, conditions, rules and texts. Raises nothing."""
    notes = Notes({})
    try:
        pack = read_pack(folder)
        core = read_tree(data_root(), lambda name: not of_folders(name, APART))
        tree = extended(core, (pack,))
    except ContentError as error:
        return _failed(notes, error)
    found, ids = _problems(_asked(tree), pack.texts)
    known = {_what(one) for one in _problems(core, {})[0]}
    new = tuple(one for one in found if _what(one) not in known)
    if not any(one.severity.value == "error" for one in new):
        try:
            library_with((pack,))
        except ContentError as error:
            return _failed(notes, error)
    return Report(tuple(sorted(set(new))), _counts(ids, pack))


def _asked(tree: Mapping[str, Any]) -> dict[str, Any]:
    """The content without items that a pack leaves out on purpose: never reached is then no mistake."""
    found = dict(tree)
    for path, raw in tree.items():
        items = raw.get("items") if path.startswith(ITEMS) and isinstance(raw, Mapping) else None
        if isinstance(items, list):
            kept = [one for one in items if not (isinstance(one, Mapping) and one.get("applies_when") == LEFT_OUT)]
            found[path] = {**raw, "items": kept}
    return found


def _failed(notes: Notes, error: ContentError) -> Report:
    for problem in error.problems:
        note_sentence(notes, problem)
    return Report(tuple(notes.problems), {})


def _problems(tree: Mapping[str, Any], texts: Mapping[str, str]) -> tuple[list[Problem], list[tuple[str, str, str]]]:
    """Problems of the content, and its ids. Lines are those of `texts`; what stands elsewhere has line 1."""
    notes, content = Notes(texts), Content({name: raw for name, raw in tree.items() if name.startswith(FOLDERS)})
    for kind in KINDS:
        for path in filter(kind.holds, content.raw) if kind.where.startswith(FOLDERS) else ():
            try:
                content.shapes[path] = kind.shape.model_validate(content.raw[path])
            except ValidationError as error:
                content.unsure.update(kind.declares)
                for one in error.errors():
                    notes.error(path, one["loc"], "shape", f"{place(tuple(one['loc']))}: {plain(one)}")
    check_links(content, notes, Path("no-lock-for-packs"))
    check_conditions(content, notes)
    check_rules(content, notes, None)
    own = {path: shape for path, shape in content.shapes.items() if path in texts}
    check_texts(Content({path: content.raw[path] for path in own}, own), notes)
    return notes.problems, [(one.kind, one.id, one.file) for one in declared(content)]


def _what(one: Problem) -> tuple[str, str, str]:
    return one.file, one.kind, one.message


def _counts(ids: list[tuple[str, str, str]], pack: Extension) -> dict[str, int]:
    """How many entries of each kind stand in the files that the pack touches, ours in them included."""
    return {kind: sum(one == kind and file in pack.texts for one, _, file in ids) for kind in COUNTED}
