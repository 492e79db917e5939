"""The first schema: assessments, responses, events, settings.

Written out, not taken from `toolkit.store.tables`, because that changes later and this must not.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_UTC = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create every table."""
    _assessment()
    _response()
    _event()
    op.create_table(
        "setting",
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_setting"),
    )


def _assessment() -> None:
    op.create_table(
        "assessment",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("demo", sa.Boolean, nullable=False),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("questionnaire_id", sa.Text, nullable=False),
        sa.Column("questionnaire_version", sa.Text, nullable=False),
        sa.Column("questionnaire_sha256", sa.Text, nullable=False),
        sa.Column("parent_id", sa.String(36)),
        sa.Column("version_no", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("result", sa.Text),
        sa.Column("created_at", _UTC, nullable=False),
        sa.Column("updated_at", _UTC, nullable=False),
        sa.CheckConstraint("status IN ('draft', 'submitted')", name="ck_assessment_status"),
        sa.ForeignKeyConstraint(["parent_id"], ["assessment.id"], name="fk_assessment_parent_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_assessment"),
    )
    op.create_index("ix_assessment_owner_updated_at", "assessment", ["owner", "updated_at"])
    op.create_index("ix_assessment_parent_id", "assessment", ["parent_id"])


def _response() -> None:
    op.create_table(
        "response",
        sa.Column("assessment_id", sa.String(36), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("updated_at", _UTC, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name="fk_response_assessment_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("assessment_id", "key", name="pk_response"),
    )


def _event() -> None:
    op.create_table(
        "event",
        sa.Column("id", _BIG, primary_key=True, autoincrement=True, nullable=False),
        sa.Column("assessment_id", sa.String(36), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("at", _UTC, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("client", sa.Text, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        sa.Column("undoes", _BIG),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name="fk_event_assessment_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint(
            "assessment_id", "client", "seq", "position", name="uq_event_assessment_id_client_seq_position"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_event_assessment_id_revision", "event", ["assessment_id", "revision"])
    op.create_index("ix_event_undoes", "event", ["undoes"])
