"""Exact discrete probabilities beside the intervals: P(a level or above), with bounds for dependence (METHOD 2.7).

The answer distributions are data. An unknown factor has none, so it is put at both ends and the result is a span.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, fsum, isclose, lgamma, log, prod
from typing import Any

from toolkit.core.matrix import STEPS, Grid
from toolkit.core.method import Interval, Method
from toolkit.core.model import Control, Item, ToolkitError
from toolkit.core.responses import Confidence, Factor, Response, State, Tier
from toolkit.core.risk import held, inherent, leaves, reduction, rerating
from toolkit.core.triggers import Finding, apply

Pmf = tuple[float, ...]
"""Probabilities of the codes 1 to 5, adding up to 1."""


@dataclass(frozen=True, slots=True)
class Distributions:
    """Distributions of an answer by confidence and code, and of a range by its ends and best guess (None: its middle).

    `gate` is the least share (0 to 1) of applicable items that must carry a confidence before probabilities are shown.
    """

    answered: Mapping[tuple[Confidence, int], Pmf]
    ranges: Mapping[tuple[int, int, int | None], Pmf]
    gate: float


@dataclass(frozen=True, slots=True)
class Span:
    """A probability known only to lie between `lo` and `hi` (both 0 to 1)."""

    lo: float
    hi: float


@dataclass(frozen=True, slots=True)
class Probability:
    """P(node at a level or above). `comonotone`: answers err together; `independent`: apart; `upper`: never together.

    Answers of one team err together to some degree: the truth lies between the first two. `upper` is Fréchet's bound.
    """

    comonotone: Span
    independent: Span
    upper: Span


def read(raw: Mapping[str, Any]) -> Distributions:
    """Distributions from the loaded data file; raises ToolkitError for one that is missing or does not add up to 1."""
    try:
        answered = {(c, v): _pmf(raw["answered"][c][str(v)], f"answered {c} {v}") for c in Confidence for v in STEPS}
        ranges = {
            (lo, hi, mode): _pmf(raw["range"][f"{lo}-{hi}@{mode or 'mid'}"], f"range {lo}-{hi}@{mode or 'mid'}")
            for lo in STEPS
            for hi in STEPS
            if lo < hi
            for mode in (None, *range(lo, hi + 1))
        }
        return Distributions(answered, ranges, float(raw["gate"]))
    except KeyError as missing:
        raise ToolkitError(f"the answer distributions lack the entry {missing}; add it to the data file") from missing


def _pmf(values: Sequence[float], where: str) -> Pmf:
    total = fsum(values)
    if len(values) != len(STEPS) or min(values) < 0 or not isclose(total, 1, abs_tol=1e-6):
        raise ToolkitError(f"the answer distribution “{where}” needs 5 probabilities that add up to 1, found {values}")
    return tuple(value / total for value in values)


def pmf(factor: Factor, confidence: Confidence, table: Distributions) -> Pmf:
    """Distribution of a factor: of a single code by confidence, of a range by its ends and best guess."""
    if factor.lo == factor.hi:
        return table.answered[confidence, factor.lo]
    return table.ranges[factor.lo, factor.hi, factor.mode]


def shifted(values: Pmf, steps: int) -> Pmf:
    """A distribution with steps taken off the axis; whatever would fall below 1 gathers at 1."""
    if steps <= 0:
        return values
    return (fsum(values[: steps + 1]), *values[steps + 1 :], *[0.0] * min(steps, len(values) - 1))


def reaches(grid: Grid, likelihood: Pmf, impact: Pmf, level: int) -> float:
    """t(level) = P(level or above) of independent factors: Σ p(l)·p(i) over the cells that reach it (METHOD 2.7)."""
    return fsum(
        p * q
        for row, p in zip(grid, likelihood, strict=True)
        for cell, q in zip(row, impact, strict=True)
        if cell >= level
    )


def tails(
    items: Iterable[Item],
    responses: Mapping[str, Response],
    method: Method,
    controls: Mapping[str, Control],
    table: Distributions,
    level: int,
    tier: Tier = Tier.INHERENT,
) -> dict[str, Span]:
    """P(item at `level` or above) in a tier, by item; items that are not applicable are left out.

    The span covers unknown factors at either end, an unrecorded confidence at any, and controls without evidence as
    working or not. Controls take the same steps off the axes as in `risk.residual`.
    """
    given = ((item, responses.get(item.id, Response())) for item in items)
    return {
        item.id: _tail(item, response, method.grid, controls, table, level, tier)
        for item, response in given
        if not leaves(item, response)
    }


def _tail(
    item: Item,
    response: Response,
    grid: Grid,
    controls: Mapping[str, Control],
    table: Distributions,
    level: int,
    tier: Tier,
) -> Span:
    low, high = reduction(response, tier, controls)
    factors, axes = _factors(item, response, tier)
    ends: list[float] = []
    for confidence in [response.confidence] if response.confidence else Confidence:
        for steps, end in ((low, "lo"), (high, "hi")):
            known = (
                pmf(factor, confidence, table) if factor else _point(getattr(axis, end))
                for factor, axis in zip(factors, axes, strict=True)
            )
            likelihood, impact = (shifted(values, taken) for values, taken in zip(known, steps, strict=True))
            ends.append(reaches(grid, likelihood, impact, level))
    return Span(min(ends), max(ends))


def _factors(item: Item, response: Response, tier: Tier) -> tuple[list[Factor | None], list[Interval]]:
    """The factors as given or directly rated (None: unknown), and their intervals, before steps."""
    axes = list(inherent(item, response))
    given: list[Factor | None] = [response.likelihood, response.impact] if _known(response) else [None, None]
    direct = rerating(response, tier)
    if direct is not None:
        axes = [held(factor, axis) for factor, axis in zip(direct, axes, strict=True)]
        given = [
            old and Factor(axis.lo, axis.hi, new.mode and min(new.mode, axis.hi))
            for old, new, axis in zip(given, direct, axes, strict=True)
        ]
    return given, axes


def _known(response: Response) -> bool:
    return response.state in (State.ANSWERED, State.RANGE)


def _point(code: int) -> Pmf:
    return tuple(float(step == code) for step in STEPS)


def combine(spans: Collection[Span]) -> Probability | None:
    """P(node ≥ level) under the rule “highest decides”, from its items' tails; None for no items.

    max t ≤ P ≤ min(1, Σ t) whatever the dependence; 1 − Π(1 − t) if the items are independent (METHOD 2.7).
    """
    if not spans:
        return None
    low, high = [span.lo for span in spans], [span.hi for span in spans]
    return Probability(
        comonotone=Span(max(low), max(high)),
        independent=Span(any_of(low), any_of(high)),
        upper=Span(min(1.0, fsum(low)), min(1.0, fsum(high))),
    )


def any_of(tails: Iterable[float]) -> float:
    """P(at least one) of independent events with the given probabilities: 1 − Π(1 − t)."""
    return 1 - prod(1 - t for t in tails)


def with_law(probability: Probability, findings: Sequence[Finding], method: Method, level: int) -> Probability:
    """The same with legal floors: certain where a floor reaches the level, possible where one that is unknown does."""
    floor = apply(Interval(0, 0), findings, method)

    def lifted(span: Span) -> Span:
        return Span(1.0 if floor.lo >= level else span.lo, 1.0 if floor.hi >= level else span.hi)

    return Probability(lifted(probability.comonotone), lifted(probability.independent), lifted(probability.upper))


def share_with_confidence(items: Iterable[Item], responses: Mapping[str, Response]) -> float:
    """Share (0 to 1) of applicable items with both factors known, each as a range or with a confidence."""
    given = [(item, responses.get(item.id, Response())) for item in items]
    carries = [_carries(response) for item, response in given if not leaves(item, response)]
    return sum(carries) / len(carries) if carries else 0.0


def _carries(response: Response) -> bool:
    factors = (response.likelihood, response.impact)
    return _known(response) and all(f is not None and (f.lo < f.hi or response.confidence is not None) for f in factors)


def shown(items: Iterable[Item], responses: Mapping[str, Response], method: Method, table: Distributions) -> bool:
    """Whether probabilities may be shown: enough confidence was recorded, and the highest item decides a node."""
    rule = method.aggregate
    return rule.k == 1 and not rule.escalate and share_with_confidence(items, responses) >= table.gate


# ---------------------------------------------------------------- where the distributions come from


@dataclass(frozen=True, slots=True)
class Pert:
    """A beta-PERT distribution from `lo` over the most likely `mode` to `hi`, lo ≤ mode ≤ hi, lo < hi.

    `weight` is λ: α = 1 + λ(mode − lo)/(hi − lo), β = 1 + λ(hi − mode)/(hi − lo). METHOD 6, oracles 15 and 16.
    """

    lo: float
    mode: float
    hi: float
    weight: float = 4

    @property
    def shape(self) -> tuple[float, float]:
        """α and β."""
        width = self.hi - self.lo
        return 1 + self.weight * (self.mode - self.lo) / width, 1 + self.weight * (self.hi - self.mode) / width

    @property
    def mean(self) -> float:
        """(lo + λ·mode + hi) / (λ + 2)."""
        return (self.lo + self.weight * self.mode + self.hi) / (self.weight + 2)

    @property
    def variance(self) -> float:
        """(mean − lo)(hi − mean) / (λ + 3)."""
        return (self.mean - self.lo) * (self.hi - self.mean) / (self.weight + 3)

    def below(self, x: float) -> float:
        """P(value ≤ x): the regularised incomplete beta function."""
        share = min(1.0, max(0.0, (x - self.lo) / (self.hi - self.lo)))
        return incomplete_beta(*self.shape, share)

    @property
    def pmf(self) -> Pmf:
        """The probabilities of the codes 1 to 5, each the bin from half below to half above."""
        edges = [STEPS[0] - 0.5, *(step + 0.5 for step in STEPS)]
        return tuple(self.below(b) - self.below(a) for a, b in pairwise(edges))


def incomplete_beta(a: float, b: float, x: float) -> float:
    """I_x(a, b) for a, b > 0 and 0 ≤ x ≤ 1, by its power series (DLMF 8.17.8), reflected where that is quicker."""
    if x <= 0 or x >= 1:
        return float(x > 0)
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    term = exp(a * log(x) + b * log(1 - x) + lgamma(a + b) - lgamma(a) - lgamma(b)) / a
    total, n = 0.0, 0
    while term > total * 1e-17:
        total += term
        term *= x * (a + b + n) / (a + 1 + n)
        n += 1
    return total
