"""Charts as specifications: dots moved alike everywhere, unknown apart from low, shares as bounds, nobody twice."""

from hypothesis import given
from hypothesis import strategies as st

from tests.core.tiny import HIGH, LINEAR, LOW, UNACCEPTABLE
from toolkit.analysis.figures import SPREAD, UNKNOWN, Dot, Held, ecdf, figure, jitter, pareto, strip
from toolkit.core.method import Interval
from toolkit.core.portfolio import Share

WORDS = {"sure": "Sure", "range": "Range", "unknown": "Not assessed"}
SHARE_WORDS = {"share": "Share", "least": "at least", "most": "at most"}
DRIVER_WORDS = {"systems": "Systems", "together": "Together"}


def dots(*levels):
    return [Dot(f"s{n}", f"<System {n}>", f"r{n}", 0, level) for n, level in enumerate(levels)]


def test_a_dot_is_moved_aside_alike_on_every_computer():
    assert [jitter(name) for name in ("a", "b", "c")] == [0.1981, -0.1749, -0.2165]


@given(st.text())
def test_a_dot_stays_beside_its_group(name):
    assert -SPREAD <= jitter(name) <= SPREAD


def test_what_is_not_assessed_stands_apart_and_a_range_reaches_to_its_upper_end():
    spec = strip(dots(Interval(HIGH, HIGH), Interval(LOW, UNACCEPTABLE), None), ["G"], LINEAR, WORDS)
    sure, wide, unknown = spec["data"]
    assert (sure["y"], wide["y"], unknown["y"]) == ([HIGH], [LOW], [UNKNOWN])
    assert wide["error_y"]["array"] == [UNACCEPTABLE - LOW]
    assert wide["error_y"]["arrayminus"] == [0]
    assert spec["layout"]["yaxis"]["ticktext"][0] == "Not assessed"


def test_names_cannot_bring_markup_into_a_chart():
    spec = strip(dots(Interval(HIGH, HIGH)), ["<a href='javascript:x'>"], LINEAR, WORDS)
    assert "<" not in str(spec)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 9)), min_size=1, max_size=4))
def test_the_lower_line_never_passes_the_upper_one(counts):
    shares = [Share(min(a, total), min(a + b, total), total) for a, b, total in counts]
    least, most = ecdf({"G": shares}, LINEAR, SHARE_WORDS)["data"]
    assert all(0 <= low <= high <= 1 for low, high in zip(least["y"], most["y"], strict=True))


def test_of_many_groups_only_as_many_as_can_be_told_apart_are_drawn():
    groups = {f"G{n}": [Share(1, 1, 2)] * 4 for n in range(9)}
    traces = ecdf(groups, LINEAR, SHARE_WORDS)["data"]
    assert len({one["line"]["dash"] for one in traces}) == 3
    assert len(traces) == 6


@given(st.lists(st.sets(st.sampled_from("abcdef")), max_size=6))
def test_the_line_of_drivers_counts_each_system_once_and_never_falls(rows):
    spec = pareto([Held("r", "", tuple(sorted(one))) for one in rows], 6, DRIVER_WORDS)
    together = spec["data"][1]["y"]
    assert together == sorted(together)
    assert together[-1:] == ([len(set().union(*rows))] if rows else [])


def test_a_notebook_gets_an_ordinary_plotly_figure_with_colours_of_its_own():
    spec = strip(dots(Interval(HIGH, HIGH), None), ["G"], LINEAR, WORDS)
    made = figure(spec, {"--primary-dark": "navy", "--bg": "white", "--ink": "black", "--muted": "gray"})
    assert type(made).__name__ == "Figure"
    assert "var(" not in made.to_json()
    assert len(made.data) == 2
