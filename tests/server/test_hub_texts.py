"""Texts and banners of the hub's pages, how little its pages need, and hostile fields that the journey never fills."""

import gzip
import json
import re
from urllib.parse import quote, urlencode

import pytest

from tests.server.hub import Browser
from tests.server.test_hub_rights import NASTY
from toolkit.content.hub import load_hub
from toolkit.core.hub_access import Role

HUB = load_hub("en")


@pytest.fixture(scope="module")
def cole(house):
    return house.browser(Role.COORDINATOR, "Hub")


def moved(cole, tool, *states):
    for state in states:
        given = {"to": state, "reason": HUB.catalogue.reasons[0].id, "explanation": "A report of an auditor."}
        assert cole.post(f"/hub/tools/{tool}/state", page=f"/hub/tools/{tool}", **given).status == 303


# ---------------------------------------------------------------- texts


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_how_the_hub_works_is_there_for_everybody(house, lang):
    page = Browser(house.server).get(f"/hub/methods?lang={lang}")
    assert page.status == 200
    assert load_hub(lang).guide("methods").title in page.text
    assert 'href="/hub/methods' in Browser(house.server).get("/hub").text


def test_the_text_for_the_public_has_brackets_to_fill_in_and_names_no_tool(ann):
    page = ann.get("/hub/publish").text
    main = page[page.index("<main") : page.index("</main>")]
    assert main.count("[") == main.count("]") > 15
    assert [one.name for one in HUB.listings if one.name in main] == []


def test_the_page_of_a_tool_leads_to_risk_readiness_and_a_text_for_the_public(ann):
    page = ann.get("/hub/tools/grace").text
    assert 'action="/hub/tools/grace/assess' in page
    assert 'action="/hub/tools/grace/ready' in page
    assert 'href="/hub/publish' in page


# ---------------------------------------------------------------- a withdrawal


def test_a_withdrawal_stands_on_every_page_until_its_reader_says_so(house, cole):
    ben, other = house.browser(), house.browser()
    ben.post("/hub/tools/yose/save", page="/hub/tools/yose", do="save")
    moved(cole, "yose", "under-review", "withdrawn")
    banner = "“YOSE” was withdrawn"
    for path in ("/hub", "/hub/learning", "/hub/me", "/hub/tools"):
        assert banner in ben.get(path).text
        assert banner not in other.get(path).text
    assert "سُحبت «YOSE»" in re.sub("[\u2066-\u2069]", "", ben.get("/hub?lang=ar").text), "in the reader's language"
    withdrawn = next(one for one in house.store.notices(ben.code) if "was withdrawn" in one.text)
    assert ben.post("/hub/notices", notice=withdrawn.id).status == 303
    assert banner not in ben.get("/hub").text


# ---------------------------------------------------------------- little pages


def test_the_pages_of_the_hub_need_little_and_no_script(ann, cole):
    sizes = {}
    for visitor, path in (
        *(
            (ann, one)
            for one in ("", "/tools/grace", "/learning", "/learning/mod-evidence", "/me", "/terms", "/officers/me")
        ),
        (ann, "/tools"),
        (cole, "/people"),
    ):
        body = visitor.get(f"/hub{path}").body
        assert b"<script" not in body
        sizes[path] = len(gzip.compress(body))
    assert [path for path, size in sizes.items() if size > (30_000 if path == "/tools" else 10_000)] == [], sizes


# ---------------------------------------------------------------- hostile fields


def test_what_is_nasty_in_feedback_and_listings_comes_back_as_text(house, ann, cole):
    pia = house.browser(Role.PROVIDER, HUB.listing("pdq").provider)
    for text in NASTY:
        given = {"technical": text, "setting": text, "interest": "some", "which": text}
        assert ann.post("/hub/tools/pdq/feedback", page="/hub/tools/pdq/feedback", **given).status == 303
    pages = [cole.get("/hub/review").text, ann.get("/hub/feedback").text]
    for one in house.store.waiting():
        assert cole.post("/hub/review", page="/hub/review", feedback=one.id, version="1", do="publish").status == 303
        assert pia.post("/hub/listings/pdq", page="/hub/me", feedback=one.id, text=NASTY[0] + "{0}{tool}").status == 303
    moved(cole, "vpdq", "under-review")
    answer = cole.post("/hub/tools/vpdq/state", to="withdrawn", reason="'; DROP TABLE hub_move; --", explanation="x")
    assert answer.status == 400
    pages += [ann.get("/hub/tools/pdq").text, pia.get("/hub/listings/pdq").text, cole.get("/hub/review").text]
    assert not any("<script" in page or ">49<" in page for page in pages)
    assert "&lt;script&gt;" in pages[2]
    assert ["{{ 7*7 }}" in page for page in pages] == [True, False, True, True, False]


def test_what_is_nasty_in_the_address_of_a_tool_or_a_module_is_never_an_error(ann):
    for text in (*NASTY, "9" * 1500, "-1", "\x00", "٣", "A" * 2000, "\r\nSet-Cookie: x=1"):
        said = quote(text)
        for path in (
            f"/hub/tools?q={said}&functions={said}&stated={said}&how={said}&show={said}",
            f"/hub/compare?tool={said}&tool=grace&rows={said}",
            f"/hub/learning?role={said}&level={said}",
            f"/hub/learning/mod-evidence?read={said}&{HUB.module('mod-evidence').check[0].id}={said}",
            f"/hub/tools/grace?lang={said}",
        ):
            answer = ann.get(path)
            assert answer.status in {200, 404}, path[:80]
            assert b"<script" not in answer.body
            assert not answer.headers.get_all("Set-Cookie") or "x=1" not in str(answer.headers)


def test_a_form_counts_only_as_a_form_with_its_token(house, ann):
    """A file, JSON, an address or a header in place of a field changes nothing; nor does somebody else's token."""
    eve = house.browser()
    eve.get("/hub/me")
    ann.post("/hub/me", page="/hub/me", purpose="Work")
    token, other = ann.token, re.search(r'name="_xsrf" value="([^"]+)"', eve.get("/hub/me").text)[1]
    line, end = b"--x\r\nContent-Disposition: form-data; name=", b"\r\n--x--\r\n"
    file = line + b'"_xsrf"\r\n\r\n' + token.encode() + b"\r\n" + line + b'"purpose"; filename="a.exe"\r\n\r\nMZ' + end
    tries = [
        ("/hub/me", file, "multipart/form-data; boundary=x"),
        ("/hub/me", json.dumps({"purpose": "Taken", "_xsrf": token}).encode(), "application/json"),
        (f"/hub/me?{urlencode({'purpose': 'Taken', '_xsrf': token})}", b"", "application/x-www-form-urlencoded"),
        ("/hub/me", urlencode({"purpose": "Taken", "_xsrf": other}).encode(), "application/x-www-form-urlencoded"),
    ]
    for path, body, kind in tries:
        assert ann.get(path, method="POST", data=body, Content_Type=kind).status in {400, 403}, kind
    assert house.store.find(ann.code).member.purpose == "Work"
