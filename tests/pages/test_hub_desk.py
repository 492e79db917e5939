"""An officer’s desk in the hub: their own things only, read anew at each click, and a sentence where there is none."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from toolkit.content.hub import load_hub
from toolkit.core.hub_access import Member, Role, Standing
from toolkit.core.hub_listing import Dealing, Move, State
from toolkit.core.hub_terms import accept, digest
from toolkit.pages.hub_moves import TOLD
from toolkit.pages.hub_visit import HubVisit, hub_visit
from toolkit.pages.screen import Event
from toolkit.store import NewAssessment
from toolkit.store.hub import HubStore
from toolkit.store.hub_records import Said

NOW = datetime(2027, 1, 10, 12, tzinfo=UTC)


@pytest.fixture
def hub(database):
    with HubStore(database, lambda: NOW) as opened:
        yield opened


def admitted(hub, name, role=Role.OFFICER, *, accepted=True, **more):
    code = str(uuid4())
    given = {"standing": Standing.APPROVED, "attested": NOW.date(), "purpose": "work", **more}
    hub.admit(
        Member(code, "Northern police", role, **given), f"{name}@police.example", "KE", name, Said("t", "a", code)
    )
    if accepted:
        terms = load_hub().terms[-1]
        hub.accept(accept(code, terms, digest(terms), NOW))
    return code


def at(hub, who, lang="en"):
    return HubVisit(lang, hub, who, lambda: NOW, "http://hub.example/", "local")


def shown(visit):
    return "".join(str(part.html) for part in visit.screen().parts)


def press(visit, name, value):
    visit.handle(Event("act", name, value), "tab", 0)
    return shown(visit)


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_desk_has_what_somebody_saved_began_was_told_and_learnt_and_nothing_of_others(hub, library, lang):
    ann, ben = admitted(hub, "ann"), admitted(hub, "ben")
    hub.touch(ann, Dealing.SAVED, ["grace", "griffeye"])
    hub.touch(ben, Dealing.SAVED, ["whisper"])
    hub.notice(ann, TOLD["reviewed"], about="tools/grace", tool="GRACE")
    hub.learn(ann, "mod-workflow", done=True)
    content = (library.questionnaire, library.version, library.sha256, library.default_method)
    begun = hub.assess(ann, "argos", NewAssessment("ann", "Argos", *content), {})
    move = Move(State.UNDER_REVIEW, "carl", NOW, "", "A leak.")
    hub.move("grace", lambda past: (*past, move), lambda last, touches: [])
    page = shown(at(hub, "ann", lang))
    for text in ("hub/tools/grace?", "hub/tools/griffeye?", f"risk?lang={lang}#{begun}/tasks", "GRACE"):
        assert text in page
    assert ("Under review" in page) == (lang == "en")
    assert "whisper" not in page
    assert "You saved it, compared it" in page or lang == "ar"


def test_a_notice_that_was_read_is_gone_and_nobody_elses_can_be(hub):
    ann, ben = admitted(hub, "ann"), admitted(hub, "ben")
    for code in (ann, ben):
        hub.notice(code, TOLD["again"], tool="GRACE")
    visit, theirs = at(hub, "ann"), hub.notices(ben)[0].id
    press(visit, "seen", theirs)
    assert hub.unseen(ben) == 1
    assert "Nothing waits." in press(visit, "seen", hub.notices(ann)[0].id)


def test_two_to_four_ticked_tools_lead_to_their_comparison(hub):
    ann = admitted(hub, "ann")
    names = [one.id for one in load_hub().listings[:5]]
    hub.touch(ann, Dealing.SAVED, names)
    visit = at(hub, "ann")
    assert "hub/compare" not in press(visit, "tick", names[0])
    assert f"hub/compare?tool={names[0]}&amp;tool={names[1]}" in press(visit, "tick", names[1])
    for name in names[2:4]:
        press(visit, "tick", name)
    assert "Take one away first" in press(visit, "tick", names[4])
    assert names[4] not in visit.state.ticked
    press(visit, "tick", "no-such-tool")
    assert len(visit.state.ticked) == 4


@pytest.mark.parametrize(
    "more",
    [
        {"accepted": False},
        {"role": Role.PROVIDER},
        {"role": Role.ADMINISTRATOR},
        {"leaves": NOW.date() - timedelta(days=1)},
        {"attested": NOW.date() - timedelta(days=220)},
    ],
)
def test_whoever_may_not_have_a_desk_reads_so_and_sees_nothing(hub, more):
    code = admitted(hub, "ann", **more)
    hub.touch(code, Dealing.SAVED, ["grace"])
    page = shown(at(hub, "ann"))
    assert "Your desk is closed" in page
    assert "grace" not in page


def test_an_open_desk_closes_at_the_next_click_when_the_access_ends(hub):
    code = admitted(hub, "ann")
    hub.touch(code, Dealing.SAVED, ["grace"])
    visit = at(hub, "ann")
    assert "hub/tools/grace" in shown(visit)
    hub.change(code, lambda one: replace(one, leaves=NOW.date() - timedelta(days=1)), Said("t", "leave", code))
    assert "Your desk is closed" in press(visit, "tick", "grace")
    assert "not a member" in shown(at(hub, "nobody"))


def test_without_our_server_or_with_the_hub_off_there_is_a_sentence(monkeypatch):
    monkeypatch.delenv("TOOLKIT_HUB", raising=False)
    visit = hub_visit("en", "local")
    assert "toolkit serve --hub" in shown(visit)
    visit.handle(Event("act", "seen", "x"), "tab", 1)
    assert "toolkit serve --hub" in shown(visit)
