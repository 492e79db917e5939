"""The portfolio in sentences, its filters, and the table of systems."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from toolkit.core.portfolio import System, leximax, places
from toolkit.core.portfolio_compare import Refusal
from toolkit.core.responses import Tier
from toolkit.pages.desk import Context
from toolkit.pages.portfolio_inventory import known
from toolkit.pages.portfolio_place import GROUPS, JUST, MAY, Place
from toolkit.pages.portfolio_state import Book
from toolkit.pages.portfolio_words import REASONS, SCREENS, TIERS, code, group_name, option_label, trigger_name
from toolkit.pages.screen import Part
from toolkit.render.html import render

PAGE = 50
"""Systems on a page of the table."""

TABS = (
    "overview",
    "systems",
    "matrix",
    "principles",
    "groups",
    "drivers",
    "compare",
    "whatif",
    "treatments",
    "readiness",
    "inventories",
)
UNFILTERED = ("inventories", "record")
"""Screens that are not about assessed systems."""

COLUMNS = ("level", "place", "rules", "answered", "changed", "compare")
"""Columns of the table that can be taken away; the name of the system stays."""

SORTS = ("level", "most", "title", "coverage", "changed", "triggers")


def title_of(book: Book, screen: str) -> str:
    """The heading of a screen; those of an item, a system and a record are their own."""
    named = book.items.get(book.place.arg) if screen == "item" else None
    entry = book.by_id.get(book.place.arg) if screen == "trend" else None
    record = known(book).by_id.get(book.place.arg) if screen == "record" else None
    if named:
        return named.title
    if record:
        return record.name or record.id
    return entry.system.title if entry else book.interface.gettext(SCREENS[screen])


def head(book: Book, screen: str) -> list[Part]:
    """What stands above every screen: the ways, a sentence of the last click, and the filters."""
    lang, place = book.interface.lang, book.place
    tabs = [(name, book.interface.gettext(SCREENS[name]), place.to(name).route) for name in TABS]
    demos, real = book.state.shelf.demos, len(book.state.shelf.records) - book.state.shelf.demos
    other = place.having(demo="" if book.demo else "yes", id="", page="").to("overview")
    empty = not book.systems and screen not in UNFILTERED
    top = render(
        lang,
        "port_head.j2",
        title=title_of(book, screen),
        mark=screen == "item",
        tabs=tabs,
        here=screen,
        message=book.state.message,
        said=book.state.said,
        demo=book.demo,
        others=0 if screen in UNFILTERED else real if book.demo else demos,
        other=other.route,
        empty=empty,
        records=len(known(book).records) if empty else 0,
        inventories=place.to("inventories").route,
        risk=book.context.elsewhere("risk"),
    )
    filters = render(lang, "port_filters.j2", **_filters(book)) if _filtered(book, screen) else ""
    return [Part("top", top), Part("filters", filters or "")]


def foot(book: Book, screen: str) -> list[Part]:
    """What stands below every screen: the report of what is shown, with the same filters."""
    there = book.systems or book.state.shelf.inventories
    if screen not in TABS or not there:
        return []
    html = render(
        book.interface.lang,
        "port_report.j2",
        found=len(book.shown),
        total=len(book.systems),
        inventories=len(book.state.shelf.inventories),
    )
    return [Part("report", html)]


def _filtered(book: Book, screen: str) -> bool:
    """Whether the filters of systems stand above a screen."""
    return bool(book.systems) and screen not in (*UNFILTERED, "trend")


def _filters(book: Book) -> dict[str, Any]:
    _, place = book.interface.gettext, book.place
    anything = {"value": "", "label": _("Any")}
    return {
        "levels": [anything, *_levels(book)],
        "principles": [anything, *({"value": name, "label": label} for name, label in book.principles.items())],
        "groups": [(name, group_name(book, name), [anything, *_options(book, name)]) for name in GROUPS],
        "triggers": [anything, *_triggers(book)],
        "methods": [{"value": one.id, "label": one.name} for one in book.library.methods.values()],
        "tiers": [{"value": str(one), "label": _(TIERS[one])} for one in Tier],
        "chosen": {
            name: place.one(name) for name in ("level", "principle", "trigger", "q", "cell", "since", "until", *GROUPS)
        },
        "method": book.method.id,
        "tier": str(book.tier),
        "found": len(book.shown),
        "total": len(book.systems),
        "filtered": not book.query.empty,
        "all": Place(place.screen, place.arg).having(demo=place.one("demo"), method=place.one("method")).route,
        "cell": book.query.cell,
        "without_cell": place.having(cell="").route,
        "other_method": sum(one.method != book.method.id for one in book.shown),
        "contents": len({one.content for one in book.shown}),
    }


def _levels(book: Book) -> list[dict[str, str]]:
    """What can be asked of a level: to be reached for sure, to be reached perhaps, or to be just that one."""
    levels, say = [*book.method.levels, book.method.unacceptable], book.interface.say
    sure = [{"value": one.id, "label": say("{level} or above, for sure", level=one.label)} for one in levels[1:]]
    may = [{"value": MAY + one.id, "label": say("{level} or above, perhaps", level=one.label)} for one in levels[1:]]
    just = [{"value": JUST + one.id, "label": say("{level}, for sure or perhaps", level=one.label)} for one in levels]
    return [*sure, *may, *just]


def _options(book: Book, group: str) -> list[dict[str, str]]:
    """The options that some system has, in the content's order, or by name."""
    there = {option for one in book.systems for option in one.groups.get(group, ())}
    known = [one.id for one in book.library.field(group).options] if group != "unit" else []
    order = [one for one in known if one in there] + sorted(there - set(known), key=str.casefold)
    return [{"value": one, "label": option_label(book, group, one)} for one in order]


