"""What people of the hub did with a tool: saved, compared or assessed it. Only for telling them when it changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from toolkit.core.hub_listing import Dealing, Touch
from toolkit.store import changes, rows
from toolkit.store.changes import OWN, Change, Stamp
from toolkit.store.hub_audit import HubAudit, note
from toolkit.store.hub_records import Said
from toolkit.store.hub_tool_tables import hub_touch
from toolkit.store.records import Json, NewAssessment
from toolkit.store.tables import assessment
from toolkit.store.values import clean_value


def touches_of(connection: Connection, listing: str) -> tuple[Touch, ...]:
    """Who did what with a tool, in a transaction of its own or of others."""
    wanted = select(hub_touch).where(hub_touch.c.listing == listing).order_by(hub_touch.c.at, hub_touch.c.person)
    return tuple(Touch(row.person, Dealing(row.dealing), row.about) for row in connection.execute(wanted))


class HubTouches(HubAudit):
    """The touches. Every method raises StoreError when the database fails."""

    def touch(self, person: str, dealing: Dealing, listings: Iterable[str]) -> None:
        """Keep that somebody did this with these tools; once is enough."""
        with self._database.writing() as connection:
            for listing in dict.fromkeys(listings):
                touched(connection, person, Touch(person, dealing), listing, self._clock())

    def forget(self, person: str, dealing: Dealing, listing: str) -> None:
        """Take it back."""
        own = (hub_touch.c.person == person, hub_touch.c.listing == listing, hub_touch.c.dealing == str(dealing))
        with self._database.writing() as connection:
            connection.execute(delete(hub_touch).where(*own))

    def dealt(self, person: str, dealing: Dealing) -> frozenset[str]:
        """The tools with which somebody did this."""
        own = (hub_touch.c.person == person, hub_touch.c.dealing == str(dealing))
        with self._database.reading() as connection:
            return frozenset(connection.scalars(select(hub_touch.c.listing).where(*own)))

    def touches(self, listing: str) -> tuple[Touch, ...]:
        """Who did what with a tool."""
        with self._database.reading() as connection:
            return touches_of(connection, listing)

    def assessed(self, person: str, listing: str) -> tuple[tuple[str, str], ...]:
        """Id and questionnaire of each record that somebody began from a tool and has not deleted, the oldest first."""
        own = (hub_touch.c.person == person, hub_touch.c.listing == listing, hub_touch.c.about == assessment.c.id)
        wanted = select(assessment.c.id, assessment.c.questionnaire_id).where(*own).order_by(hub_touch.c.at)
        with self._database.reading() as connection:
            return tuple((row.id, row.questionnaire_id) for row in connection.execute(wanted))

    def assess(self, person: str, listing: str, new: NewAssessment, values: Mapping[str, Json]) -> str:
        """Begin a risk or readiness assessment for a tool and keep that it is one; returns its id."""
        now = self._clock()
        given = [(name, clean_value(value, name)) for name, value in values.items()]
        with self._database.writing() as connection:
            identity = rows.add(connection, asdict(new), 1 if given else 0, now)
            stamp = Stamp(identity, new.owner, OWN, 0, now)
            changes.put(connection, [Change(name, None, value, stored=False) for name, value in given], stamp, 1)
            touched(connection, person, Touch(person, Dealing.ASSESSED, identity), listing, now)
            note(connection, now, Said(person, "assess-tool", listing))
        return identity


def touched(connection: Connection, person: str, one: Touch, listing: str, at: datetime) -> None:
    """Keep a touch unless it is there."""
    key = {"person": person, "listing": listing, "dealing": str(one.dealing), "about": one.about}
    there = select(hub_touch).where(*(hub_touch.c[name] == value for name, value in key.items()))
    if connection.execute(there).first() is None:
        connection.execute(insert(hub_touch).values(key | {"at": at}))
