"""The workshops of a server: opened at the first use, and each remembered as far as it was last read."""

from __future__ import annotations

import asyncio
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from hashlib import sha256
from typing import TypeVar

from tornado.ioloop import IOLoop, PeriodicCallback

from toolkit.core.workshop import OPEN, Person, Room, Stage
from toolkit.core.workshop_events import End, Event
from toolkit.core.workshop_results import released, rounds_shown
from toolkit.server import keys
from toolkit.server.kept import forget, frozen
from toolkit.store import StoreError
from toolkit.store.workshop_records import Acted, Holder, Joined, NoWorkshop, Playing, Wait
from toolkit.store.workshop_rows import digest_of
from toolkit.store.workshops import Workshops

T = TypeVar("T")

MOST = 40
"""How many workshops are remembered; others are read from their beginning, which takes longer and changes nothing."""

MOST_SEATED = 4000
"""How many links are remembered with whose they were; others are looked up."""

HANDS = 3
"""How many threads do what takes milliseconds."""

LOOK = 0.5
"""How often it is looked whether something happened while pages wait for it, in seconds."""

ENDED = "ended"
"""The last word of a workshop; nobody needs to ask again."""

MOST_WAITING = 2000
"""How many pages may wait for news at once; others are answered without waiting and ask again."""

FORGET_EVERY = 3600.0
"""How often it is looked whether the time of a workshop is over, in seconds."""

SETTLED = 20.0
"""So long after the start of a server it looks for the first time, in seconds."""

LIVELY = 24 * 3600.0
"""For so many seconds after something happened a workshop is not deleted, whatever day the computer believes it is.

A laptop whose clock stood still wakes up in another year as soon as it finds a network.
"""


@dataclass
class Heard:
    """What those who wait for news of a workshop have heard, and what wakes them next."""

    number: int
    common: str
    bells: asyncio.Event = field(default_factory=asyncio.Event)
    calls: asyncio.Event = field(default_factory=asyncio.Event)

    def ring(self, number: int, common: str) -> None:
        """Wake whoever waits for anything, and where that is new also who waits for what all share."""
        if number != self.number:
            self.bells.set()
            self.number, self.bells = number, asyncio.Event()
        if common != self.common:
            self.calls.set()
            self.common, self.calls = common, asyncio.Event()


