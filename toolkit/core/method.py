"""The nouns of scoring: intervals, levels and methods. Computes nothing but look-ups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from toolkit.core.model import OWN, Source, ToolkitError


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A closed interval of whole numbers, `lo` ≤ `hi`."""

    lo: int
    hi: int

    def __post_init__(self) -> None:
        if self.lo > self.hi:
            raise ValueError(f"an interval needs lo <= hi, got {self.lo} and {self.hi}")

    @property
    def determined(self) -> bool:
        """Whether both ends agree."""
        return self.lo == self.hi


@dataclass(frozen=True, slots=True)
class LevelName:
    """A named level; `token` names its colour (r1 … r5), never a colour itself."""

    id: str
    label: str
    token: str
    icon: str


@dataclass(frozen=True, slots=True)
class Aggregate:
    """How children decide a node: the k-th highest; if `escalate`, raised by `count` items at `start` or above."""

    k: int = 1
    escalate: bool = False
    start: int = 1
    count: int = 3


@dataclass(frozen=True, slots=True)
class SeverityPart:
    """One of the three ratings (1–5) from which a method may build the impact."""

    id: str
    label: str
    question: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Method:
    """A scoring method: scale words, levels and the 5 × 5 grid `grid[likelihood − 1][impact − 1]` of level indexes.

    Level index 0 is the lowest; `len(levels)` stands for Unacceptable, which only a trigger reaches.
    `aliases` maps the default level names (low, medium, high, extreme) to this method's own.
    """

    id: str
    version: str
    name: str
    summary: str
    levels: tuple[LevelName, ...]
    unacceptable: LevelName
    likelihood: tuple[str, ...]
    impact: tuple[str, ...]
    grid: tuple[tuple[int, ...], ...]
    aliases: Mapping[str, str] = field(default_factory=dict)
    aggregate: Aggregate = Aggregate()
    severity: str = ""
    parts: tuple[SeverityPart, ...] = ()
    axis: str = "linear"
    source: Source = OWN

    @property
    def top(self) -> int:
        """The index that stands for Unacceptable."""
        return len(self.levels)

    def level(self, index: int) -> LevelName:
        """The named level of an index 0 … len(levels)."""
        return self.unacceptable if index == self.top else self.levels[index]

    def index(self, name: str) -> int:
        """The index of a level id (aliases allowed); raises ToolkitError for a name the method does not have."""
        wanted = self.aliases.get(name, name)
        if wanted == self.unacceptable.id:
            return self.top
        for position, level in enumerate(self.levels):
            if level.id == wanted:
                return position
        raise ToolkitError(f"method {self.id} has no level “{name}”; it has {', '.join(x.id for x in self.levels)}")
