"""What a second visitor tries with the first one's assessment, kernel, link and cookie; each refusal is one test.

Once without signing in, where the second visitor is another browser, and once with accounts, where it is a colleague.
"""

import re
import sqlite3
from contextlib import closing
from types import SimpleNamespace
from urllib.parse import quote

import pytest
import websocket

from tests.server.harness import Wire
from tests.server.people import Visitor
from tests.server.risk import TITLE, Guest, add_accounts, enter, real, store

NOTE = "item/accuracy-wrong-lead/note"
SECRET = "what only the first visitor knows"
SCREENS = ("tasks", "describe/1", "legal", "section/accuracy", "check", "result", "treat", "export", "share")
FORMS = {"title": "taken", "label": "x", "role": "edit", "days": "7", "passphrase": "", "account": "bob"}
AT_AN_ASSESSMENT = [
    ("change", "profile/stage", "planning"),
    ("change", NOTE, "taken"),
    ("change", "meta/summary", "taken"),
    *(("act", name, "") for name in ("continue", "cancel", "plan", "undo", "submit", "delete", "version")),
    *(("act", name, "") for name in ("rename", "copy", "share-link", "share-account")),
    ("act", "method", "linear"),
    ("act", "resolve", "mine"),
    ("act", "history", "accuracy-wrong-lead"),
    ("upload", "form", ""),
    *(("act", name, "") for name in ("form-take", "form-drop")),
    *(("act", "export", kind) for kind in ("csv", "xlsx", "json", "report/md/whole", "form/xlsx")),
]
"""Every event that does something with the assessment that is open."""


@pytest.fixture(scope="module", params=["none", "local"])
def case(request, tmp_path_factory):
    """A server, the first visitor at an assessment with a link, and the second with one of their own."""
    folder = tmp_path_factory.mktemp(request.param)
    add_accounts(folder, "ann", "bob")
    with real(folder, request.param) as server:
        first, second = (Guest(browser(server, request.param, name)) for name in ("ann", "bob"))
        identity = first.new()
        first.send("change", NOTE, SECRET, 0)
        first.go(f"{identity}/share")
        token = first.link("edit")
        own = second.new("The second visitor's own")
        with store(folder) as known:
            (share,) = known.shares(identity, known.load(identity).owner)
        yield SimpleNamespace(
            server=server, mode=request.param, first=first, second=second, id=identity, own=own, token=token,
            share=share.id,
        )  # fmt: skip
        Guest.close_all()


def browser(server, mode, name):
    if mode == "none":
        return server.stranger()
    visitor = Visitor(server, "/risk")
    visitor.sign_in(name, to="/risk")
    return visitor.server


def everything(case):
    """The first visitor's assessment and its shares, to the last column but the last use."""
    with closing(sqlite3.connect(case.server.folder / "app.db", timeout=30)) as database:
        wanted = "SELECT * FROM {} WHERE assessment_id = ?"
        rows = [database.execute(wanted.format(name), (case.id,)).fetchall() for name in ("response", "event")]
        rows.append(database.execute("SELECT * FROM assessment WHERE id = ?", (case.id,)).fetchall())
        shares = database.execute("SELECT id, role, label, account FROM share WHERE assessment_id = ?", (case.id,))
        return [
            *rows,
            shares.fetchall(),
            database.execute("SELECT * FROM assessment WHERE id = ?", (case.id,)).fetchall(),
        ]


@pytest.fixture
def unchanged(case):
    """Whatever is tried, nothing of the first visitor's changes, and nothing of it is on the second one's screen."""
    before = everything(case)
    case.second.go("list")
    yield case.second
    page = case.second.page()
    assert everything(case) == before
    assert TITLE not in page
    assert SECRET not in page


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("way", ["route", "go", "attach"])
def test_another_ones_assessment_opens_on_no_screen(case, unchanged, screen, way):
    route = f"{case.id}/{screen}"
    said = {
        "route": lambda: unchanged.go(route),
        "go": lambda: unchanged.act("go", route),
        "attach": lambda: unchanged.send("attach", value={"route": route, "width": 1280}),
    }[way]()
    assert "belongs to somebody else" in said
    assert SECRET not in said
    assert TITLE not in said


