"""A year later: what the agency changed stands apart from what the questions changed."""

from dataclasses import replace

from hypothesis import given

from tests.core.agency import NA, ONE, PEOPLE, UNKNOWN, cases, rated
from tests.core.strategies import brisk
from toolkit.core.method import Interval
from toolkit.core.readiness import stage
from toolkit.core.readiness_change import Change, Taken, carried, change_of, compare, unconfirmed
from toolkit.core.statements import Mark, Rating

OLD = Mark("a", PEOPLE, 1, "old")


def marked(*names, places=None):
    return tuple(Mark(name, PEOPLE, (places or {}).get(name, 1), f"print-{name}") for name in names)


def test_each_answer_to_the_same_question_has_a_change():
    assert change_of(rated(2), rated(4)) is Change.UP
    assert change_of(rated(4), rated(2)) is Change.DOWN
    assert change_of(rated(3), rated(3)) is Change.SAME
    assert change_of(UNKNOWN, rated(3)) is Change.RESOLVED
    assert change_of(rated(3), UNKNOWN) is Change.LOST
    assert change_of(rated(2, 3), rated(3)) is Change.UNCLEAR
    assert change_of(rated(2, 3), rated(4)) is Change.UP
    assert change_of(UNKNOWN, Rating()) is Change.UNCLEAR
    assert change_of(NA, rated(3)) is Change.APPLIES
    assert change_of(NA, NA) is Change.SAME


def test_a_new_a_gone_and_a_reworded_question_are_not_compared():
    before = Taken((OLD, *marked("b")), {"a": rated(1), "b": rated(1)})
    after = Taken((replace(OLD, fingerprint="new"), *marked("c")), {"a": rated(5), "c": rated(5)})
    found = compare(before, after, 3, ONE)
    assert {one.statement: one.change for one in found.moved} == {
        "a": Change.REWORDED, "b": Change.GONE, "c": Change.NEW,
    }  # fmt: skip
    way = found.ways[PEOPLE]
    assert (way.before, way.after) == (Interval(0, 0), Interval(1, 1))
    assert way.common_before is way.common_after is way.real is None


def test_a_question_of_which_the_wording_then_is_not_known_counts_as_reworded():
    nameless = replace(OLD, fingerprint="")
    found = compare(Taken((nameless,), {"a": rated(3)}), Taken((nameless,), {"a": rated(3)}), 3, ONE)
    assert found.moved[0].change is Change.REWORDED


def test_the_way_from_then_to_now_is_cut_into_parts_with_a_name():
    """The content moved b from stage 3 to 1; c was not known then; a was mended; d is new and missing."""
    before = Taken(marked("a", "b", "c", places={"a": 2, "b": 3, "c": 1}), {"a": rated(1), "b": rated(4), "c": UNKNOWN})
    after = Taken(
        marked("a", "b", "c", "d", places={"a": 2, "b": 1, "c": 1, "d": 2}),
        {"a": rated(3), "b": rated(4), "c": rated(3), "d": rated(1)},
    )
    way = compare(before, after, 3, ONE).ways[PEOPLE]
    assert way.before == Interval(0, 1)
    assert way.common_before == Interval(0, 1)
    assert way.resolved == Interval(1, 1)
    assert way.common_after == Interval(2, 2)
    assert way.after == Interval(1, 1)
    assert way.real == Interval(1, 2)


def test_evidence_is_carried_over_without_the_level_and_waits_for_a_yes():
    old = {"a": rated(4, evidence="Order of May", note="well"), "b": rated(4)}
    new = carried(old)
    assert new == {"a": Rating(evidence="Order of May")}
    assert unconfirmed(new, ["a", "b"]) == ("a",)
    assert unconfirmed({"a": replace(new["a"], still_true=False)}, ["a"]) == ()


@brisk
@given(cases())
def test_without_any_change_nothing_has_moved(case):
    taken = Taken(*case)
    found = compare(taken, taken, 3, ONE)
    assert {one.change for one in found.moved} <= {Change.SAME, Change.UNCLEAR}
    way = found.ways[PEOPLE]
    assert len({way.before, way.common_before, way.resolved, way.common_after, way.after}) == 1


@brisk
@given(cases(), cases())
def test_the_ends_of_the_way_are_the_stages_that_each_time_reports(one, other):
    found = compare(Taken(*one), Taken(*other), 3, ONE)
    assert found.ways[PEOPLE].before == stage(*one, 3, ONE)
    assert found.ways[PEOPLE].after == stage(*other, 3, ONE)
    assert sum(found.counts().values()) == len(found.moved)
