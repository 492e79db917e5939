"""The linter's checks on translations: content overlays (text by id) and interface strings (gettext)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.core import UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po

from toolkit.content.check_report import Notes
from toolkit.content.check_shapes import Content
from toolkit.content.check_text import banned, places, strings
from toolkit.content.overlay import localised, name_of
from toolkit.content.read import ContentError, read_text

TEMPLATE = "locales/toolkit.pot"
_PLACE = re.compile(r"(?P<file>locales/[^/]+/content/.*?\.yaml)(?P<at>[^:]*): (?P<text>.*)", re.DOTALL)
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the texts are translated."""

    done: int
    total: int


def check_locales(root: Path, content: Content, notes: Notes) -> dict[str, int]:
    """Note every problem of the translations; counts the texts there are, and those translated per language."""
    folder = root / "locales"
    languages = sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    source = {path: raw for path, raw in content.raw.items() if not path.startswith("locales/")}
    counts = {"translatable": sum(len(places(path, notes.texts[path])) for path in source)}
    template = _catalogue(root, TEMPLATE, "en", notes) if (root / TEMPLATE).is_file() else None
    if template is not None:
        counts["interface"] = sum(1 for message in template if message.id)
    for lang in languages:
        counts[f"translated.{lang}"] = _overlays(lang, source, content, notes).done
        po = f"locales/{lang}/toolkit.po"
        catalogue = _catalogue(root, po, lang, notes) if (root / po).is_file() else None
        if catalogue is not None:
            counts[f"interface.{lang}"] = _messages(po, catalogue, template, notes)
    return counts


def _overlays(lang: str, source: Mapping[str, Any], content: Content, notes: Notes) -> Coverage:
    prefix = f"locales/{lang}/content/"
    overlays = {path.removeprefix(prefix): raw for path, raw in content.raw.items() if path.startswith(prefix)}
    try:
        localised(source, overlays, lang)
    except ContentError as error:
        for problem in error.problems:
            _note_overlay(problem, notes)
    for path, raw in overlays.items():
        for at, text in strings(raw):
            for kind, problem in banned(text):
                notes.error(f"{prefix}{path}", at, kind, problem)
    total = sum(len(places(path, notes.texts[path])) for path in source)
    done = sum(
        len({at for at, _ in pairs(source[path], raw)} & places(path, notes.texts[path]))
        for path, raw in overlays.items()
        if path in source
    )
    if overlays and done < total:
        problem = f"{lang}: {done} of {total} content texts are translated; the others show in English"
        notes.mention(f"locales/{lang}", (), "untranslated", problem)
    return Coverage(done, total)


def _note_overlay(sentence: str, notes: Notes) -> None:
    found = _PLACE.fullmatch(sentence)
    file, at, text = (found["file"], found["at"], found["text"]) if found else ("", "", sentence)
    notes.error(file, [part for part in at.split(".") if part], "overlay", f"{at.lstrip('.') or 'the file'}: {text}")


def pairs(source: Any, overlay: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Each text of an overlay with the place in the source that it stands for."""
    if isinstance(source, str) and isinstance(overlay, str) and overlay.strip():
        yield at, overlay
    elif isinstance(source, Mapping) and isinstance(overlay, Mapping):
        for key in source:
            yield from pairs(source[key], overlay.get(key), (*at, key))
    elif isinstance(source, list) and isinstance(overlay, Mapping):
        for position, entry in enumerate(source):
            yield from pairs(entry, overlay.get(name_of(entry)), (*at, position))
    elif isinstance(source, list) and isinstance(overlay, list):
        for position, (entry, text) in enumerate(zip(source, overlay, strict=False)):
            yield from pairs(entry, text, (*at, position))


def _catalogue(root: Path, name: str, lang: str, notes: Notes) -> Catalog | None:
    try:
        data = read_text(root / name, name).encode()
    except ContentError as error:
        notes.error(name, (), "catalogue", error.problems[0].partition(": ")[2])
        return None
    try:
        return _parsed_catalogue(data, lang)
    except PoFileError as error:
        notes.error_on(
            error.lineno + 1, name, "catalogue", f"not readable as a PO file ({error}); mend the entry there"
        )
    except (UnknownLocaleError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        notes.error(name, (), "catalogue", f"not readable as a PO file ({error}); save it again with a PO editor")
    return None


@lru_cache(maxsize=8)
def _parsed_catalogue(data: bytes, lang: str) -> Catalog:
    """Thousands of sentences, parsed once however often the same content is checked; nobody changes it."""
    return read_po(BytesIO(data), locale=lang, abort_invalid=True)


def _messages(name: str, catalogue: Catalog, template: Catalog | None, notes: Notes) -> int:
    """Note each wrong entry, and in one line how many are missing; returns how many are translated."""
    entries = [message for message in catalogue if message.id]
    known = {message.id: message for message in template if message.id} if template is not None else {}
    for message in entries:
        for problem in message_problems(catalogue, message):
            notes.error_on(message.lineno or 1, name, "translation", problem)
        if template is not None and message.id not in known:
            problem = "not in the interface any more; remove it or update the file from the template"
            notes.error_on(message.lineno or 1, name, "translation", f"“{_short(message)}” is {problem}")
    done = {message.id for message in entries if _complete(message) and not message.fuzzy}
    missing = len(set(known or {message.id: message for message in entries}) - done)
    if missing:
        notes.warn(name, (), "untranslated", f"{missing} interface strings are missing or fuzzy; they show in English")
    return len(done)


def message_problems(catalogue: Catalog, message: Message) -> Iterator[str]:
    """What is wrong with one entry: formats and plural forms by Babel's checkers, and lost or new placeholders."""
    if not _complete(message):
        return
    for error in message.check(catalogue):
        yield f"“{_short(message)}”: {error}; mend the translation"
    wanted = {name for text in _forms(message.id) for name in _PLACEHOLDER.findall(text)}
    for text in _forms(message.string):
        if extra := set(_PLACEHOLDER.findall(text)) - wanted:
            yield f"“{_short(message)}”: {', '.join(sorted(extra))} is not in the English text; mend the translation"
    lost = wanted - {name for text in _forms(message.string) for name in _PLACEHOLDER.findall(text)}
    if lost:
        yield f"“{_short(message)}”: the translation lost {', '.join(sorted(lost))}; put it back"


def _forms(text: Any) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _complete(message: Message) -> bool:
    return bool(message.string) and all(_forms(message.string))


def _short(message: Message) -> str:
    return _forms(message.id)[0][:40]
