"""Two to four tools side by side: where they differ, what is not stated; and the same as a table in a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from toolkit.core.hub import Hub, Listing, Word
from toolkit.core.hub_catalogue import COMPARED, Cell, compare
from toolkit.core.hub_proposal import FACET, SAYS
from toolkit.exchange.hub_comparison import Comparison
from toolkit.pages.hub_frame import Frame, page
from toolkit.pages.hub_tools import STATES, States, state_of

NOT_STATED = "Not stated"
WORDS = {
    Word.PROVIDER: "the provider’s word",
    Word.CHECKED: "the provider’s word, checked by a coordinator",
}


def compare_page(frame: Frame, hub: Hub, listings: Sequence[Listing], states: States, *, differing: bool) -> str:
    """The comparison; with `differing`, only the rows in which the tools do not all say the same."""
    rows = _rows(hub, listings) if 2 <= len(listings) <= COMPARED else []
    shown = [row for row in rows if row["differs"] or not differing]
    heads = [(one, frame.spoken.gettext(STATES[state_of(one, states)])) for one in listings]
    given = {"heads": heads, "rows": shown, "hidden": len(rows) - len(shown), "differing": differing}
    query = "&".join(f"tool={one.id}" for one in listings)
    return page(frame, "hub_compare.j2", **given, query=query, most=COMPARED, notice=hub.catalogue.notice)


def comparison(frame: Frame, hub: Hub, listings: Sequence[Listing], states: States, today: date) -> Comparison:
    """The comparison for a file; raises ToolkitError for other numbers than two to four."""
    _ = frame.spoken.gettext
    rows = compare(listings, hub.catalogue)
    labels = _labels(hub)
    heads = [(_("Tool"), *(one.name for one in listings)), (_("Provider"), *(one.provider for one in listings))]
    heads.append((_("Standing"), *(_(STATES[state_of(one, states)]) for one in listings)))
    lines = [
        (labels[row.id], *(_plain(frame, hub, row.id, *pair) for pair in zip(row.cells, listings, strict=True)))
        for row in rows
    ]
    differs = ["", "", "", *(_("yes") if row.differs else _("no") for row in rows)]
    return Comparison(
        notice=hub.catalogue.notice,
        made=f"{_('Made on')} {today.isoformat()}",
        rows=tuple(heads + lines),
        differs=(_("Do they differ?"), *differs[1:]),
        sources=tuple((one.name, source.origin, source.url) for one in listings for source in one.sources),
    )


def _labels(hub: Hub) -> dict[str, str]:
    catalogue = hub.catalogue
    said = (*catalogue.criteria, *catalogue.asked)
    return {one.id: one.label for one in catalogue.facets} | {one.id: one.label for one in said}


def _rows(hub: Hub, listings: Sequence[Listing]) -> list[dict[str, object]]:
    labels = _labels(hub)
    return [
        {
            "label": labels[row.id],
            "differs": row.differs,
            "cells": [
                (_values(hub, row.id, cell), cell.text, one, _key(hub, row.id))
                for cell, one in zip(row.cells, listings, strict=True)
            ],
        }
        for row in compare(listings, hub.catalogue)
    ]


def _values(hub: Hub, row: str, cell: Cell) -> list[str]:
    if not cell.values:
        return []
    return [one.label for one in hub.catalogue.facet(row).values if one.id in cell.values]


def _key(hub: Hub, row: str) -> str:
    """The field of the form that a row is about."""
    return (FACET if any(one.id == row for one in hub.catalogue.facets) else SAYS) + row


def _plain(frame: Frame, hub: Hub, row: str, cell: Cell, one: Listing) -> str:
    text = "; ".join(_values(hub, row, cell)) or cell.text or frame.spoken.gettext(NOT_STATED)
    word = one.words.get(_key(hub, row))
    return f"{text} ({frame.spoken.gettext(WORDS[word])})" if word else text
