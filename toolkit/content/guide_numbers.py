"""How long and how hard each guide is to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel

from toolkit.content import schema_guides, schema_hub, schema_practice, schema_workshop
from toolkit.content.check_report import Measured
from toolkit.content.check_text import reading, sentences
from toolkit.content.guide_walk import At, Leaf, leaves
from toolkit.content.markdown import blocks
from toolkit.core.guides import reading_minutes


@dataclass(frozen=True, slots=True)
class Resource:
    """Something that has a page of its own, and where in its file it stands."""

    kind: str
    id: str
    shape: BaseModel
    at: At = ()


KINDS: tuple[tuple[type[BaseModel], str], ...] = (
    (schema_guides.ChapterFile, "chapter"),
    (schema_guides.ExplorableFile, "explorable"),
    (schema_guides.PrincipleFile, "principle"),
    (schema_practice.CaseFile, "case"),
    (schema_practice.PrimerFile, "primer"),
    (schema_practice.TourFile, "tour"),
    (schema_hub.ModuleFile, "module"),
    (schema_workshop.TrainingFile, "training"),
)


def resources(shape: BaseModel) -> Iterator[Resource]:
    """What a file of the guides holds: itself, or each recommendation of a block."""
    if isinstance(shape, schema_practice.BlockFile):
        for position, aspect in enumerate(shape.aspects):
            for number, one in enumerate(aspect.recommendations):
                at = ("aspects", position, "recommendations", number)
                yield Resource("recommendation", one.id, one, at)
    if isinstance(shape, schema_hub.ListingsFile):
        yield from (Resource("listing", x.id, x, ("listings", number)) for number, x in enumerate(shape.listings))
    for kind, name in KINDS:
        if isinstance(shape, kind):
            yield Resource(name, getattr(shape, "id", name), shape)


def words(found: Iterable[Leaf]) -> int:
    """How many words readers see in strings; the targets of links do not count."""
    return sum(_words_in(part) for part in _parts(found))


@lru_cache(maxsize=8192)
def _words_in(text: str) -> int:
    return sum(map(len, sentences(text)))


def _parts(found: Iterable[Leaf]) -> list[str]:
    return [part for leaf in found if leaf.readable for part in blocks(leaf.text)]


def _prose(found: Iterable[Leaf]) -> list[str]:
    """Whole sentences only: labels and headings would make a guide look easier than it is."""
    return [part for part in _parts(found) if part.rstrip("”’)").endswith((".", "?", ":"))]


def measured(shape: BaseModel) -> Iterator[Measured]:
    """Length and reading level of everything in a file of the guides."""
    for one in resources(shape):
        every = leaves(one.shape)
        number = words(every)
        plain = reading(_prose(leaf for leaf in every if not leaf.technical))
        technical = reading(_prose(leaf for leaf in every if leaf.technical))
        yield Measured(one.kind, one.id, number, reading_minutes(number), plain.grade, technical.grade)
