"""Which template shows a notebook, and what the server sends for the one with other widgets."""

import gzip
import json
import re

import nbformat
import pytest
import websocket
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.server.harness import Wire, eventually
from toolkit.server import client
from toolkit.server.notebooks import Source
from toolkit.server.wire import PROTOCOL


def source(code, **wishes):
    return Source("x.ipynb", new_notebook(cells=[new_code_cell(code)], metadata={"toolkit": wishes} if wishes else {}))


@pytest.mark.parametrize("code", ["from toolkit.pages import page", "import os\nimport toolkit.pages as pages"])
def test_a_notebook_that_uses_our_page_gets_the_light_template(code):
    assert not source(code).full


@pytest.mark.parametrize("code", ["import ipywidgets", "x = 'from toolkit.pages'", "from toolkit.core import risk", ""])
def test_any_other_notebook_gets_the_full_template(code):
    assert source(code).full


def test_what_the_metadata_say_comes_first():
    assert source("from toolkit.pages import page", template="full").full
    assert not source("import ipywidgets", template="light").full
    assert source("import ipywidgets", template="lab").full


def test_a_title_in_the_text_is_the_heading():
    assert Source("x.ipynb", new_notebook(cells=[new_markdown_cell("Words.\n\n# Cars")])).has_heading
    assert not Source("x.ipynb", new_notebook(cells=[new_markdown_cell("## Cars")])).has_heading


def test_only_ours_and_named_lab_extensions_load_and_only_installed_ones():
    def loaded(*names):
        return [one["name"] for one in client.page_config("/", "id", names)["federated_extensions"]]

    assert loaded() == list(client.ALLOWED)
    assert loaded("jupyterlab-plotly", "not-installed") == [*client.ALLOWED, "jupyterlab-plotly"]
    assert client.missing(["anywidget", "not-installed"]) == ["not-installed"]


@pytest.fixture(scope="module")
def agency(server):
    """The full page as it is sent, with its answer."""
    return server.get("/agency")


def test_the_frame_is_ours(agency):
    page = agency.text
    assert page.startswith('<!doctype html>\n<html id="full" lang="en" dir="ltr">')
    for part in (
        'class="skip" href="#content"',
        '<main id="content"',
        "Not affiliated",
        "<noscript>",
        "<title>Vehicles –",
    ):
        assert part in page
    assert page.count("<h1") == 1


def test_its_rules_forbid_inline_and_evaluated_scripts_and_other_hosts(agency):
    rules = agency.headers["Content-Security-Policy"]
    assert "script-src 'self' blob:;" in rules
    assert "unsafe-eval" not in rules
    assert "connect-src 'self';" in rules
    assert "default-src 'none';" in rules
    assert re.findall(r"<script(?![^>]*(?:src=|\+json|application/json))[^>]*>", agency.text) == []
    assert re.findall(r"(?:https?:)?//[a-z0-9-]+\.[a-z]", agency.text) == []


def test_our_own_pages_keep_the_stricter_rules(server):
    assert "blob:" not in server.get("/probe").headers["Content-Security-Policy"]


def files(page):
    return re.search(r'src="(/client/[0-9a-f]{16}/voila/voila\.js)"', page)[1]


def test_files_of_the_client_are_compressed_and_kept_until_they_change(server, agency):
    plain, small = server.get(files(agency.text)), server.get(files(agency.text), Accept_Encoding="gzip")
    assert plain.headers["Content-Type"].startswith("text/javascript")
    assert "immutable" in plain.headers["Cache-Control"]
    assert small.headers["Content-Encoding"] == "gzip"
    assert small.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(small.body) == plain.body
    assert len(small.body) < len(plain.body) / 2


def test_nothing_but_the_clients_files_stands_below_its_address(server, agency):
    base = files(agency.text).removesuffix("/voila/voila.js")
    for path in (
        f"{base}/voila/../../../app.py",
        f"{base}/voila/%2e%2e/%2e%2e/page.html",
        f"{base}/labextensions/anywidget/package.json",
        f"{base}/labextensions/anywidget/../../../kernels/python3/kernel.json",
        f"{base}/",
        files(agency.text).replace(base, "/client/0000000000000000"),
        "/voila/static/voila.js",
        "/voila/labextensions/anywidget/static/remoteEntry.js",
    ):
        assert server.get(path).status == 404, path


def test_a_cell_that_fails_says_so_in_the_visitors_language_and_the_page_in_its_own(server):
    page = server.get("/parts?lang=en").text
    assert '<main id="content" tabindex="-1" lang="ar" dir="rtl">' in page
    assert '<p role="alert" lang="en" dir="ltr">This part of the page could not be shown.' in page
    assert "<h1>Parts</h1>" in page
    assert not re.search("of the inside|RuntimeError|never reached", page)


def kernel_of(page):
    return json.loads(re.search(r'<script id="boot"[^>]*>(.*?)</script>', page)[1])["kernel"]


class NewWire(Wire):
    """A client of the newer protocol, as JupyterLab's is."""

    def __init__(self, server, kernel):
        super().__init__(server, kernel, subprotocols=[PROTOCOL])

    def send(self, kind, content, channel="shell", metadata=None):
        header = {"msg_id": "1", "msg_type": kind, "session": self.session, "username": "", "version": "5.3"}
        parts = [channel.encode(), *(json.dumps(part).encode() for part in (header, {}, metadata or {}, content))]
        offsets = [8 * (len(parts) + 2)]
        for part in parts:
            offsets.append(offsets[-1] + len(part))
        numbers = [len(offsets), *offsets]
        self.socket.send_binary(b"".join(number.to_bytes(8, "little") for number in numbers) + b"".join(parts))

    def kinds(self):
        """What arrives within two seconds."""
        self.socket.settimeout(2)
        try:
            while True:
                message = self.socket.recv()
                start, end = (int.from_bytes(message[8 * i : 8 * (i + 1)], "little") for i in (2, 3))
                yield json.loads(message[start:end])["msg_type"]
        except websocket.WebSocketTimeoutException:
            return


def test_nobody_runs_code_behind_a_full_page(server):
    kernel = kernel_of(server.get("/agency").text)
    mark = server.folder / "ran.txt"
    with NewWire(server, kernel) as wire:
        wire.send("execute_request", {"code": f"open({str(mark)!r}, 'w').write('x')", "silent": False})
        assert "execute_reply" not in set(wire.kinds())
        wire.send("kernel_info_request", {})
        assert "kernel_info_reply" in set(wire.kinds())
    assert not mark.exists()


def test_a_kernel_behind_a_full_page_belongs_to_its_visitor(server):
    kernel = kernel_of(server.get("/agency").text)
    stranger = server.stranger()
    stranger.get("/probe")
    assert stranger.get(f"/api/kernels/{kernel}").status == 403
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        Wire(stranger, kernel)
    assert refused.value.status_code == 403
    assert server.get(f"/api/kernels/{kernel}").status == 200
    assert eventually(lambda: server.kernels(kernel))


def test_reading_a_notebook_keeps_what_its_author_set(tmp_path):
    nbformat.write(new_notebook(metadata={"toolkit": {"extensions": ["one", "two"]}}), tmp_path / "x.ipynb")
    from toolkit.server.notebooks import read

    assert list(read(tmp_path / "x.ipynb").extensions) == ["one", "two"]
