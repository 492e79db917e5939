"""`toolkit optimise`: the best set of planned treatments within a budget, as sentences, JSON or a list to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from toolkit.analysis.treatment import Choice, choose
from toolkit.cli_io import read_all, today, working, write
from toolkit.content import Library, load_library
from toolkit.content.scoring import described
from toolkit.core.method import Interval, Method
from toolkit.core.model import ToolkitError
from toolkit.core.responses import Assessment
from toolkit.core.treatment import Counts, First, Option, Problem, Reason, Subject, problem, reasons
from toolkit.exchange.bundle import ILLUSTRATION, INDEPENDENT
from toolkit.exchange.safe_json import read_bytes
from toolkit.exchange.treatment import Line, amount, read_costs, write_lines, written

FORMAT = "toolkit-optimise/1"


@dataclass(frozen=True)
class Gathered:
    """All treatments of some files, by one method, with what is needed to name them."""

    library: Library
    method: Method
    assessments: Mapping[str, Assessment]
    problem: Problem


def gather(files: Sequence[Path], costs: Path | None, *, method: str, may: bool, lang: str) -> Gathered:
    """Read assessments and costs. Raises ToolkitError for a system that is there twice and for costs of nothing."""
    library = load_library(lang)
    chosen = library.method(method or library.default_method)
    found: dict[str, Assessment] = {}
    with working("Reading", files):
        for path in files:
            for one in read_all(path, library):
                if one.assessment.id in found:
                    raise ToolkitError(f"{path}: {one.assessment.id} is there twice; leave one of them out")
                found[one.assessment.id] = one.assessment
    given = read_costs(read_bytes(costs)) if costs else {}
    on = today()
    subjects = [Subject(name, described(library, one, on).items, one.responses) for name, one in found.items()]
    made = problem(subjects, chosen, library.controls, given, First.MAY if may else First.SURE)
    unknown = given.keys() - {one.id for one in made.options}
    if unknown:
        raise ToolkitError(f"{costs}: no system plans {min(unknown)}; write the list again with --list")
    return Gathered(library, chosen, found, made)


def budget_of(text: str) -> int:
    """The budget in hundredths of the unit; raises ToolkitError."""
    found = amount(text)
    if found is None:
        raise ToolkitError("--budget needs an amount, such as 40 or 12.5")
    return found


# ---------------------------------------------------------------- out


def as_data(given: Gathered, budget: int, unit: str, choice: Choice) -> dict[str, Any]:
    """Everything as plain values with stable keys; amounts are texts in the unit, null where unknown."""
    why = reasons(given.problem, choice.chosen, budget)
    demo = any(one.demo for one in given.assessments.values())
    return {
        "format": FORMAT,
        "method": {"id": given.method.id, "version": given.method.version},
        "systems": [{"id": name, "title": one.title} for name, one in given.assessments.items()],
        "first": str(given.problem.first),
        "unit": unit,
        "budget": written(budget),
        "cost": written(choice.cost),
        "proved": True,
        "projection": True,
        "before": _counts(given, choice.before),
        "after": _counts(given, choice.after),
        "treatments": [_reason(given, one) for one in why],
        "as_good": list(choice.other),
        "notices": [*((ILLUSTRATION,) if demo else ()), INDEPENDENT],
    }


def _counts(given: Gathered, counts: Counts) -> dict[str, dict[str, int]]:
    names = [one.id for one in reversed(given.method.levels[1:])]
    half = len(names)
    ends = {"sure": counts[:half], "at_most": counts[half:]}
    if given.problem.first is First.MAY:
        ends = {"sure": counts[half:], "at_most": counts[:half]}
    return {end: dict(zip(names, some, strict=True)) for end, some in ends.items()}


def _reason(given: Gathered, one: Reason) -> dict[str, Any]:
    return {
        "id": one.option.id,
        "system": one.option.system,
        "control": one.option.control or None,
        "title": title(given, one.option),
        "items": list(one.option.items),
        "cost": None if one.option.cost is None else written(one.option.cost),
        "why": str(one.why),
        "changes": [
            {
                "item": x.item,
                "without": _ends(given.method, x.without),
                "with": _ends(given.method, x.with_it),
            }
            for x in one.moved
        ],
    }


def _ends(method: Method, level: Interval) -> dict[str, str]:
    return {"at_least": method.level(level.lo).id, "at_most": method.level(level.hi).id}


def title(given: Gathered, one: Option) -> str:
    """A treatment by name: the safeguard, or the risk whose target was rated."""
    if one.control:
        known = given.library.controls.get(one.control)
        return known.title if known else one.control
    return next(item.title for item in given.library.items if item.id == one.items[0])


SENTENCES = {
    "chosen": "Chosen",
    "no-room": "Not chosen, it would help, but too little of the budget is left",
    "too-dear": "Not chosen, it would help, but it costs more than the whole budget",
    "no-cost": "Not considered, it would help, but it has no cost",
    "adds-nothing": "Not chosen, beside the chosen ones it would change no level",
}


def lines(data: Mapping[str, Any]) -> Iterator[str]:
    """The same in sentences."""
    unit = f" {data['unit']}" if data["unit"] else ""
    titles = {one["id"]: one["title"] for one in data["systems"]}
    for level in data["before"]["sure"]:
        sure, most = ([data[when][end][level] for when in ("before", "after")] for end in ("sure", "at_most"))
        yield f"{level}: surely {sure[0]} → {sure[1]}, at most {most[0]} → {most[1]} risks"
    for why, sentence in SENTENCES.items():
        found = [one for one in data["treatments"] if one["why"] == why]
        if found:
            yield f"{sentence}: {len(found)}"
        for one in found if why != "adds-nothing" else ():
            cost = f"{one['cost']}{unit}" if one["cost"] else "cost unknown"
            yield f"  {one['title']} ({titles[one['system']]}): {cost}, {len(one['changes'])} risks change"
    yield f"Cost: {data['cost']} of {data['budget']}{unit}. Proved: no other set does better."
    if data["as_good"]:
        yield "Another set does exactly as much for the same cost; --json names it."
    yield "A projection, as if each treatment worked as planned; nothing is stored as a result."
    yield from data["notices"]


def best(given: Gathered, budget: int, unit: str) -> dict[str, Any]:
    """The best set within the budget as data; raises ToolkitError."""
    return as_data(given, budget, unit, choose(given.problem, budget))


def write_list(given: Gathered, out: Path, force: bool) -> int:
    """Write every treatment with an empty cell for its cost, or the cost it has; how many there are."""
    made = [_line(given, one) for one in given.problem.options]
    write(out, write_lines(made), force)
    return len(made)


def _line(given: Gathered, one: Option) -> Line:
    known = given.library.controls.get(one.control)
    system = given.assessments[one.system].title
    return replace(
        Line(one.id, system, title(given, one), known.effort if known else "", len(one.items)), cost=one.cost
    )
