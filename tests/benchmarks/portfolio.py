"""The portfolio: what a click costs with 300 systems, a million and ten million answers, the real inventories."""

import base64
import os
import random
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from tests.benchmarks import surveys, views
from tests.benchmarks.figures import Row, best, must
from tests.benchmarks.levels import ITEMS, TODAY, _by_pandas, _frame, assessments
from tests.core.tiny import PACKAGE, RIGHTS_FIRST, UNKNOWN, answer, item, planned
from tests.pages.portfolio import Analyst, fill
from toolkit.analysis import batch
from toolkit.analysis.portfolio import system_levels
from toolkit.analysis.treatment import choose
from toolkit.content import load_library
from toolkit.content.scoring import score
from toolkit.core.responses import Tier
from toolkit.core.scenario import Scenario, yardstick
from toolkit.core.treatment import Subject, problem
from toolkit.pages.screen import Event
from toolkit.store import open_store

SYSTEMS, FEW = 300, 250
SCORED, CHUNK = 100_000, 10_000
SIZES = tuple(int(one) for one in os.environ.get("PORTFOLIO_ASSESSMENTS", "25000,250000").split(","))
"""Assessments of 40 items: one and ten million answers."""

SCREENS = ("overview", "systems?level=may-high", "matrix", "principles", "groups?by=unit", "drivers", "whatif?count=2")
TREATED = ((50, 100), (200, 400), (500, 1_000))
SHARES = (0.05, 0.2, 0.5)
SHARED = Path(os.environ.get("TOOLKIT_SHARED", Path(__file__).parents[3] / "shared" / "data"))


def run():
    """Rows about the portfolio."""
    return [*_page(), *_treatments(), *_arrays(), *views.run(SIZES), *_scored(), *_inventory(), *surveys.run()]


def processor(action):
    """Seconds of processor time: the clock on the wall also counts what other programs do."""
    start = time.process_time()
    action()
    return time.process_time() - start


def _page():
    with tempfile.TemporaryDirectory() as folder, open_store(f"sqlite:///{folder}/bench.db") as store:
        fill(store, SYSTEMS)
        analyst = None

        def first():
            nonlocal analyst
            analyst = Analyst(store)
            analyst.html()

        rows = [_row(f"page with {SYSTEMS} systems: read and show the first time", processor(first))]
        for screen in SCREENS:
            analyst.go(screen).html()
            rows.append(_row(f"a click: {screen}", _click(analyst, screen)))
        return rows


def _click(analyst, screen):
    return min(processor(lambda: analyst.go(screen).html()) for _ in range(3))


def _row(what, seconds):
    return Row("portfolio", what, seconds * 1000, "ms of processor", "", None)


def planned_systems(items, treatments, seed=1, each=10):
    """So many systems of ten items with random answers and as many planned safeguards as asked, and their costs."""
    dice, controls, costs, subjects = random.Random(seed), {}, {}, []
    strong = [one for one in PACKAGE.values() if one.preventive + one.mitigating]
    for number in range(items // each):
        given = {
            f"i{n}": UNKNOWN if dice.random() < 0.15 else answer(dice.randint(1, 5), dice.randint(1, 5))
            for n in range(each)
        }
        for n in range(treatments * each // items):
            name = f"c{number}-{n}"
            controls[name] = replace(dice.choice(strong), id=name)
            costs[f"s{number}/{name}"] = dice.randint(1, 40) * 50
            for one in dice.sample(sorted(given), dice.randint(1, 3)):
                given[one] = replace(given[one], controls=(*given[one].controls, planned(name)))
        subjects.append(Subject(f"s{number}", [item(name) for name in given], given))
    return subjects, controls, costs


def _treatments():
    """Proved choices: the tighter the budget, the more there is to weigh."""
    rows = []
    for items, treatments in TREATED:
        subjects, controls, costs = planned_systems(items, treatments)
        for share in SHARES:
            found = problem(subjects, RIGHTS_FIRST, controls, costs)
            budget = int(sum(costs.values()) * share)
            seconds = processor(lambda found=found, budget=budget: choose(found, budget, 600))
            what = f"the best of {treatments} treatments for {items} risks, budget {share:.0%} of all, proved"
            rows.append(Row("portfolio", what, seconds, "s of processor", "", None))
    return rows


def _arrays():
    whole = load_library()
    library = replace(whole, items=whole.items[:ITEMS])
    method = yardstick(library.method("rights-first"), Scenario("", "rights-first", likelihood=1))
    few = batch.encode(assessments(library, FEW), library, TODAY)
    rows = []
    for size in SIZES:
        copies = size // FEW
        arrays = {name: np.tile(getattr(few, name), copies) for name in ("inherent", "held", "steps", "floors")}
        many = replace(few, assessments=tuple(map(str, range(size))), **arrays)
        taken = best(lambda many=many: system_levels(many, method, Tier.INHERENT), 2)
        frame = _frame(many)
        grouped = best(lambda frame=frame: _by_pandas(frame, method), 2)
        answers = f"{size * ITEMS // 1_000_000} M answers"
        held = sum(one.nbytes for one in arrays.values()) / 2**20
        rows += [
            Row(
                "portfolio",
                f"{answers}: scenario, levels of all tiers",
                taken,
                "s",
                "pandas groupby max, one tier",
                grouped,
            ),
            Row(
                "portfolio",
                f"{answers}: arrays",
                held,
                "MB",
                "pandas frame, one tier",
                frame.memory_usage().sum() / 2**20,
            ),
        ]
        must(len(many.assessments) == size, "all assessments are there")
    return rows


def _scored():
    """100,000 assessments from their answers as people gave them to levels: described, with the law, three tiers."""
    whole = load_library()
    library = replace(whole, items=whole.items[:ITEMS])
    given = assessments(library, FEW) * (SCORED // FEW)
    method = library.method("rights-first")
    start = time.perf_counter()
    for at in range(0, SCORED, CHUNK):
        found = batch.levels(batch.encode(given[at : at + CHUNK], library, TODAY), method)
        must(len(found.assessments) == min(CHUNK, SCORED - at), "each assessment has its levels")
    taken = time.perf_counter() - start
    core = best(lambda: [score(library, one, TODAY, method.id) for one in given[:FEW]], 1) * SCORED / FEW
    return [
        Row("portfolio", f"{SCORED:,} assessments: from answers to levels", taken, "s", "the core, one by one", core)
    ]


def _inventory():
    path = SHARED / "us_le_ai_use_cases.csv"
    if not path.is_file():
        return []
    event = Event(
        "upload", "inventory", {"filename": path.name, "base64": base64.b64encode(path.read_bytes()).decode()}
    )
    with tempfile.TemporaryDirectory() as folder, open_store(f"sqlite:///{folder}/bench.db") as store:
        analyst = Analyst(store)
        brought = processor(lambda: analyst.send(event))
        analyst.html()
        sift = processor(lambda: analyst.go("inventories?gap=in-use-high&practice=testing&said=not-yes").html())
        return [_row("803 real records: read and keep", brought), _row("803 real records: filter and show", sift)]
