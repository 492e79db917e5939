from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.render.gallery import PLACED
from toolkit.content.interface import interface
from toolkit.core.method import Interval
from toolkit.render.charts import PER_CELL, Placed, cell_marks, matrix_gist

intervals = st.tuples(st.integers(1, 5), st.integers(1, 5)).map(lambda ends: Interval(min(ends), max(ends)))
placed = st.builds(Placed, label=st.just("1"), text=st.just("x"), likelihood=intervals, impact=intervals)


def test_a_rated_item_is_a_point_in_its_cell():
    assert cell_marks(PLACED[:1]) == {
        (4, 4): [{"label": "1", "text": "A wrong person is suggested first", "kind": "point"}]
    }


def test_an_item_of_which_nothing_is_known_is_not_in_the_matrix():
    assert cell_marks(PLACED[3:]) == {}


def test_points_come_before_spans():
    marks = cell_marks([PLACED[1], PLACED[0]])[4, 4]
    assert [mark["kind"] for mark in marks] == ["point", "span"]


def test_a_full_cell_gathers_the_rest_and_still_names_them():
    crowd = [Placed(str(n), f"Risk {n}", Interval(3, 3), Interval(3, 3)) for n in range(1, 9)]
    marks = cell_marks(crowd)[3, 3]
    assert len(marks) == PER_CELL
    assert marks[-1]["label"] == "+5"
    assert "8 Risk 8" in marks[-1]["text"]


@settings(max_examples=50, deadline=None)
@given(st.lists(placed, max_size=8))
def test_every_item_has_a_mark_in_each_cell_that_it_may_be_in(items):
    marks = cell_marks(items, per_cell=100)
    assert sum(map(len, marks.values())) == sum(len(one.cells()) for one in items if not one.anywhere)


def test_the_sentence_tells_what_is_shown_and_what_is_not():
    assert matrix_gist(interface(), PLACED, {"Extreme": 0, "High": 2}) == (
        "3 items are shown. Sure levels: High 2. 1 item is not shown: nothing is known about it yet."
    )


def test_the_sentence_says_that_no_level_is_sure():
    assert "No level is sure yet." in matrix_gist(interface(), PLACED[1:2], {})
