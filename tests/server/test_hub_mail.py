"""What a hub with a mail server sends, to whom, and what a mail never says; against a fake mail server."""

import re
import socketserver
import threading
import time
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from tests.server.hub import ASKED, Browser, clock, hub
from tests.server.test_hub_join import address, approve, ask, code_of
from toolkit.content.hub import load_hub
from toolkit.core.hub_access import Role, Standing
from toolkit.core.hub_terms import accept, digest

PUBLIC = "http://localhost"


class Carrier(socketserver.StreamRequestHandler):
    """As much of a mail server as one mail needs."""

    def handle(self):
        self.wfile.write(b"220 here\r\n")
        body = None
        while line := self.rfile.readline():
            if body is None:
                if line.upper().startswith(b"DATA"):
                    body = b""
                    self.wfile.write(b"354 go on\r\n")
                else:
                    self.wfile.write(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 yes\r\n")
            elif line == b".\r\n":
                self.server.mails.append(message_from_bytes(body, policy=default))
                body = None
                self.wfile.write(b"250 kept\r\n")
            else:
                body += line


@pytest.fixture(scope="module")
def post():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Carrier) as server:
        server.mails, server.daemon_threads = [], True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def house(post, tmp_path_factory):
    url = f"smtp://127.0.0.1:{post.server_address[1]}"
    with hub(
        tmp_path_factory.mktemp("mail"), smtp_url=url, mail_from="hub@police.example", public_url=PUBLIC
    ) as running:
        yield running


def mails(post, to, number):
    """Mails to somebody, once there are so many; they leave after the page was answered."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        found = [one for one in post.mails if one["To"] == to]
        if len(found) >= number:
            return found
        time.sleep(0.2)
    raise AssertionError([one["To"] for one in post.mails])


def test_with_a_mail_server_links_go_to_the_address_and_each_counts_by_a_press_only(house, post):
    email, focal = address(), house.browser(Role.FOCAL_POINT)
    ask(house, email=email)
    text = mails(post, email, 1)[0].get_content()
    assert f"\n{PUBLIC}/hub/confirm/" in text, "not where the browser asked, which a stranger can choose"
    confirm = re.search(r"(/hub/confirm/[\w-]+)", text)[1]
    assert Browser(house.server).post(confirm).status == 200
    assert house.store.with_email(email)[0].member.standing is Standing.CONFIRMED
    page = focal.post(f"/hub/people/{code_of(house, email)}", do="approve")
    assert "It was mailed to the person too." in page.text
    invitation = re.search(r"(/hub/invitation/[\w-]+)", mails(post, email, 2)[1].get_content())[1]
    assert Browser(house.server).get(invitation).status == 200
    assert invitation in page.text, "it can be handed over as well"


def test_a_mail_about_a_refusal_does_not_say_why(house, post):
    email, focal = address(), house.browser(Role.FOCAL_POINT)
    ask(house, email=email)
    focal.post(f"/hub/people/{code_of(house, email)}", do="refuse", reason="Nobody here knows you.")
    said = mails(post, email, 2)[1]
    assert "answered" in said["Subject"]
    assert "Nobody here knows you" not in said.get_content()


def test_whoever_dealt_with_a_tool_is_mailed_that_something_waits_and_not_what(house, post):
    ann, cole, pia = house.browser(), house.browser(Role.COORDINATOR, "Hub"), house.browser(Role.PROVIDER, "Meta")
    ben, other = house.browser(accepted=False), house.browser()
    arabic = load_hub("ar").terms[0]
    house.store.accept(accept(ben.code, arabic, digest(arabic), clock()))
    for one in (ann, ben):
        assert one.post("/hub/tools/pdq/save", page="/hub/tools/pdq", do="save").status == 303
    cole.post("/hub/tools/pdq/state", page="/hub/tools/pdq", to="under-review", explanation="A report.")
    for person, word in ((ann, "notice"), (pia, "notice"), (ben, "إشعار")):
        (said,) = mails(post, person.email, 1)
        assert word in said["Subject"]
        assert not re.search("PDQ|pdq|http|report", said.get_content())
    assert not [one for one in post.mails if one["To"] in {other.email, cole.email}]


def test_a_mail_server_that_is_away_stops_nothing(tmp_path):
    given = {"smtp_url": "smtp://127.0.0.1:9", "mail_from": "hub@police.example", "public_url": PUBLIC}
    with hub(tmp_path, **given) as own:
        ann, cole = own.browser(), own.browser(Role.COORDINATOR, "Hub")
        email = address()
        assert Browser(own.server).post("/hub/register", **{**ASKED, "email": email}).status == 200
        assert approve(own, cole, email)
        ann.post("/hub/tools/pdq/save", page="/hub/tools/pdq", do="save")
        assert (
            cole.post("/hub/tools/pdq/state", page="/hub/tools/pdq", to="under-review", explanation="x").status == 303
        )
        assert "PDQ" in ann.get("/hub/notices").text
        assert email not in (own.folder / "server.log").read_text()


def test_who_is_due_gets_one_notice_and_one_mail_however_often_the_server_looks(post, tmp_path):
    url = f"smtp://127.0.0.1:{post.server_address[1]}"
    with hub(tmp_path, smtp_url=url, mail_from="hub@police.example", public_url=PUBLIC) as own:
        own.server.stop()  # so that it looks only when all of them are there
        due = own.browser(attested=clock().date() - timedelta(days=190))
        fresh, resting = own.browser(), own.browser(attested=clock().date() - timedelta(days=230))
        for _ in range(2):  # it looks when it starts, and every six hours
            own.server.start()
            mails(post, due.email, 1)
            own.server.stop()
        notices = own.store.notices(due.code)
        assert [one.text[:28] for one in notices] == ["Are you still at your agency"]
        assert len(mails(post, due.email, 1)) == 1
        assert own.store.notices(fresh.code) == own.store.notices(resting.code) == ()
        own.server.start()
