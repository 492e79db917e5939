"""Coming into the hub: request, status, approval, invitation, account; against a real server."""

import re
from urllib.parse import urlencode
from uuid import uuid4

import pyotp
import pytest

from tests.server.hub import ASKED, NORTH, PASSWORD, SOUTH, Browser, hub
from toolkit.core.hub_access import Role, Standing
from toolkit.store.hub_records import Kind


def address():
    return f"ann-{uuid4().hex[:10]}@police.example"


def ask(house, **given):
    """Fill in the form; returns the path of the status page."""
    page = Browser(house.server).post("/hub/register", **{"email": address(), **ASKED, **given})
    assert page.status == 200, page.text
    return re.search(r'id="handed"[^>]*value="[^"]*?(/hub/status/[\w-]+)', page.text)[1]


def code_of(house, email):
    return house.store.with_email(email)[0].member.code


def approve(house, by, email):
    """Approve a request; returns the path of the invitation."""
    path = f"/hub/people/{code_of(house, email)}"
    page = by.post(path, do="approve", known="yes")
    assert page.status == 200, page.text
    return re.search(r"/hub/invitation/[\w-]+", page.text)[0]


def test_an_officer_asks_is_approved_makes_an_account_and_signs_in(house):
    email, focal = address(), house.browser(Role.FOCAL_POINT)
    status = ask(house, email=email)
    visitor = Browser(house.server)
    assert "It waits for an answer" in visitor.get(status).text
    assert email in focal.get("/hub/people").text
    invitation = approve(house, focal, email)
    assert "It was approved" in visitor.get(status).text
    assert invitation not in visitor.get(status).text, "the link is for the person, not for whoever holds the status"
    page = visitor.post(invitation, password=PASSWORD, again=PASSWORD, salt="", code="")
    assert (page.status, "Your account is there" in page.text) == (200, True)
    assert visitor.sign_in(email).status == 303
    assert "First the terms" in visitor.get("/hub").text


def test_registering_accepts_nothing_and_lets_nobody_in(house):
    email = address()
    ask(house, email=email)
    assert house.store.accepted(code_of(house, email)) == ()
    assert Browser(house.server).sign_in(email).status == 403


def test_an_invitation_counts_once(house):
    email, focal = address(), house.browser(Role.FOCAL_POINT)
    ask(house, email=email)
    invitation = approve(house, focal, email)
    visitor = Browser(house.server)
    assert visitor.post(invitation, password=PASSWORD, again=PASSWORD).status == 200
    assert visitor.get(invitation).status == 404
    assert visitor.post(invitation, page="/hub/register", password=PASSWORD, again=PASSWORD).status == 404


def test_a_new_invitation_ends_the_old_one(house):
    email, focal = address(), house.browser(Role.FOCAL_POINT)
    ask(house, email=email)
    old = approve(house, focal, email)
    page = focal.post(f"/hub/people/{code_of(house, email)}", do="invite")
    new = re.search(r"/hub/invitation/[\w-]+", page.text)[0]
    assert (Browser(house.server).get(old).status, Browser(house.server).get(new).status) == (404, 200)


def test_one_time_codes_are_set_up_with_the_account_and_recovery_codes_are_shown(house):
    email, focal = address(), house.browser(Role.FOCAL_POINT)
    ask(house, email=email)
    visitor, invitation = Browser(house.server), approve(house, focal, email)
    form = visitor.get(invitation).text
    secret = re.search(r'<code dir="ltr">([A-Z2-7 ]+)</code>', form)[1].replace(" ", "")
    salt = re.search(r'name="salt" value="([^"]+)"', form)[1]
    wrong = visitor.post(invitation, password=PASSWORD, again=PASSWORD, salt=salt, code="000000")
    assert wrong.status == 400
    page = visitor.post(invitation, password=PASSWORD, again=PASSWORD, salt=salt, code=pyotp.TOTP(secret).now())
    codes = re.findall(r"<li><code>([\w-]{19})</code>", page.text)
    assert (page.status, len(codes)) == (200, 10)
    assert visitor.sign_in(email).status == 403, "the password alone is not enough"
    assert visitor.sign_in(email, code=codes[0]).status == 303


