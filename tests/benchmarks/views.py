"""Views of a million and ten million answers, from the answers on, beside pandas doing the same in the same run."""

import tracemalloc
from dataclasses import replace

import numpy as np

from tests.benchmarks.figures import Row, best, must
from tests.benchmarks.levels import ITEMS, TODAY, _frame, assessments
from toolkit.analysis import batch, views
from toolkit.content import load_library
from toolkit.core.responses import Tier

FEW = 250
AXES = ["likelihood_lo", "likelihood_hi", "impact_lo", "impact_hi"]
RUNS = 2


def run(sizes):
    """Time and the most memory of each view, for each number of assessments."""
    whole = load_library()
    library = replace(whole, items=whole.items[:ITEMS])
    method = library.method("rights-first")
    few = batch.encode(assessments(library, FEW), library, TODAY)
    rows = []
    for size in sizes:
        arrays = {name: np.tile(getattr(few, name), size // FEW) for name in ("inherent", "held", "steps", "floors")}
        arrays["floors"] &= False  # pandas knows no law, so that both count the same
        many = replace(few, assessments=tuple(map(str, range(size))), **arrays)
        frame = _frame(many)
        for name, ours, theirs, alike in _views(many, frame, method):
            must(alike(ours(), theirs()), f"arrays and pandas agree on {name}")
            rows += _rows(f"{size * ITEMS // 1_000_000} M answers: {name}", ours, theirs)
    return rows


def _views(many, frame, method):
    top = len(method.levels)
    grid = np.array(method.grid, np.int8)

    def found():
        return batch.levels(many, method)

    def rated():
        low = grid[frame.likelihood_lo - 1, frame.impact_lo - 1]
        return frame[["assessment", "principle"]].assign(lo=low, hi=grid[frame.likelihood_hi - 1, frame.impact_hi - 1])

    def by_system():
        return rated().groupby("assessment")[["lo", "hi"]].max().value_counts()

    def by_principle():
        grouped = rated().groupby(["assessment", "principle"], observed=True)[["lo", "hi"]].max()
        return grouped.groupby("principle", observed=True).value_counts()

    def by_order():
        table = rated()
        keys = [
            table.groupby(["assessment", end]).size().unstack(fill_value=0).reindex(columns=range(top), fill_value=0)
            for end in ("lo", "hi")
        ]
        joined = keys[0].join(keys[1], lsuffix="lo", rsuffix="hi")
        columns = [f"{level}{end}" for end in ("lo", "hi") for level in range(top - 1, -1, -1)]
        return joined.sort_values(columns, ascending=False, kind="stable").index

    tier = Tier.INHERENT
    return (
        ("overview, systems at each level", lambda: views.distribution(found(), tier, top), by_system,
         lambda a, b: sum(one.sure for one in a) == sum(n for (lo, hi), n in b.items() if lo == hi)),
        ("matrix, items in each cell", lambda: views.density(many, tier), frame[AXES].value_counts,
         lambda a, b: a.items == b.sum() and a.anywhere == b.get((1, 5, 1, 5), 0)),
        ("principles, systems at each level", lambda: views.heat(found(), tier, top), by_principle,
         lambda a, b: sum(int(one.sum()) for one in a.values()) == b.sum()),
        ("table, all systems in order", lambda: views.order(found(), tier, top), by_order,
         lambda a, b: _same_order(found(), top, a, b)),
    )  # fmt: skip


def _same_order(found, top, ours, theirs):
    """Systems with the same counts may stand in any order among themselves."""
    items = found.tiers[Tier.INHERENT].items
    counts = np.stack([(items[end] == level).sum(axis=0) for end in (0, 1) for level in range(top)])
    return np.array_equal(counts[:, ours], counts[:, np.asarray(theirs)])


def _rows(what, ours, theirs):
    times_ = [best(work, RUNS) for work in (ours, theirs)]
    peaks = [_peak(work) for work in (ours, theirs)]
    return [
        Row("portfolio", what, times_[0], "s", "pandas", times_[1]),
        Row("portfolio", f"{what}, memory at most", peaks[0], "MB", "pandas", peaks[1]),
    ]


def _peak(work):
    """The most megabytes that a call holds beside what is there already."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()
