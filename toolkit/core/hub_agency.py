"""What an agency says about itself in the hub: what kind it is, and where its own people find help."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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


ALIKE = 3
"""So many agencies share what stands beside feedback, or it is left out: one alone would be known by it."""


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency by its name. `kind` is None as long as nobody said; `contacts` are in the order of the agency."""

    name: str
    kind: AgencyKind | None = None
    contacts: tuple[HelpContact, ...] = ()


def shown_place(kind: str, region: str, agencies: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """What of an agency's kind and region may stand beside feedback; `agencies` has the pair of each one in the hub.

    Both where enough agencies share both, one where enough share that, else nothing: two empty texts.
    """
    every = list(agencies)
    if kind and region and every.count((kind, region)) >= ALIKE:
        return kind, region
    if region and sum(one[1] == region for one in every) >= ALIKE:
        return "", region
    return (kind, "") if kind and sum(one[0] == kind for one in every) >= ALIKE else ("", "")


def wrong_with(rows: Sequence[HelpContact]) -> tuple[Refusal, ...]:
    """What must not be stored in help contacts: all that is refused elsewhere but numbers and addresses to reach them.

    A row may be empty. Raises ToolkitError for more contacts than fit, or one without its name or way.
    """
    contacts = [one for one in rows if any(text.strip() for _, text in _texts(one))]
    if len(contacts) > CONTACTS:
        raise ToolkitError(f"{len(contacts)} contacts are too many to read at a bad moment; keep {CONTACTS}")
    if any(not one.label.strip() or not one.how.strip() for one in contacts):
        raise ToolkitError("each contact needs who it is and how to reach them; fill in both, or empty the row")
    texts = {f"{name}-{place}": text for place, one in enumerate(rows) for name, text in _texts(one)}
    reach = (Forbidden.PHONE, Forbidden.EMAIL)
    return tuple(one for one in refusals(texts) if not (one.field.startswith("how-") and one.kind in reach))


def _texts(one: HelpContact) -> tuple[tuple[str, str], ...]:
    return ("label", one.label), ("how", one.how), ("hours", one.hours)
