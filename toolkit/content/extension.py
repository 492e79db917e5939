"""Content packs: an agency or a country overrides and adds content by id, without code and without touching ours.

A pack is a folder with `pack.yaml` and files at the paths of the content that they extend. Entries of the same id are
laid over ours key by key; entries of a new id are added; a new file is a file more. A text that a pack replaces loses
its translation, unless the pack brings one: an old sentence in another language would ask something else.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import platformdirs
from pydantic import StringConstraints, ValidationError

from toolkit.content.overlay import name_of
from toolkit.content.read import APART, ContentError, of_folders, parsed, read_texts, read_tree
from toolkit.content.schema import Id, Shape, Text, Title

MANIFEST = "pack.yaml"
ENVIRONMENT = "TOOLKIT_PACKS"
RISK = ("questionnaires/", "controls/", "packs/", "methods/", "principles/", "glossary/")
"""What an assessment of a system asks, scores and explains."""

FOLDERS = (*RISK, *APART)
"""What a pack may extend: everything that readers see."""

CLAUSES, TERMS = "hub/clauses.yaml", "hub/terms/"
"""What our hub must answer is no matter of packs; terms that people have accepted are never changed."""

WHOLE = frozenset({"source", "applies_when", "when", "unless", "ask_when", "binding_when"})
"""Keys whose value is replaced as a whole: half a condition or half a source would say something else."""

LOCALES = "locales/"
_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)")
Version = Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]


class PackManifest(Shape):
    """pack.yaml."""

    id: Id
    version: Version
    title: Title
    extends: Annotated[str, StringConstraints(pattern=r"^core@\d+\.\d+\.\d+$")]
    publisher: Text
    note: Text


@dataclass(frozen=True)
class Extension:
    """A pack that could be read: its manifest, its files as plain data, and their texts."""

    manifest: PackManifest
    tree: Mapping[str, Any]
    texts: Mapping[str, str]


def packs_folder() -> Path | None:
    """Where installed packs are: TOOLKIT_PACKS, or `packs` in the data folder; None where the variable is empty."""
    given = os.environ.get(ENVIRONMENT)
    if given is not None:
        return Path(given) if given.strip() else None
    return Path(platformdirs.user_data_dir("responsible-ai-toolkit", appauthor=False)) / "packs"


def installed() -> tuple[Extension, ...]:
    """Every installed pack, by its id; raises ContentError, which names the pack and how to go on without it."""
    folder = packs_folder()
    if folder is None or not folder.is_dir():
        return ()
    found = []
    for path in sorted(folder.iterdir()):
        if (path / MANIFEST).is_file() and not path.name.startswith("."):
            try:
                found.append(read_pack(path))
            except ContentError as error:
                raise ContentError([*error.problems, f"{path}: mend or remove this pack"]) from error
    return tuple(sorted(found, key=lambda one: one.manifest.id))


def read_pack(folder: Path) -> Extension:
    """A pack in a folder; raises ContentError with every problem of its manifest and its files."""
    texts, problems = read_texts(folder)
    tree: dict[str, Any] = {}
    for name, text in texts.items():
        try:
            tree[name] = parsed(text, name)
        except ContentError as error:
            problems += error.problems
    manifest = _manifest(tree.pop(MANIFEST, None), problems)
    problems += [
        f"{name}: packs extend {', '.join(FOLDERS)} and their translations, not {CLAUSES}; move or remove this file"
        for name in tree
        if not of_folders(name, FOLDERS) or of_folders(name, CLAUSES)
    ]
    if problems or manifest is None:
        raise ContentError([f"{folder.name}/{problem}" for problem in problems])
    return Extension(manifest, tree, {name: text for name, text in texts.items() if name != MANIFEST})


def _manifest(raw: Any, problems: list[str]) -> PackManifest | None:
    if raw is None:
        problems.append(f"{MANIFEST}: is missing; a pack begins with id, version, title, extends, publisher and note")
        return None
    try:
        return PackManifest.model_validate(raw)
    except ValidationError as error:
        where = [(".".join(map(str, one["loc"])), one["msg"]) for one in error.errors()]
        problems += [f"{MANIFEST}: {place or 'the whole file'}: {message.lower()}" for place, message in where]
        return None


# ---------------------------------------------------------------- over ours


def read_extended(root: Path, wanted: Callable[[str], bool], packs: Iterable[Extension]) -> dict[str, Any]:
    """The wanted content files with each pack laid over them; raises ContentError."""
    return extended(read_tree(root, wanted), packs, wanted)


def extended(
    tree: Mapping[str, Any], packs: Iterable[Extension], wanted: Callable[[str], bool] = bool
) -> dict[str, Any]:
    """The content files with each pack laid over them, in the order given; raises ContentError for another core."""
    found = dict(tree)
    for pack in packs:
        _fits(pack.manifest, str(tree.get("questionnaires/risk.yaml", {}).get("version", "")))
        sources = sorted(filter(wanted, pack.tree), key=lambda path: path.startswith(LOCALES))
        for path in sources:
            if path.startswith(TERMS) and path in found:
                problem = "terms are never changed, because people have accepted them; write a version in a new file"
                raise ContentError([f"{pack.manifest.id}/{path}: {problem}"])
            _untranslate(found, path, pack.tree[path])
            found[path] = laid_over(found[path], pack.tree[path]) if path in found else pack.tree[path]
    return found


def _untranslate(found: dict[str, Any], path: str, theirs: Any) -> None:
    """Take away the translations of what a pack replaces in a file."""
    for overlay in [name for name in found if name.startswith(LOCALES) and name.endswith(f"/content/{path}")]:
        found[overlay] = still_true(found[overlay], found.get(path), theirs)


def still_true(text: Any, ours: Any, theirs: Any) -> Any:
    """The part of a translation whose source stays as it was; None where nothing of it does."""
    if ours == theirs:
        return text
    if isinstance(ours, list) and isinstance(theirs, list) and all(map(name_of, (*ours, *theirs))):
        ours, theirs = ({name_of(one): one for one in side} for side in (ours, theirs))
    if not all(isinstance(one, Mapping) for one in (text, ours, theirs)):
        return None
    kept = {key: still_true(text[key], ours.get(key), theirs.get(key, ours.get(key))) for key in text}
    return {key: value for key, value in kept.items() if value is not None}


def _fits(manifest: PackManifest, core: str) -> None:
    """A pack for 1.2.0 fits 1.2.0 and everything after it that begins with 1."""
    wanted, here = _numbers(manifest.extends), _numbers(core)
    if here and wanted and (wanted[0] != here[0] or wanted > here):
        here_is = f"extends {manifest.extends}, and the questionnaire here is {core}"
        raise ContentError([f"{manifest.id}/{MANIFEST}: {here_is}; get a pack for it"])


def _numbers(text: str) -> tuple[int, ...]:
    found = _VERSION.search(text)
    return tuple(map(int, found.groups())) if found else ()


def laid_over(ours: Any, theirs: Any) -> Any:
    """Ours with theirs over it: keys of a mapping, entries of a list by their id, all else as a whole."""
    if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
        both = {key: ours[key] if key not in theirs else _key(str(key), ours[key], theirs[key]) for key in ours}
        return both | {key: value for key, value in theirs.items() if key not in ours}
    if isinstance(ours, list) and isinstance(theirs, list) and all(name_of(one) for one in (*ours, *theirs)):
        own = {name_of(one): one for one in theirs}
        merged = [laid_over(one, own[name_of(one)]) if name_of(one) in own else one for one in ours]
        there = {name_of(one) for one in ours}
        return merged + [one for one in theirs if name_of(one) not in there]
    return theirs


def _key(key: str, ours: Any, theirs: Any) -> Any:
    return theirs if key in WHOLE else laid_over(ours, theirs)


def touching(packs: Iterable[Extension], folders: str | tuple[str, ...]) -> tuple[Extension, ...]:
    """The packs that have a file in some folders."""
    return tuple(one for one in packs if any(of_folders(name, folders) for name in one.tree))


def edition(version: str, packs: Sequence[Extension], folders: str | tuple[str, ...]) -> str:
    """The version of some folders with that of each pack that touches them: 1.0.0+atlantis@1.2.0."""
    return "+".join((version, *(f"{one.manifest.id}@{one.manifest.version}" for one in touching(packs, folders))))
