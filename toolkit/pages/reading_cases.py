"""The cases: a list to filter, and each case to play – what was known, what could be done, what happened."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from toolkit.core.guide_links import CaseFilter, cases_for, facets
from toolkit.core.model import ToolkitError
from toolkit.core.practice import Case, Decision
from toolkit.pages import reading_labels as labels
from toolkit.pages.reading_state import NotHere, Reader, Reading, sheet
from toolkit.pages.screen import Screen

FILTERS = ("application", "principle", "jurisdiction", "outcome")
NO_WARNING = "none"


def cases(reader: Reader, reading: Reading) -> Screen:
    """The list, or a case."""
    match reader.rest:
        case ():
            return _list(reader, reading)
        case (name,):
            return _case(reader, reading, name)
    raise NotHere(reader.path)


def _list(reader: Reader, reading: Reading) -> Screen:
    wanted = CaseFilter(**{name: reader.one(name) for name in FILTERS})
    found = cases_for(reading.guides.cases, wanted, reading.library.tree)
    html = reading.draw(
        "read_cases.j2", found=found, all=reading.guides.cases, wanted=asdict(wanted), choices=_choices(reading)
    )
    return sheet(reading.interface.gettext("Cases"), html)


def _choices(reading: Reading) -> list[tuple[str, str, list[tuple[str, Any]]]]:
    """Each filter with its name and its values that occur, by name."""
    _ = reading.interface.gettext
    found = facets(reading.guides.cases)
    core = {name: 0 for name in reading.library.tree}
    names = {
        "application": _("Use"),
        "principle": _("Principle"),
        "jurisdiction": _("Country or region"),
        "outcome": _("How it ended"),
    }
    values = found | {"principle": found["principle"] | core}
    return [
        (
            one,
            names[one],
            sorted(((value, _value(reading, one, value)) for value in values[one]), key=lambda pair: pair[1]),
        )
        for one in FILTERS
    ]


def _value(reading: Reading, wish: str, value: str) -> str:
    if wish == "jurisdiction":
        return labels.jurisdiction(reading.interface, value)
    return labels.outcome(reading.interface, value) if wish == "outcome" else reading.name(wish, value)


def _case(reader: Reader, reading: Reading, name: str) -> Screen:
    try:
        case = reading.guides.case(name)
    except ToolkitError as error:
        raise NotHere(reader.path) from error
    order = [one.id for one in reading.guides.cases]
    after = order[(order.index(name) + 1) % len(order)]
    crumbs = (("cases", reading.interface.gettext("Cases")),)
    if case.warning != NO_WARNING and name not in reader.agreed:
        return sheet(case.title, reading.draw("read_warning.j2", case=case, after=after), *crumbs)
    points = _points(case, reader)
    everything = bool(reader.one("all"))
    played = everything or (len(points) == len(case.decisions) and points[-1]["choice"] is not None)
    given = {"case": case, "points": points, "everything": everything, "played": played, "after": after}
    related = reading.web.related("case", name)
    html = reading.draw("read_case.j2", level=reader.memory.level, here=reader.path, related=related, **given)
    return sheet(case.title, html, *crumbs)


def _points(case: Case, reader: Reader) -> list[dict[str, Any]]:
    """The decisions that are to be seen, up to the first open one: each with its number, what was chosen and before."""
    found: list[dict[str, Any]] = []
    before: dict[str, str] = {"go": "1"} if case.warning != NO_WARNING else {}
    for number, decision in enumerate(case.decisions, 1):
        choice = _choice(decision, reader.one(f"d{number}"))
        found.append({"number": number, "point": decision, "choice": choice, "before": dict(before)})
        if choice is None and not reader.one("all"):
            break
        before[f"d{number}"] = str(choice or "")
    return found


def _choice(decision: Decision, given: str) -> int | None:
    """The number of the chosen option, from 1."""
    number = int(given) if given.isascii() and given.isdecimal() and len(given) < 3 else 0
    return number if 1 <= number <= len(decision.options) else None
