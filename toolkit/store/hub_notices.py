"""What people of the hub are told, and whether they have said that they read it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from toolkit.store.hub_audit import HubAudit
from toolkit.store.hub_records import Notice, Told
from toolkit.store.hub_tables import hub_notice
from toolkit.store.records import Json
from toolkit.store.values import clean_value


class HubNotices(HubAudit):
    """The notices. Every method raises StoreError when the database fails."""

    def notice(self, to: str | Iterable[str], text: str, /, *, about: str = "", **details: Json) -> None:
        """Tell somebody, or several, by their codes.

        `text` is an English sentence with {placeholders}, which its readers see in their language; `about` an address
        below /hub.
        """
        people = (to,) if isinstance(to, str) else tuple(dict.fromkeys(to))
        kept = {name: clean_value(value, name) for name, value in details.items()}
        with self._database.writing() as connection:
            give(connection, (Told(person, text, kept, about) for person in people), self._clock())

    def notices(self, person: str) -> tuple[Notice, ...]:
        """What somebody was told, the newest first."""
        wanted = select(hub_notice).where(hub_notice.c.person == person).order_by(hub_notice.c.at.desc())
        with self._database.reading() as connection:
            return tuple(
                Notice(row.id, row.text, row.details, row.about, row.at, row.seen_at)
                for row in connection.execute(wanted)
            )

    def waiting_for(self, person: str) -> tuple[Notice, ...]:
        """The notices that somebody has not acknowledged, the newest first."""
        return tuple(one for one in self.notices(person) if one.seen_at is None)

    def unseen(self, person: str) -> int:
        """How many notices somebody has not acknowledged."""
        with self._database.reading() as connection:
            return _unseen(connection, person)

    def seen(self, person: str, notice: str) -> bool:
        """Acknowledge a notice of one's own; False if there is none such."""
        own = (hub_notice.c.person == person, hub_notice.c.id == notice)
        with self._database.writing() as connection:
            return connection.execute(update(hub_notice).where(*own).values(seen_at=self._clock())).rowcount == 1


def give(connection: Connection, told: Iterable[Told], at: datetime) -> None:
    """Keep notices, within the transaction of what they tell."""
    if rows := [asdict(one) | {"id": str(uuid.uuid4()), "at": at} for one in told]:  # an empty list would add a row
        connection.execute(insert(hub_notice), rows)


def _unseen(connection: Connection, person: str) -> int:
    open_ones = (hub_notice.c.person == person, hub_notice.c.seen_at.is_(None))
    return int(connection.execute(select(func.count()).select_from(hub_notice).where(*open_ones)).scalar_one())
