"""Signing in, staying in, getting out, and everybody who should not get in; against a real server."""

import http.client
import json
import re
import socket
import time
from contextlib import ExitStack

import pytest
import websocket

from tests.server.harness import Wire, eventually
from tests.server.people import PASSWORD, Visitor, accounts, configured, key
from toolkit.server import keys


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("accounts")
    with accounts(folder) as known:
        password = keys.hashed(PASSWORD)
        for name in ("ann", "bob", "carla", "dan", "eve"):
            known.add(name, password, None)
        known.add("tom", password, "salt", [keys.recovery_digest(key(folder), "tom", "aaaa-bbbb-cccc-dddd")])
    return folder


@pytest.fixture(scope="module")
def server(folder):
    with configured(folder, identity="local") as running:
        yield running


@pytest.fixture
def ann(server):
    visitor = Visitor(server)
    assert visitor.sign_in().status == 303
    return visitor


def kernel_of(page):
    return re.search(r'"kernel": "([\w-]+)"', page)[1]


def test_nobody_sees_a_page_without_signing_in(server):
    stranger = Visitor(server)
    answer = stranger.get("/probe?q=1")
    assert answer.status == 302
    assert answer.headers["Location"] == "/sign-in?next=%2Fprobe%3Fq%3D1"
    assert server.kernels() == []


def test_signing_in_leads_to_the_page_that_was_asked_for(server):
    visitor = Visitor(server)
    answer = visitor.sign_in(to="/probe?q=1")
    assert (answer.status, answer.headers["Location"]) == (303, "/probe?q=1")
    page = visitor.get("/probe?q=1")
    assert page.status == 200
    assert "Signed in as ann" in page.text


@pytest.mark.parametrize(
    "to", ["//attacker.example", "https://attacker.example/", "/\\attacker.example", "javascript:alert(1)", "", "\t//x"]
)
def test_signing_in_never_leads_to_another_host(server, to):
    assert Visitor(server).sign_in(to=to).headers["Location"] == "/"


