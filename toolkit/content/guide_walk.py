"""What stands where in the files of the guides: texts, ids that they declare, ids that they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from toolkit.content import schema, schema_guides, schema_hub, schema_practice, schema_readiness, schema_workshop
from toolkit.core.guide_links import LINKS

At = tuple[str | int, ...]

NAMED: Mapping[str, str] = {
    **LINKS,
    "recommendation": "recommendation",
    "needs": "recommendation",
    "meets": "clause",
    "not_stated": "criterion",
    "applications": "option",
    "techniques": "option",
}
"""Fields that hold ids, and the kind of thing that they name."""

PREFIX: Mapping[str, str] = {"applications": "application:", "techniques": "technique:"}
"""Options carry the id of their profile field."""


SHAPES = (schema_guides.GuideShape, schema_practice.PathsFile, *schema_hub.FILES)
"""What a file of the guides, of readiness, of the workbook, of workshops or of the hub may be."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A string in a file of the guides; `field` is that of its noun, `holds` its annotation there."""

    at: At
    field: str
    text: str
    holds: str

    @property
    def readable(self) -> bool:
        """Whether it is a text for readers."""
        return "Text" in self.holds or self.markdown

    @property
    def markdown(self) -> bool:
        """Whether it may use Markdown."""
        return "Markdown" in self.holds

    @property
    def technical(self) -> bool:
        """Whether it is written for specialists."""
        return "more" in self.at or "advanced" in self.at


class _Same:
    """A shape as a key: shapes never change, and the same file gives the same one again."""

    __slots__ = ("shape",)

    def __init__(self, shape: BaseModel) -> None:
        self.shape = shape

    def __hash__(self) -> int:
        return id(self.shape)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.shape is self.shape


def leaves(shape: BaseModel) -> tuple[Leaf, ...]:
    """Every string of a shape with its place; sources have none."""
    return _remembered(_Same(shape))


@lru_cache(maxsize=1024)
def _remembered(same: _Same) -> tuple[Leaf, ...]:
    return tuple(_walk(same.shape, ()))


def _walk(shape: BaseModel, at: At) -> Iterator[Leaf]:
    nouns = getattr(getattr(shape, "noun", None), "__dataclass_fields__", {})
    for name, field in type(shape).model_fields.items():
        holds = str(nouns[name].type) if name in nouns else ""
        yield from _leaves(getattr(shape, name), (*at, field.alias or name), name, holds)


def _leaves(value: Any, at: At, name: str, holds: str) -> Iterator[Leaf]:
    if isinstance(value, str):
        yield Leaf(at, name, value, holds)
    elif isinstance(value, BaseModel) and not isinstance(value, schema.SourceShape):
        yield from _walk(value, at)
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from _leaves(entry, (*at, key), name, holds)
    elif isinstance(value, tuple):
        for position, entry in enumerate(value):
            yield from _leaves(entry, (*at, position), name, holds)


def named(shape: BaseModel) -> Iterator[tuple[str, str, At]]:
    """Kind, id and place of everything that a file of the guides names."""
    if isinstance(shape, schema_guides.PrincipleFile):
        yield "principle", shape.id, ("id",)
    if isinstance(shape, schema_readiness.DimensionFile):
        yield "block", shape.dimension, ("dimension",)
    if isinstance(shape, schema_readiness.WorkbookFile):
        yield "principle", shape.principle, ("principle",)
    yield from _named_in_hub(shape)
    if isinstance(shape, schema_workshop.TrainingFile):
        yield from ((one.about, one.subject, ("questions", at)) for at, one in enumerate(shape.questions))
    if isinstance(shape, schema_workshop.NotesFile) and shape.about != "kind":
        yield from ((shape.about, one.id, ("notes", at)) for at, one in enumerate(shape.notes))
    for leaf in leaves(shape):
        if leaf.field in NAMED and leaf.text:
            yield NAMED[leaf.field], f"{PREFIX.get(leaf.field, '')}{leaf.text}", leaf.at
        if leaf.field == "of" and leaf.text:
            yield "part", f"{_owner(shape, leaf.at)}:{leaf.text}", leaf.at


def _named_in_hub(shape: BaseModel) -> Iterator[tuple[str, str, At]]:
    match shape:
        case schema_hub.CatalogueFile():
            yield from (
                ("option", leaf.text, leaf.at) for leaf in leaves(shape) if leaf.field == "option" and leaf.text
            )
        case schema_hub.ListingsFile():
            for position, one in enumerate(shape.listings):
                at: At = ("listings", position)
                yield from _facets_of(one, at)
                yield from (("criterion", x.id, (*at, "stated", number)) for number, x in enumerate(one.stated))
        case schema_hub.LearningPathsFile():
            for position, path in enumerate(shape.paths):
                for number, step in enumerate(path.steps):
                    kind = "principle-page" if step.kind == "principle" else step.kind
                    yield kind, step.target, ("paths", position, "steps", number)


