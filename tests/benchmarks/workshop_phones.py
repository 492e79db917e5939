"""Phones without a browser that do what `room.js` does, and count every byte on their line."""

import asyncio
import gzip
import random
import re
import time
from urllib.parse import urlencode

PAUSE = 4.0
"""Seconds after which a phone tries again when nobody answers, as in `room.js`."""

AGENT = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36"
)
HEADERS = {
    "User-Agent": AGENT,
    "Accept": "*/*",
    "Accept-Encoding": "gzip, deflate",
    "Accept-Language": "en-GB,en;q=0.9",
}
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
CHOICES = re.compile(r'name="(choice\d)" id="[^"]+" value="(\d)"')


class Line:
    """One connection of one phone, opened again whenever it is lost."""

    def __init__(self, port):
        self.port, self.down, self.up, self.cookies = port, 0, 0, {}
        self.reader = self.writer = None

    async def ask(self, path, form=None, part=False):
        """One request; status, headers and text. Raises OSError or EOFError where nobody answers."""
        try:
            if self.writer is None:
                self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
            return await self._ask(path, form, part)
        except (OSError, EOFError):
            self.close()
            raise

    async def _ask(self, path, form, part):
        body = urlencode(form).encode() if form is not None else b""
        names = HEADERS | {"Host": f"127.0.0.1:{self.port}"} | ({"X-Part": "main"} if part else {})
        if self.cookies:
            names["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if form is not None:
            names |= {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
        head = f"{'POST' if form is not None else 'GET'} {path} HTTP/1.1\r\n"
        sent = (head + "".join(f"{name}: {value}\r\n" for name, value in names.items()) + "\r\n").encode() + body
        self.writer.write(sent)
        self.up += len(sent)
        raw = await self.reader.readuntil(b"\r\n\r\n")
        status, *lines = raw.decode("latin-1").split("\r\n")
        headers = {}
        for line in filter(None, lines):
            name, _, value = line.partition(": ")
            headers[name.lower()] = value
            if name.lower() == "set-cookie":
                key, _, kept = value.partition(";")[0].partition("=")
                self.cookies[key] = kept
        content = await self.reader.readexactly(int(headers.get("content-length", 0)))
        self.down += len(raw) + len(content)
        text = gzip.decompress(content) if headers.get("content-encoding") == "gzip" else content
        return int(status.split()[1]), headers, text.decode()

    def close(self):
        """Let go of the connection."""
        if self.writer:
            self.writer.close()
        self.reader = self.writer = None


class Phone:
    """Somebody in the room: joins, answers what is open after a moment, and looks at what is shown."""

    def __init__(self, port, seed, think):
        self.line, self.random, self.think = Line(port), random.Random(seed), think
        self.path = self.word = ""
        self.votes, self.seen, self.first = [], {}, 0
        self.joined = 0.0

    async def join(self, code):
        """Come in by the code, with everything that the first page loads."""
        start = time.perf_counter()
        _, _, page = await self.line.ask("/join?lang=en")
        for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
            await self.line.ask(address)
        self.first = self.line.down
        _, _, page = await self.line.ask("/join?lang=en", dict(HIDDEN.findall(page)) | {"code": code})
        _, headers, _ = await self.line.ask("/join?lang=en", dict(HIDDEN.findall(page)))
        self.path = headers["location"].partition("?")[0]
        self.joined = time.perf_counter() - start
        _, _, page = await self.line.ask(self.path)
        for address in re.findall(r'src="(/static/[^"]+)"', page):
            await self.line.ask(address)
        self._note(page)

    async def stay(self):
        """Ask for news until the workshop has ended."""
        while self.word != "ended":
            try:
                _, _, told = await self.line.ask(f"{self.path}/news?seen={self.word}")
                if told != self.word:
                    await self._look()
            except (OSError, EOFError):
                await asyncio.sleep(self.random.uniform(0.5, 1) * PAUSE)
        self.line.close()

    async def _look(self):
        _, _, page = await self.line.ask(self.path, part=True)
        self._note(page)
        while 'name="poll"' in page and self.word != "ended":
            page = await self._vote(page)

    async def _vote(self, page):
        fields = dict(HIDDEN.findall(page))
        choices = {}
        for name, value in CHOICES.findall(page):
            choices.setdefault(name, []).append(value)
        await asyncio.sleep(self.random.uniform(0, self.think))
        given = fields | {name: self.random.choice(values) for name, values in choices.items()} | {"reason": ""}
        while True:
            start = time.perf_counter()
            try:
                status, _, page = await self.line.ask(self.path, given, part=True)
            except (OSError, EOFError):
                await asyncio.sleep(PAUSE)
                continue
            self.votes.append((status, time.perf_counter() - start))
            self._note(page)
            return page if status == 200 else ""

    def _note(self, page):
        found = re.search(r'<main [^>]*data-word="([^"]*)" data-key="([^"]*)"', page)
        if found:
            self.word = found[1]
            self.seen.setdefault(found[2], time.perf_counter())
