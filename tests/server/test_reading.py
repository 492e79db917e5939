"""The reading pages as a browser without JavaScript gets them: from a real server, without a kernel."""

import gzip
import re
import sys
from urllib.parse import urlsplit

import pytest

from tests.pages.reading import at, given
from tests.server.harness import COOKIE_SECRET, HERE, Server, eventually
from toolkit.pages.reading import addresses
from toolkit.server.reading import COOKIE, VISIT

CHAPTER = "/read/introduction/intro-what-is-ai"
KILOBYTE = 1024


@pytest.fixture(scope="module")
def below(tmp_path_factory):
    """A server whose pages begin with /tools/."""
    command = [sys.executable, str(HERE / "serve_below.py"), "PORT"]
    environment = {"PYTHONPATH": str(HERE), "TOOLKIT_COOKIE_SECRET": COOKIE_SECRET}
    running = Server(command, tmp_path_factory.mktemp("below"), environment).start()
    yield running
    running.stop()


def links(page):
    """Where a page leads within the server, without fragments."""
    return {href.partition("#")[0] for href in re.findall(r'(?:href|action)="(/[^"]*)"', page)}


def test_the_start_page_needs_no_kernel(server):
    reader, before = server.stranger(), {one.pid for one in server.kernels()}
    page = reader.get("/")
    assert page.status == 200
    assert {"/read", "/read/tour", "/risk"} <= links(page.text)
    # those of earlier visitors may end meanwhile
    assert {one.pid for one in server.kernels()} <= before


def test_every_page_is_there_and_small_enough(server):
    reader, before = server.stranger(), {one.pid for one in server.kernels()}
    for address in addresses(given()):
        page = reader.get(f"/read/{address}".rstrip("/"), Accept_Encoding="gzip")
        assert page.status == 200, address
        assert len(page.body) <= (18 if address == "primers/all" else 10) * KILOBYTE, address
        assert b"<h1" in gzip.decompress(page.body), address
    # those of earlier visitors may end meanwhile
    assert {one.pid for one in server.kernels()} <= before


def test_pages_say_who_may_keep_them_and_what_they_depend_on(server):
    headers = server.stranger().get("/read/principles/accuracy").headers
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "no-cache"
    assert {"Cookie", "Accept-Language"} <= {one.strip() for one in headers["Vary"].split(",")}
    assert "script-src 'self';" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Set-Cookie"] is None


def test_an_unchanged_page_is_not_sent_again(server):
    reader = server.stranger()
    first = reader.get("/read/principles/accuracy")
    again = reader.get("/read/principles/accuracy", If_None_Match=first.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    other = reader.get("/read/principles/accuracy?level=advanced", If_None_Match=first.headers["ETag"])
    assert other.status == 200


def test_the_page_changes_with_what_is_remembered(server):
    reader = server.stranger()
    tag = reader.get("/read/principles/accuracy").headers["ETag"]
    reader.get("/read/principles?level=advanced")
    assert reader.get("/read/principles/accuracy", If_None_Match=tag).status == 200


def test_what_is_remembered_is_signed_and_out_of_reach_for_scripts_and_strangers(server):
    reader = server.stranger()
    cookie = reader.get("/read/principles?level=advanced").headers["Set-Cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    for part in ("HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    assert "expires=" in cookie.lower()
    assert 'aria-current="true" data-swap>Advanced' in reader.get("/read/principles/accuracy").text
    assert 'aria-current="true" data-swap>Basic' in server.stranger().get("/read/principles/accuracy").text


@pytest.mark.parametrize("value", ["x", '"2|1:0|10:1|5:nope|4:e30=|0000"', "%00", "a" * 3000])
def test_a_cookie_that_we_did_not_sign_is_no_memory(server, value):
    reader = server.stranger()
    reader.cookies[COOKIE] = value
    page = reader.get("/read/introduction")
    assert page.status == 200
    assert "0 of 14 chapters read" in page.text


def test_the_signed_cookie_of_another_name_is_no_memory(server):
    reader = server.stranger()
    reader.get("/read/cases/csam-false-positive-2021?go=1")
    reader.cookies[COOKIE] = reader.cookies[VISIT]
    assert reader.get("/read/introduction").status == 200
    assert "0 of 14 chapters read" in reader.get("/read/introduction").text


def test_a_warning_is_shown_once_a_visit(server):
    reader = server.stranger()
    assert "Before you read on" in reader.get("/read/cases/csam-false-positive-2021").text
    cookie = reader.get("/read/cases/csam-false-positive-2021?go=1").headers["Set-Cookie"]
    assert "expires" not in cookie.lower()
    assert "Before you read on" not in reader.get("/read/cases/csam-false-positive-2021").text


def test_the_check_is_handed_in_without_a_script_and_remembered(server):
    reader = server.stranger()
    page = reader.get(CHAPTER).text
    action = re.search(r'<form method="get" action="([^"#]+)#check"', page)[1]
    chapter = given().guides.chapter("intro-what-is-ai")
    chosen = "&".join(
        f"q{n}={place}"
        for n, question in enumerate(chapter.check, 1)
        for place, answer in enumerate(question.answers)
        if answer.right
    )
    assert f'name="q1" id="q1-{0}" value="0"' in page
    assert "This chapter is passed." in reader.get(f"{action}?{chosen}").text
    assert "1 of 14 chapters read" in reader.get("/read/introduction").text


def test_a_reader_can_walk_from_page_to_page(server):
    reader, seen, waiting = server.stranger(), set(), ["/read"]
    while waiting and len(seen) < 80:
        address = waiting.pop(0)
        seen.add(address)
        answer = reader.get(address)
        assert answer.status in (200, 301, 302), address
        waiting += [
            one for one in sorted(links(answer.text)) if one.startswith("/read") and one not in {*seen, *waiting}
        ]
    assert len(seen) == 80


@pytest.mark.parametrize(
    "path",
    ["/read/nothing", "/read/principles/nothing", "/read/../etc/passwd", "/read/%2e%2e/%2e%2e/etc/passwd", "/read/%00",
     "/read/introduction/intro-what-is-ai/x", "/reading", "/read/tour/99", "/read//evil.example/"],
)  # fmt: skip
def test_an_address_that_is_none_is_a_calm_404(server, path):
    answer = server.stranger().get(path)
    if answer.status == 301:
        assert urlsplit(answer.headers["Location"]).netloc == ""
        assert answer.headers["Location"].startswith("/read/")
        answer = server.stranger().get(answer.headers["Location"])
    assert answer.status == 404
    assert "There is no such page" in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/read/principles/", "/read/principles"),
        ("/read/", "/read"),
        ("/read/explore/explore-base-rates?a=1", "/read/explorables/explore-base-rates?a=1"),
    ],
)
def test_other_ways_to_write_an_address_lead_to_the_one(server, path, location):
    answer = server.stranger().get(path)
    assert (answer.status, answer.headers["Location"]) == (301, location)


