"""Random answers to a questionnaire: does each level come out, does each question apply, before anybody relies on it.

Each set has a temper of its own, from careless to grave, and its answers scatter around it; answers without any such
tie would give the highest level every time, because one of thirty random risks is always grave.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from toolkit.content.load import Library
from toolkit.content.scoring import described, score
from toolkit.core.model import FieldKind, ProfileField
from toolkit.core.questionnaire import asked_facts
from toolkit.core.responses import Assessment, Factor, Response, State, Tier

SETS = 500
TOO_MANY = 0.9
"""A level that takes so large a share of all sets tells systems hardly apart."""

SEED = 20261122
RARE = 0.2
"""How often a legal question is answered yes."""


@dataclass(frozen=True, slots=True)
class Simulation:
    """Levels of systems before the law, how often a legal floor decides, and risks that applied in no set."""

    sets: int
    levels: tuple[tuple[str, int], ...]
    by_law: int
    never: tuple[str, ...]

    @property
    def crowded(self) -> tuple[str, ...]:
        """Levels that take TOO_MANY of the sets or more."""
        return tuple(name for name, number in self.levels if number >= TOO_MANY * self.sets)


def simulate(library: Library, on: date, sets: int = SETS, seed: int = SEED) -> Simulation:
    """Score so many random answer sets; the same content, day and seed give the same result."""
    random, method = Random(seed), library.method()
    levels: Counter[int] = Counter()
    met: set[str] = set()
    by_law = 0
    for _ in range(sets):
        scored = score(library, _answers(library, on, random), on)
        met.update(item.id for item in scored.items)
        tier = scored.result.tiers[Tier.INHERENT]
        if tier.before_law is not None:
            levels[tier.before_law.hi] += 1
        by_law += tier.system.level != tier.before_law
    found = tuple((level.label, levels[place]) for place, level in enumerate(method.levels))
    return Simulation(sets, found, by_law, tuple(item.id for item in library.items if item.id not in met))


def _answers(library: Library, on: date, random: Random) -> Assessment:
    profile = {field.id: _chosen(field, random) for field in library.profile}
    facts = {fact.id: random.random() < RARE for fact in asked_facts(library.profile, library.facts, profile)}
    given = Assessment("simulation", "", profile, {}, method=library.default_method, facts=facts)
    temper = random.random()
    responses = {
        item.id: Response(State.ANSWERED, _step(random, temper, 5), _step(random, temper, item.impact_cap))
        for item in described(library, given, on).items
    }
    return replace(given, responses=responses)


def _step(random: Random, temper: float, most: int) -> Factor:
    step = 1 + sum(random.random() < temper for _ in range(most - 1))
    return Factor(step, step)


def _chosen(field: ProfileField, random: Random) -> str | tuple[str, ...]:
    names = [option.id for option in field.options if not option.exclusive]
    if field.kind is FieldKind.ONE:
        return random.choice([option.id for option in field.options])
    return tuple(sorted(random.sample(names, min(len(names), random.randint(1, 3)))))
