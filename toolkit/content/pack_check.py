"""The linter for content packs: only what the pack brings is told, with file and line of the pack."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from toolkit.content.check_conditions import check_conditions
from toolkit.content.check_guide_text import check_guide_texts
from toolkit.content.check_guides import check_guides
from toolkit.content.check_hub import check_hub
from toolkit.content.check_links import check_links
from toolkit.content.check_readiness import check_readiness
from toolkit.content.check_report import Notes, Problem, Report
from toolkit.content.check_rules import check_rules
from toolkit.content.check_search import check_search
from toolkit.content.check_shapes import KINDS, Content, declared, note_sentence
from toolkit.content.check_text import check_texts
from toolkit.content.check_workbook import check_workbook
from toolkit.content.check_workshop import check_workshop
from toolkit.content.extension import FOLDERS, LOCALES, RISK, Extension, extended, read_pack, touching
from toolkit.content.guides import guides_with
from toolkit.content.hub import hub_with
from toolkit.content.load import library_with, place, plain
from toolkit.content.read import (
    APART,
    GUIDES,
    HUB,
    READINESS,
    SEARCH,
    WORKBOOK,
    WORKSHOP,
    ContentError,
    data_root,
    of_folders,
    read_tree,
)
from toolkit.content.readiness import readiness_with
from toolkit.content.synonyms import synonyms_with
from toolkit.content.workbook import PRINCIPLES, workbook_with
from toolkit.content.workshop import trainers_with

ITEMS = "questionnaires/risk/"
LEFT_OUT = {"not": "always"}
"""The condition by which a pack leaves an item out."""

_COUNTED = """
item control pack trigger method fact term option statement question chapter case recommendation primer listing module
agenda training note
"""
COUNTED = tuple(_COUNTED.split())

OUR_SIZE = frozenset({("roadmap/", "wrong-count")})
"""How many of something there are in our own edition, which a pack need not keep to."""

READERS: Mapping[str | tuple[str, ...], Callable[..., object]] = {
    RISK: library_with,
    GUIDES: guides_with,
    READINESS: readiness_with,
    WORKBOOK: workbook_with,
    WORKSHOP: trainers_with,
    SEARCH: synonyms_with,
    HUB: hub_with,
}


def check_pack(folder: Path) -> Report:
    """A pack against the content of the toolkit: its shapes, ids, conditions, rules and texts. Raises nothing."""
    notes = Notes({})
    try:
        pack = read_pack(folder)
        whole = bool(touching((pack,), APART))
        core = _core(whole)
        tree = extended(core, (pack,))
    except ContentError as error:
        return _failed(notes, error)
    found, ids = _problems(_asked(tree), pack.texts, whole)
    known = {_what(one) for one in _problems(core, {}, whole)[0]}
    new = tuple(one for one in found if _what(one) not in known and not _of_size(one))
    if not any(one.severity.value == "error" for one in new):
        try:
            _read(pack)
        except ContentError as error:
            return _failed(notes, error)
    return Report(tuple(sorted(set(new))), _counts(ids, pack))


def _core(whole: bool) -> dict[str, Any]:
    """Our content as the readers read it, which finds it in their caches; without what is read apart, or whole."""
    found = read_tree(data_root(), lambda name: not of_folders(name, APART))
    parts = (GUIDES, (READINESS,), (WORKBOOK, PRINCIPLES), (WORKSHOP,), (SEARCH,), (HUB,)) if whole else ()
    for part in parts:
        found |= _folder(part)
    return found


def _folder(part: tuple[str, ...]) -> dict[str, Any]:
    return read_tree(data_root(), lambda name: name.startswith(part))


def _read(pack: Extension) -> None:
    """Read what the pack touches, in English and in each language that it brings; raises ContentError."""
    langs = {"en"} | {name.split("/")[1] for name in pack.tree if name.startswith(LOCALES)}
    for folders, reader in READERS.items():
        for lang in sorted(langs) if touching((pack,), folders) else ():
            reader((pack,), lang)


def _of_size(one: Problem) -> bool:
    return any(one.file.startswith(folder) and one.kind == kind for folder, kind in OUR_SIZE)


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


def _problems(
    tree: Mapping[str, Any], texts: Mapping[str, str], whole: bool
) -> tuple[list[Problem], list[tuple[str, str, str]]]:
    """Problems of the content, and its ids. Lines are those of `texts`; what stands elsewhere has line 1."""
    wanted = FOLDERS if whole else RISK
    notes, content = Notes(texts), Content({name: raw for name, raw in tree.items() if name.startswith(wanted)})
    for kind in KINDS:
        for path in filter(kind.holds, content.raw) if kind.where.startswith(wanted) else ():
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
    if whole:
        _apart(content, own, notes)
    return notes.problems, [(one.kind, one.id, one.file) for one in declared(content)]


def _apart(content: Content, own: Mapping[str, Any], notes: Notes) -> None:
    """Problems of what is read apart; texts are read in files of the pack only."""
    check_guides(content, notes)
    mine = Content({path: content.raw[path] for path in own}, dict(own), content.unsure)
    check_guide_texts(mine, declared(content), notes)
    for each in (check_readiness, check_workbook, check_search, check_hub, check_workshop):
        each(content, notes)


def _what(one: Problem) -> tuple[str, str, str]:
    return one.file, one.kind, one.message


def _counts(ids: list[tuple[str, str, str]], pack: Extension) -> dict[str, int]:
    """How many entries of each kind stand in the files that the pack touches, ours in them included."""
    return {kind: sum(one == kind and file in pack.texts for one, _, file in ids) for kind in COUNTED}
