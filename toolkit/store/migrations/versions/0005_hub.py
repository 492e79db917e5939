"""The hub: people, links, acceptances, the directory, notices, and a log that cannot be changed.

Written out, not taken from `toolkit.store.hub_tables`, because that changes later and this must not.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_UTC = sa.DateTime(timezone=True)
REFUSED = "the log of the hub is only ever added to"


def upgrade() -> None:
    """Create the tables."""
    _people()
    _belonging("hub_link", ["digest"], sa.Column("digest", sa.String(64), nullable=False), _kind(), _time("expires_at"))
    op.create_index("ix_hub_link_person", "hub_link", ["person"])
    _said()
    _directory()
    _looks()
    _notices()
    _log()


def _kind() -> "sa.Column[str]":
    return sa.Column("kind", sa.String(10), nullable=False)


def _time(name: str, *, nullable: bool = False) -> "sa.Column[object]":
    return sa.Column(name, _UTC, nullable=nullable)


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=False)


def _belonging(table: str, keys: list[str], *columns: "sa.Column[object] | sa.Column[str] | sa.Column[bool]") -> None:
    """A table whose rows belong to a person and go with them."""
    op.create_table(
        table,
        sa.Column("person", sa.String(36), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["person"], ["hub_person.code"], name=f"fk_{table}_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint(*keys, name=f"pk_{table}"),
    )


def _people() -> None:
    op.create_table(
        "hub_person",
        sa.Column("code", sa.String(36), nullable=False),
        sa.Column("account", sa.String(64)),
        _text("email"),
        _text("agency"),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("standing", sa.String(20), nullable=False),
        _text("purpose"),
        sa.Column("attested", sa.String(10)),
        sa.Column("leaves", sa.String(10)),
        sa.Column("approved_by", sa.String(36), nullable=False),
        _text("reason"),
        sa.Column("erases", sa.Boolean, nullable=False),
        _time("asked_at"),
        sa.PrimaryKeyConstraint("code", name="pk_hub_person"),
        sa.UniqueConstraint("account", name="uq_hub_person_account"),
    )
    op.create_index("ix_hub_person_agency", "hub_person", ["agency"])
    op.create_index("ix_hub_person_standing", "hub_person", ["standing"])


def _said() -> None:
    version = sa.Column("version", sa.String(20), nullable=False)
    lang, digest = sa.Column("lang", sa.String(20), nullable=False), sa.Column("sha256", sa.String(64), nullable=False)
    _belonging("hub_acceptance", ["person", "version", "at"], version, _time("at"), lang, digest)


def _directory() -> None:
    _belonging("hub_detail", ["person", "detail"], sa.Column("detail", sa.String(20), nullable=False), _text("text"))
    _belonging(
        "hub_consent",
        ["person", "detail", "audience", "at"],
        sa.Column("detail", sa.String(20), nullable=False),
        sa.Column("audience", sa.String(20), nullable=False),
        _time("at"),
        sa.Column("given", sa.Boolean, nullable=False),
    )


def _looks() -> None:
    op.create_table(
        "hub_look",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("viewer", sa.String(36), nullable=False),
        sa.Column("owner", sa.String(36), nullable=False),
        _time("at"),
        sa.ForeignKeyConstraint(["viewer"], ["hub_person.code"], name="fk_hub_look_viewer", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["owner"], ["hub_person.code"], name="fk_hub_look_owner", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_hub_look"),
    )
    op.create_index("ix_hub_look_viewer", "hub_look", ["viewer"])
    op.create_index("ix_hub_look_owner", "hub_look", ["owner"])


def _notices() -> None:
    identity, seen = sa.Column("id", sa.String(36), nullable=False), _time("seen_at", nullable=True)
    _belonging("hub_notice", ["id"], identity, _text("text"), _text("details"), _text("about"), _time("at"), seen)
    op.create_index("ix_hub_notice_person_seen_at", "hub_notice", ["person", "seen_at"])


def _log() -> None:
    op.create_table(
        "hub_audit",
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("who", sa.String(36), nullable=False),
        sa.Column("what", sa.String(60), nullable=False),
        sa.Column("about", sa.String(200), nullable=False),
        _text("details"),
        sa.Column("before", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_hub_audit"),
    )
    op.create_index("ix_hub_audit_who", "hub_audit", ["who"])
    _guard()


def _guard() -> None:
    """Refuse every change of the log but an addition; restoring fills it anew, in a database of its own."""
    if op.get_bind().dialect.name == "sqlite":
        for event in ("UPDATE", "DELETE"):
            name = f"hub_audit_no_{event.lower()}"
            refusal = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
            op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON hub_audit {refusal}")
        return
    body = f"$$BEGIN RAISE EXCEPTION '{REFUSED}'; END$$"
    op.execute(f"CREATE OR REPLACE FUNCTION hub_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS {body}")
    for level, events in (("ROW", "UPDATE OR DELETE"), ("STATEMENT", "TRUNCATE")):
        name = f"hub_audit_no_{'change' if level == 'ROW' else 'truncate'}"
        refuse = f"FOR EACH {level} EXECUTE FUNCTION hub_audit_refuse()"
        op.execute(f"CREATE TRIGGER {name} BEFORE {events} ON hub_audit {refuse}")
