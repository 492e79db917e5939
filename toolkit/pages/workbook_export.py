"""The workbook and the system file to take away: reports, and the questions as a form."""

from __future__ import annotations

from dataclasses import replace

from toolkit.core.kept import WORKBOOK
from toolkit.pages import files_out
from toolkit.pages.acts import Step
from toolkit.pages.desk import Context
from toolkit.pages.inputs import BadInput
from toolkit.pages.screen import Download, Event, Part
from toolkit.pages.workbook_state import WorkbookState, WorkbookWork
from toolkit.render.html import render
from toolkit.store import Event as Change
from toolkit.store import Stored

SYSTEM = "system"
NO_SYSTEM = "The system file holds the risk assessment. It is for those who may read that one, too."


def download(state: WorkbookState, event: Event, context: Context) -> Step:
    """A report of the workbook or of the system, or the workbook as a form."""
    if state.record is None:
        return state, ()
    parts = files_out.asked(event, "report", SYSTEM, "form")
    if not parts:
        raise BadInput(files_out.NO_FORMAT)
    if parts[0] == "form":
        return state, (files_out.form(WORKBOOK, parts, state, context),)
    return state, (_report(parts, state, context),)


def _report(parts: tuple[str, ...], state: WorkbookState, context: Context) -> Download:
    """Of others, what the visitor has a right to: of a linked risk assessment otherwise only what the system is."""
    if parts[0] != SYSTEM or state.record is None:
        return files_out.report(WORKBOOK, parts, files_out.stored(state), tuple(state.linked.values()), context)
    if not state.versions:
        raise BadInput(NO_SYSTEM)
    # A history that is cut off would count wrong; then there is none.
    past = [] if state.more else state.past

    def history(record: Stored) -> tuple[Change, ...]:
        return tuple(one for name, one in past if name == record.id)

    main = replace(files_out.stored(state), history=history(state.record))
    versions = [replace(files_out.kept(one), history=history(one)) for one in state.versions]
    return files_out.report(SYSTEM, parts, main, versions, context)


def export(state: WorkbookState, context: Context, work: WorkbookWork) -> list[Part]:
    """Reports and forms."""
    html = render(
        context.interface.lang,
        "work_export.j2",
        system=bool(state.versions),
        fixed=state.fixed,
    )
    return [Part("export", html)]
