"""What the store takes and gives about people in the hub, as plain frozen dataclasses, and the errors it raises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from toolkit.core.hub_access import Member
from toolkit.core.model import ToolkitError
from toolkit.store.records import Json

COMMAND_LINE = "command-line"
"""Who did something, where it was whoever runs the server."""

SERVER = "server"
"""Who did something, where it was due by itself."""


class NoPerson(ToolkitError):
    """There is no such person, or not for whoever asks."""

    def __init__(self) -> None:
        """Say what to do, and not whether there ever was one."""
        super().__init__("There is no such person in the hub: look at the list of people again.")


class Kind(StrEnum):
    """What a link is for; each is a secret of which the database has the digest only."""

    STATUS = "status"
    """Where somebody who asked for an account sees how far it has come."""
    CONFIRM = "confirm"
    """Mailed: whoever opens it can read the mail of that address."""
    INVITE = "invite"
    """Handed over after the approval: makes the account."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the hub. `account` is the name that they sign in with, None before they can.

    `country` is a code of ISO 3166; texts are empty once they were erased.
    """

    member: Member
    email: str
    country: str
    account: str | None
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """What the log keeps of something that was done: who (a code), what, about what, and plain details.

    Codes and ids only: no name, no text that somebody typed.
    """

    who: str
    what: str
    about: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that a person is told: an English sentence with {placeholders} and their values.

    `about` is the address below /hub to which it leads, or empty; `seen_at` is None until they said that they read it.
    """

    id: str
    text: str
    details: Mapping[str, Json]
    about: str
    at: datetime
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Told:
    """A notice that is about to be given: to whom (a code), the sentence, its values, where it leads."""

    person: str
    text: str
    details: Mapping[str, Json]
    about: str


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """How many people were told of a change, and how many of them said that they read it; the provider's apart."""

    told: int
    read: int
    provider_told: int
    provider_read: int
