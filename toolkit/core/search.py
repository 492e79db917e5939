"""Search in texts of any script: folded, by parts of words, every word must occur, titles before headings before text.

An index is built once for each language and kept by whoever asks; nothing here knows what a text is about.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

LONGEST, MOST_WORDS = 200, 12
"""Characters and different words of a question that count; the rest is not looked at."""

SHORT = 3
"""Latin letters up to which a word is found at the beginning of words only: “AI” must not find “explain”."""

AROUND = 90
"""Characters shown on either side of what was found."""

TITLE, HEADING, TEXT = (12, 7), (6, 3), (2, 1)
"""What a word counts for where it begins a word, and where it stands inside one. Inside a title beats any heading."""

OWN = 2
"""How much more the reader's own words count than others that mean the same."""

Others = Mapping[int, tuple[int, Sequence[str]]]
"""Place of a word in the question: how many words from there on are a phrase, and folded phrases that mean it too."""

NO_OTHERS: Others = {}

_ALIKE = str.maketrans("ىیةکٱھہ", "ييهكاهه")
"""Arabic, Persian and Urdu letters that are written for each other; hamza and madda fall with the marks."""

_SILENT = frozenset("\u0640\u00ad")
"""Tatweel and the soft hyphen, which stand inside words and say nothing."""


class _Folds(dict[int, str]):
    """What each character becomes, remembered; made for `str.translate`."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _folded(chr(code))
        return folded


def _folded(character: str) -> str:
    if character in _SILENT or unicodedata.category(character) == "Cf":
        return ""
    whole = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold()).translate(_ALIKE)
    return "".join(_plain(one) for one in whole)


def _plain(one: str) -> str:
    if unicodedata.combining(one):
        return ""
    if one.isdecimal():
        return str(unicodedata.decimal(one))
    return one if unicodedata.category(one)[0] in "LMN" else " "


_FOLDS = _Folds()


def fold(text: str) -> str:
    """Text to compare: no case, marks, tatweel or width; one alef, yeh, heh and set of digits; spaces for signs."""
    return text.translate(_FOLDS)


def words_of(question: str) -> tuple[str, ...]:
    """The words that are looked for, folded, each once; empty if the question has none."""
    return tuple(dict.fromkeys(fold(question[:LONGEST]).split()))[:MOST_WORDS]


# ---------------------------------------------------------------- what is searched


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found: its kind and id lead to it, `part` to a place in it. Texts are plain."""

    kind: str
    id: str
    title: str
    headings: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    part: str = ""


NOTHING = Entry("", "", "")


@dataclass(frozen=True, slots=True)
class Row:
    """An entry with its folded texts, one a line, each after a space."""

    entry: Entry
    title: str
    headings: str
    texts: str


Found = tuple[int, Row]
"""A score and what has it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a snippet; `found` if it is what was looked for."""

    text: str
    found: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: title and snippet in pieces. `source` is the whole text that the snippet is cut from."""

    entry: Entry
    score: int
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]
    source: str


class Index:
    """Entries with their folded texts; the order of the entries decides between equal hits."""

    __slots__ = ("_rows",)

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._rows = tuple(
            Row(one, _searched((one.title,)), _searched(one.headings), _searched(one.texts)) for one in entries
        )

    def __len__(self) -> int:
        return len(self._rows)

    def found(self, words: Sequence[str], others: Others = NO_OTHERS) -> tuple[Found, ...]:
        """Everything in which all words occur, or others that mean the same, the best first; nothing for no words."""
        scored = ((_score(row, words, others), row) for row in self._rows) if words else ()
        return tuple(sorted((one for one in scored if one[0]), key=lambda one: -one[0]))

    def holds(self, word: str) -> bool:
        """Whether a folded word occurs anywhere."""
        return any(_value(row, word) for row in self._rows)


def counts(found: Iterable[Found]) -> dict[str, int]:
    """How many were found of each kind, in the order of their first."""
    return dict(Counter(row.entry.kind for _, row in found))


def shown(found: Found, words: Sequence[str]) -> Hit:
    """A hit with its words (or phrases) marked, and a snippet around the text that holds most of them."""
    score, row = found
    entry = row.entry
    texts = zip(
        (*entry.headings, *entry.texts),
        [line for part in (row.headings, row.texts) if part for line in part.split("\n")],
        strict=True,
    )
    source = max(texts, key=lambda text: _holds(text[1], words), default=("", ""))[0]
    return Hit(entry, score, marked(entry.title, words), marked(_cut(source, words), words), source)


def _searched(texts: Iterable[str]) -> str:
    # Each text begins with a space, so that a word at its beginning is found like any other.
    return "\n".join(f" {fold(text)}" for text in texts)


def _score(row: Row, words: Sequence[str], others: Others) -> int:
    total = at = 0
    while at < len(words):
        length, phrases = others.get(at, (1, ()))
        values = [_value(row, word) for word in words[at : at + length]]
        own = sum(values) if all(values) else 0
        value = max(OWN * own, length * max((_value(row, one) for one in phrases), default=0))
        if not value:
            return 0
        total, at = total + value, at + length
    return total


def _value(row: Row, word: str) -> int:
    begins, inside = f" {word}", not _is_short(word)
    for text, (at_start, within) in ((row.title, TITLE), (row.headings, HEADING), (row.texts, TEXT)):
        if begins in text:
            return at_start
        if inside and word in text:
            return within
    return 0


def _is_short(word: str) -> bool:
    return len(word) <= SHORT and word.isascii()


def _holds(folded: str, words: Sequence[str]) -> int:
    return sum(_value(Row(NOTHING, "", "", folded), word) for word in words)


# ---------------------------------------------------------------- showing where


def marked(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """The text in pieces, so that every occurrence of a word is a piece of its own."""
    pieces: list[Piece] = []
    end = 0
    for start, stop in _spans(text, words):
        pieces += [Piece(text[end:start], False), Piece(text[start:stop], True)]
        end = stop
    return tuple(piece for piece in (*pieces, Piece(text[end:], False)) if piece.text)


def _spans(text: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where the words stand in the text as it is written, joined where they touch or overlap."""
    places = [at for at, character in enumerate(text) for _ in _FOLDS[ord(character)]]
    ends = [*places, len(text)]
    found = sorted(_occurrences(f" {fold(text)}", words))
    start = stop = -1
    for first, last in found:
        # A mark after the last letter belongs to it: a span goes on to where the next letter begins.
        here, there = ends[first], ends[last]
        if here > stop:
            if stop > start >= 0:
                yield start, stop
            start = here
        stop = max(stop, there)
    if stop > start >= 0:
        yield start, stop


def _occurrences(folded: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First and last place of each occurrence; `folded` begins with a space that does not count."""
    for word in words:
        wanted, lead = (f" {word}", 1) if _is_short(word) else (word, 0)
        at = folded.find(wanted)
        while at >= 0:
            yield at + lead - 1, at + len(wanted) - 1
            at = folded.find(wanted, at + len(wanted))


def _cut(text: str, words: Sequence[str]) -> str:
    """The neighbourhood of the first occurrence, cut between words where there are spaces, dots where it is cut."""
    first = next(_spans(text, words), (0, 0))[0]
    start, stop = max(0, first - AROUND), min(len(text), first + 2 * AROUND)
    if start:
        start = max(start, text.find(" ", start, first) + 1)
    if stop < len(text):
        space = text.rfind(" ", first + AROUND, stop)
        stop = space if space > 0 else stop
    return f"{'… ' if start else ''}{text[start:stop].strip()}{' …' if stop < len(text) else ''}"
