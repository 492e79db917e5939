"""The tables. A change here needs a migration beside it; a test holds the two equal.

Those of the hub stand in `hub_tables`, in the same metadata.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from toolkit.store import hub_provider_tables, hub_tables, hub_tool_tables
from toolkit.store.columns import JsonText, UtcTime, metadata
from toolkit.store.records import KEY_LIMIT

__all__ = ["KEPT_OUT", "hub_provider_tables", "hub_tool_tables", "metadata"]

assessment = Table(
    "assessment",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("owner", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("status", String(20), CheckConstraint("status IN ('draft', 'submitted')", name="status"), nullable=False),
    Column("demo", Boolean, nullable=False),
    Column("method", Text, nullable=False),
    Column("questionnaire_id", Text, nullable=False),
    Column("questionnaire_version", Text, nullable=False),
    Column("questionnaire_sha256", Text, nullable=False),
    Column("parent_id", String(36), ForeignKey("assessment.id", ondelete="SET NULL"), index=True),
    Column("version_no", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("result", JsonText),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Index(None, "owner", "updated_at"),
)

response = Table(
    "response",
    metadata,
    Column("assessment_id", String(36), ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True),
    Column("key", String(KEY_LIMIT), primary_key=True),
    Column("value", JsonText, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("who", Text, nullable=False),
)

event = Table(
    "event",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("assessment_id", String(36), ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("who", Text, nullable=False),
    Column("client", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("position", Integer, nullable=False),
    Column("key", String(KEY_LIMIT), nullable=False),
    Column("before", JsonText, nullable=False),
    Column("after", JsonText, nullable=False),
    Column("undoes", BigInteger().with_variant(Integer, "sqlite"), index=True),
    UniqueConstraint("assessment_id", "client", "seq", "position"),
    Index(None, "assessment_id", "revision"),
    sqlite_autoincrement=True,  # the id of a deleted event must not come back
)

setting = Table(
    "setting",
    metadata,
    Column("key", String(KEY_LIMIT), primary_key=True),
    Column("value", JsonText, nullable=False),
)

account = Table(
    "account",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("password", Text, nullable=False),
    Column("totp", String(64)),
    Column("totp_step", BigInteger, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("created_at", UtcTime, nullable=False),
)

recovery_code = Table(
    "recovery_code",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("account", String(64), ForeignKey("account.name", ondelete="CASCADE"), nullable=False, index=True),
)

sign_in = Table(
    "sign_in",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("account", String(64), ForeignKey("account.name", ondelete="CASCADE"), nullable=False, index=True),
    Column("created_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
)

attempt = Table(
    "attempt",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("until", UtcTime, nullable=False),
)

share = Table(
    "share",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("assessment_id", String(36), ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("role", String(4), CheckConstraint("role IN ('read', 'edit')", name="role"), nullable=False),
    Column("label", Text, nullable=False),
    Column("account", String(64), index=True),
    Column("digest", String(64), unique=True),
    Column("passphrase", Text),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime),
    Column("used_at", UtcTime),
)

guest = Table(
    "guest",
    metadata,
    Column("share_id", String(36), ForeignKey("share.id", ondelete="CASCADE"), primary_key=True),
    Column("visitor", String(200), primary_key=True, index=True),
    Column("since", UtcTime, nullable=False),
)

workshop = Table(
    "workshop",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("owner", Text, nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("code", String(6), unique=True),  # free again once the workshop has ended
    Column("setup", JsonText, nullable=False),
    Column("keep_days", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("delete_at", UtcTime, nullable=False, index=True),
)

workshop_token = Table(
    "workshop_token",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("workshop_id", String(36), ForeignKey("workshop.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("role", String(7), CheckConstraint("role IN ('person', 'trainer', 'screen')", name="role"), nullable=False),
    Column("person", String(36), nullable=False),
)

# No times: when somebody answered is nobody's business, and the order is all that is needed.
workshop_event = Table(
    "workshop_event",
    metadata,
    Column("workshop_id", String(36), ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("event", JsonText, nullable=False),
)

# Without a foreign key: minutes stay when the workshop, with its votes, is deleted.
workshop_minutes = Table(
    "workshop_minutes",
    metadata,
    Column("workshop_id", String(36), primary_key=True),
    Column("owner", Text, nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("minutes", JsonText, nullable=False),
    Column("created_at", UtcTime, nullable=False),
)

KEPT_OUT = hub_tables.KEPT_OUT | {"sign_in", "attempt", "share", "guest", "workshop_token", "workshop_event"}
"""Tables that a backup leaves out: a restored one must not bring back what was ended or withdrawn since.

Nor may a file keep votes for longer than a room was promised.
"""
