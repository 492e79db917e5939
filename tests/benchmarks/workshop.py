"""A room of phones: votes lost, how long one takes, what it costs the server, and a server killed in the middle."""

import asyncio
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psutil

from tests.benchmarks.figures import Row, environment, middle, must, slowest
from tests.benchmarks.workshop_phones import Line, Phone
from tests.server.harness import eventually
from tests.server.risk import real
from tests.server.workshop import Workshop
from toolkit.content import load_library
from toolkit.content.readiness import load_readiness
from toolkit.content.workbook import load_workbook
from toolkit.core.training import poll_of
from toolkit.core.workshop import About, Phase
from toolkit.core.workshop_events import Begin, End
from toolkit.server.ballot import HOLD
from toolkit.server.ports import free_port

ROOMS = ((80, 12, 1.5), (400, 4, 8.0))
"""People, questions, and the seconds within which they answer one."""

JOIN_SECONDS, HOURS, PATIENCE = 10, 3, 120


def polls(number):
    """Questions of three kinds by turns."""
    items, statements, questions = load_library().items, load_readiness().statements, load_workbook().questions
    kinds = [(About.ITEM, items), (About.STATEMENT, statements), (About.QUESTION, questions)]
    return tuple(poll_of(kinds[n % 3][0], kinds[n % 3][1][n].id, 3) for n in range(number))


def run():
    """Rows about workshops."""
    rows = []
    for people, questions, think in ROOMS:
        for kill in (False, True):
            rows += asyncio.run(_room(people, questions, think, kill))
    return [*rows, *asyncio.run(_idle())]


async def _room(people, questions, think, kill):
    peer = await _peer(people, 8, think) if not kill else ()
    with tempfile.TemporaryDirectory() as name, real(Path(name)) as server:
        workshop = Workshop(server, polls=polls(questions))
        phones = [Phone(server.port, seed, think) for seed in range(people)]
        await asyncio.gather(*(_late(n * JOIN_SECONDS / people, one, workshop) for n, one in enumerate(phones)))
        staying = [asyncio.create_task(one.stay()) for one in phones]
        watched, begun = psutil.Process(server.process.pid), time.perf_counter()
        used = _cpu(watched)
        shown = await _play(workshop, server, people, questions, kill)
        watched = psutil.Process(server.process.pid)
        busy = (_cpu(watched) - (0 if kill else used)) / (time.perf_counter() - begun)
        memory = watched.memory_info().rss / 2**20
        await asyncio.wait_for(asyncio.gather(*staying), PATIENCE)
        lost, twice = _lost(workshop.room, people)
        workshop.store.close()
    what = f"{people} people, {questions} questions, 2 rounds" + (", killed in the middle" if kill else "")
    row = partial(Row, "workshop")
    votes = [seconds * 1000 for one in phones for status, seconds in one.votes if status == 200]
    told = [one.seen[key] - at for key, at in shown.items() for one in phones if key in one.seen]
    found = [
        row(f"{what}: votes lost", lost, "votes"),
        row(f"{what}: votes counted twice", twice, "votes"),
        *_two(row, f"{what}: a vote", votes, "ms", "tornado and SQLite, nothing else", peer),
        *_two(row, f"{what}: from reveal to the phone", told, "s"),
    ]
    if kill:
        return found
    return [
        *found,
        row(f"{people} joining in {JOIN_SECONDS} s: p95", slowest([one.joined for one in phones]), "s"),
        row(f"{what}: processor of the server", busy * 100, "% of one"),
        row(f"{what}: memory of the server", memory, "MB"),
        row(f"{what}: received by a phone", middle([one.line.down for one in phones]) / 1000, "kB"),
        row(f"{what}: sent by a phone", middle([one.line.up for one in phones]) / 1000, "kB"),
        row("first page with everything that it loads", middle([one.first for one in phones]) / 1000, "kB"),
    ]


def _two(row, what, values, unit, peer="", peer_values=()):
    for name, of in (("p50", middle), ("p95", slowest)):
        yield row(
            f"{what}, {name}", of(values), unit, peer if peer_values else "", of(peer_values) if peer_values else None
        )


