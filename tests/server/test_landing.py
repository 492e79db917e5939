"""A link that lands on a screen of the record: where to look, never what may be seen, and never another address."""

import re
from urllib.parse import quote

import pytest

from tests.server.risk import Guest, real

LANDING = "questions/legal/development/any"
HOSTILE = [
    "//elsewhere.example", "https://elsewhere.example/", "javascript:alert(1)", "../list", "/tasks", "tasks/../x",
    "a" * 500, "tasks#x", "tasks?x=y", "tasks\r\nX-Bad: y", 'x"><script>', "tasks%2e", "Tasks", "tasks/" * 9, "\x00",
    "٣",
]  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with real(tmp_path_factory.mktemp("landing")) as running:
        yield running
    Guest.close_all()


@pytest.fixture(scope="module")
def owner(server):
    guest = Guest(server.stranger())
    guest.id = guest.new()
    guest.go(f"{guest.id}/share")
    yield guest
    guest.close()


@pytest.fixture(scope="module")
def token(owner):
    return owner.link("edit")


def pressed(browser, token, at):
    """Where somebody comes who opens the link and presses its button, as the form of the page says."""
    page = browser.get(f"/share/{token}?at={quote(at, safe='')}")
    assert page.status == 200
    xsrf = re.search(r'name="_xsrf" value="([^"]+)"', page.text)[1]
    action = re.search(r'<form method="post" action="([^"]+)"', page.text)[1].replace("&amp;", "&")
    answer = browser.get(f"/share/{token}{action}", method="POST", data=f"_xsrf={xsrf}".encode())
    assert answer.status == 303
    return answer.headers["Location"], page.text


def test_a_link_lands_on_the_screen_that_it_names(server, owner, token):
    where, _ = pressed(server.stranger(), token, LANDING)
    path, _, screen = where.partition("#")
    assert screen == f"{owner.id}/{LANDING}"
    assert f"assessment={owner.id}" in path


def test_a_link_that_names_none_leads_to_the_record(server, token):
    where, _ = pressed(server.stranger(), token, "")
    assert "#" not in where


@pytest.mark.parametrize("at", HOSTILE, ids=range(len(HOSTILE)))
def test_anything_else_counts_for_nothing(server, owner, token, at):
    where, text = pressed(server.stranger(), token, at)
    assert where.startswith("/risk?")
    assert "#" not in where
    assert "elsewhere" not in text + where
    assert "<script>" not in text
