"""What a visitor gets through the examples, and what an attacker does not."""

import json
import re

import pytest
import websocket

from tests.house.conftest import ROOT
from tests.server.people import Visitor
from toolkit.server.config import load

from .conftest import DEPLOY, NAME, nginx, site


def boot(page):
    return json.loads(re.search(r'<script id="boot"[^>]*>(.*?)</script>', page, re.DOTALL)[1])


def test_a_visitor_signs_in_over_tls_and_answers(visited):
    ann = Visitor(visited)
    assert ann.get("/probe").status == 302
    assert ann.sign_in().status == 303
    page = ann.get("/probe")
    assert page.status == 200
    assert "Signed in as ann" in page.text
    given = boot(page.text)
    wire = visited.websocket(given["kernel"], ann.server.cookie, f"https://{NAME}:{visited.port}")
    header = {"msg_id": "1", "msg_type": "comm_msg", "session": "1", "username": "", "version": "5.3"}
    event = {"client": "proxied", "seq": 1, "kind": "act", "name": "add", "value": None}
    content = {"comm_id": given["model"], "data": {"method": "custom", "content": event}}
    message = {"channel": "shell", "header": header, "parent_header": {}, "metadata": {}, "content": content}
    wire.send(json.dumps(message | {"buffers": []}))
    while (heard := json.loads(wire.recv()))["header"]["msg_type"] != "comm_msg":
        pass
    assert heard["content"]["data"]["content"]["ack"] == 1
    wire.close()


def test_cookies_and_headers_are_those_of_a_site_over_tls(visited):
    ann = Visitor(visited)
    answer = ann.sign_in()
    assert all("Secure" in line for line in answer.headers.get_all("Set-Cookie"))
    assert "__Host-toolkit-sign-in" in ann.server.cookies
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert not re.search(r"\d", answer.headers.get("Server") or "")


def test_another_sites_page_cannot_open_the_websocket(visited):
    ann = Visitor(visited)
    ann.sign_in()
    kernel = boot(ann.get("/probe").text)["kernel"]
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        visited.websocket(kernel, ann.server.cookie, "https://attacker.example")
    assert refused.value.status_code == 403


def test_the_figures_stay_inside(visited):
    for path in ("/metrics", "/healthz", "/metrics?x", "//metrics", "/%6detrics", "/x/../healthz"):
        assert Visitor(visited).get(path, Authorization="Bearer t").status == 404, path


def test_nginx_writes_down_neither_addresses_nor_what_is_asked(tmp_path, certificate):
    with site(nginx, tmp_path, certificate, identity="local") as reached:
        Visitor(reached).get("/sign-in?next=very-private")
        Visitor(reached).get("/very-private")
    lines = (tmp_path / "toolkit.log").read_text().splitlines()
    assert [line.split()[1:3] for line in lines] == [["GET", "200"], ["GET", "404"]]
    assert not [line for line in lines if "private" in line or "127.0.0.1" in line]


def test_a_body_that_is_too_large_is_refused(visited):
    assert Visitor(visited).get("/sign-in", method="POST", data=b"x" * 1_100_000).status >= 400  # Caddy has several


def test_a_name_that_a_visitor_sends_is_taken_away(proxy, tmp_path, certificate):
    """The toolkit believes this proxy; the example must not pass on what anybody writes into the header."""
    with site(proxy, tmp_path, certificate, identity="header") as reached:
        for forged in ({}, {"X_Forwarded_User": "ann"}, {"Remote_User": "ann"}, {"x_forwarded_user": "ann"}):
            assert Visitor(reached).get("/probe", **forged).status == 403


HASH = "$2a$14$Zkx19XLiW6VYouLHR5NmfOFU0z2GTNmpkT/5qqR7hx4IjWJPDhjvG"  # of “hiccup”, from Caddy's documentation
SIGNED_IN = {
    "nginx": lambda folder: (
        lambda text: text.replace(
            'proxy_set_header X-Forwarded-User "";', "proxy_set_header X-Forwarded-User $remote_user;"
        ).replace("location / {", f"location / {{ auth_basic x; auth_basic_user_file {folder}/users;")
    ),
    "caddy": lambda _: (
        lambda text: text.replace(
            "header_up -X-Forwarded-User", "header_up X-Forwarded-User {http.auth.user.id}"
        ).replace("\treverse_proxy", f"\tbasicauth {{\n\t\tann {HASH}\n\t}}\n\treverse_proxy", 1)
    ),
}


def test_the_name_of_a_visitor_whom_the_proxy_signed_in_arrives(proxy, tmp_path, certificate):
    (tmp_path / "users").write_text("ann:{PLAIN}hiccup\n")
    (tmp_path / "users").chmod(0o644)
    change = SIGNED_IN[proxy.__name__](tmp_path)
    with site(proxy, tmp_path, certificate, change, identity="header") as reached:
        assert Visitor(reached).get("/environment").status == 401
        basic = {"Authorization": "Basic YW5uOmhpY2N1cA==", "X_Forwarded_User": "mallory"}
        assert Visitor(reached).get("/environment", **basic).status == 200
    assert json.loads((tmp_path / "values.json").read_text())["TOOLKIT_VISITOR"] == "ann"


def test_the_example_configuration_can_be_read():
    found = load(DEPLOY / "toolkit.toml")
    assert found.secure
    assert found.identity.value == "local"


def test_every_file_of_the_examples_is_explained():
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [path.name for path in DEPLOY.iterdir() if f"deploy/{path.name}" not in readme] == []
