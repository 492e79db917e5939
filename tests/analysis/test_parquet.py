"""Answers as Parquet: DuckDB and the core give the same figures, and unknown stays empty."""

from __future__ import annotations

import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.portfolios import system
from tests.core.tiny import NA, UNKNOWN, answer
from toolkit.analysis.parquet import Answers, NoDuckDB, write_parquet
from toolkit.analysis.tidy import COLUMNS, tidy
from toolkit.core.method import Interval
from toolkit.core.portfolio import distribution
from toolkit.core.portfolio_items import density
from toolkit.core.responses import Factor, Response, State, Tier

STEP = st.integers(1, 5)
FACTOR = st.none() | st.builds(lambda a, b: Factor(min(a, b), max(a, b)), STEP, STEP)
RANGES = st.builds(lambda x, y: Response(State.RANGE, x, y), FACTOR, FACTOR)
GIVEN = st.one_of(st.builds(answer, STEP, STEP), RANGES, st.just(UNKNOWN), st.just(NA), st.just(Response()))
SYSTEMS = st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys("abcde", GIVEN)), min_size=1, max_size=6)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("answers") / "answers.parquet"


def kept(file, every):
    """Systems with these answers, and the file of them."""
    systems = [system(f"s{number}", **one) for number, one in enumerate(every)]
    write_parquet(tidy(zip(systems, every, strict=True)), file)
    return [one for one, given_ in zip(systems, every, strict=True) if one.tier(Tier.CURRENT).items]


def rows(frame):
    """A frame as tuples, with None for what is empty."""
    return list(frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(every=SYSTEMS, tier=st.sampled_from(Tier))
def test_duckdb_says_exactly_what_the_core_says(file, every, tier):
    systems = kept(file, every)
    asked = Answers(str(file), tier)
    found = density(systems, tier)
    assert {(x, y): (sure, may) for x, y, sure, may in rows(asked.matrix())} == {
        cell: (found.sure.get(cell, 0), found.could.get(cell, 0)) for cell in {*found.sure, *found.could}
    }
    ours = distribution(systems, tier, 4)
    assert rows(asked.levels())[:5] == [(at, one.sure, one.most) for at, one in enumerate(ours)]
    assert {name: (lo, hi) for name, lo, hi in rows(asked.systems())} == {
        one.id: (level.lo, level.hi) if (level := one.level(tier)) else (None, None) for one in systems
    }
    assert {(name, principle): (items, lo, hi) for name, principle, items, lo, hi in rows(asked.principles())} == {
        (one.id, name): (node.items, *((node.level.lo, node.level.hi) if node.assessed else (None, None)))
        for one in systems
        for name, node in one.tier(tier).instrumental.items()
        if node.level is not None
    }


def test_a_column_of_each_name_and_nothing_that_somebody_wrote():
    given_ = {"a": Response(State.ANSWERED, Factor(4, 4), Factor(4, 4), note="secret", evidence="file 7")}
    (row, *_) = tidy([(system("x", **given_), given_)])
    assert set(row) == set(COLUMNS)
    assert not {"secret", "file 7"} & {str(value) for value in row.values()}
    assert (row["evidenced"], row["known_factors"], row["at_least"]) == (True, 2, "high")


def test_what_is_restricted_is_empty_of_everything_but_its_state():
    given_ = {"a": Response(State.WITHHELD, Factor(5, 5), Factor(5, 5), evidence="file 7")}
    (row, *_) = tidy([(system("x", **given_), given_)])
    assert (row["state"], row["known_factors"], row["evidenced"]) == ("withheld", 0, False)
    assert Interval(row["likelihood_lo"], row["likelihood_hi"]) == Interval(1, 5)


def test_questions_of_ones_own_see_one_tier(file):
    kept(file, [{"a": answer(4, 4)}, {"a": UNKNOWN}])
    found = Answers(str(file), Tier.INHERENT).ask("SELECT state, count(*) FROM {here} GROUP BY state ORDER BY state")
    assert rows(found) == [("answered", 1), ("unknown", 1)]
    assert rows(Answers(str(file)).ask("SELECT count(*) FROM {here} WHERE item = ?", "a")) == [(2,)]


def test_without_duckdb_a_sentence_says_what_to_install(file, monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(NoDuckDB, match=r"responsible-ai-toolkit\[analysis\]"):
        write_parquet([], file)
