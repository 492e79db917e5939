"""Workshops: how they are set up, who may come in, what happened in them, and their minutes.

Written out, not taken from `toolkit.store.tables`, because that changes later and this must not.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_UTC = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "workshop",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("code", sa.String(6)),
        sa.Column("setup", sa.Text, nullable=False),
        sa.Column("keep_days", sa.Integer, nullable=False),
        sa.Column("created_at", _UTC, nullable=False),
        sa.Column("delete_at", _UTC, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workshop"),
        sa.UniqueConstraint("code", name="uq_workshop_code"),
    )
    op.create_index("ix_workshop_owner", "workshop", ["owner"])
    op.create_index("ix_workshop_delete_at", "workshop", ["delete_at"])
    _tokens()
    _events()
    _minutes()


def _tokens() -> None:
    op.create_table(
        "workshop_token",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("workshop_id", sa.String(36), nullable=False),
        sa.Column("role", sa.String(7), nullable=False),
        sa.Column("person", sa.String(36), nullable=False),
        sa.CheckConstraint("role IN ('person', 'trainer', 'screen')", name=op.f("ck_workshop_token_role")),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name="fk_workshop_token_workshop_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name="pk_workshop_token"),
    )
    op.create_index("ix_workshop_token_workshop_id", "workshop_token", ["workshop_id"])


def _events() -> None:
    op.create_table(
        "workshop_event",
        sa.Column("workshop_id", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name="fk_workshop_event_workshop_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workshop_id", "number", name="pk_workshop_event"),
    )


def _minutes() -> None:
    op.create_table(
        "workshop_minutes",
        sa.Column("workshop_id", sa.String(36), nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("minutes", sa.Text, nullable=False),
        sa.Column("created_at", _UTC, nullable=False),
        sa.PrimaryKeyConstraint("workshop_id", name="pk_workshop_minutes"),
    )
    op.create_index("ix_workshop_minutes_owner", "workshop_minutes", ["owner"])
