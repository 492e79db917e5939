"""What a browser may do to a kernel, what a kernel knows, and when it ends."""

import signal
import time

import psutil
import pytest
import websocket

from tests.server.harness import SECRETS, Wire, eventually, probe_server

REFUSED = [
    ("execute_request", "shell"),
    ("execute_request", "control"),
    ("complete_request", "shell"),
    ("inspect_request", "shell"),
    ("history_request", "shell"),
    ("is_complete_request", "shell"),
    ("debug_request", "control"),
    ("interrupt_request", "control"),
    ("input_reply", "stdin"),
    ("create_subshell_request", "control"),
    ("connect_request", "shell"),
]


@pytest.fixture(scope="module")
def boot(server):
    """A page that stays open for this module."""
    return server.boot()


@pytest.fixture
def wire(server, boot):
    """A raw client of that page's kernel."""
    with Wire(server, boot["kernel"]) as client:
        yield client


@pytest.mark.parametrize(("kind", "channel"), REFUSED)
def test_a_raw_client_cannot_run_or_ask_anything(wire, tmp_path, kind, channel):
    mark = tmp_path / "mark"
    code = f"open({str(mark)!r}, 'w')"
    wire.send(kind, {"code": code, "value": code, "cursor_pos": 1, "detail_level": 0, "silent": False}, channel)
    wire.send("kernel_info_request", {})
    answers = {message["header"]["msg_type"] for message in wire.until("kernel_info_reply")}
    assert answers == {"kernel_info_reply"}
    assert not mark.exists()


def test_the_binary_protocol_is_not_spoken(server, boot):
    with pytest.raises(websocket.WebSocketException, match="Invalid WebSocket Header"):
        Wire(server, boot["kernel"], subprotocols=["v1.kernel.websocket.jupyter.org"])


def test_an_error_in_the_page_stays_on_the_server(server, wire, boot):
    wire.event(boot["model"], {"nonsense": True})
    wire.event(boot["model"], {"client": "wire", "seq": 1, "kind": "act", "name": "add", "value": None})
    assert {message["header"]["msg_type"] for message in wire.until("comm_msg")} == {"comm_msg"}
    assert eventually(lambda: "KeyError: 'kind'" in (server.folder / "server.log").read_text(), 2)


def test_an_event_that_is_sent_twice_counts_once_and_is_acknowledged_twice(wire, boot):
    for _ in range(2):
        wire.event(boot["model"], {"client": "twice", "seq": 7, "kind": "act", "name": "twice", "value": None})
        assert wire.until("comm_msg")[-1]["content"]["data"]["content"]["ack"] == 7


def test_another_sites_page_cannot_open_the_websocket(server, boot):
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        Wire(server, boot["kernel"], origin="http://attacker.example")
    assert refused.value.status_code == 403


def test_a_websocket_to_an_unknown_kernel_is_refused(server):
    with pytest.raises(websocket.WebSocketBadStatusException):
        Wire(server, "00000000-0000-0000-0000-000000000000")


def test_ending_a_kernel_needs_the_token_of_its_page(server):
    boot = server.boot()
    kernel = boot["kernel"]
    assert server.get(f"/api/kernels/{kernel}", method="DELETE").status == 403
    assert server.get(f"/voila/api/shutdown/{kernel}", method="POST", data=b"").status == 403
    assert server.get(f"/api/kernels/{kernel}").status == 200
    body = f"_xsrf={boot['xsrf']}".encode()
    assert server.get(f"/voila/api/shutdown/{kernel}", method="POST", data=body).status == 204
    assert server.get(f"/api/kernels/{kernel}").status == 404


def test_a_kernel_knows_no_secret_of_the_server(server):
    server.get("/environment")
    names = set((server.folder / "environment.txt").read_text().split())
    assert {"PATH", "TOOLKIT_DATABASE_URL", "TOOLKIT_LANG", "TOOLKIT_SERVED"} <= names
    assert names.isdisjoint(SECRETS)


def test_past_the_last_place_a_visitor_is_asked_to_come_back(tmp_path):
    server = probe_server(tmp_path, kernels=1).start()
    try:
        assert server.get("/probe").status == 200
        full = server.get("/probe")
        assert full.status == 503
        assert "All places are taken" in full.text
    finally:
        server.stop()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_no_kernel_outlives_a_server_that_is_asked_to_stop(own_server, number):
    own_server.boot()
    kernels = own_server.kernels()
    assert kernels
    start = time.monotonic()
    own_server.process.send_signal(number)
    own_server.process.wait(10)
    assert time.monotonic() - start < 8
    assert eventually(lambda: not any(kernel.is_running() for kernel in kernels), 2)
    assert "Traceback" not in (own_server.folder / "server.log").read_text()


def test_no_kernel_outlives_a_server_that_is_killed(own_server):
    own_server.boot()
    kernels = own_server.kernels()
    own_server.process.kill()
    alive = lambda: [one for one in kernels if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]  # noqa: E731
    assert eventually(lambda: not alive(), 10)


def test_a_dead_kernel_is_forgotten_not_restarted(server):
    kernel = server.boot()["kernel"]
    server.kernels(kernel)[0].kill()
    assert eventually(lambda: server.get(f"/api/kernels/{kernel}").status == 404, 5)
    assert server.kernels(kernel) == []