def test_only_reading_is_possible(server):
    for method in ("POST", "PUT", "DELETE"):
        assert server.stranger().get("/read/principles", method=method, data=b"level=advanced").status in (403, 405)
    head = server.stranger().get("/read/principles", method="HEAD")
    assert (head.status, head.body) == (200, b"")


def test_a_foreign_host_name_is_refused(server):
    assert server.stranger().get("/read", Host="attacker.example").status == 403


@pytest.mark.parametrize(
    ("path", "accepted", "lang", "direction"),
    [
        ("/read/principles", "", "en", "ltr"),
        ("/read/principles", "ar-EG,en;q=0.5", "ar", "rtl"),
        ("/read/principles?lang=ar", "en", "ar", "rtl"),
        ("/read/principles?lang=en", "ar", "en", "ltr"),
        ("/read/principles?lang=xx%22", "", "en", "ltr"),
        ("/?lang=ar", "", "ar", "rtl"),
    ],
)
def test_the_language_is_the_one_asked_for_or_that_of_the_browser(server, path, accepted, lang, direction):
    page = server.stranger().get(path, Accept_Language=accepted).text
    assert f'<html lang="{lang}" dir="{direction}">' in page


def test_a_language_that_was_chosen_stays_on_the_way(server):
    page = server.stranger().get("/read/principles?lang=ar").text
    assert {one for one in links(page) if one.startswith("/read/principles/") and "lang=ar" not in one} == set()
    assert '<input type="hidden" name="lang" value="ar">' in page
    assert "lang=" not in " ".join(one for one in links(server.stranger().get("/read/principles").text))


def test_the_switch_of_language_keeps_what_the_page_shows(server):
    page = server.stranger().get("/read/cases?outcome=stopped").text
    assert 'href="?outcome=stopped&amp;lang=ar"' in page or 'href="?outcome=stopped&lang=ar"' in page


def test_pages_below_another_address_lead_nowhere_else(below):
    start = below.get("/tools/")
    assert start.status == 200
    for path in ("/tools/", "/tools/read", "/tools/read/cases", CHAPTER.replace("/read", "/tools/read")):
        page = below.get(path).text
        assert links(page), path
        assert {one for one in links(page) if not one.startswith("/tools/")} == set(), path
    cookie = below.get("/tools/read/principles?level=advanced").headers["Set-Cookie"]
    assert "Path=/tools/" in cookie
    assert below.get("/tools/read/principles/").headers["Location"] == "/tools/read/principles"


def test_a_server_that_just_started_answers_while_the_content_is_read(own_server):
    assert eventually(lambda: own_server.stranger().get("/healthz").status == 200)
    assert own_server.stranger().get("/read").status == 200


def test_a_page_and_its_address_agree_with_the_pure_page(server):
    from toolkit.pages.reading import view

    shown = view(at("principles/accuracy"), given())
    assert shown.parts[0].html.strip() in server.stranger().get("/read/principles/accuracy").text
