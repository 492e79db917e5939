"""Answers when a questionnaire changes: what is carried over, what must be looked at again, what is asked no longer.

An answer holds for the question that was asked. Where its scale has changed, the item is open again and the old answer
stands in its note; where only words have changed, the answer stays and the item is named.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from toolkit.core.model import Item
from toolkit.core.responses import Assessment, Factor, Response, State

SCALE = ("likelihood", "impact", "impact_cap")
"""Parts of an item that an answer is a step of."""

MEANING = ("title", "cause", "event", "consequence", "applies_when", "na_allowed", "principle")
HELP = ("why", "help", "example", "evidence", "controls", "rights", "source")


class Fate(StrEnum):
    """What becomes of the answer to an item."""

    SAME = "same"
    HELP = "help"
    REWORDED = "reworded"
    RESCALED = "rescaled"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Change:
    """One item in two versions: what becomes of its answer, and which parts differ."""

    item: str
    title: str
    fate: Fate
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """An assessment under the new version, and what happened to each answer that it held."""

    assessment: Assessment
    told: tuple[Change, ...]


def fingerprint(item: Item) -> str:
    """What a question asked and on which scale, as 16 hexadecimal digits; help and sources do not count.

    Of one language only: a translation is other words.
    """
    said = repr([(name, getattr(item, name)) for name in (*SCALE, *MEANING)])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def changes(before: Sequence[Item], after: Sequence[Item]) -> tuple[Change, ...]:
    """Every item of two versions in the order of the new one, then those that are gone."""
    old, new = {one.id: one for one in before}, {one.id: one for one in after}
    found = [_change(old[one.id], one) if one.id in old else Change(one.id, one.title, Fate.NEW) for one in after]
    gone = [Change(one.id, one.title, Fate.GONE) for one in before if one.id not in new]
    return (*found, *gone)


def _change(old: Item, new: Item) -> Change:
    parts = tuple(name for name in (*SCALE, *MEANING, *HELP) if getattr(old, name) != getattr(new, name))
    fate = Fate.SAME if not parts else Fate.HELP
    if any(name in MEANING for name in parts):
        fate = Fate.REWORDED
    if any(name in SCALE for name in parts):
        fate = Fate.RESCALED
    return Change(new.id, new.title, fate, parts)


def migrate(assessment: Assessment, found: Sequence[Change], version: str) -> Moved:
    """The answers under the new questionnaire; `version` names the old one in the notes of items that open again."""
    fates = {one.item: one for one in found}
    known = {name: fates[name] for name in assessment.responses if name in fates}
    responses = {
        name: _reopened(response, version) if known[name].fate is Fate.RESCALED else response
        for name, response in assessment.responses.items()
        if name in known and known[name].fate is not Fate.GONE
    }
    kept = {name: given for name, given in assessment.treatments.items() if _stays(fates, name)}
    told = tuple(one for one in found if one.item in known and one.fate not in (Fate.SAME, Fate.HELP))
    return Moved(replace(assessment, responses=responses, treatments=kept), told)


def _stays(fates: Mapping[str, Change], name: str) -> bool:
    return name in fates and fates[name].fate is not Fate.GONE


def _reopened(response: Response, version: str) -> Response:
    """The item without its steps; evidence and safeguards stay, new ratings go, and the note says what was answered."""
    if response.state not in (State.ANSWERED, State.RANGE):
        return response
    old = f"Answer to version {version}: likelihood {_step(response.likelihood)}, impact {_step(response.impact)}"
    note = f"{response.note}\n{old}" if response.note else old
    return replace(response, state=State.SKIPPED, likelihood=None, impact=None, confidence=None, rerated={}, note=note)


def _step(factor: Factor | None) -> str:
    if factor is None:
        return "not known"
    return str(factor.lo) if factor.lo == factor.hi else f"{factor.lo} to {factor.hi}"
