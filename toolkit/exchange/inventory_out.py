"""Inventories out: the import report, the file of records with findings, and an assessment started from one record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from toolkit.content.interface import ENGLISH, Interface, interface
from toolkit.core.inventory import (
    IN_USE,
    Finding,
    Impact,
    Record,
    Reported,
    Stage,
    exposed,
    findings,
    joined,
    reclassified,
)
from toolkit.core.model import ProfileAnswers
from toolkit.core.responses import Assessment
from toolkit.exchange.inventory import Inventory
from toolkit.exchange.problems import BundleError, printable

FORMAT = "toolkit-inventory/1"
NOT_ASSESSED = "Not assessed. A register says neither likelihood nor severity, so no level can be made from it."
KEPT = ("purpose", "outputs", "technique", "vendor", "development", "data", "impacts", "legal_basis", "link")

SENTENCES = {
    "no-name": "No name; listed by id",
    "no-id": "No id of the agency; the id is made from year and row",
    "no-purpose": "No purpose",
    "no-impact-label": "No label of impact; that is unknown, not low",
    "shared-id": "The id also stands on another record; all are kept, none is believed over the other",
    "non-answer:data": "The answer on data is a phrase that says nothing",
    "non-answer:impacts": "The answer on impacts is a phrase that says nothing",
    "withheld": "Something is withheld as law-enforcement sensitive",
    "answer-in-wrong-question": "An answer stands in the wrong question; about a practice it counts as unclear",
    "cells-too-many": "The row has more cells than the table has columns; the others are not read",
    "cells-missing": "The row ends before the last column; what is missing is unknown",
    "looks-like-a-formula": "A cell that a spreadsheet could run; exports guard it",
    "in-use-high-nothing-answered": "In use, of high impact, and no answer on any practice",
}
SHARED = {
    "same-row-twice": "the same row twice",
    "same-id-other-answers": "one id, but other answers; ask the agency which counts",
}


def report(inventory: Inventory, lang: str = ENGLISH) -> Iterator[str]:
    """The import report in a language: what was read, and what is odd about how many records."""
    records, words = inventory.records, interface(lang)
    yield words.say_n(
        "{number} record, layout {layout}, read as {encoding}. None is assessed.",
        "{number} records, layout {layout}, read as {encoding}. None is assessed.",
        len(records),
        layout=inventory.layout,
        encoding=inventory.encoding,
    )
    found = {remark: [one for one in records if remark in one.remarks] for remark in SENTENCES}
    for remark, odd in found.items():
        yield from _about(words, words.gettext(SENTENCES[remark]), odd)
    unread = [one for one in records if Reported.OTHER in one.practices.values()]
    yield from _about(words, words.gettext("An answer on a practice cannot be read"), unread)
    if any(one.texts.get("technique") for one in records):
        yield words.gettext(
            "Labels of techniques are shown as reported and used for nothing: they are known to be unreliable."
        )
    yield _in_use(records, words)


def _about(words: Interface, sentence: str, records: Sequence[Record]) -> Iterator[str]:
    """A sentence with how many records it is about, and the first of them; nothing where there is none."""
    if records:
        first = printable(records[0].id)
        yield words.say("{sentence}: {count} (first: {first}).", sentence=sentence, count=len(records), first=first)


def _in_use(records: Sequence[Record], words: Interface) -> str:
    """How many are in use and of high impact; what a register does not say is unknown, never none."""
    if all(one.stage is Stage.UNKNOWN for one in records):
        return words.gettext("This register does not say what is in use. That is unknown, not none.")
    used = words.say("In use: {used}.", used=sum(one.stage in IN_USE for one in records))
    if all(one.impact is Impact.UNKNOWN for one in records):
        silent = words.gettext("This register does not say which are of high impact. That is unknown, not none.")
        return f"{used} {silent}"
    high = words.say("Of high impact by their own label: {high} of these.", high=sum(map(exposed, records)))
    return f"{used} {high}"


# ---------------------------------------------------------------- the file


def write_inventory(inventories: Sequence[Inventory], given: Mapping[str, Any]) -> dict[str, object]:
    """Records with evidence about controls, findings and changes of label, as plain data; never a score."""
    records, _ = joined(one.records for one in inventories)
    return {
        "format": FORMAT,
        "notice": NOT_ASSESSED,
        "report": [line for inventory in inventories for line in report(inventory)],
        "records": [_record(one, given) for one in records],
        "findings": [_finding(one) for one in findings(records)],
        "reclassified": [
            {"key": c.key, "earlier": c.earlier, "later": c.later, "was": c.was.value, "now": c.now.value}
            for c in reclassified(records)
        ],
    }


def _record(record: Record, given: Mapping[str, Any]) -> dict[str, object]:
    return {
        "id": record.id,
        "register": record.register,
        "year": record.year,
        "row": record.row,
        "own_id": record.own_id,
        "agency": record.agency,
        "unit": record.unit,
        "name": record.name,
        "key": record.key,
        "assessed": False,
        "stage": record.stage.value,
        "impact_by_its_own_label": record.impact.value,
        "personal_data": record.personal_data,
        "evidence": evidence(record, given),
        "texts": dict(record.texts),
        "remarks": list(record.remarks),
    }


def evidence(record: Record, given: Mapping[str, Any]) -> list[dict[str, str]]:
    """What is reported about each control, with the words as published; a report is not proof."""
    controls = given["practices"]
    return [
        {
            "control": controls[practice]["control"],
            "practice": practice,
            "reported": reported.value,
            "said": record.texts.get(f"said.{practice}", ""),
        }
        for practice, reported in record.practices.items()
    ]


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "kind": finding.kind,
        "records": list(finding.records),
        "practice": finding.practice,
        "reported": finding.reported,
    }


def finding_lines(records: Sequence[Record], given: Mapping[str, Any]) -> Iterator[str]:
    """Findings as sentences: year by year, because a system may stand in both, and what is about several records."""
    groups = sorted({(one.register, one.year or 0) for one in records})
    for register, year in groups:
        mine = [one for one in records if (one.register, one.year or 0) == (register, year) and exposed(one)]
        for practice, about in given["practices"].items():
            asked = [one for one in mine if practice in one.practices]
            done = sum(one.practices[practice] is Reported.YES for one in asked)
            if asked:
                where = f"{register} {year}" if year else register
                yield f"{where}, in use and of high impact: {about['asks']} reported as done by {done} of {len(asked)}."
    changes = reclassified(records)
    down = sum(one.was is Impact.HIGH for one in changes)
    if changes:
        yield f"Another label a year later: {len(changes)}, and {down} of them no longer high impact."
    for one in findings(records):
        if one.kind in SHARED:
            yield f"{' and '.join(map(printable, one.records))}: {SHARED[one.kind]}."


# ---------------------------------------------------------------- one record as the beginning of an assessment


def start(records: Sequence[Record], id_: str, given: Mapping[str, Any]) -> Assessment:
    """An assessment with the profile of a record and where it came from, and no answer; raises BundleError."""
    record = next((one for one in records if one.id == id_), None)
    if record is None:
        raise BundleError([f"there is no record “{printable(id_)}”; the ids stand in the file that import writes"])
    facts = {"personal_data": True} if record.personal_data else {}
    kept = {name: record.texts[name] for name in KEPT if record.texts.get(name)}
    reported = "; ".join(f"{one['practice']}: {one['reported']}" for one in evidence(record, given))
    origin = f"{record.register}, {record.year or 'undated'}, record {record.id}, row {record.row}, {record.agency}"
    meta = kept | {
        "provenance": origin,
        "reported-practices": reported,
        "check": "Taken from a public register; confirm it.",
    }
    profile = _profile(record, given["profile"])
    return Assessment(record.id.lower(), record.name or record.id, profile, {}, facts=facts, meta=meta)


def _profile(record: Record, words: Mapping[str, Any]) -> ProfileAnswers:
    stage = words["stage"].get(record.stage.value)
    said = record.texts.get("development", "").lower()
    activity = next((tuple(to) for start_, to in words["activity"].items() if said.startswith(start_)), ())
    return ({"stage": stage} if stage else {}) | ({"activity": activity} if activity else {})
