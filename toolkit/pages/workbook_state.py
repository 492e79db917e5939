"""What the workbook page knows between two events, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from toolkit.core.kept import replies_of
from toolkit.core.workbook import Reply
from toolkit.pages.desk import Context, RecordState


@dataclass(frozen=True)
class WorkbookState(RecordState):
    """The workbook page's state."""


class WorkbookWork:
    """A workbook record seen through the content. Computed once for each view."""

    def __init__(self, state: WorkbookState, context: Context) -> None:
        self.state, self.context = state, context

    @cached_property
    def replies(self) -> dict[str, Reply]:
        """What was answered to each question."""
        return replies_of(self.state.values)