async def _late(seconds, phone, workshop):
    await asyncio.sleep(seconds)
    await phone.join(workshop.kept.code)


def _cpu(process):
    times = process.cpu_times()
    return times.user + times.system


async def _play(workshop, server, people, questions, kill):
    """Every question through both rounds; when each result was shown, by the key of its page."""
    apart, shown = asyncio.to_thread, {}
    await apart(workshop.do, Begin("b"))
    for place, poll in enumerate(workshop.room.setup.polls):
        for number, phases in enumerate(((Phase.FIRST, Phase.FIRST_CLOSED), (Phase.SECOND, Phase.SECOND_CLOSED)), 1):
            await apart(workshop.move, phases[0], poll)
            if kill and (place, number) == (questions // 2, 1):
                await asyncio.sleep(0.7)
                await apart(server.kill)
                await apart(server.start)
            await _answered(workshop, poll, number, people)
            await apart(workshop.move, phases[1], poll)
            shown[f"wait running {poll.id} {number}"] = time.perf_counter()
            await apart(workshop.move, Phase.FIRST_SHOWN if number == 1 else Phase.SECOND_SHOWN, poll)
            await asyncio.sleep(1.5)
    await apart(workshop.do, End("e"))
    return shown


async def _answered(workshop, poll, number, people):
    end = time.monotonic() + PATIENCE
    while await asyncio.to_thread(lambda: workshop.room.voters(poll.id, number)) < people:
        must(time.monotonic() < end, "not everybody could vote in time")
        await asyncio.sleep(0.25)


def _lost(room, people):
    """Votes that did not arrive, and those that arrived under two names."""
    cells = [room.cast(poll.id, number) for poll in room.setup.polls for number in (1, 2)]
    return sum(people - len(cell) for cell in cells), sum(len(one.sent) > 1 for cell in cells for one in cell.values())


async def _idle():
    """What a phone that only waits receives in three hours, from one time of waiting."""
    with tempfile.TemporaryDirectory() as name, real(Path(name)) as server:
        workshop = Workshop(server)
        phone = Phone(server.port, 0, 0)
        await phone.join(workshop.kept.code)
        down, up, start = phone.line.down, phone.line.up, time.perf_counter()
        await phone.line.ask(f"{phone.path}/news?seen={phone.word}")
        took = time.perf_counter() - start
        must(took > HOLD - 1, "the server did not wait for news")
        times = HOURS * 3600 / took
        phone.line.close()
        workshop.store.close()
        return [
            Row("workshop", "one question for news, received", phone.line.down - down, "bytes"),
            Row("workshop", f"{HOURS} hours of waiting, received", (phone.line.down - down) * times / 1000, "kB"),
            Row("workshop", f"{HOURS} hours of waiting, sent", (phone.line.up - up) * times / 1000, "kB"),
        ]


# ---------------------------------------------------------------- the peer


async def _peer(people, rounds, think):
    """Milliseconds of each vote with a handler that writes one row and commits."""
    with tempfile.TemporaryDirectory() as name, _least(Path(name)) as port:
        taken = []

        async def one(seed):
            line = Line(port)
            for number in range(rounds):
                await asyncio.sleep((seed * 7919 % people) / people * think)
                start = time.perf_counter()
                await line.ask("/", {"person": seed, "round": number, "choice0": "3", "reason": ""})
                taken.append((time.perf_counter() - start) * 1000)
            line.close()

        await asyncio.gather(*(one(seed) for seed in range(people)))
        return taken


@contextmanager
def _least(folder):
    port = free_port(8970)
    command = [sys.executable, str(Path(__file__).with_name("least_vote.py")), str(port), str(folder / "votes.db")]
    process = subprocess.Popen(command, env=environment())
    try:
        eventually(lambda: psutil.Process(process.pid).net_connections(), 20)
        yield port
    finally:
        process.terminate()
        process.wait(20)
