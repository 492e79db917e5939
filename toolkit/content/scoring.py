"""One call from an assessment to its result: facts, applicable items, legal findings, levels. Composes the core."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from toolkit.content.load import Library
from toolkit.core import risk, triggers
from toolkit.core.conditions import Truth
from toolkit.core.method import Method
from toolkit.core.model import Item
from toolkit.core.questionnaire import applicable, facts_of
from toolkit.core.responses import Assessment

Pairs = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Described:
    """What follows from a system's description alone: facts, items that apply, legal findings."""

    facts: dict[str, Truth]
    items: tuple[Item, ...]
    findings: tuple[triggers.Finding, ...]


def described(library: Library, assessment: Assessment, on: date) -> Described:
    """What the description of an assessment implies on a day; cheap, because it is remembered."""
    given = tuple(sorted(assessment.profile.items())), tuple(sorted(assessment.facts.items()))
    return _described(library, *given, on)


@lru_cache(maxsize=64)
def _described(library: Library, profile: Pairs, answered: Pairs, on: date) -> Described:
    # Remembered: it changes rarely, and each answer asks for it again.
    facts = facts_of(library.profile, library.facts, dict(profile), dict(answered))
    return Described(facts, applicable(library.items, facts), triggers.evaluate(library.packs, facts, on))


@dataclass(frozen=True, slots=True)
class Scored:
    """Everything derived from one assessment on a day; nothing here is ever stored as the truth."""

    assessment: Assessment
    method: Method
    facts: dict[str, Truth]
    items: tuple[Item, ...]
    findings: tuple[triggers.Finding, ...]
    result: risk.RiskResult


def score(library: Library, assessment: Assessment, on: date, method: str = "") -> Scored:
    """Score an assessment with its own method or the one named; raises ToolkitError for an unknown method."""
    chosen = library.method(method or assessment.method)
    known = described(library, assessment, on)
    result = risk.assess(known.items, assessment.responses, chosen, library.tree, library.controls, known.findings)
    return Scored(assessment, chosen, known.facts, known.items, known.findings, result)
