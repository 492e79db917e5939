"""Conditions over facts, evaluated in Kleene's three-valued logic (yes, no, unknown = None).

The grammar is closed (always, a fact, all, any, not): data, never an expression language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

Truth = bool | None
"""True, False, or None for unknown."""

Facts = Mapping[str, Truth]
"""Fact id, or "field:option", to its truth. An absent fact is unknown."""


@dataclass(frozen=True, slots=True)
class Always:
    """True for every system."""


@dataclass(frozen=True, slots=True)
class Fact:
    """True when the named fact is."""

    name: str


@dataclass(frozen=True, slots=True)
class Not:
    """The negation; unknown stays unknown."""

    of: Condition


@dataclass(frozen=True, slots=True)
class All:
    """Conjunction: one "no" decides, otherwise one unknown makes it unknown."""

    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Disjunction: one "yes" decides, otherwise one unknown makes it unknown."""

    of: tuple[Condition, ...]


Condition = Always | Fact | Not | All | Any


class ConditionError(ValueError):
    """A condition that is not in the grammar; the message says what was found."""


def parse(raw: object, depth: int = 0) -> Condition:
    """Read a condition from plain data (str, or a dict with one of all/any/not); raises ConditionError."""
    if depth > 12:
        raise ConditionError("a condition is nested more than 12 deep; split it into facts")
    if isinstance(raw, str) and raw.strip():
        name = raw.strip()
        return Always() if name == "always" else Fact(name)
    if isinstance(raw, Mapping) and len(raw) == 1:
        key, value = next(iter(raw.items()))
        if key == "not":
            return Not(parse(value, depth + 1))
        if key in ("all", "any") and isinstance(value, list) and value:
            parts = tuple(parse(part, depth + 1) for part in value)
            return All(parts) if key == "all" else Any(parts)
    raise ConditionError(f"expected a fact name, or one of all / any / not with content, found {raw!r:.80}")


def truth(condition: Condition, facts: Facts) -> Truth:
    """Evaluate in strong Kleene logic (Kleene 1952); unknown facts give None unless the rest decides."""
    match condition:
        case Always():
            return True
        case Fact(name):
            return facts.get(name)
        case Not(of):
            inner = truth(of, facts)
            return None if inner is None else not inner
        case All(parts):
            return conjunction(truth(part, facts) for part in parts)
        case Any(parts):
            inner = conjunction(negation(truth(part, facts)) for part in parts)
            return negation(inner)


def negation(value: Truth) -> Truth:
    """Not, keeping unknown."""
    return None if value is None else not value


def conjunction(values: Iterable[Truth]) -> Truth:
    """And: False if any is False, else None if any is unknown, else True."""
    result: Truth = True
    for value in values:
        if value is False:
            return False
        if value is None:
            result = None
    return result


def names(condition: Condition) -> Iterator[str]:
    """Every fact that the condition mentions, with repeats."""
    match condition:
        case Always():
            return
        case Fact(name):
            yield name
        case Not(of):
            yield from names(of)
        case All(parts) | Any(parts):
            for part in parts:
                yield from names(part)
