"""Translations of content: text only, by id, laid over the source; missing texts stay in the source language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from toolkit.content.read import GUIDES, HUB, READINESS, WORKBOOK, WORKSHOP, ContentError, of_folders

PSEUDO = "qps"
"""The pseudo-locale: every text is changed visibly, so that a sentence with no home shows."""

_TEXT_KEYS = """
title name definition label hint question cause event consequence unit why basic intermediate advanced text description
evidence summary explain message steps plain term forms note 1 2 3 4 5 likelihood impact jurisdiction owner_role
"""
TEXT_KEYS = frozenset(_TEXT_KEYS.split())
_GUIDE_KEYS = """
title name label hint question unit basic intermediate advanced text summary heading more feedback points takeaways
minute reading why says dilemma ask task respected broken lead place years when situation happened reviewed better
lesson unverified purpose what first_step cost evidence for note involve next answer
planning data development validation deployment monitoring retirement
"""
GUIDE_KEYS = frozenset(_GUIDE_KEYS.split())
"""The same for the guides, whose keys mean other things."""

READINESS_KEYS = frozenset({"title", "about", "statement", "1", "2", "3", "4", "5", "why", "evidence"})
WORKBOOK_KEYS = frozenset({"question", "why", "weak", "strong", "ask", "keep"})
_HUB_KEYS = """
title label hint note notice why text summary does ask unverified not_promised question heading warning skip takeaways
feedback aim
"""
HUB_KEYS = frozenset(_HUB_KEYS.split())
_WORKSHOP_KEYS = """
title audience lead bring what situation label value when text ask because debrief lesson purpose prompts
misunderstandings points unknown promises names 1 2 3 4 5
"""
WORKSHOP_KEYS = frozenset(_WORKSHOP_KEYS.split())

NOT_TEXT = frozenset({"source", "sources", "grid"})
"""Parts that stay as they are in every language, whatever the keys inside are called."""
_ACCENTS = str.maketrans("AEIOUaeiouycnstd", "ÀÉÎÕÜàéîõüýçñšťđ")


def text_keys(path: str) -> frozenset[str]:
    """The keys that hold text for readers in a file, by the path of the file or of its translation."""
    apart = (
        (GUIDES, GUIDE_KEYS),
        (READINESS, READINESS_KEYS),
        (WORKBOOK, WORKBOOK_KEYS),
        (HUB, HUB_KEYS),
        (WORKSHOP, WORKSHOP_KEYS),
    )
    return next((keys for folders, keys in apart if of_folders(path, folders)), TEXT_KEYS)


def pseudo(text: str) -> str:
    """The text with accents and about a third longer; placeholders in braces or %(…)s are kept."""
    out, keep = [], 0
    for position, char in enumerate(text):
        keep += char in "{" or text[position : position + 2] == "%("
        out.append(char if keep else char.translate(_ACCENTS))
        keep -= bool(keep) and (char == "}" or (char == "s" and text[position - 1] == ")"))
    return f"[{''.join(out)}{' ·' * max(1, len(text) // 12)}]"


def localised(
    source: Mapping[str, Any], overlays: Mapping[str, Any], lang: str
) -> tuple[dict[str, Any], frozenset[str]]:
    """The content with translated texts, and the set of texts that are translated; raises ContentError."""
    seen: set[str] = set()
    if lang == PSEUDO:
        texts = {path: _pseudo(raw, "", seen, text_keys(path)) for path, raw in source.items()}
        return texts, frozenset(seen)
    unknown = sorted(set(overlays) - set(source))
    problems = [f"locales/{lang}/content/{path}: there is no source file of that name" for path in unknown]
    texts = {
        path: _merge(raw, overlays.get(path), f"locales/{lang}/content/{path}", seen, problems)
        for path, raw in source.items()
    }
    if problems:
        raise ContentError(problems)
    return texts, frozenset(seen)


def _merge(source: Any, text: Any, where: str, seen: set[str], problems: list[str]) -> Any:
    if text is None:
        return source
    if isinstance(source, str) and isinstance(text, str) and is_text(where):
        seen |= {text, text.strip()}  # shapes strip, and a block in YAML ends with a new line
        return text
    if isinstance(source, list) and isinstance(text, Mapping):
        return _merge_by_id(source, text, where, seen, problems)
    if isinstance(source, list) and isinstance(text, list) and len(source) == len(text):
        return [_merge(a, b, where, seen, problems) for a, b in zip(source, text, strict=True)]
    if isinstance(source, Mapping) and isinstance(text, Mapping):
        problems += [f"{where}.{key}: not in the source; remove it" for key in text if key not in source]
        return {key: _merge(inner, text.get(key), f"{where}.{key}", seen, problems) for key, inner in source.items()}
    problems.append(f"{where}: a translation may only hold text where the source has text")
    return source


def is_text(where: str) -> bool:
    """Whether a dotted place such as items.some-id.title holds text for readers."""
    *parents, key = where.split(".")
    return key in text_keys(where) and NOT_TEXT.isdisjoint(parents)


def _merge_by_id(source: list[Any], text: Mapping[str, Any], where: str, seen: set[str], problems: list[str]) -> Any:
    ids = {name_of(entry) for entry in source} - {""}
    problems += [f"{where}.{key}: no entry with this id in the source" for key in text if key not in ids]
    return [
        _merge(entry, text.get(name_of(entry)), f"{where}.{name_of(entry)}", seen, problems)
        if name_of(entry)
        else entry
        for entry in source
    ]


def name_of(entry: Any) -> str:
    """The id of an entry of a list, or nothing."""
    name = entry.get("id") if isinstance(entry, Mapping) else None
    return name if isinstance(name, str) else ""


def _pseudo(raw: Any, key: str, seen: set[str], keys: frozenset[str]) -> Any:
    if isinstance(raw, str) and raw and key in keys:
        seen.add(pseudo(raw))
        return pseudo(raw)
    if isinstance(raw, Mapping):
        return {name: raw[name] if name in NOT_TEXT else _pseudo(raw[name], str(name), seen, keys) for name in raw}
    return [_pseudo(entry, key, seen, keys) for entry in raw] if isinstance(raw, list) else raw
