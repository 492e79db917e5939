"""What a room answered, as rows: counts that may be shown, and no person and no single vote.

A row is one scale in one round. Where too few voted the counts stay empty, which is not zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from toolkit.core.method import Interval
from toolkit.core.minutes import Minutes, Record
from toolkit.core.workshop import About
from toolkit.core.workshop_results import Result

STEPS = tuple(f"step_{number}" for number in range(1, 6))
COLUMNS = (
    "question", "about", "round", "scale", "voters", "shown", *STEPS, "unknown", "middle_low", "middle_high",
    "consensus", "verdict", "above", "below", "answer_low", "answer_high", "demo",
)  # fmt: skip
"""The step columns hold numbers of votes; `above` and `below` count the camps of the whole question."""

SCALES: Mapping[About, tuple[str, ...]] = {About.ITEM: ("likelihood", "impact")}
"""Names of the scales of a question that has more than one."""


def to_rows(found: Minutes) -> list[dict[str, str]]:
    """Every scale of every round that was shown, as text by column."""
    return [row for record in found.records for row in _rows(record, demo=found.demo)]


def _rows(record: Record, *, demo: bool) -> Iterator[dict[str, str]]:
    poll = record.poll
    for result in record.outcome.results:
        for scale, name in enumerate(SCALES.get(poll.about, ("",))):
            final = record.answer if record.answer and record.answer.round == result.round else None
            yield {
                "question": poll.of,
                "about": str(poll.about),
                "round": str(result.round),
                "scale": name,
                "voters": str(result.voters),
                "shown": str(result.shown),
                **_counts(result, scale),
                **_ends("middle", result.middles[scale] if result.middles else None),
                **_ends("answer", final.factors[scale] if final else None),
                "demo": "yes" if demo else "no",
            }


def _counts(result: Result, scale: int) -> dict[str, str]:
    """Votes by step and what they look like; empty where they may not be shown."""
    if not result.pictures:
        return {}
    seen = result.pictures[scale]
    steps = {name: str(count) for name, count in zip(STEPS, seen.votes.counts, strict=False)}
    return steps | {
        "unknown": str(seen.votes.unknown),
        "consensus": "" if seen.consensus is None else f"{seen.consensus:.6f}",
        "verdict": str(seen.verdict),
        "above": str(result.above),
        "below": str(result.below),
    }


def _ends(name: str, span: Interval | None) -> dict[str, str]:
    return {f"{name}_low": str(span.lo), f"{name}_high": str(span.hi)} if span else {}
