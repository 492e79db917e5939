"""Where one is on the portfolio page: the screen and every filter stand in the address, so that it can be shared."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from toolkit.content import Library
from toolkit.core.method import Method
from toolkit.core.model import ToolkitError
from toolkit.core.portfolio import Query
from toolkit.core.responses import Tier

SCREENS = (
    "overview",
    "systems",
    "matrix",
    "principles",
    "groups",
    "drivers",
    "compare",
    "whatif",
    "treatments",
    "readiness",
    "item",
    "trend",
    "inventories",
    "record",
)
"""The first word of an address."""

GROUPS = ("application", "technique", "stage", "unit")
"""What systems can be filtered and gathered by: profile fields, and the unit."""

FILTERS = ("level", "principle", *GROUPS, "trigger", "q", "cell", "since", "until")
"""What narrows the systems; the rest says how they are shown."""

NAMES = frozenset(
    (*FILTERS, "method", "tier", "demo", "sort", "page", "by", "id", "less", "likelihood", "impact", "count", "chart")
)
NAMES |= {"register", "year", "phase", "label", "practice", "said", "gap"}
MOST = 4
"""Systems that can be chosen for a comparison."""

MAY, JUST = "may-", "at-"
"""Before a level: also what may reach it; only what has it, for sure or perhaps."""

_UNSAFE = re.compile(r"[~%&=?/#+ ]")
_ESCAPED = re.compile(r"~([0-9A-F]{2})")


@dataclass(frozen=True, slots=True)
class Place:
    """A screen, what it is about, and what was asked for, by name; each name has one value, `id` up to four."""

    screen: str = "overview"
    arg: str = ""
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def one(self, name: str) -> str:
        """The value of a name, or an empty text."""
        return next(iter(self.given.get(name, ())), "")

    def number(self, name: str) -> int:
        """The value as a whole number; 0 where it is none, or out of reach."""
        value = self.one(name)
        return int(value) if re.fullmatch(r"-?[0-9]{1,6}", value) else 0

    def having(self, **changes: str | tuple[str, ...]) -> Place:
        """The same place with other values; an empty value takes a name away."""
        new = {name: (value,) if isinstance(value, str) else value for name, value in changes.items()}
        merged = {**self.given, **new}
        return replace(self, given={name: value for name, value in merged.items() if any(value)})

    def to(self, screen: str, arg: str = "") -> Place:
        """Another screen with the same filters; the page of the list starts anew."""
        return replace(self.having(page="", chart=""), screen=screen, arg=arg)

    @property
    def route(self) -> str:
        """The address, which `place_of` reads back."""
        query = "&".join(f"{name}={_safe(one)}" for name, all_ in sorted(self.given.items()) for one in all_)
        path = f"{self.screen}/{_safe(self.arg)}" if self.arg else self.screen
        return f"{path}?{query}" if query else path


def place_of(route: str) -> Place:
    """The place of an address; what it does not know is left out, because an address is only a claim."""
    path, _, query = route.strip("#/").partition("?")
    screen, _, arg = path.partition("/")
    given: dict[str, tuple[str, ...]] = {}
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        text = _plain(value)[:200]
        if name in NAMES and text:
            given[name] = (*given.get(name, ()), text)[-MOST if name == "id" else -1 :]
    return Place(screen if screen in SCREENS else "overview", _plain(arg)[:200], given)


def _safe(text: str) -> str:
    """What an address may hold as it is: browsers decode “%” on their own, so another sign is used."""
    return _UNSAFE.sub(lambda found: f"~{ord(found.group()):02X}", text)


def _plain(text: str) -> str:
    raw = _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)
    return re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", "", raw)


# ---------------------------------------------------------------- what it asks for


def method_of(place: Place, library: Library) -> Method:
    """The method by which everything is shown: the one asked for, else the usual one."""
    return library.methods.get(place.one("method")) or library.method(library.default_method)


def tier_of(place: Place) -> Tier:
    """The tier that is shown: the current one unless another is asked for."""
    given = place.one("tier")
    return Tier(given) if given in list(Tier) else Tier.CURRENT


def query_of(place: Place, library: Library) -> Query:
    """The filters as a question to the core."""
    asked = place.one("level")
    level = asked.removeprefix(MAY).removeprefix(JUST)
    known = {one.id for one in library.principles if one.parent}
    principle = place.one("principle")
    return Query(
        level=_level(level, method_of(place, library)),
        may=asked.startswith(MAY),
        just=asked.startswith(JUST),
        since=_day(place.one("since")),
        until=_day(place.one("until")),
        principle=principle if principle in known else "",
        trigger=place.one("trigger"),
        text=place.one("q"),
        cell=_cell(place.one("cell")),
        groups=tuple((name, value) for name in GROUPS if (value := place.one(name))),
    )


def _level(name: str, method: Method) -> int | None:
    try:
        return method.index(name) if name else None
    except ToolkitError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        return None


def _cell(text: str) -> tuple[int, int] | None:
    found = re.fullmatch(r"([1-5])-([1-5])", text)
    return (int(found[1]), int(found[2])) if found else None
