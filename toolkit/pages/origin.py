"""Where a record began: the notice on pages about records that began from a listing of the hub."""

from __future__ import annotations

from toolkit.pages.desk import Context, RecordState
from toolkit.pages.screen import Part
from toolkit.render.html import render

SHOWN = ("tasks", "result")
"""Screens on which the notice stands."""


def origin_parts(state: RecordState, context: Context, screen: str) -> tuple[Part, ...]:
    """The notice, where the visitor's own record began from a listing; the store says where the listing stands."""
    if state.origin is None or screen not in SHOWN:
        return ()
    place = context.elsewhere(f"hub/tools/{state.origin.listing}")
    return (Part("origin", render(context.interface.lang, "origin.j2", one=state.origin, place=place)),)
