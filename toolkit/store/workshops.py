"""The workshops of a database: setting up, coming in, what happens, and forgetting. All state is here and nowhere else.

Events of a workshop queue: each is played on the room as it is at that moment, so that two never take the same place,
a vote after closing is refused however close it came, and what was sent twice counts once.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Lock

from sqlalchemy import Connection, delete, insert, select, update

from toolkit.core.workshop import Person, Setup, Stage
from toolkit.core.workshop_events import Event, Join
from toolkit.core.workshop_kept import setup_values
from toolkit.store import workshop_rows as rows
from toolkit.store.attempts import Attempts
from toolkit.store.records import Json, NotStorable
from toolkit.store.rows import AnyRow
from toolkit.store.tables import workshop, workshop_minutes
from toolkit.store.values import clean_text, clean_value
from toolkit.store.workshop_records import (
    KEEP_DAYS,
    LONGEST_DAYS,
    MOST_LINKS,
    Acted,
    Holder,
    Joined,
    Links,
    Listed,
    Minutes,
    NoWorkshop,
    Part,
    Playing,
    Wait,
    Workshop,
)


class Workshops(Attempts):
    """The workshops of a database. Threads may share it; after a fork, open another.

    Every method raises StoreError when the database fails, and NoWorkshop for one that is not there.
    """

    def __init__(self, url: str | None, clock: Callable[[], datetime]) -> None:
        """Open the database; see `toolkit.store.open_store`."""
        super().__init__(url, clock)
        # SQLite's own way of waiting sleeps up to a tenth of a second; threads that queue here go on at once.
        self._turn = Lock() if self._database.is_sqlite else nullcontext()

    # ------------------------------------------------------------ setting up

    def create(self, owner: str, setup: Setup, *, days: int = KEEP_DAYS) -> tuple[Workshop, Links]:
        """Set a workshop up under a fresh id, code and salt; kept for 1 to 365 days after the last thing in it.

        The links are shown once. Raises TooLarge and NotStorable for a setup that cannot be kept.
        """
        _demand_days(days)
        now, made = self._clock(), str(uuid.uuid4())
        with self._database.writing() as connection:
            code = rows.free_code(connection)
            fresh = replace(setup, id=made, code=code, salt=secrets.token_hex(16))
            values = clean_value(setup_values(fresh), "setup")
            row = {"id": made, "owner": clean_text(owner), "title": clean_text(setup.title), "code": code}
            times = {"keep_days": days, "created_at": now, "delete_at": now + timedelta(days=LONGEST_DAYS)}
            connection.execute(insert(workshop).values(row | times | {"setup": values}))
            return _workshop(connection, made), _links(connection, made)

    def listing(self, owner: str) -> tuple[Workshop, ...]:
        """The workshops of an owner, the newest first."""
        wanted = select(*rows.META).where(workshop.c.owner == owner).order_by(workshop.c.created_at.desc())
        with self._database.reading() as connection:
            return tuple(rows.workshop_of(row) for row in connection.execute(wanted))

    def overview(self, owner: str) -> tuple[Listed, ...]:
        """The workshops of an owner at a glance, the newest first."""
        wanted = select(*rows.META, workshop.c.setup).where(workshop.c.owner == owner)
        with self._database.reading() as connection:
            found = connection.execute(wanted.order_by(workshop.c.created_at.desc())).all()
            return rows.listed(connection, found)

    def look(self, workshop_id: str, owner: str) -> Listed:
        """One workshop at a glance; raises NoWorkshop for whoever does not own it."""
        this = (workshop.c.id == workshop_id, workshop.c.owner == owner)
        with self._database.reading() as connection:
            found = connection.execute(select(*rows.META, workshop.c.setup).where(*this)).all()
            if not found:
                raise NoWorkshop()
            return rows.listed(connection, found)[0]

    def owned(self, workshop_id: str, owner: str) -> Holder:
        """What its owner is in a workshop; raises NoWorkshop for whoever does not own it."""
        with self._database.reading() as connection:
            _owned(connection, workshop_id, owner)
        return Holder(workshop_id, Part.TRAINER)

    def new_links(self, workshop_id: str, owner: str) -> Links:
        """Other links for a second trainer and for the screen; those from before lead nowhere any more."""
        with self._database.writing() as connection:
            rows.locked(connection, workshop_id)
            _owned(connection, workshop_id, owner)
            rows.end_links(connection, workshop_id)
            return _links(connection, workshop_id)

    def link(self, workshop_id: str, owner: str, part: Part) -> str:
        """The token of one more link, for a trainer or the screen; those from before stay good.

        It is shown once. Raises NoWorkshop for whoever does not own the workshop, and NotStorable for a ballot’s or
        where there are 200 links of that part.
        """
        if part is Part.PERSON:
            raise NotStorable("People in the room get their link when they join: give them the code.")
        with self._database.writing() as connection:
            rows.locked(connection, workshop_id)
            _owned(connection, workshop_id, owner)
            if rows.links_of(connection, workshop_id, part) >= MOST_LINKS:
                raise NotStorable(
                    f"This workshop has {MOST_LINKS} links of that kind: withdraw all links, then make one."
                )
            return rows.new_token(connection, workshop_id, part)

    def workshop(self, workshop_id: str) -> Workshop:
        """A workshop without what happened in it."""
        with self._database.reading() as connection:
            return _workshop(connection, workshop_id)

    # ------------------------------------------------------------ coming in

    def enter(self, code: str, limits: Mapping[str, int]) -> str | Wait | None:
        """The id of the workshop with a code of six digits, or None; a wait where too many were tried.

        `limits` are as in `try_once`. Only wrong codes count, so a whole room may come in through one address at once.
        """
        wanted = select(workshop.c.id).where(workshop.c.code == code)
        with self._turn:
            found = self.try_with(limits, lambda connection: connection.scalar(wanted))
        return Wait(found) if isinstance(found, timedelta) else found

    def join(self, workshop_id: str, person: Person, known: Playing | None = None) -> Joined:
        """Let somebody new in, under a fresh id; their token is shown once and empty where they were refused."""
        fresh = str(uuid.uuid4())
        with self._turn, self._database.writing() as connection:
            row, before = rows.locked(connection, workshop_id), rows.follow(connection, workshop_id, known)
            acted = _act(connection, row, [Join(fresh, replace(person, id=fresh))], before, self._clock())
            token = "" if acted.refusal else rows.new_token(connection, workshop_id, Part.PERSON, fresh)
            return Joined(token, acted)

    def come_back(self, workshop_id: str, number: str, limits: Mapping[str, int]) -> str | Wait | None:
        """A fresh token for whoever has this number of eight digits, or None; a wait where too many were tried.

        The page that they had before leads nowhere any more: whoever found the phone cannot answer with it.
        """
        with self._turn:
            found = self.try_with(limits, lambda connection: rows.returned(connection, workshop_id, number))
        return Wait(found) if isinstance(found, timedelta) else found

    def holder(self, token: str) -> Holder | None:
        """Who has a token, if anybody: as what they may come into which workshop."""
        with self._database.reading() as connection:
            return rows.holder_of(connection, rows.digest_of(token))

    def seat(self, token: str, known: Mapping[str, Playing]) -> tuple[Holder, Playing] | None:
        """Who has a token, if anybody, and their workshop as it is now; `known` are earlier states of workshops."""
        with self._database.reading() as connection:
            return rows.seat_of(connection, rows.digest_of(token), known)

    # ------------------------------------------------------------ what happens

    def act(self, holder: Holder, events: Sequence[Event], known: Playing | None = None) -> Acted:
        """Let events happen, in their order; what is refused changes nothing and says why.

        `known` is an earlier state, which saves reading. Raises NotAllowed for what is not the holder’s to do, or once
        their link was withdrawn: then nothing happens at all.
        """
        with self._turn, self._database.writing() as connection:
            row = rows.locked(connection, holder.workshop_id)
            playing = rows.follow(connection, holder.workshop_id, known)
            rows.demand(connection, holder, events, playing.room)
            return _act(connection, row, events, playing, self._clock())

    def follow(self, workshop_id: str, known: Playing | None = None) -> Playing:
        """The workshop as it is now; quicker with an earlier state of it."""
        with self._database.reading() as connection:
            return rows.follow(connection, workshop_id, known)

    def number(self, workshop_id: str) -> int:
        """How many things have happened; cheap enough to ask every second."""
        with self._database.reading() as connection:
            return rows.number_of(connection, workshop_id)

    # ------------------------------------------------------------ afterwards

    def keep_minutes(self, workshop_id: str, owner: str, minutes: Json) -> None:
        """Keep minutes, in place of earlier ones; they stay when the workshop is deleted. Raises TooLarge."""
        value = clean_value(minutes, "minutes")
        with self._database.writing() as connection:
            title = rows.locked(connection, workshop_id).title
            _owned(connection, workshop_id, owner)
            connection.execute(delete(workshop_minutes).where(workshop_minutes.c.workshop_id == workshop_id))
            row = {"workshop_id": workshop_id, "owner": owner, "title": title}
            connection.execute(insert(workshop_minutes).values(row | {"minutes": value, "created_at": self._clock()}))

    def kept_minutes(self, owner: str) -> tuple[Minutes, ...]:
        """The minutes of an owner, the newest first."""
        names = ("workshop_id", "title", "minutes", "created_at")
        wanted = select(*(workshop_minutes.c[name] for name in names)).where(workshop_minutes.c.owner == owner)
        with self._database.reading() as connection:
            found = connection.execute(wanted.order_by(workshop_minutes.c.created_at.desc()))
            return tuple(Minutes(**row._mapping) for row in found)

    def minutes_kept(self, workshop_id: str) -> Minutes | None:
        """The minutes of a workshop, where some were kept."""
        names = ("workshop_id", "title", "minutes", "created_at")
        wanted = select(*(workshop_minutes.c[name] for name in names))
        with self._database.reading() as connection:
            row = connection.execute(wanted.where(workshop_minutes.c.workshop_id == workshop_id)).first()
            return Minutes(**row._mapping) if row else None

    def keep_for(self, workshop_id: str, owner: str, days: int) -> Workshop:
        """Keep a workshop for 1 to 365 days after the last thing in it; raises NotStorable where that day is over."""
        _demand_days(days)
        with self._database.writing() as connection:
            row = rows.locked(connection, workshop_id)
            _owned(connection, workshop_id, owner)
            begun = rows.follow(connection, workshop_id).room.stage is not Stage.LOBBY
            until = row.delete_at + timedelta(days=days - row.keep_days) if begun else row.delete_at
            if until <= self._clock():
                raise NotStorable("With so few days it would be deleted already: choose more, or delete it now.")
            changed = {"keep_days": days, "delete_at": until}
            connection.execute(update(workshop).where(workshop.c.id == workshop_id).values(changed))
            return _workshop(connection, workshop_id)

    def delete_minutes(self, workshop_id: str, owner: str) -> None:
        """Remove minutes, for good."""
        this = (workshop_minutes.c.workshop_id == workshop_id, workshop_minutes.c.owner == owner)
        with self._database.writing() as connection:
            connection.execute(delete(workshop_minutes).where(*this))

    def delete(self, workshop_id: str, owner: str) -> None:
        """Remove a workshop with its votes and everybody’s tokens, for good; its minutes stay."""
        with self._database.writing() as connection:
            rows.locked(connection, workshop_id)
            _owned(connection, workshop_id, owner)
            connection.execute(delete(workshop).where(workshop.c.id == workshop_id))

    def due(self) -> tuple[str, ...]:
        """The workshops whose time is over, by id."""
        wanted = select(workshop.c.id).where(workshop.c.delete_at <= self._clock())
        with self._database.reading() as connection:
            return tuple(connection.scalars(wanted))

    def forget(self, spare: Collection[str] = ()) -> int:
        """Remove the workshops whose time is over, except those to `spare`; says how many. Their minutes stay."""
        over = (workshop.c.delete_at <= self._clock(), workshop.c.id.not_in(spare))
        with self._database.writing() as connection:
            return int(connection.execute(delete(workshop).where(*over)).rowcount)


def _act(connection: Connection, row: AnyRow, events: Sequence[Event], before: Playing, now: datetime) -> Acted:
    acted = rows.append(connection, before, events)
    stage = acted.playing.room.stage
    if acted.playing.number > before.number and stage is not Stage.LOBBY:
        changed: dict[str, object] = {"delete_at": now + timedelta(days=row.keep_days)}
        if stage is Stage.ENDED:
            changed["code"] = None
        connection.execute(update(workshop).where(workshop.c.id == row.id).values(changed))
    return acted


def _demand_days(days: int) -> None:
    if not 1 <= days <= LONGEST_DAYS:
        raise NotStorable(f"A workshop is kept for 1 to {LONGEST_DAYS} days, not for {days}: choose a number of days.")


def _links(connection: Connection, workshop_id: str) -> Links:
    return Links(*(rows.new_token(connection, workshop_id, part) for part in (Part.TRAINER, Part.SCREEN)))


def _workshop(connection: Connection, workshop_id: str) -> Workshop:
    row = connection.execute(select(*rows.META).where(workshop.c.id == workshop_id)).first()
    if row is None:
        raise NoWorkshop()
    return rows.workshop_of(row)


def _owned(connection: Connection, workshop_id: str, owner: str) -> None:
    if _workshop(connection, workshop_id).owner != owner:
        raise NoWorkshop()
