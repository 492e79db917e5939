"""Nobody in anyone else's kernel, and nobody's list on anyone else's screen: tried as a second browser."""

import json
import re
import time
from types import SimpleNamespace

import pytest
import websocket
from tornado.httputil import HTTPHeaders

from tests.server.harness import Wire, eventually, probe_server
from toolkit.server.identity import CannotKeepSecret, cookie_secret, is_direct


@pytest.fixture
def boot(server):
    """A page of the first browser."""
    return server.boot()


def owner_of(browser, name="environment"):
    """Whose assessments a page of that browser would show."""
    browser.get(f"/{name}")
    return json.loads((browser.folder / "values.json").read_text())["TOOLKIT_VISITOR"]


def visitor(cookies):
    """The cookie by which a browser is known."""
    return next(value for name, value in cookies.items() if name.startswith("visitor-"))


def test_another_browser_cannot_open_the_websocket(server, boot):
    other = server.stranger()
    other.get("/probe")
    for browser in (other, server.stranger()):
        with pytest.raises(websocket.WebSocketBadStatusException) as refused:
            Wire(browser, boot["kernel"])
        assert refused.value.status_code == 403


def test_another_browser_cannot_ask_about_the_kernel_or_end_it(server, boot):
    other = server.stranger()
    xsrf = other.boot()["xsrf"]
    path, body = f"/api/kernels/{boot['kernel']}", f"_xsrf={xsrf}".encode()
    assert other.get(path).status == 403
    assert other.get(path, method="DELETE", data=body).status == 403
    assert other.get(f"/voila/api/shutdown/{boot['kernel']}", method="POST", data=body).status == 403
    assert server.get(path).status == 200


def test_the_browser_itself_may_do_all_of_it(server, boot):
    path, body = f"/api/kernels/{boot['kernel']}", f"_xsrf={boot['xsrf']}".encode()
    with Wire(server, boot["kernel"]) as wire:
        wire.send("kernel_info_request", {})
        wire.until("kernel_info_reply")
    assert server.get(path).status == 200
    assert server.get(path, method="DELETE", data=body).status == 204
    assert server.get(path).status == 404


@pytest.mark.parametrize("change", [lambda value: value[:-6] + 'abcdef"', lambda _: '"visitor-1"', lambda _: '""'])
def test_a_cookie_that_we_did_not_sign_makes_a_stranger(server, boot, change):
    forger = server.stranger()
    forger.cookies = {
        name: change(value) if name.startswith("visitor-") else value for name, value in server.cookies.items()
    }
    assert forger.get(f"/api/kernels/{boot['kernel']}").status == 403


def test_a_cookie_of_a_server_with_another_key_makes_a_stranger(server, tmp_path):
    other = probe_server(tmp_path)
    other.environment = {**other.environment, "TOOLKIT_COOKIE_SECRET": "another key"}
    other.start()
    try:
        boot = other.boot()
        assert other.get(f"/api/kernels/{boot['kernel']}").status == 200
        mine = visitor(other.cookies)
        server.get("/probe")
        other.cookies |= {name: visitor(server.cookies) for name in other.cookies if "visitor" in name}
        assert visitor(other.cookies) != mine
        assert other.get(f"/api/kernels/{boot['kernel']}").status == 403
    finally:
        other.stop()


def test_a_browser_is_still_known_after_a_restart_of_the_server(own_server):
    own_server.get("/probe")
    before = visitor(own_server.cookies).split("|")
    own_server.stop()
    own_server.start()
    boot = own_server.boot()
    after = visitor(own_server.cookies).split("|")
    assert before[4] == after[4]  # the name; time and signature are new
    assert own_server.get(f"/api/kernels/{boot['kernel']}").status == 200


def test_at_a_laptop_every_browser_is_the_same_person(server):
    assert owner_of(server) == owner_of(server.stranger()) == "local"


@pytest.mark.parametrize("header", [{"X_Forwarded_For": "192.0.2.1"}, {"Via": "1.1 proxy"}, {"Forwarded": "for=x"}])
def test_whoever_comes_through_a_proxy_is_not_the_person_at_the_laptop(server, header):
    server.stranger().get("/environment", **header)
    assert json.loads((server.folder / "values.json").read_text())["TOOLKIT_VISITOR"].startswith("visitor-")


