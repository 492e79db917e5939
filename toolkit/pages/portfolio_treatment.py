"""Which planned treatments to begin with: costs, the best set for a budget, why, and what it would change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from toolkit.analysis.treatment import choose, installed
from toolkit.content.scoring import described
from toolkit.core.method import Interval
from toolkit.core.responses import Tier
from toolkit.core.treatment import Counts, First, Moved, Option, Problem, Reason, Subject, Why, only, problem, reasons
from toolkit.exchange.treatment import Line, write_lines, written
from toolkit.pages.inputs import BadInput
from toolkit.pages.portfolio_purse import COST, Chosen, Purse
from toolkit.pages.portfolio_shelf import Tiers
from toolkit.pages.portfolio_state import Book
from toolkit.pages.portfolio_view import PAGE
from toolkit.pages.portfolio_words import WHY, code
from toolkit.pages.screen import Download, Part
from toolkit.pages.view_whatif import named
from toolkit.render.html import render

LISTED = 50
"""So many treatments of each kind, and so many systems, are named."""

MOVES = 5
"""So many risks are named beside a treatment."""


LATEST: dict[str, tuple[object, Problem]] = {}
"""The treatments that were gathered last: further clicks on the same answers need not gather them again."""


def problem_of(book: Book) -> Problem:
    """Every planned treatment of the systems that are shown, with its cost, and every risk of theirs."""
    key = _answers(book)
    if LATEST.get("", (None,))[0] != key:
        subjects = [_subject(book, one.id) for one in book.shown]
        LATEST[""] = (key, problem(subjects, book.method, book.library.controls, {}))
    purse, bare = book.state.purse, LATEST[""][1]
    return replace(bare, options=tuple(_priced(one, purse) for one in bare.options), first=purse.first)


def _answers(book: Book) -> object:
    shown = tuple((one.id, book.by_id[one.id].record.revision) for one in book.shown)
    return (book.method.id, book.query.principle, book.context.today, shown)


def key_of(book: Book) -> object:
    """What a choice follows from: answers, method, filters, costs and the budget."""
    purse = book.state.purse
    return (_answers(book), purse.budget, purse.first, tuple(sorted(purse.costs.items())))


def _priced(one: Option, purse: Purse) -> Option:
    return replace(one, cost=purse.costs.get(one.id))


def _subject(book: Book, name: str) -> Subject:
    entry = book.by_id[name]
    about = described(book.library, entry.assessment, book.context.today).items
    wanted = book.query.principle
    return Subject(name, [one for one in about if wanted in ("", one.principle)], entry.assessment.responses)


def chosen_of(book: Book) -> Chosen:
    """The best set for the budget. Raises BadInput without a budget, and ToolkitError where nothing is proved."""
    if book.state.purse.budget is None:
        raise BadInput("Enter a budget first.")
    return Chosen(key_of(book), choose(problem_of(book), book.state.purse.budget))


# ---------------------------------------------------------------- the screen


def treatments(book: Book) -> list[Part]:
    """Costs beside each planned treatment, and the set that was chosen as long as nothing has changed since."""
    if not book.systems:
        return []
    found, purse, last = problem_of(book), book.state.purse, book.state.chosen
    fresh = last if last and last.of == key_of(book) else None
    pages = max(1, -(-len(found.options) // PAGE))
    page = min(max(book.place.number("page"), 1), pages)
    html = render(
        book.interface.lang,
        "port_treatment.j2",
        installed=installed(),
        purse=purse,
        budget=written(purse.budget),
        firsts=[{"value": str(one), "label": label} for one, label in _firsts(book)],
        rows=[_row(book, one) for one in found.options[(page - 1) * PAGE : page * PAGE]],
        total=len(found.options),
        priced=sum(one.cost is not None for one in found.options),
        page=page,
        pages=pages,
        before=book.place.having(page=str(page - 1)).route if page > 1 else "",
        after=book.place.having(page=str(page + 1)).route if page < pages else "",
        stale=bool(last and not fresh),
        result=_result(book, found, fresh) if fresh else None,
        code=code(book, "treatments"),
    )
    return [Part("treatments", html)]


def _firsts(book: Book) -> list[tuple[First, str]]:
    _ = book.interface.gettext
    return [(First.SURE, _("What is sure, then what may be")), (First.MAY, _("What may be, then what is sure"))]


def _row(book: Book, one: Option) -> dict[str, Any]:
    return _about(book, one) | {"field": COST + one.id, "value": written(one.cost), "risks": len(one.items)}


def _about(book: Book, one: Option) -> dict[str, Any]:
    """A treatment by name: a safeguard, or the target of one risk."""
    known = book.library.controls.get(one.control)
    return {
        "id": one.id,
        "title": known.title if known else one.control,
        "target": "" if one.control else book.items[one.items[0]].title,
        "effort": known.effort if known else "",
        "system": book.by_id[one.system].system.title,
        "href": book.risk(one.system),
    }


def _result(book: Book, found: Problem, fresh: Chosen) -> dict[str, Any]:
    choice, budget = fresh.choice, book.state.purse.budget or 0
    why = reasons(found, choice.chosen, budget)
    groups = [(kind, [one for one in why if one.why is kind]) for kind in Why]
    return {
        "count": len(choice.chosen),
        "cost": written(choice.cost),
        "left": written(budget - choice.cost),
        "levels": _levels(book, choice.before, choice.after),
        "groups": [
            (str(kind), book.interface.gettext(WHY[kind]), len(all_), [_why(book, one) for one in all_[:LISTED]])
            for kind, all_ in groups
            if all_
        ],
        "other": _other(book, found, fresh),
        "systems": _systems(book, found, choice.chosen),
    }


def _levels(book: Book, before: Counts, after: Counts) -> list[tuple[Any, int, int, int, int]]:
    """For each level above the lowest: risks surely there now and then, and risks that may be there now and then."""
    half = len(before) // 2
    sure, may = (slice(half), slice(half, None))
    if book.state.purse.first is First.MAY:
        sure, may = may, sure
    levels = list(reversed(book.method.levels[1:]))
    return list(zip(levels, before[sure], after[sure], before[may], after[may], strict=True))


def _why(book: Book, one: Reason) -> dict[str, Any]:
    moved = sorted(one.moved, key=lambda x: (-x.without.lo, -x.without.hi))
    about = {"cost": written(one.option.cost), "more": max(0, len(moved) - MOVES)}
    return _about(book, one.option) | about | {"moved": [_moved(book, x) for x in moved[:MOVES]]}


def _moved(book: Book, one: Moved) -> dict[str, Any]:
    levels = {"without": named(book.method, one.without), "with": named(book.method, one.with_it)}
    return levels | {"title": book.items[one.item].title, "route": book.place.to("item", one.item).route}


def _other(book: Book, found: Problem, fresh: Chosen) -> dict[str, list[dict[str, Any]]] | None:
    """What another set that is as good has instead."""
    mine, theirs = {*fresh.choice.chosen}, {*fresh.choice.other}
    if not theirs:
        return None
    by_id = {one.id: _about(book, one) for one in found.options}
    ways = {"instead": mine - theirs, "of": theirs - mine}
    return {name: [by_id[one.id] for one in found.options if one.id in some] for name, some in ways.items()}


def _systems(book: Book, found: Problem, chosen: Sequence[str]) -> list[dict[str, Any]]:
    """The systems that the set touches: their level now, and as it would be. Law is as it is: no treatment lifts it."""
    touched = dict.fromkeys(one.system for one in found.options if one.id in chosen)
    rows = []
    for name in [*touched][:LISTED]:
        system = book.by_id[name].system
        now, then = system.level(Tier.CURRENT), _projected(book, name, chosen)
        about = {"title": system.title, "href": book.risk(name), "law": bool(system.triggers)}
        rows.append(about | {"now": named(book.method, now), "then": named(book.method, then if now else None)})
    return rows


def _projected(book: Book, name: str, chosen: Iterable[str]) -> Interval | None:
    entry, wanted = book.by_id[name], frozenset(chosen)
    given = entry.assessment.responses
    planned = {item: only(response, name, item, wanted) for item, response in given.items()}
    as_if = replace(entry.assessment, responses=planned)
    known = described(book.library, as_if, book.context.today)
    return Tiers(book.library, known, as_if, book.method)[Tier.TARGET].system.level


# ---------------------------------------------------------------- the file


def lines(book: Book) -> list[Line]:
    """Every treatment as a line of the file; with the reasons where a choice stands."""
    found, last = problem_of(book), book.state.chosen
    fresh = last if last and last.of == key_of(book) else None
    why = {}
    if fresh:
        why = {one.option.id: one.why for one in reasons(found, fresh.choice.chosen, book.state.purse.budget or 0)}
    return [_line(book, one, why.get(one.id)) for one in found.options]


def _line(book: Book, one: Option, why: Why | None) -> Line:
    about = _about(book, one)
    chosen = "" if why is None else "yes" if why is Why.CHOSEN else "no"
    title = about["title"] or about["target"]
    return Line(one.id, about["system"], title, about["effort"], len(one.items), one.cost, chosen, str(why or ""))


def table(book: Book) -> Download:
    """The treatments as CSV, in the page's order; `toolkit optimise --costs` reads the same file."""
    return Download("treatments.csv", "text/csv", write_lines(lines(book)))
