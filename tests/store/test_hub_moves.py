"""Where listings stand, on SQLite and on PostgreSQL: two coordinators at once make one move."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from toolkit.core.hub_listing import Move, State, move
from toolkit.core.model import ToolkitError
from toolkit.store.hub import HubStore

from .conftest import Clock, together

TOOL = "grace"


@pytest.fixture
def store(url: str, clock: Clock) -> Iterator[HubStore]:
    with HubStore(url, clock) as opened:
        yield opened


def test_of_two_coordinators_at_once_one_is_told_that_the_other_was_earlier(store: HubStore, clock: Clock) -> None:
    at = clock()

    def review(by: str) -> str:
        new = Move(State.UNDER_REVIEW, by, at, "", "Reports of wrong matches.")
        try:
            store.move(TOOL, lambda past: move(past, new, []), lambda last, touches: [])
        except ToolkitError as error:
            return str(error)
        return ""

    said = together(lambda: review("cara"), lambda: review("cole"))
    assert sorted(map(bool, said)) == [False, True]
    assert "cannot become under-review" in next(filter(None, said))
    assert [one.to for one in store.histories()[TOOL]] == [State.UNDER_REVIEW]
