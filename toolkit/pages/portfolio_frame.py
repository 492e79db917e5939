"""The portfolio in a notebook: the figures of an address as data frames, for analysts who go on from there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.analysis.figures import figure
from toolkit.analysis.portfolio import prepared, system_levels
from toolkit.analysis.tidy import COLUMNS, Row, tidy
from toolkit.core.method import Interval
from toolkit.core.model import ToolkitError
from toolkit.core.portfolio import Share, System, distribution, places
from toolkit.core.portfolio_compare import differences as differing
from toolkit.core.portfolio_items import density, heat, transitions
from toolkit.core.portfolio_items import drivers as driving
from toolkit.core.portfolio_items import unknowns as hurting
from toolkit.core.responses import Tier
from toolkit.core.scenario import yardstick
from toolkit.pages.portfolio_compare import trend_of
from toolkit.pages.portfolio_figures import by_group, figures
from toolkit.pages.portfolio_inventory import shown_records
from toolkit.pages.portfolio_read import book_of
from toolkit.pages.portfolio_shelf import entry
from toolkit.pages.portfolio_state import Book
from toolkit.pages.portfolio_treatment import lines
from toolkit.pages.portfolio_whatif import scenario_of, stage_of
from toolkit.render.html import stylesheet
from toolkit.store import Store

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True)
class Frames:
    """The tables of one address. Levels are ids of the method, in two columns; empty is not assessed, never low."""

    book: Book

    def systems(self) -> DataFrame:
        """One row a system, the worst first."""
        where = places(self.book.shown, self.book.tier, self.book.query.principle)
        rows = []
        for one in self.book.shown:
            done, items = one.coverage
            row: dict[str, Any] = {"id": one.id, "system": one.title, "unit": " / ".join(one.groups.get("unit", ()))}
            row |= self._ends(one.level(self.book.tier, self.book.query.principle))
            row |= {"first_place": where[one.id].lo, "last_place": where[one.id].hi, "answered": done, "apply": items}
            rows.append(row | {"legal_rules": len(one.triggers), "last_change": one.changed, "illustration": one.demo})
        return _frame(rows)

    def levels(self) -> DataFrame:
        """How many systems have each level, for sure and perhaps."""
        found = distribution(self.book.shown, self.book.tier, len(self.book.method.levels), self.book.query.principle)
        return _frame(
            {"level": self.book.method.level(at).id, "sure": x.sure, "may": x.most} for at, x in enumerate(found)
        )

    def groups(self) -> DataFrame:
        """How many systems of each group have each level; a system that belongs to several stands in each."""
        rows = []
        for option, _, systems in by_group(self.book)[1]:
            for at, one in enumerate(self._counted(systems)):
                level = self.book.method.level(at).id
                rows.append(
                    {"group": option, "systems": len(systems), "level": level, "sure": one.sure, "may": one.most}
                )
        return _frame(rows)

    def _counted(self, systems: Sequence[System]) -> tuple[Share, ...]:
        return distribution(systems, self.book.tier, len(self.book.method.levels), self.book.query.principle)

    def moves(self) -> DataFrame:
        """How many items go from one level to another between two tiers; open ones are left out."""
        rows = []
        for before, after in pairwise(Tier):
            table = transitions(self.book.shown, before, after, len(self.book.method.levels), self.book.query.principle)
            for here, counts in enumerate(table):
                for there, items in enumerate(counts):
                    ends = {"was": self.book.method.level(here).id, "then": self.book.method.level(there).id}
                    rows.append({"from": str(before), "to": str(after)} | ends | {"items": items})
        return _frame(rows)

    def item(self) -> DataFrame:
        """The risk of the address in each system that it applies to, as `answers` shows it."""
        found = self.answers()
        return found[found["item"] == self.book.place.arg].reset_index(drop=True) if len(found) else found

    def trend(self) -> DataFrame:
        """The risks of the address's system that have another level than in the version before, with the cause."""
        now = self.book.by_id.get(self.book.place.arg)
        earlier = self.book.state.shelf.earlier.get(self.book.place.arg, ())
        if now is None or not earlier:
            return _frame([])
        before = entry(earlier[0], self.book.context, self.book.method.id)
        found = trend_of(self.book, before, now)
        return _frame(
            {"item": one.item, "cause": str(one.cause)} | self._ends(one.was, "was_") | self._ends(one.now, "now_")
            for one in found.moved
        )

    def readiness(self) -> DataFrame:
        """The level of each system beside the agency's stage; empty where there is none. They are never multiplied."""
        stage = stage_of(self.book)
        ends: dict[str, Any] = {
            "stage_at_least": stage.lo if stage else None,
            "stage_at_most": stage.hi if stage else None,
        }
        return _frame(
            {"id": one.id, "system": one.title, **self._ends(one.level(self.book.tier)), **ends}
            for one in self.book.shown
        )

    def inventories(self) -> DataFrame:
        """One row a record of the inventories, with what is reported about each practice; there are no levels."""
        rows = []
        for one in shown_records(self.book):
            about: dict[str, Any] = {
                "id": one.id,
                "register": one.register,
                "year": one.year,
                "agency": one.agency,
                "name": one.name,
            }
            said = {name: str(value) for name, value in one.practices.items()}
            rows.append(about | {"stage": str(one.stage), "impact_by_its_own_label": str(one.impact)} | said)
        return _frame(rows)

    def answers(self) -> DataFrame:
        """One row an item of a system: what was answered, and its level before controls, now and with planned ones."""
        rows = []
        for one in self.book.shown:
            given = self.book.by_id[one.id].assessment.responses
            for name, rated in one.tier(Tier.INHERENT).items.items():
                row: dict[str, Any] = {"id": one.id, "system": one.title, "item": name, "principle": rated.principle}
                row["state"] = str(rated.state)
                row |= {"note": given[name].note, "evidence": given[name].evidence} if name in given else {}
                for tier in Tier:
                    row |= self._ends(one.tier(tier).items[name].level, f"{tier}_")
                rows.append(row)
        return _frame(rows)

    def tidy(self) -> DataFrame:
        """One row an item of a system in each tier, with levels as numbers: what `save` writes."""
        from pandas import DataFrame

        return DataFrame(self._rows(), columns=list(COLUMNS))

    def save(self, path: str) -> int:
        """Write the same as Parquet; returns how many rows. Needs the extra [analysis], else raises NoDuckDB."""
        from toolkit.analysis.parquet import write_parquet

        return write_parquet(self._rows(), Path(path))

    def _rows(self) -> Iterator[Row]:
        return tidy((one, self.book.by_id[one.id].assessment.responses) for one in self.book.shown)

    def matrix(self) -> DataFrame:
        """How many items are in each cell, for sure and perhaps."""
        found = density(self.book.shown, self.book.tier, self.book.query.principle)
        cells = sorted({*found.sure, *found.could})
        return _frame(
            {"likelihood": x, "impact": y, "sure": found.sure.get((x, y), 0), "may": found.could.get((x, y), 0)}
            for x, y in cells
        )

    def principles(self) -> DataFrame:
        """One row a system and principle."""
        rows = []
        for one in self.book.shown:
            for name, cell in heat(one, self.book.tier, self.book.principles, len(self.book.method.levels)).items():
                if cell.applies:
                    about = {"id": one.id, "system": one.title, "principle": name}
                    rows.append(about | self._ends(cell.level) | {"top_items": cell.top, "items": cell.items})
        return _frame(rows)

    def drivers(self) -> DataFrame:
        """The items that hold systems at High or above, and how many."""
        found = driving(self.book.shown, self.book.tier, self.book.method.index("high"), self.book.query.principle)
        return _frame({"item": x.item, "principle": x.principle, "systems": len(x.systems)} for x in found)

    def unknowns(self) -> DataFrame:
        """The open items, and in how many systems they decide the upper end."""
        found = hurting(self.book.shown, self.book.tier, self.book.method, self.book.query.principle)
        return _frame(
            {"item": x.item, "alone": len(x.decisive), "together": len(x.together), "open": x.open} for x in found
        )

    def differences(self) -> DataFrame:
        """The items in which the chosen systems differ, a column of levels for each system."""
        chosen = [self.book.by_id[x] for x in self.book.place.given.get("id", ()) if x in self.book.by_id]
        systems = [one.system for one in chosen]
        found = differing(systems, [one.assessment.responses for one in chosen], self.book.tier)
        rows = []
        for one in found:
            row: dict[str, Any] = {"item": one.item, "principle": one.principle}
            for system, rated in zip(systems, one.rated, strict=True):
                row |= self._ends(rated.level if rated else None, f"{system.title} ")
            rows.append(row)
        return _frame(rows)

    def what_if(self) -> DataFrame:
        """The systems by the yardstick of the address beside the usual one."""
        book = self.book
        batch = prepared(book.library, [book.by_id[one.id].assessment for one in book.shown], book.context.today)
        usual = book.library.method(book.library.default_method)
        pair = [system_levels(batch, m, book.tier) for m in (usual, yardstick(book.method, scenario_of(book)))]
        rows = (
            {"id": one.id} | self._ends(pair[0][one.id], "now_") | self._ends(pair[1][one.id], "then_")
            for one in book.shown
        )
        return _frame(rows)

    def treatments(self) -> DataFrame:
        """One row a planned treatment of the systems, with its cost in the agency's unit; empty is unknown."""
        return _frame(asdict(one) | {"cost": None if one.cost is None else one.cost / 100} for one in lines(self.book))

    def figure(self, name: str) -> Any:
        """A chart of the page as an ordinary Plotly figure: strip, ecdf or pareto. Raises ToolkitError for another."""
        known = figures(self.book)
        if name not in known:
            raise ToolkitError(f"there is no chart “{name}”; choose one of {', '.join(known)}")
        return figure(known[name](), _colours())

    def _ends(self, level: Interval | None, before: str = "") -> dict[str, Any]:
        method = self.book.method
        low, high = (method.level(level.lo).id, method.level(level.hi).id) if level else ("", "")
        return {f"{before}at_least": low, f"{before}at_most": high}


def frames(route: str = "overview", lang: str = "en", store: Store | None = None) -> Frames:
    """The tables of an address of the portfolio page, from the database of this installation."""
    return Frames(book_of(route, lang, store))


def _frame(rows: Any) -> DataFrame:
    from pandas import DataFrame  # half a second that the page itself never needs

    return DataFrame(list(rows))


def _colours() -> dict[str, str]:
    """The page's colours by name, the light ones: they have one home, which is its style sheet."""
    found: dict[str, str] = {}
    for name, value in re.findall(r"(--[\w-]+):\s*(#[0-9a-fA-F]+)", stylesheet()):
        found.setdefault(name, value)
    return found
