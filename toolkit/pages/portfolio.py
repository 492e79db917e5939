"""The portfolio page: events in, new state and wishes out. Pure; no record of a system is ever changed here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from toolkit.analysis.treatment import NotInstalled, NotProved
from toolkit.content.surveys import inventory_words
from toolkit.core.inventory import joined
from toolkit.core.kept import INVENTORY, RISK
from toolkit.core.model import ToolkitError
from toolkit.core.responses import Tier
from toolkit.core.scenario import NAME, Scenario
from toolkit.exchange.inventory_kept import kept as keep_inventory
from toolkit.exchange.inventory_kept import read_any, records_of
from toolkit.exchange.inventory_out import report, start
from toolkit.exchange.problems import Unreadable
from toolkit.pages import (
    files_out,
    portfolio_charts,
    portfolio_compare,
    portfolio_drivers,
    portfolio_files,
    portfolio_inventory,
    portfolio_overview,
    portfolio_purse,
    portfolio_record,
    portfolio_treatment,
    portfolio_view,
    portfolio_whatif,
)
from toolkit.pages.answers import values_of
from toolkit.pages.desk import Context
from toolkit.pages.form_in import file_bytes
from toolkit.pages.inputs import SHORT, BadInput, text
from toolkit.pages.portfolio_place import FILTERS, MOST, Place, place_of
from toolkit.pages.portfolio_state import Book, PortfolioState
from toolkit.pages.screen import Download, Event, Part, Screen

MOST_SCENARIOS = 20
ADDRESS = 2_000
"""An address may have so many characters."""


@dataclass(frozen=True, slots=True)
class Keep:
    """Keep these scenarios of the visitor, instead of those before."""

    scenarios: tuple[Scenario, ...]


@dataclass(frozen=True, slots=True)
class Begin:
    """Begin a record of the visitor's own: an assessment, or an inventory that was read."""

    title: str
    values: Mapping[str, Any] = field(default_factory=dict)
    kind: str = RISK


@dataclass(frozen=True, slots=True)
class Drop:
    """Delete an inventory of the visitor's own."""

    record: str


@dataclass(frozen=True, slots=True)
class KeepPurse:
    """Keep the visitor's budget and costs; no record has a place for them."""

    purse: portfolio_purse.Purse


Wish = Keep | KeepPurse | Begin | Drop | Download
Step = tuple[PortfolioState, tuple[Wish, ...]]
Handler = Callable[[PortfolioState, Event, Context], Step]


def update(state: PortfolioState, event: Event, context: Context) -> Step:
    """The page after an event, and what is to be done. Bad input changes nothing and leaves a sentence."""
    handler = ACTS.get(event.name) if event.kind == "act" else KINDS.get(event.kind)
    if handler is None:
        return state, ()
    try:
        fresh = replace(state, message="", said=(), made="", confirm="")
        return handler(fresh if event.name != "drop" else replace(fresh, confirm=state.confirm), event, context)
    except (BadInput, Unreadable) as error:
        return replace(state, message=error.said(context.interface)), ()
    except ToolkitError as error:
        return replace(state, message=str(error)), ()


def _go(state: PortfolioState, event: Event, context: Context) -> Step:
    return replace(state, place=place_of(text(event.value, ADDRESS))), ()


def _filter(state: PortfolioState, event: Event, context: Context) -> Step:
    """Show what the form asks for. Fields that a form does not have keep their values."""
    given = {name: text(event.form[name], SHORT) for name in (*FILTERS, "method", "tier") if name in event.form}
    usual = {"method": context.library.default_method, "tier": str(Tier.CURRENT)}
    given = {name: "" if value == usual.get(name) else value for name, value in given.items()}
    return replace(state, place=state.place.having(**given, page="")), ()


def _choose(state: PortfolioState, event: Event, context: Context) -> Step:
    """Put a system beside others, or take it away again."""
    name, chosen = text(event.value), state.place.given.get("id", ())
    if name not in chosen and len(chosen) == MOST:
        raise BadInput("Four systems can be compared at a time. Take one away first.")
    new = tuple(one for one in chosen if one != name) if name in chosen else (*chosen, name)
    return replace(state, place=state.place.having(id=new)), ()


def _try(state: PortfolioState, event: Event, context: Context) -> Step:
    """Show what another yardstick would say; it stands in the address, and changes nothing else."""
    given = {name: text(event.form.get(name)) for name in ("method", "likelihood", "impact", "count")}
    return replace(state, place=state.place.having(**{k: "" if v == "0" else v for k, v in given.items()})), ()


def _keep(state: PortfolioState, event: Event, context: Context) -> Step:
    """Keep the scenario that is shown under a name; one of the same name is replaced."""
    name = text(event.form.get("name"), NAME).strip()
    if not name:
        raise BadInput("Give the scenario a name.")
    new = replace(portfolio_whatif.scenario_of(Book(state, context)), name=name)
    rest = [one for one in state.scenarios if one.name != name]
    if len(rest) >= MOST_SCENARIOS:
        raise BadInput("Twenty scenarios are kept at most. Delete one first.")
    return state, (Keep((*rest, new)),)


def _forget(state: PortfolioState, event: Event, context: Context) -> Step:
    """Delete a kept scenario."""
    return state, (Keep(tuple(one for one in state.scenarios if one.name != text(event.value))),)


def _table(state: PortfolioState, event: Event, context: Context) -> Step:
    """The systems that are shown, as a file."""
    return state, (portfolio_files.table(Book(state, context)),)


