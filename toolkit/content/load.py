"""From content files to the nouns of the core, in a language: the library that every other floor reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from toolkit.content import schema, schema_items, schema_rules
from toolkit.content.extension import RISK, Extension, edition, installed, read_extended
from toolkit.content.overlay import localised
from toolkit.content.read import APART, ContentError, data_root, of_folders, read_text, text_digest
from toolkit.core.law import Pack
from toolkit.core.method import Method
from toolkit.core.model import (
    Contradiction,
    Control,
    FactDeclaration,
    Item,
    Principle,
    ProfileField,
    Right,
    Term,
    ToolkitError,
)

Shape = TypeVar("Shape", bound=BaseModel)
Named = TypeVar("Named", Principle, Item, ProfileField)
DISTRIBUTIONS = "methods/answer-distributions.json"
SCORED = ("questionnaires/", "controls/", "principles/principles.yaml")
"""Files that decide what is asked: they make up the content hash. Methods and packs have versions of their own."""


@dataclass(frozen=True, eq=False)
class Library:
    """All content in one language. `sha256` is of the source language: translation never changes it."""

    lang: str
    version: str
    sha256: str
    questionnaire: str
    title: str
    default_method: str
    principles: tuple[Principle, ...]
    rights: Mapping[str, Right]
    terms: tuple[Term, ...]
    profile: tuple[ProfileField, ...]
    facts: tuple[FactDeclaration, ...]
    contradictions: tuple[Contradiction, ...]
    items: tuple[Item, ...]
    controls: Mapping[str, Control]
    packs: tuple[Pack, ...]
    methods: Mapping[str, Method]
    losses: Mapping[str, tuple[float, float]]
    distributions: Mapping[str, Any]
    translated: frozenset[str]

    @property
    def tree(self) -> dict[str, tuple[str, ...]]:
        """Core principle id to its instrumental principle ids, in reading order."""
        return {
            top.id: tuple(x.id for x in self.principles if x.parent == top.id)
            for top in self.principles
            if not top.parent
        }

    def principle(self, name: str) -> Principle:
        """A principle by id; raises ToolkitError with the ids there are."""
        return _named(self.principles, name, "principle")

    def item(self, name: str) -> Item:
        """A risk item by id; raises ToolkitError."""
        return _named(self.items, name, "risk item")

    def field(self, name: str) -> ProfileField:
        """A profile field by id; raises ToolkitError."""
        return _named(self.profile, name, "profile field")

    def method(self, name: str = "") -> Method:
        """A scoring method by id, or the default one; raises ToolkitError."""
        wanted = name or self.default_method
        if wanted not in self.methods:
            raise ToolkitError(f"there is no scoring method “{wanted}”; choose one of {', '.join(self.methods)}")
        return self.methods[wanted]


def _named(things: Iterable[Named], name: str, kind: str) -> Named:
    for thing in things:
        if thing.id == name:
            return thing
    raise ToolkitError(f"there is no {kind} “{name}”")


@lru_cache(maxsize=16)
def load_library(lang: str = "en", root: Path | None = None) -> Library:
    """The library in a language (missing texts fall back to English); raises ContentError with every problem.

    Installed packs extend the content that ships with the toolkit, and count from the next start.
    """
    return library_with(() if root else installed(), lang, root)


def library_with(packs: Sequence[Extension], lang: str = "en", root: Path | None = None) -> Library:
    """The library with some packs, in a language; raises ContentError with every problem."""
    base = root or data_root()
    tree = read_extended(base, lambda name: not of_folders(name, APART), packs)
    source, overlays = apart(tree, lang)
    texts, translated = localised(source, overlays, lang)
    digest = text_digest({p: r for p, r in source.items() if p.startswith(SCORED)})
    found = _build(texts, lang, translated, digest, base)
    return replace(found, version=edition(found.version, packs, RISK))


def apart(tree: Mapping[str, Any], lang: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The source files of a tree, and the overlays of a language by the path of their source."""
    prefix = f"locales/{lang}/content/"
    source = {path: raw for path, raw in tree.items() if not path.startswith("locales/")}
    return source, {path.removeprefix(prefix): raw for path, raw in tree.items() if path.startswith(prefix)}


@dataclass(frozen=True)
class _Files:
    """Every content file, valid."""

    manifest: schema_items.RiskManifest
    principles: schema.PrinciplesFile
    rights: schema.RightsFile
    glossary: schema.GlossaryFile
    profile: schema.ProfileFile
    facts: schema.FactsFile
    contradictions: schema.ContradictionsFile
    items: list[schema_items.ItemsFile]
    controls: list[schema_items.ControlsFile]
    packs: list[schema_rules.PackFile]
    methods: list[schema_rules.MethodFile]


