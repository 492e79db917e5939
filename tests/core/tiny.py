"""Hand-built content for tests of the core: a small tree, four methods, and short ways to write items and answers."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from toolkit.core.conditions import Always, Fact
from toolkit.core.law import Article, Pack, Trigger
from toolkit.core.matrix import product_grid
from toolkit.core.method import LevelName, Method
from toolkit.core.model import Control, Item, Likelihood, Source, Sourced
from toolkit.core.responses import AppliedControl, ControlStatus, Factor, Response, State
from toolkit.core.uncertainty import read

OWN = Source("own")
ALWAYS = Always()
TODAY = date(2026, 11, 21)
LOW, MEDIUM, HIGH, EXTREME, UNACCEPTABLE = range(5)

TREE = {"harm": ("accuracy", "safety"), "fairness": ("equality",)}
PRINCIPLES = tuple(child for children in TREE.values() for child in children)


def method(name="linear", minima=(6, 12, 20), floors=None, grid=None, levels="low medium high extreme", **more):
    names = tuple(LevelName(level, level.title(), "r1", "○") for level in levels.split())
    words = ("1", "2", "3", "4", "5")
    top = LevelName("unacceptable", "Unacceptable", "r6", "■")
    return Method(name, "1.0.0", name, "", names, top, words, words, grid or product_grid(minima, floors), **more)


LINEAR = method()
RIGHTS_FIRST = method("rights-first", floors={4: MEDIUM, 5: HIGH})
NIST_GRID = ((0, 0, 0, 1, 1), (0, 1, 1, 1, 2), (0, 1, 2, 2, 3), (0, 1, 2, 3, 4), (0, 1, 2, 3, 4))
NIST = method(
    "nist-800-30",
    grid=NIST_GRID,
    levels="very-low low moderate high very-high",
    aliases={"medium": "moderate", "extreme": "very-high"},
)
METHODS = (LINEAR, RIGHTS_FIRST, NIST)

PACKAGE = {
    f"p{p}m{m}": Control(f"p{p}m{m}", "", "", p, m, {}, (), "S", "accuracy", OWN) for p in range(4) for m in range(4)
}
"""Controls named for the most steps that they take off: p2m1 takes 2 off likelihood and 1 off impact."""


def item(name="a", principle="accuracy", **more):
    scale = Likelihood("?", "uses", 100, 20)
    example = Sourced("", Source("illustration"))
    given = {"applies_when": ALWAYS, **more}
    return Item(
        id=name,
        principle=principle,
        title=name,
        cause="",
        event="",
        consequence="",
        likelihood=scale,
        impact=("1", "2", "3", "4", "5"),
        why="",
        help={},
        example=example,
        evidence=(),
        controls=(),
        rights=(),
        source=OWN,
        **given,
    )


def factor(value):
    """A factor from 3, (2, 4), (2, 4, 3) with its best guess last, or None for unknown."""
    if value is None:
        return None
    return Factor(value, value) if isinstance(value, int) else Factor(*value)


def answer(likelihood, impact, confidence=None, **more):
    points = all(isinstance(value, int) for value in (likelihood, impact) if value is not None)
    state = State.ANSWERED if points else State.RANGE
    return Response(state, factor(likelihood), factor(impact), confidence, **more)


def in_place(control, strength=None, evidenced=True):
    return AppliedControl(control, ControlStatus.IN_PLACE, strength, evidenced)


def planned(control, strength=None):
    return AppliedControl(control, ControlStatus.PLANNED, strength)


RAW = json.loads((Path(__file__).parents[2] / "data/methods/answer-distributions.json").read_text(encoding="utf-8"))
TABLE = read(RAW)
"""The one piece of real data here: the shipped answer distributions, which tests recompute."""

UNKNOWN = Response(State.UNKNOWN)
SKIPPED = Response()
WITHHELD = Response(State.WITHHELD, reviewer="reviewer")
NA = Response(State.NA, reason="the system keeps no images")


def case(**responses):
    """Items a, b, c … of one principle with their responses: case(a=answer(4, 4), b=UNKNOWN)."""
    return tuple(item(name) for name in responses), responses


def trigger(name="t", floor="high", when=None, **more):
    return Trigger(name, "art", name, "prohibited", when or Fact(name), "", "", floor, **more)


def pack(*triggers, binding_when=ALWAYS, starts=date(2025, 2, 2)):
    articles = (Article("art", "Article 1", "", starts, "verified"),)
    return Pack("pack", "1", "Pack", "EU", binding_when, TODAY, date(2027, 1, 1), "", "", articles, triggers, (), OWN)
