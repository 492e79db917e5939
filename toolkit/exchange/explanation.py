"""The second sheet of a register: what the numbers mean, what they do not mean, and how to send changes back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from toolkit.content import Library
from toolkit.content.scoring import Scored
from toolkit.core.method import Method
from toolkit.core.responses import Tier
from toolkit.exchange.bundle import ILLUSTRATION, INDEPENDENT
from toolkit.exchange.columns import EDITABLE
from toolkit.exchange.register import level_words

Line = tuple[str, ...]


def explanation(scored: Scored, library: Library, on: date) -> tuple[Line, ...]:
    """Lines of a heading and a text each."""
    return (
        *([("Notice", f"{ILLUSTRATION}.")] if scored.assessment.demo else []),
        ("Notice", INDEPENDENT),
        ("System", scored.assessment.title),
        ("Assessed on", on.isoformat()),
        ("Questionnaire", f"{library.questionnaire} {library.version}, SHA-256 {library.sha256}"),
        ("Scoring method", f"{scored.method.name} ({scored.method.id} {scored.method.version})"),
        ("", scored.method.summary),
        *(("Legal pack", f"{pack.title} ({pack.id} {pack.version})") for pack in library.packs),
        *((f"Level of the system, {tier}", _system_level(scored, tier)) for tier in Tier),
        *_scales(scored.method),
        *_reading(),
    )


def _system_level(scored: Scored, tier: Tier) -> str:
    return level_words(scored.result.tiers[tier].system.level, scored.method) or "no risk applies"


def _scales(method: Method) -> Iterator[Line]:
    for name, words in (("Likelihood", method.likelihood), ("Impact", method.impact)):
        for score, word in enumerate(words, start=1):
            yield f"{name} {score}", word
    yield "Levels, lowest first", ", ".join(level.label for level in (*method.levels, method.unacceptable))
    for likelihood in range(5, 0, -1):
        labels = (method.level(index).label for index in method.grid[likelihood - 1])
        yield f"Level at likelihood {likelihood}", "impact 1 to 5: " + ", ".join(labels)


def _reading() -> Iterator[Line]:
    yield "Inherent", "Before controls."
    yield "Current", "With the controls that are in place. One without evidence lowers only the lower end."
    yield "Target", "With the planned controls too, as if they worked."
    yield "Ranges", "2–4 means between 2 and 4. An unknown answer is the whole scale, never zero."
    yield "System level", "The highest level among the risks, or more where a legal rule says so. Never an average."
    yield "Restricted", "The answer is withheld; its text is not in this file."
    yield "Sending changes back", f"You may edit {', '.join(EDITABLE)}. All else is computed or fixed."
    yield "Hidden columns", "Do not edit or delete toolkit_record; without it the file cannot be read back in full."
