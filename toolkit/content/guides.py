"""From content files to the guides, in a language; apart from the risk library, which never waits for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from toolkit.content import schema_guides, schema_practice
from toolkit.content.extension import Extension, installed, read_extended
from toolkit.content.load import Reader, apart
from toolkit.content.overlay import localised
from toolkit.content.read import GUIDES, data_root, of_guides, text_digest
from toolkit.core.guides import TOUR, Guides, address, texts_of
from toolkit.core.practice import ACTIVITIES, ROLES, Tour

Shape = TypeVar("Shape", bound=schema_guides.GuideShape)

PATHS = "roadmap/roadmap.yaml"
TOUR_FILE = "guides/tour.yaml"
SOURCE_LANGUAGE = "en"


@lru_cache(maxsize=8)
def load_guides(lang: str = SOURCE_LANGUAGE, root: Path | None = None) -> Guides:
    """The guides in a language (missing texts fall back to English); raises ContentError with every problem.

    A kind without any file is empty here; `toolkit check` says what is missing.
    """
    return guides_with(() if root else installed(), lang, root)


def guides_with(packs: Sequence[Extension], lang: str = SOURCE_LANGUAGE, root: Path | None = None) -> Guides:
    """The same with some packs."""
    base = root or data_root()
    folders = (f"locales/{lang}/", *GUIDES)
    tree = read_extended(base, lambda name: of_guides(name) and name.startswith(folders), packs)
    source, overlays = apart(tree, lang)
    texts, translated = localised(source, overlays, lang)
    found = _build(texts, lang, text_digest(source), translated)
    left = frozenset(_left(found)) if lang != SOURCE_LANGUAGE else frozenset()
    return replace(found, untranslated=left)


def _build(raw: Mapping[str, Any], lang: str, digest: str, translated: frozenset[str]) -> Guides:
    reader = Reader(raw)
    chapters = _all(reader, schema_guides.ChapterFile, "guides/introduction/")
    explorables = _all(reader, schema_guides.ExplorableFile, "guides/explorables/")
    pages = _all(reader, schema_guides.PrincipleFile, "guides/principles/")
    cases = _all(reader, schema_practice.CaseFile, "cases/")
    blocks = _all(reader, schema_practice.BlockFile, "roadmap/", but=PATHS)
    primers = _all(reader, schema_practice.PrimerFile, "guides/primers/")
    paths = reader.one(schema_practice.PathsFile, PATHS) if PATHS in raw else None
    tour = reader.one(schema_practice.TourFile, TOUR_FILE) if TOUR_FILE in raw else None
    reader.stop_on_problems()
    return Guides(
        lang=lang,
        sha256=digest,
        chapters=tuple(one.core() for one in sorted(chapters, key=lambda one: one.order)),
        explorables=tuple(one.core() for one in sorted(explorables, key=lambda one: (one.order, one.id))),
        pages=tuple(one.core() for one in pages),
        cases=tuple(one.core() for one in cases),
        blocks=tuple(one.core() for one in blocks),
        paths=tuple(one.core() for one in paths.paths) if paths else (),
        primers=tuple(one.core() for one in sorted(primers, key=_order)),
        tour=tour.core() if tour else Tour(),
        translated=translated,
    )


def _all(reader: Reader, shape: type[Shape], folder: str, but: str = "") -> list[Shape]:
    rest = {path: path.removeprefix(folder) for path in reader.raw if path.startswith(folder) and path != but}
    return [reader.one(shape, path) for path, name in rest.items() if "/" not in name]


def _order(primer: schema_practice.PrimerFile) -> tuple[int, int]:
    return ROLES.index(primer.role), ACTIVITIES.index(primer.activity)


def _left(guides: Guides) -> Iterator[str]:
    """The addresses of what has text that is not translated."""
    for kind, one in guides.resources():
        if any(passage.text not in guides.translated for passage in texts_of(one)):
            yield address(kind, one.id)
    if any(passage.text not in guides.translated for passage in texts_of(guides.tour)):
        yield TOUR
