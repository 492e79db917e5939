"""The linter's first step: read every file, hold it against its shape, and list the ids that it declares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from toolkit.content import (
    guide_walk,
    schema,
    schema_guides,
    schema_hub,
    schema_items,
    schema_practice,
    schema_readiness,
    schema_rules,
    schema_search,
    schema_workshop,
)
from toolkit.content.check_report import At, Notes
from toolkit.content.guides import PATHS, TOUR_FILE
from toolkit.content.load import place, plain
from toolkit.content.read import APART, ContentError, parsed, read_texts
from toolkit.content.readiness import MANIFEST
from toolkit.content.workshop import AGENDAS, CASES, NOTES, TEXTS
from toolkit.content.workshop import MANIFEST as WORKSHOP_MANIFEST

Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Kind:
    """Where a kind of file lives (a path, or a folder with a closing slash), its shape, and the ids it declares.

    `but` is a file in the folder that is of another kind.
    """

    where: str
    shape: type[BaseModel]
    declares: tuple[str, ...] = ()
    but: str = ""

    def holds(self, path: str) -> bool:
        """Whether a file is of this kind."""
        rest = path.removeprefix(self.where)
        if path == self.but:
            return False
        return path == self.where or (self.where.endswith("/") and rest != path and "/" not in rest)


INSTRUMENTAL = "instrumental principle"
KINDS = (
    Kind("principles/principles.yaml", schema.PrinciplesFile, ("principle", INSTRUMENTAL)),
    Kind("principles/rights.yaml", schema.RightsFile, ("right",)),
    Kind("glossary/glossary.yaml", schema.GlossaryFile, ("term",)),
    Kind("questionnaires/profile.yaml", schema.ProfileFile, ("field", "option", "family")),
    Kind("questionnaires/facts.yaml", schema.FactsFile, ("fact",)),
    Kind("questionnaires/contradictions.yaml", schema.ContradictionsFile, ("contradiction",)),
    Kind("questionnaires/risk.yaml", schema_items.RiskManifest),
    Kind("questionnaires/risk/", schema_items.ItemsFile, ("item",)),
    Kind("controls/", schema_items.ControlsFile, ("control",)),
    Kind("packs/", schema_rules.PackFile, ("pack", "article", "trigger", "requirement")),
    Kind("methods/", schema_rules.MethodFile, ("method", "level")),
    Kind("guides/introduction/", schema_guides.ChapterFile, ("chapter", "section", "check-question")),
    Kind("guides/explorables/", schema_guides.ExplorableFile, ("explorable", "input")),
    Kind("guides/principles/", schema_guides.PrincipleFile, ("principle-page",)),
    Kind("guides/primers/", schema_practice.PrimerFile, ("primer",)),
    Kind(TOUR_FILE, schema_practice.TourFile, ("tour-page", "tour-question")),
    Kind("cases/", schema_practice.CaseFile, ("case", "decision")),
    Kind("roadmap/", schema_practice.BlockFile, ("block", "aspect", "recommendation"), but=PATHS),
    Kind(PATHS, schema_practice.PathsFile, ("path",)),
    Kind("readiness/", schema_readiness.DimensionFile, ("dimension", "statement"), but=MANIFEST),
    Kind(MANIFEST, schema_readiness.ReadinessFile),
    Kind("workbook/", schema_readiness.WorkbookFile, ("question",)),
    Kind("search/", schema_search.SynonymsFile),
    Kind("hub/catalogue.yaml", schema_hub.CatalogueFile, ("facet", "facet-value", "criterion", "withdrawal-reason")),
    Kind("hub/listings/", schema_hub.ListingsFile, ("listing",)),
    Kind("hub/terms/", schema_hub.TermsFile, ("terms", "terms-clause")),
    Kind("hub/guidance.yaml", schema_hub.GuidanceFile, ("guidance",)),
    Kind("hub/clauses.yaml", schema_hub.ClausesFile, ("clause",)),
    Kind("hub/learning/", schema_hub.ModuleFile, ("module", "module-section", "module-question")),
    Kind("hub/paths.yaml", schema_hub.LearningPathsFile, ("learning-path",)),
    Kind(WORKSHOP_MANIFEST, schema_workshop.WorkshopFile),
    Kind(AGENDAS, schema_workshop.AgendaFile, ("agenda",)),
    Kind(CASES, schema_workshop.TrainingFile, ("training", "inject")),
    Kind(NOTES, schema_workshop.NotesFile, ("note",)),
    Kind(TEXTS, schema_workshop.TextsFile, ("printed",)),
)
OLD_SUFFIX = ".yml"


@dataclass
class Content:
    """Everything that could be read. `unsure` are kinds of ids of which a file is missing or broken."""

    raw: dict[str, Any]
    shapes: dict[str, BaseModel] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)

    def all(self, shape: type[Shape]) -> Iterator[tuple[str, Shape]]:
        """Path and content of each valid file of a shape."""
        for path, found in self.shapes.items():
            if isinstance(found, shape):
                yield path, found

    def sure(self, *kinds: str) -> bool:
        """Whether every file that declares such ids is there and valid."""
        return self.unsure.isdisjoint(kinds)


@dataclass(frozen=True, slots=True)
class Declared:
    """An id that a file declares; options, families, articles, requirements and levels carry their parent's id."""

    kind: str
    id: str
    file: str
    at: At


