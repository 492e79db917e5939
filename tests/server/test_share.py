"""A link to an assessment, from its making to its end, as several real visitors live through it."""

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from tests.server.people import Visitor
from tests.server.risk import TITLE, Guest, add_accounts, enter, real, store

RATING = "item/accuracy-wrong-lead/likelihood"
STAGE = "profile/stage"
NOT_YOURS = "belongs to somebody else"


@pytest.fixture(scope="module", autouse=True)
def tidied():
    yield
    Guest.close_all()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with real(tmp_path_factory.mktemp("share")) as running:
        yield running


@pytest.fixture
def owner(server):
    """A visitor at the share screen of their own assessment."""
    guest = Guest(server.stranger())
    guest.id = guest.new()
    guest.go(f"{guest.id}/share")
    yield guest
    guest.close()


def guests_page(browser, owner):
    return Guest(browser, f"?assessment={owner.id}")


def test_a_link_shows_nothing_of_the_assessment_and_lets_in_whoever_presses_the_button(server, owner):
    token = owner.link("read")
    browser = server.stranger()
    page = browser.get(f"/share/{token}")
    assert page.status == 200
    assert "invites you to read" in page.text
    assert TITLE not in page.text
    assert owner.id not in page.text
    assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == ("no-store", "same-origin")
    assert (
        NOT_YOURS in guests_page(browser, owner).go("list")
        or NOT_YOURS in browser.get(f"/risk?assessment={owner.id}").text
    )
    answer = enter(browser, token)
    assert (answer.status, owner.id in answer.headers["Location"]) == (303, True)
    assert TITLE in browser.get(answer.headers["Location"]).text


def test_a_program_that_looks_at_the_link_uses_nothing_up_and_gets_no_access(server, owner):
    token = owner.link("read")
    robot = server.stranger()
    for _ in range(3):
        assert robot.get(f"/share/{token}").status == 200
    with store(server.folder) as known:
        assert [one.used_at for one in known.shares(owner.id, owner_name(server, owner))] == [None]
    assert NOT_YOURS in robot.get(f"/risk?assessment={owner.id}").text


def owner_name(server, owner):
    with store(server.folder) as known:
        return known.load(owner.id).owner


def test_the_token_is_kept_as_a_digest_only(server, owner):
    token = owner.link("read", passphrase="a long passphrase")
    assert token not in owner.go(f"{owner.id}/tasks"), "it is shown once"
    assert token not in owner.go(f"{owner.id}/share")
    for file in server.folder.glob("app.db*"):
        content = file.read_bytes()
        assert token.encode() not in content
        assert b"a long passphrase" not in content
    log = (server.folder / "server.log").read_text()
    assert token not in log


CHANGES = [
    ("change", STAGE, "planning"),
    ("change", RATING, "4"),
    ("change", "meta/summary", "x"),
    ("act", "method", "linear"),
    ("act", "undo", ""),
    ("act", "plan", ""),
    ("act", "submit", ""),
    ("act", "delete", ""),
    ("act", "rename", "other name"),
    ("act", "copy", "other name"),
    ("act", "version", ""),
    ("act", "share-link", ""),
    ("act", "withdraw", ""),
]
FORM = {"title": "other name", "label": "x", "role": "edit", "days": "7", "passphrase": ""}
OWNERS = {"submit", "delete", "rename", "copy", "version", "share-link", "withdraw"}


@pytest.fixture(scope="module")
def shared(server):
    """One assessment with a guest of each role."""
    guest = Guest(server.stranger())
    guest.id = guest.new()
    guest.send("change", STAGE, "deployment", 0)
    guest.go(f"{guest.id}/share")
    browsers = {}
    for role in ("read", "edit"):
        browsers[role] = server.stranger()
        enter(browsers[role], guest.link(role, label=f"{role} desk"))
    yield guest, browsers
    guest.close()


def state_of(server, identity):
    """All there is to change, whoever owns it."""
    with closing(sqlite3.connect(server.folder / "app.db")) as database:
        tables = ("assessment", "response", "event", "share")
        return [database.execute(f"SELECT count(*) FROM {table}").fetchone() for table in tables] + [
            database.execute("SELECT title, status, revision FROM assessment WHERE id = ?", (identity,)).fetchone()
        ]


@pytest.mark.parametrize(("kind", "name", "value"), CHANGES)
def test_no_event_of_a_reader_changes_anything(server, shared, kind, name, value):
    owner, browsers = shared
    reader = guests_page(browsers["read"], owner)
    before = state_of(server, owner.id)
    for _ in range(2):  # deleting takes two
        reader.send(kind, name, value, 0, **FORM)
        assert "not change it" in reader.page()
    assert state_of(server, owner.id) == before
    reader.close()


