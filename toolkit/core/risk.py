"""Risk levels as intervals: item → instrumental principle → core principle → system, in three tiers (METHOD 2.1–2.4).

Only lookup in a monotone grid and order statistics decide a level; sums, means and products never do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from toolkit.core.method import Interval, Method
from toolkit.core.model import Control, Item, ToolkitError
from toolkit.core.responses import AppliedControl, ControlStatus, Factor, Response, State, Tier
from toolkit.core.triggers import Finding, with_law

_SKIPPED = Response()
TREE = Mapping[str, Sequence[str]]
"""Core principle id to its instrumental principle ids, in reading order."""


@dataclass(frozen=True, slots=True)
class Rated:
    """Likelihood, impact and level of an item in one tier, each an interval."""

    item: str
    principle: str
    state: State
    likelihood: Interval
    impact: Interval
    level: Interval


@dataclass(frozen=True, slots=True)
class Node:
    """A principle or the whole system in one tier. `level` is None when everything below is not applicable.

    `counts_lo` and `counts_hi` count items at each level, highest first, at the low and the high ends (leximax).
    """

    id: str
    level: Interval | None
    counts_lo: tuple[int, ...]
    counts_hi: tuple[int, ...]
    items: int
    not_applicable: int
    answered: int
    factors: int
    by_law: bool = False

    @property
    def assessed(self) -> bool:
        """Whether anything at all is known here: an answer, or (for the system) a legal floor that decides."""
        return self.factors > 0 or self.by_law


@dataclass(frozen=True, slots=True)
class TierResult:
    """All results of one tier. The system's level has the legal floors applied; `before_law` has not."""

    tier: Tier
    items: Mapping[str, Rated]
    instrumental: Mapping[str, Node]
    core: Mapping[str, Node]
    system: Node
    before_law: Interval | None


@dataclass(frozen=True, slots=True)
class RiskResult:
    """The three tiers, the stress level (inherent, as if each “not applicable” were unknown) and the findings."""

    method: Method
    tiers: Mapping[Tier, TierResult]
    stress: Interval | None
    findings: tuple[Finding, ...]


def item_level(method: Method, likelihood: Interval, impact: Interval) -> Interval:
    """Level interval of a cell range; exact because the grid is monotone (METHOD 2.2)."""
    grid = method.grid
    return Interval(grid[likelihood.lo - 1][impact.lo - 1], grid[likelihood.hi - 1][impact.hi - 1])


def severity(scale: int, scope: int, irreversibility: int) -> int:
    """Impact from its parts, each 1–5: max(scale, min(scope, irreversibility)) (METHOD 2.4)."""
    return max(scale, min(scope, irreversibility))


def inherent(item: Item, response: Response) -> tuple[Interval, Interval]:
    """Likelihood and impact before controls. Unknown, skipped and withheld are the whole scale, never zero."""
    known = response.state in (State.ANSWERED, State.RANGE)
    likelihood, impact = (response.likelihood, response.impact) if known else (None, None)
    return _span(likelihood, 5), _span(impact, item.impact_cap)


def _span(factor: Factor | None, cap: int) -> Interval:
    return Interval(1, cap) if factor is None else Interval(factor.lo, factor.hi)


def steps(applied: Iterable[AppliedControl], controls: Mapping[str, Control]) -> tuple[int, int]:
    """The strongest preventive and the strongest mitigating step among controls; they never add up (METHOD 2.3)."""
    preventive = mitigating = 0
    for one in applied:
        control = controls.get(one.id)
        if control is None:
            continue
        claimed = 3 if one.strength is None else one.strength
        preventive = max(preventive, min(control.preventive, claimed))
        mitigating = max(mitigating, min(control.mitigating, claimed))
    return preventive, mitigating


def lowered(axis: Interval, low_end: int, high_end: int) -> Interval:
    """An axis with steps taken off each end, never below 1."""
    return Interval(max(1, axis.lo - low_end), max(1, axis.hi - high_end))