def test_the_cookie_is_for_the_server_only(ann, server):
    answer = Visitor(server).sign_in("bob")
    (cookie,) = [line for line in answer.headers.get_all("Set-Cookie") if line.startswith("toolkit-sign-in")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "expires" not in cookie.lower()


@pytest.mark.parametrize(
    ("name", "password"), [("ann", "wrong password here"), ("nobody", PASSWORD), ("", ""), ("a/b", PASSWORD)]
)
def test_wrong_data_is_one_sentence_that_gives_nothing_away(server, name, password):
    answer = Visitor(server).sign_in(name, password)
    assert answer.status == 403
    assert "The name, the password or the code is not right." in answer.text
    assert password not in answer.text or not password


def test_a_name_is_the_same_in_capitals(server):
    assert Visitor(server).sign_in(" ANN ").status == 303


def test_what_was_entered_comes_back_escaped(server):
    page = Visitor(server).sign_in('"><script>x</script>', to='/"><b>').text
    assert "<script>x" not in page
    assert "<b>" not in page


def test_a_form_without_its_token_is_refused(server):
    assert server.get("/sign-in", method="POST", data=f"name=ann&password={PASSWORD}".encode()).status == 403


def test_a_stolen_cookie_is_worthless_after_sign_out(server, ann):
    thief = Visitor(server)
    thief.server.cookies |= ann.server.cookies
    assert thief.get("/probe").status == 200
    out = ann.sign_out()
    assert out.status == 200
    assert "You are signed out" in out.text
    assert out.headers["Clear-Site-Data"] == '"storage"'
    assert thief.get("/probe").status == 302


def test_signing_out_closes_the_websockets_that_were_open(server, ann):
    boot = kernel_of(ann.get("/probe").text)
    with Wire(ann.server, boot) as wire:
        wire.send("kernel_info_request", {})
        wire.until("kernel_info_reply")
        ann.sign_out()
        opcode = None
        while opcode != websocket.ABNF.OPCODE_CLOSE:  # or a failure when nothing more comes
            opcode, data = wire.socket.recv_data()
        assert data.endswith(b"signed out")
        wire.socket.shutdown()


def test_a_websocket_needs_a_sign_in(server, ann):
    kernel = kernel_of(ann.get("/probe").text)
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        Wire(server.stranger(), kernel)
    assert refused.value.status_code == 403
    for method in ("GET", "DELETE"):
        assert server.get(f"/api/kernels/{kernel}", method=method).status == 403
    assert server.get(f"/voila/api/shutdown/{kernel}", method="POST", data=b"").status == 403


def test_a_link_on_another_site_signs_nobody_out(server, ann):
    assert ann.get("/sign-out").status == 404
    assert ann.get("/sign-out", method="POST", data=b"").status == 403
    assert ann.get("/probe").status == 200


@pytest.mark.parametrize(
    "cookie", ["toolkit-sign-in=x", "toolkit-sign-in=2|1:0|10:1|1:x|1:x|0", "username-127-0-0-1=x"]
)
def test_a_forged_cookie_counts_for_nothing(server, cookie):
    assert server.get("/probe", Cookie=cookie).status == 302


def test_a_token_in_the_address_lets_nobody_in(server):
    for token in ("", "x", "hunter2"):
        assert server.get(f"/probe?token={token}").status == 302
        assert server.get("/probe", Authorization=f"token {token}").status == 302


def test_a_disabled_account_is_out_at_once(server, folder):
    dan = Visitor(server)
    dan.sign_in("dan")
    assert dan.get("/probe").status == 200
    with accounts(folder) as known:
        known.disable("dan")
    assert dan.get("/probe").status == 302
    assert dan.sign_in("dan").status == 403


def test_a_new_password_ends_what_was_signed_in_with_the_old_one(server, folder):
    eve = Visitor(server)
    eve.sign_in("eve")
    with accounts(folder) as known:
        known.reset("eve", keys.hashed("another long password"), None)
    assert eve.get("/probe").status == 302
    assert eve.sign_in("eve").status == 403
    assert eve.sign_in("eve", "another long password").status == 303


def test_guessing_a_password_soon_has_to_wait_even_with_the_right_one(server):
    guesser = Visitor(server)
    statuses = [guesser.sign_in("carla", f"guess number {n}").status for n in range(6)]
    assert statuses == [403] * 5 + [429]
    answer = guesser.sign_in("carla", PASSWORD)
    assert answer.status == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 31
    assert "too many attempts" in answer.text
    assert Visitor(server).sign_in("bob").status == 303, "others are not held up"


def test_one_time_codes_count_once(server, folder):
    generator = keys.totp(key(folder), "tom", "salt")
    assert Visitor(server).sign_in("tom").status == 403
    assert Visitor(server).sign_in("tom", code="000000").status == 403
    code = generator.now()
    assert Visitor(server).sign_in("tom", code=f" {code[:3]} {code[3:]} ").status == 303
    assert Visitor(server).sign_in("tom", code=code).status == 403


def test_recovery_codes_count_once(server):
    assert Visitor(server).sign_in("tom", code="AAAA bbbb cccc dddd").status == 303
    assert Visitor(server).sign_in("tom", code="aaaa-bbbb-cccc-dddd").status == 403


def test_a_sign_in_outlives_a_restart_of_the_server(tmp_path):
    with accounts(tmp_path) as known:
        known.add("ann", keys.hashed(PASSWORD), None)
    with configured(tmp_path, identity="local") as server:
        ann = Visitor(server)
        ann.sign_in()
        port = server.port
    with configured(tmp_path, identity="local", port=str(port)) as server:
        assert ann.get("/probe").status == 200


def test_over_tls_cookies_travel_over_tls_only(tmp_path):
    with accounts(tmp_path) as known:
        known.add("ann", keys.hashed(PASSWORD), None)
    settings = {"identity": "local", "public_url": "https://toolkit.example", "trusted_proxies": "127.0.0.1"}
    with configured(tmp_path, **settings) as server:
        ann = Visitor(server, Host="toolkit.example")
        answer = ann.sign_in()
        assert answer.status == 303
        cookies = answer.headers.get_all("Set-Cookie")
        assert any(line.startswith("__Host-toolkit-sign-in=") for line in cookies)
        assert all("Secure" in line for line in cookies)
        assert server.get("/sign-in", Host="other.example").status == 403


# ---------------------------------------------------------------- a proxy's word


@pytest.fixture(scope="module")
def behind_proxy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("header")
    settings = {"identity": "header", "identity_header": "Remote-User", "trusted_proxies": "127.0.0.1"}
    with configured(folder, **settings) as running:
        yield running


def test_a_trusted_proxys_word_counts(behind_proxy):
    assert behind_proxy.get("/probe", Remote_User="ann").status == 200


@pytest.mark.parametrize("name", ["", " ", "a b", "x" * 65, "a/b", "ann,bob"])
def test_a_name_that_cannot_be_one_does_not(behind_proxy, name):
    assert behind_proxy.get("/probe", Remote_User=name).status == 403


def test_without_the_header_there_is_no_page_and_no_sign_in_page(behind_proxy):
    answer = behind_proxy.get("/probe")
    assert answer.status == 403
    assert "You cannot open this" in answer.text
    assert "<form" not in behind_proxy.get("/sign-in").text


def test_a_header_that_comes_twice_counts_for_nothing(behind_proxy):
    connection = http.client.HTTPConnection("127.0.0.1", behind_proxy.port, timeout=10)
    connection.putrequest("GET", "/probe")
    connection.putheader("Remote-User", "ann")
    connection.putheader("remote-user", "bob")
    connection.endheaders()
    assert connection.getresponse().status == 403
    connection.close()


def test_anybody_elses_header_counts_for_nothing(tmp_path):
    settings = {"identity": "header", "identity_header": "Remote-User", "trusted_proxies": "10.9.9.9"}
    with configured(tmp_path, **settings) as server:
        for forged in ({}, {"X_Forwarded_For": "10.9.9.9"}, {"X_Real_Ip": "10.9.9.9"}, {"Forwarded": "for=10.9.9.9"}):
            assert server.get("/probe", Remote_User="ann", **forged).status == 403


# ---------------------------------------------------------------- limits, figures, log


@pytest.fixture(scope="module")
def watched(tmp_path_factory):
    folder = tmp_path_factory.mktemp("watched")
    with accounts(folder) as known:
        known.add("zoe.secret", keys.hashed(PASSWORD), None)
    settings = {
        "identity": "local", "log_format": "json", "metrics": "true", "metrics_token": "let-me-see",
        "slow_client_seconds": "1", "max_request_kb": "16",
    }  # fmt: skip
    with configured(folder, **settings) as running:
        yield running


def test_the_figures_are_for_whoever_has_the_token(watched):
    assert watched.get("/metrics").status == 404
    assert watched.get("/metrics", Authorization="Bearer wrong").status == 404
    figures = watched.get("/metrics", Authorization="Bearer let-me-see")
    assert figures.status == 200
    assert 'toolkit_requests_total{status="404"}' in figures.text
    assert "toolkit_kernels 0" in figures.text


def test_the_log_has_lines_of_json_and_nothing_personal(watched):
    visitor = Visitor(watched)
    visitor.sign_in("zoe.secret", "wrong password here", to="/probe?assessment=very-private")
    visitor.sign_in("zoe.secret", to="/probe?assessment=very-private")
    visitor.get("/probe?assessment=very-private")
    visitor.get("/broken")
    log = watched.folder / "server.log"
    assert eventually(lambda: '"handler": "PageHandler"' in log.read_text())
    lines = [json.loads(line) for line in log.read_text().splitlines() if line.strip()]
    assert {"request", "log"} >= {line["event"] for line in lines}
    assert {"at", "level", "event"} <= set(lines[0])
    for private in ("zoe", "very-private", PASSWORD, "127.0.0.1", "a secret of the inside"):
        assert private not in log.read_text(), private


def test_a_request_that_is_too_large_is_refused(watched):
    connection = http.client.HTTPConnection("127.0.0.1", watched.port, timeout=10)
    with ExitStack() as stack:
        stack.callback(connection.close)
        connection.putrequest("POST", "/sign-in")
        connection.putheader("Content-Length", str(17 * 1024))
        connection.endheaders()
        assert connection.getresponse().status in {400, 413}


@pytest.mark.parametrize(
    "start", [b"GET / HT", b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nx"]
)
def test_a_slow_client_does_not_hold_a_connection(watched, start):
    with socket.create_connection(("127.0.0.1", watched.port), timeout=10) as slow:
        slow.sendall(start)
        began = time.monotonic()
        while slow.recv(4096):
            pass
        assert time.monotonic() - began < 5


def test_without_a_token_the_figures_are_for_this_computer_only(tmp_path):
    with configured(tmp_path, metrics="true") as server:
        assert server.get("/metrics").status == 200


# ---------------------------------------------------------------- whose is what


def test_the_signed_in_name_is_whom_the_page_works_for(server, folder, ann):
    ann.get("/environment")
    given = json.loads((folder / "values.json").read_text())
    assert given["TOOLKIT_VISITOR"] == "ann"
    assert not any("KEY" in name or "CONFIG" in name for name in given)


def test_nobody_reaches_another_accounts_kernel(server, ann):
    kernel = kernel_of(ann.get("/probe").text)
    bob = Visitor(server)
    bob.sign_in("bob")
    assert bob.get(f"/api/kernels/{kernel}").status == 403
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        Wire(bob.server, kernel)
    assert refused.value.status_code == 403
    assert ann.get(f"/api/kernels/{kernel}").status == 200
