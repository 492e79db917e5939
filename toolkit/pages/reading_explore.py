"""The explorables: a form of a few numbers, what follows from them, and the same as a picture and as a table."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from toolkit.core.explore.inputs import Inputs, Range, Refused
from toolkit.core.explore.registry import EXPLORABLES
from toolkit.core.explore.shown import Amount, Shown
from toolkit.core.guide import Explorable, Input
from toolkit.pages.explore_picture import Words, picture_of
from toolkit.pages.reading_state import NotHere, Reader, Reading, path_of, sheet
from toolkit.pages.screen import Screen


def explorables(reader: Reader, reading: Reading) -> Screen:
    """The list, or one of them with the reader's numbers."""
    title = reading.interface.gettext("Try it out")
    known = [one for one in reading.guides.explorables if one.id in EXPLORABLES]
    match reader.rest:
        case ():
            return sheet(title, reading.draw("read_explorables.j2", explorables=known))
        case (name,):
            one = _named(known, name, reader)
            html = reading.draw("read_explorable.j2", **_given(one, reader, reading), after=_after(known, one))
            return sheet(one.title, html, ("explorables", title))
    raise NotHere(reader.path)


def _named(known: list[Explorable], name: str, reader: Reader) -> Explorable:
    for one in known:
        if one.id == name:
            return one
    raise NotHere(reader.path)


def _after(known: list[Explorable], one: Explorable) -> Explorable:
    return known[(known.index(one) + 1) % len(known)]


def _given(one: Explorable, reader: Reader, reading: Reading) -> dict[str, Any]:
    """What the template shows: the fields as they were filled in, and a result or what is wrong with a field."""
    values = {name: reader.one(name) for name in EXPLORABLES[one.id].ranges()}
    words = Words(reading.interface)
    problem, shown = _computed(one, values)
    told = {problem.name: words.say(problem.sentence, problem.values)} if problem else {}
    ranges = EXPLORABLES[one.id].ranges()
    return {
        "one": one,
        "fields": [_field(field, ranges[field.id], values, words, told) for field in one.inputs if field.id in ranges],
        "problems": [
            {"href": f"#{field.id}", "text": Markup("{}: {}").format(reading.mark(field.label), told[field.id])}
            for field in one.inputs
            if field.id in told
        ],
        "shown": shown and _result(shown, words),
        "here": path_of("explorable", one.id),
        "changed": any(values.values()),
        "related": reading.web.related("explorable", one.id),
    }


def _computed(one: Explorable, values: Mapping[str, str]) -> tuple[Refused | None, Shown | None]:
    try:
        return None, _kept(one.id, EXPLORABLES[one.id].inputs(values))
    except Refused as refused:
        return refused, None


@lru_cache(maxsize=256)
def _kept(name: str, inputs: Inputs) -> Shown:
    # Remembered, because most readers look at the numbers of the start, and a town takes a third of a second.
    return EXPLORABLES[name].result(inputs)


def _field(
    field: Input, span: Range, values: Mapping[str, str], words: Words, told: Mapping[str, str]
) -> dict[str, Any]:
    """An input as it was filled in, or its default; numbers in a form have a decimal point in every language."""
    ends = {"least": words.number(Amount(span.least)), "most": words.number(Amount(span.most))}
    return {
        "id": field.id,
        "text": field,
        "value": values[field.id] or _plain(span.default),
        "least": _plain(span.least),
        "most": _plain(span.most),
        "step": _plain(span.step),
        "whole": span.whole,
        "ends": words.interface.say("{least} to {most}", **ends),
        "choices": [(str(at), words.interface.gettext(choice)) for at, choice in enumerate(span.choices, 1)],
        "problem": told.get(field.id, ""),
    }


def _plain(number: Any) -> str:
    return f"{float(number):.6f}".rstrip("0").rstrip(".")


def _result(shown: Shown, words: Words) -> dict[str, Any]:
    """A result in the words and numbers of the page's language."""
    rows = [(words.text(row.head), [words.number(cell) for cell in row.cells], row.chosen) for row in shown.table.rows]
    return {
        "headline": words.say(shown.headline.text, shown.headline.values),
        "figures": [(words.text(one.label), words.number(one.value), words.text(one.unit)) for one in shown.figures],
        "caption": words.text(shown.table.caption),
        "headers": [words.text(one) for one in shown.table.headers],
        "rows": rows,
        "picture": picture_of(shown.picture, words),
    }
