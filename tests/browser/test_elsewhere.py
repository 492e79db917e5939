"""The notebooks are ordinary ones: plain Voila, JupyterLab and papermill run them too."""

import html
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.pages.desk import Desk
from tests.server.harness import Server, eventually
from tests.server.rest import Rest, shown
from toolkit.store import open_store

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(240)]
ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "notebooks"
SAMPLE = ROOT / "data" / "samples" / "plate-recognition.json"


@pytest.fixture
def database(tmp_path):
    return f"sqlite:///{tmp_path / 'plain.db'}"


def jupyter(folder, database, *command):
    """A Jupyter application of somebody else's, on our notebooks."""
    environment = {
        "TOOLKIT_DATABASE_URL": database, "PYTHONPATH": str(ROOT), "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"), "IPYTHONDIR": str(folder / "ipython"),
    }  # fmt: skip
    return Server([sys.executable, "-m", *command, "--port=PORT"], folder, environment)


@pytest.fixture
def plain(tmp_path, database):
    return jupyter(tmp_path, database, "voila", str(NOTEBOOKS), "--no-browser")


def launched(server, free_port):
    """Start it at a free port; these applications say where they are on the other stream."""
    server.port = free_port
    environment = {**os.environ, **server.environment}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [word.replace("PORT", str(free_port)) for word in server.command]
    with (server.folder / "server.log").open("w") as log:
        server.process = subprocess.Popen(
            command, env=environment, cwd=server.folder, stdout=subprocess.PIPE, stderr=log, text=True
        )
    return server


@pytest.fixture
def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def appears(page, address):
    """Open an address as soon as there is something behind it."""
    for _ in range(200):
        try:
            return page.goto(address)
        except Exception:
            page.wait_for_timeout(500)
    raise AssertionError(f"nothing at {address}")


def answers(page):
    """Add a system and answer its first question."""
    expect(page.locator("#title-field")).to_be_visible(timeout=60_000)
    page.fill("#title-field", "Made elsewhere")
    page.click("[data-act=new]")
    box = page.locator('[name="profile/stage"][value="planning"]')
    expect(box).to_be_visible()
    box.press("Space")
    expect(page.locator("#saved")).to_contain_text("Saved at")


def saved(database):
    with open_store(database) as store:
        return Desk(store, who="local").visit.store.load(store.listing("local")[0].id).values.get("profile/stage")


@pytest.fixture
def visitor(browser):
    """A visitor of an application that is not ours: its own requests are its own affair."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_plain_voila_shows_the_page_and_saves(visitor, plain, free_port, database):
    running = launched(plain, free_port)
    try:
        appears(visitor, f"{running.url}/voila/render/risk.ipynb")
        answers(visitor)
        assert eventually(lambda: saved(database)) == "planning"
        visitor.goto(f"{running.url}/voila/render/home.ipynb")
        expect(visitor.locator("#tk h1")).to_be_visible(timeout=60_000)
    finally:
        running.stop()


def test_jupyterlab_shows_the_page_and_saves(visitor, tmp_path, free_port, database):
    copied = shutil.copytree(NOTEBOOKS, tmp_path / "notebooks")  # JupyterLab may save what it has run
    options = ("--no-browser", "--allow-root", "--IdentityProvider.token=")
    command = ("jupyterlab", f"--ServerApp.root_dir={copied}", *options)
    running = launched(jupyter(tmp_path, database, *command), free_port)
    try:
        appears(visitor, f"{running.url}/lab/tree/risk.ipynb")
        visitor.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=60_000)
        visitor.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)
        visitor.get_by_role("menuitem", name="Run", exact=True).click()
        visitor.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        answers(visitor)
        assert eventually(lambda: saved(database)) == "planning"
    finally:
        running.stop()


@pytest.fixture
def with_assessment(tmp_path):
    """The notebooks as an author keeps them who has named an assessment in the one that reports."""
    copied = shutil.copytree(NOTEBOOKS, tmp_path / "notebooks")
    report = copied / "reports" / "assessment.ipynb"
    changed = report.read_text("utf-8").replace('assessment: str = \\"\\"', f'assessment: str = \\"{SAMPLE}\\"')
    assert str(SAMPLE) in changed
    report.write_text(changed, "utf-8")
    return copied


def test_plain_voila_shows_a_report(visitor, tmp_path, with_assessment, free_port, database):
    running = launched(jupyter(tmp_path, database, "voila", str(with_assessment), "--no-browser"), free_port)
    try:
        appears(visitor, f"{running.url}/voila/render/reports/assessment.ipynb")
        frame = visitor.frame_locator("iframe[sandbox]")
        expect(frame.get_by_role("heading", level=1)).to_be_visible(timeout=60_000)
    finally:
        running.stop()


def test_jupyterlabs_server_runs_every_notebook_for_a_program(tmp_path, with_assessment, free_port, database):
    options = ("--no-browser", "--allow-root", "--IdentityProvider.token=for-tests")
    command = ("jupyterlab", f"--ServerApp.root_dir={with_assessment}", *options)
    running = launched(jupyter(tmp_path, database, *command), free_port)
    server = Rest(running.url, "for-tests")
    try:
        assert eventually(lambda: answering(server), 100.0)
        for name in ("home", "risk"):
            assert "application/vnd.jupyter.widget-view+json" in shown(server.run(f"{name}.ipynb"))
        assert "text/html" in shown(server.run("reports/assessment.ipynb"))
    finally:
        running.stop()


def answering(server):
    with suppress(OSError):
        return server.ask("/api/status")
    return None


@pytest.mark.parametrize(
    ("name", "lang"),
    [
        ("home", "ar"),
        ("risk", "en"),
        ("readiness", "ar"),
        ("workbook", "en"),
        ("workshop", "ar"),
        ("introduction", "en"),
        ("principles", "ar"),
        ("roadmap", "en"),
        ("primers", "ar"),
        ("reports/assessment", "en"),
        ("reports/assessment", "ar"),
    ],
)
def test_papermill_runs_it_in_another_folder(tmp_path, database, name, lang):
    out = tmp_path / "out.ipynb"
    command = [sys.executable, "-m", "papermill", str(NOTEBOOKS / f"{name}.ipynb"), str(out), "-k", "python3"]
    command += ["-p", "lang", lang, "-p", "assessment", str(SAMPLE) if name in ("risk", "reports/assessment") else ""]
    environment = {**os.environ, "TOOLKIT_DATABASE_URL": database, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr[-2000:]
    shown = json.dumps(json.loads(out.read_text("utf-8"))["cells"], ensure_ascii=False)
    assert re.search("application/vnd.jupyter.widget-view|srcdoc", shown)
    if name == "reports/assessment":
        assert f'<html lang="{lang}"' in html.unescape(shown)