@pytest.mark.parametrize(("kind", "name", "value"), [one for one in CHANGES if one[1] in OWNERS])
def test_who_may_answer_may_not_do_what_is_the_owners(server, shared, kind, name, value):
    owner, browsers = shared
    editor = guests_page(browsers["edit"], owner)
    before = state_of(server, owner.id)
    for _ in range(2):
        editor.send(kind, name, value, 0, **FORM)
        assert "for the owner" in editor.page()
    assert state_of(server, owner.id) == before
    editor.close()


def test_an_answer_of_a_guest_is_recorded_under_the_label_of_the_link(server, shared):
    owner, browsers = shared
    editor = guests_page(browsers["edit"], owner)
    editor.send("change", RATING, "4", 0)
    with store(server.folder) as known:
        (event,) = known.history(owner.id, RATING)
        assert re.fullmatch(r"edit desk \(visitor-[0-9a-f]{16}\)", event.who)
        assert known.load(owner.id).values[RATING] == 4
    editor.act("undo")
    with store(server.folder) as known:
        assert RATING not in known.load(owner.id).values
        assert known.load(owner.id).values[STAGE] == "deployment", "a guest undoes what is theirs"
    editor.act("undo")
    assert "nothing left" in editor.page()
    editor.close()


def test_two_visitors_at_one_answer_are_told_and_nothing_is_overwritten(server, shared):
    owner, browsers = shared
    note = "item/accuracy-wrong-lead/note"
    editor = guests_page(browsers["edit"], owner)
    owner.send("change", note, "the owner's", 0)
    route = f"{owner.id}/section/accuracy"
    editor.go(route)
    owner.send("change", note, "the owner's second", rev_of(server, owner, note))
    said = editor.send("change", note, "the guest's", rev_of(server, owner, note) - 1)
    assert "changed in another window" in said
    with store(server.folder) as known:
        assert known.load(owner.id).values[note] == "the owner's second"
    editor.close()


def rev_of(server, owner, key):
    with store(server.folder) as known:
        return known.load(owner.id).revisions[key]


def test_a_reader_reads_and_exports(shared):
    owner, browsers = shared
    reader = guests_page(browsers["read"], owner)
    assert "download" in reader.act("export", "csv")
    assert "data-frozen" in reader.go(f"{owner.id}/describe/1")
    reader.go("list")
    assert "Shared with me" in reader.page()
    reader.close()


def test_withdrawing_ends_an_open_page_at_its_next_event(server, owner):
    token = owner.link("edit")
    browser = server.stranger()
    enter(browser, token)
    guest = guests_page(browser, owner)
    with store(server.folder) as known:
        (share,) = known.shares(owner.id, owner_name(server, owner))
    owner.act("withdraw", share.id)
    before = state_of(server, owner.id)
    said = guest.send("change", STAGE, "planning", 0)
    assert NOT_YOURS in said
    assert TITLE not in said, "and its page shows nothing of it any more"
    assert state_of(server, owner.id) == before
    guest.act("help", "basic")
    guest.go(f"{owner.id}/tasks")
    assert NOT_YOURS in guest.page()
    assert TITLE not in guest.page()
    guest.close()


@pytest.mark.parametrize("way", ["withdrawn", "expired", "wrong", "short", "empty", "deleted"])
def test_a_link_that_is_no_good_is_a_sentence(server, owner, way):
    token = owner.link("read")
    sentence, status = "opens nothing", 404
    if way == "withdrawn":
        with store(server.folder) as known:
            owner.act("withdraw", known.shares(owner.id, owner_name(server, owner))[0].id)
    elif way == "expired":
        age(server, owner.id)
        sentence, status = "has ended", 410
    elif way == "deleted":
        owner.go(f"{owner.id}/tasks")
        owner.act("delete")
        owner.act("delete")
    token = {"wrong": token[:-1] + ("a" if token[-1] != "a" else "b"), "short": token[:-1], "empty": ""}.get(way, token)
    browser = server.stranger()
    answer = enter(browser, token)
    assert (answer.status, sentence in answer.text) == (status, True)
    assert NOT_YOURS in browser.get(f"/risk?assessment={owner.id}").text or way == "deleted"


def age(server, identity):
    """Let the shares of an assessment end a second ago."""
    past = (datetime.now(UTC) - timedelta(seconds=1)).replace(tzinfo=None).isoformat(" ")
    with closing(sqlite3.connect(server.folder / "app.db", timeout=30)) as database, database:
        database.execute("UPDATE share SET expires_at = ? WHERE assessment_id = ?", (past, identity))


