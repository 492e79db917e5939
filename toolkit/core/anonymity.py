"""What may be shown of how many votes, so that nobody’s vote can be worked out (METHOD 3.4).

Shown are snapshots of closed rounds only. A group is shown only if those outside the groups that are shown are nobody,
or enough people to hide among: then no sum or difference of what is shown is about fewer than `least` people.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

LEAST = 5
"""Fewest people behind anything that is counted; content and trainers may raise it, never lower it."""

LEAST_FOR_MIDDLE = 3
"""Fewest people behind a median by itself."""


class Shown(StrEnum):
    """How much of a vote may be shown."""

    NOTHING = "nothing"
    MIDDLE = "middle"
    """Only the lower and upper median."""
    ALL = "all"


def shown(voters: int, least: int = LEAST) -> Shown:
    """How much of the votes of so many people may be shown."""
    if voters >= max(least, LEAST):
        return Shown.ALL
    return Shown.MIDDLE if voters >= LEAST_FOR_MIDDLE else Shown.NOTHING


def beside_paper(sent: int, paper: int, least: int = LEAST) -> Shown:
    """How much of `sent` votes and ballots on `paper` together may be shown.

    Whoever counted the paper can take it away from what is shown; so those who sent must be enough by themselves.
    """
    return shown(sent or paper, least)


def _few(people: int, paper: int, least: int) -> bool:
    """Whether some people would stand out, with ballots on paper that most do not know, or for those who know them."""
    return 0 < people < least or 0 < people + paper < least


def shown_groups(sizes: Mapping[str, int], voters: int, least: int = LEAST, *, paper: int = 0) -> frozenset[str]:
    """The groups whose votes may be shown beside those of everybody.

    `sizes` are voters by group; `voters` counts everybody, also those without a group and ballots on `paper`. Small
    groups are hidden, and the smallest of the others too until those hidden are nobody or at least `least` together.
    """
    least = max(least, LEAST)
    large = sorted((size, name) for name, size in sizes.items() if size >= least)
    hidden = voters - paper - sum(size for size, _ in large)
    while large and _few(hidden, paper, least):
        hidden += large.pop(0)[0]
    return frozenset(name for _, name in large)


def movement_shown(
    first: Collection[str], second: Collection[str], least: int = LEAST, *, paper: tuple[int, int] = (0, 0)
) -> bool:
    """Whether totals of movement may be shown: enough people in both rounds, and nobody or enough in only one of them.

    Whoever voted in one round only would stand out between the two pictures as soon as it is known how the rest moved;
    so would ballots on `paper` in either, which nobody follows from round to round.
    """
    least = max(least, LEAST)
    before, after = set(first), set(second)
    apart = zip((before - after, after - before), paper, strict=True)
    return len(before & after) >= least and not any(_few(len(people), written, least) for people, written in apart)


def offered_groups(people: Mapping[str, int], least: int = LEAST) -> bool:
    """Whether groups can be told apart at all: two or more of them are large enough."""
    return sum(size >= max(least, LEAST) for size in people.values()) > 1
