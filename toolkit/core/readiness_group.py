"""Several people answer apart, then reconcile: differences first, the spread and the dissent stay in the record.

The group's rating goes from the lower median (unknown votes at the lowest level) to the upper median (unknown votes at
the highest), as in METHOD 3.2; never the mean. Nothing depends on the order of the people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from toolkit.core.method import Interval
from toolkit.core.responses import Factor, State
from toolkit.core.statements import Rating, Ratings, Statement, known, left_out, span

Sheets = Mapping[str, Ratings]
"""Respondent to what they answered, each apart."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How the answers to one statement lie.

    `votes` is respondent to rating, by name and without skipped ones. `levels` counts the ratings 1 to 5 of settled
    votes. `split` is the share of the smaller camp, in place against not in place (0 to 1/2). `width` is from the
    lowest to the highest level voted for (0–4). `unknown` and `not_applicable` are numbers of votes.
    """

    statement: str
    votes: tuple[tuple[str, Rating], ...]
    levels: tuple[int, int, int, int, int]
    split: Fraction
    width: int
    unknown: int
    not_applicable: int

    @property
    def differs(self) -> bool:
        """Whether there is anything to talk about."""
        mixed = 0 < self.not_applicable < len(self.votes) or 0 < self.unknown < len(self.votes)
        return self.width > 0 or mixed


def spread(statement: str, sheets: Sheets, met_at: int) -> Spread:
    """How the answers of several people to a statement lie; a practice counts as in place from `met_at` on."""
    votes = [(who, sheets[who][statement]) for who in sorted(sheets) if statement in sheets[who]]
    votes = [(who, rating) for who, rating in votes if rating.state is not State.SKIPPED]
    spans = [span(rating) for _, rating in votes if known(rating)]
    high, low = sum(one.lo >= met_at for one in spans), sum(one.hi < met_at for one in spans)
    settled = [one.lo for one in spans if one.determined]
    out = sum(left_out(rating) for _, rating in votes)
    return Spread(
        statement,
        tuple(votes),
        (settled.count(1), settled.count(2), settled.count(3), settled.count(4), settled.count(5)),
        Fraction(min(high, low), len(spans)) if spans else Fraction(0),
        max((one.hi for one in spans), default=0) - min((one.lo for one in spans), default=0),
        len(votes) - len(spans) - out,
        out,
    )


def differences(statements: Iterable[Statement], sheets: Sheets, met_at: int) -> tuple[Spread, ...]:
    """Where people differ, what changes the result first: by split, then width, mixed applicability, unknowns, id."""
    spreads = [spread(one.id, sheets, met_at) for one in statements]
    return tuple(sorted((one for one in spreads if one.differs), key=_first))


def _first(one: Spread) -> tuple[Fraction, int, bool, int, str]:
    return -one.split, -one.width, not 0 < one.not_applicable < len(one.votes), -one.unknown, one.statement


# ---------------------------------------------------------------- one result


@dataclass(frozen=True, slots=True)
class Agreement:
    """What people settled on after talking, with their reason."""

    rating: Rating
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dissent:
    """Somebody whose own answer lies outside the result; `note` is what they wrote."""

    respondent: str
    rating: Rating
    note: str


@dataclass(frozen=True, slots=True)
class Reconciled:
    """The group's rating of a statement, with everything that led to it. `agreed` says that it was talked over."""

    rating: Rating
    spread: Spread
    agreed: bool
    note: str
    dissent: tuple[Dissent, ...]


def reconcile(
    statements: Iterable[Statement], sheets: Sheets, met_at: int, agreements: Mapping[str, Agreement] | None = None
) -> dict[str, Reconciled]:
    """One rating for each statement: what was agreed on, else what the votes give; nothing is lost on the way."""
    settled = agreements or {}
    return {one.id: _reconciled(spread(one.id, sheets, met_at), settled.get(one.id)) for one in statements}


def ratings_of(reconciled: Mapping[str, Reconciled]) -> dict[str, Rating]:
    """The group's ratings, to be assessed like those of one person."""
    return {name: one.rating for name, one in reconciled.items()}


def _reconciled(votes: Spread, agreement: Agreement | None) -> Reconciled:
    rating = agreement.rating if agreement else group_rating([rating for _, rating in votes.votes])
    dissent = tuple(Dissent(who, one, one.note) for who, one in votes.votes if _outside(one, rating))
    return Reconciled(rating, votes, agreement is not None, agreement.note if agreement else "", dissent)


def group_rating(votes: Sequence[Rating]) -> Rating:
    """The rating of a group before it talks.

    Nothing where nobody answered; not applicable only if all say so; unknown where more than half do not know. Votes
    for “not applicable” among others count as unknown, because only talking can settle them.
    """
    given = [one for one in votes if one.state is not State.SKIPPED]
    if not given:
        return Rating()
    if all(left_out(one) for one in given):
        return Rating(State.NA, reason="; ".join(sorted({one.reason.strip() for one in given})))
    spans = [span(one) for one in given]
    evidence = "\n".join(sorted({one.evidence.strip() for one in given} - {""}))
    if 2 * sum(not known(one) for one in given) > len(given):
        return Rating(State.UNKNOWN, evidence=evidence)
    levels = _medians(spans)
    state = State.ANSWERED if levels.determined else State.RANGE
    return Rating(state, Factor(levels.lo, levels.hi), evidence=evidence)


def _medians(spans: Sequence[Interval]) -> Interval:
    low, high = sorted(one.lo for one in spans), sorted(one.hi for one in spans)
    return Interval(low[(len(low) - 1) // 2], high[len(high) // 2])


def _outside(own: Rating, group: Rating) -> bool:
    """Whether an answer contradicts the result: no level in common, or only one of them says not applicable."""
    if known(own) and known(group):
        mine, ours = span(own), span(group)
        return mine.hi < ours.lo or ours.hi < mine.lo
    return left_out(own) != left_out(group) and (known(own) or left_out(own))
