"""From content files to the words that mean the same to whoever searches in a language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from toolkit.content.extension import Extension, installed, read_extended
from toolkit.content.interface import ENGLISH
from toolkit.content.load import Reader
from toolkit.content.read import SEARCH, data_root
from toolkit.content.schema_search import SynonymsFile
from toolkit.core.synonyms import Groups


@lru_cache(maxsize=16)
def load_synonyms(lang: str = ENGLISH, root: Path | None = None) -> Groups:
    """The groups of a language; raises ContentError.

    Each is joined with the English one of its id, so that a question in any language finds text that is in English.
    """
    return synonyms_with(() if root else installed(), lang, root)


def synonyms_with(packs: Sequence[Extension], lang: str = ENGLISH, root: Path | None = None) -> Groups:
    """The same with some packs."""
    wanted = [f"{SEARCH}{one}.yaml" for one in dict.fromkeys((lang, ENGLISH))]
    reader = Reader(read_extended(root or data_root(), lambda name: name in wanted, packs))
    files = [reader.one(SynonymsFile, path) for path in wanted if path in reader.raw]
    reader.stop_on_problems()
    found: dict[str, tuple[str, ...]] = {}
    for file in files:
        for group in file.groups:
            found[group.id] = found.get(group.id, ()) + group.words
    return tuple(found.values())
