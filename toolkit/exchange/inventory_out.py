"""Inventories out: the import report, the file of records with findings, and an assessment started from one record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from toolkit.core.inventory import IN_USE, Finding, Record, Reported, Stage, exposed, findings, reclassified
from toolkit.core.model import ProfileAnswers
from toolkit.core.responses import Assessment
from toolkit.exchange.inventory import Inventory
from toolkit.exchange.problems import BundleError, printable

FORMAT = "toolkit-inventory/1"
NOT_ASSESSED = "Not assessed. A register says neither likelihood nor severity, so no level can be made from it."
KEPT = ("purpose", "outputs", "technique", "vendor", "development", "data", "impacts", "legal_basis", "link")

SENTENCES = {
    "no-name": "have no name; they are listed by their id",
    "no-id": "have no id of the agency; the id is made from year and row",
    "no-purpose": "say no purpose",
    "no-impact-label": "have no label of impact; that is unknown, not low",
    "shared-id": "share their id with another record; all are kept, none is believed over the other",
    "non-answer:data": "answer the question on data with a phrase that says nothing",
    "non-answer:impacts": "answer the question on impacts with a phrase that says nothing",
    "withheld": "withhold something as law-enforcement sensitive",
    "answer-in-wrong-question": "have an answer in the wrong question; about a practice it counts as unclear",
    "looks-like-a-formula": "hold a cell that a spreadsheet could run; exports guard it",
    "in-use-high-nothing-answered": "are in use and of high impact and answer no question on practices",
}


def report(inventory: Inventory) -> Iterator[str]:
    """The import report: what was read, and what is odd about how many records."""
    records = inventory.records
    yield f"{len(records)} records, layout {inventory.layout}, read as {inventory.encoding}. None is assessed."
    counts = Counter(remark for one in records for remark in one.remarks)
    for remark, sentence in SENTENCES.items():
        if counts[remark]:
            first = next(one.id for one in records if remark in one.remarks)
            yield f"{counts[remark]} {sentence} (first: {printable(first)})."
    unread = [one for one in records if Reported.OTHER in one.practices.values()]
    if unread:
        yield f"{len(unread)} hold an answer on a practice that cannot be read (first: {printable(unread[0].id)})."
    stages = sum(one.stage is Stage.UNKNOWN for one in records)
    if stages:
        yield f"{stages} say no stage that is known."
    if any(one.texts.get("technique") for one in records):
        yield "Labels of techniques are shown as reported and used for nothing: they are known to be unreliable."
    used, high = sum(one.stage in IN_USE for one in records), sum(map(exposed, records))
    yield f"{used} are in use; {high} of them are of high impact by their own label."


# ---------------------------------------------------------------- the file


def write_inventory(inventories: Sequence[Inventory], given: Mapping[str, Any]) -> dict[str, object]:
    """Records with evidence about controls, findings and changes of label, as plain data; never a score."""
    records = [one for inventory in inventories for one in inventory.records]
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
    """Findings as sentences, counted: the gaps of systems that are in use and of high impact first."""
    exposed_ = [one for one in records if exposed(one)]
    for practice, about in given["practices"].items():
        asked = [one for one in exposed_ if practice in one.practices]
        done = sum(one.practices[practice] is Reported.YES for one in asked)
        if asked:
            yield f"{about['asks']}: {done} of {len(asked)} in-use systems of high impact report it done."
    changes = reclassified(records)
    down = sum(one.was.value == "high" for one in changes)
    if changes:
        yield f"{len(changes)} systems have another label a year later, {down} of them no longer high impact."
    shared = [one for one in findings(records) if one.kind.startswith("same-")]
    for one in shared:
        yield f"{' and '.join(map(printable, one.records))}: {one.kind.replace('-', ' ')}."


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
