"""The linter's checks on sentences: reading level, wording, characters, and sources that are not verified."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from toolkit.content import schema_items, schema_rules
from toolkit.content.check_report import At, Notes, Severity
from toolkit.content.check_shapes import Content
from toolkit.content.markdown import blocks
from toolkit.content.overlay import NOT_TEXT, name_of, text_keys
from toolkit.content.read import APART, of_folders, parsed

MOST_WORDS = 25
MOST_WORDS_ON_A_STEP = 20
MOST_MEAN_WORDS = 17.0
MOST_GRADE = 11.0
MOST_TITLE = 80
FEWEST_SENTENCES = 10
"""Below this a mean says little."""

_LABELS = "title name label term forms unit evidence icon owner_role jurisdiction"
LABELS = frozenset(_LABELS.split())
STEPS = frozenset("12345")
MESSAGE = re.compile(r"Matches the description of .*; get legal advice\.", re.DOTALL)

_SENTENCE_END = re.compile(r"(?<=[.!?])[”’\")]*\s+")
_WORD = re.compile(r"[^\W_](?:[\w’'–-]|[.,](?=\d))*")
_VOWELS = re.compile(r"[aeiouy]+")

BANNED = (
    (re.compile(r"</?[a-zA-Z!]"), "html", "HTML is not allowed; write plain text"),
    (re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\u200b\u202a-\u202e]"), "control-character",
     "an invisible control character; delete it and type the text again"),
)  # fmt: skip
WORDING = (
    (re.compile(r"\b(?:is|are|be) illegal\b", re.IGNORECASE), "verdict",
     "a verdict on the law; write “matches the description of …; get legal advice”"),
    (re.compile("^000"), "cut-number",
     "half of a number, cut at its comma; put the whole entry of the list in quotes"),
    (re.compile("!"), "exclamation", "an exclamation mark; write a calm sentence"),
    (re.compile(r"\S {2,}\S"), "double-space", "two spaces in a row; keep one"),
    (re.compile("[\"'`]"), "straight-quote", "a straight quote; write “ ” or ’"),
)  # fmt: skip


Found = tuple[Severity, At, str, str]
"""Severity, place, kind and sentence."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text for readers: where it stands and the key that holds it; `parts` are its paragraphs and list items."""

    at: At
    key: str
    text: str
    parts: tuple[str, ...]

    @property
    def technical(self) -> bool:
        """Whether it is written for specialists."""
        return self.key == "advanced" or "more" in self.at


@dataclass(frozen=True, slots=True)
class Reading:
    """How hard a text is: sentences, mean words a sentence, and the Flesch–Kincaid grade (years at a US school)."""

    sentences: int
    mean_words: float
    grade: float


def check_texts(content: Content, notes: Notes) -> None:
    """Note texts that are hard to read, are worded against the house style or hide something."""
    for path in content.raw:
        if not path.startswith("locales/"):
            for severity, at, kind, problem in file_problems(path, notes.texts[path]):
                note = notes.error if severity is Severity.ERROR else notes.warn
                note(path, at, kind, problem)
    _titles(content, notes)
    _sources(content, notes)


@lru_cache(maxsize=512)
def file_problems(name: str, text: str) -> tuple[Found, ...]:
    """What is wrong with the sentences of one file, by themselves."""
    return tuple(_file_problems(parsed(text, name), name))


def _file_problems(raw: Any, name: str) -> Iterator[Found]:
    for at, text in strings(raw):
        yield from ((Severity.ERROR, at, kind, problem) for kind, problem in banned(text))
    found = list(texts(raw, name))
    for one in found:
        yield from ((Severity.ERROR, one.at, kind, problem) for kind, problem in _wording(one))
    yield from ((Severity.WARNING, (), "reading-level", problem) for problem in _grade(found))


@lru_cache(maxsize=512)
def places(name: str, text: str) -> frozenset[tuple[str | int, ...]]:
    """Where a file has texts for readers."""
    return frozenset(tuple(one.at) for one in texts(parsed(text, name), name))


def strings(raw: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[At, str]]:
    """Every string of a file, with its place."""
    if isinstance(raw, str):
        yield at, raw
    entries = raw.items() if isinstance(raw, Mapping) else enumerate(raw) if isinstance(raw, list) else ()
    for key, inner in entries:
        yield from strings(inner, (*at, key))


def texts(raw: Any, name: str = "") -> Iterator[Text]:
    """The strings that readers see; `name` is that of the file, because keys of the guides mean other things."""
    keys = text_keys(name)
    for at, text in strings(raw):
        key = next((part for part in reversed(at) if isinstance(part, str)), "")
        if key in keys and NOT_TEXT.isdisjoint(at):
            yield Text(at, key, text, blocks(text) if of_folders(name, APART) else (text,))


