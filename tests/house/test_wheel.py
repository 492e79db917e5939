"""The wheel holds what it must and nothing else, and works where there is no checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

import pytest

from .conftest import ROOT

ALLOWED = {".py", ".typed", ".yaml", ".md", ".json", ".po", ".j2", ".ipynb", ".css", ".js"}
SAMPLE = "toolkit/data/samples/face-search-custody.json"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Built from a copy, with strays beside the content that must not get in."""
    folder = tmp_path_factory.mktemp("wheel")
    copy = folder / "copy"
    copy.mkdir()
    for name in ("toolkit", "data", "notebooks", "pyproject.toml", "README.md", "LICENSE"):
        subprocess.run(["cp", "-r", ROOT / name, copy], check=True)
    (copy / "data" / "stray.db").write_bytes(b"x")
    (copy / "data" / "samples" / "stray.xlsx").write_bytes(b"x")
    (copy / "notebooks" / "stray.html").write_bytes(b"x")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, copy]
    if subprocess.run(
        [sys.executable, "-c", "import setuptools; exit(int(setuptools.__version__.split('.')[0]) < 77)"], check=False
    ).returncode:
        command.remove("--no-isolation")
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def names(wheel) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def test_only_known_kinds_of_files_ship_and_no_database(names):
    shipped = [PurePosixPath(name) for name in names if ".dist-info/" not in name]
    assert [str(path) for path in shipped if path.suffix not in ALLOWED] == []
    assert {path.parts[0] for path in shipped} == {"toolkit"}


def test_all_content_notebooks_templates_and_scripts_ship(names):
    for ours, theirs, kinds in (
        ("data", "toolkit/data", {".yaml", ".md", ".json", ".po", ".j2"}),
        ("notebooks", "toolkit/notebooks", {".ipynb"}),
        ("toolkit", "toolkit", {".py", ".css", ".js", ".j2", ".typed"}),
    ):
        here = {
            p.relative_to(ROOT / ours).as_posix()
            for p in (ROOT / ours).rglob("*")
            if p.suffix in kinds or p.name == "py.typed"
        }
        here = {name for name in here if "__pycache__" not in name and ".ipynb_checkpoints" not in name}
        assert sorted(name for name in here if f"{theirs}/{name}" not in names) == []


def test_the_licence_ships(names):
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_installed_wheel_checks_and_scores_from_another_folder(wheel, tmp_path):
    home = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile", "--target", home, wheel]
    subprocess.run(install, check=True, capture_output=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    # The wheel must win over the editable install, whose finder stands behind the path.
    environment = os.environ | {
        "PYTHONPATH": str(home),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "TOOLKIT_DATABASE_URL": "",
    }

    def toolkit(*arguments):
        command = [sys.executable, "-m", "toolkit.cli", *map(str, arguments)]
        return subprocess.run(command, cwd=elsewhere, env=environment, check=False, capture_output=True, text=True)

    where = [sys.executable, "-c", "import toolkit, toolkit.data; print(toolkit.__file__, toolkit.data.__file__)"]
    found = subprocess.run(where, cwd=elsewhere, env=environment, check=True, capture_output=True, text=True).stdout
    assert found.count(str(home)) == 2
    checked = toolkit("check")
    assert checked.returncode == 0, checked.stdout[-1500:] + checked.stderr[-1500:]
    scored = toolkit("score", home / SAMPLE)
    assert scored.returncode == 0, scored.stderr
    assert "at least High, at most Extreme" in scored.stdout
    assert list(elsewhere.iterdir()) == []
