"""Workshops as rows: what happened in order, and who may come in; inside a transaction that the caller opened."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, Text, bindparam, delete, func, insert, select, type_coerce

from toolkit.core.rehearsal import ROBOT, is_robot
from toolkit.core.workshop import Room, Setup, Stage
from toolkit.core.workshop_events import Begin, Event, Join, Refusal, Vote
from toolkit.core.workshop_kept import NAMES, event_of, event_values, setup_of
from toolkit.core.workshop_rules import allowed, happen
from toolkit.store.records import NotStorable
from toolkit.store.rows import AnyRow
from toolkit.store.tables import workshop, workshop_event, workshop_token
from toolkit.store.values import clean_value
from toolkit.store.workshop_records import Acted, Holder, Listed, NotAllowed, NoWorkshop, Part, Playing, Workshop

MOST_BYTES = 32_768
"""The largest event, in bytes of JSON."""

META = (*(workshop.c[name] for name in ("id", "owner", "title", "code", "keep_days", "created_at", "delete_at")),)

# Built once: a room of phones asks these hundreds of times a minute, and building takes longer than running.
_THIS, _MINE = workshop.c.id == bindparam("id"), workshop_event.c.workshop_id == bindparam("id")
_HOLDER = select(workshop_token).where(workshop_token.c.digest == bindparam("digest"))
_LOCKED = select(workshop).where(_THIS).with_for_update()
_NEWEST = select(func.coalesce(func.max(workshop_event.c.number), 0)).where(_MINE)
_LATEST = select(_NEWEST.scalar_subquery()).select_from(workshop).where(_THIS)
_SETUP = select(workshop.c.setup).where(_THIS)
_SINCE = (
    select(workshop_event.c.number, workshop_event.c.event)
    .where(_MINE, workshop_event.c.number > bindparam("number"))
    .order_by(workshop_event.c.number)
)


def digest_of(token: str) -> str:
    """What is kept of a token: its SHA-256, in hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token(connection: Connection, workshop_id: str, part: Part, person: str = "") -> str:
    """A token of 256 random bits, of which only the digest is kept."""
    token = secrets.token_urlsafe(32)
    row = {"digest": digest_of(token), "workshop_id": workshop_id, "role": str(part), "person": person}
    connection.execute(insert(workshop_token).values(row))
    return token


def links_of(connection: Connection, workshop_id: str, part: Part) -> int:
    """How many links of a part there are."""
    this = (workshop_token.c.workshop_id == workshop_id, workshop_token.c.role == str(part))
    return int(connection.scalar(select(func.count()).select_from(workshop_token).where(*this)) or 0)


def end_links(connection: Connection, workshop_id: str) -> None:
    """The links of second trainers and of the screen lead nowhere any more; people in the room keep theirs."""
    this = (workshop_token.c.workshop_id == workshop_id, workshop_token.c.role != str(Part.PERSON))
    connection.execute(delete(workshop_token).where(*this))


def holder_of(connection: Connection, digest: str) -> Holder | None:
    """Who has the token with this digest, if anybody."""
    row = connection.execute(_HOLDER, {"digest": digest}).first()
    return None if row is None else Holder(row.workshop_id, Part(row.role), row.person, row.digest)


def workshop_of(row: AnyRow) -> Workshop:
    """The noun from a row that begins with META."""
    given = {column.name: getattr(row, column.name) for column in META}
    return Workshop(**given | {"code": row.code or ""})


def listed(connection: Connection, found: Sequence[AnyRow]) -> tuple[Listed, ...]:
    """Workshops at a glance, from rows of META and the setup, without playing what happened in them."""
    names = [row.id for row in found]
    begun, joined = _begun(connection, names), _joined(connection, names)
    return tuple(
        Listed(one, _setup(row.setup), _stage(one, begun), joined.get(one.id, 0))
        for one, row in ((workshop_of(row), row) for row in found)
    )


def _stage(one: Workshop, begun: frozenset[str]) -> Stage:
    return Stage.ENDED if not one.code else Stage.RUNNING if one.id in begun else Stage.LOBBY


def _begun(connection: Connection, names: Sequence[str]) -> frozenset[str]:
    wanted = select(workshop_event.c.workshop_id).where(workshop_event.c.workshop_id.in_(names), _is(Begin)).distinct()
    return frozenset(connection.scalars(wanted))


