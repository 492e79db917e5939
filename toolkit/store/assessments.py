"""The store: assessments, their versions, their responses and their history."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict

from sqlalchemy import Connection, delete, insert, select, update

from toolkit.store import changes, rows
from toolkit.store.changes import OWN, Change, Stamp, checked_stamp, cleaned, locked, refuse_frozen
from toolkit.store.origins import Origins
from toolkit.store.records import (
    RESULT_LIMIT,
    ChangedMeanwhile,
    Event,
    Json,
    NewAssessment,
    Outcome,
    Role,
    Status,
    StillDraft,
    Stored,
    Summary,
    UnknownAssessment,
    Write,
)
from toolkit.store.rows import META, AnyRow
from toolkit.store.sharing import Sharing, demand
from toolkit.store.tables import assessment, response, setting
from toolkit.store.values import clean_key, clean_text, clean_value

log = logging.getLogger(__name__)


class Store(Sharing, Origins):
    """A database of assessments. Threads may share it; after a fork, open another.

    Every method raises StoreError when the database fails, and UnknownAssessment for an id that is not there. What a
    method wrote survives the end of the process from the moment it returns. (After a power cut, SQLite may come back
    without its last moments, but never with half a write.)
    """

    # ------------------------------------------------------------ assessments

    def create(self, new: NewAssessment, *, values: Mapping[str, Json] | None = None, who: str) -> Stored:
        """Begin an assessment, optionally with values: those are where its history starts, not part of it.

        Raises TooLarge and NotStorable for values that cannot be kept.
        """
        given = [one for one in cleaned(Write(*pair) for pair in (values or {}).items()) if one.value is not None]
        meta = {name: clean_text(value) if isinstance(value, str) else value for name, value in asdict(new).items()}
        revision = 1 if given else 0
        with self._database.writing() as connection:
            now = self._clock()
            stamp = Stamp(rows.add(connection, meta, revision, now), clean_text(who), OWN, 0, now)
            changes.put(connection, [Change(one.key, None, one.value, stored=False) for one in given], stamp, revision)
            return rows.load(connection, stamp.assessment_id)

    def load(self, assessment_id: str) -> Stored:
        """The assessment with all its values."""
        with self._database.reading() as connection:
            return rows.load(connection, assessment_id)

    def load_all(self, ids: Collection[str]) -> dict[str, Stored]:
        """Many assessments with their values, by id; ids that are not there are left out. Quicker than one by one."""
        with self._database.reading() as connection:
            return rows.load_all(connection, ids)

    def follow(self, record: Stored) -> Stored:
        """The assessment as it is now; quicker than `load` for whoever has an earlier state of it."""
        with self._database.reading() as connection:
            return rows.follow(connection, record)

    def revision(self, assessment_id: str) -> int:
        """The assessment's revision; cheap enough to ask every few seconds."""
        wanted = select(assessment.c.revision).where(assessment.c.id == assessment_id)
        with self._database.reading() as connection:
            found: int | None = connection.scalar(wanted)
        if found is None:
            raise UnknownAssessment(assessment_id)
        return found

    def listing(self, owner: str, questionnaire: str | None = None) -> tuple[Summary, ...]:
        """Everything that belongs to `owner`, or what is about one questionnaire, the latest change first."""
        with self._database.reading() as connection:
            return rows.listing(connection, owner, questionnaire)

    def rename(self, assessment_id: str, title: str, who: str) -> int:
        """Give a draft another title; returns the assessment's revision. Raises Frozen."""
        title = clean_text(title)
        with self._database.writing() as connection:
            row = locked(connection, assessment_id)
            refuse_frozen(row)
            if row.title == title:
                return int(row.revision)
            change = Change("assessment/title", row.title, title, stored=False)
            return self._change_itself(connection, row, who, change, title=title)

    def copy(self, assessment_id: str, title: str, who: str) -> Stored:
        """A new draft that belongs to `who`, with the same values and no history. A copy of a demo is a demo."""
        who = clean_text(who)
        with self._database.writing() as connection:
            now = self._clock()
            meta = rows.inherited(rows.summary(connection, assessment_id)) | {"owner": who, "title": clean_text(title)}
            new = rows.add(connection, meta, 1, now)
            rows.copy_values(connection, assessment_id, new, by=(who, now))
            return rows.load(connection, new)

    def new_version(self, assessment_id: str, who: str) -> Stored:
        """A draft that follows a submitted assessment; values keep who gave them and when. Raises StillDraft."""
        with self._database.writing() as connection:
            row = locked(connection, assessment_id)
            if row.status != Status.SUBMITTED:
                raise StillDraft(row.title)
            latest = rows.family(connection, assessment_id)[-1].version_no
            meta = rows.inherited(rows.summary(connection, assessment_id))
            follows = {"parent_id": assessment_id, "version_no": latest + 1}
            new = rows.add(connection, meta | follows, 1, self._clock())
            rows.copy_values(connection, assessment_id, new)
            made = rows.load(connection, new)
        log.info("assessment %s begun by %s as version %d of %s", new, who, made.version_no, assessment_id)
        return made

    def versions(self, assessment_id: str) -> tuple[Summary, ...]:
        """The assessment with all its earlier and later versions, by number."""
        with self._database.reading() as connection:
            return rows.family(connection, assessment_id)

    def referring(self, owner: str, key: str, ids: Collection[str]) -> tuple[Summary, ...]:
        """What belongs to `owner` and holds one of `ids` as the value of a key, the latest change first."""
        this = response.c.assessment_id == assessment.c.id
        wanted = select(*META).where(assessment.c.owner == owner, this, response.c.key == key)
        with self._database.reading() as connection:
            found = connection.execute(wanted.where(response.c.value.in_(list(ids))).order_by(*rows.NEWEST))
            return tuple(Summary(**rows.nouns(row)) for row in found)

    def submit(self, assessment_id: str, result: Json, who: str, *, base: int | None = None) -> Stored:
        """Freeze a draft with its result; every later change raises Frozen.

        `base` is the revision that the result was computed from: raises ChangedMeanwhile if it is no longer the newest.
        Raises Frozen if it was submitted before, and TooLarge for a result above RESULT_LIMIT.
        """
        result = clean_value(result, "result", RESULT_LIMIT)
        with self._database.writing() as connection:
            row = locked(connection, assessment_id)
            refuse_frozen(row)
            if base not in (None, row.revision):
                raise ChangedMeanwhile(row.title)
            change = Change("assessment/status", Status.DRAFT.value, Status.SUBMITTED.value, stored=False)
            self._change_itself(connection, row, who, change, status=Status.SUBMITTED.value, result=result)
            return rows.load(connection, assessment_id)

    def delete(self, assessment_id: str, who: str) -> None:
        """Remove an assessment with its values and its history, for good; only the log says who did it."""
        with self._database.writing() as connection:
            locked(connection, assessment_id)
            connection.execute(delete(assessment).where(assessment.c.id == assessment_id))
        log.info("assessment %s deleted by %s", assessment_id, who)

    # ------------------------------------------------------------ responses

    def write(  # who changes what, and as which message
        self,
        assessment_id: str,
        writes: Sequence[Write],
        *,
        who: str,
        client: str,
        seq: int,
        visitor: str | None = None,
    ) -> Outcome:
        """Write all of `writes` or, if one is in conflict, none.

        `client` names a browser tab and `seq` (0 or above) its messages: the same pair is applied once. Of several
        writes to one key, the last counts. With `visitor`, raises NotShared unless they may answer at this moment.
        Raises Frozen, TooLarge, NotStorable.
        """
        given = cleaned(writes)
        with self._database.writing() as connection:
            row = locked(connection, assessment_id)
            if visitor is not None:
                demand(connection, assessment_id, visitor, Role.EDIT, self._clock())
            return changes.write(connection, row, given, checked_stamp(assessment_id, who, client, seq, self._clock()))

    def undo(
        self, assessment_id: str, who: str, client: str, seq: int | None = None, *, visitor: str | None = None
    ) -> Outcome | None:
        """Take back the latest write of `who`, at most UNDO_STEPS of them; None when there is nothing to take back.

        With `seq`, a message sent twice undoes once. A value that somebody changed since is a conflict and stays.
        `visitor` as in `write`. Raises Frozen.
        """
        with self._database.writing() as connection:
            row = locked(connection, assessment_id)
            if visitor is not None:
                demand(connection, assessment_id, visitor, Role.EDIT, self._clock())
            if seq is None:  # below zero, where no message of a tab is
                seq = -1 - row.revision
            return changes.undo(connection, row, checked_stamp(assessment_id, who, client, seq, self._clock()))

    def history(self, assessment_id: str, prefix: str = "", limit: int = 200) -> tuple[Event, ...]:
        """The latest `limit` changes of keys that begin with `prefix`, newest first."""
        with self._database.reading() as connection:
            rows.summary(connection, assessment_id)
            return changes.history(connection, assessment_id, prefix, limit)

    # ------------------------------------------------------------ settings

    def setting(self, key: str) -> Json:
        """A setting of this installation, or None."""
        wanted = select(setting.c.value).where(setting.c.key == key)
        with self._database.reading() as connection:
            found: Json = connection.scalar(wanted)
        return found

    def set_setting(self, key: str, value: Json) -> None:
        """Change a setting of this installation. Raises TooLarge and NotStorable."""
        key = clean_key(key)
        value = clean_value(value, key)
        with self._database.writing() as connection:
            changed = connection.execute(update(setting).where(setting.c.key == key).values(value=value))
            if not changed.rowcount:
                connection.execute(insert(setting).values(key=key, value=value))

    def _change_itself(self, connection: Connection, row: AnyRow, who: str, change: Change, **columns: object) -> int:
        """Change columns of the assessment: the next revision, and an event."""
        revision = int(row.revision) + 1
        stamp = Stamp(row.id, clean_text(who), OWN, revision, self._clock())
        changes.touch(connection, stamp, revision, **columns)
        changes.record(connection, [change], stamp, revision)
        return revision
