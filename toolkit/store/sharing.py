"""Who else may read or answer an assessment: by name, or by a link that they opened."""

from __future__ import annotations

import hmac
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from toolkit.store.attempts import Attempts
from toolkit.store.changes import locked
from toolkit.store.opened import Opened
from toolkit.store.records import Access, NewShare, NotShared, Role, Share, Summary, UnknownAssessment
from toolkit.store.rows import META, AnyRow, nouns
from toolkit.store.tables import account, assessment, guest, share
from toolkit.store.values import clean_text

SEEN_EVERY = timedelta(minutes=1)
"""How exactly it is known when a share was used last; each note of it is a write."""


class Sharing(Opened):
    """The shares of a database, for owners and for those they share with."""

    def access(self, assessment_id: str, visitor: str) -> Access | None:
        """What the visitor may do at this moment; None for nothing at all."""
        now = self._clock()
        with self._database.reading() as connection:
            found, used = _access(connection, assessment_id, visitor, now)
        if used is not None and (used.used_at is None or now - used.used_at > SEEN_EVERY):
            with self._database.writing() as connection:
                connection.execute(update(share).where(share.c.id == used.id).values(used_at=now))
        return found

    def shared_with(self, visitor: str) -> tuple[tuple[Summary, Role], ...]:
        """What others share with the visitor, with the best role they have, the latest change first."""
        wanted = select(*META, share.c.role).select_from(assessment.join(share)).where(_for(visitor, self._clock()))
        with self._database.reading() as connection:
            rows = connection.execute(wanted.where(assessment.c.owner != visitor).order_by(share.c.role)).all()
        # “edit” comes before “read” in the alphabet, so the first row of an assessment is the best.
        best: dict[str, tuple[Summary, Role]] = {}
        for row in rows:
            best.setdefault(row.id, (Summary(**nouns(row)), Role(row.role)))
        return tuple(sorted(best.values(), key=lambda one: one[0].updated_at, reverse=True))

    def shares(self, assessment_id: str, visitor: str) -> tuple[Share, ...]:
        """With whom an assessment is shared, the newest first; raises NotShared for whoever does not own it."""
        wanted = select(share).where(share.c.assessment_id == assessment_id)
        with self._database.reading() as connection:
            demand(connection, assessment_id, visitor, Role.OWNER, self._clock())
            return tuple(_share(row) for row in connection.execute(wanted.order_by(share.c.created_at.desc())))

    def share(self, assessment_id: str, new: NewShare, visitor: str) -> str:
        """Share an assessment; returns the id of the share. Of two with one account, the later counts.

        Raises NotShared for whoever does not own it.
        """
        with self._database.writing() as connection:
            now = self._clock()
            locked(connection, assessment_id)
            demand(connection, assessment_id, visitor, Role.OWNER, now)
            if new.account:
                this = (share.c.assessment_id == assessment_id, share.c.account == new.account)
                connection.execute(delete(share).where(*this))
            made = str(uuid.uuid4())
            ends = now + timedelta(days=new.days) if new.days else None
            given = {"role": str(new.role), "label": clean_text(new.label), "account": new.account}
            secret = {"digest": new.digest, "passphrase": new.passphrase}
            row = {"id": made, "assessment_id": assessment_id, "created_at": now, "expires_at": ends}
            connection.execute(insert(share).values(row | given | secret))
            return made

    def withdraw(self, assessment_id: str, share_id: str, visitor: str) -> None:
        """End a share at once for everybody who has it; raises NotShared for whoever does not own the assessment."""
        with self._database.writing() as connection:
            locked(connection, assessment_id)  # whoever is writing finishes first, nobody after us
            demand(connection, assessment_id, visitor, Role.OWNER, self._clock())
            this = (share.c.assessment_id == assessment_id, share.c.id == share_id)
            connection.execute(delete(share).where(*this))

    def has_account(self, name: str) -> bool:
        """Whether somebody can sign in under that name."""
        wanted = select(account.c.name).where(account.c.name == name, account.c.disabled.is_(False))
        with self._database.reading() as connection:
            return connection.scalar(wanted) is not None