def banned(text: str) -> Iterator[tuple[str, str]]:
    """Kind and sentence for everything that no text may hold, in no language."""
    for pattern, kind, problem in BANNED:
        if found := pattern.search(text):
            near = text[max(0, found.start() - 15) : found.start() + 15]
            yield kind, f"{problem} (near “{''.join(c if c.isprintable() else '�' for c in near)}”)"


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence; full stops, question and exclamation marks before a space end one."""
    split = [_WORD.findall(part) for part in _SENTENCE_END.split(text)]
    return [words for words in split if words]


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """Vowel groups, less a silent final e; at least one. Close enough for a mean over many words."""
    plain = word.lower()
    groups = len(_VOWELS.findall(plain))
    silent = plain.endswith("e") and not plain.endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)


def reading(parts: list[str]) -> Reading:
    """Reading level of texts taken together; all zero without a sentence.

    Grade = 0.39 × words a sentence + 11.8 × syllables a word − 15.59 (Kincaid, Fishburne, Rogers and Chissom 1975,
    Research Branch Report 8-75, Naval Technical Training Command).
    """
    split = [words for part in parts for words in sentences(part)]
    words = [word for sentence in split for word in sentence]
    if not words:
        return Reading(0, 0.0, 0.0)
    mean = len(words) / len(split)
    return Reading(len(split), mean, 0.39 * mean + 11.8 * sum(map(syllables, words)) / len(words) - 15.59)


def _wording(one: Text) -> Iterator[tuple[str, str]]:
    for pattern, kind, problem in WORDING:
        if found := pattern.search(one.text):
            near = one.text[max(0, found.start() - 15) : found.end() + 15]
            yield kind, f"{problem} (near “{near}”)"
    for words in (words for part in one.parts for words in sentences(part)):
        if len(words) > MOST_WORDS:
            start = " ".join(words[:6])
            yield "long-sentence", f"a sentence of {len(words)} words (“{start} …”); split it, {MOST_WORDS} at most"
    if one.key in STEPS and "impact" in one.at and len(_WORD.findall(one.text)) > MOST_WORDS_ON_A_STEP:
        yield "long-step", f"an impact text has {MOST_WORDS_ON_A_STEP} words at most; shorten it"
    if one.key == "message" and not MESSAGE.fullmatch(one.text):
        yield "message", "a message reads “Matches the description of …; get legal advice.”; reword it"


def _grade(found: list[Text]) -> Iterator[str]:
    prose = [one for one in found if one.key not in LABELS]
    mean = reading([part for one in prose for part in one.parts]).mean_words
    easy = reading([part for one in prose if not one.technical for part in one.parts])
    if easy.sentences < FEWEST_SENTENCES:
        return
    if mean > MOST_MEAN_WORDS:
        yield f"{mean:.1f} words a sentence on average; shorten the longest, {MOST_MEAN_WORDS:.0f} at most"
    if easy.grade > MOST_GRADE:
        yield f"reading grade {easy.grade:.1f} (Flesch–Kincaid); use shorter words, {MOST_GRADE:.0f} at most"


def _titles(content: Content, notes: Notes) -> None:
    titled: list[tuple[str, str, str, str]] = []
    for path, items in content.all(schema_items.ItemsFile):
        titled += [(path, "items", one.id, one.title) for one in items.items]
    for path, controls in content.all(schema_items.ControlsFile):
        titled += [(path, "controls", one.id, one.title) for one in controls.controls]
    for path, pack in content.all(schema_rules.PackFile):
        titled += [(path, "triggers", one.id, one.title) for one in pack.triggers]
    for path, folder, name, title in titled:
        if len(title) > MOST_TITLE:
            problem = f"{len(title)} characters; {MOST_TITLE} at most"
            notes.error(path, (folder, name, "title"), "long-title", f"the title of {name} has {problem}")
        if title.endswith("."):
            notes.error(
                path, (folder, name, "title"), "title-stop", f"the title of {name} ends with a full stop; drop it"
            )


def _sources(content: Content, notes: Notes) -> None:
    """Texts without a source where the shape has a default, and everything that nobody has verified."""
    for path, raw in content.raw.items():
        for key in ("terms", "facts"):
            listed = isinstance(raw, Mapping) and path in content.shapes and not of_folders(path, APART)
            entries = raw.get(key) if listed else None
            for position, entry in enumerate(entries or ()):
                if "source" not in entry:
                    problem = "has no `source`; add {kind: own}, or where it comes from"
                    notes.error(path, (key, position), "missing-source", f"{entry['id']} {problem}")
        for at, text in strings(raw):
            if at and at[-1] == "sure" and text == "unverified" and path in content.shapes:
                problem = "is not verified yet, so it is shown with a mark; check it and write verified or secondary"
                notes.mention(path, at[:-1], "unverified", f"{_entry(raw, at)} {problem}")


def _entry(raw: Any, at: At) -> str:
    """The id of the innermost entry around a place, or what it is a part of."""
    name = name_of(raw) or "this file"
    for part in at:
        raw = raw[part]
        name = name_of(raw) or name
    return name
