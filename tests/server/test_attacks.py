"""What a rude client tries against a real server; ARCHITECTURE has the table of this and of what other tests try."""

import json
import os
import re
import socket
import struct
import uuid
import zlib
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest
import websocket

from tests.server.harness import Wire, eventually

MEBIBYTE = 1 << 20


@pytest.fixture
def boot(server):
    """A page of this browser."""
    return server.boot()


@pytest.fixture
def witness(server):
    """Another visitor, who must notice nothing."""
    other = server.stranger()
    page = other.boot()
    with Wire(other, page["kernel"]) as wire:
        yield lambda: served(wire, page)


@contextmanager
def rude(server, boot, **options):
    """A client that leaves without a word."""
    wire = Wire(server, boot["kernel"], **options)
    try:
        yield wire
    finally:
        wire.socket.shutdown()


def served(wire, boot):
    """Whether a click is answered."""
    seq = uuid.uuid4().int % 1_000_000_000
    wire.event(boot["model"], {"client": "witness", "seq": seq, "kind": "act", "name": "noted", "value": None})
    return wire.until("comm_msg", 20)[-1]["content"]["data"]["content"]["ack"] == seq


# ---------------------------------------------------------------- messages

TARGETS = ["os.system", "builtins.exec", "ipykernel.debug", "jupyter.widget.version", "", "../../etc/passwd"]


@pytest.mark.parametrize("target", TARGETS)
def test_a_comm_to_any_other_target_is_closed_at_once(server, boot, target):
    with Wire(server, boot["kernel"]) as wire:
        comm = uuid.uuid4().hex
        wire.send("comm_open", {"comm_id": comm, "target_name": target, "data": {"code": "1"}})
        assert wire.until("comm_close")[-1]["content"]["comm_id"] == comm
        assert served(wire, boot)


def test_a_comm_cannot_name_a_module_to_import(server, boot, tmp_path):
    """Older protocols let the message name the module in which its target is looked up."""
    (tmp_path / "planted.py").write_text(f"open({str(tmp_path / 'mark')!r}, 'w')")
    with Wire(server, boot["kernel"]) as wire:
        opening = {"comm_id": "c", "target_name": "t", "target_module": "planted", "data": {}}
        wire.send("comm_open", opening)
        state = {"_model_module": "planted", "_model_name": "x", "_view_module": "planted", "_view_name": "x"}
        wire.send(
            "comm_open",
            {"comm_id": "d", "target_name": "jupyter.widget", "data": {"state": state}},
            metadata={"version": "2.1.0"},
        )
        assert served(wire, boot)
    assert not (tmp_path / "mark").exists()


def test_no_message_starts_a_program(server, boot):
    """Whatever came before, the kernel has no child process."""
    with Wire(server, boot["kernel"]) as wire:
        for kind in ("execute_request", "comm_open", "shutdown_request", "usage_request"):
            wire.send(kind, {"code": "!sleep 60", "target_name": "x", "comm_id": "x", "data": {}})
        eventually(lambda: False, 0.5)
    assert all(not kernel.children() for kernel in server.kernels(boot["kernel"]))


# ---------------------------------------------------------------- frames


def raw(wire, data):
    """Bytes that are no frame of any library's making."""
    wire.socket.sock.sendall(data)


MALFORMED = {
    "no JSON": lambda wire: wire.socket.send("{"),
    "not an object": lambda wire: wire.socket.send("[1, 2]"),
    "a number": lambda wire: wire.socket.send("7"),
    "no header": lambda wire: wire.socket.send("{}"),
    "a header that is a list": lambda wire: wire.socket.send('{"channel": "shell", "header": []}'),
    "an unknown channel": lambda wire: wire.send("comm_msg", {}, channel="nowhere"),
    "no channel": lambda wire: wire.send("comm_msg", {}, channel=None),
    "content that is no object": lambda wire: wire.send("comm_msg", "x"),
    "nesting without end": lambda wire: wire.socket.send('{"header":' * 100_000),
    "not a number": lambda wire: wire.socket.send('{"header": {"msg_type": "comm_msg"}, "content": NaN}'),
    "binary": lambda wire: wire.socket.send_binary(os.urandom(1000)),
    "binary that claims two thousand million parts": lambda wire: wire.socket.send_binary(
        b"\x7f\xff\xff\xff" + b"x" * 9
    ),
    "binary with wild offsets": lambda wire: wire.socket.send_binary(struct.pack("<4Q", 1 << 60, 8, 1 << 40, 3)),
    "half a surrogate": lambda wire: wire.send("comm_msg", {"comm_id": "\ud800", "data": {}}),
    "invalid UTF-8": lambda wire: wire.socket.send(b"\xff\xfe\xfd", websocket.ABNF.OPCODE_TEXT),
    "an unmasked frame": lambda wire: raw(wire, b"\x81\x02{}"),
    "a reserved opcode": lambda wire: raw(wire, b"\x83\x80\x00\x00\x00\x00"),
    "a length that does not come": lambda wire: raw(wire, b"\x81\xff" + struct.pack(">Q", 1 << 62) + b"abcd"),
    "half a frame": lambda wire: raw(wire, b"\x81\xfe"),
}


