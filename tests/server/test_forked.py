"""Kernels forked from a warm process: what they share, what they do not, and what happens when that process dies."""

import logging
import os
import signal
import stat
import time
from pathlib import Path

import pytest

from tests.server.harness import Wire, eventually
from tests.server.visitors import apart
from toolkit.server import renderer
from toolkit.server.provisioner import Forked, ask
from toolkit.server.zygote import Order, can_fork

pytestmark = pytest.mark.skipif(not can_fork(), reason="this system cannot fork kernels")
ORDER = Order(["--file=x"], {"A": "é"}, "/")


def add(boot, seq=1, name="add", value=None):
    """An act as form.js sends it."""
    return {"client": f"forked-{boot['kernel']}", "seq": seq, "kind": "act", "name": name, "value": value}


def acknowledged(wire, boot, **event):
    """Whether the kernel answers an act."""
    wire.event(boot["model"], add(boot, **event))
    return wire.until("comm_msg")[-1]["content"]["data"]["content"]["ack"] == event.get("seq", 1)


def test_an_order_survives_the_line():
    assert Order.decoded(ORDER.encoded()[:-1]) == ORDER


@pytest.mark.parametrize("line", [b"", b"[]", b"{}", b'{"argv": []}', b'{"argv": [], "env": {}, "cwd": "", "x": 1}'])
def test_anything_else_is_no_order(line):
    with pytest.raises((ValueError, KeyError, TypeError)):
        Order.decoded(line)


def test_where_nobody_answers_an_order_fails_at_once(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        apart(ask(str(tmp_path / "nobody"), ORDER))


def test_a_forked_process_is_watched_and_ended_through_its_descriptor():
    child = os.fork()
    if not child:
        signal.pause()
    forked = Forked(child, os.pidfd_open(child))
    assert forked.poll() is None
    forked.kill()
    assert eventually(lambda: forked.poll() == 0, 2)
    os.waitpid(child, 0)
    forked.send_signal(signal.SIGTERM)  # says nothing of a process that is gone
    assert forked.wait() == 0


def test_kernels_come_from_one_warm_process(server):
    kernels = [server.kernels(server.boot()["kernel"])[0] for _ in range(2)]
    assert {kernel.ppid() for kernel in kernels} == {server.warm().pid}


def test_each_kernel_has_a_session_of_its_own_so_that_ctrl_c_does_not_reach_it(server):
    kernel = server.kernels(server.boot()["kernel"])[0]
    assert os.getsid(kernel.pid) == kernel.pid
    assert os.getsid(server.warm().pid) != os.getsid(server.process.pid)


def test_only_this_account_may_order_kernels(server):
    door = next(Path(one.laddr) for one in server.warm().net_connections("unix") if one.laddr.endswith("/warm"))
    assert stat.S_IMODE(door.stat().st_mode) == 0o600
    assert door.parent.stat().st_mode & 0o077 == 0


def test_a_forked_kernel_knows_widgets(server):
    boot = server.boot()
    with Wire(server, boot["kernel"]) as wire:
        opening = {"comm_id": "control", "target_name": "jupyter.widget.control", "data": {}}
        wire.send("comm_open", opening, metadata={"version": "1.0.0"})
        wire.send("comm_msg", {"comm_id": "control", "data": {"method": "request_states"}})
        assert boot["model"] in wire.until("comm_msg")[-1]["content"]["data"]["states"]


def test_a_kernel_that_asks_for_too_much_memory_is_refused_it_and_lives_on(server):
    boot = server.boot()
    with Wire(server, boot["kernel"]) as wire:
        wire.event(boot["model"], add(boot, name="eat", value=4096))
        assert acknowledged(wire, boot, seq=2)
    assert "MemoryError" in (server.folder / "server.log").read_text()


def test_when_the_warm_process_is_killed_kernels_live_and_new_visitors_are_served(own_server):
    boot = own_server.boot()
    first = own_server.warm()
    with Wire(own_server, boot["kernel"]) as wire:
        first.kill()
        other = own_server.boot()  # asked for while there is no warm process
        assert acknowledged(wire, boot)
    assert own_server.warm().pid != first.pid
    assert own_server.kernels(other["kernel"])[0].ppid() == own_server.warm().pid
    assert "started again" in (own_server.folder / "server.log").read_text()


def test_kernels_of_a_dead_warm_process_end_with_the_server_too(own_server):
    kernel = own_server.kernels(own_server.boot()["kernel"])[0]
    own_server.warm().kill()
    assert eventually(own_server.warm, 2)
    own_server.process.kill()
    assert eventually(lambda: not kernel.is_running(), 5)


def test_where_the_warm_process_cannot_live_kernels_start_the_ordinary_way(own_server):
    for _ in range(3):
        eventually(own_server.warm, 3).kill()
        time.sleep(0.3)
    boot = own_server.boot()
    assert own_server.warm() is None
    assert "toolkit.server.launcher" in own_server.kernels(boot["kernel"])[0].cmdline()
    with Wire(own_server, boot["kernel"]) as wire:
        assert acknowledged(wire, boot)


def test_a_kernel_that_hangs_at_its_start_is_replaced(monkeypatch):
    started, given_up = [], []

    class Kernels:
        log = logging.getLogger("test")

        async def start_for(self, ticket, owner, env):
            started.append(ticket)

        def get_kernel(self, ticket):
            return f"kernel {len(started)}"

        async def give_up(self, ticket):
            given_up.append(ticket)

    async def connected(kernel, patience):
        if kernel == "kernel 1":
            raise TimeoutError
        return "client"

    monkeypatch.setattr(renderer, "connected", connected)
    alive = apart(renderer.living(Kernels(), renderer.Guest("local", "a"), {}))
    assert alive == ("kernel 2", "client")
    assert (started, given_up) == (["a", "a"], ["a"])
