"""What agencies say about themselves: their kind, and their help contacts."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, insert, select

from toolkit.core.hub import HelpContact
from toolkit.core.hub_access import Role, Standing
from toolkit.core.hub_agency import Agency, AgencyKind
from toolkit.store.hub_audit import HubAudit, note
from toolkit.store.hub_provider_tables import hub_agency
from toolkit.store.hub_records import Said
from toolkit.store.hub_tables import hub_person
from toolkit.store.values import clean_text


class HubAgencies(HubAudit):
    """The agencies. Every method raises StoreError when the database fails."""

    def agency(self, name: str) -> Agency:
        """What an agency said about itself; nothing yet for one that is not known."""
        return self.agencies([name]).get(name, Agency(name))

    def agencies(self, names: Iterable[str]) -> dict[str, Agency]:
        """The same for several, by name."""
        wanted = select(hub_agency).where(hub_agency.c.name.in_(list(names)))
        with self._database.reading() as connection:
            return {
                row.name: Agency(
                    row.name,
                    AgencyKind(row.kind) if row.kind else None,
                    tuple(HelpContact(**{str(k): str(v) for k, v in one.items()}) for one in row.contacts),
                )
                for row in connection.execute(wanted)
            }

    def describe_agency(self, one: Agency, said: Said) -> None:
        """Keep what an agency says about itself, in the place of what it said before."""
        contacts = [
            {"label": clean_text(x.label), "how": clean_text(x.how), "hours": clean_text(x.hours)} for x in one.contacts
        ]
        row = {"name": one.name, "kind": str(one.kind or ""), "contacts": contacts, "by": said.who}
        with self._database.writing() as connection:
            now = self._clock()
            connection.execute(delete(hub_agency).where(hub_agency.c.name == one.name))
            connection.execute(insert(hub_agency).values(row | {"at": now}))
            note(connection, now, said)

    def every_place(self) -> dict[str, str]:
        """The country of each agency whose people were approved, by its name; that of whoever came first."""
        wanted = select(hub_person.c.agency, hub_person.c.country).where(
            hub_person.c.standing == str(Standing.APPROVED), hub_person.c.role != str(Role.PROVIDER)
        )
        with self._database.reading() as connection:
            found: dict[str, str] = {}
            for row in connection.execute(wanted.order_by(hub_person.c.asked_at)):
                found.setdefault(row.agency, row.country)
            return found

    def places(self, codes: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Agency and country of people, by their codes; those who were erased have neither."""
        wanted = select(hub_person.c.code, hub_person.c.agency, hub_person.c.country)
        with self._database.reading() as connection:
            rows = connection.execute(wanted.where(hub_person.c.code.in_(list(codes))))
            return {row.code: (row.agency, row.country) for row in rows}
