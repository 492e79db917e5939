"""The log, for those who answer for the hub: what was done, in codes, and whether the log is whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.core.hub_audit import Entry
from toolkit.pages.hub_frame import Frame, page

PAGE = 100
"""Entries that are shown at a time."""


@dataclass(frozen=True, slots=True)
class Checked:
    """How many entries were verified, and the number of the first that is broken; `whole` if it was all of the log."""

    count: int
    broken: int | None
    whole: bool = False


def log_page(frame: Frame, entries: Sequence[Entry], count: int, head: str, checked: Checked) -> str:
    """The newest entries, or those before the ones that were shown; `count` and `head` are those of the whole log."""
    before = entries[-1].number if entries and entries[-1].number > 1 else 0
    return page(frame, "hub_log.j2", entries=entries, count=count, head=head, checked=checked, before=before)
