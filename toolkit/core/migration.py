"""Answers when a questionnaire changes: what is carried over, what must be looked at again, what is asked no longer.

An answer holds for the question that was asked. Where its scale has changed, the item is open again and the old answer
stands in its note; where only words have changed, the answer stays and the item is named. A statement of the readiness
assessment is its own scale: another sentence or other levels open it again. A settled question of the workbook that
asks something else is in hand again, with its text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from toolkit.core.kept import Values
from toolkit.core.model import Item
from toolkit.core.responses import Assessment, Factor, Response, State
from toolkit.core.statements import Statement
from toolkit.core.workbook import Question, Status


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts of an entry that an answer is a step of, that say what is asked, and that only help; `title` names it."""

    title: str
    scale: tuple[str, ...]
    meaning: tuple[str, ...]
    help: tuple[str, ...]


ITEM = Parts(
    "title",
    ("likelihood", "impact", "impact_cap"),
    ("title", "cause", "event", "consequence", "applies_when", "na_allowed", "principle"),
    ("why", "help", "example", "evidence", "controls", "rights", "source"),
)
STATEMENT = Parts(
    "statement",
    ("statement", "levels"),
    ("required_at", "blocker", "aspect", "dimension"),
    ("why", "evidence", "importance", "effort", "recommendations", "principles", "items", "source"),
)
QUESTION = Parts(
    "question",
    (),
    ("question", "why", "applies_when", "principle"),
    ("weak", "strong", "ask", "keep", "stages", "activities", "roles", "order", "cases", "items", "controls"),
)
"""The text of an answer is no step of a scale, so it always stays."""


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
    said = repr([(name, getattr(item, name)) for name in (*ITEM.scale, *ITEM.meaning)])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def changes(before: Sequence[Item], after: Sequence[Item]) -> tuple[Change, ...]:
    """Every item of two versions in the order of the new one, then those that are gone."""
    return _changes(before, after, ITEM)


def statement_changes(before: Sequence[Statement], after: Sequence[Statement]) -> tuple[Change, ...]:
    """The same of the statements of two versions."""
    return _changes(before, after, STATEMENT)


def question_changes(before: Sequence[Question], after: Sequence[Question]) -> tuple[Change, ...]:
    """The same of the questions of two versions."""
    return _changes(before, after, QUESTION)


def _changes(before: Sequence[Any], after: Sequence[Any], parts: Parts) -> tuple[Change, ...]:
    old, new = {one.id: one for one in before}, {one.id: one for one in after}
    title = parts.title
    found = [
        _change(old[one.id], one, parts) if one.id in old else Change(one.id, getattr(one, title), Fate.NEW)
        for one in after
    ]
    gone = [Change(one.id, getattr(one, title), Fate.GONE) for one in before if one.id not in new]
    return (*found, *gone)


def _change(old: Any, new: Any, parts: Parts) -> Change:
    every = (*parts.scale, *parts.meaning, *parts.help)
    differ = tuple(name for name in every if getattr(old, name) != getattr(new, name))
    fate = Fate.SAME if not differ else Fate.HELP
    if any(name in parts.meaning for name in differ):
        fate = Fate.REWORDED
    if any(name in parts.scale for name in differ):
        fate = Fate.RESCALED
    return Change(new.id, getattr(new, parts.title), fate, differ)


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


# ---------------------------------------------------------------- readiness and workbook

ROOTS = ("rating", "agreed", "reply")
STEPS = ("level", "state", "still_true")
"""Parts of a rating that hold for its statement only."""


def migrate_values(values: Values, found: Sequence[Change], version: str) -> tuple[dict[str, Any], tuple[Change, ...]]:
    """Flat values of a record under new content, and what happened to the answers that it held.

    Ratings and aims of statements that ask something else are open again, with the old answer in the note. `version` is
    that of the old content, empty where it is not known.
    """
    fates = {one.item: one for one in found}
    kept: dict[str, Any] = {}
    held: set[str] = set()
    for key, value in values.items():
        root, name, part = (*key.split("/"), "", "")[:3]
        aim = root == "target" and name == "rating"
        subject = part if aim else name if root in ROOTS else ""
        change = fates.get(subject)
        if subject and value is not None and not aim:
            held.add(subject)
        if change is None or not (_drops(change, part, aim) or root == "reply"):
            kept[key] = value
        elif root == "reply" and change.fate is not Fate.GONE:
            kept[key] = _looked_at(value, part, change)
    for root in ROOTS[:2]:
        _note_old(kept, values, [one for one in found if one.fate is Fate.RESCALED], f"{root}/", version)
    return kept, tuple(one for one in found if one.item in held and one.fate not in (Fate.SAME, Fate.HELP))


def _drops(change: Change, part: str, aim: bool) -> bool:
    return change.fate is Fate.GONE or (change.fate is Fate.RESCALED and (aim or part in STEPS))


def _looked_at(value: Any, part: str, change: Change) -> Any:
    """A finished question that asks something else is in hand again."""
    finished = value in (Status.SETTLED, Status.NOT_APPLICABLE)
    return str(Status.IN_HAND) if part == "status" and finished and change.fate is Fate.REWORDED else value


def _note_old(kept: dict[str, Any], values: Values, found: Sequence[Change], root: str, version: str) -> None:
    for one in found:
        level = values.get(f"{root}{one.item}/level")
        if level is not None and values.get(f"{root}{one.item}/state") is None:
            note = values.get(f"{root}{one.item}/note") or ""
            said = " to ".join(map(str, level[:2])) if isinstance(level, list | tuple) else level
            before = f"Answer to version {version}" if version else "Earlier answer"
            kept[f"{root}{one.item}/note"] = f"{note}\n{before}: level {said}".strip()
