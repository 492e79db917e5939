"""Levels of a whole portfolio under other yardsticks, through the arrays of `batch`; the answers are read once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from toolkit.analysis.batch import ABSENT, Batch, encode, levels
from toolkit.content import Library
from toolkit.core.method import Interval, Method
from toolkit.core.responses import Assessment, Tier


def prepared(library: Library, assessments: Sequence[Assessment], on: date) -> Batch:
    """The answers of many assessments as numbers, on a day; any method can then be asked."""
    return encode(assessments, library, on)


def system_levels(batch: Batch, method: Method, tier: Tier) -> dict[str, Interval | None]:
    """The system level of each assessment by id, legal floors applied; None where nothing applies."""
    low, high = levels(batch, method).tiers[tier].system
    pairs = zip(batch.assessments, low.tolist(), high.tolist(), strict=True)
    return {name: None if lo == ABSENT else Interval(lo, hi) for name, lo, hi in pairs}
