"""The nouns of legal packs: articles, duties, triggers. Computes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from toolkit.core.conditions import Condition
from toolkit.core.model import Source


@dataclass(frozen=True, slots=True)
class Article:
    """A provision with its date of application."""

    id: str
    label: str
    title: str
    applies_from: date
    sure: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A duty that a trigger brings with it."""

    id: str
    title: str
    text: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A three-valued rule; `floor` is a default level name or "none"."""

    id: str
    article: str
    title: str
    kind: str
    when: Condition
    message: str
    explain: str
    floor: str = "none"
    require: tuple[str, ...] = ()
    unless: Condition | None = None
    steps: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """A dated, versioned set of triggers; where `binding_when` is not yes it only advises."""

    id: str
    version: str
    title: str
    jurisdiction: str
    binding_when: Condition
    checked: date
    review_by: date
    owner_role: str
    note: str
    articles: tuple[Article, ...]
    triggers: tuple[Trigger, ...]
    requirements: tuple[Requirement, ...]
    source: Source
