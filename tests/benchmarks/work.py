"""Readiness and workbook: results a second, choosing questions, and how long each report and form takes."""

import random
from datetime import UTC, datetime

import pandas as pd

from tests.benchmarks.figures import Row, best
from toolkit.content.readiness import load_readiness
from toolkit.content.workbook import load_workbook
from toolkit.core.kept import rating_values
from toolkit.core.readiness import assess
from toolkit.core.readiness_gaps import findings
from toolkit.core.responses import Factor, State
from toolkit.core.statements import Rating
from toolkit.core.workbook import Reader, choose
from toolkit.exchange.record import Record
from toolkit.pages.forms import compare_form, form_bytes
from toolkit.pages.report_file import Format, report_file

AGENCIES = 1_000
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def ratings(content, chance):
    """Mostly levels, some ranges and unknowns."""
    found = {}
    for one in content.statements:
        state = chance.choices([State.ANSWERED, State.RANGE, State.UNKNOWN], [80, 10, 10])[0]
        lo, hi = sorted(chance.choices(range(1, 6), k=2))
        level = None if state is State.UNKNOWN else Factor(lo, lo if state is State.ANSWERED else hi)
        found[one.id] = Rating(state if level is None or level.lo < level.hi else State.ANSWERED, level)
    return found


def run():
    """Rows about readiness, workbook, reports and forms."""
    content, chance = load_readiness("en"), random.Random(7)
    given = [ratings(content, chance) for _ in range(AGENCIES)]
    frame = pd.DataFrame([{k: v.level.lo if v.level else None for k, v in one.items()} for one in given])
    ours = best(lambda: [assess(content, one) for one in given], 3)
    means = best(lambda: frame.mean(axis=1), 3)
    rows = [
        Row("work", "1,000 readiness results (75 statements)", ours * 1000, "ms", "pandas: mean, wrong", means * 1000),
        Row("work", "gaps and advice of one agency", best(lambda: findings(content, given[0]), 20) * 1000, "ms"),
    ]
    questions = load_workbook("en").questions
    reader = Reader("legal", "development", "procure")
    rows.append(
        Row("work", "choosing questions for a reader", best(lambda: choose(questions, {}, reader), 20) * 1000, "ms")
    )
    return [*rows, *_files(content, given[0])]


def _files(content, one):
    values = {f"rating/{name}/{part}": v for name, r in one.items() for part, v in rating_values(r).items()}
    record = Record("readiness", "Agency", values, (), content.version, content.sha256)
    for fmt in Format:
        report_file(record, "readiness", fmt, "en", moment=NOW)  # the first of each also reads its library
        took = best(lambda fmt=fmt: report_file(record, "readiness", fmt, "en", moment=NOW), 3)
        yield Row("work", f"readiness report as {fmt}", took, "s")
    data = form_bytes("readiness", "en", values)
    yield Row("work", "readiness form written", best(lambda: form_bytes("readiness", "en", values), 3), "s")
    yield Row("work", "readiness form read and compared", best(lambda: compare_form(data, values, "readiness"), 3), "s")
