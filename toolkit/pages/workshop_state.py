"""What the workshop page holds, and what it asks of its host."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from toolkit.core.workshop import Setup
from toolkit.pages.workshop_draft import Draft
from toolkit.store.workshop_records import Listed, Minutes, Part

STEPS = ("time", "questions", "people", "check")
"""The screens of setting one up, in their order."""

SHOWN = 12
"""So many questions to choose from are shown at first, and more with each click."""


@dataclass(frozen=True)
class WorkshopState:
    """The state of the page. What is stored is read anew at each event; everything else may be lost without harm.

    `screen` is the list, a step of a new workshop (`arg`), a workshop or the notes on its questions. `draft` is None
    where nothing was begun. `looked` is the workshop that is open, and `tokens` its links that were just made: they are
    shown this once. `editing` is the key of the question whose place and minutes are being changed.
    """

    screen: str = "list"
    arg: str = ""
    draft: Draft | None = None
    workshops: tuple[Listed, ...] = ()
    minutes: tuple[Minutes, ...] = ()
    looked: Listed | None = None
    tokens: Mapping[Part, str] = field(default_factory=dict)
    fresh: bool = False
    shown: int = SHOWN
    editing: str = ""
    message: str = ""
    errors: tuple[tuple[str, str], ...] = ()
    confirm: str = ""


@dataclass(frozen=True, slots=True)
class Keep:
    """Keep a draft; None throws away what was begun."""

    draft: Draft | None


@dataclass(frozen=True, slots=True)
class Make:
    """Set a workshop up, kept for so many days, and open it. With `done` the draft has become it."""

    setup: Setup
    days: int
    done: bool = True


@dataclass(frozen=True, slots=True)
class Show:
    """Show the list, a step of a new workshop, or a workshop (`arg` is its id); what is stored is read for it."""

    screen: str
    arg: str = ""


@dataclass(frozen=True, slots=True)
class HandOver:
    """Make one more link of a part; with `anew`, other links of every part, so that those from before end."""

    part: Part
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Delete:
    """Remove a workshop, or with `minutes` what is kept of it, for good."""

    id: str
    minutes: bool = False


Command = Keep | Make | Show | HandOver | Delete
Step = tuple[WorkshopState, tuple[Command, ...]]
"""The state after an event, and what is to be done."""

Given = Mapping[str, Any]
"""What stood in a form."""
