"""Minutes that are frozen, and records made of a room’s answers: plain calls to the stores, for threads."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress

from toolkit import __version__
from toolkit.core.kept import kind_of
from toolkit.core.minutes_kept import KeptMinutes, kept_minutes, minutes_of, minutes_values
from toolkit.core.workshop import Room, Stage
from toolkit.pages.minutes_words import content_now
from toolkit.pages.room_questions import measures
from toolkit.pages.workshop_take import FROM, Taken
from toolkit.store import NewAssessment, StoreError, open_store
from toolkit.store.workshop_records import NoWorkshop
from toolkit.store.workshops import Workshops


def frozen(workshops: Workshops, workshop_id: str, room: Room) -> KeptMinutes:
    """The minutes of a workshop that has ended: those that were kept, else kept now. Raises NoWorkshop."""
    kept = workshops.minutes_kept(workshop_id)
    found = minutes_of(kept.minutes) if kept else None
    if found is not None:
        return found
    row = workshops.workshop(workshop_id)
    made = kept_minutes(room, measures(room.setup), row.last_at.date().isoformat(), __version__, content_now())
    workshops.keep_minutes(workshop_id, row.owner, minutes_values(made))
    return made


def forget(workshops: Workshops, spare: Collection[str] = ()) -> None:
    """Delete the workshops whose time is over, except those to `spare`.

    Whoever forgot to end theirs finds its minutes all the same: they are frozen first, where anything happened.
    Where that cannot be done they are deleted all the same, as it was promised to everybody in the room.
    """
    for name in workshops.due():
        if name in spare:
            continue
        with suppress(NoWorkshop, StoreError):
            room = workshops.follow(name).room
            if room.stage is Stage.RUNNING and (room.votes or room.paper or room.entries):
                frozen(workshops, name, room)
    workshops.forget(spare)


def taken(database_url: str | None, owner: str, workshop_id: str) -> Mapping[str, str]:
    """The records that were made of a workshop’s answers and are still there: their ids by kind."""
    with open_store(database_url) as store:
        found = store.referring(owner, FROM, [workshop_id])
        return {kind_of(one.questionnaire_id): one.id for one in reversed(found)}


def take(database_url: str | None, owner: str, made: Taken) -> str:
    """The id of the record: a new one, unless this workshop’s answers of this kind are a record already."""
    workshop_id = str(made.values[FROM])
    known = taken(database_url, owner, workshop_id)
    if made.kind in known:
        return known[made.kind]
    new = NewAssessment(owner, made.title, *made.questionnaire, made.method, made.demo)
    with open_store(database_url) as store:
        return store.create(new, values=made.values, who=owner).id
