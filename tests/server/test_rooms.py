"""What a server remembers of workshops, and who is woken by what."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from tests.server.visitors import apart
from tests.server.workshop import STATEMENT
from toolkit.core.minutes_kept import minutes_of
from toolkit.core.workshop import Entry, Kind, Person, Phase, Setup
from toolkit.core.workshop_events import Begin, Move, Vote, Write
from toolkit.server import rooms as module
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


def another_day(rooms, days):
    """The computer believes that it is another day."""
    rooms.workshops._clock = lambda: datetime.now(UTC) + timedelta(days=days)


def test_a_workshop_goes_when_its_time_is_over_although_nobody_looks_at_any(there):
    rooms, store, trainer, _ = there
    another_day(rooms, 29)
    apart(rooms.tidy())
    assert len(store.listing("ann")) == 1
    later = Rooms(rooms._url, b"k" * 32)
    another_day(later, 31)
    apart(later.tidy())
    assert store.listing("ann") == ()
    assert store.minutes_kept(trainer.workshop_id) is None, "nobody had said anything"


def test_whoever_forgot_to_end_a_workshop_finds_its_minutes_once_it_is_deleted(there):
    rooms, store, trainer, _ = there
    store.act(trainer, [Write("w", Entry("e", Kind.DECISION, "No search without a warrant."))])
    another_day(rooms, 31)
    apart(rooms.tidy())
    assert store.listing("ann") == ()
    found = minutes_of(store.minutes_kept(trainer.workshop_id).minutes)
    assert [one.text for one in found.minutes.entries] == ["No search without a warrant."]


def test_a_clock_that_jumps_in_the_middle_deletes_no_workshop_that_goes_on(there, monkeypatch):
    rooms, store, trainer, phone = there

    async def play():
        await rooms.room(trainer.workshop_id)
        vote(store, phone)
        await rooms.room(trainer.workshop_id)
        another_day(rooms, 2000)
        monkeypatch.setattr(module, "FORGET_EVERY", 0.0)
        await rooms.tidy()
        assert (await rooms.room(trainer.workshop_id)).voters(STATEMENT.id, 1) == 1
        monkeypatch.setattr(module, "LIVELY", 0.0)
        await rooms.tidy()
        assert store.listing("ann") == (), "another day nothing keeps it"

    apart(play())


def test_a_database_that_fails_stops_no_server(tmp_path):
    apart(Rooms(f"sqlite:///{tmp_path}/no/such/folder/rooms.db", b"k" * 32).tidy())
