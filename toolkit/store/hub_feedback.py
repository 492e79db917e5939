"""Feedback on tools and the replies of providers, as the rules of the core let them be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Row, insert, select, update

from toolkit.core.hub_feedback import Feedback, Part, Reply, State
from toolkit.core.hub_listing import Dealing, Touch
from toolkit.core.model import ToolkitError
from toolkit.store.hub_audit import HubAudit, note
from toolkit.store.hub_records import Said
from toolkit.store.hub_tool_tables import hub_feedback, hub_reply
from toolkit.store.hub_touches import touched
from toolkit.store.values import clean_text


class NoFeedback(ToolkitError):
    """There is no such feedback, or not for whoever asks."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("There is no such feedback: look at the page of the tool again.")


class HubFeedback(HubAudit):
    """Feedback. Every method raises StoreError when the database fails, and NoFeedback for one that is not there."""

    def give(self, one: Feedback, said: Said) -> None:
        """Keep new feedback; its author is told when the tool changes."""
        with self._database.writing() as connection:
            connection.execute(insert(hub_feedback).values(_values(one) | {"id": one.id, "author": one.author}))
            touched(connection, one.author, Touch(one.author, Dealing.REVIEWED), one.listing, one.at)
            note(connection, self._clock(), said)

    def feedback(self, name: str) -> Feedback:
        """One by its id."""
        found = self._feedback(hub_feedback.c.id == name)
        if not found:
            raise NoFeedback
        return found[0]

    def feedback_on(self, listings: Iterable[str]) -> tuple[Feedback, ...]:
        """All feedback on these tools, the newest first."""
        return self._feedback(hub_feedback.c.listing.in_(list(listings)))

    def feedback_by(self, author: str) -> tuple[Feedback, ...]:
        """All that somebody wrote."""
        return self._feedback(hub_feedback.c.author == author)

    def waiting(self) -> tuple[Feedback, ...]:
        """All that waits for a coordinator."""
        return self._feedback(hub_feedback.c.state == str(State.WAITING))

    def alter(self, name: str, rule: Callable[[Feedback], Feedback], said: Said) -> Feedback:
        """Change feedback by a rule of the core; raises whatever the rule raises."""
        own = hub_feedback.c.id == name
        with self._database.writing() as connection:
            row = connection.execute(select(hub_feedback).where(own).with_for_update()).first()
            if row is None:
                raise NoFeedback
            new = rule(_feedback(row))
            connection.execute(update(hub_feedback).where(own).values(_values(new)))
            note(connection, self._clock(), said)
        return new

    def answer(self, one: Reply, said: Said) -> None:
        """Keep a reply."""
        row = {"feedback": one.feedback, "version": one.version, "provider": one.provider, "at": one.at}
        with self._database.writing() as connection:
            values = row | {"text": clean_text(one.text), "state": str(one.state)}
            connection.execute(insert(hub_reply).values(values))
            note(connection, self._clock(), said)

    def settle(self, one: Reply, said: Said) -> None:
        """Keep what a coordinator decided on a reply."""
        own = (hub_reply.c.feedback == one.feedback, hub_reply.c.version == one.version)
        with self._database.writing() as connection:
            connection.execute(update(hub_reply).where(*own).values(state=str(one.state)))
            note(connection, self._clock(), said)

    def replies(self, feedback: Iterable[str]) -> tuple[Reply, ...]:
        """The replies to this feedback, the oldest first."""
        return self._replies(hub_reply.c.feedback.in_(list(feedback)))

    def waiting_replies(self) -> tuple[Reply, ...]:
        """The replies that wait for a coordinator, the oldest first."""
        return self._replies(hub_reply.c.state == str(State.WAITING))

    def _replies(self, where: Any) -> tuple[Reply, ...]:  # SQLAlchemy's own types differ
        with self._database.reading() as connection:
            return tuple(
                Reply(row.feedback, row.version, row.provider, row.text, row.at, State(row.state))
                for row in connection.execute(select(hub_reply).where(where).order_by(hub_reply.c.at))
            )

    def _feedback(self, where: Any) -> tuple[Feedback, ...]:  # SQLAlchemy's own types differ
        wanted = select(hub_feedback).where(where).order_by(hub_feedback.c.at.desc(), hub_feedback.c.id)
        with self._database.reading() as connection:
            return tuple(map(_feedback, connection.execute(wanted)))


def _feedback(row: Row[*tuple[Any, ...]]) -> Feedback:
    return Feedback(
        id=row.id,
        listing=row.listing,
        author=row.author or "",
        parts={Part(name): str(text) for name, text in row.parts.items()},
        setting=row.setting,
        declared=row.declared,
        interest=row.interest,
        at=row.at,
        state=State(row.state),
        version=row.version,
        show_name=row.show_name,
        note=row.note,
    )


def _values(one: Feedback) -> dict[str, object]:
    return {
        "listing": one.listing,
        "parts": {str(part): clean_text(text) for part, text in one.parts.items()},
        "setting": clean_text(one.setting),
        "declared": one.declared,
        "interest": clean_text(one.interest),
        "at": one.at,
        "state": str(one.state),
        "version": one.version,
        "show_name": one.show_name,
        "note": clean_text(one.note),
    }