def rerating(response: Response, tier: Tier) -> tuple[Factor, Factor] | None:
    """The direct rating (likelihood, impact) of a tier; the target takes over that of the current tier if need be."""
    if tier is Tier.INHERENT:
        return None
    return response.rerated.get(tier) or response.rerated.get(Tier.CURRENT)


def reduction(
    response: Response, tier: Tier, controls: Mapping[str, Control]
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Steps (likelihood, impact) that controls take off the low end and off the high end in a tier (METHOD 2.3).

    The low end counts every control claimed for the tier; the high end only those with evidence (and, for the
    target, planned ones as if they worked). A direct rating already contains the controls that it was made with.
    """
    if tier is Tier.INHERENT or tier in response.rerated:
        return (0, 0), (0, 0)
    contained = Tier.CURRENT in response.rerated
    planned = [c for c in response.controls if c.status is ControlStatus.PLANNED and tier is Tier.TARGET]
    in_place = [c for c in response.controls if c.status is ControlStatus.IN_PLACE and not contained]
    evidenced = [c for c in in_place if c.evidenced]
    return steps([*in_place, *planned], controls), steps([*evidenced, *planned], controls)


def residual(
    likelihood: Interval, impact: Interval, response: Response, tier: Tier, controls: Mapping[str, Control]
) -> tuple[Interval, Interval]:
    """Likelihood and impact in a tier: any direct rating, held below the inherent one, less the steps of controls."""
    if not response.controls and not response.rerated:
        return likelihood, impact
    direct = rerating(response, tier)
    if direct is not None:
        likelihood, impact = held(direct[0], likelihood), held(direct[1], impact)
    low, high = reduction(response, tier, controls)
    return lowered(likelihood, low[0], high[0]), lowered(impact, low[1], high[1])


def held(factor: Factor, axis: Interval) -> Interval:
    """A direct rating, held below the inherent interval at each end."""
    return Interval(min(factor.lo, axis.lo), min(factor.hi, axis.hi))


def rate(item: Item, response: Response, method: Method, tier: Tier, controls: Mapping[str, Control]) -> Rated:
    """One item in one tier."""
    likelihood, impact = residual(*inherent(item, response), response, tier, controls)
    return Rated(item.id, item.principle, response.state, likelihood, impact, item_level(method, likelihood, impact))


def leaves(item: Item, response: Response) -> bool:
    """Whether the item is out because it is not applicable; where that is not allowed, the answer counts as unknown."""
    return response.state is State.NA and item.na_allowed


def kth_highest(values: Sequence[int], k: int) -> int:
    """The k-th highest value, or the lowest where there are fewer than k."""
    return sorted(values, reverse=True)[min(k, len(values)) - 1]


def node_level(method: Method, levels: Sequence[Interval]) -> Interval | None:
    """k-th highest at each end, escalated if the method says so; None for no children (never Low)."""
    if not levels:
        return None
    low, high = [level.lo for level in levels], [level.hi for level in levels]
    return Interval(_order_statistic(method, low), _order_statistic(method, high))


def _order_statistic(method: Method, values: Sequence[int]) -> int:
    rule = method.aggregate
    level = kth_highest(values, rule.k)
    if rule.escalate and level >= rule.start and sum(v >= level for v in values) >= rule.count:
        return min(level + 1, len(method.levels) - 1)
    return level


def highest(levels: Iterable[Interval | None]) -> Interval | None:
    """The maximum at each end over nodes that are not None."""
    known = [level for level in levels if level is not None]
    return Interval(max(x.lo for x in known), max(x.hi for x in known)) if known else None


def counts(levels: Iterable[int], method: Method) -> tuple[int, ...]:
    """Items per level, highest first; comparing these tuples is leximax (METHOD 0, row 6)."""
    values = list(levels)
    return tuple(values.count(level) for level in reversed(range(len(method.levels))))


def _leaf(name: str, method: Method, below: Sequence[tuple[Rated, Response]], left: int) -> Node:
    levels = [rated.level for rated, _ in below]
    known = [given for _, given in below if given.state in (State.ANSWERED, State.RANGE)]
    return Node(
        id=name,
        level=node_level(method, levels),
        counts_lo=counts((level.lo for level in levels), method),
        counts_hi=counts((level.hi for level in levels), method),
        items=len(levels),
        not_applicable=left,
        answered=sum(r.likelihood is not None and r.impact is not None for r in known),
        factors=sum((r.likelihood is not None) + (r.impact is not None) for r in known),
    )


def _over(name: str, below: Collection[Node], level: Interval | None, method: Method) -> Node:
    """A node whose counts are the sums of the nodes below it."""
    none = counts((), method)
    return Node(
        id=name,
        level=level,
        counts_lo=tuple(map(sum, zip(none, *(node.counts_lo for node in below), strict=True))),
        counts_hi=tuple(map(sum, zip(none, *(node.counts_hi for node in below), strict=True))),
        items=sum(node.items for node in below),
        not_applicable=sum(node.not_applicable for node in below),
        answered=sum(node.answered for node in below),
        factors=sum(node.factors for node in below),
    )


def tier_result(
    tier: Tier,
    items: Sequence[Item],
    responses: Mapping[str, Response],
    method: Method,
    tree: TREE,
    controls: Mapping[str, Control],
    findings: Sequence[Finding] = (),
) -> TierResult:
    """Every level of one tier for the applicable items; raises ToolkitError for an item outside the tree."""
    _check_principles(items, tree)
    rated: dict[str, Rated] = {}
    grouped: dict[str, list[tuple[Rated, Response]]] = {name: [] for children in tree.values() for name in children}
    left: Counter[str] = Counter()
    for item in items:
        response = responses.get(item.id, _SKIPPED)
        if leaves(item, response):
            left[item.principle] += 1
            continue
        rated[item.id] = rate(item, response, method, tier, controls)
        grouped[item.principle].append((rated[item.id], response))
    instrumental = {name: _leaf(name, method, below, left[name]) for name, below in grouped.items()}
    core = {}
    for name, children in tree.items():
        nodes = [instrumental[child] for child in children]
        core[name] = _over(name, nodes, highest(node.level for node in nodes), method)
    level = highest(one.level for one in core.values())
    system = _over("system", instrumental.values(), with_law(level, findings, method), method)
    decided = with_law(None, findings, method) is not None
    return TierResult(tier, rated, instrumental, core, replace(system, by_law=decided), level)


def _check_principles(items: Sequence[Item], tree: TREE) -> None:
    known = {name for children in tree.values() for name in children}
    for item in items:
        if item.principle not in known:
            raise ToolkitError(
                f"item {item.id} belongs to “{item.principle}”, which is not in the tree of principles, "
                "so it would count for nothing; correct the item's principle or add it to the tree"
            )


def assess(
    items: Sequence[Item],
    responses: Mapping[str, Response],
    method: Method,
    tree: TREE,
    controls: Mapping[str, Control],
    findings: Sequence[Finding] = (),
) -> RiskResult:
    """The three tiers and the stress level of one system; `items` are the applicable ones.

    Pure and deterministic: the same input gives an equal result. Responses to other items are ignored.
    """
    tiers = {tier: tier_result(tier, items, responses, method, tree, controls, findings) for tier in Tier}
    stress = tiers[Tier.INHERENT].system.level
    if any(response.state is State.NA for response in responses.values()):
        stressed = {k: replace(r, state=State.UNKNOWN) if r.state is State.NA else r for k, r in responses.items()}
        stress = tier_result(Tier.INHERENT, items, stressed, method, tree, controls, findings).system.level
    return RiskResult(method, tiers, stress, tuple(findings))