def read_content(root: Path, extra: Mapping[str, str], notes: Notes) -> Content:
    """Read and validate the files of `root` and of a national pack (`extra`: name to text), noting each problem."""
    texts, problems = read_texts(root)
    for problem in problems:
        note_sentence(notes, problem)
    content = Content({})
    for name, text in {**texts, **extra}.items():
        try:
            content.raw[name] = parsed(text, name)
        except ContentError as error:
            note_sentence(notes, error.problems[0])
    notes.texts = {**texts, **extra}
    for kind in KINDS:
        _hold(kind, content, notes, extra)
    _stray(root, content, notes)
    return content


SENTENCE = re.compile(
    r"(?P<file>[^:]*?)(?:, line (?P<line>\d+))?(?:, column \d+|, unknown place)?: (?P<text>.*)", re.DOTALL
)


def note_sentence(notes: Notes, sentence: str) -> None:
    """Note a problem that a ContentError already put into words (file, line: text)."""
    found = SENTENCE.fullmatch(sentence)
    if found is None:
        notes.error_on(1, "", "unreadable", sentence)
    else:
        kind = "duplicate-key" if "duplicate key" in found["text"] else "unreadable"
        notes.error_on(int(found["line"] or 1), found["file"], kind, found["text"])


def _hold(kind: Kind, content: Content, notes: Notes, extra: Mapping[str, str]) -> None:
    paths = [path for path in content.raw if kind.holds(path)]
    if kind.shape is schema_rules.PackFile:
        paths += [name for name in extra if name in content.raw]
    if not paths:
        notes.error(kind.where, (), "missing-file", "nothing that can be read is here; add or restore the file")
        content.unsure.update(kind.declares)
    for path in paths:
        hold(kind, path, content, notes)
    if any(kind.holds(problem.file) and problem.file not in content.raw for problem in notes.problems):
        content.unsure.update(kind.declares)


def hold(kind: Kind, path: str, content: Content, notes: Notes) -> None:
    """Take a file into the content if its text, which the notes have, fits its kind; else note what is wrong."""
    shape, problems = validated(kind.shape, path, notes.texts[path])
    for at, message in problems:
        notes.error(path, at, "shape", f"{place(tuple(at))}: {message}")
    if shape is None:
        content.unsure.update(kind.declares)
    else:
        content.shapes[path] = shape


@lru_cache(maxsize=512)
def validated(shape: type[BaseModel], name: str, text: str) -> tuple[BaseModel | None, tuple[tuple[At, str], ...]]:
    """YAML text held against a shape: the shape, or the places and sentences that are wrong with it."""
    try:
        return shape.model_validate(parsed(text, name)), ()
    except ValidationError as error:
        return None, tuple((problem["loc"], plain(problem)) for problem in error.errors())


def _stray(root: Path, content: Content, notes: Notes) -> None:
    """Files in our folders that nothing reads, which an author would miss."""
    folders = (*(kind.where for kind in KINDS if kind.where.endswith("/")), *APART)
    for path in content.raw:
        if path.startswith(folders) and not any(kind.holds(path) for kind in KINDS):
            notes.warn(path, (), "unread-file", "nothing reads this file; move it one folder up, or remove it")
    for old in sorted(root.rglob(f"*{OLD_SUFFIX}")):
        name = old.relative_to(root).as_posix()
        notes.warn(name, (), "unread-file", "only .yaml files are read; rename the file to .yaml")


def declared(content: Content) -> Iterator[Declared]:
    """Every id of every valid file, in file order."""
    for path, shape in content.shapes.items():
        guide = isinstance(shape, guide_walk.SHAPES)
        for kind, name, at in guide_walk.ids(shape) if guide else _ids(shape):
            yield Declared(kind, name, path, at)


PLAIN: Mapping[type[BaseModel], tuple[str, str]] = {
    schema.RightsFile: ("right", "rights"),
    schema.GlossaryFile: ("term", "terms"),
    schema.FactsFile: ("fact", "facts"),
    schema.ContradictionsFile: ("contradiction", "contradictions"),
    schema_items.ItemsFile: ("item", "items"),
    schema_items.ControlsFile: ("control", "controls"),
}
"""Shapes with one list of entries: the kind of their ids and the key of the list."""


def _ids(shape: BaseModel) -> Iterator[tuple[str, str, At]]:
    match shape:
        case schema.PrinciplesFile():
            for top in shape.core:
                yield "principle", top.id, ("core", top.id)
                for kind in ("principle", INSTRUMENTAL):
                    yield from _numbered(kind, top.instrumental, ("core", top.id, "instrumental"))
        case schema.ProfileFile():
            for one in shape.fields:
                yield "field", one.id, ("fields", one.id)
                yield from _numbered("family", one.families, ("fields", one.id, "families"), f"{one.id}:")
                yield from _numbered("option", one.options, ("fields", one.id, "options"), f"{one.id}:")
        case schema_rules.PackFile():
            yield "pack", shape.id, ("id",)
            yield from _numbered("trigger", shape.triggers, ("triggers",))
            yield from _numbered("article", shape.articles, ("articles",), f"{shape.id}:")
            yield from _numbered("requirement", shape.requirements, ("requirements",), f"{shape.id}:")
        case schema_rules.MethodFile():
            yield "method", shape.id, ("id",)
            yield from _numbered("level", (*shape.levels, shape.unacceptable), ("levels",), f"{shape.id}:")
        case _ if type(shape) in PLAIN:
            kind, key = PLAIN[type(shape)]
            yield from _numbered(kind, getattr(shape, key), (key,))


def _numbered(kind: str, entries: Any, at: At, prefix: str = "") -> Iterator[tuple[str, str, At]]:
    return ((kind, f"{prefix}{entry.id}", (*at, position)) for position, entry in enumerate(entries))
