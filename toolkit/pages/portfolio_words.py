"""What the portfolio page calls things: screens, tiers, reasons, options; and the code that makes the same figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.content.interface import Interface
from toolkit.core.model import UNKNOWN_CHOICE
from toolkit.core.portfolio_compare import Cause, Refusal
from toolkit.core.responses import Confidence, Decision, State, Tier
from toolkit.core.treatment import Why

if TYPE_CHECKING:
    from toolkit.pages.portfolio_state import Book


def _(text: str) -> str:
    """Marks a sentence for translation; it is looked up when it is shown."""
    return text


SCREENS = {
    "overview": _("Portfolio"),
    "systems": _("Systems"),
    "matrix": _("Matrix"),
    "principles": _("Principles"),
    "groups": _("Groups"),
    "drivers": _("Drivers and unknowns"),
    "item": _("One risk in all systems"),
    "compare": _("Compare"),
    "trend": _("Over time"),
    "whatif": _("What if"),
    "treatments": _("Treatments"),
    "readiness": _("Readiness and level"),
    "inventories": _("Public inventories"),
    "record": _("One record"),
}

TIERS = {
    Tier.INHERENT: _("Before safeguards"),
    Tier.CURRENT: _("Now, with safeguards in place"),
    Tier.TARGET: _("With planned safeguards"),
}

STATES = {
    State.ANSWERED: _("answered"),
    State.RANGE: _("a range"),
    State.UNKNOWN: _("I don’t know"),
    State.SKIPPED: _("not answered"),
    State.WITHHELD: _("restricted"),
    State.NA: _("does not apply"),
}

REASONS = {
    Refusal.DEMO: _("Illustrations have made-up answers. They are not compared with real systems."),
    Refusal.METHOD: _("The levels are by different methods. Choose one method for all first."),
    Refusal.CONTENT: _(
        "They were answered on different versions of the questions. Only risks in both can be compared."
    ),
    Refusal.NOTHING_KNOWN: _(
        "At least one system has no answers. Unknown is not low, so there is nothing to compare yet."
    ),
    Refusal.NOT_DETERMINED: _("Some levels are ranges. Where ranges overlap, nobody can say which system is worse."),
    Refusal.OTHER_ITEMS: _(
        "Different risks apply to them. A level may differ only because other questions were asked."
    ),
    Refusal.MEANS: _("There is no average level. Levels have an order but no distances, so a mean would mean nothing."),
    Refusal.POPULATION: _(
        "These systems are the ones that somebody chose to assess. They say nothing about systems that nobody assessed."
    ),
    Refusal.ASSESSORS: _(
        "Units are not ranked. Different people assess differently; a stricter unit would look worse for being honest."
    ),
}

CAUSES = {
    Cause.ANSWER: _("An answer or a safeguard was changed"),
    Cause.RESOLVED: _("An unknown was resolved"),
    Cause.OPENED: _("A known answer became unknown"),
    Cause.APPLIES: _("The description changed, so that the question applies or no longer applies"),
    Cause.CONTENT: _("The question is new, gone, or reads otherwise than before"),
}


WHY = {
    Why.CHOSEN: _("Chosen"),
    Why.NO_ROOM: _("Not chosen: it would help, but the budget that is left is too small for it"),
    Why.TOO_DEAR: _("Not chosen: it would help, but it costs more than the whole budget"),
    Why.NO_COST: _("Not considered: it would help, but it has no cost yet"),
    Why.ADDS_NOTHING: _("Not chosen: beside the chosen ones it would change no level"),
}


def option_label(book: Book, group: str, option: str) -> str:
    """An option of a profile field as people read it; a unit is as people wrote it."""
    if option == UNKNOWN_CHOICE:
        return book.interface.gettext("I don’t know")
    options = book.library.field(group).options if group != "unit" else ()
    return next((one.label for one in options if one.id == option), option)


def group_name(book: Book, name: str) -> str:
    """What systems are gathered by: a field of the description, or the unit."""
    return book.interface.gettext("Unit") if name == "unit" else book.library.field(name).label


def trigger_name(book: Book, name: str) -> str:
    """The title of a legal rule."""
    found = (one for pack in book.library.packs for one in pack.triggers if one.id == name)
    return next((one.title for one in found), name)


def cell_words(interface: Interface, cell: tuple[int, int]) -> str:
    """A cell of the matrix in words."""
    return interface.say("likelihood {likelihood}, impact {impact}", likelihood=cell[0], impact=cell[1])


def code(book: Book, table: str) -> str:
    """The Python lines that give the same figures as a table, in a notebook of JupyterLab."""
    return f'from toolkit.pages import figures\n\nfigures("{book.place.route}").{table}()'


CONFIDENCES = {
    Confidence.CERTAIN: _("certain"),
    Confidence.HIGH: _("quite sure"),
    Confidence.MEDIUM: _("fairly sure"),
    Confidence.LOW: _("not sure"),
}

DECISIONS = {
    Decision.OPEN: _("Not decided yet"),
    Decision.MITIGATE: _("Reduce it"),
    Decision.AVOID: _("Avoid it: do not do this"),
    Decision.TRANSFER: _("Share or transfer it"),
    Decision.ACCEPT: _("Accept it, with a reason"),
}
