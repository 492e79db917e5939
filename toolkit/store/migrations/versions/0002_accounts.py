"""Accounts of a server that signs its visitors in: accounts, recovery codes, sign-ins, attempts.

Written out, not taken from `toolkit.store.tables`, because that changes later and this must not.
"""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_UTC = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "account",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("password", sa.Text, nullable=False),
        sa.Column("totp", sa.String(64)),
        sa.Column("totp_step", sa.BigInteger, nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("created_at", _UTC, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_account"),
    )
    _belonging("recovery_code")
    _belonging("sign_in", *(sa.Column(name, _UTC, nullable=False) for name in ("created_at", "seen_at")))
    op.create_table(
        "attempt",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("at", _UTC, nullable=False),
        sa.Column("until", _UTC, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_attempt"),
    )


def _belonging(table: str, *columns: "sa.Column[datetime]") -> None:
    op.create_table(
        table,
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("account", sa.String(64), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["account"], ["account.name"], name=f"fk_{table}_account", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("digest", name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_account", table, ["account"])
