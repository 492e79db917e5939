"""The columns of the generic risk register, and an agency's own names for them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from toolkit.content.read import ContentError, parse_yaml
from toolkit.exchange.problems import BundleError, Problems
from toolkit.exchange.safe_json import decode, kind, read_bytes

COLUMNS = (
    *("risk_id", "system_id", "system_name", "system_version", "assessment_id", "assessment_date"),
    *("content_version", "method_version", "core_principle", "instrumental_principle", "title", "description"),
    *("affected_groups", "likelihood_inherent", "impact_inherent", "level_inherent", "level_low", "level_high"),
    *("determined", "confidence", "existing_controls", "likelihood_current", "impact_current", "level_current"),
    *("treatment", "planned_controls", "likelihood_target", "impact_target", "level_target", "owner", "due_date"),
    *("status", "triggers", "unknown_reason", "evidence_refs", "rationale", "review_date", "reference_url"),
)
"""METHOD 5.2(1), in that order. level_low, level_high and determined describe level_inherent."""

RECORD = "toolkit_record"
"""The last column: the response and treatment of the row as JSON; longer ones go on in toolkit_record_2, and so on."""

EDITABLE = ("likelihood_inherent", "impact_inherent", "treatment", "owner", "due_date", "status", "rationale")
"""Cells that win over the record when they were edited."""

SCORES = tuple(f"{axis}_{tier}" for tier in ("inherent", "current", "target") for axis in ("likelihood", "impact"))
COMPUTED = (*SCORES[2:], "level_inherent", "level_current", "level_target")
"""Cells that follow from the others; an edit is reported and has no effect."""

ColumnNames = Mapping[str, str | None]
"""Our column to the agency's name for it; None leaves the column out. Columns that are not named keep our name."""

MAX_MAPPING = 100_000


def load_columns(source: Path | bytes) -> ColumnNames:
    """A mapping file in YAML (`owner: Risk owner`, `system_version: null`); raises BundleError with every problem."""
    raw = read_bytes(source)
    if len(raw) > MAX_MAPPING:
        raise BundleError([f"the mapping file has {len(raw):,} bytes; one line for each column is enough"])
    try:
        parsed = parse_yaml(decode(raw), source.name if isinstance(source, Path) else "the mapping file")
    except ContentError as error:
        raise BundleError(error.problems) from error
    if not isinstance(parsed, Mapping):
        raise BundleError([f"a mapping file has lines such as “owner: Risk owner”, found {kind(parsed)}"])
    names = {str(ours): theirs for ours, theirs in parsed.items()}
    check_columns(names)
    return names


def check_columns(names: Mapping[str, object]) -> None:
    """Raise BundleError unless every name is known, text and used once; risk_id and the record cannot be left out."""
    problems = Problems()
    for ours, theirs in names.items():
        if ours not in (*COLUMNS, RECORD):
            problems.unknown("mapping", "column", ours, (*COLUMNS, RECORD))
        elif theirs is None and ours in ("risk_id", RECORD):
            problems.add(f"mapping.{ours}", "cannot be left out, or the file cannot be read back; give it a name")
        elif theirs is not None and (not isinstance(theirs, str) or not theirs.strip()):
            problems.add(f"mapping.{ours}", "must be the name of a column, or null to leave it out")
    texts = {ours: theirs for ours, theirs in names.items() if theirs is None or isinstance(theirs, str)}
    used = [heading(column, texts) for column in (*COLUMNS, RECORD)]
    for name in sorted({name for name in used if name is not None and used.count(name) > 1}):
        problems.add("mapping", f"two columns are called “{name}”; give each its own name")
    problems.stop()


def heading(column: str, names: ColumnNames) -> str | None:
    """The heading of one of our columns, or None if it is left out."""
    base = RECORD if column.startswith(RECORD) else column
    name = names.get(base, base)
    return None if name is None else name + column.removeprefix(base)