def test_a_share_that_ends_ends_for_who_is_in(server, owner):
    browser = server.stranger()
    enter(browser, owner.link("edit"))
    guest = guests_page(browser, owner)
    age(server, owner.id)
    assert NOT_YOURS in guest.send("change", STAGE, "planning", 0)
    guest.close()


def test_a_passphrase_is_asked_and_guessing_it_has_to_wait(server, owner):
    token = owner.link("read", passphrase="over the phone")
    browser = server.stranger()
    assert "Passphrase" in browser.get(f"/share/{token}").text
    wrong = enter(browser, token, "something else")
    assert (wrong.status, "not the passphrase" in wrong.text) == (403, True)
    assert enter(browser, token).status == 403
    assert NOT_YOURS in browser.get(f"/risk?assessment={owner.id}").text
    assert enter(browser, token, "over+the+phone").status == 303
    statuses = [enter(server.stranger(), token, f"guess+{n}").status for n in range(11)]
    assert statuses == [403] * 10 + [429]
    late = enter(server.stranger(), token, "over+the+phone")
    assert (late.status, "too many attempts" in late.text) == (429, True)
    assert 0 < int(late.headers["Retry-After"]) <= 31


DAYS = {"90": True, "1": True, "": True, "91": False, "0": False, "-1": False, "x": False}


@pytest.mark.parametrize(("days", "good"), DAYS.items())
def test_a_link_is_good_for_ninety_days_at_most(owner, days, good):
    said = owner.act("share-link", label="x", role="read", days=days, passphrase="")
    assert ("The link is ready" in said) == good
    assert ("1 to 90 days" in said) != good


@pytest.mark.parametrize("role", ["owner", "", "admin", None])
def test_no_other_role_can_be_given(server, owner, role):
    assert "role is not known" in owner.act("share-link", label="x", role=role, days="7", passphrase="")


def test_the_owner_who_opens_their_own_link_is_the_owner_still(server, owner):
    token = owner.link("read")
    assert owner.browser.get(f"/share/{token}").status == 303
    page = guests_page(owner.browser, owner)
    assert "Rename" in page.page()
    page.close()


def test_a_form_from_another_site_lets_nobody_in(server, owner):
    token = owner.link("read")
    browser = server.stranger()
    browser.get(f"/share/{token}")
    assert browser.get(f"/share/{token}", method="POST", data=b"").status == 403


# ---------------------------------------------------------------- with accounts


@pytest.fixture(scope="module")
def named(tmp_path_factory):
    folder = tmp_path_factory.mktemp("named")
    with real(folder, "local") as running:
        add_accounts(folder, "ann", "bob", "carla")
        yield running


def signed_in(server, name):
    visitor = Visitor(server)
    assert visitor.sign_in(name, to="/risk").status == 303
    return visitor.server


def test_an_assessment_is_shared_with_a_colleague_by_name(named):
    ann = Guest(signed_in(named, "ann"))
    identity = ann.new()
    ann.go(f"{identity}/share")
    assert "no account" in ann.act("share-account", account="nobody", role="edit")
    assert "your own name" in ann.act("share-account", account="ANN", role="edit")
    ann.act("share-account", account=" Bob ", role="edit")
    bob, carla = Guest(signed_in(named, "bob")), Guest(signed_in(named, "carla"))
    assert TITLE in bob.page()
    assert TITLE not in carla.page()
    assert NOT_YOURS in carla.go(f"{identity}/tasks")
    bob.go(f"{identity}/describe/1")
    bob.send("change", STAGE, "planning", 0)
    with store(named.folder) as known:
        assert [one.who for one in known.history(identity, STAGE)] == ["bob"]
    for one in (ann, bob, carla):
        one.close()


def test_where_visitors_sign_in_a_link_lets_nobody_in_without(named):
    ann = Guest(signed_in(named, "ann"))
    ann.go(f"{ann.new()}/share")
    token = ann.link("read")
    stranger = named.stranger()
    answer = stranger.get(f"/share/{token}")
    assert (answer.status, answer.headers["Location"]) == (302, f"/sign-in?next=%2Fshare%2F{token}")
    assert stranger.get(f"/share/{token}", method="POST", data=b"").status == 403
    with store(named.folder) as known:
        assert known.shared_with("") == ()
    assert enter(signed_in(named, "carla"), token).status == 303
    assert token not in (named.folder / "server.log").read_text()
    ann.close()
