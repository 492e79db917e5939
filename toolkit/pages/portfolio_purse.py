"""What an analyst enters before treatments are chosen: a unit, a budget, a cost for each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from toolkit.analysis.treatment import Choice
from toolkit.core.model import ToolkitError
from toolkit.core.treatment import First, Problem
from toolkit.exchange.treatment import amount
from toolkit.pages.inputs import BadInput, text

UNIT = 40
"""Characters of the name of a unit."""

COST = "cost/"
"""What the name of a field with a cost begins with; the id of the treatment follows."""


@dataclass(frozen=True, slots=True)
class Purse:
    """The budget and costs by treatment, in hundredths of the agency’s unit; what is not there is unknown."""

    unit: str = ""
    budget: int | None = None
    first: First = First.SURE
    costs: Mapping[str, int] = field(default_factory=dict)

    @property
    def said(self) -> dict[str, Any]:
        """As plain data, to be kept."""
        return {"unit": self.unit, "budget": self.budget, "first": str(self.first), "costs": dict(self.costs)}


def read_purse(raw: object) -> Purse:
    """A purse from kept data; an empty one from anything else."""
    if not isinstance(raw, Mapping):
        return Purse()
    costs, budget, first = raw.get("costs"), raw.get("budget"), raw.get("first")
    return Purse(
        unit=str(raw.get("unit") or "")[:UNIT],
        budget=budget if isinstance(budget, int) else None,
        first=First(first) if first in list(First) else First.SURE,
        costs={str(k): v for k, v in costs.items() if isinstance(v, int)} if isinstance(costs, Mapping) else {},
    )


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice and what it was made of: it counts only while that is still so."""

    of: object
    choice: Choice


def filled(purse: Purse, form: Mapping[str, Any], found: Problem, known: set[str]) -> Purse:
    """The purse with what a form says. Fields that it does not have stay; costs of systems that are gone go.

    Raises BadInput for what is no amount.
    """
    costs = {name: cost for name, cost in purse.costs.items() if name.partition("/")[0] in known}
    for one in found.options:
        if COST + one.id in form:
            given = _amount(form[COST + one.id])
            costs.pop(one.id, None)
            costs |= {} if given is None else {one.id: given}
    if form.get("same") is True:
        costs = _spread(costs, found)
    first = form.get("first", purse.first)
    return Purse(
        unit=text(form.get("unit", purse.unit), UNIT).strip(),
        budget=_amount(form["budget"]) if "budget" in form else purse.budget,
        first=First(first) if first in list(First) else purse.first,
        costs=costs,
    )


def _spread(costs: dict[str, int], found: Problem) -> dict[str, int]:
    """Safeguards without a cost get that of the same safeguard in the first other system that has one."""
    by_control: dict[str, int] = {}
    for one in found.options:
        if one.control and one.id in costs:
            by_control.setdefault(one.control, costs[one.id])
    return costs | {
        one.id: by_control[one.control] for one in found.options if one.id not in costs and one.control in by_control
    }


def _amount(given: Any) -> int | None:
    try:
        return amount(text(given, UNIT))
    except BadInput:
        raise
    except ToolkitError:
        shown = str(given).strip()[:UNIT]
        raise BadInput("“{text}” is not an amount. Write a number such as 12 or 12.5.", text=shown) from None
