"""The tables of the hub's catalogue: who did what with a tool, where listings stand, feedback, and what was learnt.

Listings themselves are content. They are known here by their ids.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from toolkit.store.columns import JsonText, UtcTime, metadata
from toolkit.store.hub_tables import CODE

LISTING = 80
"""Characters of the id of a listing or module."""


def _person() -> Column[str]:
    return Column("person", String(CODE), ForeignKey("hub_person.code", ondelete="CASCADE"), primary_key=True)


hub_touch = Table(
    "hub_touch",
    metadata,
    _person(),
    Column("listing", String(LISTING), primary_key=True, index=True),
    Column("dealing", String(10), primary_key=True),
    Column("about", String(36), primary_key=True),
    Column("at", UtcTime, nullable=False),
)

# Without a foreign key: a decision outlives the account of whoever made it, and a code says nothing.
hub_move = Table(
    "hub_move",
    metadata,
    Column("listing", String(LISTING), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("state", String(20), nullable=False),
    Column("by", String(CODE), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("reason", String(60), nullable=False),
    Column("explanation", Text, nullable=False),
)

hub_feedback = Table(
    "hub_feedback",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("listing", String(LISTING), nullable=False),
    Column("author", String(CODE), ForeignKey("hub_person.code", ondelete="SET NULL"), index=True),
    Column("parts", JsonText, nullable=False),
    Column("setting", Text, nullable=False),
    Column("declared", Boolean, nullable=False),
    Column("interest", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("show_name", Boolean, nullable=False),
    Column("note", Text, nullable=False),
    Index(None, "listing", "state"),
)

hub_reply = Table(
    "hub_reply",
    metadata,
    Column("feedback", String(36), ForeignKey("hub_feedback.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("provider", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("state", String(20), nullable=False, index=True),
)

hub_learned = Table(
    "hub_learned",
    metadata,
    _person(),
    Column("module", String(LISTING), primary_key=True),
    Column("at", UtcTime, nullable=False),
)
