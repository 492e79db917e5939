"""What the roadmap would change for the reader's own agency: its gaps in readiness, and what drives its risks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from toolkit.content import Library
from toolkit.content.interface import Interface
from toolkit.core.kept import RISK, kind_of
from toolkit.core.model import Item
from toolkit.core.practice import Recommendation
from toolkit.core.readiness_gaps import Gap
from toolkit.core.statements import Statement
from toolkit.core.thread import closes
from toolkit.pages import threads
from toolkit.pages.desk import Context
from toolkit.store import Store, Summary


@dataclass(frozen=True, slots=True)
class Own:
    """The reader's latest readiness result and risk assessment: certain gaps, and items that hold the level."""

    gaps: tuple[Gap, ...]
    statements: tuple[Statement, ...]
    drivers: tuple[Item, ...]
    system: str

    def closed_by(self, one: Recommendation) -> tuple[tuple[Statement, ...], tuple[Item, ...]]:
        """The statements and the risk items that a recommendation would close."""
        found = closes(one, self.gaps, self.drivers)
        statements = {each.id: each for each in self.statements}
        items = {each.id: each for each in self.drivers}
        return tuple(statements[name] for name in found.statements), tuple(items[name] for name in found.items)


def own_of(store: Store, who: str, library: Library, spoken: Interface, now: datetime) -> Own | None:
    """What the reader has of their own, no illustration; None where there is nothing."""
    context = Context(library, spoken, who, now)
    own = [one for one in store.listing(who) if not one.demo]
    gaps = _gaps(store, own, context)
    risk = next((one for one in own if kind_of(one.questionnaire_id) == RISK), None)
    holders = threads.pressing(threads.scored(context, store.load(risk.id) if risk else None)).holders
    drivers = tuple(library.item(name) for name in holders)
    if not gaps and not drivers:
        return None
    return Own(gaps, context.readiness.statements, drivers, risk.title if risk and drivers else "")


def _gaps(store: Store, own: list[Summary], context: Context) -> tuple[Gap, ...]:
    latest = threads.latest_result(own, demo=False)
    found = threads.told(store.load(latest.id), context.readiness) if latest else None
    return found.findings.gaps if found else ()
