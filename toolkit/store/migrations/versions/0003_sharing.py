"""Assessments that are shared: by name or by a link, and who opened which link.

Written out, not taken from `toolkit.store.tables`, because that changes later and this must not.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_UTC = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "share",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("assessment_id", sa.String(36), nullable=False),
        sa.Column("role", sa.String(4), nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("account", sa.String(64)),
        sa.Column("digest", sa.String(64)),
        sa.Column("passphrase", sa.Text),
        sa.Column("created_at", _UTC, nullable=False),
        sa.Column("expires_at", _UTC),
        sa.Column("used_at", _UTC),
        sa.CheckConstraint("role IN ('read', 'edit')", name=op.f("ck_share_role")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name="fk_share_assessment_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_share"),
        sa.UniqueConstraint("digest", name="uq_share_digest"),
    )
    op.create_index("ix_share_assessment_id", "share", ["assessment_id"])
    op.create_index("ix_share_account", "share", ["account"])
    _guests()


def _guests() -> None:
    op.create_table(
        "guest",
        sa.Column("share_id", sa.String(36), nullable=False),
        sa.Column("visitor", sa.String(200), nullable=False),
        sa.Column("since", _UTC, nullable=False),
        sa.ForeignKeyConstraint(["share_id"], ["share.id"], name="fk_guest_share_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("share_id", "visitor", name="pk_guest"),
    )
    op.create_index("ix_guest_visitor", "guest", ["visitor"])
