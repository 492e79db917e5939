"""Between a workshop and plain values (JSON): how its setup and what happened in it are kept, in the store or a file.

Reading is strict: what does not fit is no event and no setup, whoever sent it. Playing kept events gives the room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

from toolkit.core.workshop import (
    About,
    Choices,
    Entry,
    Group,
    Identity,
    Kind,
    Moderated,
    Person,
    Phase,
    Poll,
    Room,
    Setup,
    Verdict,
)
from toolkit.core.workshop_events import (
    Begin,
    Count,
    End,
    Event,
    Inject,
    Join,
    Moderate,
    Move,
    Present,
    Remove,
    Robots,
    Screen,
    Void,
    Vote,
    Write,
)
from toolkit.core.workshop_rules import happen

Values = Mapping[str, Any]

T = TypeVar("T")

NAMES: Mapping[type[Any], str] = {
    Join: "join",
    Vote: "vote",
    Begin: "begin",
    Move: "move",
    Count: "count",
    Moderate: "moderate",
    Write: "write",
    Remove: "remove",
    Void: "void",
    Present: "present",
    Inject: "inject",
    Screen: "screen",
    Robots: "robots",
    End: "end",
}
"""What each event is called where it is kept."""

# ---------------------------------------------------------------- writing


def event_values(event: Event) -> dict[str, Any]:
    """An event as plain values; `event_of` reads the same back."""
    return {"event": NAMES[type(event)], **_plain(event)}


def setup_values(setup: Setup) -> dict[str, Any]:
    """A setup as plain values; `setup_of` reads the same back."""
    found: dict[str, Any] = _plain(setup)
    return found


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    return str(value) if isinstance(value, str) else value


# ---------------------------------------------------------------- reading


def event_of(values: object) -> Event | None:
    """The event in plain values, or None where they hold none."""
    try:
        given = _mapping(values)
        return _READERS[_text(given, "event")](given)
    except (KeyError, TypeError, ValueError):
        return None


def setup_of(values: object) -> Setup | None:
    """The setup in plain values, or None where they hold none."""
    try:
        return _setup(_mapping(values))
    except (KeyError, TypeError, ValueError):
        return None


def replayed(setup: Setup, events: Iterable[object]) -> Room:
    """The room after everything that was kept, in its order; what is no event or was refused changes nothing."""
    room = Room(setup)
    for one in events:
        event = event_of(one)
        if event is not None:
            room, _ = happen(room, event)
    return room


def _mapping(value: object) -> Values:
    if not isinstance(value, Mapping):
        raise TypeError("not a mapping")
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise TypeError("not a list")
    return list(value)


def _text(given: Values, key: str) -> str:
    if not isinstance(given[key], str):
        raise TypeError(f"{key} is not a text")
    return str(given[key])


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("not a whole number")
    return value


def _true(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("neither true nor false")
    return value


def _texts(given: Values, key: str) -> tuple[str, ...]:
    return tuple(_text({key: one}, key) for one in _list(given[key]))


def _choices(value: object) -> Choices:
    return tuple(None if one is None else _whole(one) for one in _list(value))


def _pairs(value: object) -> Iterable[tuple[Any, int]]:
    for one in _list(value):
        first, number = _list(one)
        yield first, _whole(number)


def _person(given: Values) -> Person:
    name, *more = (_text(given, one) for one in ("id", "name", "group", "lang"))
    return Person(name, more[0], more[1], more[2], _true(given.get("again", False)))


def _entry(given: Values) -> Entry:
    texts = (_text(given, name) for name in ("text", "poll", "owner_role", "due"))
    return Entry(_text(given, "id"), Kind(_text(given, "kind")), *texts)


def _vote(given: Values) -> Vote:
    name, person, poll = (_text(given, one) for one in ("id", "person", "poll"))
    return Vote(name, person, poll, _whole(given["round"]), _choices(given["choices"]), _text(given, "reason"))


def _count(given: Values) -> Count:
    ballots = tuple((_choices(choices), number) for choices, number in _pairs(given["ballots"]))
    return Count(_text(given, "id"), _text(given, "poll"), _whole(given["round"]), ballots)


def _moderate(given: Values) -> Moderate:
    decision = _mapping(given["decision"])
    moderated = Moderated(Verdict(_text(decision, "verdict")), _text(decision, "text"))
    return Moderate(_text(given, "id"), _text(given, "reason"), moderated)


def _screen(given: Values) -> Screen:
    part, until, ends = (_maybe(_whole, given[name]) for name in ("part", "until", "ends"))
    focus = None if given["focus"] is None else _text(given, "focus")
    return Screen(_text(given, "id"), focus, _maybe(_true, given["blank"]), part, until, ends)


def _maybe(read: Callable[[object], T], value: object) -> T | None:
    return None if value is None else read(value)


def _present(given: Values) -> Present:
    return Present(_text(given, "id"), _maybe(_whole, given["counted"]), _maybe(_true, given["shut"]))


_READERS: Mapping[str, Callable[[Values], Event]] = {
    "join": lambda given: Join(_text(given, "id"), _person(_mapping(given["person"]))),
    "vote": _vote,
    "begin": lambda given: Begin(_text(given, "id")),
    "move": lambda given: Move(_text(given, "id"), _texts(given, "polls"), Phase(_text(given, "to"))),
    "count": _count,
    "moderate": _moderate,
    "write": lambda given: Write(_text(given, "id"), _entry(_mapping(given["entry"]))),
    "remove": lambda given: Remove(_text(given, "id"), _text(given, "entry")),
    "void": lambda given: Void(_text(given, "id"), _text(given, "poll"), _whole(given["round"])),
    "present": _present,
    "inject": lambda given: Inject(_text(given, "id"), _text(given, "inject")),
    "screen": _screen,
    "robots": lambda given: Robots(_text(given, "id"), _whole(given["number"])),
    "end": lambda given: End(_text(given, "id")),
}


def _poll(given: Values) -> Poll:
    steps, side = (tuple(_whole(one) for one in _list(given[name])) for name in ("steps", "side"))
    name, of = _text(given, "id"), _text(given, "of")
    return Poll(name, About(_text(given, "about")), of, steps, frozenset(side), _whole(given["minutes"]))


def _setup(given: Values) -> Setup:
    groups = (_mapping(one) for one in _list(given["groups"]))
    return Setup(
        **{name: _text(given, name) for name in ("id", "title", "code", "method", "salt", "case")},
        polls=tuple(_poll(_mapping(one)) for one in _list(given["polls"])),
        identity=Identity(_text(given, "identity")),
        groups=tuple(Group(_text(one, "id"), _text(one, "title")) for one in groups),
        languages=_texts(given, "languages"),
        least=_whole(given["least"]),
        injects=_texts(given, "injects"),
        agenda=tuple((_text({"id": name}, "id"), number) for name, number in _pairs(given["agenda"])),
        most_people=_whole(given["most_people"]),
        demo=_true(given["demo"]),
    )
