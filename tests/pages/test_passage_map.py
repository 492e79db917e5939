"""The map puts level beside stage, says in words what is enough, and multiplies nothing."""

from __future__ import annotations

import re

import pytest

from tests.pages.desk import Desk
from toolkit.core.method import Interval
from toolkit.pages.passage_map import Placed, passage_map

LOW, HIGH, EXTREME, UNACCEPTABLE = 0, 2, 3, 4


@pytest.fixture
def drawn(store):
    context = Desk(store, page="readiness").visit.context()
    method = context.library.method(context.library.default_method)

    def draw(level, stage, title="Face search", **more):
        level = level if level is None else Interval(*level)
        return str(passage_map(context, [Placed(title, level, **more)], stage and Interval(*stage), method))

    return draw


@pytest.mark.parametrize(
    ("level", "stage", "said"),
    [
        ((HIGH, HIGH), (3, 3), "The agency’s stage is enough for this level."),
        ((HIGH, HIGH), (2, 2), "It waits: this level needs stage 3 in every dimension."),
        ((EXTREME, EXTREME), (1, 3), "It waits: this level needs stage 4 in every dimension."),
        ((LOW, LOW), (0, 0), "The agency’s stage is enough for this level."),
        ((HIGH, EXTREME), (3, 3), "Not known yet: open answers decide. At most, stage 4 in every dimension is needed."),
        ((HIGH, HIGH), (1, 4), "Not known yet: open answers decide. At most, stage 3 in every dimension is needed."),
        ((UNACCEPTABLE, UNACCEPTABLE), (5, 5), "No stage is enough for a system at this level."),
        (None, (5, 5), "Nothing applies to this system, so it waits for no stage."),
    ],
)
def test_each_pair_of_level_and_stage_has_its_sentence(drawn, level, stage, said):
    assert said in drawn(level, stage)


@pytest.mark.parametrize(
    ("level", "stage", "sure", "maybe"),
    [
        ((HIGH, HIGH), (2, 2), 1, 0),
        ((HIGH, EXTREME), (1, 3), 0, 6),
        ((LOW, UNACCEPTABLE), (0, 5), 0, 30),
        ((HIGH, HIGH), None, 0, 0),
    ],
)
def test_a_system_stands_in_every_cell_that_the_answers_allow(drawn, level, stage, sure, maybe):
    html = drawn(level, stage)
    assert (html.count('class="mark point"'), html.count('class="mark span"')) == (sure, maybe)


def test_what_is_enough_follows_the_gates_and_never_holds_for_the_unacceptable(drawn):
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", drawn((LOW, LOW), (1, 1)), re.DOTALL)
    enough = [row.count("Enough") for row in rows]
    assert enough == [0, 2, 3, 6, 6]
    assert [row.count("Never") for row in rows] == [6, 0, 0, 0, 0]


def test_names_are_text_and_lead_where_they_say(drawn):
    html = drawn((LOW, LOW), (1, 1), "<b>Drone</b>", route="list")
    assert "<b>" not in html
    assert 'data-value="list"' in html
