"""The nouns that authors write: principles, the profile, risk items, controls. Computes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from toolkit.core.conditions import Always, Condition


class ToolkitError(Exception):
    """Something a person can act on: the message says what, where and how to mend it."""


# ---------------------------------------------------------------- sources and principles


@dataclass(frozen=True, slots=True)
class Source:
    """Where a text or number comes from and how sure it is.

    `kind` is own, derived, fact or illustration; `sure` is verified, secondary or unverified.
    """

    kind: str
    note: str = ""
    origin: str = ""
    url: str = ""
    sure: str = ""


OWN = Source("own")
"""Written by this project."""

ALWAYS = Always()


@dataclass(frozen=True, slots=True)
class Principle:
    """A core principle (`parent` empty) or an instrumental one (`parent` is its core principle)."""

    id: str
    name: str
    definition: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Right:
    """A human right with the norms that state it."""

    id: str
    name: str
    norms: tuple[str, ...]
    plain: str
    source: Source


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry; `forms` are further spellings that link to it."""

    id: str
    term: str
    definition: str
    forms: tuple[str, ...] = ()


# ---------------------------------------------------------------- the system profile


class FieldKind(StrEnum):
    """How many options of a profile field may be chosen."""

    ONE = "one"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class Option:
    """A choice in the profile; choosing it asserts `facts`. `exclusive` means that nothing else may be chosen."""

    id: str
    label: str
    hint: str = ""
    family: str = ""
    facts: tuple[str, ...] = ()
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class ProfileField:
    """One question of the profile."""

    id: str
    kind: FieldKind
    label: str
    options: tuple[Option, ...]
    hint: str = ""
    required: bool = False
    families: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FactDeclaration:
    """What a fact means; with `question`, it is asked of the reader unless `ask_when` is no."""

    id: str
    label: str
    question: str = ""
    hint: str = ""
    ask_when: Condition = ALWAYS


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Answers that do not sit well together; shown as a question, never as an error."""

    id: str
    when: Condition
    text: str
    fields: tuple[str, ...]


UNKNOWN_CHOICE = "unknown"
"""The profile answer “I don't know”: recorded, and different from no answer."""

ProfileAnswers = Mapping[str, str | tuple[str, ...]]
"""Profile field id to the chosen option id(s), or UNKNOWN_CHOICE."""


# ---------------------------------------------------------------- risk items and controls


@dataclass(frozen=True, slots=True)
class Likelihood:
    """Five equal steps in `per` `unit`: below `step`, then `step` to 2·`step` − 1, …, and 4·`step` or more."""

    question: str
    unit: str
    per: int
    step: int


@dataclass(frozen=True, slots=True)
class Sourced:
    """A text with its source."""

    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Item:
    """One concrete adverse event that an officer rates by likelihood and impact (each 1–5)."""

    id: str
    principle: str
    title: str
    cause: str
    event: str
    consequence: str
    applies_when: Condition
    likelihood: Likelihood
    impact: tuple[str, str, str, str, str]
    why: str
    help: Mapping[str, str]
    example: Sourced
    evidence: tuple[str, ...]
    controls: tuple[str, ...]
    rights: tuple[str, ...]
    source: Source
    na_allowed: bool = True
    impact_cap: int = 5


@dataclass(frozen=True, slots=True)
class Control:
    """A measure; `preventive` and `mitigating` are the most steps (0–3) it can take off likelihood and impact."""

    id: str
    title: str
    description: str
    preventive: int
    mitigating: int
    strength: Mapping[int, str]
    evidence: tuple[str, ...]
    effort: str
    principle: str
    source: Source
