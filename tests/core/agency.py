"""A hand-built readiness assessment, and what Hypothesis draws about it."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from toolkit.core.responses import Factor, State
from toolkit.core.statements import DIMENSIONS, Dimension, Gate, Mark, Rating, Readiness, Statement

ONE = Fraction(1)
LEVELS = {str(number): f"What you see at {number}." for number in range(1, 6)}
PEOPLE = "people-expertise"


def statement(name="s", required_at=1, importance=2, effort=2, blocker=False, dimension=PEOPLE, **more):
    given = {"evidence": ("A paper",), "recommendations": (f"rec-{name}",), "fingerprint": f"print-{name}"} | more
    return Statement(
        name, "roles", "It is so.", LEVELS, required_at, importance, effort, blocker, "Because.", dimension=dimension,
        **given,
    )  # fmt: skip


def readiness(*statements, target=3, theta=ONE, gates=()):
    dimensions = tuple(
        Dimension(name, name, "", tuple(one for one in statements if one.dimension == name))
        for name in DIMENSIONS
        if any(one.dimension == name for one in statements)
    )
    return Readiness("en", "", "1.0.0", "Readiness", target, theta, Fraction(4, 5), dimensions, tuple(gates))


def rated(lo, hi=None, **more):
    state = State.ANSWERED if hi in (None, lo) else State.RANGE
    return Rating(state, Factor(lo, hi or lo), **more)


UNKNOWN = Rating(State.UNKNOWN)
NA = Rating(State.NA, reason="We have no laboratory.")
GATES = (Gate("high", 3), Gate("extreme", 4))

levels = st.integers(1, 5)
points = levels.map(rated)
ranges = st.tuples(levels, levels).map(lambda ends: rated(min(ends), max(ends)))
opens = st.sampled_from([UNKNOWN, Rating(), Rating(State.WITHHELD), Rating(State.NA)])
ratings = points | ranges | opens | st.just(NA)
marks = st.lists(st.integers(1, 5), min_size=1, max_size=8).map(
    lambda places: tuple(Mark(f"s{number}", PEOPLE, place, "x") for number, place in enumerate(places))
)
thetas = st.sampled_from([ONE, Fraction(4, 5), Fraction(3, 5), Fraction(1, 2)])


@st.composite
def cases(draw, given=ratings):
    """Marks, and a rating for each."""
    placed = draw(marks)
    return placed, {mark.id: draw(given) for mark in placed}
