"""The tables of the hub: who is in it, what they accepted and agreed to, what they are told, and the log.

People are known by a code that says nothing. What names them stands in `hub_person` and `hub_detail` alone, so that
erasing them there erases them everywhere.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from toolkit.store.columns import JsonText, UtcTime, metadata

CODE = 36
"""Characters of a person's code."""


def _person(name: str = "person", *, key: bool = False, index: bool = False) -> Column[str]:
    """A column that points to a person."""
    target = ForeignKey("hub_person.code", ondelete="CASCADE")
    return Column(name, String(CODE), target, primary_key=key, nullable=False, index=index)


hub_person = Table(
    "hub_person",
    metadata,
    Column("code", String(CODE), primary_key=True),
    Column("account", String(64), unique=True),
    Column("email", Text, nullable=False),
    Column("agency", Text, nullable=False, index=True),
    Column("country", String(2), nullable=False),
    Column("role", String(20), nullable=False),
    Column("standing", String(20), nullable=False, index=True),
    Column("purpose", Text, nullable=False),
    Column("attested", String(10)),
    Column("leaves", String(10)),
    Column("approved_by", String(CODE), nullable=False),
    Column("reason", Text, nullable=False),
    Column("erases", Boolean, nullable=False),
    Column("asked_at", UtcTime, nullable=False),
)

hub_link = Table(
    "hub_link",
    metadata,
    Column("digest", String(64), primary_key=True),
    _person(index=True),
    Column("kind", String(10), nullable=False),
    Column("expires_at", UtcTime, nullable=False),
)

hub_acceptance = Table(
    "hub_acceptance",
    metadata,
    _person(key=True),
    Column("version", String(20), primary_key=True),
    Column("at", UtcTime, primary_key=True),
    Column("lang", String(20), nullable=False),
    Column("sha256", String(64), nullable=False),
)

hub_detail = Table(
    "hub_detail",
    metadata,
    _person(key=True),
    Column("detail", String(20), primary_key=True),
    Column("text", Text, nullable=False),
)

hub_consent = Table(
    "hub_consent",
    metadata,
    _person(key=True),
    Column("detail", String(20), primary_key=True),
    Column("audience", String(20), primary_key=True),
    Column("at", UtcTime, primary_key=True),
    Column("given", Boolean, nullable=False),
)

hub_look = Table(
    "hub_look",
    metadata,
    Column("id", String(36), primary_key=True),
    _person("viewer", index=True),
    _person("owner", index=True),
    Column("at", UtcTime, nullable=False),
)

hub_notice = Table(
    "hub_notice",
    metadata,
    Column("id", String(36), primary_key=True),
    _person(),
    Column("text", Text, nullable=False),
    Column("details", JsonText, nullable=False),
    Column("about", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("seen_at", UtcTime),
    Index(None, "person", "seen_at"),
)

# Without a foreign key: entries outlive the people whose codes they hold. Triggers refuse changes.
hub_audit = Table(
    "hub_audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", String(40), nullable=False),
    Column("who", String(CODE), nullable=False, index=True),
    Column("what", String(60), nullable=False),
    Column("about", String(200), nullable=False),
    Column("details", JsonText, nullable=False),
    Column("before", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
)

KEPT_OUT = frozenset({"hub_link"})
"""What a backup leaves out: a restored one must not bring links back that were used or ended since."""
