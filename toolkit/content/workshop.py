"""From content files to everything for trainers, in a language; apart from everything else."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from toolkit.content import schema_workshop as shapes
from toolkit.content.extension import Extension, installed, read_extended
from toolkit.content.load import Reader, apart
from toolkit.content.overlay import localised
from toolkit.content.read import WORKSHOP, ContentError, data_root, of_folders, read_text, text_digest
from toolkit.core.agreement import Band, Bands
from toolkit.core.training import Trainers

MANIFEST, TEXTS = "workshop/workshop.yaml", "workshop/texts.yaml"
AGENDAS, CASES, NOTES = "workshop/agendas/", "workshop/training/", "workshop/notes/"
RANDOM_BANDS = "workshop/random-bands.json"


@lru_cache(maxsize=8)
def load_trainers(lang: str = "en", root: Path | None = None) -> Trainers:
    """Everything for trainers in a language (missing texts fall back to English); raises ContentError."""
    return trainers_with(() if root else installed(), lang, root)


def trainers_with(packs: Sequence[Extension], lang: str = "en", root: Path | None = None) -> Trainers:
    """The same with some packs."""
    base = root or data_root()
    folders = (f"locales/{lang}/", WORKSHOP)
    tree = read_extended(base, lambda name: of_folders(name, WORKSHOP) and name.startswith(folders), packs)
    source, overlays = apart(tree, lang)
    texts, translated = localised(source, overlays, lang)
    return _build(texts, lang, text_digest(source), translated, read_bands(base))


def _build(raw: Mapping[str, Any], lang: str, digest: str, translated: frozenset[str], bands: Bands) -> Trainers:
    reader = Reader(raw)
    manifest = reader.one(shapes.WorkshopFile, MANIFEST)
    agendas = reader.many(shapes.AgendaFile, AGENDAS)
    cases = reader.many(shapes.TrainingFile, CASES)
    notes = reader.many(shapes.NotesFile, NOTES)
    printed = reader.one(shapes.TextsFile, TEXTS)
    reader.stop_on_problems()
    return Trainers(
        lang=lang,
        sha256=digest,
        bands=bands,
        agendas=tuple(sorted((one.core() for one in agendas), key=lambda one: one.minutes)),
        cases=tuple(one.core() for one in cases),
        notes={one.id: one.core() for file in notes for one in file.notes},
        texts=tuple(one.core() for one in printed.texts),
        translated=translated,
        **manifest.values(),
    )


def read_bands(root: Path) -> Bands:
    """Between what 5 % and 95 % of rooms lie that answer at random, by steps and voters; raises ContentError.

    Exact, from every way in which so many people can vote. A row holds the ends for consensus and for A, rounded to
    four digits.
    """
    try:
        rows = json.loads(read_text(root / RANDOM_BANDS, RANDOM_BANDS))
        return {
            int(steps): {int(voters): Band((a, b), (c, d)) for voters, (a, b, c, d) in sizes.items()}
            for steps, sizes in rows.items()
        }
    except (ValueError, TypeError, AttributeError) as error:
        raise ContentError([f"{RANDOM_BANDS}: not readable as a table of bands ({error}); restore the file"]) from error
