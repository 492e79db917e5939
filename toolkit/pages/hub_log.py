"""The log, for those who answer for the hub: what was done, in codes, and whether the log is whole."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.core.hub_audit import Break, Entry
from toolkit.pages.hub_frame import Frame, page

PAGE = 100
"""Entries that are shown at a time."""


def log_page(frame: Frame, entries: Sequence[Entry], count: int, head: str, broken: Break | None) -> str:
    """The newest entries, or those before the ones that were shown."""
    before = entries[-1].number if entries and entries[-1].number > 1 else 0
    return page(frame, "hub_log.j2", entries=entries, count=count, head=head, broken=broken, before=before)
