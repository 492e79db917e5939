"""The workshops of a server: opened at the first use, and each remembered as far as it was last read."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from hashlib import sha256
from typing import TypeVar

from toolkit.core.workshop import Person, Room, Stage, Verdict
from toolkit.core.workshop_events import End, Event
from toolkit.server import keys
from toolkit.server.kept import frozen
from toolkit.store import StoreError
from toolkit.store.workshop_records import Acted, Holder, Joined, Playing
from toolkit.store.workshops import Workshops

T = TypeVar("T")

MOST = 40
"""How many workshops are remembered; others are read from their beginning, which takes longer and changes nothing."""

FORGET_EVERY = timedelta(hours=1)
"""How often it is looked whether the time of a workshop is over."""


class Rooms:
    """What a server knows of workshops. All of it is in the database: whoever is killed has lost nothing."""

    def __init__(self, database_url: str | None, key: bytes) -> None:
        """`key` makes digests of what attempts are counted under."""
        self._url, self._key = database_url, key
        self._known: OrderedDict[str, Playing] = OrderedDict()
        self._forgot = datetime.min.replace(tzinfo=UTC)

    @cached_property
    def workshops(self) -> Workshops:
        """The workshops of the configured database; raises StoreError."""
        return Workshops(self._url, lambda: datetime.now(UTC))

    def digest(self, *words: str) -> str:
        """What attempts are counted under."""
        return keys.derived(self._key, "join", *words).hex()

    async def apart(self, call: Callable[[], T]) -> T:
        """Do something with the database in a thread, so that nobody else waits for it."""
        return await asyncio.get_running_loop().run_in_executor(None, call)

    async def room(self, workshop_id: str) -> Room:
        """A workshop as it is now; raises NoWorkshop."""
        await self._forget()
        found = await self.apart(partial(self.workshops.follow, workshop_id, self._known.get(workshop_id)))
        return self._keep(workshop_id, found)

    async def join(self, workshop_id: str, person: Person) -> Joined:
        """Let somebody in."""
        known = self._known.get(workshop_id)
        joined = await self.apart(partial(self.workshops.join, workshop_id, person, known))
        self._keep(workshop_id, joined.acted.playing)
        return joined

    async def act(self, holder: Holder, events: Sequence[Event]) -> Acted:
        """Let events happen; the end of a workshop freezes its minutes, whoever looks at them later."""
        known = self._known.get(holder.workshop_id)
        acted = await self.apart(partial(self.workshops.act, holder, events, known))
        room = self._keep(holder.workshop_id, acted.playing)
        if room.stage is Stage.ENDED and any(isinstance(one, End) for one in events) and acted.refusal is None:
            with suppress(StoreError):  # the end counts all the same, and the page afterwards tries again
                await self.apart(partial(frozen, self.workshops, holder.workshop_id, room))
        return acted

    def _keep(self, workshop_id: str, playing: Playing) -> Room:
        self._known[workshop_id] = playing
        self._known.move_to_end(workshop_id)
        while len(self._known) > MOST:
            self._known.popitem(last=False)
        return playing.room

    async def _forget(self) -> None:
        now = datetime.now(UTC)
        if now - self._forgot > FORGET_EVERY:
            self._forgot = now
            await self.apart(self.workshops.forget)


def shown_of(room: Room, person: str) -> str:
    """A short word that changes when the page of somebody in the room has something new to show.

    It depends on nobody else’s votes or coming in, so whoever listens to it learns nothing about them.
    """
    decided = sorted((name, one.text) for name, one in room.moderated.items() if one.verdict is Verdict.SHOWN)
    parts = (room.stage, sorted(room.phases.items()), room.focus, room.blank, room.injects, decided)
    own = (room.people.get(person), [(key, cast[person]) for key, cast in sorted(room.votes.items()) if person in cast])
    return sha256(repr((parts, own)).encode()).hexdigest()[:8]
