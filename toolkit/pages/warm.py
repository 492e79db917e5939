"""What a process may do once, before it is any visitor's: read, compile, and go through a page; leave nothing open."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import closing
from importlib import import_module

from toolkit.content.interface import available
from toolkit.pages import notebook
from toolkit.pages.answers import values_of
from toolkit.pages.exports import samples
from toolkit.pages.first import begin, whole
from toolkit.pages.screen import Create, Event
from toolkit.pages.visit import Visit
from toolkit.pages.visits import Stores, record_visit, visit_of

FIRST = ("home", "risk", "readiness", "workbook", "workshop")
"""The pages that a visitor may see first and that need no assessment."""

WAY = ("describe/1", "check", "result", "treat", "export", "tasks", "section/accuracy")
"""Screens of an assessment, the last one to answer a question on."""

LATE = ("toolkit.pages.reading_visit", "toolkit.pages.portfolio_visit", "toolkit.pages.report_assessment")
"""What a page imports only when it is asked for, and no rehearsal comes to."""

QUESTION = "item/accuracy-wrong-lead/likelihood"


def warm(languages: Sequence[str]) -> None:
    """Read the content and draw the first screens of each language; in the first one, also use the page once.

    Whatever is imported, compiled and remembered on the way, a fork of this process has already. The rehearsal is on
    a database of its own, which is gone before this returns.
    """
    for name in LATE:
        import_module(name)
    codes = list(dict.fromkeys(available(lang) for lang in languages))
    with (
        tempfile.TemporaryDirectory(prefix="toolkit-") as folder,
        closing(Stores(f"sqlite:///{folder}/warm.db")) as stores,
    ):
        for code in codes:
            for name in FIRST:
                visit = visit_of(name, code, stores, notebook.who())
                begin(visit, name)
                whole(visit, visit.screen())
        for code in codes[:1]:
            rehearse(record_visit("risk", code, stores, notebook.who()))


def rehearse(visit: Visit) -> None:
    """Look at every screen of an illustration and answer a question."""
    sample = samples(visit.context())[1]
    visit.perform(Create(sample.title, values_of(sample), True, "tasks"))
    record = visit.state.record
    for screen in WAY if record else ():
        visit.handle(Event("route", value=f"{record.id if record else ''}/{screen}"), "", 0)
        whole(visit, visit.screen())
    for seq, step in enumerate(("1", "5"), 1):
        visit.handle(Event("change", name=QUESTION, value=step), "warm", seq)
        visit.screen()
