"""What a page is made of: events in, commands and screens out. Nothing here knows how a page is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """Something a person did. `rev` is the revision of the answer that the browser had seen."""

    kind: str
    name: str = ""
    value: Any = None
    rev: int | None = None
    form: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the page with the element id under which it can be replaced."""

    id: str
    html: str


@dataclass(frozen=True, slots=True)
class Screen:
    """A whole page: its parts in order, the address that leads back to it, where the focus goes on arrival.

    `crumbs` are the paths and names of the reading pages above it.
    """

    title: str
    route: str
    parts: tuple[Part, ...]
    demo: bool = False
    back: str = ""
    keys: bool = False
    frozen: bool = False
    focus: str = "title"
    crumbs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Save:
    """Store answers: key, value (None clears) and the revision seen, or None to overwrite knowingly.

    With `record`, in a record linked to the present one; what somebody else has changed there stays theirs.
    """

    writes: tuple[tuple[str, Any, int | None], ...]
    record: str = ""


@dataclass(frozen=True, slots=True)
class Create:
    """Start a record with these first values; afterwards go to `screen` of it (empty: the list).

    `kind` is the page's own unless given. With `refer`, the present record keeps the new one's id: at this key, in
    which `{id}` stands for it, as `note` or else as the id itself. With `stay`, the present record stays open.
    """

    title: str
    values: Mapping[str, Any] = field(default_factory=dict)
    demo: bool = False
    screen: str = "describe/1"
    kind: str = ""
    refer: str = ""
    note: Any = None
    stay: bool = False


@dataclass(frozen=True, slots=True)
class Manage:
    """A change to an assessment as a whole: copy, version, rename, delete, submit or undo.

    `record` is one linked to it, which alone is deleted; the page forgets it with a `Save` of its own.
    """

    action: str
    text: str = ""
    result: Mapping[str, Any] | None = None
    record: str = ""


@dataclass(frozen=True, slots=True)
class Invite:
    """Share the record, or a `record` linked to it: with a named account, or by a new link.

    `days` is how long, None until withdrawn.
    """

    role: str
    label: str
    days: int | None = None
    passphrase: str = ""
    account: str = ""
    record: str = ""


@dataclass(frozen=True, slots=True)
class Withdraw:
    """End a share of the record, or of a `record` linked to it, at once."""

    id: str
    record: str = ""


@dataclass(frozen=True, slots=True)
class Open:
    """Load an assessment (empty: the list) and show a screen of it."""

    id: str
    screen: str = "tasks"
    arg: str = ""


@dataclass(frozen=True, slots=True)
class Download:
    """Hand a file to the person."""

    filename: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class History:
    """Ask for what happened to the answers whose keys start with `prefix`."""

    prefix: str


@dataclass(frozen=True, slots=True)
class Gather:
    """Ask for the versions of the systems that a record is about, and for what happened to all of them.

    `page` counts from 1, the newest first. With `own`, ask instead for the newest version of each system of the
    visitor's own.
    """

    page: int = 1
    own: bool = False


Command = Save | Create | Manage | Invite | Withdraw | Open | Download | History | Gather
"""What a page asks of its host; the host alone touches the store."""
