"""Accepting terms: what exactly was shown, what changed since, and what remains to somebody who does not agree."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import SequenceMatcher
from enum import StrEnum

from toolkit.core.hub import Terms
from toolkit.core.model import ToolkitError


def text_of(terms: Terms) -> str:
    """The whole text as it is shown, part by part: what a person accepts, and nothing that they cannot see."""
    return "\n".join(_lines(terms))


def _lines(terms: Terms) -> Iterator[str]:
    yield f"{terms.title} {terms.version} ({terms.effective}, {terms.lang})"
    yield from terms.summary
    yield from terms.not_promised
    for part in terms.parts:
        yield part.title
        yield from (clause.text for clause in part.clauses)


def digest(terms: Terms) -> str:
    """SHA-256 of the text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text_of(terms).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Acceptance:
    """That a person accepted a text: which version, in which language, which bytes, and when (with its time zone)."""

    person: str
    version: str
    lang: str
    sha256: str
    at: datetime


def accept(person: str, terms: Terms, shown: str, at: datetime) -> Acceptance:
    """A click on “I accept”; `shown` is the digest that the page carried.

    Raises ToolkitError if the text has changed since the page was shown, or the time has no zone.
    """
    if shown != digest(terms):
        raise ToolkitError("the terms have changed since this page was shown; read them again, then accept")
    if at.tzinfo is None:
        raise ToolkitError("the time of an acceptance needs its zone; give it one")
    return Acceptance(person, terms.version, terms.lang, shown, at)


def altered(terms: Terms, acceptances: Iterable[Acceptance]) -> tuple[Acceptance, ...]:
    """Acceptances of this version and language whose text was another one: it was changed without a new version."""
    now = digest(terms)
    mine = (one for one in acceptances if (one.version, one.lang) == (terms.version, terms.lang))
    return tuple(one for one in mine if one.sha256 != now)


# ---------------------------------------------------------------- which version counts, and for whom


class Duty(StrEnum):
    """What a person has to do about the terms."""

    NONE = "none"
    MAY_ACCEPT = "may-accept"
    """A new version is announced; until its day the old one counts."""
    MUST_ACCEPT = "must-accept"
    """The version that counts was never accepted: read, accept, or leave with one's data."""


class Choice(StrEnum):
    """What a person answers to a new version."""

    ACCEPT = "accept"
    LATER = "later"
    DISAGREE = "disagree"
    """Leads to the download of one's data, and then to closing the account."""


def in_force(versions: Sequence[Terms], on: date) -> Terms:
    """The version that counts on a day: the latest that is effective, or the first before any is."""
    if not versions:
        raise ToolkitError("there are no terms; write one under hub/terms")
    past = [one for one in versions if date.fromisoformat(one.effective) <= on]
    return (past or list(versions[:1]))[-1]


def announced(versions: Sequence[Terms], on: date) -> Terms | None:
    """The next version, once its notice has begun; None where nothing is announced."""
    for one in versions:
        day = date.fromisoformat(one.effective)
        if day - timedelta(days=one.notice_days) <= on < day and one != in_force(versions, on):
            return one
    return None


def duty(versions: Sequence[Terms], accepted: Iterable[Acceptance], on: date) -> Duty:
    """What a person has to do on a day; `accepted` are that person's acceptances."""
    done = {one.version for one in accepted}
    if in_force(versions, on).version not in done:
        return Duty.MUST_ACCEPT
    coming = announced(versions, on)
    return Duty.MAY_ACCEPT if coming and coming.version not in done else Duty.NONE


def choices(what: Duty) -> tuple[Choice, ...]:
    """What a page offers: “later” only as long as the old version counts."""
    return {
        Duty.NONE: (),
        Duty.MAY_ACCEPT: (Choice.ACCEPT, Choice.LATER, Choice.DISAGREE),
        Duty.MUST_ACCEPT: (Choice.ACCEPT, Choice.DISAGREE),
    }[what]


# ---------------------------------------------------------------- what is different


class Kind(StrEnum):
    """What happened to a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stayed, came or went; put together, those that did not go are the new text."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A clause that is new, gone or worded differently; `pieces` is its red line."""

    clause: str
    pieces: tuple[Piece, ...]


def difference(old: Terms, new: Terms) -> tuple[Changed, ...]:
    """Every clause that differs: in the order of the new version, then those that are gone.

    Title, summary and what is not promised stand under the ids `title`, `summary` and `not-promised`.
    """
    before, after = _texts(old), _texts(new)
    names = (*after, *(name for name in before if name not in after))
    pairs = ((name, before.get(name, ""), after.get(name, "")) for name in names)
    return tuple(Changed(name, red_line(was, now)) for name, was, now in pairs if was != now)


def _texts(terms: Terms) -> dict[str, str]:
    head = {"title": terms.title, "summary": "\n".join(terms.summary), "not-promised": "\n".join(terms.not_promised)}
    parts = {f"part:{part.id}": part.title for part in terms.parts}
    return head | parts | {clause.id: clause.text for clause in terms.clauses}


def red_line(was: str, now: str) -> tuple[Piece, ...]:
    """Two texts word by word; spaces belong to the word before them, so that the pieces give back both texts."""
    old, new = _words(was), _words(now)
    found: list[Piece] = []
    for _, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if old[a:b] == new[c:d]:
            found.append(Piece(Kind.SAME, "".join(old[a:b])))
            continue
        pieces = (Piece(Kind.REMOVED, "".join(old[a:b])), Piece(Kind.ADDED, "".join(new[c:d])))
        found += [one for one in pieces if one.text]
    return tuple(found)


def _words(text: str) -> list[str]:
    words: list[str] = []
    for char in text:
        if not words or (words[-1][-1:].isspace() and not char.isspace()):
            words.append("")
        words[-1] += char
    return words
