"""What providers and agencies say, on SQLite and on PostgreSQL: kept as it was said, and decided once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from toolkit.core.hub import HelpContact
from toolkit.core.hub_agency import Agency, AgencyKind
from toolkit.core.hub_answer import Answer
from toolkit.core.hub_answer import State as Answered
from toolkit.core.hub_proposal import Proposal, State
from toolkit.core.model import ToolkitError
from toolkit.store.hub import HubStore
from toolkit.store.hub_records import Said

from .conftest import Clock, together

SAID = Said("code", "test")


@pytest.fixture
def store(url: str, clock: Clock) -> Iterator[HubStore]:
    with HubStore(url, clock) as opened:
        yield opened


def test_a_proposal_comes_back_as_it_was_and_its_draft_is_replaced(store: HubStore, clock: Clock) -> None:
    changes = {"says-cost": "مجاني\x00 – free", "facet-media": "image video"}
    one = Proposal("grace", 1, "pia", "Maker", changes, "See the manual.", clock())
    store.propose("grace", lambda history: one, SAID)
    sent = replace(one, state=State.WAITING, changes={"says-cost": "Free"}, checked=("says-cost",), basis="List")
    store.propose("grace", lambda history: replace(sent, number=len(history)), SAID)
    assert store.proposals() == {"grace": (sent,)}
    store.propose("grace", lambda history: replace(sent, number=2, decided_at=clock(), decided_by="carl"), SAID)
    assert [(x.number, x.decided_by) for x in store.proposals("grace")["grace"]] == [(1, ""), (2, "carl")]
    assert store.proposals("other") == {}


def test_only_what_is_published_is_named_for_the_catalogue(store: HubStore, clock: Clock) -> None:
    for number, state in enumerate((State.PUBLISHED, State.SENT_BACK, State.PUBLISHED, State.WAITING), 1):
        one = Proposal("grace", number, "pia", "Maker", {"says-cost": "Free"}, "", clock(), state)
        store.propose("grace", lambda history, one=one: one, SAID)
    assert store.published() == (("grace", 1), ("grace", 3))


def test_of_two_coordinators_at_once_one_decides(store: HubStore, clock: Clock) -> None:
    waiting = Proposal("grace", 1, "pia", "Maker", {"summary": "New"}, "", clock(), State.WAITING)
    store.propose("grace", lambda history: waiting, SAID)

    def decide(by: str) -> str:
        def rule(history: tuple[Proposal, ...]) -> Proposal:
            if history[-1].state is not State.WAITING:
                raise ToolkitError("not waiting any more")
            return replace(history[-1], state=State.PUBLISHED, decided_by=by)

        try:
            return store.propose("grace", rule, SAID).decided_by
        except ToolkitError as error:
            return str(error)

    said = together(lambda: decide("cara"), lambda: decide("cole"))
    assert sorted(said)[1] == "not waiting any more"
    assert store.proposals()["grace"][0].decided_by == sorted(said)[0]


def test_answers_are_kept_by_withdrawal_and_version(store: HubStore, clock: Clock) -> None:
    one = Answer("grace", 2, 1, "pia", "Maker", "Mended.", True, clock())
    back = replace(one, state=Answered.SENT_BACK, note="When?", decided_by="carl")
    second = replace(one, version=2, at=clock())
    for new in (one, back, second):
        store.put_answer(lambda every, new=new: new, SAID)  # type: ignore[misc]  # mypy knows no defaults of lambdas
    assert set(store.answers()) == {back, second}


def test_an_agency_is_described_as_often_as_it_likes_and_another_is_not(store: HubStore) -> None:
    first = Agency("Northern police", AgencyKind.NATIONAL, (HelpContact("Peers", "room 3", ""),))
    store.describe_agency(first, SAID)
    assert store.agency("Northern police") == first
    second = replace(first, kind=None, contacts=())
    store.describe_agency(second, SAID)
    assert store.agency("Northern police") == second
    assert store.agency("Southern police") == Agency("Southern police")
