"""The best set of treatments within a budget, proved: a mixed-integer program, one aim after the other (METHOD 4.3).

Needs SciPy (its `milp`, with HiGHS inside), which comes with the extra `optimize`. There is no other way to choose:
picking by benefit per cost can leave the highest risk where it is.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from math import gcd, inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from toolkit.core.method import Interval
from toolkit.core.model import ToolkitError
from toolkit.core.treatment import Counts, First, Option, Problem, Risk, Way

Vector = NDArray[np.float64]

PATIENCE = 120.0
"""Seconds after which a choice that is not proved is given up."""

COSTLIEST = 10**10
"""The most that one treatment, or a budget, may cost, in hundredths: beyond it, sums would not be exact."""


class NotInstalled(ToolkitError):
    """What choosing needs is not installed."""


class NotProved(ToolkitError):
    """No set was proved to be the best one in time; nothing less is shown."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The best set (ids in the problem's order), what it costs in hundredths, and the counts before and after.

    `other` is another set that does as much for the same cost with as few treatments; empty if there is none.
    """

    chosen: tuple[str, ...]
    cost: int
    before: Counts
    after: Counts
    other: tuple[str, ...] = ()


def installed() -> bool:
    """Whether what choosing needs is there."""
    return find_spec("scipy") is not None


def choose(problem: Problem, budget: int, patience: float = PATIENCE) -> Choice:
    """The set with the fewest risks at the highest level, then at the next ones, then the cheapest, then the smallest.

    `budget` in hundredths of the unit, `patience` in seconds. Raises NotInstalled, NotProved, and ToolkitError for a
    budget that is out of reach.
    """
    if not installed():
        raise NotInstalled(
            "Choosing treatments needs the package SciPy. Install it: pip install 'responsible-ai-toolkit[optimize]'"
        )
    if not 0 <= budget <= COSTLIEST:
        raise ToolkitError(f"a budget lies between 0 and {COSTLIEST // 100:,}; give one in between")
    before = problem.counts()
    program = _program(problem, budget)
    if not program.risks:
        return Choice((), 0, before, before)
    until = time.monotonic() + patience
    rows = list(program.rows)
    chosen: tuple[str, ...] = ()
    for aim in _aims(program, problem):
        found = _run(program, rows, aim, until)
        rows.append(_Row(_cells(aim), upper=round(float(aim @ found))))
        chosen = _names(program, found)
    _hold(program, rows, chosen)
    other = _run(program, [*rows, _not_again(program, chosen)], np.zeros(program.width), until, must=False)
    return Choice(
        chosen, problem.cost(chosen), before, problem.counts(chosen), () if other is None else _names(program, other)
    )


# ---------------------------------------------------------------- the program


@dataclass(frozen=True, slots=True)
class _Row:
    """`lower` ≤ the sum of the cells (by column) times the variables ≤ `upper`."""

    cells: Mapping[int, float]
    lower: float = -inf
    upper: float = inf


@dataclass(frozen=True, slots=True)
class _Program:
    """A variable for each treatment in question (0 or 1), then one for each way of each risk that they can change."""

    options: tuple[Option, ...]
    costs: tuple[int, ...]
    risks: tuple[Risk, ...]
    rows: tuple[_Row, ...]

    @property
    def levels(self) -> list[Interval]:
        """Where each way leads."""
        return [way.level for risk in self.risks for way in risk.ways]

    @property
    def width(self) -> int:
        """How many variables there are."""
        return len(self.options) + sum(len(risk.ways) for risk in self.risks)


def _program(problem: Problem, budget: int) -> _Program:
    options = problem.priced(budget)
    at = {one.id: place for place, one in enumerate(options)}
    risks = tuple(risk for risk in (_within(one, at) for one in problem.risks) if len(risk.ways) > 1)
    # The smaller the numbers, the further they are from the solver's tolerance.
    unit = gcd(*(one.cost or 0 for one in options)) or 1
    costs = tuple((one.cost or 0) // unit for one in options)
    rows = [_Row(dict(enumerate(costs)), upper=budget // unit)]
    first = len(options)
    for risk in risks:
        rows.append(_Row({first + n: 1 for n in range(len(risk.ways))}, lower=1, upper=1))
        for n, way in enumerate(risk.ways):
            rows += [_Row({first + n: 1} | {at[one]: -1 for one in group}, upper=0) for group in way.needs]
        first += len(risk.ways)
    return _Program(options, costs, risks, tuple(rows))


def _within(risk: Risk, known: Mapping[str, int]) -> Risk:
    """A risk with the ways that the treatments in question can open."""
    ways = [Way(tuple(group & known.keys() for group in way.needs), way.level) for way in risk.ways]
    return Risk(risk.system, risk.item, tuple(way for way in ways if all(way.needs)))


def _aims(program: _Program, problem: Problem) -> list[Vector]:
    """What is made small, in this order: risks at each level or above (at one end, then the other), cost, number.

    With what is above a level fixed, fewest at it or above is the same as fewest at it.
    """
    levels = program.levels
    ends = [np.array([one.lo for one in levels]), np.array([one.hi for one in levels])]
    if problem.first is First.MAY:
        ends.reverse()
    count = len(program.options)
    steps = range(problem.levels - 1, 0, -1)
    aims = [np.concatenate([np.zeros(count), end >= level]) for end in ends for level in steps]
    aims = [aim for n, aim in enumerate(aims) if aim.any() and not any((aim == one).all() for one in aims[:n])]
    last = [np.zeros(program.width), np.zeros(program.width)]
    last[0][:count], last[1][:count] = program.costs, 1
    return [*aims, *last]


def _run(program: _Program, rows: Sequence[_Row], aim: Vector, until: float, *, must: bool = True) -> Any:
    """The variables at which an aim is smallest; None where nothing fits, which only the last question allows."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # a second that only those spend who choose

    whole = np.ones(program.width)  # that counts are whole numbers lets the solver cut far more
    limits = {"time_limit": max(until - time.monotonic(), 0.1), "mip_rel_gap": 0.0}
    given = LinearConstraint(*_matrix(rows, program.width))
    found = milp(aim, integrality=whole, bounds=Bounds(0, 1), constraints=given, options=limits)
    if found.status == 1:
        raise NotProved("The best set could not be proved in time. Narrow the systems with the filters and try again.")
    if found.status != 0 and must:
        raise NotProved("The best set could not be proved. Check the costs and the budget and try again.")
    return found.x if found.status == 0 else None