@pytest.mark.parametrize("what", MALFORMED)
def test_a_malformed_frame_harms_nobody(server, boot, witness, what):
    before = most_memory(server)
    with rude(server, boot) as wire:
        MALFORMED[what](wire)
        assert witness()
    with Wire(server, boot["kernel"]) as again:
        assert served(again, boot), "the same kernel still answers its own page"
    assert most_memory(server) - before < 100 * MEBIBYTE


def most_memory(server):
    """The most that the server has ever used, in bytes."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) << 10


def hung_up(wire):
    """Whether the server ends the connection, after whatever it still has to say."""
    try:
        while wire.socket.recv_frame().opcode != websocket.ABNF.OPCODE_CLOSE:
            pass
    except websocket.WebSocketTimeoutException:
        return False
    except (websocket.WebSocketException, OSError):
        pass
    return True


def test_a_frame_that_is_too_large_ends_its_connection_only(server, boot, witness):
    before = most_memory(server)
    with rude(server, boot) as wire:
        with suppress(OSError):
            wire.socket.send("x" * (17 * MEBIBYTE))
        assert hung_up(wire)
    assert witness()
    assert most_memory(server) - before < 60 * MEBIBYTE


def test_pieces_that_never_end_are_not_gathered_for_ever(server, boot, witness):
    piece = websocket.ABNF.create_frame("x" * MEBIBYTE, websocket.ABNF.OPCODE_TEXT, 0)
    more = websocket.ABNF.create_frame("x" * MEBIBYTE, websocket.ABNF.OPCODE_CONT, 0)
    with rude(server, boot) as wire:
        with suppress(OSError):
            wire.socket.send_frame(piece)
            for _ in range(40):
                wire.socket.send_frame(more)
        assert hung_up(wire)
    assert witness()


def test_a_small_frame_that_unpacks_to_a_large_one_is_refused(server, boot, witness):
    """permessage-deflate: 20 MB of one letter are 20 KB."""
    before = most_memory(server)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(b"x" * (20 * MEBIBYTE)) + packer.flush(zlib.Z_SYNC_FLUSH)
    frame = websocket.ABNF(1, 1, 0, 0, websocket.ABNF.OPCODE_TEXT, 1, packed[:-4])
    with rude(server, boot, header=["Sec-WebSocket-Extensions: permessage-deflate"]) as wire:
        with suppress(OSError):
            wire.socket.send_frame(frame)
        assert hung_up(wire)
    assert witness()
    assert most_memory(server) - before < 60 * MEBIBYTE


# ---------------------------------------------------------------- slow and greedy


@pytest.mark.slow
def test_a_client_that_never_reads_does_not_fill_the_server(own_server):
    """It asks for its whole page again and again, and lets every answer lie."""
    server, boot = own_server, own_server.boot()
    server.get("/read")  # what the server reads once, for everybody, is not one visitor's
    before, text = most_memory(server), "".join(chr(0x4E00 + byte) for byte in os.urandom(150_000))
    with rude(server, boot) as wire:
        wire.socket.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        wire.event(boot["model"], {"client": "r", "seq": 1, "kind": "change", "name": "long", "value": text})
        with suppress(OSError):  # the server has hung up
            for seq in range(2, 400):
                wire.event(boot["model"], {"client": "r", "seq": seq, "kind": "attach", "value": {"route": ""}})
        log = server.folder / "server.log"
        assert eventually(lambda: "did not read what kernel" in log.read_text(), 60)
    grown = most_memory(server) - before
    assert grown < 120 * MEBIBYTE, f"{grown / MEBIBYTE:.0f} MiB for one visitor who does not read"


def test_headers_that_are_too_large_are_refused(server, witness):
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        line.sendall(b"GET /probe HTTP/1.1\r\nHost: localhost\r\nCookie: " + b"x" * 40_000 + b"\r\n\r\n")
        assert not line.recv(4096).startswith(b"HTTP/1.1 200")
    assert witness()


def children(server, kernel):
    return [one for process in server.kernels(kernel) for one in process.children(recursive=True)]


def gone(processes):
    return all(not one.is_running() or one.status() == psutil.STATUS_ZOMBIE for one in processes)


def running_wild(server, boot):
    """The processes that a kernel has forked off, each of which sleeps for minutes."""
    with Wire(server, boot["kernel"]) as wire:
        wire.event(boot["model"], {"client": wire.session, "seq": 1, "kind": "act", "name": "fork", "value": 20})
        wire.until("comm_msg")
    found = children(server, boot["kernel"])
    assert len(found) == 20
    return found


def test_what_a_kernel_forks_ends_with_its_page(server, boot):
    forked = running_wild(server, boot)
    body = f"_xsrf={boot['xsrf']}".encode()
    assert server.get(f"/voila/api/shutdown/{boot['kernel']}", method="POST", data=body).status == 204
    assert eventually(lambda: gone(forked), 15)


def test_what_a_kernel_forks_ends_with_a_kernel_that_is_killed(server, boot):
    forked = running_wild(server, boot)
    server.kernels(boot["kernel"])[0].kill()
    assert eventually(lambda: gone(forked), 15)


def test_what_a_kernel_forks_ends_with_a_server_that_is_killed(own_server):
    forked = running_wild(own_server, own_server.boot())
    own_server.process.kill()
    assert eventually(lambda: gone(forked), 15)


# ---------------------------------------------------------------- addresses

HIDDEN = [
    "/.env", "/.hidden/probe", "/probe.ipynb.bak", "/.ipynb_checkpoints/probe-checkpoint.ipynb", "/__pycache__/probe",
    "/toolkit.db", "/probe.sqlite-wal", "/app.db", "/key", "/cookie-secret", "/server.log", "/toolkit.toml",
    "/data/", "/data/methods/rights-first.yaml", "/toolkit/data/README.md", "/static/0000000000000000/../../app.py",
]  # fmt: skip
TRAVERSAL = [
    "/%252e%252e/%252e%252e/etc/passwd", "/..%5c..%5cetc%5cpasswd", "/%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd",
    "/....//....//etc/passwd", "//etc/passwd", "/probe/..%2f..%2fetc%2fpasswd", "/static/%2e%2e%2f%2e%2e%2fapp.py",
    "/%2fetc%2fpasswd", "/probe%00.ipynb", "/probe%0d%0aSet-Cookie:%20x=1", "/~root", "/file:///etc/passwd",
]  # fmt: skip


@pytest.mark.parametrize("path", HIDDEN + TRAVERSAL)
def test_no_address_leads_to_a_file(server, path):
    answer = server.get(path)
    assert answer.status == 404
    assert "x" not in answer.headers.get("Set-Cookie", "").split("=")[0]
    assert not any(word in answer.text for word in ("root:", "import ", "sqlite", "Traceback", str(server.folder)))


def test_an_address_that_is_no_kernel_id_reaches_none(server, boot):
    for kernel in ("..", "%2e%2e", boot["kernel"].upper() + "x", boot["kernel"][:8], "0-0-0-0-0", "*"):
        assert server.get(f"/api/kernels/{kernel}").status == 404
        assert server.get(f"/api/kernels/{kernel}/channels").status == 404


def test_restarting_and_interrupting_a_kernel_are_not_offered(server, boot):
    body = f"_xsrf={boot['xsrf']}".encode()
    for action in ("restart", "interrupt"):
        assert server.get(f"/api/kernels/{boot['kernel']}/{action}", method="POST", data=body).status == 404
    assert server.get("/api/kernels", method="POST", data=json.dumps({"name": "python3"}).encode()).status in {403, 404}
