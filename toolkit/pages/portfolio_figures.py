"""The charts that somebody may open on the portfolio page, and where the browser finds what draws them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from toolkit.analysis.figures import DASHES, Dot, Held, Spec, ecdf, pareto, strip
from toolkit.core.portfolio import Share, System, share
from toolkit.core.portfolio_items import drivers as driving
from toolkit.pages.portfolio_place import GROUPS
from toolkit.pages.portfolio_state import Book
from toolkit.pages.portfolio_words import code, option_label
from toolkit.render.html import digest

CHART = "chart"
"""The name in the address that opens a chart."""

TOP = 15
"""So many risks stand in the Pareto chart."""

MEGABYTES = "1.5"
"""What a browser fetches the first time, compressed; a test holds it to the installed package."""

DRAWN = len(DASHES)
"""So many groups have lines."""


def figures(book: Book) -> Mapping[str, Callable[[], Spec]]:
    """Every chart by name, made when it is asked for."""
    return {"strip": lambda: strips(book), "ecdf": lambda: shares(book), "pareto": lambda: first_drivers(book)}


def opened(book: Book, name: str) -> dict[str, Any]:
    """What the template needs of a chart: whether it is open, the way to open or close it, and what draws it.

    Nothing is offered where no server of ours would hand the program out.
    """
    here = book.place.one(CHART) == name
    return {
        "name": name,
        "offered": bool(book.context.address),
        "open": here,
        "route": book.place.having(chart="" if here else name).route,
        "megabytes": MEGABYTES,
        "figure": json.dumps(figures(book)[name](), ensure_ascii=False) if here else "",
        "module": f"static/{_chart()}/chart.js",
        "plotly": f"plotly/{version('plotly')}/plotly.min.js",
        "code": code(book, f'figure("{name}")').removesuffix("()"),
    }


@cache
def _chart() -> str:
    """The name under which the server hands out chart.js."""
    return digest((files("toolkit.pages") / "static" / "chart.js").read_bytes())


# ---------------------------------------------------------------- the charts


def by_group(book: Book) -> tuple[str, list[tuple[str, str, list[System]]]]:
    """What systems are gathered by, and for each option its id, its label and the systems, in a fixed order; once."""
    if book.gathered is None:
        book.gathered = _by_group(book)
    return book.gathered


def _by_group(book: Book) -> tuple[str, list[tuple[str, str, list[System]]]]:
    by = book.place.one("by") if book.place.one("by") in GROUPS else "application"
    found: dict[str, list[System]] = {}
    for one in book.shown:
        for option in one.groups.get(by, ("",)):
            found.setdefault(option, []).append(one)
    nothing = book.interface.gettext("Not said")
    return by, [
        (option, option_label(book, by, option) if option else nothing, found[option])
        for option in _in_order(book, by, found)
    ]


def _in_order(book: Book, by: str, there: Iterable[str]) -> list[str]:
    known = [one.id for one in book.library.field(by).options] if by != "unit" else []
    given = set(there)
    return [one for one in known if one in given] + sorted(
        given - set(known), key=lambda one: (one == "", one.casefold())
    )


def gathered(book: Book) -> dict[str, list[System]]:
    """The systems by the label of their group, in the order of the page."""
    return {label: systems for _, label, systems in by_group(book)[1]}


def strips(book: Book) -> Spec:
    """Systems by level and group."""
    _ = book.interface.gettext
    groups = gathered(book)
    principle = book.query.principle
    dots = [
        Dot(one.id, one.title, _only(book, one), at, one.level(book.tier, principle))
        for at, systems in enumerate(groups.values())
        for one in systems
    ]
    words = {"sure": _("Sure level"), "range": _("Range"), "unknown": _("Not assessed")}
    return strip(dots, list(groups), book.method, words)


def _only(book: Book, one: System) -> str:
    """The address of the table with one system, from which its answers are a click away."""
    return book.place.having(chart="", q=one.title).to("systems").route


def group_shares(book: Book) -> dict[str, list[Share]]:
    """For each group, how many systems reach each level above the lowest, for sure and perhaps."""
    principle = book.query.principle
    return {
        label: [share(systems, book.tier, at, principle) for at in range(1, book.method.top + 1)]
        for label, systems in gathered(book).items()
    }


def shares(book: Book) -> Spec:
    """Shares of systems at or above each level, by group: the first few."""
    _ = book.interface.gettext
    few = dict(list(group_shares(book).items())[:DRAWN])
    words = {"share": _("Share at this level or above"), "least": _("at least"), "most": _("at most")}
    return ecdf(few, book.method, words)


def share_rows(book: Book) -> list[list[Any]]:
    """The same as a table: one row a group, “at least – at most of all” in each cell."""
    say = book.interface.say
    return [
        [label, *(say("{sure} to {most} of {total}", sure=x.sure, most=x.most, total=x.total) for x in some)]
        for label, some in group_shares(book).items()
    ]


def first_drivers(book: Book) -> Spec:
    """Risks by how many systems they hold up, the first ones."""
    _ = book.interface.gettext
    held = driving(book.shown, book.tier, book.method.index("high"), book.query.principle)[:TOP]
    rows = [
        Held(book.items[one.item].title, book.place.having(chart="").to("item", one.item).route, one.systems)
        for one in held
    ]
    words = {"systems": _("Systems that it holds up"), "together": _("Different systems up to here")}
    return pareto(rows, len(book.shown), words)


def level_names(book: Book) -> Sequence[str]:
    """The levels above the lowest, as columns."""
    return [one.label for one in (*book.method.levels[1:], book.method.unacceptable)]
