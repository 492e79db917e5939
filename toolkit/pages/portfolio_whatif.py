"""What another yardstick would say, and which systems the agency's readiness is enough for. Nothing is overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from toolkit.analysis.batch import Batch
from toolkit.analysis.portfolio import prepared, system_levels
from toolkit.core.method import Interval, Method
from toolkit.core.portfolio import System
from toolkit.core.scenario import COUNTS, STEPS, Effect, Scenario, effect, yardstick
from toolkit.pages.passage_map import Placed, passage_map
from toolkit.pages.portfolio_state import Book
from toolkit.pages.portfolio_view import PAGE
from toolkit.pages.portfolio_words import TIERS, code
from toolkit.pages.screen import Part
from toolkit.pages.view_whatif import named
from toolkit.render.html import render

LISTED = 50
"""So many systems of each kind are named."""


def scenario_of(book: Book) -> Scenario:
    """The yardstick that the address asks for."""
    given = {name: book.place.number(name) for name in ("likelihood", "impact", "count")}
    likelihood, impact = (given[name] if given[name] in STEPS else 0 for name in ("likelihood", "impact"))
    return Scenario("", book.method.id, likelihood, impact, given["count"] if given["count"] in COUNTS else 0)


def what_if(book: Book) -> list[Part]:
    """The usual yardstick beside another one: how many systems rise, fall or shift, and which."""
    if not book.systems:
        return []
    tried = scenario_of(book)
    usual = book.library.method(book.library.default_method)
    other = yardstick(book.method, tried)
    html = render(
        book.interface.lang,
        "port_whatif.j2",
        methods=[{"value": one.id, "label": one.name} for one in _methods(book, usual)],
        method=book.method.id,
        scenario=tried,
        steps=[{"value": str(step), "label": _step(book, step)} for step in STEPS],
        counts=[{"value": str(n), "label": _count(book, n)} for n in (0, *COUNTS)],
        usual=usual,
        kept=[_kept(book, usual, one) for one in book.state.scenarios],
        tier=book.interface.gettext(TIERS[book.tier]),
        total=len(book.shown),
        code=code(book, "what_if"),
        **_effects(book, usual, other),
    )
    return [Part("whatif", html)]


def _methods(book: Book, usual: Method) -> list[Method]:
    """Methods whose levels have the same number, so that a change of level means something."""
    return [one for one in book.library.methods.values() if len(one.levels) == len(usual.levels)]


def _step(book: Book, step: int) -> str:
    _ = book.interface.gettext
    return {-1: _("one step lower"), 0: _("as rated"), 1: _("one step higher")}[step]


def _count(book: Book, number: int) -> str:
    if not number:
        return book.interface.gettext("as the method says")
    return book.interface.say_n("the highest risk decides", "at least {number} risks must reach a level", number)


def _kept(book: Book, usual: Method, one: Scenario) -> dict[str, Any]:
    """A kept scenario, computed anew from the answers of today: what it does to systems, if that can be said."""
    changes = {
        name: str(value) if value else "" for name, value in (("likelihood", one.likelihood), ("impact", one.impact))
    }
    count = str(one.count) if one.count else ""
    route = book.place.having(method=one.method, count=count, **changes).to("whatif").route
    method = book.library.methods.get(one.method)
    valid = method is not None and len(method.levels) == len(usual.levels)
    found = _compared(book, usual, yardstick(method, one))[0] if method and valid else None
    return {"name": one.name, "route": route, "effect": found, "known": len(_known(book))}


def _known(book: Book) -> list[System]:
    return [one for one in book.shown if one.node(book.tier).assessed]


Levels = dict[str, Interval | None]


def _compared(book: Book, usual: Method, other: Method) -> tuple[Effect, Levels, Levels]:
    """What another yardstick does to the systems that are shown, and their levels by both."""
    batch = _batch(book)
    now, then = (system_levels(batch, method, book.tier) for method in (usual, other))
    return effect((one.id, now[one.id], then[one.id]) for one in _known(book)), now, then


def _effects(book: Book, usual: Method, other: Method) -> dict[str, Any]:
    """Both yardsticks over the same answers. A method with another number of levels is not set beside the usual one."""
    if len(other.levels) != len(usual.levels):
        return {"groups": [], "same": 0, "comparable": False, "changed": 0, "moves": []}
    found, now, then = _compared(book, usual, other)
    kinds = {"rises": found.rises, "falls": found.falls, "shifts": found.shifts}
    return {
        "groups": [
            (kind, len(ids), [_changed(book, one, usual, now, then) for one in ids[:LISTED]])
            for kind, ids in kinds.items()
        ],
        "same": found.same,
        "comparable": True,
        "changed": sum(map(len, kinds.values())),
    }


LATEST: dict[str, tuple[object, Batch]] = {}
"""The answers that were read last, as numbers: another yardstick is then a matter of milliseconds."""


def _batch(book: Book) -> Batch:
    key = (book.library.lang, book.context.today, [(one.record.id, one.record.revision) for one in book.entries])
    if LATEST.get("", (None,))[0] != key:
        found = prepared(book.library, [one.assessment for one in book.entries], book.context.today)
        LATEST[""] = (key, found)
    return LATEST[""][1]


def _changed(book: Book, name: str, usual: Method, now: Levels, then: Levels) -> dict[str, Any]:
    title, href = book.by_id[name].system.title, book.risk(name)
    return {"title": title, "href": href, "now": named(usual, now[name]), "then": named(usual, then[name])}


# ---------------------------------------------------------------- readiness beside level


def readiness(book: Book) -> list[Part]:
    """Level of each system beside the agency's stage: which may go on, which wait. They are never multiplied."""
    if not book.systems:
        return []
    shown = [one for one in book.shown if one.level(book.tier)]
    page = shown[:PAGE]
    stage = stage_of(book)
    html = render(
        book.interface.lang,
        "port_readiness.j2",
        map=passage_map(book.context, [_placed(book, one) for one in page], stage, book.method) if page else "",
        more=len(shown) - len(page),
        unknown=len(book.shown) - len(shown),
        total=len(book.shown),
        stage=stage,
        apart=book.demo,
        tier=book.interface.gettext(TIERS[book.tier]),
        since=_since(book),
        href=book.context.elsewhere("readiness"),
        code=code(book, "readiness"),
    )
    return [Part("readiness", html)]


def _placed(book: Book, one: System) -> Placed:
    return Placed(one.title, one.level(book.tier), href=book.risk(one.id))


def stage_of(book: Book) -> Interval | None:
    """The agency's stage as its latest readiness result was submitted; None without one, and beside illustrations."""
    result = book.state.shelf.readiness.result if book.state.shelf.readiness and not book.demo else None
    overall = result.get("overall") if isinstance(result, Mapping) else None
    if not isinstance(overall, list) or len(overall) != len(("lo", "hi")):
        return None
    return Interval(int(overall[0]), int(overall[1]))


def _since(book: Book) -> date | None:
    """The day of that result."""
    found = book.state.shelf.readiness
    return found.updated_at.date() if found and stage_of(book) else None
