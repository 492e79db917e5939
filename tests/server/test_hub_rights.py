"""Every address of the hub for every role, and what an attacker tries; against a real server."""

import json
import re
import shutil
from contextlib import closing, suppress
from datetime import timedelta
from http.client import HTTPConnection, RemoteDisconnected
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from sqlalchemy import text as sql
from websocket import ABNF

from tests.server.harness import Wire, eventually
from tests.server.hub import ASKED, NORTH, PASSWORD, SOUTH, Browser, clock, hub
from toolkit.core.hub_access import Action, Role
from toolkit.pages.hub_log import PAGE
from toolkit.server.hub import CLOSED, OPEN
from toolkit.server.hub_routes import CODE, ROUTES, TOKEN
from toolkit.server.policy import SECURITY_HEADERS
from toolkit.server.signed_in import COOKIE
from toolkit.store.hub_records import Said

ALL = "officer focal-point coordinator provider-contact administrator"
POLICE = "officer focal-point coordinator"
NOBODY_YET = "unaccepted resting"
WHO_MAY = f"""
GET  /hub                       everybody
GET  /hub/register              everybody
POST /hub/register              everybody
GET  /hub/status/TOKEN          everybody
GET  /hub/confirm/TOKEN         everybody
POST /hub/confirm/TOKEN         everybody
GET  /hub/invitation/TOKEN      everybody
POST /hub/invitation/TOKEN      everybody
GET  /hub/terms                 everybody
POST /hub/terms                 {ALL} {NOBODY_YET}
GET  /hub/terms/1.0             everybody
POST /hub/terms/1.0             {ALL} {NOBODY_YET}
GET  /hub/privacy               everybody
GET  /hub/methods               everybody
GET  /hub/publish               {POLICE}
GET  /hub/people                focal-point coordinator
GET  /hub/people/CODE           focal-point coordinator
POST /hub/people/CODE           focal-point coordinator
GET  /hub/me                    {ALL} {NOBODY_YET}
POST /hub/me                    {ALL}
POST /hub/me/attest             {ALL}
GET  /hub/me/leave              {ALL} {NOBODY_YET}
POST /hub/me/leave              {ALL} {NOBODY_YET}
GET  /hub/me/data.json          {ALL} {NOBODY_YET}
GET  /hub/notices               {ALL}
POST /hub/notices               {ALL}
GET  /hub/officers              {POLICE}
GET  /hub/officers/me           {POLICE}
POST /hub/officers/me           {POLICE}
GET  /hub/officers/CODE         {POLICE}
POST /hub/officers/CODE         {POLICE}
GET  /hub/agency                focal-point coordinator
POST /hub/agency                focal-point coordinator
GET  /hub/accounts              administrator
GET  /hub/accounts/CODE         administrator
POST /hub/accounts/CODE         administrator
GET  /hub/log                   coordinator administrator
GET  /hub/tools                 {POLICE}
GET  /hub/compare               {POLICE}
GET  /hub/compare.csv           {POLICE}
GET  /hub/tools/icse            {POLICE}
POST /hub/tools/icse/save       {POLICE}
POST /hub/tools/icse/assess     {POLICE}
POST /hub/tools/icse/ready      {POLICE}
POST /hub/tools/icse/state      coordinator
GET  /hub/tools/icse/feedback   officer focal-point
POST /hub/tools/icse/feedback   officer focal-point
GET  /hub/feedback              officer focal-point
GET  /hub/feedback/CODE         officer focal-point
POST /hub/feedback/CODE         officer focal-point
GET  /hub/review                coordinator
POST /hub/review                coordinator
GET  /hub/listings              provider-contact
GET  /hub/listings/icse         provider-contact
POST /hub/listings/icse         provider-contact
GET  /hub/listings/icse/form    provider-contact
POST /hub/listings/icse/form    provider-contact
POST /hub/listings/icse/answer  provider-contact
GET  /hub/proposals             coordinator
GET  /hub/proposals/icse        coordinator
POST /hub/proposals/icse        coordinator
GET  /hub/learning              {POLICE}
GET  /hub/learning/path-investigator-basic {POLICE}
GET  /hub/learning/path-investigator-basic/certificate {POLICE}
POST /hub/learning/path-investigator-basic/certificate {POLICE}
GET  /hub/learning/mod-techniques   {POLICE}
POST /hub/learning/mod-techniques   {POLICE}
"""
"""Written a second time on purpose: whoever opens a page to a role changes it here too."""

