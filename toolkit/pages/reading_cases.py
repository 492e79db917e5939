"""The cases: a list to filter, and each case to play – what was known, what could be done, what happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    application, principle, jurisdiction, outcome = (reader.one(name) for name in FILTERS)
    wanted = CaseFilter(application, "", principle, jurisdiction, outcome)
    found = cases_for(reading.guides.cases, wanted, reading.library.tree)
    given = {"found": found, "all": reading.guides.cases, "wanted": asdict(wanted), "choices": _choices(reading)}
    opened = any(reader.one(name) for name in (*FILTERS, "sent"))
    html = reading.draw("read_cases.j2", opened=opened, **given)
    return sheet(reading.interface.gettext("Cases"), html)


def _choices(reading: Reading) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Each filter with its name and its values that occur, by name."""
    _ = reading.interface.gettext
    names = {
        "application": _("Use"),
        "principle": _("Principle"),
        "jurisdiction": _("Country or region"),
        "outcome": _("How it ended"),
    }
    found = facets(reading.guides.cases)
    found["principle"] |= dict.fromkeys(reading.library.tree, 0)
    return [(one, names[one], _named(reading, one, found[one])) for one in FILTERS]


def _named(reading: Reading, wish: str, values: Iterable[str]) -> list[tuple[str, str]]:
    return sorted(((value, _value(reading, wish, value)) for value in values), key=lambda pair: pair[1])


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
    """The decisions that are to be seen, up to the first open one.

    Each has its number, the choice, whether that was made before an earlier choice changed, whether nothing was chosen
    in its form, and the fields that its form hands on.
    """
    chosen = _chosen(case, reader)
    older = _older(reader, chosen)
    warned = {"go": "1"} if case.warning != NO_WARNING else {}
    found: list[dict[str, Any]] = []
    for number, decision in enumerate(case.decisions, 1):
        choice = chosen.get(number)
        found.append(
            {
                "number": number,
                "point": decision,
                "choice": choice,
                "older": number in older,
                "missing": choice is None and reader.one("change").partition("-")[0] == str(number),
                "hidden": warned | _handed_on(number, chosen, older),
            }
        )
        if choice is None and not reader.one("all"):
            break
    return found


def _chosen(case: Case, reader: Reader) -> dict[int, int]:
    """The decisions that were made: their numbers and those of the chosen options."""
    given = {number: _choice(one, reader.one(f"d{number}")) for number, one in enumerate(case.decisions, 1)}
    return {number: choice for number, choice in given.items() if choice is not None}


def _older(reader: Reader, chosen: Mapping[int, int]) -> frozenset[int]:
    """The decisions that were made before an earlier one was changed: nobody has looked at them since.

    `older` in the address names them; `change` is the decision whose form was handed in, and its choice until then.
    """
    known = {number for number in chosen if str(number) in reader.one("older").split(",")}
    number, _, before = reader.one("change").partition("-")
    changed = next((one for one in chosen if str(one) == number and before not in ("", str(chosen[one]))), None)
    return frozenset(known | {one for one in chosen if changed is not None and one > changed})


def _handed_on(number: int, chosen: Mapping[int, int], older: Iterable[int]) -> dict[str, str]:
    """What the form of a decision hands on besides its own choice: every other decision stays as it is."""
    others = {f"d{one}": str(choice) for one, choice in chosen.items() if one != number}
    left = ",".join(str(one) for one in sorted(older) if one != number)
    return others | {"change": f"{number}-{chosen.get(number, '')}"} | ({"older": left} if left else {})


def _choice(decision: Decision, given: str) -> int | None:
    """The number of the chosen option, from 1."""
    number = int(given) if given.isascii() and given.isdecimal() and len(given) < 3 else 0
    return number if 1 <= number <= len(decision.options) else None