def _files(raw: Mapping[str, Any]) -> _Files:
    reader = Reader(raw)
    files = _Files(
        manifest=reader.one(schema_items.RiskManifest, "questionnaires/risk.yaml"),
        principles=reader.one(schema.PrinciplesFile, "principles/principles.yaml"),
        rights=reader.one(schema.RightsFile, "principles/rights.yaml"),
        glossary=reader.one(schema.GlossaryFile, "glossary/glossary.yaml"),
        profile=reader.one(schema.ProfileFile, "questionnaires/profile.yaml"),
        facts=reader.one(schema.FactsFile, "questionnaires/facts.yaml"),
        contradictions=reader.one(schema.ContradictionsFile, "questionnaires/contradictions.yaml"),
        items=reader.many(schema_items.ItemsFile, "questionnaires/risk/"),
        controls=reader.many(schema_items.ControlsFile, "controls/"),
        packs=reader.many(schema_rules.PackFile, "packs/"),
        methods=reader.many(schema_rules.MethodFile, "methods/"),
    )
    reader.stop_on_problems()
    return files


def _build(raw: Mapping[str, Any], lang: str, translated: frozenset[str], digest: str, root: Path) -> Library:
    files = _files(raw)
    named = files.principles.principles()
    place = {principle.id: position for position, principle in enumerate(named)}
    items = [shape.core(file.principle) for file in files.items for shape in file.items]
    return Library(
        lang=lang,
        version=files.manifest.version,
        sha256=digest,
        questionnaire=files.manifest.id,
        title=files.manifest.title,
        default_method=files.manifest.default_method,
        principles=named,
        rights={right.id: right.core() for right in files.rights.rights},
        terms=tuple(term.core() for term in files.glossary.terms),
        profile=tuple(field.core() for field in files.profile.fields),
        facts=tuple(fact.core() for fact in files.facts.facts),
        contradictions=tuple(one.core() for one in files.contradictions.contradictions),
        items=tuple(sorted(items, key=lambda item: place.get(item.principle, len(place)))),
        controls={control.id: control.core() for file in files.controls for control in file.controls},
        packs=tuple(pack.core() for pack in files.packs),
        methods={method.id: _safely(method.core, method.id) for method in files.methods},
        losses={method.id: (method.losses.needless_escalation, method.losses.miss) for method in files.methods},
        distributions=_distributions(root),
        translated=translated,
    )


def _distributions(root: Path) -> Mapping[str, Any]:
    try:
        data: Mapping[str, Any] = json.loads(read_text(root / DISTRIBUTIONS, DISTRIBUTIONS))
    except ValueError as error:
        raise ContentError([f"{DISTRIBUTIONS}: not readable as JSON ({error}); restore the file"]) from error
    return data


def _safely(build: Callable[[], Method], name: str) -> Method:
    try:
        return build()
    except (ToolkitError, KeyError) as error:
        raise ContentError([f"methods/{name}.yaml: {error}"]) from error


class Reader:
    """Validates raw files and gathers their problems, so that an author sees all of them at once."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        self.problems: list[str] = []

    def one(self, shape: type[Shape], path: str) -> Shape:
        """The file at `path` as `shape`; a problem is noted and a stand-in without content returned."""
        if path not in self.raw:
            self.problems.append(f"{path}: the file is missing")
            return shape.model_construct()
        try:
            return shape.model_validate(self.raw[path])
        except ValidationError as error:
            self.problems += [f"{path}: {place(problem['loc'])}: {plain(problem)}" for problem in error.errors()]
            return shape.model_construct()

    def many(self, shape: type[Shape], folder: str) -> list[Shape]:
        """Every file of a folder."""
        paths = [path for path in self.raw if path.startswith(folder) and "/" not in path.removeprefix(folder)]
        if not paths:
            self.problems.append(f"{folder}: the folder has no content file")
        return [self.one(shape, path) for path in paths]

    def stop_on_problems(self) -> None:
        """Raise ContentError if anything was noted."""
        if self.problems:
            raise ContentError(self.problems)


def place(location: tuple[int | str, ...]) -> str:
    """A readable path such as items[2].impact.5."""
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.lstrip(".") or "the whole file"


def plain(problem: Any) -> str:
    """A pydantic problem as a sentence an author can act on."""
    if problem["type"] == "missing":
        return "this key is missing; add it"
    if problem["type"] == "extra_forbidden":
        return "this key is not known here; check its spelling"
    message = str(problem["msg"]).removeprefix("Value error, ")
    return message[:1].lower() + message[1:]