@pytest.mark.parametrize(("kind", "name", "value"), AT_AN_ASSESSMENT)
def test_after_that_no_event_reaches_it(case, unchanged, kind, name, value):
    unchanged.go(f"{case.id}/tasks")
    for _ in range(2):
        said = unchanged.send(kind, name, value, 0, **FORMS)
        assert "'type': 'download'" not in said
        assert SECRET not in said


@pytest.mark.parametrize("query", ["?assessment={id}", "?assessment={id}&lang=ar", "?lang=en&assessment={id}/tasks"])
def test_the_address_of_a_page_opens_it_neither(case, query):
    page = case.second.browser.get("/risk" + query.format(id=case.id))
    assert page.status == 200
    assert '<script id="boot"' in page.text, "a page with a sentence, not a broken one"
    assert TITLE not in page.text
    assert SECRET not in page.text


def test_another_ones_share_is_not_withdrawn_from_an_assessment_of_ones_own(case, unchanged):
    unchanged.go(f"{case.own}/share")
    unchanged.act("withdraw", case.share)


@pytest.mark.parametrize("value", ["{id}", "{id}/tasks", "../{id}", "{id}%00", "{own}/../{id}"])
@pytest.mark.parametrize("name", ["edit", "history", "try", "go", "withdraw", "export"])
def test_the_id_in_any_other_event_leads_nowhere(case, unchanged, name, value):
    unchanged.go(f"{case.own}/tasks")
    said = unchanged.act(name, value.format(id=case.id, own=case.own))
    assert SECRET not in said
    assert TITLE not in said
    unchanged.go("list")


# ---------------------------------------------------------------- the kernel


def body(case):
    return f"_xsrf={case.second.boot['xsrf']}".encode()


KERNEL = {
    "read": lambda case, to: to.get(f"/api/kernels/{case.first.kernel}"),
    "write": lambda case, to: to.get(f"/api/kernels/{case.first.kernel}", method="PATCH", data=body(case)),
    "delete": lambda case, to: to.get(f"/api/kernels/{case.first.kernel}", method="DELETE", data=body(case)),
    "shutdown": lambda case, to: to.get(f"/voila/api/shutdown/{case.first.kernel}", method="POST", data=body(case)),
    "interrupt": lambda case, to: to.get(f"/api/kernels/{case.first.kernel}/interrupt", method="POST", data=body(case)),
}
NOT_THERE = {"write": {403, 404, 405}, "interrupt": {403, 404}}
"""What the server has no handler for may be refused as such."""


@pytest.mark.parametrize("who", ["second", "nobody"])
@pytest.mark.parametrize("what", KERNEL)
def test_another_ones_kernel_answers_nothing(case, what, who):
    to = case.second.browser if who == "second" else case.server.stranger()
    assert KERNEL[what](case, to).status in NOT_THERE.get(what, {403})
    assert case.first.browser.get(f"/api/kernels/{case.first.kernel}").status == 200
    assert TITLE in case.first.page()


@pytest.mark.parametrize("who", ["second", "nobody"])
def test_another_ones_websocket_does_not_open(case, who):
    to = case.second.browser if who == "second" else case.server.stranger()
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        Wire(to, case.first.kernel)
    assert refused.value.status_code == 403


@pytest.mark.parametrize("kind", ["execute_request", "inspect_request", "complete_request", "history_request"])
def test_ones_own_kernel_runs_no_code_that_could_look_around(case, unchanged, kind):
    code = f"import toolkit.store as s; print(s.open_store().load('{case.id}').values)"
    unchanged.wire.send(kind, {"code": code, "silent": False, "cursor_pos": len(code), "raw": True, "output": True})
    assert SECRET not in unchanged.page()


def test_a_page_of_ones_own_does_not_hear_what_is_meant_for_anothers(case, unchanged):
    unchanged.wire.event(case.first.boot["model"], {"type": "event", "client": "x", "seq": 1, "kind": "attach"})
    assert SECRET not in unchanged.page()


# ---------------------------------------------------------------- links, cookies, names


