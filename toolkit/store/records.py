"""What the store takes and gives, as plain frozen dataclasses, and the errors it raises. No SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from toolkit.core.model import ToolkitError

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
"""Any JSON value. As the value of a key, None means cleared. The store gives lists and dicts back."""

KEY_LIMIT = 200
"""The longest key, in characters."""

VALUE_LIMIT = 1_048_576
"""The largest value of a key, in bytes of JSON written as UTF-8."""

RESULT_LIMIT = 10 * VALUE_LIMIT
"""The largest frozen result, in bytes of JSON written as UTF-8."""

UNDO_STEPS = 20
"""How many of one's own writes can be undone."""


# ---------------------------------------------------------------- nouns


class Status(StrEnum):
    """A draft can change; a submitted assessment is frozen."""

    DRAFT = "draft"
    SUBMITTED = "submitted"


class Role(StrEnum):
    """What somebody may do with an assessment: look, answer, or everything."""

    READ = "read"
    EDIT = "edit"
    OWNER = "owner"

    def covers(self, needed: Role) -> bool:
        """Whether whoever has this role may do what needs the other."""
        order = tuple(Role)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True)
class NewAssessment:
    """What must be known to begin an assessment; `questionnaire_*` say exactly which questions were asked."""

    owner: str
    title: str
    questionnaire_id: str
    questionnaire_version: str
    questionnaire_sha256: str
    method: str = "rights-first"
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """An assessment without its content. `revision` grows by one with every change; times are aware, in UTC."""

    id: str
    owner: str
    title: str
    status: Status
    demo: bool
    method: str
    questionnaire_id: str
    questionnaire_version: str
    questionnaire_sha256: str
    parent_id: str | None
    version_no: int
    revision: int
    created_at: datetime
    updated_at: datetime

    @property
    def frozen(self) -> bool:
        """Whether it was submitted and can no longer change."""
        return self.status is Status.SUBMITTED


@dataclass(frozen=True, slots=True)
class Stored(Summary):
    """An assessment with its content.

    `values` has the keys that hold something; `revisions` also those that were cleared, so that it can serve as the
    `base` of the next write. `result` is what was frozen at submission, else None.
    """

    result: Json
    values: Mapping[str, Json]
    revisions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Write:
    """A new value for a key; None clears it.

    `base` is the revision at which the writer last saw this key (0: never written); None overwrites knowingly.
    """

    key: str
    value: Json
    base: int | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A key that somebody else changed: my value, theirs, and who wrote theirs, when and in which revision."""

    key: str
    mine: Json
    theirs: Json
    who: str
    at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a write or an undo.

    `applied` is whether it is in the store; with `duplicate`, it already was, because it was sent before. `revision` is
    then the one it made: the `base` for the next write of the same keys. With `conflicts`, nothing was written.
    """

    revision: int
    applied: bool
    duplicate: bool = False
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class Access:
    """What a visitor may do with an assessment, and under which name their changes are recorded."""

    role: Role
    name: str


@dataclass(frozen=True, slots=True)
class Share:
    """An assessment that is shared: with a named `account`, or (then None) with whoever has the link.

    `expires_at` None is until withdrawn. `guarded` is whether a passphrase is asked.
    """

    id: str
    role: Role
    label: str
    account: str | None
    guarded: bool
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewShare:
    """A share to be: for an `account`, or a link by the `digest` of its token. `passphrase` is a hash."""

    role: Role
    label: str
    account: str | None = None
    digest: str | None = None
    passphrase: str | None = None
    days: float | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One change of one key. `undoes` is the id of the event it takes back.

    The store's own changes have an empty `client` and the keys `assessment/title` and `assessment/status`.
    """

    id: int
    revision: int
    at: datetime
    who: str
    client: str
    seq: int
    position: int
    key: str
    before: Json
    after: Json
    undoes: int | None


# ---------------------------------------------------------------- errors


class StoreError(ToolkitError):
    """The database cannot be used: disk full, read-only, locked, out of reach, damaged."""


class UnknownAssessment(ToolkitError):
    """No assessment has this id."""

    def __init__(self, assessment_id: str) -> None:
        """Say which id, and what to do."""
        super().__init__(f"There is no assessment “{assessment_id}”: it may be deleted; choose one that is listed.")


class Frozen(ToolkitError):
    """A submitted assessment cannot change."""

    def __init__(self, title: str) -> None:
        """Say which assessment, and what to do."""
        super().__init__(f"“{title}” was submitted and can no longer change: make a new version of it to go on.")


class NotShared(ToolkitError):
    """A visitor may not do that with this assessment."""

    def __init__(self, role: Role | None) -> None:
        """Keep what they may do, if anything."""
        super().__init__("This assessment is not shared with you, or not for that: ask its owner.")
        self.role = role


class StillDraft(ToolkitError):
    """Only a submitted assessment can have a next version."""

    def __init__(self, title: str) -> None:
        """Say which assessment, and what to do."""
        super().__init__(f"“{title}” is still a draft: go on editing it, submit it first, or copy it.")


class ChangedMeanwhile(ToolkitError):
    """The assessment is not the one that the result was computed from."""

    def __init__(self, title: str) -> None:
        """Say which assessment, and what to do."""
        super().__init__(f"“{title}” was changed while it was being submitted: look at it and submit it again.")


class NewerDatabase(ToolkitError):
    """The database has a schema that this program does not know."""

    def __init__(self, place: str, revision: str) -> None:
        """Say which database, and what to do."""
        super().__init__(
            f"The database {place} was made by a newer version of the toolkit (schema {revision}): "
            "update the toolkit; nothing was changed."
        )


class TooLarge(ToolkitError):
    """A value, a result or a key above its limit."""


class NotStorable(ToolkitError):
    """A value that is not JSON, or an empty key."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The listing of the hub from which a record began, and when; its `state` today, since `since` if it changed."""

    listing: str
    at: datetime
    state: str
    since: datetime | None = None
