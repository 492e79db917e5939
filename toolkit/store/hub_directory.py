"""Meet other officers: details as people wrote them, each yes and no with its time, and who looked at whom."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta

from sqlalchemy import delete, insert, select

from toolkit.core.hub_access import Standing
from toolkit.core.hub_directory import Audience, Consent, Detail, Entry, Looked, consented, withdrawn
from toolkit.store.hub_audit import HubAudit, note
from toolkit.store.hub_people import HubPeople
from toolkit.store.hub_records import Person, Said
from toolkit.store.hub_tables import hub_consent, hub_detail, hub_look
from toolkit.store.values import clean_text

OWN = (Detail.NAME, Detail.LANGUAGES, Detail.SKILLS)
"""What people write for the directory; agency, country and address are those that were approved."""


class HubDirectory(HubPeople, HubAudit):
    """The directory. Every method raises StoreError when the database fails."""

    def entries_of(self, people: Iterable[Person]) -> tuple[Entry, ...]:
        """The entries of these people, as they are, whoever may see them."""
        details: dict[str, dict[Detail, str]] = defaultdict(dict)
        consents: dict[str, list[Consent]] = defaultdict(list)
        with self._database.reading() as connection:
            for row in connection.execute(select(hub_detail)):
                details[row.person][Detail(row.detail)] = row.text
            for row in connection.execute(select(hub_consent).order_by(hub_consent.c.at)):
                one = Consent(Detail(row.detail), Audience(row.audience), row.given, row.at)
                consents[row.person].append(one)
        return tuple(_entry(one, details[one.member.code], consents[one.member.code]) for one in people)

    def directory(self) -> tuple[Entry, ...]:
        """The entries of everybody who was approved."""
        return self.entries_of(one for one in self.people() if one.member.standing is Standing.APPROVED)

    def describe(self, person: str, details: Mapping[Detail, str]) -> None:
        """Keep what somebody writes about themselves; empty texts go."""
        with self._database.writing() as connection:
            connection.execute(delete(hub_detail).where(hub_detail.c.person == person))
            for name in OWN:
                if text := clean_text(details.get(name, "").strip()):
                    connection.execute(insert(hub_detail).values(person=person, detail=str(name), text=text))
            note(connection, self._clock(), Said(person, "describe-self", person))

    def agree(self, entry: Entry, wanted: frozenset[tuple[Detail, Audience]]) -> None:
        """Keep each yes and no that is new; what stays as it was is not said again."""
        now, before, person = self._clock(), consented(entry), entry.member.code
        changes = [*((one, True) for one in wanted - before), *((one, False) for one in before - wanted)]
        rows = [Consent(detail, audience, given, now) for (detail, audience), given in changes]
        self._keep(person, rows, "consent")

    def withdraw(self, entry: Entry) -> None:
        """Take everything back at once."""
        self._keep(entry.member.code, withdrawn(entry, self._clock()), "withdraw-consent")

    def _keep(self, person: str, consents: Iterable[Consent], what: str) -> None:
        rows = sorted(consents, key=lambda one: (one.detail, one.audience))
        with self._database.writing() as connection:
            for one in rows:
                row = {"person": person, "detail": str(one.detail), "audience": str(one.audience)}
                connection.execute(insert(hub_consent).values(row | {"given": one.given, "at": one.at}))
            if rows:
                pairs = {f"{one.detail}/{one.audience}": "yes" if one.given else "no" for one in rows}
                note(connection, rows[0].at, Said(person, what, person, pairs))

    def looked(self, viewer: str, owners: Iterable[str]) -> None:
        """Note that somebody was shown these entries; once a day for each."""
        now = self._clock()
        today = datetime.combine(now.date(), time(), now.tzinfo)
        done = (hub_look.c.viewer == viewer, hub_look.c.at >= today, hub_look.c.at < today + timedelta(days=1))
        with self._database.writing() as connection:
            seen = set(connection.scalars(select(hub_look.c.owner).where(*done)))
            new = sorted(set(owners) - seen - {viewer})
            if rows := [{"id": str(uuid.uuid4()), "viewer": viewer, "owner": owner, "at": now} for owner in new]:
                connection.execute(insert(hub_look), rows)

    def looks(self, owner: str) -> tuple[Looked, ...]:
        """Who looked at somebody’s entry, the latest first."""
        wanted = select(hub_look).where(hub_look.c.owner == owner).order_by(hub_look.c.at.desc())
        with self._database.reading() as connection:
            return tuple(Looked(row.viewer, row.owner, row.at) for row in connection.execute(wanted))


def _entry(person: Person, details: Mapping[Detail, str], consents: Iterable[Consent]) -> Entry:
    approved = {Detail.AGENCY: person.member.agency, Detail.EMAIL: person.email, Detail.COUNTRY: person.country}
    return Entry(person.member, person.country, {**details, **approved}, tuple(consents))