def _facets_of(one: schema_hub.ListingShape, at: At) -> Iterator[tuple[str, str, At]]:
    for facet, values in one.facets.items():
        yield "facet", facet, (*at, "facets", facet)
        yield from (("facet-value", f"{facet}:{name}", (*at, "facets", facet, x)) for x, name in enumerate(values))


def _owner(shape: BaseModel, at: At) -> str:
    """What a diagram belongs to: its file, and in the tour its page."""
    page = f":{at[1]}" if isinstance(shape, schema_practice.TourFile) else ""
    return f"{getattr(shape, 'id', 'tour')}{page}"


def ids(shape: BaseModel) -> Iterator[tuple[str, str, At]]:
    """Kind, id and place of everything that a file of the guides declares."""
    match shape:
        case schema_guides.ChapterFile():
            yield "chapter", shape.id, ("id",)
            yield from _each("section", shape.sections, ("sections",), f"{shape.id}:")
            yield from _each("check-question", shape.check, ("check",))
        case schema_guides.ExplorableFile():
            yield "explorable", shape.id, ("id",)
            yield from _each("input", shape.inputs, ("inputs",), f"{shape.id}:")
        case schema_guides.PrincipleFile():
            yield "principle-page", shape.id, ("id",)
        case schema_practice.CaseFile():
            yield "case", shape.id, ("id",)
            yield from _each("decision", shape.decisions, ("decisions",))
        case schema_practice.BlockFile():
            yield "block", shape.id, ("id",)
            yield from _each("aspect", shape.aspects, ("aspects",))
            for position, aspect in enumerate(shape.aspects):
                yield from _each("recommendation", aspect.recommendations, ("aspects", position, "recommendations"))
        case schema_practice.PathsFile():
            yield from _each("path", shape.paths, ("paths",))
        case schema_practice.PrimerFile():
            yield "primer", shape.id, ("id",)
        case schema_practice.TourFile():
            yield from _each("tour-page", shape.pages, ("pages",))
            yield from _each("tour-question", shape.check, ("check",))
    yield from _of_work(shape)
    yield from _of_hub(shape)
    yield from _parts(shape)


def _of_work(shape: BaseModel) -> Iterator[tuple[str, str, At]]:
    match shape:
        case schema_readiness.DimensionFile():
            yield "dimension", shape.dimension, ("dimension",)
            yield from _each("statement", shape.statements, ("statements",))
        case schema_readiness.WorkbookFile():
            yield from _each("question", shape.questions, ("questions",))
        case schema_workshop.AgendaFile():
            yield "agenda", shape.id, ("id",)
        case schema_workshop.TrainingFile():
            yield "training", shape.id, ("id",)
            yield from _each("inject", shape.injects, ("injects",))
        case schema_workshop.NotesFile():
            yield from _each("note", shape.notes, ("notes",))
        case schema_workshop.TextsFile():
            yield from _each("printed", shape.texts, ("texts",))


def _of_hub(shape: BaseModel) -> Iterator[tuple[str, str, At]]:
    match shape:
        case schema_hub.CatalogueFile():
            yield from _each("facet", shape.facets, ("facets",))
            for position, facet in enumerate(shape.facets):
                yield from _each("facet-value", facet.values, ("facets", position, "values"), f"{facet.id}:")
            yield from _each("criterion", shape.criteria, ("criteria",))
            yield from _each("withdrawal-reason", shape.reasons, ("reasons",))
        case schema_hub.ListingsFile():
            yield from _each("listing", shape.listings, ("listings",))
        case schema_hub.TermsFile():
            yield "terms", shape.id, ("id",)
            for position, part in enumerate(shape.parts):
                yield from _each("terms-clause", part.clauses, ("parts", position, "clauses"), f"{shape.id}:")
        case schema_hub.GuidanceFile():
            yield from _each("guidance", shape.guidance, ("guidance",))
        case schema_hub.ClausesFile():
            yield from _each("clause", shape.clauses, ("clauses",))
        case schema_hub.ModuleFile():
            yield "module", shape.id, ("id",)
            yield from _each("module-section", shape.sections, ("sections",), f"{shape.id}:")
            yield from _each("module-question", shape.check, ("check",))
        case schema_hub.LearningPathsFile():
            yield from _each("learning-path", shape.paths, ("paths",))


def _parts(shape: BaseModel) -> Iterator[tuple[str, str, At]]:
    for leaf in leaves(shape):
        if "diagram" in leaf.at and leaf.field == "id":
            yield "part", f"{_owner(shape, leaf.at)}:{leaf.text}", leaf.at


def _each(kind: str, entries: Any, at: At, prefix: str = "") -> Iterator[tuple[str, str, At]]:
    return ((kind, f"{prefix}{entry.id}", (*at, position)) for position, entry in enumerate(entries))