def _joined(connection: Connection, names: Sequence[str]) -> dict[str, int]:
    """How many people came in: whoever has a ballot, and robots, who have none and come in once."""
    found: dict[str, int] = {}
    people = (workshop_token.c.workshop_id.in_(names), workshop_token.c.role == str(Part.PERSON))
    robots = (workshop_event.c.workshop_id.in_(names), _is(Join), _text().like(f'%"id":"{ROBOT}%'))
    for column, number, where in (
        (workshop_token.c.workshop_id, func.count(workshop_token.c.person.distinct()), people),
        (workshop_event.c.workshop_id, func.count(), robots),
    ):
        for name, count in connection.execute(select(column, number).where(*where).group_by(column)):
            found[name] = found.get(name, 0) + count
    return found


def _is(kind: type[Begin | Join]) -> ColumnElement[bool]:
    """Whether an event is of a kind. No text looks like it: quotation marks in a text are escaped."""
    return _text().like(f'%"event":"{NAMES[kind]}"%')


def _text() -> ColumnElement[str]:
    return type_coerce(workshop_event.c.event, Text)


def locked(connection: Connection, workshop_id: str) -> AnyRow:
    """The workshop’s row, held until the transaction ends, so that events queue; raises NoWorkshop."""
    row = connection.execute(_LOCKED, {"id": workshop_id}).first()
    if row is None:
        raise NoWorkshop()
    return row


def number_of(connection: Connection, workshop_id: str) -> int:
    """How many events a workshop has."""
    return int(connection.scalar(_NEWEST, {"id": workshop_id}) or 0)


def follow(connection: Connection, workshop_id: str, known: Playing | None = None) -> Playing:
    """The workshop as it is now; reads only what has happened since `known`. Raises NoWorkshop."""
    latest = connection.scalar(_LATEST, {"id": workshop_id})
    if latest is None:
        raise NoWorkshop()
    if known is None or known.number > latest:  # not read yet, or restored from a backup
        known = Playing(Room(_setup(connection.scalar(_SETUP, {"id": workshop_id}))), 0)
    if known.number == latest:
        return known
    room, number = known.room, known.number
    for row in connection.execute(_SINCE, {"id": workshop_id, "number": known.number}):
        event, number = event_of(row.event), row.number
        room = happen(room, event)[0] if event else room
    return Playing(room, number)


def _setup(values: object) -> Setup:
    setup = setup_of(values)
    if setup is None:
        raise NoWorkshop()
    return setup


def append(connection: Connection, playing: Playing, events: Iterable[Event]) -> Acted:
    """Let events happen to a workshop that is locked; only those that change the room are written, in their order."""
    room, number = playing.room, playing.number
    refusals: list[Refusal | None] = []
    rows = []
    for event, values in _cleaned(events):
        after, refusal = happen(room, event)
        refusals.append(refusal)
        if after is not room and not (isinstance(event, Join) and after.people == room.people):
            number += 1
            rows.append({"workshop_id": room.setup.id, "number": number, "event": values})
        room = after
    if rows:
        connection.execute(insert(workshop_event), rows)
    return Acted(Playing(room, number), tuple(refusals))


def _cleaned(events: Iterable[Event]) -> Iterator[tuple[Event, object]]:
    """Events as they will be read again, beside their values: what is played now is what is played later."""
    for one in events:
        values = clean_value(event_values(one), "event", MOST_BYTES)
        event = event_of(values)
        if event is None:
            raise NotStorable("Something in the workshop could not be read and was not saved: reload the page.")
        yield event, values


def demand(connection: Connection, holder: Holder, events: Sequence[Event], room: Room) -> None:
    """Raise NotAllowed unless the holder may do all of it at this moment; a withdrawn link allows nothing."""
    if holder.digest and holder_of(connection, holder.digest) != holder:
        raise NotAllowed()
    if not all(_may(holder, one, room) for one in events):
        raise NotAllowed()


def _may(holder: Holder, event: Event, room: Room) -> bool:
    match holder.part:
        case Part.PERSON:
            return allowed(event, holder.person)
        case Part.TRAINER:  # nobody votes for somebody else, but robots have no phone
            return not isinstance(event, Join | Vote) or (room.setup.demo and is_robot(event))
        case Part.SCREEN:
            return False
