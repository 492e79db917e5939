"""Pictures of many systems as tables: the matrix as a density, principle by system, and groups side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from toolkit.core.portfolio import System, distribution, in_cell, leximax, matching
from toolkit.core.portfolio_items import Cell, Density, HeatCell, density, heat, moves, transitions
from toolkit.core.responses import Tier
from toolkit.pages.portfolio_figures import DRAWN, by_group, level_names, opened, share_rows
from toolkit.pages.portfolio_place import GROUPS, JUST
from toolkit.pages.portfolio_state import Book
from toolkit.pages.portfolio_view import PAGE
from toolkit.pages.portfolio_words import TIERS, cell_words, code, group_name
from toolkit.pages.screen import Part
from toolkit.pages.view_whatif import named
from toolkit.render.html import render

MOST_LISTED = 30
"""Answers of a chosen cell that are listed; further ones are counted."""

TOP_MOVES = 5
FEW = 5
"""A group with fewer systems says little; the page says so."""

DOTS = 60
"""So many dots stand in a cell of a strip; beyond that the number alone is read."""

STEPS = range(1, 6)


# ---------------------------------------------------------------- matrix


def matrix(book: Book) -> list[Part]:
    """Where the risks of all systems sit, what controls move, and the answers behind a chosen cell."""
    if not book.systems:
        return []
    method, shown, answers = book.method, _without_cell(book), _answers(book)
    found = density(shown, book.tier, book.query.principle)
    html = render(
        book.interface.lang,
        "port_matrix.j2",
        gist=matrix_gist(book, found),
        rows=[_matrix_row(book, found, likelihood) for likelihood in reversed(STEPS)],
        method=method,
        tier=book.interface.gettext(TIERS[book.tier]),
        listed=[[x, y, found.sure.get((x, y), 0), found.could.get((x, y), 0)] for x in STEPS for y in STEPS],
        changes=[_change(book, shown, *pair) for pair in ((Tier.INHERENT, Tier.CURRENT), (Tier.CURRENT, Tier.TARGET))],
        cell=book.query.cell,
        answers=answers[:MOST_LISTED],
        more=max(0, len(answers) - MOST_LISTED),
        systems_route=book.place.to("systems").route,
        code=code(book, "matrix"),
        code_moves=code(book, "moves"),
    )
    return [Part("matrix", html)]


def _without_cell(book: Book) -> tuple[System, ...]:
    """The systems of all filters but the cell, which chooses inside the picture."""
    found = matching(book.systems, replace(book.query, cell=None), book.tier)
    return leximax(found, book.tier, book.query.principle)


def matrix_gist(book: Book, found: Density) -> str:
    """How many risks have one cell for sure."""
    say, n = book.interface.say, book.interface.number
    sure = sum(found.sure.values())
    return say(
        "{items} risks in all: {sure} have one cell for sure, {some} may be in several; {anywhere} are unknown.",
        items=n(found.items),
        sure=n(sure),
        some=n(found.items - sure - found.anywhere),
        anywhere=n(found.anywhere),
    )


def _matrix_row(book: Book, found: Density, likelihood: int) -> dict[str, Any]:
    return {
        "step": likelihood,
        "name": book.method.likelihood[likelihood - 1],
        "cells": [_matrix_cell(book, found, (likelihood, impact)) for impact in STEPS],
    }


def _matrix_cell(book: Book, found: Density, cell: Cell) -> dict[str, Any]:
    here = f"{cell[0]}-{cell[1]}"
    return {
        "level": book.method.level(book.method.grid[cell[0] - 1][cell[1] - 1]),
        "sure": found.sure.get(cell, 0),
        "could": found.could.get(cell, 0),
        "route": book.place.having(cell="" if book.place.one("cell") == here else here).route,
        "chosen": book.query.cell == cell,
        "words": cell_words(book.interface, cell),
    }


def _answers(book: Book) -> list[dict[str, Any]]:
    """What is, or may be, in the chosen cell: each with its system and the way to the answer."""
    if book.query.cell is None:
        return []
    rows = []
    for system in book.shown:
        for name in in_cell(system, book.query.cell, book.tier, book.query.principle):
            rated = system.tier(book.tier).items[name]
            rows.append(
                {
                    "system": system.title,
                    "href": book.risk(system.id, f"section/{rated.principle}"),
                    "item": book.items[name].title,
                    "route": book.place.having(cell="").to("item", name).route,
                    "sure": rated.likelihood.determined and rated.impact.determined,
                    "level": named(book.method, rated.level),
                }
            )
    return sorted(rows, key=lambda row: not row["sure"])


def _change(book: Book, shown: Sequence[System], before: Tier, after: Tier) -> dict[str, Any]:
    """What happens to levels between two tiers: a table, and the moves that most risks make."""
    method = book.method
    table = transitions(shown, before, after, len(method.levels), book.query.principle)
    moved = moves(shown, before, after, book.query.principle)
    say_n = book.interface.say_n
    return {
        "before": book.interface.gettext(TIERS[before]),
        "after": book.interface.gettext(TIERS[after]),
        "rows": [(method.level(at), row) for at, row in reversed(list(enumerate(table)))],
        "fallen": sum(n for at, row in enumerate(table) for to, n in enumerate(row) if to < at),
        "total": sum(map(sum, table)),
        "moves": [
            say_n(
                "{number} risk goes from {here} to {there}.",
                "{number} risks go from {here} to {there}.",
                count,
                here=cell_words(book.interface, here),
                there=cell_words(book.interface, there),
            )
            for (here, there), count in moved[:TOP_MOVES]
        ],
    }


# ---------------------------------------------------------------- principle × system


def principles(book: Book) -> list[Part]:
    """The level of each principle in each system, the worst system first, 50 a page."""
    if not book.systems:
        return []
    names = [name for name in book.principles if book.query.principle in ("", name)]
    pages = max(1, -(-len(book.shown) // PAGE))
    page = min(max(book.place.number("page"), 1), pages)
    here = book.shown[(page - 1) * PAGE : page * PAGE]
    html = render(
        book.interface.lang,
        "port_principles.j2",
        principles=[
            (name, book.principles[name], book.place.having(principle=name).to("systems").route) for name in names
        ],
        rows=[_heat_row(book, one, names) for one in here],
        gist=principles_gist(book, names),
        method=book.method,
        page=page,
        pages=pages,
        before=book.place.having(page=str(page - 1)).route if page > 1 else "",
        after=book.place.having(page=str(page + 1)).route if page < pages else "",
        tier=book.interface.gettext(TIERS[book.tier]),
        code=code(book, "principles"),
    )
    return [Part("principles", html)]


def _heat_row(book: Book, system: System, names: Iterable[str]) -> dict[str, Any]:
    cells = heat(system, book.tier, names, len(book.method.levels))
    return {
        "title": system.title,
        "href": book.risk(system.id),
        "cells": [_heat_cell(book, system, name, cell) for name, cell in cells.items()],
    }


def _heat_cell(book: Book, system: System, name: str, cell: HeatCell) -> dict[str, Any]:
    return {
        "principle": book.principles[name],
        "level": named(book.method, cell.level),
        "applies": cell.applies,
        "top": cell.top,
        "items": cell.items,
        "href": book.risk(system.id, f"section/{name}"),
    }


def principles_gist(book: Book, names: Sequence[str]) -> str:
    """In how many systems each principle is surely high, the most first."""
    high = book.method.index("high")
    counted = {
        name: sum(bool((level := one.level(book.tier, name)) and level.lo >= high) for one in book.shown)
        for name in names
    }
    order = [name for name in sorted(names, key=lambda name: -counted[name]) if counted[name]][:3]
    if not order:
        return book.interface.say("No principle is at {level} or above for sure.", level=book.method.level(high).label)
    listed = "; ".join(f"{book.principles[name]} {counted[name]}" for name in order)
    return book.interface.say(
        "Most often at {level} or above for sure, of {total} systems: {listed}.",
        level=book.method.level(high).label,
        total=len(book.shown),
        listed=listed,
    )


# ---------------------------------------------------------------- groups


def groups(book: Book) -> list[Part]:
    """Levels by unit, stage, purpose or technique: a strip of systems for each, in a fixed order, never ranked."""
    if not book.systems:
        return []
    by, found = by_group(book)
    html = render(
        book.interface.lang,
        "port_groups.j2",
        ways=[(name, group_name(book, name), book.place.having(by=name).route) for name in GROUPS],
        by=by,
        label=group_name(book, by),
        levels=[*reversed(book.method.levels)],
        top=book.method.unacceptable,
        rows=[_strip(book, by, *one) for one in found],
        several=sum(len(systems) for *_, systems in found) > len(book.shown),
        strip=opened(book, "strip"),
        ecdf=opened(book, "ecdf"),
        shares=share_rows(book),
        names=level_names(book),
        drawn=min(DRAWN, len(found)),
        tier=book.interface.gettext(TIERS[book.tier]),
        code=code(book, "groups"),
    )
    return [Part("groups", html)]


def _strip(book: Book, by: str, option: str, label: str, systems: Sequence[System]) -> dict[str, Any]:
    counted = distribution(systems, book.tier, len(book.method.levels), book.query.principle)
    known = counted[0].total
    place = book.place.having(**{by: option}) if option else book.place
    return {
        "label": label,
        "plain": by == "unit",
        "route": place.to("systems").route if option else "",
        "total": len(systems),
        "few": len(systems) < FEW,
        "unknown": len(systems) - known,
        "cells": [
            {
                "level": book.method.level(at),
                "sure": one.sure,
                "may": one.most - one.sure,
                "dots": one.most <= DOTS,
                "route": place.having(level=JUST + book.method.level(at).id).to("systems").route if option else "",
            }
            for at, one in reversed(list(enumerate(counted)))
        ],
    }
