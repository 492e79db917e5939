"""One call from an assessment to its result: facts, applicable items, legal findings, levels. Composes the core."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from toolkit.content.load import Library, load_library
from toolkit.core import risk, triggers
from toolkit.core.conditions import Truth
from toolkit.core.method import Method
from toolkit.core.migration import fingerprint
from toolkit.core.model import Item
from toolkit.core.questionnaire import applicable, facts_of
from toolkit.core.responses import Assessment

Pairs = tuple[tuple[str, Any], ...]
SOURCE_LANGUAGE = "en"


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


def asked(library: Library) -> dict[str, str]:
    """Each risk question in a few digits, the same in every language: so a later version can tell what has changed."""
    source = library if library.lang == SOURCE_LANGUAGE else load_library(SOURCE_LANGUAGE)
    return {item.id: fingerprint(item) for item in source.items}
