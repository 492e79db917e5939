"""Minutes as they are kept once the votes are gone: what is needed to read them, between dataclasses and plain values.

No code, no salt, nobody’s name and no single vote is among it. Reading is strict: what does not fit is no minutes.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from toolkit.core.minutes import Minutes, minutes
from toolkit.core.workshop import Group, Identity, Measures, Phase, Room
from toolkit.core.workshop_past import Mended, Voided

FORMAT = 1
"""Which form the plain values have; others are not read."""


@dataclass(frozen=True, slots=True)
class PastKept:
    """What became of the room on its way: rounds that were thrown away, entries that were mended.

    `counted` is how many people the trainer counted (0: not counted), `back` how many came in again after a loss.
    """

    counted: int = 0
    back: int = 0
    voided: tuple[Voided, ...] = ()
    mended: tuple[Mended, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptMinutes:
    """Minutes with the circumstances that they need. `day` (ISO) is the last one on which something happened.

    `version` is that of the toolkit and `content` the SHA-256 of the content when they were frozen; `paper`
    counts ballots on paper over all rounds.
    """

    day: str
    version: str
    content: str
    identity: Identity
    groups: tuple[Group, ...]
    languages: tuple[str, ...]
    least: int
    method: str
    agenda: tuple[tuple[str, int], ...]
    paper: int
    minutes: Minutes
    past: PastKept = field(default_factory=PastKept)


def kept_minutes(room: Room, measures: Measures, day: str, version: str, content: str) -> KeptMinutes:
    """The minutes of a room as it is now, with their circumstances."""
    setup = room.setup
    return KeptMinutes(
        day,
        version,
        content,
        setup.identity,
        setup.groups,
        setup.languages,
        setup.least,
        setup.method,
        setup.agenda,
        sum(count for ballots in room.paper.values() for _, count in ballots),
        minutes(room, measures),
        PastKept(room.past.counted, len(room.past.back), room.past.voided, room.past.mended),
    )


def recorded(found: Minutes) -> frozenset[str]:
    """The questions that were concluded, by id: only these go into other records."""
    return frozenset(one.poll.id for one in found.records if one.outcome.phase is Phase.RECORDED)


# ---------------------------------------------------------------- plain values


def minutes_values(kept: KeptMinutes) -> dict[str, Any]:
    """Minutes as plain values; `minutes_of` reads the same back."""
    return {"format": FORMAT, **_plain(kept)}


def minutes_of(values: object) -> KeptMinutes | None:
    """The minutes in plain values, or None where they hold none."""
    try:
        if not isinstance(values, Mapping) or values.get("format") != FORMAT:
            return None
        found = _read(KeptMinutes, {name: value for name, value in values.items() if name != "format"})
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    return found if isinstance(found, KeptMinutes) else None


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, AbstractSet):
        return sorted(value)
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, Fraction | str) else value


@lru_cache(maxsize=64)
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _read(kind: Any, value: Any) -> Any:
    """A value of a kind: a dataclass, a container of kinds, a number or a text. Raises TypeError and the like."""
    origin = get_origin(kind)
    if origin is not None:
        return _contained(origin, get_args(kind), value)
    if is_dataclass(kind) and isinstance(kind, type):
        names = {one.name for one in fields(kind)}
        later = {one.name for one in fields(kind) if one.default_factory is not MISSING}  # not in earlier files
        if not isinstance(value, Mapping) or not names - later <= set(value) <= names:
            raise TypeError(f"not a {kind.__name__}")
        return kind(**{name: _read(_hints(kind)[name], value[name]) for name in value})
    if kind is Fraction or (isinstance(kind, type) and issubclass(kind, StrEnum)):
        return kind(_exactly(str, value))
    if kind is float and type(value) is int:  # JSON knows one kind of number
        return float(value)
    return _exactly(kind, value)


def _exactly(kind: Any, value: Any) -> Any:
    if type(value) is not kind:
        raise TypeError(f"not a {kind}")
    return value


def _contained(origin: Any, args: tuple[Any, ...], value: Any) -> Any:
    if origin is tuple:
        several = args[1:] == (...,)
        given = _list(value)
        return tuple(
            _read(kind, one) for kind, one in zip(args[:1] * len(given) if several else args, given, strict=True)
        )
    if origin is frozenset:
        return frozenset(_read(args[0], one) for one in _list(value))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {_key(args[0], key): _read(args[1], one) for key, one in dict(value).items()}
    if value is None and NoneType in args:
        return None
    return _read(next(one for one in args if one is not NoneType), value)


def _key(kind: type, text: str) -> Any:
    return int(text) if kind is int else _exactly(str, text)


def _list(value: object) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise TypeError("not a list")
    return list(value)
