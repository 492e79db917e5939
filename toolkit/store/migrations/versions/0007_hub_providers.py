"""The hub: what providers say about their tools and to a withdrawal, and what agencies say about themselves.

Written out, not taken from `toolkit.store.hub_provider_tables`, because that changes later and this must not.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_UTC = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables."""
    _proposals()
    _answers()
    _agencies()


def _string(name: str, length: int) -> "sa.Column[str]":
    return sa.Column(name, sa.String(length), nullable=False)


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=False)


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer, autoincrement=False, nullable=False)


def _time() -> "sa.Column[object]":
    return sa.Column("at", _UTC, nullable=False)


def _proposals() -> None:
    op.create_table(
        "hub_proposal",
        _string("listing", 80),
        _number("number"),
        _string("by", 36),
        _text("provider"),
        _text("changes"),
        _text("why"),
        _time(),
        _string("state", 20),
        _text("note"),
        _text("checked"),
        _text("basis"),
        _string("decided_by", 36),
        sa.Column("decided_at", _UTC),
        sa.PrimaryKeyConstraint("listing", "number", name="pk_hub_proposal"),
    )
    op.create_index("ix_hub_proposal_state", "hub_proposal", ["state"])


def _answers() -> None:
    op.create_table(
        "hub_answer",
        _string("listing", 80),
        _number("move"),
        _number("version"),
        _string("by", 36),
        _text("provider"),
        _text("text"),
        sa.Column("asks", sa.Boolean, nullable=False),
        _time(),
        _string("state", 20),
        _text("note"),
        _string("decided_by", 36),
        sa.PrimaryKeyConstraint("listing", "move", "version", name="pk_hub_answer"),
    )
    op.create_index("ix_hub_answer_state", "hub_answer", ["state"])


def _agencies() -> None:
    op.create_table(
        "hub_agency",
        _text("name"),
        _string("kind", 20),
        _text("contacts"),
        _string("by", 36),
        _time(),
        sa.PrimaryKeyConstraint("name", name="pk_hub_agency"),
    )
