"""Legal triggers: three-valued rules whose yes sets a floor and whose unknown lifts only the upper end (METHOD 2.5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from toolkit.core.conditions import Truth, conjunction, negation, truth
from toolkit.core.law import Pack, Trigger
from toolkit.core.method import Interval, Method


@dataclass(frozen=True, slots=True)
class Finding:
    """A trigger as evaluated on a day: does it match, is its pack binding here, does its article apply yet."""

    trigger: Trigger
    pack: Pack
    matches: Truth
    binding: Truth
    applies_from: date
    in_force: bool

    @property
    def decides(self) -> Truth:
        """Whether the floor counts: matches, binding and in force; unknown if that cannot be said."""
        return conjunction((self.matches, self.binding, self.in_force))


def evaluate(packs: Iterable[Pack], facts: Mapping[str, Truth], on: date) -> tuple[Finding, ...]:
    """Evaluate every trigger of every pack for the day `on`, in pack and trigger order."""
    return tuple(_finding(pack, trigger, facts, on) for pack in packs for trigger in pack.triggers)


def _finding(pack: Pack, trigger: Trigger, facts: Mapping[str, Truth], on: date) -> Finding:
    matches = truth(trigger.when, facts)
    if trigger.unless is not None:
        matches = conjunction((matches, negation(truth(trigger.unless, facts))))
    starts = next((a.applies_from for a in pack.articles if a.id == trigger.article), pack.checked)
    return Finding(trigger, pack, matches, truth(pack.binding_when, facts), starts, starts <= on)


def relevant(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that match or may match."""
    return tuple(finding for finding in findings if finding.matches is not False)


def apply(level: Interval, findings: Sequence[Finding], method: Method) -> Interval:
    """Raise a level interval by the floors: yes raises both ends, unknown only the upper. Idempotent and order-free."""
    low, high = level.lo, level.hi
    for finding in findings:
        if finding.trigger.floor == "none" or finding.decides is False:
            continue
        floor = method.index(finding.trigger.floor)
        high = max(high, floor)
        if finding.decides:
            low = max(low, floor)
    return Interval(low, high)


def with_law(level: Interval | None, findings: Sequence[Finding], method: Method) -> Interval | None:
    """A system level with legal floors; where no item applies, only a floor that decides makes a level."""
    if level is None:
        floored = apply(Interval(0, 0), findings, method)
        return floored if floored.lo else None
    return apply(level, findings, method)


def past_review(pack: Pack, on: date) -> bool:
    """Whether the pack is past its review date."""
    return on > pack.review_by
