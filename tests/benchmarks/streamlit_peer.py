"""A peer from elsewhere: the same twenty questions in Streamlit, in an environment of its own below build/."""

import subprocess
import sys
import venv
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.figures import environment
from tests.benchmarks.plain_voila import answers
from tests.server.harness import eventually
from toolkit.server.ports import free_port

HOME = Path(__file__).parents[2] / "build" / "streamlit"
CODE = """
import streamlit as st

STEPS = ["1 rare", "2 unlikely", "3 possible", "4 likely", "5 almost certain"]
LEVELS = ["Low", "Medium", "High", "Extreme"]
for number in range(1, 21):
    st.header(f"Question {number}")
    likelihood = st.radio("Likelihood", STEPS, key=f"l{number}")
    impact = st.radio("Impact", STEPS, index=3, key=f"i{number}")
    product = (STEPS.index(likelihood) + 1) * (STEPS.index(impact) + 1)
    level = LEVELS[sum(product >= least for least in (6, 12, 20))]
    st.markdown(f"<b class='level'>{level}</b>", unsafe_allow_html=True)
"""


@contextmanager
def streamlit(folder):
    """Its address while it runs, or None where it cannot be installed."""
    python = HOME / "bin" / "python"
    if not python.exists():
        venv.create(HOME, with_pip=True)
    command = [str(python), "-m", "pip", "install", "--quiet", "streamlit>=1.40,<2"]
    if subprocess.run(command, stdout=subprocess.DEVNULL, stderr=sys.stderr, check=False).returncode:
        yield None
        return
    script, port = folder / "questions.py", free_port(8700)
    script.write_text(CODE, encoding="utf-8")
    options = ["--server.headless=true", "--server.address=127.0.0.1", f"--server.port={port}"]
    process = subprocess.Popen(
        [str(python), "-m", "streamlit", "run", str(script), *options, "--browser.gatherUsageStats=false"],
        env=environment(),
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}/"
        eventually(lambda: process.poll() is not None or answers(address), 30)
        yield address
    finally:
        process.terminate()
        process.wait(20)