@dataclass(frozen=True, slots=True)
class Link:
    """A link that somebody has in their hands. `passphrase` is a hash, None where none is asked."""

    share_id: str
    assessment_id: str
    owner: str
    questionnaire: str
    role: Role
    passphrase: str | None
    expired: bool


class Links(Attempts):
    """The links of a database, for the server to which they lead. Methods raise StoreError when the database fails."""

    def find(self, digest: str) -> Link | None:
        """The link whose token has this SHA-256, or None: never made, withdrawn, or of a deleted assessment."""
        columns = (*share.c, assessment.c.owner, assessment.c.questionnaire_id)
        wanted = select(*columns).select_from(share.join(assessment)).where(share.c.digest == digest)
        now = self._clock()
        with self._database.reading() as connection:
            row = connection.execute(wanted).first()
        if row is None or not hmac.compare_digest(row.digest, digest):
            return None
        expired = row.expires_at is not None and row.expires_at <= now
        return Link(row.id, row.assessment_id, row.owner, row.questionnaire_id, Role(row.role), row.passphrase, expired)

    def accept(self, link: Link, visitor: str) -> bool:
        """Let the visitor in by the link; False if it was withdrawn in the meantime."""
        now = self._clock()
        with self._database.writing() as connection:
            used = update(share).where(share.c.id == link.share_id, _alive(now)).values(used_at=now)
            if not connection.execute(used).rowcount:
                return False
            put = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            row = {"share_id": link.share_id, "visitor": visitor, "since": now}
            connection.execute(put(guest).values(row).on_conflict_do_nothing())
            return True

    def forget_before(self, moment: datetime) -> None:
        """Remove shares that ended before `moment`, with their guests."""
        with self._database.writing() as connection:
            connection.execute(delete(share).where(share.c.expires_at < moment))


def demand(connection: Connection, assessment_id: str, visitor: str, role: Role, now: datetime) -> Access:
    """What the visitor may do, within the caller's transaction; raises NotShared if it is less than `role`."""
    found, _ = _access(connection, assessment_id, visitor, now)
    if found is None or not found.role.covers(role):
        raise NotShared(found.role if found else None)
    return found


def _access(
    connection: Connection, assessment_id: str, visitor: str, now: datetime
) -> tuple[Access | None, AnyRow | None]:
    """What the visitor may do, and by which share."""
    owner = connection.scalar(select(assessment.c.owner).where(assessment.c.id == assessment_id))
    if owner is None:
        raise UnknownAssessment(assessment_id)
    if owner == visitor:
        return Access(Role.OWNER, visitor), None
    wanted = select(share).where(share.c.assessment_id == assessment_id, _for(visitor, now)).order_by(share.c.role)
    row = connection.execute(wanted).first()  # “edit” comes before “read” in the alphabet
    if row is None:
        return None, None
    # An account's name has neither spaces nor brackets, so no label can pass itself off as one.
    return Access(Role(row.role), visitor if row.account else f"{row.label} ({visitor})"), row


def _for(visitor: str, now: datetime) -> ColumnElement[bool]:
    """Whether a share is alive and the visitor's, by name or because they opened its link."""
    opened = select(guest.c.share_id).where(guest.c.visitor == visitor)
    return and_(_alive(now), or_(share.c.account == visitor, share.c.id.in_(opened)))


def _alive(now: datetime) -> ColumnElement[bool]:
    return or_(share.c.expires_at.is_(None), share.c.expires_at > now)


def _share(row: AnyRow) -> Share:
    same = {name: getattr(row, name) for name in ("id", "label", "account", "created_at", "expires_at", "used_at")}
    return Share(role=Role(row.role), guarded=row.passphrase is not None, **same)
