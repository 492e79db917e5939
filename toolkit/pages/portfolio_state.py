"""The state of the portfolio page, and everything that a screen computes from it once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from toolkit.content.interface import Interface
from toolkit.core.method import Method
from toolkit.core.model import Item
from toolkit.core.portfolio import Query, System, leximax, matching
from toolkit.core.responses import Tier
from toolkit.core.scenario import Scenario
from toolkit.core.sensitivity import ToFindOut
from toolkit.pages.desk import Context
from toolkit.pages.portfolio_place import Place, method_of, query_of, tier_of
from toolkit.pages.portfolio_purse import Chosen, Purse
from toolkit.pages.portfolio_shelf import Entry, Shelf, entries
from toolkit.pages.view_whatif import named


@dataclass(frozen=True)
class PortfolioState:
    """Where the visitor is, what they may see, and the scenarios that they keep.

    `said` is a report to be read once, `made` the id of what was just begun. `purse` holds their budget and costs, and
    `chosen` the treatments that were chosen last: a projection, which is kept nowhere else.
    """

    place: Place = field(default_factory=Place)
    shelf: Shelf = field(default_factory=Shelf)
    scenarios: tuple[Scenario, ...] = ()
    message: str = ""
    said: tuple[str, ...] = ()
    confirm: str = ""
    made: str = ""
    purse: Purse = field(default_factory=Purse)
    chosen: Chosen | None = None


class Book:
    """Everything that follows from a state, each computed when first asked for. Demos never mix with real records."""

    def __init__(self, state: PortfolioState, context: Context) -> None:
        self.state, self.context = state, context
        self.place, self.library = state.place, context.library
        self.gathered: tuple[str, list[tuple[str, str, list[System]]]] | None = None

    @property
    def interface(self) -> Interface:
        """What the page says."""
        return self.context.interface

    @cached_property
    def method(self) -> Method:
        """The one method by which everything is shown."""
        return method_of(self.place, self.library)

    @property
    def tier(self) -> Tier:
        """The tier that is shown."""
        return tier_of(self.place)

    @cached_property
    def query(self) -> Query:
        """The filters."""
        return query_of(self.place, self.library)

    @property
    def demo(self) -> bool:
        """Whether the illustrations are shown, and nothing else."""
        return self.place.one("demo") == "yes"

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every system of the kind that is shown, real or illustration."""
        records = [one for one in self.state.shelf.records if one.demo is self.demo]
        return entries(records, self.context, self.method.id)

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        """The same by id."""
        return {one.record.id: one for one in self.entries}

    @cached_property
    def systems(self) -> tuple[System, ...]:
        """Every system, without filters."""
        return tuple(one.system for one in self.entries)

    @cached_property
    def shown(self) -> tuple[System, ...]:
        """The systems that the filters leave, the worst first."""
        found = matching(self.systems, self.query, self.tier)
        return leximax(found, self.tier, self.query.principle)

    @cached_property
    def items(self) -> dict[str, Item]:
        """The content's risk items by id."""
        return {one.id: one for one in self.library.items}

    @cached_property
    def principles(self) -> dict[str, str]:
        """Names of the instrumental principles, in reading order."""
        names = {one.id: one.name for one in self.library.principles}
        return {child: names[child] for children in self.library.tree.values() for child in children}

    def to_find_out(self, system: System) -> tuple[ToFindOut, ...]:
        """What is left to find out about a system."""
        return self.by_id[system.id].tiers.open(self.tier)

    def level(self, system: System, principle: str = "", tier: Tier | None = None) -> dict[str, Any] | None:
        """The level with its names, or None where it is not assessed."""
        return named(self.method, system.level(tier or self.tier, principle))

    def risk(self, system: str, screen: str = "result") -> str:
        """The address of a system on the risk page; empty where pages have none."""
        return self.context.elsewhere("risk", f"{system}/{screen}")

    def listed(self, systems: Sequence[str], most: int = 5) -> list[dict[str, str]]:
        """The first few systems by name, each with its address."""
        return [{"title": self.by_id[one].system.title, "href": self.risk(one), "id": one} for one in systems[:most]]