RIGHTS = [(*line.split()[:2], set(line.split()[2:])) for line in WHO_MAY.strip().splitlines()]
VISITORS = [*ALL.split(), *NOBODY_YET.split(), "no-member", "stranger"]
NASTY = [
    "<script>alert(1)</script>",
    "'; DROP TABLE hub_person; --",
    "{{ 7*7 }}",
    "${7*7}",
    "{sender}",
    "\u202eevil",
    "=cmd()",
]


@pytest.fixture(scope="module")
def visitors(house):
    found = {role: house.browser(role, "Rights") for role in ALL.split()}
    found["unaccepted"] = house.browser(accepted=False)
    found["resting"] = house.browser(attested=clock().date() - timedelta(days=220))
    found["no-member"] = Browser(house.server)
    house.accounts.add("plain", "x", None)
    found["no-member"].server.cookies[COOKIE] = house.signed_in("plain")
    found["stranger"] = Browser(house.server)
    return found


def filled(path):
    return path.replace("TOKEN", "x" * 43).replace("CODE", str(uuid4()))


def test_every_address_of_the_hub_is_in_the_table_with_each_method_that_it_has():
    shape = {"TOKEN": TOKEN, "CODE": CODE}
    named = {(method, re.sub("TOKEN|CODE", lambda one: shape[one[0]], path)) for method, path, _ in RIGHTS}
    for pattern, page in ROUTES:
        for method, need in (("GET", page.rights.get), ("POST", page.rights.post)):
            there = any(one == method and (path == pattern or re.fullmatch(pattern, path)) for one, path in named)
            assert there == (need != CLOSED), f"{method} {pattern}"


def test_every_page_names_what_it_needs():
    for _, page in ROUTES:
        needs = {page.rights.get, page.rights.post}
        assert needs - {CLOSED}
        assert all(one in {OPEN, CLOSED} or isinstance(one, Action) for one in needs)


@pytest.mark.parametrize(("method", "path", "who"), RIGHTS, ids=lambda one: one if isinstance(one, str) else "")
def test_each_address_is_there_for_exactly_the_roles_of_the_table(visitors, method, path, who):
    for name in VISITORS:
        visitor = visitors[name]
        answer = (
            visitor.get(filled(path))
            if method == "GET"
            else visitor.post(filled(path), page="/hub/register" if name in {"stranger", "no-member"} else "/hub")
        )
        where = answer.headers.get("Location", "")
        refused = answer.status == 403 or where.startswith("/sign-in")
        sent_on = (
            name != "stranger" and (where, answer.status) in {("/hub", 303), ("/hub/terms", 303)} and method == "GET"
        )
        allowed = "everybody" in who or name in who
        home = path in {"/hub/register"} and name in ALL.split() + NOBODY_YET.split()
        assert (not refused and not (sent_on and not home)) == allowed, f"{name}: {answer.status} {where}"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_no_other_method_does_anything(visitors, method):
    for path in ("/hub", "/hub/me", "/hub/people", "/hub/log"):
        assert visitors["coordinator"].get(path, method=method).status in {403, 405}


# ---------------------------------------------------------------- somebody else's


