"""Many visitors at once, each doing what a browser does: page, websocket, what form.js says first, an answer."""

import asyncio
import json
import re
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from http.cookies import SimpleCookie

from tornado.httpclient import HTTPRequest
from tornado.simple_httpclient import SimpleAsyncHTTPClient
from tornado.websocket import websocket_connect

PATIENCE = 60


@dataclass(frozen=True)
class Visit:
    """Seconds until a visitor had something to read, the whole page, the kernel's answer, and for one click."""

    first: float = 0.0
    page: float = 0.0
    ready: float = 0.0
    click: float = 0.0
    kernel: str = ""
    failure: str = ""


def event(boot, seq, kind, name="", value=None):
    """A message as light.js sends it."""
    content = {"type": "event", "client": boot["kernel"], "seq": seq, "kind": kind, "name": name, "value": value}
    header = {"msg_id": uuid.uuid4().hex, "msg_type": "comm_msg", "session": "", "username": "", "version": "5.3"}
    data = {"comm_id": boot["model"], "data": {"method": "custom", "content": content}}
    rest = {"parent_header": {}, "metadata": {}, "buffers": []}
    return json.dumps({"channel": "shell", "header": header, "content": data} | rest)


def boot_of(page):
    """What the page's script starts from."""
    found = re.search(r'<script id="boot"[^>]*>(.*?)</script>', page, re.DOTALL)
    if not found:
        raise ValueError(f"a page without a beginning: {page[-300:]}")
    return json.loads(found[1])


async def acknowledged(line, seq):
    """Read until the kernel has acknowledged an event."""
    while message := await line.read_message():
        data = json.loads(message)["content"].get("data", {})
        if data.get("content", {}).get("ack") == seq:
            return
    raise ConnectionError("the websocket was closed")


async def visit(url, path, act, client):
    """One visitor; says what went wrong instead of raising it. The line stays open and is returned, too."""
    start = time.perf_counter()
    try:
        async with asyncio.timeout(PATIENCE):
            parts, first = [], []

            def came(part):
                parts.append(part)
                if not first and b'id="given"' in part:
                    first.append(time.perf_counter() - start)

            patient = {"request_timeout": PATIENCE, "connect_timeout": PATIENCE, "streaming_callback": came}
            answer = await client.fetch(url + path, **patient)
            page = time.perf_counter() - start
            boot = boot_of(b"".join(parts).decode())
            cookies = SimpleCookie("; ".join(answer.headers.get_list("Set-Cookie")))
            cookie = "; ".join(f"{name}={morsel.coded_value}" for name, morsel in cookies.items())
            address = (
                f"{url.replace('http', 'ws', 1)}/api/kernels/{boot['kernel']}/channels?session_id={uuid.uuid4().hex}"
            )
            line = await websocket_connect(HTTPRequest(address, headers={"Cookie": cookie}))
            await line.write_message(event(boot, 1, "attach", value={"route": "", "width": 1280}))
            await acknowledged(line, 1)
            ready = time.perf_counter() - start
            await line.write_message(event(boot, 2, "act", act))
            await acknowledged(line, 2)
            return Visit(
                first[0] if first else page, page, ready, time.perf_counter() - start - ready, boot["kernel"]
            ), line
    except Exception as error:
        return Visit(failure=f"{type(error).__name__}: {error}"), None


def apart(coroutine):
    """Runs a coroutine in a thread of its own: Playwright's loop may be running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


async def left(line):
    """Close a visitor's line and wait until the server has let go of it, too."""
    line.close()
    with suppress(TimeoutError):
        async with asyncio.timeout(10):
            while await line.read_message() is not None:
                pass


async def _arrive(url, count, seconds, path, act):
    client = SimpleAsyncHTTPClient(force_instance=True, max_clients=count)
    tasks = []
    for _ in range(count):
        tasks.append(asyncio.create_task(visit(url, path, act, client)))
        await asyncio.sleep(seconds / count)
    done = await asyncio.gather(*tasks)
    return client, [one for one, _ in done], [line for _, line in done if line]


def arrive(server, count, seconds, path="/probe", act="add", meanwhile=lambda: None):
    """Visitors who arrive evenly over some seconds and all stay until the last has come; `meanwhile` is then called."""

    async def all_of_it():
        client, visits, lines = await _arrive(server.url, count, seconds, path, act)
        await asyncio.to_thread(meanwhile)
        await asyncio.gather(*(left(line) for line in lines))
        client.close()
        return visits

    return apart(all_of_it())
