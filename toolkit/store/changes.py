"""Changing responses and taking changes back, inside a transaction that its caller opened for writing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from toolkit.store.records import (
    UNDO_STEPS,
    Conflict,
    Event,
    Frozen,
    Json,
    NotStorable,
    Outcome,
    Status,
    UnknownAssessment,
    Write,
)
from toolkit.store.rows import AnyRow
from toolkit.store.tables import assessment, event, response
from toolkit.store.values import clean_key, clean_text, clean_value, same

OWN = ""
"""The client of the store's own events: a title, a submission. They are not undone."""

SEQ_LIMIT = 2**63


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who changes what when, and as which message of which browser tab."""

    assessment_id: str
    who: str
    client: str
    seq: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """A key before and after; `stored` is whether it has a row; `undoes` an event id."""

    key: str
    before: Json
    after: Json
    stored: bool
    undoes: int | None = None


def checked_stamp(assessment_id: str, who: str, client: str, seq: int, at: datetime) -> Stamp:
    """A stamp for a change that a browser asked for; raises NotStorable without a client or with an impossible seq."""
    client = clean_text(client)
    if client == OWN or not -SEQ_LIMIT < seq < SEQ_LIMIT:
        raise NotStorable("A change came without the number of its browser tab: nothing was saved; reload the page.")
    return Stamp(assessment_id, clean_text(who), client, seq, at)


def cleaned(writes: Iterable[Write]) -> tuple[Write, ...]:
    """The writes with clean keys and values; of several for one key, the last. Raises TooLarge and NotStorable."""
    last: dict[str, Write] = {}
    for one in writes:
        key = clean_key(one.key)
        last[key] = Write(key, clean_value(one.value, key), one.base)
    return tuple(last.values())


def locked(connection: Connection, assessment_id: str) -> AnyRow:
    """The assessment's id, title, status and revision, held until the transaction ends; raises UnknownAssessment."""
    wanted = select(assessment.c.id, assessment.c.title, assessment.c.status, assessment.c.revision)
    row = connection.execute(wanted.where(assessment.c.id == assessment_id).with_for_update()).first()
    if row is None:
        raise UnknownAssessment(assessment_id)
    return row


def refuse_frozen(row: AnyRow) -> None:
    """Raise Frozen for a submitted assessment."""
    if row.status == Status.SUBMITTED:
        raise Frozen(row.title)


# ---------------------------------------------------------------- write


def write(connection: Connection, row: AnyRow, writes: Sequence[Write], stamp: Stamp) -> Outcome:
    """All of `writes`, or none when one of them is in conflict; once, however often the same stamp comes.

    `row` is the locked assessment.
    """
    earlier = _earlier(connection, stamp)
    if earlier is not None:
        return earlier
    refuse_frozen(row)
    found = _found(connection, stamp.assessment_id, [one.key for one in writes])
    conflicts = tuple(
        _conflict(found[one.key], one.value)
        for one in writes
        if one.key in found and _stale(one.base, found[one.key].revision, row.revision)
        if not same(found[one.key].value, one.value)
    )
    if conflicts:
        return Outcome(row.revision, applied=False, conflicts=conflicts)
    values = {key: there.value for key, there in found.items()}
    changes = [Change(one.key, values.get(one.key), one.value, one.key in values) for one in writes]
    return Outcome(apply(connection, changes, stamp, row.revision), applied=True)


def _stale(base: int | None, stored: int, newest: int) -> bool:
    """Whether the writer cannot have seen the stored value.

    A base above the key's own revision is one at which the same value was still there; one above the assessment's is
    from before the database was restored.
    """
    return base is not None and not stored <= base <= newest


def _earlier(connection: Connection, stamp: Stamp) -> Outcome | None:
    """The outcome of the same message, if it came before."""
    this = (event.c.assessment_id == stamp.assessment_id, event.c.client == stamp.client, event.c.seq == stamp.seq)
    revision = connection.scalar(select(func.max(event.c.revision)).where(*this))
    return None if revision is None else Outcome(revision, applied=True, duplicate=True)


def _found(connection: Connection, assessment_id: str, keys: Sequence[str]) -> Mapping[str, AnyRow]:
    wanted = select(response).where(response.c.assessment_id == assessment_id, response.c.key.in_(keys))
    return {row.key: row for row in connection.execute(wanted)}


def _conflict(there: AnyRow, mine: Json) -> Conflict:
    return Conflict(there.key, mine, there.value, there.who, there.updated_at, there.revision)


def apply(connection: Connection, changes: Sequence[Change], stamp: Stamp, revision: int) -> int:
    """Carry out changes on top of `revision`; returns the new revision, or the same if no value differs.

    A change that alters nothing becomes an event too: it is what makes a second copy of the same message harmless.
    """
    # The same object with its keys in another order is no change, and must not look like one in the history.
    changes = [replace(one, after=one.before) if same(one.before, one.after) else one for one in changes]
    real = [change for change in changes if change.before is not change.after]
    if real:
        revision += 1
        put(connection, real, stamp, revision)
        touch(connection, stamp, revision)
    record(connection, changes, stamp, revision)
    return revision


