"""The Hub for authors, with the example as it is, except: people of a test instead of this computer's accounts."""

import os
import subprocess
import sys
import time
import urllib.error
from contextlib import suppress

import pytest

from tests.deploy.conftest import DEPLOY, free_port
from tests.house.conftest import ROOT
from tests.server.rest import Rest, shown

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]
TOKEN = "a-token-for-tests-only"
WIDGET = "application/vnd.jupyter.widget-view+json"
CONFIG = """
load_subconfig({example!r})
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy}"
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allowed_users = {{"ann", "ben"}}
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = {homes!r} + "/{{username}}"
c.Spawner.args = ["--allow-root"]
c.Spawner.start_timeout = c.Spawner.http_timeout = 180
c.Spawner.environment = {{"PYTHONPATH": {root!r}}}
c.JupyterHub.services = [{{"name": "test", "api_token": {token!r}}}]
c.JupyterHub.load_roles = [{{"name": "test", "services": ["test"],
    "scopes": ["admin:users", "admin:servers", "tokens", "access:servers"]}}]
"""


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    """The Hub's REST interface, as soon as it answers through its proxy."""
    folder = tmp_path_factory.mktemp("hub")
    port, hub, proxy = free_port(), free_port(), free_port()
    text = CONFIG.format(
        example=str(DEPLOY / "jupyterhub_config.py"), port=port, hub=hub, proxy=proxy, homes=str(folder / "homes"),
        root=str(ROOT), token=TOKEN,
    )  # fmt: skip
    (folder / "config.py").write_text(text)
    command = [sys.executable, "-m", "jupyterhub", "--config", str(folder / "config.py")]
    environment = os.environ | {"DB_PASSWORD": "hunter2", "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with (folder / "hub.log").open("w") as log:
        running = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        yield patient(lambda: started(Rest(f"http://127.0.0.1:{port}", TOKEN)), folder / "hub.log", running)
    finally:
        running.terminate()
        running.wait(60)


def started(rest):
    rest.ask("/hub/api/users")
    return rest


def patient(attempt, log, process, seconds=120):
    """Try until it works."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            return attempt()
        except OSError as error:  # nothing there yet, or the proxy without the Hub
            if getattr(error, "code", None) == 403:
                raise
        time.sleep(0.5)
    raise AssertionError(log.read_text()[-3000:])


def author(hub, name):
    """The single-user server of an author, started, as that author reaches it."""
    with suppress(urllib.error.HTTPError):  # known already
        hub.ask(f"/hub/api/users/{name}", "POST")
    with suppress(urllib.error.HTTPError):  # running already
        hub.ask(f"/hub/api/users/{name}/server", "POST")
    for _ in range(360):
        if hub.ask(f"/hub/api/users/{name}")["server"]:
            token = hub.ask(f"/hub/api/users/{name}/tokens", "POST", {})["token"]
            return Rest(f"{hub.url}/user/{name}", token)
        time.sleep(0.5)
    raise AssertionError(f"the server of {name} did not start")


def test_an_author_gets_the_notebooks_and_runs_them(hub):
    ann = author(hub, "ann")
    assert {"home.ipynb", "risk.ipynb", "reports"} <= {one["name"] for one in ann.ask("/api/contents")["content"]}
    for notebook in ("home.ipynb", "risk.ipynb"):
        assert WIDGET in shown(ann.run(notebook))


def test_an_author_changes_only_a_copy(hub):
    ann = author(hub, "ann")
    page = ann.ask("/api/contents/home.ipynb")
    page["content"]["cells"][0]["source"] = "# Changed"
    ann.ask("/api/contents/home.ipynb", "PUT", {"type": "notebook", "content": page["content"]})
    assert "Changed" not in (ROOT / "notebooks" / "home.ipynb").read_text("utf-8")


def test_an_author_does_not_reach_the_server_of_another(hub):
    ann, ben = author(hub, "ann"), author(hub, "ben")
    with pytest.raises(urllib.error.HTTPError) as refused:
        Rest(ann.url, ben.token).ask("/api/contents")
    assert refused.value.code == 403
    assert ben.ask("/api/contents")


def test_what_the_hub_knows_does_not_reach_an_authors_notebook(hub):
    ann = author(hub, "ann")
    cell = "import os; sorted(os.environ)"
    notebook = {
        "cells": [{"cell_type": "code", "source": cell, "metadata": {}, "outputs": [], "execution_count": None}]
    }
    content = notebook | {"metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    ann.ask("/api/contents/look.ipynb", "PUT", {"type": "notebook", "content": content})
    said = str(ann.run("look.ipynb"))
    assert "JUPYTERHUB_USER" in said
    assert "DB_PASSWORD" not in said
