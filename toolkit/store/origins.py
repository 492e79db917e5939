"""Where a record began: at a listing of the hub, which may stand otherwise today."""

from __future__ import annotations

from sqlalchemy import select

from toolkit.core.hub_listing import Dealing
from toolkit.store import rows
from toolkit.store.hub_tool_tables import hub_move, hub_touch
from toolkit.store.opened import Opened
from toolkit.store.records import Origin


class Origins(Opened):
    """What the store knows about where a record began."""

    def origin(self, assessment_id: str) -> Origin | None:
        """The listing from which this record, or an earlier version of it, began, and where the listing stands.

        None for every other record. Raises UnknownAssessment.
        """
        with self._database.reading() as connection:
            names = [one.id for one in rows.family(connection, assessment_id)]
            own = (hub_touch.c.about.in_(names), hub_touch.c.dealing == str(Dealing.ASSESSED))
            touch = connection.execute(select(hub_touch).where(*own).order_by(hub_touch.c.at)).first()
            if touch is None:
                return None
            wanted = select(hub_move).where(hub_move.c.listing == touch.listing).order_by(hub_move.c.number.desc())
            last = connection.execute(wanted).first()
        return Origin(touch.listing, touch.at, last.state if last else "listed", last.at if last else None)
