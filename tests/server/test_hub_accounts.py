"""Accounts, for whoever runs the server; and what an agency says about itself: both against a real server."""

import re

import pytest

from tests.server.hub import NORTH, SOUTH, Browser
from toolkit.content.hub import load_hub
from toolkit.core.hub import HelpContact
from toolkit.core.hub_access import Role
from toolkit.exchange.certificate import VALID, judge, read_key
from toolkit.server import keys

HUB = load_hub("en")
HASH = "d41d8cd98f00b204e9800998ecf8427e"


def test_an_administrator_locks_unlocks_and_sees_no_answer(house):
    ada, ann = house.browser(Role.ADMINISTRATOR, "Hub"), house.browser()
    path = f"/hub/accounts/{ann.code}"
    listed = ada.get("/hub/accounts").text
    assert ann.email in listed
    assert "work" not in listed.split("<table")[1].split("</table>")[0], "no purpose"
    assert ada.post(path, do="lock").status == 200
    assert ann.get("/hub/me").headers["Location"].startswith("/sign-in")
    assert Browser(house.server).sign_in(ann.email).status != 303
    assert ada.post(path, do="unlock").status == 200
    assert Browser(house.server).sign_in(ann.email).status == 303
    for other in (f"/hub/people/{ann.code}", "/hub/tools", "/hub/review", "/hub/learning", "/risk"):
        answer = ada.get(other)
        assert answer.status == 403 or answer.headers.get("Location") == "/hub", other


def test_a_lost_phone_is_replaced_by_one_recovery_code_and_never_by_the_password_alone(house):
    ada = house.browser(Role.ADMINISTRATOR, "Hub")
    code, email = house.person()
    house.accounts.change(email, totp=(keys.new_salt(), 0), codes=["old"])
    path = f"/hub/accounts/{code}"
    assert ada.post(path, do="factor").status == 409, "whoever resets it has spoken with the person"
    handed = re.search(r'id="handed"[^>]*value="([^"]+)"', ada.post(path, do="factor", known="yes").text)[1]
    assert Browser(house.server).sign_in(email).status != 303
    assert Browser(house.server).sign_in(email, code=handed).status == 303
    assert Browser(house.server).sign_in(email, code=handed).status != 303, "it counts once"
    assert "second factor" in house.store.notices(code)[0].text


def test_roles_are_given_by_administrators_only_and_never_to_themselves_or_to_providers(house):
    ada, ann, pia = house.browser(Role.ADMINISTRATOR, "Hub"), house.browser(), house.browser(Role.PROVIDER, "Maker")
    path = f"/hub/accounts/{ann.code}"
    assert ada.post(path, do="role", role="coordinator").status == 200
    assert house.store.find(ann.code).member.role is Role.COORDINATOR
    assert ann.get("/hub/review").status == 200
    assert ada.post(path, do="role", role="provider-contact").status == 409
    assert ada.post(path, do="role", role="king").status == 400
    assert ada.post(f"/hub/accounts/{pia.code}", do="role", role="officer").status == 409
    assert ada.post(f"/hub/accounts/{ada.code}", do="role", role="coordinator").status == 403
    assert ada.post(f"/hub/accounts/{ada.code}", do="lock").status == 403
    entries = house.store.entries(most=20, about=ann.code)
    assert ("give-role", "coordinator") in {(one.what, one.details.get("to", "")) for one in entries}


# ---------------------------------------------------------------- what an agency says about itself


def entered(visitor, **more):
    form = {"kind": "national", "label-0": "Peer support", "how-0": "+254 20 123 4567", "hours-0": "day and night"}
    return visitor.post("/hub/agency", page="/hub/agency", **{**form, **more})


def test_help_contacts_of_an_agency_stand_on_each_learning_page_of_its_own_people_only(house):
    fay, ann, sam = house.browser(Role.FOCAL_POINT), house.browser(), house.browser(agency=SOUTH)
    assert "enters them, under “My agency”" in ann.get("/hub/learning").text
    assert "/hub/agency?" in fay.get("/hub/learning").text
    assert "/hub/agency?" not in ann.get("/hub/learning").text
    assert entered(fay).status == 200
    pages = ("learning", "learning/path-legal-basic", "learning/mod-wellbeing", "learning/mod-wellbeing?read=all")
    for path in pages:
        page = ann.get(f"/hub/{path}").text
        assert "+254 20 123 4567" in page, path
        assert page.index("+254 20 123 4567") > page.index('aria-labelledby="help"')
        assert "+254 20 123 4567" not in sam.get(f"/hub/{path}").text
    assert house.store.agency(NORTH).contacts == (HelpContact("Peer support", "+254 20 123 4567", "day and night"),)


@pytest.mark.parametrize(
    "more",
    [{"how-0": ""}, {"label-1": "Only a name"}, {"label-0": HASH}, {"hours-0": "ann@police.example"}, {"how-0": HASH}],
)
def test_half_a_contact_and_what_must_not_be_stored_is_refused(house, more):
    sam = house.browser(Role.FOCAL_POINT, "Western police")
    answer = entered(sam, **more)
    assert answer.status == 400
    assert "field-error" in answer.text
    assert house.store.agency("Western police").contacts == ()


def test_kind_and_region_stand_beside_feedback_only_where_three_agencies_share_them(house):
    ann = house.browser(agency="Police 1")
    form = {"technical": "It missed drawings.", "setting": "Two years.", "interest": "none"}
    ann.post("/hub/tools/argos/feedback", page="/hub/tools/argos/feedback", **form)
    (one,) = house.store.feedback_by(ann.code)
    carl = house.browser(Role.COORDINATOR)
    carl.post("/hub/review", page="/hub/review", feedback=one.id, version="1", do="publish")
    for number in (1, 2):
        entered(house.browser(Role.FOCAL_POINT, f"Police {number}"), kind="customs")
    assert "Customs or border guard" not in ann.get("/hub/tools/argos").text
    entered(house.browser(Role.FOCAL_POINT, "Police 3"), kind="customs")
    page = ann.get("/hub/tools/argos").text
    assert "Customs or border guard · Africa" in page
    assert "Police 1" not in page.split("What colleagues say")[1]


# ---------------------------------------------------------------- certificates


def test_a_certificate_needs_each_module_but_those_with_a_warning_and_can_be_verified(house):
    ann = house.browser()
    path = next(one for one in HUB.paths if any(step.kind == "module" for step in one.steps))
    place = f"/hub/learning/{path.id}/certificate"
    assert ann.post(place, page="/hub/me", name="Ann Example").status == 409
    needed = [one.target for one in path.steps if one.kind == "module" and not HUB.module(one.target).warning]
    for name in needed:
        ann.post(f"/hub/learning/{name}", do="done")
    assert ann.post(place, name="\u202e").status == 400
    page = ann.post(place, name="Ann Example").text
    code, key = (re.search(rf'id="{name}">([^<]+)<', page)[1] for name in ("code", "public-key"))
    found = judge(code, read_key(key))
    assert found.exit_code == VALID
    assert f"{len(needed)} modules; nobody examined them" in found.lines[2]
    assert judge(code.replace(code[20], "A" if code[20] != "A" else "B", 1), read_key(key)).exit_code != VALID
    assert "Ann Example" not in str(house.store.held(house.store.find(ann.code)))