def _costs(state: PortfolioState, event: Event, context: Context) -> Step:
    """Keep the budget and the costs that the form holds."""
    found = portfolio_treatment.problem_of(Book(state, context))
    known = {one.id for one in state.shelf.records}
    purse = portfolio_purse.filled(state.purse, event.form, found, known)
    return replace(state, purse=purse), (KeepPurse(purse),)


def _best(state: PortfolioState, event: Event, context: Context) -> Step:
    """Keep them, and choose the best set for the budget. It is a projection: nothing else is kept."""
    kept, wishes = _costs(state, event, context)
    _ = context.interface.gettext
    try:
        return replace(kept, chosen=portfolio_treatment.chosen_of(Book(kept, context))), wishes
    except BadInput as error:
        said = error.said(context.interface)
    except NotInstalled:
        said = _("The part that chooses is not installed")
    except NotProved:
        said = _("The best set could not be proved in time. Narrow the systems with the filters and try again.")
    return replace(kept, message=said), wishes


def _treatments(state: PortfolioState, event: Event, context: Context) -> Step:
    """The treatments with costs and reasons, as a file."""
    return state, (portfolio_treatment.table(Book(state, context)),)


def _register(state: PortfolioState, event: Event, context: Context) -> Step:
    """A risk register of the systems that are shown; what its format cannot say is told."""
    file, losses = portfolio_files.register(Book(state, context), text(event.value))
    said = (context.interface.gettext("What this file cannot say:"), *losses) if losses else ()
    return replace(state, said=said), (file,)


def _export(state: PortfolioState, event: Event, context: Context) -> Step:
    """The report of what is shown, as a file."""
    from toolkit.pages import report_file  # most visits need none
    from toolkit.pages.portfolio_report import portfolio_file

    _, fmt, variant = files_out.asked(event, "report") or ("", "", "")
    wish = report_file.Wish(context.interface.lang, context.now, variant == "short", variant == "release")
    return state, (Download(*portfolio_file(Book(state, context), wish, fmt)),)


def _sift(state: PortfolioState, event: Event, context: Context) -> Step:
    """Show the records of inventories that the form asks for."""
    given = {name: text(event.form.get(name), SHORT) for name in portfolio_inventory.FILTERS}
    return replace(state, place=state.place.having(**given, page="")), ()


def _take(state: PortfolioState, event: Event, context: Context) -> Step:
    """Keep an inventory that was chosen as a file; what is odd about it is said at once."""
    found = read_any(file_bytes(event.value), inventory_words())
    name = str(event.value.get("filename") or "")[:SHORT] if isinstance(event.value, Mapping) else ""
    there = [records_of(one.values) for one in state.shelf.inventories]
    if found and all(joined((*there, one.records))[1] - joined(there)[1] == len(one.records) for one in found):
        _ = context.interface.gettext
        again = _("Every record of this file is here already. Nothing was added.")
        return replace(state, said=(again,), place=Place("inventories")), ()
    said = tuple(line for one in found for line in report(one, context.interface.lang))
    kept = tuple(Begin(name or one.layout, dict(keep_inventory(one)), INVENTORY) for one in found)
    return replace(state, said=said, place=Place("inventories")), kept


def _drop(state: PortfolioState, event: Event, context: Context) -> Step:
    """Delete an inventory, after a question."""
    name = text(event.value)
    if state.confirm != name:
        return replace(state, confirm=name), ()
    return replace(state, confirm=""), (Drop(name),)


def _begin(state: PortfolioState, event: Event, context: Context) -> Step:
    """Begin an assessment from a record, with where it came from; nothing is rated."""
    known = portfolio_inventory.known(Book(state, context))
    made = start(known.records, text(event.value), inventory_words())
    return state, (Begin(made.title, values_of(made)),)


KINDS: Mapping[str, Handler] = {"route": _go, "upload": _take}
ACTS: Mapping[str, Handler] = {
    "go": _go,
    "filter": _filter,
    "choose": _choose,
    "try": _try,
    "keep": _keep,
    "forget": _forget,
    "table": _table,
    "costs": _costs,
    "best": _best,
    "treatments": _treatments,
    "export": _export,
    "register": _register,
    "sift": _sift,
    "drop": _drop,
    "begin": _begin,
}


# ---------------------------------------------------------------- the screen

Builder = Callable[[Book], list[Part]]
BUILDERS: Mapping[str, Builder] = {
    "overview": portfolio_overview.overview,
    "systems": portfolio_view.systems,
    "matrix": portfolio_charts.matrix,
    "principles": portfolio_charts.principles,
    "groups": portfolio_charts.groups,
    "drivers": portfolio_drivers.drivers,
    "item": portfolio_drivers.item,
    "compare": portfolio_compare.compare,
    "trend": portfolio_compare.over_time,
    "whatif": portfolio_whatif.what_if,
    "treatments": portfolio_treatment.treatments,
    "readiness": portfolio_whatif.readiness,
    "inventories": portfolio_inventory.inventories,
    "record": portfolio_record.record,
}


def view(state: PortfolioState, context: Context) -> Screen:
    """The screen at the state's address. Pure: the same state and context give the same HTML."""
    book = Book(state, context)
    name = state.place.screen if state.place.screen in BUILDERS else "overview"
    title = portfolio_view.title_of(book, name)
    parts = [*portfolio_view.head(book, name), *BUILDERS[name](book), *portfolio_view.foot(book, name)]
    product = context.interface.gettext("Responsible AI Toolkit")
    back = "" if name == "overview" else _up(state.place).route
    return Screen(f"{title} – {product}", state.place.route, tuple(parts), demo=book.demo, back=back)


def _up(place: Place) -> Place:
    """The screen above: a detail leads back to where its figure stands."""
    above = {"item": "drivers", "trend": "systems", "record": "inventories"}.get(place.screen, "overview")
    return place.to(above)
