"""What is marked not for release is gone before anything is computed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from toolkit.core.kept import plan_of, ratings_of
from toolkit.core.release import Hidden, marked, owner, released
from toolkit.core.responses import State

RATED = {
    "rating/a/level": 2,
    "rating/a/evidence": "SECRET",
    "agreed/a/level": 3,
    "target/rating/a": 5,
    "rating/b/level": 4,
    "withhold/rating/a": " A running case ",
    "sheet/s1": {"name": "Ann"},
    "meta/organization": "City police",
}


def test_a_hidden_rating_goes_with_everything_that_is_said_of_it_and_stays_as_withheld():
    found = released(RATED)
    assert "SECRET" not in str(found.values)
    assert ratings_of(found.values)["a"].state is State.WITHHELD
    assert {key for key in found.values if "/a/" in key or key.endswith("/a")} == {"rating/a/state"}
    assert found.values["rating/b/level"] == 4


def test_the_reason_is_kept_without_blanks_and_names_are_not_kept_at_all():
    found = released(RATED)
    assert found.hidden == (Hidden("rating", "a", "A running case"),)
    assert "Ann" not in str(found.values)
    assert found.values["meta/organization"] == "City police"


def test_what_is_restricted_by_its_state_is_hidden_as_well():
    assert marked({"item/x/state": "withheld", "item/x/note": "SECRET"}) == {("item", "x"): ""}
    assert "SECRET" not in str(released({"item/x/state": "withheld", "item/x/note": "SECRET"}).values)


def test_a_mark_without_text_is_no_mark():
    assert released({"withhold/reply/q": "", "reply/q/text": "kept"}).values == {"reply/q/text": "kept"}


def test_the_treatment_of_a_hidden_item_is_hidden_with_it():
    values = {"withhold/item/x": "why", "treatment/x/action": "SECRET", "item/xy/note": "kept"}
    assert released(values).values == {"item/xy/note": "kept", "item/x/state": "withheld"}


def test_an_action_that_serves_hidden_statements_only_goes_uncounted_and_others_lose_the_mention():
    values = {
        "action/one/title": "SECRET",
        "action/one/statements": ["a"],
        "action/two/title": "Train everybody",
        "action/two/statements": ["a", "b"],
        "action/two/needs": ["one"],
    }
    found = released(values, {("rating", "a"): "why"})
    assert "SECRET" not in str(found.values)
    assert found.hidden == ()
    assert [(one.id, one.statements, one.needs) for one in plan_of(found.values)] == [("two", ("b",), ())]


names = st.sampled_from(["a", "b", "ab", "x"])
kinds = st.sampled_from(["rating", "reply", "item", "action"])
pairs = st.tuples(kinds, names)
keys = st.one_of(
    st.builds("{}/{}/{}".format, kinds, names, st.sampled_from(["level", "note", "state", "title"])),
    st.builds("agreed/{}/level".format, names),
    st.builds("treatment/{}/action".format, names),
    st.builds("target/rating/{}".format, names),
)
answers = st.dictionaries(keys, st.sampled_from(["one", "two", "unknown", 3, [2, 4]]), max_size=12)


@given(answers, answers, st.sets(pairs, min_size=1, max_size=3))
def test_what_is_left_depends_on_nothing_that_is_hidden(values, other, hidden):
    marks = {f"withhold/{kind}/{name}": "why" for kind, name in hidden}
    same = {key: value for key, value in values.items() if owner(key) not in hidden}
    changed = {key: value for key, value in other.items() if owner(key) in hidden}
    assert released({**values, **marks}) == released({**same, **changed, **marks})
