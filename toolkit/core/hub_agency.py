"""What an agency says about itself in the hub: what kind it is, and where its own people find help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from toolkit.core.hub import HelpContact
from toolkit.core.hub_refuse import Forbidden, Refusal, refusals
from toolkit.core.model import ToolkitError

CONTACTS = 6
"""Help contacts of an agency: a list that can be read at a bad moment."""


class AgencyKind(StrEnum):
    """What kind of agency it is, as it stands beside feedback."""

    NATIONAL = "national"
    LOCAL = "local"
    JUSTICE = "justice"
    CUSTOMS = "customs"
    INTERNATIONAL = "international"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency by its name. `kind` is None as long as nobody said; `contacts` are in the order of the agency."""

    name: str
    kind: AgencyKind | None = None
    contacts: tuple[HelpContact, ...] = ()


def wrong_with(contacts: Sequence[HelpContact]) -> tuple[Refusal, ...]:
    """What must not be stored in help contacts: all that is refused elsewhere but numbers and addresses to reach them.

    Raises ToolkitError for more contacts than fit, or one without its name or way.
    """
    if len(contacts) > CONTACTS:
        raise ToolkitError(f"{len(contacts)} contacts are too many to read at a bad moment; keep {CONTACTS}")
    if any(not one.label.strip() or not one.how.strip() for one in contacts):
        raise ToolkitError("each contact needs who it is and how to reach them; fill in both, or empty the row")
    texts = {f"{place}-{name}": text for place, one in enumerate(contacts) for name, text in _texts(one)}
    reach = (Forbidden.PHONE, Forbidden.EMAIL)
    return tuple(one for one in refusals(texts) if not (one.field.endswith("-how") and one.kind in reach))


def _texts(one: HelpContact) -> tuple[tuple[str, str], ...]:
    return ("label", one.label), ("how", one.how), ("hours", one.hours)
