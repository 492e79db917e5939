"""People change their own password and codes, and nobody else does; against a real server."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.server.people import PASSWORD, Visitor, accounts, configured, key
from tests.server.test_sign_in_page import RULES
from toolkit.server import keys

NEW = "a new and longer pass phrase"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("own")


@pytest.fixture(scope="module")
def server(folder):
    accounts(folder).close()
    with configured(folder, identity="local") as running:
        yield running


@pytest.fixture
def name(folder):
    """An account that no other test knows; what other tests got wrong is forgotten."""
    made = f"person-{uuid4().hex}"
    with accounts(folder) as known:
        known.forget_before(datetime.now(UTC) + timedelta(hours=1))
        known.add(made, keys.hashed(PASSWORD), None)
    return made


@pytest.fixture
def visitor(server, name):
    signed_in = Visitor(server, "/account")
    assert signed_in.sign_in(name).status == 303
    return signed_in


def secret_of(page):
    found = re.search(r'<code dir="ltr">([A-Z2-7 ]+)</code>', page.text)
    return found[1].replace(" ", ""), re.search(r'name="salt" value="([^"]+)"', page.text)[1]


def one_time(secret):
    return pyotp.TOTP(secret).now()


def with_codes(visitor):
    """Take on one-time codes; returns the secret and the recovery codes."""
    secret, salt = secret_of(visitor.post("/account", do="totp", password=PASSWORD))
    page = visitor.post("/account", do="confirm", salt=salt, code=one_time(secret))
    assert page.status == 200
    return secret, re.findall(r"<li><code>([\w-]{19})</code>", page.text)


def test_a_new_password_counts_and_the_old_one_does_not(server, visitor, name):
    page = visitor.post("/account", do="password", password=PASSWORD, new=NEW, again=NEW)
    assert (page.status, "It is changed" in page.text) == (200, True)
    assert visitor.get("/probe").status == 200, "whoever changed it stays in"
    assert Visitor(server).sign_in(name).status == 403
    assert Visitor(server).sign_in(name, NEW).status == 303


def test_a_new_password_ends_every_other_sign_in_and_every_copy_of_the_cookie(server, visitor, name):
    other, thief = Visitor(server), Visitor(server)
    other.sign_in(name)
    thief.server.cookies |= visitor.server.cookies
    visitor.post("/account", do="password", password=PASSWORD, new=NEW, again=NEW)
    assert other.get("/probe").status == 302
    assert thief.get("/probe").status == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "status"),
    [
        ("not the password", NEW, NEW, 403),
        ("", NEW, NEW, 403),
        (PASSWORD, "too short", "too short", 400),
        (PASSWORD, NEW, NEW + "x", 400),
        (PASSWORD, "", "", 400),
        (PASSWORD, "x" * 1001, "x" * 1001, 400),
    ],
)
def test_nothing_changes_without_the_old_password_or_with_a_bad_new_one(server, visitor, name, old, new, again, status):
    page = visitor.post("/account", do="password", password=old, new=new, again=again)
    assert (page.status, "Nothing was changed" in page.text) == (status, True)
    assert Visitor(server).sign_in(name).status == 303


@pytest.mark.parametrize("do", ["password", "totp", "codes"])
def test_guessing_the_password_in_a_browser_left_open_has_to_wait(server, visitor, name, do):
    form = {"do": do, "new": NEW, "again": NEW}
    statuses = [visitor.post("/account", password=f"guess {n}", **form).status for n in range(6)]
    assert statuses == [403] * 5 + [429]
    assert visitor.post("/account", password=PASSWORD, **form).status == 429
    assert Visitor(server).sign_in(name).status == 429, "it is one count with signing in"


def test_one_time_codes_are_asked_from_then_on(server, visitor, name):
    secret, codes = with_codes(visitor)
    assert len(codes) == 10
    assert Visitor(server).sign_in(name).status == 403
    assert Visitor(server).sign_in(name, code=one_time(secret)).status == 403, "the code that proved it is used up"
    assert Visitor(server).sign_in(name, code=codes[0]).status == 303
    assert Visitor(server).sign_in(name, code=codes[0]).status == 403


def test_a_new_secret_counts_only_once_its_code_has_come_back(server, visitor, name):
    secret, salt = secret_of(visitor.post("/account", do="totp", password=PASSWORD))
    wrong = f"{(int(one_time(secret)) + 1) % 1_000_000:06}"
    assert visitor.post("/account", do="confirm", salt=salt, code=wrong).status == 403
    assert Visitor(server).sign_in(name).status == 303


@pytest.mark.parametrize("salt", ["", "00112233445566778899aabbccddeeff", "2|1:0|10:1|4:salt|4:eHg=|0"])
def test_a_secret_that_we_did_not_offer_is_not_taken_on(server, folder, visitor, name, salt):
    code = keys.totp(key(folder), name, salt).now()
    assert visitor.post("/account", do="confirm", salt=salt, code=code).status == 403
    assert Visitor(server).sign_in(name).status == 303


def test_a_secret_that_was_offered_to_one_is_not_taken_on_by_another(server, folder, visitor):
    with accounts(folder) as known:
        known.add("mallory", keys.hashed(PASSWORD), None)
    mallory = Visitor(server, "/account")
    mallory.sign_in("mallory")
    secret, salt = secret_of(mallory.post("/account", do="totp", password=PASSWORD))
    assert visitor.post("/account", do="confirm", salt=salt, code=one_time(secret)).status == 403


def test_new_recovery_codes_end_the_old_ones(server, visitor, name):
    _, old = with_codes(visitor)
    page = visitor.post("/account", do="codes", password=PASSWORD)
    new = re.findall(r"<li><code>([\w-]{19})</code>", page.text)
    assert len(new) == 10
    assert not set(old) & set(new)
    assert Visitor(server).sign_in(name, code=old[0]).status == 403
    assert Visitor(server).sign_in(name, code=new[0]).status == 303


def test_recovery_codes_are_shown_once_and_need_one_time_codes(visitor):
    assert visitor.post("/account", do="codes", password=PASSWORD).status == 400
    _, codes = with_codes(visitor)
    assert not any(code in visitor.get("/account").text for code in codes)


def test_signing_out_everywhere_ends_this_browser_too(server, visitor, name):
    other = Visitor(server)
    other.sign_in(name)
    assert "You are signed out" in visitor.post("/account", do="out").text
    assert other.get("/probe").status == visitor.get("/probe").status == 302


def test_without_a_sign_in_there_is_no_page(server):
    stranger = Visitor(server)
    assert stranger.get("/account").headers["Location"] == "/sign-in?next=%2Faccount"
    assert stranger.post("/account", do="out").status == 403


@pytest.mark.parametrize("do", ["password", "totp", "confirm", "codes", "out"])
def test_a_form_from_another_site_changes_nothing(server, visitor, do):
    body = f"do={do}&password={PASSWORD}&new={NEW}&again={NEW}".encode()
    assert visitor.get("/account", method="POST", data=body).status == 403
    assert visitor.get("/probe").status == 200


def test_where_nobody_signs_in_there_is_no_such_page(tmp_path):
    with configured(tmp_path) as running:
        assert running.get("/account").status == 404


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_has_no_barrier(server, page, folder, lang, width):
    name = f"ann-{lang}-{width}"
    with accounts(folder) as known:
        known.add(name, keys.hashed(PASSWORD), None)
    page.set_viewport_size({"width": width, "height": 700})
    visitor = Visitor(server)
    visitor.sign_in(name)
    page.context.add_cookies([{"name": n, "value": v, "url": server.url} for n, v in visitor.server.cookies.items()])
    page.goto(f"{server.url}/account?lang={lang}")
    assert page.locator("html").get_attribute("dir") == ("rtl" if lang == "ar" else "ltr")
    assert Axe().run(page, options=RULES).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("#password-totp").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#code").wait_for()
    assert Axe().run(page, options=RULES).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
