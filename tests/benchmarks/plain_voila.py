"""The peer that a visitor would otherwise get: stock Voila with twenty questions as plain ipywidgets."""

import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager

import nbformat

from tests.benchmarks.figures import environment
from tests.server.harness import eventually
from toolkit.server.app import free_port

CODE = """
import ipywidgets as w
from IPython.display import display

STEPS = ["1 rare", "2 unlikely", "3 possible", "4 likely", "5 almost certain"]
LEVELS = ["Low", "Medium", "High", "Extreme"]

def question(number):
    likelihood, impact = (w.RadioButtons(options=STEPS, description=name) for name in ("Likelihood", "Impact"))
    level = w.HTML("<b class='level'>Low</b>")

    def changed(_):
        product = (likelihood.index + 1) * (impact.index + 1)
        level.value = f"<b class='level'>{LEVELS[sum(product >= least for least in (6, 12, 20))]}</b>"

    impact.index = 3
    likelihood.observe(changed, "index")
    impact.observe(changed, "index")
    return w.VBox([w.HTML(f"<h2>Question {number}</h2>"), w.HBox([likelihood, impact]), level])

display(w.VBox([question(n + 1) for n in range(20)]))
"""


@contextmanager
def stock_voila(folder):
    """Its address, while it runs; settings of this machine do not count."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CODE)])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path = folder / "questions.ipynb"
    nbformat.write(notebook, path)
    port = free_port(8900)
    settings = {"JUPYTER_CONFIG_DIR": str(folder / "config"), "VOILA_CONFIG_DIR": str(folder / "config")}
    process = subprocess.Popen(
        [sys.executable, "-m", "voila", str(path), "--no-browser", f"--port={port}", "--Voila.ip=127.0.0.1"],
        env=environment() | settings,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}/"
        eventually(lambda: process.poll() is not None or answers(address + "static/"), 30)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def answers(address):
    """Whether anything at all answers there."""
    try:
        urllib.request.urlopen(address, timeout=5).close()
    except urllib.error.HTTPError as error:
        error.close()
        return True
    except OSError:
        return False
    return True
