"""What the hub holds about somebody, read from the schema itself; and the end of it: erased, or without a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, or_, select, update

from toolkit.core.hub_access import Standing
from toolkit.store import tables
from toolkit.store.columns import metadata
from toolkit.store.hub_audit import HubAudit, note
from toolkit.store.hub_people import HubPeople
from toolkit.store.hub_records import Person, Said
from toolkit.store.hub_tables import hub_audit, hub_person
from toolkit.store.records import Json

SECRET = frozenset({"password", "totp", "totp_step", "digest"})
"""Columns that nobody is shown, not even their owner: they are hashes, and would only help a thief."""

OWNED = {"assessment": "owner", "workshop": "owner", "workshop_minutes": "owner"}
"""What a person makes beside the hub, and the column that names them."""

STAYS = frozenset({"hub_feedback"})
"""Tables whose rows stay without a name, where their author wishes it."""

NAMED = {"response": "who", "event": "who"}
"""Where else their name stands."""


def about_people() -> tuple[Table, ...]:
    """Every table with a row about a person of the hub, found by where its columns point; the person's own first."""
    found = [one for one in metadata.sorted_tables if _columns(one, "hub_person")]
    signing = [tables.account, *(one for one in metadata.sorted_tables if _columns(one, "account"))]
    return (hub_person, *found, *signing, hub_audit)


def _columns(table: Table, target: str) -> list[str]:
    return [c.name for c in table.columns if any(key.column.table.name == target for key in c.foreign_keys)]


class HubClose(HubPeople, HubAudit):
    """A person's own data. Every method raises StoreError when the database fails."""

    def held(self, person: Person) -> dict[str, list[dict[str, Json]]]:
        """Every row about somebody, by its table, as it stands in the database but for secrets."""
        with self._database.reading() as connection:
            return {one.name: _rows(connection, one, person) for one in about_people()}

    def erase(self, person: Person, said: Said, *, all_of_it: bool) -> None:
        """Erase somebody, with their account; what they made beside the hub goes too, or stays without their name.

        What remains is a code with its role and last day, and the log, which knows codes only.
        """
        code, account = person.member.code, person.account
        now = self._clock()
        with self._database.writing() as connection:
            for table in about_people():
                for column in _columns(table, "hub_person"):
                    own = table.c[column] == code
                    goes = all_of_it or table.name not in STAYS
                    connection.execute((delete(table) if goes else update(table).values({column: None})).where(own))
            connection.execute(update(hub_person).where(hub_person.c.code == code).values(_empty(person, now)))
            if account:
                _beside(connection, account, code, erase=all_of_it)
                connection.execute(delete(tables.account).where(tables.account.c.name == account))
            note(connection, now, said)

    def left(self, today: date) -> tuple[Person, ...]:
        """Those whose last day is over, and who are not erased yet."""
        over = (hub_person.c.leaves < today.isoformat(), hub_person.c.email != "")
        return self._people(*over)

    def erases(self, code: str) -> bool:
        """Whether somebody wishes that what they made goes with them."""
        with self._database.reading() as connection:
            return bool(connection.scalar(select(hub_person.c.erases).where(hub_person.c.code == code)))


def _empty(person: Person, now: datetime) -> dict[str, object]:
    member = person.member
    gone = replace(member, standing=Standing.LEFT, leaves=min(member.leaves or now.date(), now.date()))
    texts = dict.fromkeys(("email", "agency", "country", "purpose", "reason", "approved_by"), "")
    last = gone.leaves.isoformat() if gone.leaves else None
    return {**texts, "standing": str(gone.standing), "leaves": last, "account": None}


def _beside(connection: Connection, account: str, code: str, *, erase: bool) -> None:
    """What they made with the toolkit: deleted, or owned by a code; links and shares of theirs end in any case."""
    own = select(tables.assessment.c.id).where(tables.assessment.c.owner == account)
    share, guest = tables.share, tables.guest
    connection.execute(delete(share).where(or_(share.c.assessment_id.in_(own), share.c.account == account)))
    connection.execute(delete(guest).where(guest.c.visitor == account))
    for name, column in OWNED.items():
        table = metadata.tables[name]
        mine = table.c[column] == account
        connection.execute(delete(table).where(mine) if erase else update(table).where(mine).values({column: code}))
    for name, column in NAMED.items():
        table = metadata.tables[name]
        connection.execute(update(table).where(table.c[column] == account).values({column: code}))


def _rows(connection: Connection, table: Table, person: Person) -> list[dict[str, Json]]:
    code, account = person.member.code, person.account or ""
    if table is hub_person:
        mine: Sequence[Any] = [table.c.code == code]
    elif table is hub_audit:
        mine = [table.c.who == code, table.c.about == code]
    elif table is tables.account:
        mine = [table.c.name == account]
    else:
        mine = [table.c[name] == code for name in _columns(table, "hub_person")]
        mine += [table.c[name] == account for name in _columns(table, "account")]
    rows = connection.execute(select(table).where(or_(*mine)).order_by(*table.primary_key.columns)).mappings()
    return [_shown(dict(row)) for row in rows]


def _shown(row: Mapping[str, Any]) -> dict[str, Json]:
    kept = {name: value for name, value in row.items() if name not in SECRET}
    return {name: one.isoformat() if isinstance(one, datetime) else one for name, one in kept.items()}