@pytest.mark.parametrize(
    ("password", "again", "says"),
    [("too short", "too short", "12 characters"), (PASSWORD, PASSWORD + "x", "not the same")],
)
def test_a_bad_password_makes_no_account_and_uses_no_invitation_up(house, password, again, says):
    email, focal = address(), house.browser(Role.FOCAL_POINT)
    ask(house, email=email)
    invitation = approve(house, focal, email)
    page = Browser(house.server).post(invitation, password=password, again=again)
    assert (page.status, says in page.text) == (400, True)
    assert Browser(house.server).get(invitation).status == 200


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("email", "no address", "Write an address"),
        ("email", "a" * 60 + "@police.example", "Write an address"),
        ("agency", "", "Fill this in"),
        ("country", "XX", "Choose a country"),
        ("role", "administrator", "Choose what you are"),
        ("role", "coordinator", "Choose what you are"),
        ("purpose", "", "Fill this in"),
        ("purpose", "About case no. 2025/12345", "number of a case"),
        ("purpose", "d41d8cd98f00b204e9800998ecf8427e", "fingerprint"),
    ],
)
def test_a_request_that_cannot_be_is_not_kept_and_says_why(house, field, value, says):
    before = len(house.store.people())
    page = Browser(house.server).post("/hub/register", **{"email": address(), **ASKED, field: value})
    assert (page.status, says in page.text) == (400, True)
    assert len(house.store.people()) == before


def test_a_refusal_is_read_with_its_reason(house):
    email, focal = address(), house.browser(Role.FOCAL_POINT)
    status = ask(house, email=email)
    path = f"/hub/people/{code_of(house, email)}"
    assert focal.post(path, do="refuse", reason="").status == 400
    case = focal.post(path, do="refuse", reason="See case no. 2025/12345.")
    assert (case.status, "number of a case" in case.text) == (400, True)
    assert focal.post(path, do="refuse", reason="Nobody here knows you.").status == 200
    assert "Nobody here knows you." in Browser(house.server).get(status).text


def test_an_address_that_nobody_confirmed_needs_the_tick(house):
    email, focal = address(), house.browser(Role.FOCAL_POINT)
    ask(house, email=email)
    path = f"/hub/people/{code_of(house, email)}"
    assert focal.post(path, do="approve").status == 400
    assert house.store.with_email(email)[0].member.standing is Standing.ASKED


def test_the_link_in_a_mail_counts_by_a_press_of_its_button_only(house):
    email = address()
    ask(house, email=email)
    code = code_of(house, email)
    link = f"/hub/confirm/{house.store.link(code, Kind.CONFIRM)}"
    assert Browser(house.server).get(link).status == 200
    assert house.store.find(code).member.standing is Standing.ASKED, "programs look at links"
    assert Browser(house.server).post(link).status == 200
    assert house.store.find(code).member.standing is Standing.CONFIRMED
    assert Browser(house.server).get(link).status == 404


def test_a_link_in_a_mail_that_is_pressed_after_the_approval_takes_nothing_back(house):
    email = address()
    ask(house, email=email)
    code = code_of(house, email)
    link = f"/hub/confirm/{house.store.link(code, Kind.CONFIRM)}"
    approve(house, house.browser(Role.FOCAL_POINT), email)
    assert Browser(house.server).post(link).status == 200
    assert house.store.find(code).member.standing is Standing.APPROVED


def test_a_focal_point_sees_only_their_agency(house):
    email = address()
    ask(house, email=email, agency=SOUTH)
    focal = house.browser(Role.FOCAL_POINT, NORTH)
    path = f"/hub/people/{code_of(house, email)}"
    assert email not in focal.get("/hub/people").text
    assert focal.get(path).status == 404
    assert focal.post(path, page="/hub", do="approve", known="yes").status == 404


