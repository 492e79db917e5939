"""From content files to the questions of the workbook, in a language; apart from everything else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from toolkit.content.extension import Extension, installed, read_extended
from toolkit.content.load import Reader, apart
from toolkit.content.overlay import localised
from toolkit.content.read import WORKBOOK, data_root, of_folders, text_digest
from toolkit.content.readiness import fingerprints
from toolkit.content.schema import PrinciplesFile
from toolkit.content.schema_readiness import WorkbookFile
from toolkit.core.workbook import EVERY_ROLE, Question, Workbook

PRINCIPLES = "principles/principles.yaml"


@lru_cache(maxsize=8)
def load_workbook(lang: str = "en", root: Path | None = None) -> Workbook:
    """The workbook in a language (missing texts fall back to English), principle by principle; raises ContentError."""
    return workbook_with(() if root else installed(), lang, root)


def workbook_with(packs: Sequence[Extension], lang: str = "en", root: Path | None = None) -> Workbook:
    """The same with some packs."""
    base = root or data_root()
    tree = read_extended(base, lambda name: name == PRINCIPLES or _mine(name, lang), packs)
    principles = {PRINCIPLES: tree.pop(PRINCIPLES, {})}
    source, overlays = apart(tree, lang)
    texts, translated = localised(source, overlays, lang)
    reader = Reader(texts | principles)
    files = [reader.one(WorkbookFile, path) for path in texts]
    named = reader.one(PrinciplesFile, PRINCIPLES)
    reader.stop_on_problems()
    marked = _marked([one.core() for file in files for one in file.questions], source)
    place = {one.id: position for position, one in enumerate(named.principles())}
    ordered = tuple(sorted(marked, key=lambda one: place.get(one.principle, len(place))))
    return Workbook(lang, text_digest(source), ordered, translated)


def _mine(name: str, lang: str) -> bool:
    return of_folders(name, WORKBOOK) and name.startswith((f"locales/{lang}/", WORKBOOK))


def _marked(questions: Sequence[Question], source: Mapping[str, Any]) -> Iterator[Question]:
    """Questions with their fingerprints; ids of roles among the texts of `ask` are the same in every language."""
    prints = fingerprints(source, "questions", ("question", "why"))
    asked = {one["id"]: one["ask"] for raw in source.values() for one in raw["questions"]}
    for one in questions:
        pairs = zip(one.ask, asked[one.id], strict=True)
        ask = tuple(theirs if theirs in EVERY_ROLE else ours for ours, theirs in pairs)
        yield replace(one, ask=ask, fingerprint=prints[one.id])
