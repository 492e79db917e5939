"""The hub's catalogue: who did what with a tool, where listings stand, feedback with replies, and what was learnt.

Written out, not taken from `toolkit.store.hub_tool_tables`, because that changes later and this must not.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_UTC = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables."""
    _touches()
    _moves()
    _feedback()
    _replies()
    _learned()


def _string(name: str, length: int) -> "sa.Column[str]":
    return sa.Column(name, sa.String(length), nullable=False)


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=False)


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer, autoincrement=False, nullable=False)


def _yes(name: str) -> "sa.Column[bool]":
    return sa.Column(name, sa.Boolean, nullable=False)


def _time() -> "sa.Column[object]":
    return sa.Column("at", _UTC, nullable=False)


def _person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["person"], ["hub_person.code"], name=f"fk_{table}_person", ondelete="CASCADE")


def _touches() -> None:
    op.create_table(
        "hub_touch",
        _string("person", 36),
        _string("listing", 80),
        _string("dealing", 10),
        _string("about", 36),
        _time(),
        _person("hub_touch"),
        sa.PrimaryKeyConstraint("person", "listing", "dealing", "about", name="pk_hub_touch"),
    )
    op.create_index("ix_hub_touch_listing", "hub_touch", ["listing"])


def _moves() -> None:
    op.create_table(
        "hub_move",
        _string("listing", 80),
        _number("number"),
        _string("state", 20),
        _string("by", 36),
        _time(),
        _string("reason", 60),
        _text("explanation"),
        sa.PrimaryKeyConstraint("listing", "number", name="pk_hub_move"),
    )


def _feedback() -> None:
    op.create_table(
        "hub_feedback",
        _string("id", 36),
        _string("listing", 80),
        sa.Column("author", sa.String(36)),
        _text("parts"),
        _text("setting"),
        _yes("declared"),
        _text("interest"),
        _time(),
        _string("state", 20),
        sa.Column("version", sa.Integer, nullable=False),
        _yes("show_name"),
        _text("note"),
        sa.ForeignKeyConstraint(["author"], ["hub_person.code"], name="fk_hub_feedback_author", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_hub_feedback"),
    )
    op.create_index("ix_hub_feedback_author", "hub_feedback", ["author"])
    op.create_index("ix_hub_feedback_state", "hub_feedback", ["state"])
    op.create_index("ix_hub_feedback_listing_state", "hub_feedback", ["listing", "state"])


def _replies() -> None:
    op.create_table(
        "hub_reply",
        _string("feedback", 36),
        _number("version"),
        _text("provider"),
        _text("text"),
        _time(),
        _string("state", 20),
        sa.ForeignKeyConstraint(["feedback"], ["hub_feedback.id"], name="fk_hub_reply_feedback", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("feedback", "version", name="pk_hub_reply"),
    )
    op.create_index("ix_hub_reply_state", "hub_reply", ["state"])


def _learned() -> None:
    op.create_table(
        "hub_learned",
        _string("person", 36),
        _string("module", 80),
        _time(),
        _person("hub_learned"),
        sa.PrimaryKeyConstraint("person", "module", name="pk_hub_learned"),
    )
