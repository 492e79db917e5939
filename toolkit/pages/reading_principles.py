"""The principles: the map of their tree, and a page for each at three levels."""

from __future__ import annotations

from typing import Any

from toolkit.core.guide import STAGES
from toolkit.core.model import Principle, ToolkitError
from toolkit.pages.reading_state import NotHere, Reader, Reading, sheet
from toolkit.pages.screen import Screen


def principles(reader: Reader, reading: Reading) -> Screen:
    """The map, or the page of a principle."""
    match reader.rest:
        case ():
            return _map(reader, reading)
        case (name,):
            return _page(reader, reading, name)
    raise NotHere(reader.path)


def _map(reader: Reader, reading: Reading) -> Screen:
    _ = reading.interface.gettext
    known = {one.id: one for one in reading.library.principles}
    tree = [
        (_branch(known[top], reading), [_branch(known[name], reading) for name in parts])
        for top, parts in reading.library.tree.items()
    ]
    html = reading.draw("read_principles.j2", tree=tree, level=reader.memory.level, opened=reader.one("open"))
    return sheet(_("Principles"), html)


def _branch(principle: Principle, reading: Reading) -> dict[str, Any]:
    page = next((one for one in reading.guides.pages if one.id == principle.id), None)
    return {"principle": principle, "page": page, "related": reading.web.related("principle", principle.id)}


def _page(reader: Reader, reading: Reading, name: str) -> Screen:
    try:
        page, principle = reading.guides.page(name), reading.library.principle(name)
    except ToolkitError as error:
        raise NotHere(reader.path) from error
    order = [one for top, parts in reading.library.tree.items() for one in (top, *parts)]
    place = order.index(name)
    html = reading.draw(
        "read_principle.j2",
        page=page,
        principle=principle,
        parts=reading.library.tree.get(name, ()),
        level=reader.memory.level,
        text=getattr(page, reader.memory.level),
        here=reader.path,
        stages=[(one, page.stages[one]) for one in STAGES if one in page.stages],
        related=reading.web.related("principle", name),
        before=order[place - 1] if place else "",
        after=order[place + 1] if place + 1 < len(order) else "",
    )
    return sheet(principle.name, html, ("principles", reading.interface.gettext("Principles")))
