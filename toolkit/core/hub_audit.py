"""A log that nobody can change unseen: each entry holds the digest of the one before it.

A chain shows that something inside was changed, removed or moved. It cannot show that its end was cut off, or that all
of it was written anew: for that, somebody else must keep a digest (`head`) outside, and `verify` compares with it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from toolkit.core.model import ToolkitError

START = "0" * 64
"""What stands before the first entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened: number (from 1), time in ISO 8601 with zone, who (a code), what, to what, and plain details.

    `before` is the digest of the entry before it, `digest` that of this one.
    """

    number: int
    at: str
    who: str
    what: str
    about: str
    details: Mapping[str, str]
    before: str
    digest: str


class Fault(StrEnum):
    """How a log is broken."""

    CHANGED = "changed"
    """The entry does not have its digest."""
    UNLINKED = "unlinked"
    """The entry before it is another one: something was removed, put in or moved."""
    MISNUMBERED = "misnumbered"
    """Its number is not one more than that of the entry before."""
    REWRITTEN = "rewritten"
    """It has another digest than the one that was kept outside: the log was written anew."""
    CUT = "cut"
    """An entry whose digest was kept outside is missing: the end was cut off."""


@dataclass(frozen=True, slots=True)
class Break:
    """Where a log is broken first: the position in it, from 0; its length where the end is missing."""

    position: int
    fault: Fault


def append(log: Sequence[Entry], at: datetime, who: str, what: str, about: str, **details: str) -> tuple[Entry, ...]:
    """The log with one entry more; raises ToolkitError where the time has no zone or who and what are missing.

    Codes and ids only: no name, no text that somebody typed.
    """
    last = log[-1] if log else None
    return (*log, following(last, at, who, what, about, details))


def following(last: Entry | None, at: datetime, who: str, what: str, about: str, details: Mapping[str, str]) -> Entry:
    """The entry that comes after `last`, for a store that does not hold the whole log; raises ToolkitError."""
    if at.tzinfo is None:
        raise ToolkitError("the time of a log entry needs its zone; give it one")
    if not who or not what:
        raise ToolkitError("a log entry says who did what; give both")
    number, before = (last.number + 1, last.digest) if last else (1, START)
    kept = dict(sorted(details.items()))
    entry = Entry(number, at.isoformat(), who, what, about, kept, before, "")
    return Entry(number, entry.at, who, what, about, kept, before, digest(entry))


def digest(entry: Entry) -> str:
    """SHA-256 of all of an entry but its own digest, in canonical JSON (UTF-8, sorted keys, no spaces)."""
    parts = [entry.number, entry.at, entry.who, entry.what, entry.about, dict(entry.details), entry.before]
    canonical = json.dumps(parts, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def head(log: Sequence[Entry]) -> str:
    """The digest of the last entry: what to keep outside, with its number."""
    return log[-1].digest if log else START


def verify(log: Iterable[Entry], kept: Mapping[int, str] | None = None, *, after: Entry | None = None) -> Break | None:
    """Where a log is broken first, or None; `kept` are digests that were kept outside, by their number.

    Reads entry by entry, so that a log of any length can be verified from a store. With `after` it is the part of a log
    that follows an entry, which is believed.
    """
    number, before = (after.number, after.digest) if after else (0, START)
    outside = dict(kept or {})
    for position, entry in enumerate(log):
        if (fault := _fault(entry, number, before)) is not None:
            return Break(position, fault)
        if outside.pop(entry.number, entry.digest) != entry.digest:
            return Break(position, Fault.REWRITTEN)
        number, before = entry.number, entry.digest
    return Break(number - (after.number if after else 0), Fault.CUT) if outside else None


def _fault(entry: Entry, number: int, before: str) -> Fault | None:
    if entry.digest != digest(entry):
        return Fault.CHANGED
    if entry.number != number + 1:
        return Fault.MISNUMBERED
    return Fault.UNLINKED if entry.before != before else None
