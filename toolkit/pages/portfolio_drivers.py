"""What holds levels up, which unknowns hurt most, and one risk in all systems with the answers behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from toolkit.core.model import Item
from toolkit.core.portfolio import System
from toolkit.core.portfolio_items import Driver, Hurting, unknowns
from toolkit.core.portfolio_items import drivers as driving
from toolkit.core.responses import Confidence, ControlStatus, Decision, Factor, Response, Tier, Treatment
from toolkit.pages.portfolio_figures import opened
from toolkit.pages.portfolio_state import Book
from toolkit.pages.portfolio_words import CONFIDENCES, DECISIONS, STATES, TIERS, code
from toolkit.pages.screen import Part
from toolkit.pages.view_whatif import named
from toolkit.render.html import render

TOP = 15
"""So many risks are listed in each picture; all of them stand in the table and the code."""

SYSTEMS = 50
"""So many systems are shown of one risk."""


def drivers(book: Book) -> list[Part]:
    """The risks that hold most systems up, and the open answers that decide most."""
    if not book.systems:
        return []
    least, principle = book.method.index("high"), book.query.principle
    held = driving(book.shown, book.tier, least, principle)
    hurting = unknowns(book.shown, book.tier, book.method, principle, book.to_find_out)
    decisive = [one for one in hurting if one.decisive or one.together]
    listed = (decisive or hurting)[:TOP]
    html = render(
        book.interface.lang,
        "port_drivers.j2",
        least=book.method.level(least),
        total=len(book.shown),
        drivers=[_driver(book, one) for one in held[:TOP]],
        drivers_more=max(0, len(held) - TOP),
        drivers_rows=[[book.context.mark(book.items[one.item].title), len(one.systems)] for one in held],
        drivers_gist=drivers_gist(book, held),
        unknowns=[_unknown(book, one) for one in listed],
        unknowns_more=len(hurting) - len(listed),
        nothing_decides=bool(hurting and not decisive),
        unknowns_rows=[_unknown_row(book, one) for one in hurting],
        unknowns_gist=unknowns_gist(book, decisive, hurting),
        code_drivers=code(book, "drivers"),
        pareto=opened(book, "pareto"),
        code_unknowns=code(book, "unknowns"),
    )
    return [Part("drivers", html)]


def _driver(book: Book, one: Driver) -> dict[str, Any]:
    return _about(book, one.item, one.principle, one.systems) | {"count": len(one.systems)}


def _unknown(book: Book, one: Hurting) -> dict[str, Any]:
    counts = {"alone": len(one.decisive), "together": len(one.together), "open": one.open}
    return _about(book, one.item, one.principle, (*one.decisive, *one.together)) | counts


def _about(book: Book, item: str, principle: str, systems: Sequence[str]) -> dict[str, Any]:
    return {
        "title": book.items[item].title,
        "principle": book.principles[principle],
        "route": book.place.to("item", item).route,
        "systems": book.listed(systems),
    }


def _unknown_row(book: Book, one: Hurting) -> list[Any]:
    return [book.context.mark(book.items[one.item].title), len(one.decisive), len(one.together), one.open]


def drivers_gist(book: Book, held: Sequence[Driver]) -> str:
    """How many risks hold how many systems up."""
    up = {name for one in held for name in one.systems}
    return book.interface.say_n(
        "{number} risk holds {systems} of {total} systems at {level} or above.",
        "{number} risks hold {systems} of {total} systems at {level} or above.",
        len(held),
        systems=len(up),
        total=len(book.shown),
        level=book.method.level(book.method.index("high")).label,
    )


def unknowns_gist(book: Book, decisive: Sequence[Hurting], every: Sequence[Hurting]) -> str:
    """How many risks have open answers, and in how many systems one of them decides."""
    alone = {name for one in decisive for name in one.decisive}
    return book.interface.say(
        "{every} risks have open answers. In {systems} of {total} systems, one answer alone could lower the upper end.",
        every=len(every),
        systems=len(alone),
        total=len(book.shown),
    )


# ---------------------------------------------------------------- one risk in all systems


def item(book: Book) -> list[Part]:
    """One risk: answer, reason, evidence, controls and treatment in each system, the worst first."""
    about = book.items.get(book.place.arg)
    there = [one for one in book.shown if about and about.id in one.tier(book.tier).items]
    there.sort(key=lambda one: _worst(one, about, book.tier))
    html = render(
        book.interface.lang,
        "port_item.j2",
        item=about,
        principle=book.principles.get(about.principle, "") if about else "",
        gist=book.interface.say("It applies to {number} of {total} systems.", number=len(there), total=len(book.shown)),
        rows=[_shown(book, one, about) for one in there[:SYSTEMS] if about],
        more=max(0, len(there) - SYSTEMS),
        code=code(book, "item"),
    )
    return [Part("item", html)]


def _worst(one: System, about: Item | None, tier: Tier) -> tuple[int, int, str]:
    level = one.tier(tier).items[about.id].level if about else None
    return (-level.lo, -level.hi, one.title) if level else (0, 0, one.title)


def _shown(book: Book, one: System, about: Item) -> dict[str, Any]:
    entry, _ = book.by_id[one.id], book.interface.gettext
    given = entry.assessment.responses.get(about.id, Response())
    plan = entry.assessment.treatments.get(about.id, Treatment())
    return {
        "id": one.id,
        "title": one.title,
        "href": book.risk(one.id, f"section/{about.principle}"),
        "level": named(book.method, one.tier(book.tier).items[about.id].level),
        "tiers": [(_(TIERS[tier]), named(book.method, one.tier(tier).items[about.id].level)) for tier in Tier],
        "state": _(STATES[given.state]),
        "answer": answer_words(book, given),
        "confidence": _(CONFIDENCES[given.confidence]) if given.confidence in list(Confidence) else "",
        "note": given.note,
        "evidence": given.evidence,
        "controls": control_words(book, given),
        "treatment": " – ".join(filter(None, (_(DECISIONS[plan.decision]), plan.action, plan.owner_role, plan.due)))
        if plan.decision is not Decision.OPEN
        else "",
    }


def answer_words(book: Book, given: Response) -> str:
    """Likelihood and impact as they were rated; a missing one is a question mark."""
    if given.likelihood is None and given.impact is None:
        return ""
    say = book.interface.say
    return say(
        "likelihood {likelihood}, impact {impact}", likelihood=_step(given.likelihood), impact=_step(given.impact)
    )


def _step(factor: Factor | None) -> str:
    if factor is None:
        return "?"
    return str(factor.lo) if factor.lo == factor.hi else f"{factor.lo}–{factor.hi}"


def control_words(book: Book, given: Response) -> list[dict[str, str]]:
    """The controls of an answer: what they are, and whether they are there and evidenced."""
    _ = book.interface.gettext
    rows = []
    for one in given.controls:
        known = book.library.controls.get(one.id)
        proof = _("in place, with evidence") if one.evidenced else _("in place, no evidence recorded")
        status = proof if one.status is ControlStatus.IN_PLACE else _("planned")
        rows.append({"title": known.title if known else one.id, "status": status})
    return rows
