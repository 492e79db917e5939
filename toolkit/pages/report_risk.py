"""The report of one version of a risk assessment as a document."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.content import load_library
from toolkit.content.interface import interface
from toolkit.pages.answers import assessment_of
from toolkit.pages.desk import Context
from toolkit.pages.report_assessment import report_context
from toolkit.pages.report_file import Wish
from toolkit.pages.report_material import Material
from toolkit.pages.report_release import withheld
from toolkit.pages.report_words import Teller
from toolkit.pages.risk_state import RiskState, Work
from toolkit.render.document import Document
from toolkit.render.html import know
from toolkit.render.report import report_document


def risk_document(main: Material, others: Sequence[Material], wish: Wish) -> Document:
    """The report of a risk assessment; other records say nothing here."""
    work = work_of(main, wish)
    tell = Teller(work.context.interface, work.library.translated)
    principles = {item.id: work.library.principle(item.principle).name for item in work.library.items}
    context = report_context(work, main)
    if wish.release:
        places = {one: principles.get(one.id, "") for one in main.hidden}
        context = context | {"withheld": tuple(withheld(tell, places))}
    return report_document(wish.lang, context, short=wish.short)


def work_of(main: Material, wish: Wish) -> Work:
    """A risk assessment with everything that follows from it, as the page sees it."""
    library = load_library(wish.lang)
    know(library.lang, library.translated)
    work = Work(RiskState(), Context(library, interface(wish.lang), "", wish.moment))
    method = main.method or library.default_method
    vars(work)["assessment"] = assessment_of(library, main.id, main.title, main.values, method, main.demo)
    return work
