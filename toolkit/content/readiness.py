"""From content files to the readiness assessment, in a language; apart from everything else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from toolkit.content.extension import Extension, edition, installed, read_extended
from toolkit.content.load import Reader, apart
from toolkit.content.overlay import localised
from toolkit.content.read import READINESS, data_root, of_folders, text_digest
from toolkit.content.schema_readiness import DimensionFile, ReadinessFile
from toolkit.core.statements import DIMENSIONS, Dimension, Readiness

MANIFEST = "readiness/readiness.yaml"
SHORT = 16
"""Characters of a fingerprint."""


@lru_cache(maxsize=8)
def load_readiness(lang: str = "en", root: Path | None = None) -> Readiness:
    """The readiness assessment in a language (missing texts fall back to English); raises ContentError."""
    return readiness_with(() if root else installed(), lang, root)


def readiness_with(packs: Sequence[Extension], lang: str = "en", root: Path | None = None) -> Readiness:
    """The same with some packs; its version names each that touches it."""
    base = root or data_root()
    folders = (f"locales/{lang}/", READINESS)
    tree = read_extended(base, lambda name: of_folders(name, READINESS) and name.startswith(folders), packs)
    source, overlays = apart(tree, lang)
    texts, translated = localised(source, overlays, lang)
    found = _build(texts, lang, text_digest(source), translated)
    prints = fingerprints(source, "statements", ("statement", "levels"))
    marked = tuple(_marked(one, prints) for one in found.dimensions)
    return replace(found, dimensions=marked, version=edition(found.version, packs, READINESS))


def _build(raw: Mapping[str, Any], lang: str, digest: str, translated: frozenset[str]) -> Readiness:
    reader = Reader(raw)
    manifest = reader.one(ReadinessFile, MANIFEST)
    files = [reader.one(DimensionFile, path) for path in raw if path != MANIFEST]
    reader.stop_on_problems()
    return Readiness(
        lang=lang,
        sha256=digest,
        version=manifest.version,
        title=manifest.title,
        target=manifest.target_default,
        theta=Fraction(str(manifest.theta)),
        lenient=Fraction(str(manifest.theta_lenient)),
        dimensions=tuple(one.core() for one in sorted(files, key=lambda one: DIMENSIONS.index(one.dimension))),
        gates=tuple(one.core() for one in manifest.gates),
        translated=translated,
    )


def fingerprints(source: Mapping[str, Any], entries: str, keys: Iterable[str]) -> dict[str, str]:
    """Id to what identifies the wording of each entry in the source language, whatever its translation."""
    names = tuple(keys)
    every = [entry for raw in source.values() for entry in raw.get(entries, ())]
    return {entry["id"]: text_digest({name: entry[name] for name in names})[:SHORT] for entry in every}


def _marked(dimension: Dimension, prints: Mapping[str, str]) -> Dimension:
    marked = (replace(one, dimension=dimension.id, fingerprint=prints[one.id]) for one in dimension.statements)
    return replace(dimension, statements=tuple(marked))
