"""The hub where an issuer of OpenID Connect signs people in: registered, approved, left, and out."""

import re
from datetime import timedelta

import pytest

from tests.server.hub import ASKED, Browser, clock, hub
from tests.server.issuer import CLIENT, SECRET, asked, issuer
from toolkit.core.hub_access import Role


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hub-oidc")
    secret = folder / "secret"
    secret.write_text(SECRET)
    with issuer() as there:
        settings = {"oidc_issuer": there.url, "oidc_client_id": CLIENT, "oidc_client_secret_file": str(secret)}
        with hub(folder, identity="oidc", **settings) as house:
            yield there, house


def come(running, name, subject):
    """A browser that went to the issuer and came back; and what the way back answered."""
    there, house = running
    there.claims = {"sub": subject, "preferred_username": name}
    visitor = Browser(house.server)
    wanted = asked(visitor.get("/sign-in?next=/hub").headers["Location"])
    back = visitor.get(f"/sign-in/back?code={there.code(wanted)}&state={wanted['state']}")
    return visitor, back


def member(running, name, subject):
    """Somebody who asks, is approved by a focal point, and takes the invitation up after signing in at the issuer."""
    _, house = running
    email = f"{name}@police.example"
    asking = Browser(house.server).post("/hub/register", **{**ASKED, "email": email})
    status = re.search(r"/hub/status/[\w-]+", asking.text)[0]
    code = house.store.with_email(email)[0].member.code
    path, focal = f"/hub/people/{code}", house.browser(Role.FOCAL_POINT)
    page = focal.post(path, page=path, do="approve", known="yes")
    invitation = re.search(r"/hub/invitation/[\w-]+", page.text)[0]
    assert Browser(house.server).get(invitation).headers["Location"].startswith("/sign-in"), "the issuer comes first"
    visitor, back = come(running, name, subject)
    assert (back.status, back.headers["Location"]) == (302, "/hub")
    assert visitor.get("/hub/tools").status == 303, "signed in, and still nobody here"
    assert visitor.post(invitation, page=invitation).status == 303
    assert visitor.get(invitation).status == 404, "an invitation counts once"
    assert "It was approved" in visitor.get(status).text
    return visitor, code


OUT = ("/hub/tools", "/hub/me", "/hub-desk", "/risk")


def test_whoever_signs_in_at_an_issuer_comes_in_reads_the_terms_and_is_out_after_the_last_day(running):
    _, house = running
    ann, _ = member(running, "ann", "1")
    assert "First the terms" in ann.get("/hub").text
    assert ann.get("/hub/tools").headers["Location"].startswith("/hub/terms")
    shown = re.search(r'name="shown" value="(\w+)"', ann.get("/hub/terms").text)[1]
    assert ann.post("/hub/terms", page="/hub/terms", choice="accept", agree="yes", shown=shown).status == 303
    assert ann.get("/hub/tools").status == 200
    last = clock().date() + timedelta(days=1)
    assert ann.post("/hub/me/leave", page="/hub/me/leave", do="day", last=last.isoformat()).status == 200
    assert ann.get("/hub/tools").status == 200, "the last day is not over"
    house.days_later(3)
    try:
        again, back = come(running, "ann", "1")
        assert back.status == 403, "coming back from the issuer says so, instead of going round in circles"
        for visitor in (ann, again):
            for place in OUT:
                assert visitor.get(place).headers["Location"].startswith("/sign-in"), place
    finally:
        house.days_later(0)


def test_a_report_ends_a_sign_in_and_the_issuer_cannot_bring_it_back(running):
    _, house = running
    ben, code = member(running, "ben", "2")
    assert ben.get("/hub/me").status == 200
    focal, path = house.browser(Role.FOCAL_POINT), f"/hub/people/{code}"
    assert focal.post(path, page=path, do="leaver", last="2020-01-01").status == 200
    again, back = come(running, "ben", "2")
    assert back.status == 403, "the account is locked, whatever the issuer says"
    for visitor in (ben, again):
        for place in OUT:
            assert visitor.get(place).headers["Location"].startswith("/sign-in"), place


def test_an_invitation_of_somebody_else_makes_nobody_two_people(running):
    cat, _ = member(running, "cat", "3")
    _, house = running
    email = "dan@police.example"
    Browser(house.server).post("/hub/register", **{**ASKED, "email": email})
    path = f"/hub/people/{house.store.with_email(email)[0].member.code}"
    focal = house.browser(Role.FOCAL_POINT)
    page = focal.post(path, page=path, do="approve", known="yes")
    invitation = re.search(r"/hub/invitation/[\w-]+", page.text)[0]
    assert cat.post(invitation, page="/hub/me").status == 403
    assert house.store.with_email(email)[0].account is None


def test_whoever_closes_their_account_comes_back_as_a_stranger(running):
    eve, _ = member(running, "eve", "4")
    assert eve.post("/hub/me/leave", page="/hub/me/leave", do="close", sure="yes", written="erase").status == 200
    again, back = come(running, "eve", "4")
    assert back.status == 302, "the issuer still vouches for the name"
    assert "Ask for an account" in again.get("/hub").text
    assert again.get("/hub/tools").headers["Location"].startswith("/hub")
    assert again.get("/hub/me").headers["Location"].startswith("/hub")
