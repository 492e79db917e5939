"""A real server in a process of its own, a raw websocket to its kernels, and a Chromium that reaches nothing else."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http.cookies import SimpleCookie
from pathlib import Path

import psutil
import pytest
import websocket

HERE = Path(__file__).parent
CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
BYTECODE = Path(tempfile.gettempdir()) / "toolkit-tests-bytecode"
COOKIE_SECRET = "for tests only, and long enough to look like one"
SECRETS = {"DB_PASSWORD": "hunter2", "AWS_SECRET_ACCESS_KEY": "hunter2", "JUPYTER_TOKEN": "hunter2"}


@dataclass
class Answer:
    """An HTTP answer, decompressed by nobody."""

    status: int
    headers: object
    body: bytes

    @property
    def text(self):
        """The body as text."""
        return self.body.decode()


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Redirects are answers here."""

    def redirect_request(self, *_):
        """Follow none."""


@dataclass
class Server:
    """A server started as a person would start it. `command` gets the port in the place of PORT."""

    command: list
    folder: Path
    environment: dict = field(default_factory=dict)
    port: int = 0
    process: subprocess.Popen | None = None
    cookies: dict = field(default_factory=dict)

    def kill(self):
        """End it as a power cut would."""
        self.process.kill()
        self.close()

    def start(self):
        """Start it (again, at the same port) and wait until it says where it is."""
        environment = {**os.environ, **SECRETS, "PYTHONPYCACHEPREFIX": str(BYTECODE), **self.environment}
        # Without bytecode every kernel would compile its imports anew, which takes a second.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        command = [str(self.port) if word == "PORT" else word for word in self.command]
        with (self.folder / "server.log").open("a") as log:
            self.process = subprocess.Popen(
                command, env=environment, cwd=self.folder, stdout=subprocess.PIPE, stderr=log, text=True
            )
        for line in self.process.stdout:
            if found := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
                self.port = int(found[1])
                return self
        self.close()
        raise AssertionError((self.folder / "server.log").read_text())

    @property
    def url(self):
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def database(self):
        """Where the pages keep what they are told."""
        return self.folder / "probe.sqlite"

    def stranger(self):
        """The same server as another browser sees it."""
        return replace(self, cookies={})

    def get(self, path, *, method="GET", data=None, **headers):
        """One request, with the cookies so far; the path is sent as it is, without normalising."""
        names = {"Cookie": self.cookie} | {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self._get(path, method, data, names)
        for line in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: morsel.coded_value for name, morsel in SimpleCookie(line).items()}
        return answer

    @property
    def cookie(self):
        """The Cookie header of this browser."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _get(self, path, method, data, names):
        request = urllib.request.Request(self.url + path, method=method, data=data, headers=names)
        try:
            with urllib.request.build_opener(NoRedirect).open(request, timeout=30) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read())

    def boot(self, path="/probe"):
        """Open a page and return what its script starts from."""
        page = self.get(path).text
        return json.loads(re.search(r'<script id="boot"[^>]*>(.*?)</script>', page, re.DOTALL)[1])

    def kernels(self, kernel=""):
        """The processes of its kernels, or of one of them, forked or not."""
        return [
            one
            for one, name, words in self._children()
            if name.startswith(f"kernel {kernel[:8]}") or ("toolkit.server.launcher" in words and kernel in words[-1])
        ]

    def warm(self):
        """The process that kernels are forked from, or None."""
        found = [
            one
            for one, name, words in self._children()
            if "toolkit.server.zygote" in words and not name.startswith("kernel")
        ]
        return next((one for one in found if one.ppid() == self.process.pid), None)

    def _children(self):
        for child in psutil.Process(self.process.pid).children(recursive=True):
            with suppress(psutil.Error):  # it has just ended
                yield child, child.name(), child.cmdline()

    def stop(self):
        """Stop it as a service manager would."""
        if self.process.poll() is None:
            self.process.terminate()
        self.close()

    def close(self):
        """Let go of a process that has ended."""
        self.process.wait(10)
        self.process.stdout.close()


def probe_server(folder, kernels=100, port=0, visitors="auto", each=100):
    """The server with the probe notebooks."""
    database = str(folder / "probe.sqlite")
    command = [sys.executable, str(HERE / "serve_probe.py"), "PORT", database, str(kernels), visitors, str(each)]
    return Server(command, folder, {"PYTHONPATH": str(HERE), "TOOLKIT_COOKIE_SECRET": COOKIE_SECRET}, port)


class Wire:
    """A raw client of a kernel's websocket."""

    def __init__(self, server, kernel, **options):
        self.session = uuid.uuid4().hex
        address = f"ws://127.0.0.1:{server.port}/api/kernels/{kernel}/channels?session_id={self.session}"
        self.socket = websocket.create_connection(address, timeout=10, cookie=server.cookie, **options)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, kind, content, channel="shell", metadata=None):
        """One message, as anybody could send it."""
        header = {
            "msg_id": uuid.uuid4().hex,
            "msg_type": kind,
            "session": self.session,
            "username": "",
            "version": "5.3",
        }
        message = {"channel": channel, "header": header, "parent_header": {}, "content": content}
        message["metadata"] = metadata or {}
        self.socket.send(json.dumps(message | {"buffers": []}))

    def event(self, model, event):
        """What form.js sends."""
        self.send("comm_msg", {"comm_id": model, "data": {"method": "custom", "content": event}})

    def until(self, kind, seconds=10):
        """All messages until one of that kind."""
        return list(self._until(kind, time.monotonic() + seconds))

    def _until(self, kind, end):
        while time.monotonic() < end:
            message = json.loads(self.socket.recv())
            yield message
            if message["header"]["msg_type"] == kind:
                return
        raise AssertionError(f"no {kind} in time")


def eventually(check, seconds=10.0, pause=0.05):
    """Wait until `check()` is true and return what it gave; the last value, true or not, after that time."""
    end = time.monotonic() + seconds
    while not (value := check()) and time.monotonic() < end:
        time.sleep(pause)
    return value


def chromium(playwright):
    """A headless Chromium; where there is none, a skip, but a failure in continuous integration."""
    if not Path(CHROMIUM).exists():
        sentence = f"There is no {CHROMIUM}; install Debian's package chromium to run the browser tests."
        if os.environ.get("CI") == "true":
            pytest.fail(sentence)
        pytest.skip(sentence)
    return playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
