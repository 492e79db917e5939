"""Records of public AI inventories: what an agency says about a system, and the gaps in it. Never a score.

An inventory gives neither likelihood nor severity, so nothing here has a level. Silence is not “no”: a blank is
“not reported”, and every finding says what was written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise


class Stage(StrEnum):
    """Where a system is in its life, as reported."""

    PRE_DEPLOYMENT = "pre_deployment"
    PILOT = "pilot"
    IMPLEMENTATION = "implementation"
    DEPLOYED = "deployed"
    RETIRED = "retired"
    UNKNOWN = "unknown"


class Impact(StrEnum):
    """The agency's own label; the legal test behind it changed between years, so it is never a score."""

    HIGH = "high"
    PRESUMED_NOT = "presumed_high_determined_not"
    NOT_HIGH = "not_high"
    TOO_NEW = "too_new"
    CASE_BY_CASE = "case_by_case"
    UNKNOWN = "unknown"


class Reported(StrEnum):
    """What is said about a practice. `other` could not be read; `blank` is nothing at all."""

    YES = "yes"
    PARTIAL = "partial"
    BENCHMARK_ONLY = "benchmark_only"
    IN_PROGRESS = "in_progress"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"
    PRECLUDED = "precluded"
    WAIVED = "waived"
    OTHER = "other"
    BLANK = "blank"


IN_USE = frozenset({Stage.PILOT, Stage.IMPLEMENTATION, Stage.DEPLOYED})
"""Stages in which a system can touch people: the same reading for both years."""


@dataclass(frozen=True, slots=True)
class Record:
    """One system in one inventory of one year. `practices` holds only what that form asked.

    `key` joins the years; `texts` are answers as published; `remarks` are ids of what is wrong with the record.
    """

    id: str
    register: str
    year: int | None
    row: int
    own_id: str
    agency: str
    unit: str
    name: str
    stage: Stage = Stage.UNKNOWN
    impact: Impact = Impact.UNKNOWN
    personal_data: bool | None = None
    practices: Mapping[str, Reported] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A gap or a prompt that a reader should look at, with the records it is about and what was written."""

    kind: str
    records: tuple[str, ...]
    practice: str = ""
    reported: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """The same system in two years, with another label. The law changed in between: a question, not an accusation."""

    key: str
    earlier: str
    later: str
    was: Impact
    now: Impact


def exposed(record: Record) -> bool:
    """Whether a record says that the system is in use and of high impact."""
    return record.stage in IN_USE and record.impact is Impact.HIGH


GAPS = {
    Reported.BLANK: "not-reported",
    Reported.OTHER: "unclear",
    Reported.IN_PROGRESS: "in-progress-while-in-use",
    Reported.NO: "no",
    Reported.PARTIAL: "partial",
    Reported.BENCHMARK_ONLY: "benchmark-only",
    Reported.WAIVED: "waived",
    Reported.NOT_APPLICABLE: "said-not-applicable",
    Reported.PRECLUDED: "said-precluded",
}
"""What each answer but “yes” means for a system that is in use and of high impact."""


def findings(records: Sequence[Record]) -> Iterator[Finding]:
    """Every finding: record by record in order, then those about several records."""
    for record in records:
        yield from _of_one(record)
    yield from conflicts(records)


def _of_one(record: Record) -> Iterator[Finding]:
    if exposed(record):
        for practice, reported in record.practices.items():
            if reported in GAPS:
                yield Finding(GAPS[reported], (record.id,), practice, reported.value)
    if record.personal_data and "privacy_link" in record.texts and not record.texts["privacy_link"]:
        yield Finding("privacy-assessment-not-public", (record.id,))
    if record.personal_data is False and "face_recognition" in record.texts.get("functions", ""):
        yield Finding("faces-without-personal-data", (record.id,), reported="no")
    if record.impact is Impact.PRESUMED_NOT and not record.texts.get("justification"):
        yield Finding("no-reason-for-lower-label", (record.id,))


def conflicts(records: Iterable[Record]) -> Iterator[Finding]:
    """Records that share an id in one year: the same row twice, or other answers under the same id."""
    groups: dict[tuple[str, int | None, str], list[Record]] = defaultdict(list)
    for record in records:
        if record.own_id:
            groups[record.register, record.year, record.own_id].append(record)
    for same in groups.values():
        if len(same) > 1:
            answers = {(one.name, one.unit, one.impact, one.stage, tuple(one.practices.items())) for one in same}
            kind = "same-row-twice" if len(answers) == 1 else "same-id-other-answers"
            yield Finding(kind, tuple(one.id for one in same))


def pairs(records: Iterable[Record]) -> tuple[tuple[Record, Record], ...]:
    """The same system in two years, earlier first. A key that is not unique in a year joins nothing."""
    years: dict[str, dict[int, list[Record]]] = defaultdict(lambda: defaultdict(list))
    for record in records:
        if record.key and record.year:
            years[record.key][record.year].append(record)
    out = []
    for by_year in years.values():
        single = [group[0] for _, group in sorted(by_year.items()) if len(group) == 1]
        if len(single) == len(by_year):
            out += list(pairwise(single))
    return tuple(out)


def reclassified(records: Iterable[Record]) -> tuple[Change, ...]:
    """Systems whose label is another one a year later; a label that is missing in either year is no change."""
    return tuple(
        Change(later.key, earlier.id, later.id, earlier.impact, later.impact)
        for earlier, later in pairs(records)
        if earlier.impact is not later.impact and Impact.UNKNOWN not in (earlier.impact, later.impact)
    )


def tally(records: Iterable[Record], practice: str) -> dict[Reported, int]:
    """How often each answer about a practice was given; records that were not asked are left out."""
    given = [record.practices[practice] for record in records if practice in record.practices]
    return {one: given.count(one) for one in Reported if one in given}


def joined(inventories: Iterable[Sequence[Record]]) -> tuple[tuple[Record, ...], int]:
    """The records of several inventories, and how many were left out because an earlier one has just the same.

    Two of one id with other contents both stay; the later one gets a number, so that an id names one record.
    """
    before: dict[str, list[Record]] = defaultdict(list)
    taken: set[str] = set()
    out: list[Record] = []
    left = 0
    for records in inventories:
        fresh = [one for one in records if one not in before[one.id]]
        left += len(records) - len(fresh)
        for one in fresh:
            before[one.id].append(one)
            name, number = one.id, 1
            while name in taken:
                number += 1
                name = f"{one.id}-{number}"
            taken.add(name)
            out.append(one if name == one.id else replace(one, id=name))
    return tuple(out), left