_this_response = (response.c.assessment_id == bindparam("_assessment"), response.c.key == bindparam("_key"))


def put(connection: Connection, changes: Sequence[Change], stamp: Stamp, revision: int) -> None:
    """Write the values of some changes as of `revision`."""
    new = [change for change in changes if not change.stored]
    old = [change for change in changes if change.stored]
    common = {"revision": revision, "updated_at": stamp.at, "who": stamp.who}
    if new:
        rows = [{"assessment_id": stamp.assessment_id, "key": one.key, "value": one.after, **common} for one in new]
        connection.execute(insert(response), rows)
    if old:
        rows = [{"_assessment": stamp.assessment_id, "_key": one.key, "value": one.after, **common} for one in old]
        connection.execute(update(response).where(*_this_response), rows)


def touch(connection: Connection, stamp: Stamp, revision: int, **columns: object) -> None:
    """Set the assessment's revision, its time of change, and further columns."""
    statement = update(assessment).where(assessment.c.id == stamp.assessment_id)
    connection.execute(statement.values(revision=revision, updated_at=stamp.at, **columns))


def record(connection: Connection, changes: Sequence[Change], stamp: Stamp, revision: int) -> None:
    """Write the events of some changes."""
    common = {
        "assessment_id": stamp.assessment_id,
        "revision": revision,
        "at": stamp.at,
        "who": stamp.who,
        "client": stamp.client,
        "seq": stamp.seq,
    }
    rows = [
        {**common, "position": at, "key": one.key, "before": one.before, "after": one.after, "undoes": one.undoes}
        for at, one in enumerate(changes)
    ]
    if rows:
        connection.execute(insert(event), rows)


# ---------------------------------------------------------------- undo


def undo(connection: Connection, row: AnyRow, stamp: Stamp) -> Outcome | None:
    """Take back the latest write of `stamp.who` that is not undone, with all its keys; None if there is none.

    Where somebody changed one of the values since, that is a conflict and nothing is taken back. `row` is the locked
    assessment.
    """
    earlier = _earlier(connection, stamp)
    if earlier is not None:
        return earlier
    refuse_frozen(row)
    step = _step_to_undo(connection, stamp)
    if step is None:
        return None
    events = _events_of(connection, stamp.assessment_id, step)
    found = _found(connection, stamp.assessment_id, [one.key for one in events])
    conflicts = tuple(
        _conflict(found[one.key], one.before) for one in events if not same(found[one.key].value, one.after)
    )
    if conflicts:
        return Outcome(row.revision, applied=False, conflicts=conflicts)
    changes = [Change(one.key, one.after, one.before, stored=True, undoes=one.id) for one in events]
    return Outcome(apply(connection, changes, stamp, row.revision), applied=True)


def _step_to_undo(connection: Connection, stamp: Stamp) -> int | None:
    """The revision of the latest write of `who` that nobody took back, among the last UNDO_STEPS.

    One write is one revision, so the revision stands for all keys of the write.
    """
    inverse = event.alias()
    steps = (
        select(event.c.revision, func.count(inverse.c.id).label("undone"))
        .outerjoin(inverse, inverse.c.undoes == event.c.id)
        .where(event.c.assessment_id == stamp.assessment_id, event.c.who == stamp.who, event.c.client != OWN)
        .where(event.c.undoes.is_(None), event.c.before != event.c.after)
        .group_by(event.c.revision)
        .order_by(event.c.revision.desc())
        .limit(UNDO_STEPS)
    )
    return next((row.revision for row in connection.execute(steps) if not row.undone), None)


def _events_of(connection: Connection, assessment_id: str, revision: int) -> Sequence[AnyRow]:
    this = (event.c.assessment_id == assessment_id, event.c.revision == revision, event.c.before != event.c.after)
    return connection.execute(select(event).where(*this).order_by(event.c.position)).all()


# ---------------------------------------------------------------- history


def history(connection: Connection, assessment_id: str, prefix: str, limit: int) -> tuple[Event, ...]:
    """The latest `limit` changes of keys that begin with `prefix`, newest first."""
    columns = [column for column in event.c if column.name != "assessment_id"]
    wanted = select(*columns).where(event.c.assessment_id == assessment_id, event.c.before != event.c.after)
    if prefix:  # LIKE would not tell capitals apart on SQLite
        wanted = wanted.where(func.substr(event.c.key, 1, len(prefix)) == prefix)
    rows = connection.execute(wanted.order_by(event.c.id.desc()).limit(limit))
    return tuple(Event(**row._mapping) for row in rows)
