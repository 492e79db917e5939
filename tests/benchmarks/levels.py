"""How many levels a second: the core one by one, the arrays all at once."""

import random
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from tests.benchmarks.figures import Row, best, must, times
from toolkit.analysis import batch
from toolkit.content import load_library
from toolkit.content.scoring import score
from toolkit.core import risk
from toolkit.core.responses import AppliedControl, Assessment, ControlStatus, Factor, Response, State, Tier

TODAY = date(2026, 11, 21)
ITEMS, SAMPLE, MANY = 40, 500, 100_000


def response(chance, item):
    """Mostly answers, some ranges, unknowns and items that do not apply; every other one with a control."""
    state = chance.choices([State.ANSWERED, State.RANGE, State.UNKNOWN, State.NA], [70, 15, 10, 5])[0]
    ends = [sorted(chance.choices(range(1, 6), k=2)) for _ in range(2)]
    low, high = ((Factor(lo, lo if state is State.ANSWERED else hi)) for lo, hi in ends)
    some = [AppliedControl(chance.choice(item.controls), chance.choice(list(ControlStatus)), 2, chance.random() < 0.5)]
    return Response(state, low, high, controls=tuple(some) if item.controls and chance.random() < 0.5 else ())


def assessments(library, count=SAMPLE):
    """Systems whose description is open, so that all items are asked; always the same ones."""
    chance = random.Random(7)  # figures, not secrets
    return [
        Assessment(str(n), str(n), {}, {item.id: response(chance, item) for item in library.items})
        for n in range(count)
    ]


def run():
    """Rows about levels."""
    whole = load_library()
    library = replace(whole, items=whole.items[:ITEMS])
    given = assessments(library)
    return [*_one(library, given[0]), *_many(library, given)]


def _one(library, one):
    method = library.method("rights-first")
    items, tree, controls = library.items, library.tree, library.controls
    findings = score(library, one, TODAY).findings
    known = [(r.likelihood.hi, r.impact.hi) for r in one.responses.values() if r.state is not State.NA]

    def naive():
        total = 0
        for likelihood, impact in known:
            total += likelihood * impact
        return total / len(known)

    result = risk.assess(items, one.responses, method, tree, controls, findings)
    highest = max(rated.level.hi for rated in result.tiers[Tier.INHERENT].items.values())
    must(result.tiers[Tier.INHERENT].before_law.hi == highest, "the highest item decides")
    peer, peer_value = "mean of products, straight Python, one tier, no intervals", 1 / best(naive, 200)
    return [
        Row(
            "levels",
            f"core.risk.assess, {ITEMS} items, 3 tiers and stress",
            1 / best(lambda: risk.assess(items, one.responses, method, tree, controls, findings), 100),
            "assessments/s",
            peer,
            peer_value,
        ),
        Row(
            "levels",
            "content.scoring.score: with facts, conditions, law",
            1 / best(lambda: score(library, one, TODAY), 100),
            "assessments/s",
            peer,
            peer_value,
        ),
    ]


def _many(library, given):
    method = library.method("rights-first")
    encoding = best(lambda: batch.encode(given, library, TODAY), 2)
    few = batch.encode(given, library, TODAY)
    _equal_to_core(few, given, library, method)
    copies = MANY // SAMPLE
    arrays = {name: np.tile(getattr(few, name), copies) for name in ("inherent", "held", "steps", "floors")}
    many = replace(few, assessments=few.assessments * copies, **arrays)
    taken = best(lambda: batch.levels(many, method), 3)
    core = sum(times(lambda at: _core(library, given[at], method), SAMPLE)) * copies
    frame = _frame(many)
    grouped = best(lambda: _by_pandas(frame, method), 2)
    _equal_to_pandas(_by_pandas(frame, method), batch.levels(many, method))
    what = f"analysis.batch.levels, {MANY:,} × {ITEMS} items, 3 tiers"
    return [
        Row("levels", what, MANY / taken, "assessments/s", f"the core, one by one, from {SAMPLE}", MANY / core),
        Row("levels", what, taken, "s", "pandas groupby max, inherent tier only", grouped),
        Row("levels", "analysis.batch.encode", SAMPLE / encoding, "assessments/s", "the core", MANY / core),
    ]


def _core(library, one, method):
    return score(library, one, TODAY, method.id).result


def _equal_to_core(few, given, library, method):
    found = batch.levels(few, method)
    for at in range(0, SAMPLE, 25):
        expected = _core(library, given[at], method)
        for tier in Tier:
            must(found.interval(tier, at) == expected.tiers[tier].system.level, f"batch and core agree on {at} {tier}")


def _frame(many):
    count = len(many.assessments)
    there = many.inherent[0, 0].ravel() > 0
    columns = {
        "assessment": np.tile(np.arange(count, dtype=np.int32), len(many.items)),
        "principle": np.repeat([item.principle for item in many.items], count),
    }
    columns |= {
        f"{axis}_{end}": many.inherent[a, e].ravel()
        for a, axis in enumerate(("likelihood", "impact"))
        for e, end in enumerate(("lo", "hi"))
    }
    return pd.DataFrame(columns)[there].astype({"principle": "category"})


def _by_pandas(frame, method):
    grid = np.array(method.grid, np.int8)
    rated = frame[["assessment", "principle"]].assign(
        lo=grid[frame.likelihood_lo - 1, frame.impact_lo - 1], hi=grid[frame.likelihood_hi - 1, frame.impact_hi - 1]
    )
    return rated.groupby(["assessment", "principle"], observed=True)[["lo", "hi"]].max()


def _equal_to_pandas(grouped, found):
    tier = found.tiers[Tier.INHERENT].instrumental
    for principle in found.instrumental[:3]:
        row = found.instrumental.index(principle)
        by_pandas = grouped.xs(principle, level="principle")["hi"]
        must((tier[1, row][by_pandas.index] == by_pandas.to_numpy()).all(), f"batch and pandas agree on {principle}")