def test_nobody_reaches_what_is_somebody_elses_by_its_id(house):
    ann, eve = house.browser(agency=NORTH), house.browser(Role.FOCAL_POINT, SOUTH)
    house.store.notice(ann.code, "For Ann only.")
    (notice,) = house.store.notices(ann.code)
    assert eve.post("/hub/notices", page="/hub/me", notice=notice.id).status == 404
    assert house.store.notices(ann.code)[0].seen_at is None
    assert eve.get(f"/hub/people/{ann.code}").status == 404
    assert eve.post(f"/hub/people/{ann.code}", page="/hub", do="leaver", last="2020-01-01").status == 404
    assert eve.get(f"/hub/officers/{ann.code}").status == 404
    for name in ("code", "person", "account", "email"):
        assert ann.email not in eve.get(f"/hub/me/data.json?{name}={ann.code}").text
    assert ann.get("/hub/me").status == 200


def test_nobody_decides_about_themselves(house):
    cole = house.browser(Role.COORDINATOR, "Hub")
    path = f"/hub/people/{cole.code}"
    assert "This is you" in cole.get(path).text
    before = house.store.find(cole.code)
    assert cole.post(path, page="/hub/me", do="correct", agency=NORTH, country="FR").status == 403
    assert house.store.find(cole.code) == before
    house.days_later(220)
    assert cole.post(path, page="/hub", do="wake").status == 403
    house.days_later(0)


def test_no_form_gives_a_role_a_standing_or_somebody_elses_agency(house):
    ann = house.browser()
    more = {"role": "administrator", "standing": "approved", "agency": SOUTH, "code": "x", "attested": "2099-01-01"}
    ann.post("/hub/me", purpose="Work", **more)
    ann.post("/hub/officers/me", do="keep", name="A", email="boss@x.example", **more)
    member = house.store.find(ann.code).member
    assert (member.role, member.agency, member.attested) == (Role.OFFICER, NORTH, clock().date())
    assert house.store.find(ann.code).email == ann.email


def test_a_provider_sees_nothing_about_officers_and_no_kernel(house):
    pia = house.browser(Role.PROVIDER, "Maker")
    assert [pia.get(path).status for path in ("/hub/officers", "/hub/people", "/hub/log")] == [403] * 3
    assert pia.get("/risk").headers["Location"] == "/hub"


def test_a_kernel_that_was_open_is_cut_off_when_its_owner_has_left(house):
    ann, focal = house.browser(), house.browser(Role.FOCAL_POINT)
    boot = ann.server.boot("/risk?lang=en")
    kernel = boot["kernel"]
    with Wire(ann.server, kernel) as wire:
        assert focal.post(f"/hub/people/{ann.code}", do="leaver", last="2020-01-01").status == 200
        assert closed_by(wire) == 4401
        wire.socket.shutdown()
    assert ann.get(f"/api/kernels/{kernel}").status in {302, 403}


def closed_by(wire):
    """Read until the server closes; the code that it gives."""
    wire.socket.settimeout(60)
    opcode, data = wire.socket.recv_data()
    while opcode != ABNF.OPCODE_CLOSE:
        opcode, data = wire.socket.recv_data()
    return int.from_bytes(data[:2], "big")


def test_where_a_proxy_signs_in_open_pages_and_kernels_end_with_the_access_too(tmp_path):
    with hub(tmp_path, identity="header", trusted_proxies="127.0.0.1") as own:
        focal, (code, ann) = own.person(Role.FOCAL_POINT)[1], own.person()
        server = own.server.stranger()
        page = server.get("/risk?lang=en", X_Forwarded_User=ann).text
        kernel = json.loads(re.search(r'<script id="boot"[^>]*>(.*?)</script>', page, re.DOTALL)[1])["kernel"]
        with Wire(server, kernel, header=[f"X-Forwarded-User: {ann}"]) as wire:
            assert server.kernels(kernel)
            visitor, fay = Browser(own.server), {"X_Forwarded_User": focal}
            path = f"/hub/people/{code}"
            token = re.search(r'name="_xsrf" value="([^"]+)"', visitor.get(path, **fay).text)[1]
            form = urlencode({"_xsrf": token, "do": "leaver", "last": "2020-01-01"}).encode()
            assert visitor.get(path, method="POST", data=form, **fay).status == 200
            assert closed_by(wire) == 4401
            wire.socket.shutdown()
        assert eventually(lambda: not server.kernels(kernel), seconds=60)
        assert server.get("/risk", X_Forwarded_User=ann).status == 403


