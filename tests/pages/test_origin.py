"""Where an assessment began: a listing of the hub that was withdrawn is said on the assessment’s own page."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from toolkit.content.interface import interface
from toolkit.core.hub_access import Member, Standing
from toolkit.core.hub_listing import Move, State
from toolkit.pages.visits import Stores, visit_of
from toolkit.store import NewAssessment, NewShare, Role
from toolkit.store.hub import HubStore
from toolkit.store.hub_records import Said

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
WARNING = "was withdrawn from the hub: look at this again"


@pytest.fixture
def hub(database):
    with HubStore(database, lambda: NOW) as opened:
        yield opened


@pytest.fixture
def begun(hub, library):
    """An officer, and the risk assessment that they began from a listing."""
    code = str(uuid4())
    member = Member(code, "Northern police", standing=Standing.APPROVED)
    hub.admit(member, "ann@police.example", "KE", "ann", Said("test", "admit", code))
    content = (library.questionnaire, library.version, library.sha256, library.default_method)
    return hub.assess(code, "grace", NewAssessment("ann", "GRACE", *content), {})


def moved(hub, *states):
    for state in states:
        move = Move(state, "carl", NOW, "security", "A leak.")
        hub.move("grace", lambda past, move=move: (*past, move), lambda last, touches: [])


def page(database, identity, who="ann", screen="tasks"):
    visit = visit_of("risk", "en", Stores(database), who, "http://hub.example/", "local")
    visit.start(identity, screen)
    return "".join(str(part.html) for part in visit.screen().parts)


@pytest.mark.parametrize("screen", ["tasks", "result"])
def test_an_assessment_says_from_which_listing_it_began_and_when_that_was_withdrawn(database, hub, begun, screen):
    shown = page(database, begun, screen=screen)
    assert "This began from a listing in the hub" in shown
    assert "hub/tools/grace?lang=en" in shown
    assert WARNING not in shown
    moved(hub, State.UNDER_REVIEW, State.WITHDRAWN)
    assert WARNING in page(database, begun, screen=screen)
    moved(hub, State.REINSTATED)
    assert WARNING not in page(database, begun, screen=screen)


def test_a_new_version_carries_the_warning_and_another_system_has_none(database, hub, begun, store, library):
    moved(hub, State.UNDER_REVIEW, State.WITHDRAWN)
    store.submit(begun, {"tiers": {}}, "ann")
    later = store.new_version(begun, "ann")
    assert WARNING in page(database, later.id)
    content = (library.questionnaire, library.version, library.sha256, library.default_method)
    other = store.create(NewAssessment("ann", "Other", *content), who="ann")
    assert 'id="origin"' not in page(database, other.id)


def test_somebody_with_whom_it_is_shared_learns_nothing_from_the_hub(database, hub, begun, store):
    moved(hub, State.UNDER_REVIEW, State.WITHDRAWN)
    store.share(begun, NewShare(Role.READ, "ben", account="ben"), "ann")
    assert 'id="origin"' not in page(database, begun, who="ben")
    assert WARNING in page(database, begun)


def test_the_notice_is_there_in_arabic(database, hub, begun):
    moved(hub, State.UNDER_REVIEW)
    visit = visit_of("risk", "ar", Stores(database), "ann", "http://hub.example/", "local")
    visit.start(begun)
    words = interface("ar").gettext("The page of the tool")
    assert words in "".join(str(part.html) for part in visit.screen().parts)