def _triggers(book: Book) -> list[dict[str, str]]:
    there = dict.fromkeys(name for one in book.systems for name in (*one.triggers, *one.open_triggers))
    return [{"value": name, "label": trigger_name(book, name)} for name in there]


# ---------------------------------------------------------------- the table


def systems(book: Book) -> list[Part]:
    """The systems, 50 a page, the worst first or as the reader sorts them."""
    if not book.systems:
        return []
    sort = book.place.one("sort") if book.place.one("sort") in SORTS else "level"
    shown = _sorted(book, sort)
    pages = max(1, -(-len(shown) // PAGE))
    page = min(max(book.place.number("page"), 1), pages)
    where = places(book.shown, book.tier, book.query.principle)
    html = render(
        book.interface.lang,
        "port_systems.j2",
        rows=[row_of(book, one, where) for one in shown[(page - 1) * PAGE : page * PAGE]],
        page=page,
        pages=pages,
        first=(page - 1) * PAGE + 1,
        last=min(page * PAGE, len(shown)),
        total=len(shown),
        sorts=[(name, book.place.having(sort="" if name == "level" else name, page="").route) for name in SORTS],
        sort=sort,
        before=book.place.having(page=str(page - 1)).route if page > 1 else "",
        after=book.place.having(page=str(page + 1)).route if page < pages else "",
        **_columns(book),
        chosen=book.place.given.get("id", ()),
        compare=book.place.to("compare").route,
        principle=book.principles.get(book.query.principle, ""),
        unsure=sum(not place.determined for place in where.values()),
        code=code(book, "systems"),
    )
    return [Part("systems", html)]


def _columns(book: Book) -> dict[str, Any]:
    """The columns that the reader took away, which stand in the address, and a button for each column."""
    given = book.place.one("less").split(".")
    hidden = [name for name in COLUMNS if name in given]
    return {"hidden": hidden, "columns": [(name, name not in hidden, _without(book, hidden, name)) for name in COLUMNS]}


def _without(book: Book, hidden: Sequence[str], name: str) -> str:
    """The address of the table with a column taken away, or brought back."""
    after = [one for one in COLUMNS if (one in hidden) != (one == name)]
    return book.place.having(less=".".join(after)).route


def _sorted(book: Book, sort: str) -> tuple[System, ...]:
    if sort == "level":
        return book.shown
    if sort == "most":
        return leximax(book.shown, book.tier, book.query.principle, most=True)
    keys = {
        "title": lambda one: one.title.casefold(),
        "coverage": lambda one: one.coverage[0] / max(one.coverage[1], 1),
        "changed": lambda one: one.changed,
        "triggers": lambda one: (-len(one.triggers), -len(one.open_triggers)),
    }
    return tuple(sorted(book.shown, key=keys[sort]))


def row_of(book: Book, one: System, where: dict[str, Any]) -> dict[str, Any]:
    """A system as the table shows it; `where` are the places that systems may have, by id."""
    done, items = one.coverage
    earlier = book.state.shelf.earlier.get(one.id, ())
    return {
        "id": one.id,
        "title": one.title,
        "href": book.risk(one.id),
        "level": book.level(one, book.query.principle),
        "place": where.get(one.id),
        "unit": " / ".join(one.groups.get("unit", ())),
        "done": done,
        "apply": items,
        "triggers": [trigger_name(book, name) for name in one.triggers],
        "open": len(one.open_triggers),
        "changed": one.changed,
        "age": one.age(book.context.today),
        "frozen": one.frozen,
        "shared": one.id in book.state.shelf.shared,
        "trend": book.place.to("trend", one.id).route if earlier else "",
        "version": one.version,
    }


def refused(context: Context, reasons: Iterable[Refusal]) -> list[str]:
    """Why a comparison is not valid, in sentences."""
    return [context.interface.gettext(REASONS[reason]) for reason in reasons]
