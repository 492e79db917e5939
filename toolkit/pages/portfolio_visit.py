"""One analyst's portfolio page: what the store holds for them, kept fresh, and what their wishes do to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from toolkit.content import Library
from toolkit.content.interface import Interface
from toolkit.core.kept import INVENTORY, READINESS, RISK, kind_of
from toolkit.core.model import ToolkitError
from toolkit.core.scenario import read
from toolkit.pages.desk import Context, content_of
from toolkit.pages.portfolio import Begin, Drop, Keep, KeepPurse, Wish, update, view
from toolkit.pages.portfolio_place import Place
from toolkit.pages.portfolio_purse import read_purse
from toolkit.pages.portfolio_shelf import Shelf, known
from toolkit.pages.portfolio_state import PortfolioState
from toolkit.pages.screen import Download, Event, Screen
from toolkit.pages.threads import families
from toolkit.render.html import portfolio_sheet, stylesheet
from toolkit.store import NewAssessment, Store, Stored, Summary

FILES = ("table", "export", "register", "treatments")
"""What may be asked for again: a file whose answer was lost."""


MOST_NEW = 100
"""Whoever serves others as well computes so many systems anew while they wait; with more, the kernel does."""


@dataclass
class PortfolioVisit:
    """The page for the widget host, like a visit to the risk page; it reads records and never changes one."""

    library: Library
    interface: Interface
    store: Store
    who: str
    clock: Callable[[], datetime]
    address: str = ""
    identity: str = "none"
    file: Download | None = None
    unsaved: bool = False
    saves: bool = False
    state: PortfolioState = field(default_factory=PortfolioState)
    done: dict[str, int] = field(default_factory=dict)
    loaded: dict[str, Stored] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.refresh()

    def context(self) -> Context:
        """What the page is given at this moment."""
        return Context(self.library, self.interface, self.who, self.clock(), self.address, self.identity)

    @property
    def translated(self) -> frozenset[str]:
        """Every content text that is translated."""
        return self.library.translated

    @property
    def style(self) -> str:
        """The style sheet, for hosts without one."""
        return stylesheet() + portfolio_sheet()

    def start(self, assessment: str = "", screen: str = "") -> None:
        """Begin at the overview of all systems, whatever else was asked for."""
        del assessment, screen
        self.state = replace(self.state, place=Place())

    @property
    def light(self) -> bool:
        """Whether the screen is drawn in a moment: every system that has to be computed anew takes its time."""
        records = self.state.shelf.records
        new = sum(not known(one, self.context(), self.library.default_method) for one in records)
        return new <= MOST_NEW

    def screen(self) -> Screen:
        """The screen as it is now."""
        return view(self.state, self.context())

    def fit(self, width: int) -> None:
        """The width of the browser changes nothing here."""

    def handle(self, event: Event, client: str, seq: int) -> None:
        """Apply one event; one that comes again, because its answer was lost, counts once."""
        self.file = None
        if 0 < seq <= self.done.get(client, 0) and event.name not in FILES:
            return
        self.refresh()
        try:
            self.state, wishes = update(self.state, event, self.context())
            for wish in wishes:
                self._grant(wish)
        except ToolkitError as error:
            self.state = replace(self.state, message=str(error))
        self.done[client] = max(seq, self.done.get(client, 0))

    def _grant(self, wish: Wish) -> None:
        if isinstance(wish, Download):
            self.file = wish
        elif isinstance(wish, Keep):
            self.store.set_setting(_key(self.who), [one.said for one in wish.scenarios])
            self.state = replace(self.state, scenarios=wish.scenarios)
        elif isinstance(wish, KeepPurse):
            self.store.set_setting(_costs(self.who), wish.purse.said)
        elif isinstance(wish, Drop):
            self._drop(wish.record)
        else:
            self._begin(wish)
        if not isinstance(wish, Download):
            self.refresh()

    def _begin(self, wish: Begin) -> None:
        """A new record of the visitor's own."""
        kind, version, digest = (wish.kind, "1", "") if wish.kind == INVENTORY else content_of(RISK, self.context())
        new = NewAssessment(self.who, wish.title, kind, version, digest, self.library.default_method)
        made = self.store.create(new, values=wish.values, who=self.who)
        self.state = replace(self.state, made=made.id)

    def _drop(self, record: str) -> None:
        if any(one.id == record for one in self.state.shelf.inventories):
            self.store.delete(record, self.who)

    # ------------------------------------------------------------ what is there

    def refresh(self) -> None:
        """Read what the visitor may see and has changed since; nothing is read twice."""
        own = self.store.listing(self.who)
        theirs = [one for one, _ in self.store.shared_with(self.who)]
        self._load([one for one in (*own, *theirs) if kind_of(one.questionnaire_id) == RISK])
        newest = [*families(own), *families(theirs)]
        kinds = {kind: [one for one in own if kind_of(one.questionnaire_id) == kind] for kind in (READINESS, INVENTORY)}
        done = [one for one in kinds[READINESS] if one.frozen and not one.demo][:1]
        self._load([*kinds[INVENTORY], *done])
        shelf = Shelf(
            records=self._of(newest),
            earlier=self._earlier((*own, *theirs), newest),
            shared=frozenset(one.id for one in theirs),
            inventories=self._of(kinds[INVENTORY]),
            readiness=next(iter(self._of(done)), None),
        )
        kept = self.store.setting(_key(self.who))
        scenarios = tuple(one for raw in (kept if isinstance(kept, list) else ()) if (one := read(raw)))
        purse = read_purse(self.store.setting(_costs(self.who)))
        self.state = replace(self.state, shelf=shelf, scenarios=scenarios, purse=purse)

    def _load(self, wanted: Iterable[Summary]) -> None:
        stale = [one.id for one in wanted if not (known := self.loaded.get(one.id)) or known.revision != one.revision]
        self.loaded |= self.store.load_all(stale)

    def _of(self, summaries: Iterable[Summary]) -> tuple[Stored, ...]:
        return tuple(self.loaded[one.id] for one in summaries if one.id in self.loaded)

    def _earlier(self, every: Iterable[Summary], newest: Iterable[Summary]) -> Mapping[str, tuple[Stored, ...]]:
        """By the newest version, those before it, the latest first."""
        by_id = {one.id: one for one in every}
        found: dict[str, tuple[Stored, ...]] = {}
        for one in newest:
            chain, above = [], by_id.get(one.parent_id or "")
            while above is not None and above not in chain:
                chain.append(above)
                above = by_id.get(above.parent_id or "")
            if chain:
                found[one.id] = self._of(chain)
        return found


def _key(who: str) -> str:
    return f"portfolio/{who}"


def _costs(who: str) -> str:
    return f"portfolio-costs/{who}"
