"""A room full of people: everybody gets a page and a kernel of their own, and an answer to a click.

That nobody hangs is part of a visit, which fails after a minute; how quick it is, `make bench` says.
"""

import threading
import time

import pytest

from tests.server.harness import eventually, probe_server
from tests.server.visitors import arrive


@pytest.fixture
def hall(tmp_path):
    """A server with room for all, as others reach it."""
    server = probe_server(tmp_path, kernels=120, visitors="each").start()
    yield server
    server.stop()


def failures(visits):
    """What went wrong, for the message of a failed test."""
    return [visit.failure for visit in visits if visit.failure]


def test_a_hundred_visitors_in_ten_seconds_are_all_served(hall):
    visits = arrive(hall, 100, 10)
    assert failures(visits) == []
    assert len({visit.kernel for visit in visits}) == 100


def test_eighty_visitors_in_the_same_instant_are_all_served(hall):
    visits = arrive(hall, 80, 0)
    assert failures(visits) == []
    assert len({visit.kernel for visit in visits}) == 80


def test_visitors_are_served_while_the_warm_process_is_killed(hall):
    killed = []

    def kill():
        time.sleep(1)
        killed.append(hall.warm().pid)
        hall.warm().kill()

    killer = threading.Thread(target=kill)
    killer.start()
    visits = arrive(hall, 25, 2.5)
    killer.join()
    assert failures(visits) == []
    assert eventually(hall.warm, 5).pid not in killed


def test_when_all_have_left_no_kernel_is_left_behind_at_the_end(hall):
    kernels = []
    arrive(hall, 10, 0, meanwhile=lambda: kernels.extend(hall.kernels()))
    assert len(kernels) == 10
    hall.stop()
    assert eventually(lambda: not any(kernel.is_running() for kernel in kernels), 3)
