"""An installation without network, from what `make wheelhouse` gathers."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.conftest import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(os.environ.get("CI") != "true", reason="gathers 100 MB of packages; set CI=true to run it"),
]
NOWHERE = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_CONFIG_FILE": os.devnull, "PIP_EXTRA_INDEX_URL": ""}


def must(*command, **options):
    done = subprocess.run(list(map(str, command)), check=False, capture_output=True, text=True, **options)
    assert done.returncode == 0, done.stdout[-1500:] + done.stderr[-1500:]
    return done.stdout


def without_network(command):
    """The command where there is no network at all, if this system allows that; pip then has no index in any case."""
    cut = shutil.which("unshare")
    possible = cut and not subprocess.run([cut, "-rn", "true"], check=False, capture_output=True).returncode
    return [cut, "-rn", *command] if possible else list(command)


def test_the_bundle_installs_without_network_and_works(tmp_path):
    house = tmp_path / "wheelhouse"
    must("make", "--no-print-directory", "wheelhouse", f"WHEELHOUSE={house}", cwd=ROOT)
    must("sha256sum", "--check", "--quiet", "SHA256SUMS", cwd=house)
    must(sys.executable, "-m", "venv", tmp_path / "env")
    program = tmp_path / "env" / "bin"
    install = [program / "pip", "install", "--quiet", "--no-compile", "--no-index", "--find-links", house]
    must(*without_network([*install, "responsible-ai-toolkit[postgres]"]), env=os.environ | NOWHERE, cwd=tmp_path)
    home = {"XDG_DATA_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "PYTHONPATH": ""}
    said = must(*without_network([program / "toolkit", "methods"]), env=os.environ | home, cwd=tmp_path)
    assert "rights-first" in said
    place = must(
        program / "python", "-c", "import toolkit; print(toolkit.__file__)", env=os.environ | home, cwd=tmp_path
    )
    assert Path(place.strip()).is_relative_to(tmp_path)
