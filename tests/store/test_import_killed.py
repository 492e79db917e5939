"""An import of an inventory that is killed at any moment has happened whole or not at all, on both databases."""

import subprocess
import sys
from pathlib import Path

from tests.pages.importer import RECORDS

ROOT = Path(__file__).parents[2]


def test_an_import_that_is_killed_at_any_statement_is_there_whole_or_not_at_all(url: str) -> None:
    command = [sys.executable, "-m", "tests.pages.importer", url]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(said) > 4
    assert said[0] == "killed 0 0"
    states = {line.removeprefix("killed ") for line in said if line.startswith("killed")}
    assert states <= {"0 0", f"1 {RECORDS}"}
    assert said[-1] == f"done 0 1 {RECORDS}"