def test_a_focal_point_cannot_approve_another_focal_point(house):
    email, focal = address(), house.browser(Role.FOCAL_POINT)
    ask(house, email=email, role="focal-point")
    path = f"/hub/people/{code_of(house, email)}"
    assert 'value="approve"' not in focal.get(path).text
    assert focal.post(path, do="approve", known="yes").status == 409
    assert house.store.with_email(email)[0].member.standing is Standing.ASKED
    approve(house, house.browser(Role.COORDINATOR, "Hub"), email)
    assert 'value="invite"' not in focal.get(path).text
    page = focal.post(path, do="invite")
    assert (page.status, "/hub/invitation/" in page.text) == (400, False), "who has the link becomes that person"


def test_the_agency_gets_the_spelling_that_its_focal_point_uses(house):
    house.browser(Role.FOCAL_POINT, "Eastern Police")
    email = address()
    ask(house, email=email, agency="  eastern   POLICE ")
    assert house.store.with_email(email)[0].member.agency == "Eastern Police"


def test_asking_with_an_address_that_is_there_tells_a_stranger_nothing(house):
    known = house.browser()
    first, second = ask(house, email=known.email), ask(house, email=address())
    pages = [Browser(house.server).get(path).text for path in (first, second)]
    assert len({re.sub(r"/hub/status/[\w-]+", "", page) for page in pages}) == 1
    coordinator = house.browser(Role.COORDINATOR, "Hub")
    twin = next(one for one in house.store.with_email(known.email) if one.account is None)
    path = f"/hub/people/{twin.member.code}"
    assert "this address" in coordinator.get(path).text
    assert coordinator.post(path, do="approve", known="yes").status == 400


def test_everything_that_was_decided_is_in_the_log(house):
    email, focal = address(), house.browser(Role.FOCAL_POINT)
    ask(house, email=email)
    approve(house, focal, email)
    code = code_of(house, email)
    about = [(one.who, one.what) for one in house.store.entries(most=10, about=code)]
    assert about[:3] == [(focal.code, "invite"), (focal.code, "approve"), (code, "ask")]
    assert email not in str(house.store.entries(most=1000)), "the log knows codes, not names"


def test_too_many_requests_from_one_place_have_to_wait(tmp_path):
    with hub(tmp_path) as own:
        visitor = Browser(own.server)
        statuses = [visitor.post("/hub/register", **{"email": address(), **ASKED}).status for _ in range(21)]
        assert statuses == [200] * 20 + [429]


def test_where_a_proxy_signs_visitors_in_the_invitation_joins_that_sign_in_to_the_person(tmp_path):
    with hub(tmp_path, identity="header", trusted_proxies="127.0.0.1") as own:
        email = address()
        ask(own, email=email)
        code = code_of(own, email)
        fay = {"X_Forwarded_User": own.person(Role.FOCAL_POINT)[1]}
        focal = Browser(own.server)
        focal.token = re.search(r'name="_xsrf" value="([^"]+)"', focal.get(f"/hub/people/{code}", **fay).text)[1]
        form = urlencode({"_xsrf": focal.token, "do": "approve", "known": "yes"}).encode()
        page = focal.get(f"/hub/people/{code}", method="POST", data=form, **fay)
        invitation = re.search(r"/hub/invitation/[\w-]+", page.text)[0]
        ann, me = Browser(own.server), {"X_Forwarded_User": "ann"}
        assert ann.get(invitation).status == 403, "whoever is not signed in cannot use it"
        token = re.search(r'name="_xsrf" value="([^"]+)"', ann.get(invitation, **me).text)[1]
        assert ann.get(invitation, method="POST", data=urlencode({"_xsrf": token}).encode(), **me).status == 303
        assert "First the terms" in ann.get("/hub", **me).text
        assert own.store.find(code).account == "ann"
