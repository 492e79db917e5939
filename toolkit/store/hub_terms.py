"""Which text of the terms somebody accepted, and when."""

from __future__ import annotations

from sqlalchemy import insert, select

from toolkit.core.hub_terms import Acceptance
from toolkit.store.hub_audit import HubAudit, note
from toolkit.store.hub_records import Said
from toolkit.store.hub_tables import hub_acceptance


class HubTerms(HubAudit):
    """The acceptances. Every method raises StoreError when the database fails."""

    def accept(self, given: Acceptance) -> None:
        """Keep an acceptance, and note it."""
        row = {"person": given.person, "version": given.version, "lang": given.lang, "sha256": given.sha256}
        said = {"version": given.version, "lang": given.lang, "sha256": given.sha256}
        with self._database.writing() as connection:
            connection.execute(insert(hub_acceptance).values(row | {"at": given.at}))
            note(connection, given.at, Said(given.person, "accept-terms", given.person, said))

    def accepted(self, person: str) -> tuple[Acceptance, ...]:
        """What somebody accepted, the oldest first."""
        wanted = select(hub_acceptance).where(hub_acceptance.c.person == person).order_by(hub_acceptance.c.at)
        with self._database.reading() as connection:
            return tuple(
                Acceptance(row.person, row.version, row.lang, row.sha256, row.at) for row in connection.execute(wanted)
            )
