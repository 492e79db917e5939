"""What a server remembers of workshops, and who is woken by what."""

import asyncio
from datetime import UTC, datetime

import pytest

from tests.server.visitors import apart
from tests.server.workshop import STATEMENT
from toolkit.core.workshop import Person, Phase, Setup
from toolkit.core.workshop_events import Begin, Move, Vote
from toolkit.server.rooms import Rooms
from toolkit.store.workshops import Workshops


@pytest.fixture
def there(tmp_path):
    """A workshop in which a round is open, with somebody in it, and a server that has not looked at it yet."""
    url = f"sqlite:///{tmp_path}/rooms.db"
    store = Workshops(url, lambda: datetime.now(UTC))
    kept, _ = store.create("ann", Setup("", "Plate readers", "", (STATEMENT,)))
    trainer = store.owned(kept.id, "ann")
    phone = store.holder(store.join(kept.id, Person("")).token)
    store.act(trainer, [Begin("b"), Move("m1", (STATEMENT.id,), Phase.FIRST)])
    yield Rooms(url, b"k" * 32), store, trainer, phone
    store.close()


def close(store, trainer):
    store.act(trainer, [Move("m2", (STATEMENT.id,), Phase.FIRST_CLOSED)])


def vote(store, phone):
    store.act(phone, [Vote("v", phone.person, STATEMENT.id, 1, (3,))])


def test_a_page_that_is_newer_than_the_last_look_waits_and_holds_up_nobody(there):
    rooms, store, trainer, _ = there

    async def play():
        old = await rooms.room(trainer.workshop_id)
        waiting = asyncio.create_task(rooms.changed(old, 5, shared=True))
        await asyncio.sleep(0)  # the look has begun, and rests
        close(store, trainer)
        new = await rooms.room(trainer.workshop_id)
        assert await rooms.changed(new, 0.1, shared=True) is None
        assert await waiting is new

    apart(asyncio.wait_for(play(), 20))


def test_a_vote_wakes_the_trainer_and_the_screen_but_no_other_phone(there):
    rooms, store, trainer, phone = there

    async def play():
        room = await rooms.room(trainer.workshop_id)
        screen = asyncio.create_task(rooms.changed(room, 10))
        other = asyncio.create_task(rooms.changed(room, 10, shared=True))
        await asyncio.sleep(0)
        vote(store, phone)
        assert (await screen).voters(STATEMENT.id, 1) == 1
        assert not other.done()
        close(store, trainer)
        assert (await other).phase(STATEMENT.id) is Phase.FIRST_CLOSED

    apart(asyncio.wait_for(play(), 20))