# ---------------------------------------------------------------- forms, links, cookies, headers


def test_a_form_of_another_site_does_nothing(house):
    ann = house.browser()
    ann.get("/hub")
    for path, form in (
        ("/hub/me/leave", {"do": "close", "sure": "yes"}),
        ("/hub/me", {"purpose": "Taken over"}),
        ("/hub/officers/me", {"do": "keep", "name": "A", "show": "name/officers"}),
        ("/hub/me/attest", {}),
        ("/hub/terms", {"choice": "accept", "agree": "yes"}),
    ):
        for token in ({}, {"_xsrf": "2|00000000|00000000000000000000000000000000|1600000000"}):
            assert ann.get(path, method="POST", data=urlencode(form | token).encode()).status == 403
    assert house.store.find(ann.code).member.purpose == "work"


def test_a_session_that_was_planted_is_not_the_one_after_signing_in(house):
    _, email = house.person()
    victim = Browser(house.server)
    victim.get("/sign-in")
    victim.server.cookies[COOKIE] = planted = house.signed_in(house.person()[1])
    victim.get("/sign-out")
    victim.token = ""
    assert victim.post("/sign-in", page="/hub", name=email, password=PASSWORD, next="/hub").status == 303
    assert victim.server.cookies[COOKIE] != planted


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_no_link_leads_to_another_host(house, target):
    _, email = house.person()
    visitor = Browser(house.server)
    assert visitor.sign_in(email, to=target).headers["Location"] == "/"
    for path in ("/hub/terms", "/hub/register", "/hub"):
        answer = visitor.get(f"{path}?{urlencode({'next': target, 'lang': target})}")
        assert "evil.example" not in answer.headers.get("Location", "")


def test_guessing_a_password_has_to_wait(house):
    _, email = house.person()
    visitor = Browser(house.server)
    statuses = [visitor.sign_in(email, f"guess number {n}").status for n in range(6)]
    assert statuses == [403] * 5 + [429]
    assert visitor.sign_in(email).status == 429, "also with the right one"


def test_what_is_nasty_in_a_field_comes_back_as_text(house):
    ann, ben, focal = house.browser(agency="N1"), house.browser(agency="N2"), house.browser(Role.COORDINATOR, "N3")
    for text in NASTY:
        shows = ["name/officers", "skills/officers"]
        assert ann.post("/hub/officers/me", do="keep", name=text, skills=text, languages=text, show=shows).status == 200
        assert ann.post("/hub/me", purpose=text).status == 200
        assert ben.post(f"/hub/officers/{ann.code}", text=text).status == 200
        Browser(house.server).post(
            "/hub/register", **{**ASKED, "email": f"a{uuid4().hex[:8]}@b.example", "purpose": text}
        )
        pages = [ann.get(f"/hub/{one}").text for one in ("me", "officers/me", "notices", "me/data.html")]
        pages += [
            ben.get("/hub/officers").text,
            focal.get("/hub/people").text,
            focal.get(f"/hub/people/{ann.code}").text,
        ]
        assert not any("<script" in page or ">49<" in page for page in pages)
    assert len(house.store.people()) > 5


def test_what_is_nasty_in_an_address_changes_nothing(visitors):
    cole = visitors["coordinator"]
    for path in ("/hub/log?before=1%20OR%201=1", "/hub/log?before=-1", "/hub/log?before=99999999999999999999"):
        assert cole.get(path).status == 200
    for path in ("/hub/people/../../etc/passwd", "/hub/people/%27", "/hub/me/data.exe", "/hub/terms/9.9", "/hub/x"):
        assert cole.get(path).status == 404