def _matrix(rows: Sequence[_Row], width: int) -> tuple[Any, Vector, Vector]:
    from scipy.sparse import csr_array

    cells = [(number, column, value) for number, row in enumerate(rows) for column, value in row.cells.items()]
    places, columns, values = zip(*cells, strict=True)
    matrix = csr_array((values, (places, columns)), shape=(len(rows), width), dtype=np.float64)
    return matrix, np.array([row.lower for row in rows]), np.array([row.upper for row in rows])


def _cells(aim: Vector) -> dict[int, float]:
    return {int(column): float(aim[column]) for column in np.flatnonzero(aim)}


def _names(program: _Program, found: Vector) -> tuple[str, ...]:
    return tuple(one.id for one, value in zip(program.options, found, strict=False) if value > 0.5)


def _not_again(program: _Program, chosen: Sequence[str]) -> _Row:
    """Any set but this one."""
    signs = {place: -1 if one.id in chosen else 1 for place, one in enumerate(program.options)}
    return _Row(signs, lower=1 - len(chosen))


def _hold(program: _Program, rows: Sequence[_Row], chosen: Sequence[str]) -> None:
    """Check the answer in whole numbers, by the rules of the core: a solver works with tolerances."""
    ones = [float(one.id in chosen) for one in program.options]
    for risk in program.risks:
        level = risk.level(chosen)
        best = next(n for n, way in enumerate(risk.ways) if way.level == level and way.open_to(chosen))
        ones += [float(n == best) for n in range(len(risk.ways))]
    for row in rows:
        total = sum(value * ones[column] for column, value in row.cells.items())
        if not row.lower <= total <= row.upper:
            raise NotProved("The best set could not be proved. Check the costs and the budget and try again.")
