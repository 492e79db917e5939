"""Where the listings of the hub stand, and whom a change is told, in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import Connection, insert, select

from toolkit.core.hub_listing import Move, State, Touch
from toolkit.store.hub_audit import note
from toolkit.store.hub_notices import give
from toolkit.store.hub_records import Acknowledged, Said, Told
from toolkit.store.hub_tables import hub_notice
from toolkit.store.hub_tool_tables import hub_move
from toolkit.store.hub_touches import HubTouches, touches_of
from toolkit.store.values import clean_text

History = tuple[Move, ...]


class HubMoves(HubTouches):
    """The moves. Every method raises StoreError when the database fails."""

    def histories(self) -> dict[str, History]:
        """What happened to each listing to which something happened, the oldest first."""
        with self._database.reading() as connection:
            return _histories(connection)

    def acknowledged(self, listing: str, last: Move) -> Acknowledged:
        """How many were told of a move of a listing, and how many of them said that they read it; nobody is named."""
        places = {"tools": f"tools/{listing}", "listings": f"listings/{listing}"}
        wanted = select(hub_notice.c.about, hub_notice.c.seen_at).where(
            hub_notice.c.at == last.at, hub_notice.c.about.in_(places.values())
        )
        with self._database.reading() as connection:
            rows = [(row.about, row.seen_at is not None) for row in connection.execute(wanted)]
        users, providers = ([seen for about, seen in rows if about == place] for place in places.values())
        return Acknowledged(len(users), sum(users), len(providers), sum(providers))

    def move(
        self,
        listing: str,
        rule: Callable[[History], History],
        tell: Callable[[Move, Sequence[Touch]], Iterable[Told]],
    ) -> Move:
        """Add the move that `rule` makes and tell it; raises whatever the rule raises."""
        with self._database.writing() as connection:
            if connection.dialect.name == "postgresql":  # two coordinators queue, as they do with SQLite anyway
                connection.exec_driver_sql("LOCK TABLE hub_move IN EXCLUSIVE MODE")
            before = _histories(connection).get(listing, ())
            last = rule(before)[-1]
            row = {"listing": listing, "number": len(before) + 1, "state": str(last.to), "by": last.by, "at": last.at}
            texts = {"reason": last.reason, "explanation": clean_text(last.explanation)}
            connection.execute(insert(hub_move).values(row | texts))
            give(connection, tell(last, touches_of(connection, listing)), last.at)
            said = {"to": str(last.to), "reason": last.reason}
            note(connection, last.at, Said(last.by, "move-listing", listing, said))
        return last


def _histories(connection: Connection) -> dict[str, History]:
    found: dict[str, list[Move]] = defaultdict(list)
    for row in connection.execute(select(hub_move).order_by(hub_move.c.listing, hub_move.c.number)):
        found[row.listing].append(Move(State(row.state), row.by, row.at, row.reason, row.explanation))
    return {name: tuple(moves) for name, moves in found.items()}