def test_a_request_that_is_too_large_is_not_read(house):
    ann = house.browser()
    ann.get("/hub/me")
    with closing(HTTPConnection("127.0.0.1", house.server.port, timeout=20)) as line:
        headers = {"Cookie": ann.server.cookie, "Content-Length": "2000000"}
        line.request("POST", "/hub/me", headers=headers)  # announced is enough: nothing of it is read
        with suppress(RemoteDisconnected):
            assert line.getresponse().status in {400, 413}
    assert ann.post("/hub/me", purpose="x " * 3000).status == 400
    assert house.store.find(ann.code).member.purpose == "work"


def test_every_answer_of_the_hub_carries_the_headers_and_is_kept_nowhere(visitors):
    for name, path in (
        ("stranger", "/hub"),
        ("officer", "/hub/me"),
        ("officer", "/hub/log"),
        ("officer", "/hub/nothing"),
    ):
        answer = visitors[name].get(path)
        assert {one: answer.headers[one] for one in SECURITY_HEADERS} == SECURITY_HEADERS
        assert answer.headers["Cache-Control"] == "no-store"
        assert "unsafe-inline" not in re.search(r"script-src[^;]*", answer.headers["Content-Security-Policy"])[0]
    page = visitors["officer"].get("/hub/officers/me").text
    assert not re.search(r"<script|\son\w+=|style=", page)


def test_cookies_of_the_hub_cannot_be_read_by_scripts_or_sent_by_other_sites(house):
    _, email = house.person()
    answer = Browser(house.server).sign_in(email)
    lines = answer.headers.get_all("Set-Cookie")
    assert lines
    assert all("HttpOnly" in one and re.search("SameSite=(Lax|Strict)", one) for one in lines)


def test_no_secret_of_a_link_or_a_password_stands_in_the_database_or_the_log(house):
    visitor, email = Browser(house.server), f"s{uuid4().hex[:8]}@police.example"
    page = visitor.post("/hub/register", **{**ASKED, "email": email})
    token = re.search(r"/hub/status/([\w-]{43})", page.text)[1]
    copy = house.folder / "copy.db"
    house.store._database.engine.dispose()
    shutil.copy(house.folder / "hub.db", copy)
    raw = (
        copy.read_bytes() + (house.folder / "hub.db-wal").read_bytes()
        if (house.folder / "hub.db-wal").exists()
        else copy.read_bytes()
    )
    log = (house.folder / "server.log").read_bytes()
    assert token.encode() not in raw + log
    assert PASSWORD.encode() not in raw + log
    assert email.encode() not in log


def test_two_who_decide_at_once_decide_once(house):
    first, second = house.browser(Role.COORDINATOR, "Hub"), house.browser(Role.COORDINATOR, "Hub")
    email = f"t{uuid4().hex[:8]}@police.example"
    Browser(house.server).post("/hub/register", **{**ASKED, "email": email})
    code = house.store.with_email(email)[0].member.code
    path = f"/hub/people/{code}"
    assert first.post(path, do="approve", known="yes").status == 200
    assert second.post(path, do="refuse", reason="No.").status == 409
    assert house.store.find(code).member.standing == "approved"


def test_the_page_of_the_log_says_what_it_verified(tmp_path):
    with hub(tmp_path) as own:
        cole = own.browser(Role.COORDINATOR, "Hub")
        for number in range(PAGE + 20):
            own.store.note(Said("ann", f"did {number}"))
        with own.store._database.writing() as connection:
            connection.execute(sql("DROP TRIGGER hub_audit_no_update"))
            connection.execute(sql("UPDATE hub_audit SET who = 'eve' WHERE number = 5"))
        newest = cole.get("/hub/log").text
        assert f"{PAGE} entries on this page, whole and in their places" in newest
        assert "Entries on other pages were not looked at." in newest
        oldest = re.search(r"/hub/(log\?before=\d+)", newest)[1]
        for path in (oldest, "log?check=all"):
            assert "The log is broken at entry 5" in cole.get(f"/hub/{path}").text
