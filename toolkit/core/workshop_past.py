"""What a room remembers beside its votes: who came back, how many people there are, what was thrown away or mended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Cell = tuple[str, int]
"""A question and a round."""


@dataclass(frozen=True, slots=True)
class Voided:
    """A round whose answers were thrown away before anybody saw them: how many there were."""

    poll: str
    round: int
    ballots: int


@dataclass(frozen=True, slots=True)
class Mended:
    """Something that was written down and later corrected or removed; its words may be what had to go, so not they.

    `kind` is that of an entry (point, decision, action), `poll` the question that it was about.
    """

    kind: str
    poll: str
    removed: bool


@dataclass(frozen=True, slots=True)
class Past:
    """What a room remembers.

    `back` has people who came in again because their earlier page was lost, with the rounds in which that one may have
    answered. `counted` is how many people the trainer counts (0: not counted), `shut` whether nobody new comes in.
    `gone` has votes of rounds that were thrown away, by person and id, because a bad network may send them again.
    `read` holds, for rounds that closed and went on, what trainers could have read: each person with a reason.
    """

    back: Mapping[str, frozenset[Cell]] = field(default_factory=dict)
    counted: int = 0
    shut: bool = False
    voided: tuple[Voided, ...] = ()
    mended: tuple[Mended, ...] = ()
    gone: frozenset[tuple[str, str]] = frozenset()
    read: Mapping[Cell, frozenset[tuple[str, str]]] = field(default_factory=dict)
