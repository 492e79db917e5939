"""Which modules somebody marked as done: for themselves alone."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from toolkit.store.hub_audit import HubAudit
from toolkit.store.hub_tool_tables import hub_learned


class HubLearned(HubAudit):
    """What was learnt. Every method raises StoreError when the database fails. None of it is in the log."""

    def learned(self, person: str) -> frozenset[str]:
        """The modules that somebody marked as done."""
        with self._database.reading() as connection:
            return frozenset(connection.scalars(select(hub_learned.c.module).where(hub_learned.c.person == person)))

    def learn(self, person: str, module: str, *, done: bool) -> None:
        """Mark a module as done, or take the mark away."""
        own = (hub_learned.c.person == person, hub_learned.c.module == module)
        with self._database.writing() as connection:
            connection.execute(delete(hub_learned).where(*own))
            if done:
                connection.execute(insert(hub_learned).values(person=person, module=module, at=self._clock()))
