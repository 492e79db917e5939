"""From content files to the hub, in a language; apart from everything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from toolkit.content import schema_hub
from toolkit.content.extension import Extension, installed, read_extended
from toolkit.content.load import Reader, apart
from toolkit.content.overlay import localised
from toolkit.content.read import HUB, data_root, of_folders, text_digest
from toolkit.core.guides import texts_of
from toolkit.core.hub import Hub, Terms

SOURCE_LANGUAGE = "en"
CATALOGUE, GUIDANCE, CLAUSES, PATHS = (f"{HUB}{name}.yaml" for name in ("catalogue", "guidance", "clauses", "paths"))
LISTINGS, TERMS, LEARNING = (f"{HUB}{name}/" for name in ("listings", "terms", "learning"))


@lru_cache(maxsize=8)
def load_hub(lang: str = "en", root: Path | None = None) -> Hub:
    """The hub in a language (missing texts fall back to English); raises ContentError with every problem."""
    return hub_with(() if root else installed(), lang, root)


def hub_with(packs: Sequence[Extension], lang: str = SOURCE_LANGUAGE, root: Path | None = None) -> Hub:
    """The same with some packs."""
    base = root or data_root()
    folders = (f"locales/{lang}/", HUB)
    tree = read_extended(base, lambda name: of_folders(name, HUB) and name.startswith(folders), packs)
    source, overlays = apart(tree, lang)
    texts, translated = localised(source, overlays, lang)
    hub = _build(texts, lang, text_digest(source), translated)
    return hub if lang == SOURCE_LANGUAGE else replace(hub, terms=_whole(hub, hub_with(packs, SOURCE_LANGUAGE, root)))


def _whole(hub: Hub, source: Hub) -> tuple[Terms, ...]:
    """Each version of the terms in one language only: nobody accepts a text that is half translated."""
    pairs = zip(hub.terms, source.terms, strict=True)
    return tuple(replace(one, lang=hub.lang) if _complete(one, hub) else theirs for one, theirs in pairs)


def _complete(terms: Terms, hub: Hub) -> bool:
    return all(passage.text in hub.translated for passage in texts_of(terms))


def _build(raw: Mapping[str, Any], lang: str, digest: str, translated: frozenset[str]) -> Hub:
    reader = Reader(raw)
    catalogue = reader.one(schema_hub.CatalogueFile, CATALOGUE)
    listed = reader.many(schema_hub.ListingsFile, LISTINGS)
    terms = reader.many(schema_hub.TermsFile, TERMS)
    guidance = reader.one(schema_hub.GuidanceFile, GUIDANCE)
    clauses = reader.one(schema_hub.ClausesFile, CLAUSES)
    modules = reader.many(schema_hub.ModuleFile, LEARNING)
    paths = reader.one(schema_hub.LearningPathsFile, PATHS)
    reader.stop_on_problems()
    listings = (one.core() for file in listed for one in file.listings)
    versions = (one.core() for one in terms)
    return Hub(
        lang=lang,
        sha256=digest,
        catalogue=catalogue.core(),
        listings=tuple(sorted(listings, key=lambda one: (one.name.casefold(), one.id))),
        terms=tuple(sorted(versions, key=_version)),
        guidance=tuple(one.core() for one in guidance.guidance),
        clauses=tuple(one.core() for one in clauses.clauses),
        modules=tuple(one.core() for one in sorted(modules, key=lambda one: one.order)),
        paths=tuple(one.core() for one in paths.paths),
        translated=translated,
    )


def _version(terms: Terms) -> tuple[int, ...]:
    return tuple(int(part) for part in terms.version.split("."))
