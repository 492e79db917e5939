"""The tables of what providers say about their tools, and of what agencies say about themselves.

Without foreign keys: what a provider or an agency said outlives the account of whoever typed it; a code says nothing.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, String, Table, Text

from toolkit.store.columns import JsonText, UtcTime, metadata
from toolkit.store.hub_tables import CODE
from toolkit.store.hub_tool_tables import LISTING

hub_proposal = Table(
    "hub_proposal",
    metadata,
    Column("listing", String(LISTING), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("by", String(CODE), nullable=False),
    Column("provider", Text, nullable=False),
    Column("changes", JsonText, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("note", Text, nullable=False),
    Column("checked", JsonText, nullable=False),
    Column("basis", Text, nullable=False),
    Column("decided_by", String(CODE), nullable=False),
    Column("decided_at", UtcTime),
)

hub_answer = Table(
    "hub_answer",
    metadata,
    Column("listing", String(LISTING), primary_key=True),
    Column("move", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("by", String(CODE), nullable=False),
    Column("provider", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("asks", Boolean, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("note", Text, nullable=False),
    Column("decided_by", String(CODE), nullable=False),
)

hub_agency = Table(
    "hub_agency",
    metadata,
    Column("name", Text, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("contacts", JsonText, nullable=False),
    Column("by", String(CODE), nullable=False),
    Column("at", UtcTime, nullable=False),
)
