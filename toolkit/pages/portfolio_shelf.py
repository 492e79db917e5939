"""What the portfolio page looks at: records as systems, computed once for each revision of a record."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from toolkit.content import Library
from toolkit.content.scoring import Described, described
from toolkit.core.method import Method
from toolkit.core.portfolio import System
from toolkit.core.responses import Assessment, Tier
from toolkit.core.risk import RiskResult, TierResult, tier_result
from toolkit.core.sensitivity import ToFindOut, find_out_first
from toolkit.pages import threads
from toolkit.pages.desk import Context
from toolkit.store import Stored

MOST_KEPT = 2_048
"""So many systems are remembered with their levels; the ones that were not looked at for longest go first."""

UNIT = ("meta/organization", "meta/unit")
Key = tuple[str, int, str, str, date]


class Tiers(Mapping[Tier, TierResult]):
    """The tiers of a system, each computed when it is first asked for: most screens need one of three."""

    def __init__(self, library: Library, known: Described, given: Assessment, method: Method) -> None:
        self._library, self._known, self._given, self._method = library, known, given, method
        self._found: dict[Tier, TierResult] = {}
        self._open: dict[Tier, tuple[ToFindOut, ...]] = {}

    def __getitem__(self, tier: Tier) -> TierResult:
        """The results of one tier."""
        if tier not in self._found:
            library, known = self._library, self._known
            about = (known.items, self._given.responses, self._method, library.tree, library.controls, known.findings)
            self._found[tier] = tier_result(tier, *about)
        return self._found[tier]

    def open(self, tier: Tier) -> tuple[ToFindOut, ...]:
        """What is left to find out in a tier, the most pressing first."""
        if tier not in self._open:
            self._open[tier] = find_out_first(self[tier], self._method, self._known.findings)
        return self._open[tier]

    def __iter__(self) -> Iterator[Tier]:
        """All tiers."""
        return iter(Tier)

    def __len__(self) -> int:
        """Three."""
        return len(Tier)


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as the page needs it: the system for what is computed, the assessment for what was answered."""

    record: Stored
    system: System
    assessment: Assessment
    tiers: Tiers


KEPT: OrderedDict[Key, Entry] = OrderedDict()


@dataclass(frozen=True)
class Shelf:
    """The newest version of every system that the visitor may see, and the versions before it by family.

    `shared` are the ids of those that belong to others. `inventories` are the visitor's imported inventories, `stage`
    their latest readiness result, if there is one.
    """

    records: tuple[Stored, ...] = ()
    earlier: Mapping[str, tuple[Stored, ...]] = field(default_factory=dict)
    shared: frozenset[str] = frozenset()
    inventories: tuple[Stored, ...] = ()
    readiness: Stored | None = None

    @property
    def demos(self) -> int:
        """How many are illustrations."""
        return sum(one.demo for one in self.records)


def known(record: Stored, context: Context, method: str) -> bool:
    """Whether the levels of a record are remembered."""
    return _key(record, context, method) in KEPT


def _key(record: Stored, context: Context, method: str) -> Key:
    return record.id, record.revision, method, context.library.lang, context.today


def entry(record: Stored, context: Context, method: str, family: str = "") -> Entry:
    """A record with its levels by a method, as of today; quick for a record that has not changed."""
    key = _key(record, context, method)
    found = KEPT.get(key)
    if found is None:
        found = KEPT[key] = _entry(record, context, method, family)
        trim(MOST_KEPT)
    KEPT.move_to_end(key)
    return found


def trim(most: int) -> None:
    """Remember so many systems at most; the ones that were not looked at for longest go first."""
    while len(KEPT) > most:
        KEPT.popitem(last=False)


def _entry(record: Stored, context: Context, method: str, family: str) -> Entry:
    assessment = threads.assessment(context, record)
    known = described(context.library, assessment, context.today)
    chosen = context.library.method(method)
    tiers = Tiers(context.library, known, assessment, chosen)
    system = System(
        id=record.id,
        title=record.title,
        result=RiskResult(chosen, tiers, None, known.findings),
        changed=record.updated_at.date(),
        groups=groups_of(record),
        content=f"{record.questionnaire_id} {record.questionnaire_version}",
        family=family or record.id,
        version=record.version_no,
        frozen=record.frozen,
        demo=record.demo,
        method=assessment.method,
    )
    return Entry(record, system, assessment, tiers)


def groups_of(record: Stored) -> dict[str, tuple[str, ...]]:
    """What a record can be gathered by: its description, and the unit as people wrote it."""
    found = {}
    for key, value in record.values.items():
        if key.startswith("profile/") and value:
            found[key[8:]] = tuple(map(str, value)) if isinstance(value, list) else (str(value),)
    unit = tuple(str(record.values[name]).strip() for name in UNIT if record.values.get(name))
    return found | ({"unit": unit} if unit else {})


def entries(records: Iterable[Stored], context: Context, method: str) -> tuple[Entry, ...]:
    """All of them, in their order."""
    return tuple(entry(one, context, method) for one in records)