def test_a_link_opens_nothing_after_it_was_withdrawn_not_even_for_who_was_in(case):
    first = Guest(case.first.browser, f"?assessment={case.id}")
    first.go(f"{case.id}/share")
    token = first.link("edit", label="for a while")
    guest = browser(case.server, case.mode, "bob")
    assert enter(guest, token).status == 303
    assert TITLE in guest.get(f"/risk?assessment={case.id}").text
    with store(case.server.folder) as known:
        shares = known.shares(case.id, known.load(case.id).owner)
    first.act("withdraw", next(one.id for one in shares if one.label == "for a while"))
    assert enter(guest, token).status == 404
    page = guest.get(f"/risk?assessment={case.id}").text
    assert TITLE not in page
    assert "belongs to somebody else" in page
    first.close()
    Guest.opened.remove(first)


def closed(thief, kernel):
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        Wire(thief, kernel)
    return refused.value.status_code == 403


AFTER_SIGN_OUT = {
    "page": lambda thief, kernel: thief.get("/risk").status == 302,
    "assessment": lambda thief, kernel: thief.get("/risk?assessment=x").status == 302,
    "kernel": lambda thief, kernel: thief.get(f"/api/kernels/{kernel}").status == 403,
    "shutdown": lambda thief, kernel: thief.get(f"/voila/api/shutdown/{kernel}", method="POST").status == 403,
    "share": lambda thief, kernel: thief.get("/share/x").status == 302,
    "websocket": closed,
}


with_accounts = pytest.mark.parametrize("case", ["local"], indirect=True)


@with_accounts
@pytest.mark.parametrize("what", AFTER_SIGN_OUT)
def test_a_copied_cookie_is_worth_nothing_after_sign_out(case, what):
    visitor = Visitor(case.server, "/risk")
    visitor.sign_in("ann", to="/risk")
    kernel = visitor.server.boot("/risk")["kernel"]
    thief = visitor.server.stranger()
    thief.cookies = dict(visitor.server.cookies)
    assert thief.get(f"/api/kernels/{kernel}").status == 200
    visitor.sign_out()
    assert AFTER_SIGN_OUT[what](thief, kernel)


def cookie(browser):
    return next(value for name, value in browser.cookies.items() if name.endswith("toolkit-sign-in"))


@with_accounts
def test_a_cookie_that_was_planted_before_signing_in_is_not_the_one_after(case):
    mallory = Visitor(case.server, "/risk")
    mallory.sign_in("bob", to="/risk")
    victim = Visitor(case.server, "/risk")
    victim.server.cookies = dict(mallory.server.cookies)
    planted = cookie(victim.server)
    victim.sign_in("ann", to="/risk")
    assert cookie(victim.server) != planted
    assert mallory.get("/risk").status == 302, "and what was planted has ended"
    assert "Signed in as ann" in victim.get("/risk").text


@with_accounts
@pytest.mark.parametrize("planted", ["chosen-by-mallory", "", "2|1:0|10:1|15:toolkit-sign-in|4:eHg=|0"])
def test_a_value_that_somebody_made_up_is_never_taken_on(case, planted):
    victim = Visitor(case.server, "/risk")
    victim.server.cookies["toolkit-sign-in"] = planted
    victim.sign_in("ann", to="/risk")
    assert cookie(victim.server) != planted
    mallory = case.server.stranger()
    mallory.cookies["toolkit-sign-in"] = planted
    assert mallory.get("/risk").status == 302


ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "https:evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/\t/evil.example",
    "/%0d%0aLocation:%20//evil.example",
    "\x00//evil.example",
    "evil.example",
    "?//evil.example",
    "/\u2028/evil.example",
]


@with_accounts
@pytest.mark.parametrize("to", ELSEWHERE)
def test_signing_in_leads_nowhere_else(case, to):
    visitor = Visitor(case.server, "/risk")
    answer = visitor.sign_in("ann", to=to)
    again = visitor.get(f"/sign-in?next={quote(to)}")
    for one in (answer, again):
        assert one.status in {302, 303}
        assert re.match(r"/(?![/\\])", one.headers["Location"])
        assert "\r" not in one.headers["Location"]
