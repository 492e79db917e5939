"""The core stands alone: it needs nothing but the standard library, and repeats itself to the byte."""

import os
import subprocess
import sys
from pathlib import Path

import toolkit.core

ROOT = Path(__file__).parents[2]
MODULES = sorted(f"toolkit.core.{path.stem}" for path in Path(toolkit.core.__file__).parent.glob("[a-z]*.py"))

IMPORTS = """
import sys
sys.path.insert(0, {root!r})
before = set(sys.modules)
import importlib
for name in {modules!r}:
    importlib.import_module(name)
tops = {{name.partition(".")[0] for name in set(sys.modules) - before}}
print(*sorted(tops - set(sys.stdlib_module_names) - {{"toolkit"}}))
print(*sorted(name for name in sys.modules if name.startswith("toolkit.") and not name.startswith("toolkit.core")))
"""

JUDGES = """
import dataclasses, json, sys
sys.path.insert(0, {root!r})
from tests.core.tiny import *
from toolkit.core import risk, sensitivity, triggers
items = tuple(item(name, PRINCIPLES[n % 3]) for n, name in enumerate("abcdef"))
claimed = answer(5, 4, controls=(in_place("p2m1", evidenced=False),))
given = dict(zip("abcde", (claimed, UNKNOWN, answer((2, 4), 3), NA, answer(3, 3))))
findings = triggers.evaluate([pack(trigger("t", "unacceptable"), trigger("u"))], {{"u": True}}, TODAY)
result = risk.assess(items, given, RIGHTS_FIRST, TREE, PACKAGE, findings)
tier = result.tiers["current"]
found = [
    result,
    sensitivity.decisive(tier, RIGHTS_FIRST),
    *sensitivity.find_out_first(tier, RIGHTS_FIRST, findings),
    *sensitivity.pivots(tier, items, given, RIGHTS_FIRST, PACKAGE),
]
print(json.dumps([dataclasses.asdict(one) for one in found], default=str))
"""


def fresh(program, seed="0"):
    """Run a program in a new interpreter without site packages."""
    code = program.format(root=str(ROOT), modules=MODULES)
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": seed},
        text=True,
    )
    return done.stdout


def test_the_core_imports_nothing_but_the_standard_library():
    foreign, upwards = fresh(IMPORTS).splitlines()
    assert foreign == ""
    assert upwards == ""


def test_scoring_twice_gives_identical_bytes():  # invariant 22
    first, second = fresh(JUDGES, seed="1"), fresh(JUDGES, seed="2")
    assert len(first) > 1000
    assert first == second
