"""The generic risk register: one row for each applicable risk, readable by people and spreadsheets, and lossless.

What people see comes from the scored assessment; what is read back comes from the record in the last column.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from toolkit.content import Library
from toolkit.content.scoring import Scored
from toolkit.core.conditions import Truth
from toolkit.core.method import Interval, Method
from toolkit.core.model import Item
from toolkit.core.questionnaire import chosen
from toolkit.core.responses import AppliedControl, Assessment, ControlStatus, Response, State, Tier, Treatment
from toolkit.core.risk import Rated
from toolkit.core.triggers import relevant
from toolkit.exchange.bundle import ILLUSTRATION, public_copy, write_bundle
from toolkit.exchange.cells import chunks, span
from toolkit.exchange.columns import COLUMNS, RECORD

Row = Mapping[str, str]
"""Column to text; unguarded and unshortened."""

RESTRICTED = "restricted"
REASONS = {
    State.UNKNOWN: "unknown",
    State.SKIPPED: "no answer yet",
    State.WITHHELD: RESTRICTED,
    State.NA: "not applicable",
}
"""How the column unknown_reason starts; a reason follows after a colon."""


def to_rows(scored: Scored, library: Library, on: date) -> tuple[Row, ...]:
    """The register of an assessment scored on the day `on`: one row for each applicable risk, at least one row."""
    assessment = public_copy(scored.assessment)
    scored = replace(scored, assessment=assessment)
    system = _system(scored, library, on)
    records = _records(scored, library, on)
    rows = [system | _risk(item, scored, library) for item in scored.items] or [system]
    return tuple(
        dict.fromkeys(COLUMNS, "") | row | {record_column(place): piece for place, piece in enumerate(chunks(record))}
        for row, record in zip(rows, records, strict=True)
    )


def record_column(place: int) -> str:
    """The name of the n-th record column, counted from 0."""
    return RECORD if place == 0 else f"{RECORD}_{place + 1}"


def all_columns(rows: Sequence[Row]) -> tuple[str, ...]:
    """The columns of some rows in order, with as many record columns as the longest record needs."""
    pieces = max((sum(name.startswith(RECORD) for name in row) for row in rows), default=1)
    return (*COLUMNS, *(record_column(place) for place in range(pieces)))


def _records(scored: Scored, library: Library, on: date) -> list[str]:
    """One record for each row; the first also carries what belongs to no row."""
    rest = write_bundle(scored.assessment, library)
    responses, treatments = _part(rest, "responses"), _part(rest, "treatments")
    records: list[dict[str, object]] = [
        {"response": responses.pop(item.id, None), "treatment": treatments.pop(item.id, None)} for item in scored.items
    ] or [{}]
    records[0]["assessment"] = rest | {"responses": responses, "treatments": treatments}
    records[0]["rows"] = [item.id for item in scored.items]
    records[0] |= {"on": on.isoformat(), "lang": library.lang, "method": scored.method.id}
    # ASCII only: spreadsheets and their XML neither lose nor reorder anything.
    return [json.dumps(record, ensure_ascii=True, sort_keys=True, separators=(",", ":")) for record in records]


def _part(bundle: Mapping[str, object], name: str) -> dict[str, object]:
    part = bundle[name]
    return dict(part) if isinstance(part, Mapping) else {}


# ---------------------------------------------------------------- what people see


def _system(scored: Scored, library: Library, on: date) -> dict[str, str]:
    assessment, method = scored.assessment, scored.method
    marks: list[tuple[str, Truth]] = [(f.trigger.id, f.matches) for f in relevant(scored.findings)]
    return {
        "system_id": assessment.meta.get("system_id", assessment.id),
        "system_name": assessment.title,
        "system_version": assessment.meta.get("system_version", ""),
        "assessment_id": assessment.id,
        "assessment_date": on.isoformat(),
        "content_version": f"{library.questionnaire} {library.version} {library.sha256[:12]}",
        "method_version": f"{method.id} {method.version}",
        "title": ILLUSTRATION if assessment.demo else "",
        "affected_groups": _groups(assessment, library),
        "triggers": "; ".join(name if matches else f"{name} (possible)" for name, matches in marks),
        "review_date": assessment.meta.get("review_date", ""),
    }


def _groups(assessment: Assessment, library: Library) -> str:
    field = next((field for field in library.profile if field.id == "groups"), None)
    picked = chosen(assessment.profile, field) or () if field else ()
    return "; ".join(option.label for option in field.options if option.id in picked) if field else ""


def _risk(item: Item, scored: Scored, library: Library) -> dict[str, str]:
    assessment = scored.assessment
    response = assessment.responses.get(item.id, Response())
    title = f"{ILLUSTRATION}: {item.title}" if assessment.demo else item.title
    principle = library.principle(item.principle)
    return {
        "risk_id": item.id,
        "core_principle": library.principle(principle.parent).name,
        "instrumental_principle": principle.name,
        "title": title,
        "description": " ".join((item.cause, item.event, item.consequence)),
        "reference_url": item.source.url,
        **_levels(item.id, scored),
        **_answer(response, library),
        **_plan(assessment.treatments.get(item.id, Treatment()), response, library),
    }


def _levels(item: str, scored: Scored) -> dict[str, str]:
    cells: dict[str, str] = {}
    for tier in Tier:
        rated = scored.result.tiers[tier].items.get(item)
        if rated is not None:
            cells |= _tier_cells(rated, tier, scored.method)
    rated = scored.result.tiers[Tier.INHERENT].items.get(item)
    if rated is None:
        return cells
    low, high = (scored.method.level(end).label for end in (rated.level.lo, rated.level.hi))
    return cells | {"level_low": low, "level_high": high, "determined": "yes" if rated.level.determined else "no"}


def _tier_cells(rated: Rated, tier: Tier, method: Method) -> dict[str, str]:
    return {
        f"likelihood_{tier}": span(rated.likelihood.lo, rated.likelihood.hi),
        f"impact_{tier}": span(rated.impact.lo, rated.impact.hi),
        f"level_{tier}": level_words(rated.level, method),
    }


def level_words(level: Interval | None, method: Method) -> str:
    """A level's label, both labels for an interval, or nothing."""
    if level is None:
        return ""
    low, high = method.level(level.lo).label, method.level(level.hi).label
    return low if level.determined else f"{low} – {high}"


def _answer(response: Response, library: Library) -> dict[str, str]:
    reason = REASONS.get(response.state, "")
    withheld = response.state is State.WITHHELD
    return {
        "confidence": response.confidence.value if response.confidence else "",
        "existing_controls": _controls(response.controls, ControlStatus.IN_PLACE, library),
        "unknown_reason": f"{reason}: {response.reason}" if reason and response.reason else reason or response.reason,
        "evidence_refs": RESTRICTED if withheld else response.evidence,
        "rationale": RESTRICTED if withheld else response.note,
    }


def _controls(applied: Sequence[AppliedControl], status: ControlStatus, library: Library) -> str:
    return "; ".join(
        library.controls[one.id].title + (" (evidence)" if one.evidenced else "")
        for one in applied
        if one.status is status and one.id in library.controls
    )


def _plan(treatment: Treatment, response: Response, library: Library) -> dict[str, str]:
    planned = _controls(response.controls, ControlStatus.PLANNED, library)
    return {
        "treatment": treatment.decision.value,
        "planned_controls": "; ".join(text for text in (planned, treatment.action) if text),
        "owner": treatment.owner_role,
        "due_date": treatment.due,
        "status": treatment.status,
    }
