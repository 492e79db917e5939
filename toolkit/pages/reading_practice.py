"""What to do: the roadmap in four views with its paths, and the primers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from toolkit.core.guide import STAGES
from toolkit.core.guide_links import layers, needed_by
from toolkit.core.model import ToolkitError
from toolkit.core.practice import ACTIVITIES, OTHER_ROLES, ROLES, Recommendation
from toolkit.pages import reading_labels as labels
from toolkit.pages.reading_state import NotHere, Reader, Reading, sheet
from toolkit.pages.screen import Screen

# ---------------------------------------------------------------- the roadmap


def roadmap(reader: Reader, reading: Reading) -> Screen:
    """A view of the roadmap, or a recommendation."""
    match reader.rest:
        case ():
            return _roadmap(reader, reading)
        case (name,):
            return _recommendation(reader, reading, name)
    raise NotHere(reader.path)


def _roadmap(reader: Reader, reading: Reading) -> Screen:
    view = reader.one("view") if reader.one("view") in VIEWS else "block"
    path = next((one for one in reading.guides.paths if one.id == reader.one("path")), None)
    html = reading.draw(
        "read_roadmap.j2",
        view="path" if path else view,
        start=path,
        recommendation=reading.guides.recommendation,
        closing=[one for one in reading.guides.recommendations if reading.own and any(reading.own.closed_by(one))],
        **({} if path else VIEWS[view](reader, reading)),
    )
    return sheet(reading.interface.gettext("Roadmap"), html)


def _by_block(reader: Reader, reading: Reading) -> dict[str, Any]:
    return {"blocks": reading.guides.blocks}


def _by_role(reader: Reader, reading: Reading) -> dict[str, Any]:
    who = reader.one("who") if reader.one("who") in labels.ROLES else reader.memory.role or ROLES[0]
    given = reading.guides.recommendations
    return {
        "who": who,
        "choices_of_role": [
            (one, labels.role_name(reading.interface, one), reading.links.to("roadmap", view="role", who=one))
            for one in (*ROLES, *OTHER_ROLES)
        ],
        "owned": [one for one in given if one.owner == who],
        "shared": [one for one in given if who in one.involves],
    }


def _by_stage(reader: Reader, reading: Reading) -> dict[str, Any]:
    stage = reader.one("stage") if reader.one("stage") in STAGES else STAGES[0]
    given = reading.guides.recommendations
    always = [one for one in given if set(one.stages) == set(STAGES)]
    return {
        "stage": stage,
        "choices_of_stage": [
            (one, reading.mark(reading.name("stage", one)), reading.links.to("roadmap", view="stage", stage=one))
            for one in STAGES
        ],
        "here": [one for one in given if stage in one.stages and one not in always],
        "always": always,
    }


def _by_needs(reader: Reader, reading: Reading) -> dict[str, Any]:
    given = reading.guides.recommendations
    return {"layers": layers(given), "needed_by": needed_by(given)}


VIEWS: Mapping[str, Callable[[Reader, Reading], dict[str, Any]]] = {
    "block": _by_block,
    "role": _by_role,
    "stage": _by_stage,
    "dependencies": _by_needs,
}


def _recommendation(reader: Reader, reading: Reading, name: str) -> Screen:
    try:
        one = reading.guides.recommendation(name)
    except ToolkitError as error:
        raise NotHere(reader.path) from error
    block, aspect = _place(one, reading)
    html = reading.draw(
        "read_recommendation.j2",
        one=one,
        block=block,
        aspect=aspect,
        enables=needed_by(reading.guides.recommendations).get(name, ()),
        related=reading.web.related("recommendation", name),
        all_stages=set(one.stages) == set(STAGES),
        own=reading.own,
        closed=reading.own.closed_by(one) if reading.own else ((), ()),
    )
    return sheet(one.title, html, ("roadmap", reading.interface.gettext("Roadmap")))


def _place(wanted: Recommendation, reading: Reading) -> tuple[str, str]:
    """The titles of block and aspect."""
    return next(
        (block.title, aspect.title)
        for block in reading.guides.blocks
        for aspect in block.aspects
        if wanted in aspect.recommendations
    )


# ---------------------------------------------------------------- primers


def primers(reader: Reader, reading: Reading) -> Screen:
    """The table of primers, one of them, or all to print."""
    title = reading.interface.gettext("Primers")
    known = {one.id: one for one in reading.guides.primers}
    match reader.rest:
        case ():
            return sheet(title, _primer_table(reader, reading))
        case ("all",) if known:
            html = reading.draw("read_primer_set.j2", primers=known)
            return sheet(reading.interface.gettext("All primers"), html, ("primers", title))
        case (name,) if name in known:
            return sheet(known[name].title, reading.draw("read_primer.j2", one=known[name]), ("primers", title))
    raise NotHere(reader.path)


def _primer_table(reader: Reader, reading: Reading) -> str:
    mine = f"{reader.memory.role}-{reader.memory.activity}"
    return reading.draw(
        "read_primers.j2",
        memory=reader.memory,
        roles=ROLES,
        activities=ACTIVITIES,
        primers={one.id for one in reading.guides.primers},
        mine=mine if reading.has("primer", mine) else "",
        **choices(reading),
    )


def choices(reading: Reading) -> dict[str, list[tuple[str, str]]]:
    """The options of the two questions for the right primer."""
    return {
        "choices_of_role": [(one, labels.role_name(reading.interface, one)) for one in ROLES],
        "choices_of_activity": [(one, labels.activity(reading.interface, one)) for one in ACTIVITIES],
    }
