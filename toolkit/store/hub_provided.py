"""What providers say: proposals for listings, and answers to a withdrawal, as the core lets them be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, insert, select

from toolkit.core import hub_answer as answers
from toolkit.core.hub_answer import Answer
from toolkit.core.hub_proposal import Proposal, State
from toolkit.store.hub_audit import HubAudit, note
from toolkit.store.hub_provider_tables import hub_answer, hub_proposal
from toolkit.store.hub_records import Said
from toolkit.store.values import clean_text

Proposals = tuple[Proposal, ...]


class HubProvided(HubAudit):
    """Proposals and answers. Every method raises StoreError when the database fails."""

    def proposals(self, listing: str | None = None) -> dict[str, Proposals]:
        """The proposals for each listing, the oldest first; or those for one."""
        with self._database.reading() as connection:
            return _proposals(connection, listing)

    def published(self) -> tuple[tuple[str, int], ...]:
        """What of the proposals appears: listing and number, in their order; enough to see whether anything is new."""
        table = hub_proposal.c
        wanted = select(table.listing, table.number).where(table.state == str(State.PUBLISHED))
        with self._database.reading() as connection:
            rows = connection.execute(wanted.order_by(table.listing, table.number))
            return tuple((row.listing, row.number) for row in rows)

    def propose(self, listing: str, rule: Callable[[Proposals], Proposal], said: Said) -> Proposal:
        """Keep the proposal that `rule` makes of those before it, in the place of one with its number.

        Raises whatever the rule raises. Two who write at once queue: the second sees what the first did.
        """
        with self._database.writing() as connection:
            _queue(connection, hub_proposal)
            new = rule(_proposals(connection, listing).get(listing, ()))
            own = (hub_proposal.c.listing == listing, hub_proposal.c.number == new.number)
            connection.execute(delete(hub_proposal).where(*own))
            connection.execute(insert(hub_proposal).values(_values(new)))
            note(connection, self._clock(), said)
        return new

    def answers(self) -> tuple[Answer, ...]:
        """Every answer to a withdrawal, the oldest first."""
        with self._database.reading() as connection:
            return _answers(connection)

    def put_answer(self, rule: Callable[[tuple[Answer, ...]], Answer], said: Said) -> Answer:
        """Keep the answer that `rule` makes of all before it; raises whatever the rule raises."""
        with self._database.writing() as connection:
            _queue(connection, hub_answer)
            new = rule(_answers(connection))
            table = hub_answer.c
            own = (table.listing == new.listing, table.move == new.move, table.version == new.version)
            texts = {"text": clean_text(new.text), "note": clean_text(new.note), "state": str(new.state)}
            row = {name: getattr(new, name) for name in table.keys()}  # noqa: SIM118  (a collection of columns)
            connection.execute(delete(hub_answer).where(*own))
            connection.execute(insert(hub_answer).values(row | texts))
            note(connection, self._clock(), said)
        return new


def _queue(connection: Connection, table: Table) -> None:
    if connection.dialect.name == "postgresql":  # SQLite has one writer at a time anyway
        connection.exec_driver_sql(f"LOCK TABLE {table.name} IN EXCLUSIVE MODE")


def _proposals(connection: Connection, listing: str | None) -> dict[str, Proposals]:
    wanted = select(hub_proposal).order_by(hub_proposal.c.listing, hub_proposal.c.number)
    if listing is not None:
        wanted = wanted.where(hub_proposal.c.listing == listing)
    found: dict[str, list[Proposal]] = defaultdict(list)
    for row in connection.execute(wanted):
        found[row.listing].append(_proposal(row))
    return {name: tuple(some) for name, some in found.items()}


def _proposal(row: Row[*tuple[Any, ...]]) -> Proposal:
    given = dict(row._mapping)
    changes = {str(name): str(text) for name, text in row.changes.items()}
    checked = tuple(str(name) for name in row.checked)
    return Proposal(**given | {"changes": changes, "checked": checked, "state": State(row.state)})


def _values(one: Proposal) -> dict[str, object]:
    row = {name: getattr(one, name) for name in hub_proposal.c.keys()}  # noqa: SIM118  (a collection of columns)
    changes = {name: clean_text(text) for name, text in one.changes.items()}
    texts = {name: clean_text(row[name]) for name in ("provider", "why", "note", "basis")}
    return row | texts | {"changes": changes, "checked": list(one.checked), "state": str(one.state)}


def _answers(connection: Connection) -> tuple[Answer, ...]:
    order = (hub_answer.c.at, hub_answer.c.listing, hub_answer.c.move, hub_answer.c.version)
    rows = connection.execute(select(hub_answer).order_by(*order))
    return tuple(Answer(**dict(row._mapping) | {"state": answers.State(row.state)}) for row in rows)
