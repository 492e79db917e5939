"""The only SQL of the toolkit: assessments in SQLite or PostgreSQL, as plain frozen dataclasses and JSON values.

Importing this costs nothing: SQLAlchemy comes when a store opens. Nothing here scores.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from toolkit.store.records import (
    KEY_LIMIT,
    RESULT_LIMIT,
    UNDO_STEPS,
    VALUE_LIMIT,
    Access,
    ChangedMeanwhile,
    Conflict,
    Event,
    Frozen,
    Json,
    NewAssessment,
    NewerDatabase,
    NewShare,
    NotShared,
    NotStorable,
    Origin,
    Outcome,
    Role,
    Share,
    Status,
    StillDraft,
    Stored,
    StoreError,
    Summary,
    TooLarge,
    UnknownAssessment,
    Write,
)

if TYPE_CHECKING:
    from toolkit.store.assessments import Store

__all__ = [
    "KEY_LIMIT",
    "RESULT_LIMIT",
    "UNDO_STEPS",
    "VALUE_LIMIT",
    "Access",
    "ChangedMeanwhile",
    "Conflict",
    "Event",
    "Frozen",
    "Json",
    "NewAssessment",
    "NewShare",
    "NewerDatabase",
    "NotShared",
    "NotStorable",
    "Origin",
    "Outcome",
    "Role",
    "Share",
    "Status",
    "StillDraft",
    "Store",
    "StoreError",
    "Stored",
    "Summary",
    "TooLarge",
    "UnknownAssessment",
    "Write",
    "open_store",
]


def utc_now() -> datetime:
    """The time, aware, in UTC."""
    return datetime.now(UTC)


def open_store(url: str | None = None, *, clock: Callable[[], datetime] = utc_now) -> Store:
    """Open the database and bring it up to date; close it, or use it in `with`.

    `url` is `sqlite:////folder/file.db` or `postgresql://…`; without it, TOOLKIT_DATABASE_URL counts, else a SQLite
    file in the per-user data folder. The folder is made if need be. `clock` must return aware times.
    Raises StoreError when the database cannot be used, and NewerDatabase when a newer toolkit made it.
    """
    from toolkit.store.assessments import Store  # see the docstring of this module

    return Store(url, clock)


def __getattr__(name: str) -> object:
    """`Store` for annotations, without the cost for those who do not ask for it."""
    if name == "Store":
        from toolkit.store.assessments import Store  # as in `open_store`

        return Store
    raise AttributeError(f"module {__name__} has no attribute {name}")