class Rooms:
    """What a server knows of workshops. All of it is in the database: whoever is killed has lost nothing."""

    def __init__(self, database_url: str | None, key: bytes) -> None:
        """`key` makes digests of what attempts are counted under."""
        self._url, self._key = database_url, key
        self._known: OrderedDict[str, Playing] = OrderedDict()
        self._forgot = -FORGET_EVERY
        self._lively: dict[str, float] = {}
        self._waiting: Counter[str] = Counter()
        self._looking: dict[str, asyncio.Task[None]] = {}
        self._heard: dict[str, Heard] = {}
        self._reached: set[str] = set()
        self._common: dict[str, tuple[int, str]] = {}
        self._seated: OrderedDict[str, Holder] = OrderedDict()
        self._hands = ThreadPoolExecutor(HANDS, "rooms")

    @cached_property
    def workshops(self) -> Workshops:
        """The workshops of the configured database; raises StoreError."""
        return Workshops(self._url, lambda: datetime.now(UTC))

    @property
    def reached(self) -> int:
        """How many phones have opened the test page since this server began."""
        return len(self._reached)

    def reach(self, address: str) -> bool:
        """Note that a phone has opened the test page; whether it is the first."""
        first = not self._reached
        if len(self._reached) < MOST_WAITING:
            self._reached.add(self.digest("test", address))
        return first

    def digest(self, *words: str) -> str:
        """What attempts are counted under."""
        return keys.derived(self._key, "join", *words).hex()

    async def apart(self, call: Callable[[], T]) -> T:
        """Do something with the database in a thread, so that nobody else waits for it."""
        return await asyncio.get_running_loop().run_in_executor(None, call)

    async def quickly(self, call: Callable[[], T]) -> T:
        """Do something that takes milliseconds in one of a few threads.

        More of them would be slower: each takes the interpreter from the loop that reads what comes in.
        """
        return await asyncio.get_running_loop().run_in_executor(self._hands, call)

    async def room(self, workshop_id: str) -> Room:
        """A workshop as it is now; raises NoWorkshop."""
        await self._forget()
        found = await self.quickly(partial(self.workshops.follow, workshop_id, self._known.get(workshop_id)))
        return self._keep(workshop_id, found)

    async def seat(self, token: str, *, fresh: bool = True) -> tuple[Holder, Room] | None:
        """Who has a token, if anybody, and their workshop as it is now; raises NoWorkshop.

        Unless it must be `fresh`, as they were last seen: `act` looks again whose it is.
        """
        await self._forget()
        digest = digest_of(token)
        if not fresh and (seated := self._seated.get(digest)) and (known := self._known.get(seated.workshop_id)):
            return seated, known.room
        found = await self.quickly(partial(self.workshops.seat, token, self._known))
        if found is None:
            self._seated.pop(digest, None)
            return None
        self._seated[digest] = found[0]
        while len(self._seated) > MOST_SEATED:
            self._seated.popitem(last=False)
        return found[0], self._keep(found[0].workshop_id, found[1])

    async def come_back(self, workshop_id: str, number: str, limits: Mapping[str, int]) -> str | Wait | None:
        """A fresh token for whoever has a number; the page that they had before leads nowhere any more."""
        return await self.quickly(partial(self.workshops.come_back, workshop_id, number, limits))

    async def join(self, workshop_id: str, person: Person) -> Joined:
        """Let somebody in."""
        known = self._known.get(workshop_id)
        joined = await self.quickly(partial(self.workshops.join, workshop_id, person, known))
        self._keep(workshop_id, joined.acted.playing)
        return joined

    async def act(self, holder: Holder, events: Sequence[Event]) -> Acted:
        """Let events happen; the end of a workshop freezes its minutes, whoever looks at them later."""
        known = self._known.get(holder.workshop_id)
        acted = await self.quickly(partial(self.workshops.act, holder, events, known))
        room = self._keep(holder.workshop_id, acted.playing)
        self._tell(holder.workshop_id, room)
        if room.stage is Stage.ENDED and any(isinstance(one, End) for one in events) and acted.refusal is None:
            with suppress(StoreError):  # the end counts all the same, and the page afterwards tries again
                await self.apart(partial(frozen, self.workshops, holder.workshop_id, room))
        return acted

    def at(self, room: Room) -> int:
        """How many things had happened when a room was as it is given; −1 where that is no longer known."""
        known = self._known.get(room.setup.id)
        return known.number if known and known.room is room else -1

    def word(self, room: Room, person: str) -> str:
        """The word of somebody’s page; what all pages share is worked out once for each thing that happens."""
        return shown_of(room, person, self._shared(room, self.at(room)))

    def _shared(self, room: Room, number: int) -> str:
        name = room.setup.id
        if number < 0:
            return common_of(room)
        if self._common.get(name, (-1, ""))[0] != number:
            self._common = dict(list(self._common.items())[-MOST:]) | {name: (number, common_of(room))}
        return self._common[name][1]

    async def changed(self, room: Room, seconds: float, *, shared: bool = False) -> Room | None:
        """Wait until something has happened in a workshop after it was as given; the room then, None in time or crowd.

        With `shared` only what the pages of all people show alike counts: a vote wakes nobody but trainer and screen.
        However many wait, the database is asked once for all of them.
        """
        name, number = room.setup.id, self.at(room)
        if number < 0 or self._waiting.total() >= MOST_WAITING:
            return None
        if name not in self._looking:
            self._heard[name] = Heard(number, self._shared(room, number))
            self._looking[name] = asyncio.create_task(self._look(name, self._heard[name]))
        heard, common = self._heard[name], self._shared(room, number)
        if number > heard.number:  # a page was asked for before the next look
            heard.ring(number, common)
        missed = heard.common != common if shared else heard.number != number
        if missed and (latest := self._known[name].room) is not room:
            return latest
        self._waiting[name] += 1
        try:
            await asyncio.wait_for((heard.calls if shared else heard.bells).wait(), seconds)
        except TimeoutError:
            return None
        finally:
            self._waiting[name] -= 1
        return self._known[name].room if name in self._known else None

    def _tell(self, name: str, room: Room) -> None:
        """Wake at once where all pages change; a single vote can wait for the next look."""
        if (heard := self._heard.get(name)) and (common := self._shared(room, self.at(room))) != heard.common:
            heard.ring(self.at(room), common)

    async def _look(self, name: str, heard: Heard) -> None:
        """Ring whenever something happened, here or anywhere else, as long as somebody waits."""
        try:
            while True:
                await asyncio.sleep(LOOK)
                number = await self.quickly(partial(self.workshops.number, name))
                if number != heard.number:
                    room = await self.room(name)
                    heard.ring(self.at(room), self._shared(room, self.at(room)))
                elif not self._waiting[name]:
                    return
        except NoWorkshop:  # it was deleted: whoever waits hears so when they ask again
            self._known.pop(name, None)
        finally:
            heard.ring(-1, "")
            del self._looking[name], self._heard[name]

    def _keep(self, workshop_id: str, playing: Playing) -> Room:
        before = self._known.get(workshop_id)
        if before and playing.number != before.number:
            self._lively[workshop_id] = time.monotonic()
        self._known[workshop_id] = playing
        self._known.move_to_end(workshop_id)
        while len(self._known) > MOST:
            self._known.popitem(last=False)
        return playing.room

    async def _forget(self) -> None:
        """Delete what is over; the clock of the wall may jump, so another one says how long ago things happened."""
        now = time.monotonic()
        if now - self._forgot < FORGET_EVERY:
            return
        self._forgot = now
        self._lively = {name: at for name, at in self._lively.items() if now - at < LIVELY}
        await self.apart(partial(forget, self.workshops, frozenset(self._lively)))

    async def tidy(self) -> None:
        """Delete what is over also where nobody looks at workshops; a database that fails is asked again later."""
        with suppress(StoreError):
            await self._forget()

    def start(self) -> None:
        """Tidy now and then from now on, once the first visitors are in; the loop is about to run."""
        IOLoop.current().call_later(SETTLED, self.tidy)
        PeriodicCallback(self.tidy, timedelta(seconds=FORGET_EVERY / 4)).start()


def common_of(room: Room) -> str:
    """A word for what the pages of all people in a room show alike; it depends on no open round’s votes."""
    asked = [(one.id, OPEN[room.phase(one.id)]) for one in room.setup.polls if room.phase(one.id) in OPEN]
    focus = "" if room.blank or room.phase(room.focus) in OPEN else room.focus
    rounds = rounds_shown(room, focus)
    read = released(room, focus) if rounds else ()
    parts = (room.stage, asked if room.stage is Stage.RUNNING else [], rounds and focus, rounds, read, room.injects)
    return sha256(repr(parts).encode()).hexdigest()


def shown_of(room: Room, person: str, common: str = "") -> str:
    """A short word that changes when the page of somebody in the room has something new to show.

    It depends on nobody else’s votes or coming in, so whoever listens to it learns nothing about them. `common` is that
    of the room, where it is known.
    """
    if room.stage is Stage.ENDED:
        return ENDED
    own = (room.people.get(person), [(key, cast[person]) for key, cast in sorted(room.votes.items()) if person in cast])
    return sha256(repr((common or common_of(room), own)).encode()).hexdigest()[:8]
