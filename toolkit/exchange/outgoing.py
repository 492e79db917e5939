"""What every register of somebody else's begins with: the risks of one or more systems, and what their format loses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5

from toolkit.content import Library
from toolkit.content.interface import ENGLISH, Interface, interface
from toolkit.content.scoring import Scored
from toolkit.core.method import Interval, Method
from toolkit.core.model import Item
from toolkit.core.responses import AppliedControl, ControlStatus, Response, State, Tier, Treatment
from toolkit.core.risk import Rated
from toolkit.exchange.bundle import ILLUSTRATION, public_copy
from toolkit.exchange.cells import span
from toolkit.exchange.register import REASONS, level_words

NAMESPACE = "urn:responsible-ai-toolkit"
"""Where our own names live in formats that ask for an address; nothing is fetched from it."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """The systems that go out, scored on the day `on`, without what was withheld; `words` tell what a file loses."""

    systems: tuple[Scored, ...]
    library: Library
    on: date
    words: Interface = field(default_factory=lambda: interface(ENGLISH))

    @property
    def demo(self) -> bool:
        """Whether any of them is an illustration."""
        return any(one.assessment.demo for one in self.systems)


@dataclass(frozen=True, slots=True)
class Written:
    """A file, and in sentences what its format cannot say."""

    data: bytes
    losses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Risk:
    """One applicable risk of one system, with all that registers ask about it."""

    scored: Scored
    library: Library
    item: Item
    response: Response
    treatment: Treatment

    @property
    def ref(self) -> str:
        """System and risk: unique in a register of several systems, and the same in each export."""
        return f"{self.scored.assessment.id}/{self.item.id}"

    @property
    def title(self) -> str:
        """The title, which says so where the system is an illustration."""
        return f"{ILLUSTRATION}: {self.item.title}" if self.scored.assessment.demo else self.item.title

    @property
    def text(self) -> str:
        """Cause, event and consequence."""
        return " ".join((self.item.cause, self.item.event, self.item.consequence))

    @property
    def method(self) -> Method:
        """The method that it was scored with."""
        return self.scored.method

    def rated(self, tier: Tier) -> Rated | None:
        """Its ratings in a tier; None where the risk is not applicable."""
        return self.scored.result.tiers[tier].items.get(self.item.id)

    def controls(self, status: ControlStatus) -> tuple[AppliedControl, ...]:
        """Its controls that are in place, or planned."""
        known = self.library.controls
        return tuple(one for one in self.response.controls if one.status is status and one.id in known)

    def why_open(self) -> str:
        """Why there is no answer, or nothing."""
        word = REASONS.get(self.response.state, "")
        return f"{word}: {self.response.reason}" if word and self.response.reason else word

    def in_words(self, tier: Tier) -> str:
        """Likelihood, impact and level in a tier, ranges as ranges."""
        rated = self.rated(tier)
        if rated is None:
            return f"{tier}: not applicable"
        axes = f"likelihood {_axis(rated.likelihood)}, impact {_axis(rated.impact)}"
        return f"{tier}: {axes}, level {level_words(rated.level, self.method)}"

    def uuid(self, what: str) -> str:
        """An identity that stays the same from export to export."""
        return identity(f"{self.ref}/{what}")


def _axis(axis: Interval) -> str:
    return span(axis.lo, axis.hi)


def identity(name: str) -> str:
    """A UUID that follows from a name."""
    return str(uuid5(UUID(str(uuid5(NAMESPACE_URL, NAMESPACE))), name))


def outgoing(systems: tuple[Scored, ...], library: Library, on: date, lang: str = ENGLISH) -> Outgoing:
    """What goes out of some scored systems: withheld text and ratings stay here (see `bundle.public_copy`).

    `lang` is the language of the sentences on what a file loses.
    """
    public = tuple(replace(one, assessment=public_copy(one.assessment)) for one in systems)
    return Outgoing(public, library, on, interface(lang))


def risks(out: Outgoing) -> Iterator[Risk]:
    """Every applicable risk, system by system."""
    for scored in out.systems:
        for item in scored.items:
            given = scored.assessment
            response = given.responses.get(item.id, Response())
            yield Risk(scored, out.library, item, response, given.treatments.get(item.id, Treatment()))


# ---------------------------------------------------------------- what a format loses


def unsettled(one: Risk, tier: Tier) -> bool:
    """Whether likelihood or impact of a risk is a range in a tier."""
    rated = one.rated(tier)
    return rated is not None and not (rated.likelihood.determined and rated.impact.determined)


def counted(number: int, singular: str, plural: str) -> tuple[str, ...]:
    """A sentence about so many risks, or none."""
    return (f"1 {singular}",) if number == 1 else (f"{number} {plural}",) if number else ()


EMPTY_CELLS = "their cells for likelihood, impact and level are empty"


def lost(out: Outgoing, where: str, absent: str = "") -> Iterator[str]:
    """What a format of single steps cannot say: `where` a range has gone, what is `absent` of a risk without rating."""
    found, words = list(risks(out)), out.words
    left = absent or words.gettext(EMPTY_CELLS)
    wide = sum(any(unsettled(one, tier) for tier in Tier) for one in found)
    if wide:
        yield words.say_n(
            "{number} risk has a range: {where}", "{number} risks have a range: {where}", wide, where=where
        )
    states = Counter(one.response.state for one in found)
    if states[State.NA]:
        yield words.say_n(
            "{number} risk is not applicable: {left}",
            "{number} risks are not applicable: {left}",
            states[State.NA],
            left=left,
        )
    if states[State.WITHHELD]:
        yield words.say_n(
            "{number} risk is withheld: what was answered is not in the file",
            "{number} risks are withheld: what was answered is not in the file",
            states[State.WITHHELD],
        )
    yield from _bound(out)


def _bound(out: Outgoing) -> Iterator[str]:
    """How many systems have legal rules, which no single risk can hold."""
    bound = sum(any(finding.matches is not False for finding in scored.findings) for scored in out.systems)
    if bound:
        yield out.words.say_n(
            "{number} system has legal rules that may set its level; they do not fit into single risks, "
            "and its report holds them",
            "{number} systems have legal rules that may set their level; they do not fit into single risks, "
            "and their reports hold them",
            bound,
        )