def test_on_a_server_for_others_each_browser_is_a_person_of_its_own(tmp_path):
    server = probe_server(tmp_path, visitors="each").start()
    try:
        other = server.stranger()
        first, second = owner_of(server), owner_of(other)
        assert first != second
        assert owner_of(server) == first
        assert "local" not in {first, second}
    finally:
        server.stop()


def test_nobody_chooses_their_owner_through_the_address(server):
    server.get("/environment?TOOLKIT_VISITOR=ann")
    assert json.loads((server.folder / "values.json").read_text())["TOOLKIT_VISITOR"] == "local"


def request(version="HTTP/1.1", remote="127.0.0.1", **headers):
    """As much of a request as the decision looks at."""
    return SimpleNamespace(version=version, remote_ip=remote, headers=HTTPHeaders(headers))


def test_only_a_browser_on_this_computer_asks_directly():
    assert is_direct(request())
    assert is_direct(request(remote="::1"))
    assert not is_direct(request(remote="192.0.2.1"))
    assert not is_direct(request(version="HTTP/1.0"))
    assert not is_direct(request(Via="1.1 proxy"))


def test_the_key_is_made_once_and_for_this_account_only(tmp_path):
    place = tmp_path / "folder" / "key"
    first = cookie_secret(place)
    assert len(first) >= 32
    assert cookie_secret(place) == first
    assert place.stat().st_mode & 0o077 == 0


def test_a_key_that_others_can_read_or_that_is_damaged_is_refused_with_advice(tmp_path):
    place = tmp_path / "key"
    cookie_secret(place)
    place.chmod(0o644)
    with pytest.raises(CannotKeepSecret, match="chmod 600"):
        cookie_secret(place)
    place.chmod(0o600)
    place.write_bytes(b"short")
    with pytest.raises(CannotKeepSecret, match="delete it"):
        cookie_secret(place)


def test_where_the_key_cannot_be_kept_the_way_out_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotKeepSecret, match="TOOLKIT_COOKIE_SECRET"):
        cookie_secret(tmp_path / "file" / "key")
    assert cookie_secret(tmp_path / "file" / "key", "given") == b"given"


@pytest.fixture
def small(tmp_path):
    """A server with two places, both for one browser too."""
    server = probe_server(tmp_path, kernels=2, each=1).start()
    yield server
    server.stop()


def test_past_the_last_place_visitors_wait_in_line_and_come_in_by_themselves(small):
    inside = [small.stranger() for _ in range(2)]
    boots = [browser.boot() for browser in inside]
    wires = [Wire(*pair) for pair in zip(inside, [boot["kernel"] for boot in boots], strict=True)]
    ann, bob = small.stranger(), small.stranger()
    pages = [browser.get("/probe?q=1") for browser in (ann, bob)]
    assert [page.status for page in pages] == [503, 503]
    assert ["number 1 in line" in page.text for page in pages] == [True, False]
    assert re.search(r'<meta http-equiv="refresh" content="10">', pages[0].text)
    assert pages[0].headers["Retry-After"] == "10"
    wires.pop().socket.close()
    body = f"_xsrf={boots[1]['xsrf']}".encode()
    inside[1].get(f"/voila/api/shutdown/{boots[1]['kernel']}", method="POST", data=body)
    assert bob.get("/probe").status == 503
    assert ann.get("/probe?q=1").status == 200
    wires.pop().socket.close()


def test_the_waiting_page_speaks_the_visitors_language(small):
    for _ in range(2):
        small.stranger().get("/probe")
    page = small.stranger().get("/probe?lang=ar")
    assert page.status == 503
    assert page.text.startswith('<!doctype html>\n<html lang="ar" dir="rtl">')
    assert "in line" not in page.text


def test_one_browser_with_all_its_places_open_is_told_to_close_one(small):
    boot = small.boot()
    with Wire(small, boot["kernel"]):
        page = small.get("/probe")
    assert page.status == 429
    assert "Close one" in page.text
    assert 'http-equiv="refresh"' in page.text


def test_a_kernel_left_behind_gives_way(small):
    small.boot()
    assert small.get("/probe").status == 429
    assert eventually(lambda: small.get("/probe").status == 200, 14, pause=1)
    time.sleep(0.1)
    assert len(small.kernels()) <= 2
