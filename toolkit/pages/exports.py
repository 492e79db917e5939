"""Files in and out of the risk page: registers, bundles and reports to take away; bundles to bring in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from toolkit.content.read import data_root
from toolkit.content.scoring import asked
from toolkit.core.kept import RISK
from toolkit.core.responses import Assessment
from toolkit.exchange import bundle, tables, verify
from toolkit.pages import files_out
from toolkit.pages.answers import values_of
from toolkit.pages.desk import Context
from toolkit.pages.inputs import BadInput, text
from toolkit.pages.risk_state import RiskState, Work
from toolkit.pages.screen import Command, Create, Download, Event

if TYPE_CHECKING:  # most visits need none
    from toolkit.exchange.record import Record

Step = tuple[RiskState, tuple[Command, ...]]
JSON = "application/json"
CSV = "text/csv;charset=utf-8"
ASKED = "asked"
"""Where a frozen result keeps how each question read; it stays in the record, a bundle names its content instead."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def frozen_result(work: Work) -> Mapping[str, Any]:
    """What is frozen at submission: the levels with the versions that made them, and how each question read."""
    return {**verify.freeze(work.assessment, work.library, work.context.today), ASKED: asked(work.library)}


def stem(title: str) -> str:
    """A file name from a title: letters and digits of any script, at most 60 characters."""
    return re.sub(r"[^\w]+", "-", title).strip("-")[:60].lower() or "assessment"


def download(state: RiskState, event: Event, context: Context) -> Step:
    """A file for the person: the register as csv or xlsx, the bundle as json, a report or a form."""
    if state.record is None:
        return state, ()
    if parts := files_out.asked(event, "report", "form"):
        return state, (_made(parts, state, context),)
    work = Work(state, context)
    makers = {"csv": _csv, "xlsx": _xlsx, "json": _json}
    kind = text(event.value)
    if kind not in makers:
        raise BadInput("That file format is not known. Choose one of the buttons.")
    content, mime, ending = makers[kind](work)
    demo = "demo-" if work.assessment.demo else ""
    return state, (Download(f"{demo}{stem(work.assessment.title)}.{ending}", mime, content),)


def _csv(work: Work) -> tuple[bytes, str, str]:
    return tables.write_csv(work.scored, work.library, work.context.today, bom=True), CSV, "csv"


def _xlsx(work: Work) -> tuple[bytes, str, str]:
    return tables.write_xlsx(work.scored, work.library, work.context.today), XLSX, "xlsx"


def _json(work: Work) -> tuple[bytes, str, str]:
    return bundle.dumps(_bundle(work)).encode(), JSON, "toolkit.json"


def _bundle(work: Work) -> dict[str, Any]:
    record = work.state.record
    frozen = record.result if record and isinstance(record.result, Mapping) else frozen_result(work)
    stated = {key: value for key, value in frozen.items() if key != ASKED}
    return bundle.write_bundle(work.assessment, work.library, result=stated)


def _made(parts: tuple[str, ...], state: RiskState, context: Context) -> Download:
    if parts[0] == "form":
        return files_out.form(RISK, parts, state, context)
    return files_out.report(RISK, parts, files_out.stored(state), (), context)


def uploaded(state: RiskState, event: Event, context: Context) -> Step:
    """A bundle that was chosen as a file becomes a new assessment; a bad one leaves a sentence and nothing else."""
    value = event.value if isinstance(event.value, Mapping) else {}
    read = bundle.read_bundle(str(value.get("text", "")).encode(), context.library)
    assessment = read.assessment
    told = replace(state, message=" ".join(read.notices))
    return told, (Create(assessment.title, values_of(assessment), assessment.demo, "tasks"),)


def samples(context: Context) -> tuple[Assessment, ...]:
    """The worked illustrations that ship with the toolkit."""
    paths = sorted((data_root() / "samples").glob("*.json"))
    return tuple(bundle.read_bundle(path, context.library).assessment for path in paths)


def records(kind: str) -> tuple[Record, ...]:
    """The illustrations of another kind of record that ship with the toolkit."""
    from toolkit.exchange.record import read_record

    paths = sorted((data_root() / "samples" / kind).glob("*.json"))
    return tuple(read_record(path).record for path in paths)


def sample_workbook() -> dict[str, Any]:
    """The worked workbook that ships with the toolkit; its `meta/system` is the id of the illustration it is about."""
    made: dict[str, Any] = json.loads((data_root() / "samples" / "records" / "face-search-workbook.json").read_bytes())
    return made


def add_samples(state: RiskState, event: Event, context: Context) -> Step:
    """Put the illustrations on the person's list; they are marked as such everywhere and can be deleted."""
    there = {one.title for one in state.summaries}
    new = [one for one in samples(context) if one.title not in there]
    return state, tuple(Create(one.title, values_of(one), True, "") for one in new)
