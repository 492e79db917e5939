"""An action plan to take away: spreadsheet, table and calendar, in the reader's language."""

from __future__ import annotations

from toolkit.core.kept import PLAN
from toolkit.exchange import plan as files
from toolkit.pages import files_out
from toolkit.pages.acts import Step
from toolkit.pages.desk import Context, RecordState
from toolkit.pages.exports import CSV, XLSX, stem
from toolkit.pages.inputs import BadInput, text
from toolkit.pages.plan_words import file_names
from toolkit.pages.plan_work import PlanWork
from toolkit.pages.screen import Download, Event

ICS = "text/calendar;charset=utf-8"


def download(state: RecordState, event: Event, context: Context) -> Step:
    """A file for the person: xlsx, csv, ics, or a report; raises BadInput for anything else."""
    kind = text(event.value)
    if state.record is None:
        return state, ()
    if parts := files_out.asked(event, "report"):
        return state, (files_out.report(PLAN, parts, files_out.stored(state), (), context),)
    work, record = PlanWork(state, context), state.record
    names = file_names(context.interface, work.plan)
    match kind:
        case "xlsx":
            mime, content = XLSX, files.write_xlsx(work.plan, context.interface.lang, names)
        case "csv":
            mime, content = CSV, files.write_csv(work.plan, names)
        case "ics":
            mime, content = ICS, files.write_ics(work.plan, record.id, record.title, context.now, names)
        case _:
            raise BadInput(files_out.NO_FORMAT)
    demo = "demo-" if record.demo else ""
    return state, (Download(f"{demo}{stem(record.title)}.{kind}", mime, content),)
