"""Side by side and over time: differences only, refusals with reasons, and why levels moved."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.core.portfolios import system
from tests.core.test_portfolio import systems
from tests.core.tiny import EXTREME, HIGH, LOW, MEDIUM, NIST, RIGHTS_FIRST, UNKNOWN, answer, in_place
from toolkit.core.method import Interval
from toolkit.core.portfolio_compare import Cause, Refusal, Seen, differences, refusals, trend
from toolkit.core.responses import Tier

NOW = Tier.CURRENT


def side_by_side(*answers):
    portfolio = [system(f"s{n}", **one) for n, one in enumerate(answers)]
    return differences(portfolio, answers, NOW)


def test_only_what_differs_is_shown_the_furthest_apart_first():
    found = side_by_side(
        {"a": answer(5, 5), "b": answer(2, 2), "c": answer(3, 4)},
        {"a": answer(1, 1), "b": answer(2, 2), "c": answer(3, 3)},
    )
    assert [(one.item, one.spread) for one in found] == [("a", EXTREME), ("c", 1)]


def test_an_item_that_applies_to_one_system_only_is_a_difference():
    (one,) = side_by_side({"a": answer(1, 1)}, {"a": answer(1, 1), "d": answer(1, 1)})
    assert (one.item, one.rated[0], one.given[0]) == ("d", None, None)
    assert one.spread == 1


def test_other_controls_are_a_difference_even_at_the_same_level():
    same, other = answer(1, 1), answer(1, 1, controls=(in_place("p1m0"),))
    assert [one.item for one in side_by_side({"a": same}, {"a": other})] == ["a"]


def test_systems_that_are_alike_may_be_compared_without_a_word():
    assert refusals([system("x", a=answer(1, 1)), system("y", a=answer(5, 5))], NOW) == ()
    assert refusals([system("x", a=UNKNOWN)], NOW) == ()


def test_each_invalid_comparison_has_its_reason():
    plain = system("x", a=answer(1, 1))
    reasons = {
        Refusal.DEMO: replace(plain, id="y", demo=True),
        Refusal.METHOD: system("y", method=NIST, a=answer(1, 1)),
        Refusal.CONTENT: system("y", content="2", a=answer(1, 1)),
        Refusal.NOTHING_KNOWN: system("y", a=UNKNOWN),
        Refusal.NOT_DETERMINED: system("y", a=answer((1, 5), 5)),
        Refusal.OTHER_ITEMS: system("y", b=answer(1, 1)),
    }
    assert {reason: refusals([plain, other], NOW) for reason, other in reasons.items()} == {
        reason: (reason,) for reason in reasons
    }


# ---------------------------------------------------------------- over time


def seen(one, questions="", applies=()):
    """A version of a system; `questions` names each with a letter, in capitals where it reads otherwise."""
    rated = one.tier(NOW).items
    asked = {name.lower(): name for name in questions} if questions else dict.fromkeys(rated, "same")
    return Seen(rated, frozenset((*rated, *applies)), asked)


def over_time(before, after, was="", now="", applies=("", "")):
    first = seen(system("was", **before), was, applies[0])
    return trend(first, seen(system("now", **after), now, applies[1]), RIGHTS_FIRST)


def test_the_common_level_falls_while_the_naive_one_stays():
    """METHOD 4.2, G37: on common items High → Medium; over all items the level stays Extreme."""
    found = over_time({"a": answer(3, 4), "b": answer(5, 5)}, {"a": answer(3, 3), "d": answer(5, 5)})
    assert (found.common_was, found.common_now) == (Interval(HIGH, HIGH), Interval(MEDIUM, MEDIUM))
    assert found.all_was == found.all_now == Interval(EXTREME, EXTREME)
    assert found.common == 1
    assert (found.count(Cause.ANSWER), found.count(Cause.CONTENT)) == (1, 2)


def test_a_resolved_unknown_is_no_change_of_mind():
    found = over_time({"a": UNKNOWN, "b": answer(1, 1)}, {"a": answer(2, 2), "b": UNKNOWN})
    assert (found.count(Cause.RESOLVED), found.count(Cause.OPENED), found.count(Cause.ANSWER)) == (1, 1, 0)


def test_a_question_that_reads_otherwise_is_changed_content_and_no_longer_common():
    found = over_time({"a": answer(5, 5), "b": answer(2, 2)}, {"a": answer(1, 1), "b": answer(2, 2)}, "ab", "Ab")
    assert (found.count(Cause.CONTENT), found.count(Cause.ANSWER)) == (1, 0)
    assert (found.common, found.common_was, found.common_now) == (1, Interval(LOW, LOW), Interval(LOW, LOW))


def test_other_words_count_even_where_the_level_is_the_same():
    found = over_time({"a": answer(2, 2)}, {"a": answer(2, 2)}, "a", "A")
    assert [one.cause for one in found.moved] == [Cause.CONTENT]


def test_what_applies_only_because_the_description_changed_is_no_changed_content():
    found = over_time({"a": answer(2, 2)}, {"a": answer(2, 2), "d": UNKNOWN}, "ad", "ad")
    assert [(one.item, one.cause) for one in found.moved] == [("d", Cause.APPLIES)]


def test_leaving_a_risk_out_with_a_reason_is_an_answer():
    from_known = over_time({"a": answer(2, 2)}, {}, "a", "a", ("a", "a"))
    from_unknown = over_time({"a": UNKNOWN}, {}, "a", "a", ("a", "a"))
    back = over_time({}, {"a": UNKNOWN}, "a", "a", ("a", "a"))
    assert [one.moved[0].cause for one in (from_known, from_unknown, back)] == [
        Cause.ANSWER,
        Cause.RESOLVED,
        Cause.OPENED,
    ]


def test_where_nobody_kept_the_questions_that_is_said():
    one = seen(system("was", a=answer(1, 1)))
    assert not trend(one, one, RIGHTS_FIRST).untold
    assert trend(replace(one, asked=None), one, RIGHTS_FIRST).untold


def versions(wording):
    """Versions of a system on the questions a to f, each worded in one of two ways, or not asked at all."""
    responses = st.dictionaries(st.sampled_from("abcde"), st.sampled_from([UNKNOWN, answer(2, 2), answer(5, 4)]))
    return st.tuples(responses, st.dictionaries(st.sampled_from("abcde"), wording), st.sets(st.sampled_from("abcde")))


@given(versions(st.sampled_from("xy")), versions(st.sampled_from("xy")))
def test_the_causes_are_exact_and_add_up_to_all_that_is_different(first, second):
    before, after = (
        Seen(items := system("x", **given_).tier(NOW).items, frozenset({*items, *left}), words)
        for given_, words, left in (first, second)
    )
    found = trend(before, after, RIGHTS_FIRST)
    assert sum(found.count(cause) for cause in Cause) == len(found.moved) == len({one.item for one in found.moved})
    either = {*before.rated, *after.rated}
    content = {name for name in either if before.asked.get(name) != after.asked.get(name)}
    level = {name: [one.rated[name].level if name in one.rated else None for one in (before, after)] for name in either}
    applies = {name for name in either - content if (name in before.applies) != (name in after.applies)}
    changed = {name for name, (was, now) in level.items() if was != now} - content - applies
    causes = {cause: {one.item for one in found.moved if one.cause is cause} for cause in Cause}
    assert causes[Cause.CONTENT] == content
    assert causes[Cause.APPLIES] == applies
    assert causes[Cause.ANSWER] | causes[Cause.RESOLVED] | causes[Cause.OPENED] == changed
    assert found.common == len({*before.rated} & {*after.rated} - content)
    for one in found.moved:
        assert [one.was, one.now] == level[one.item]


@given(systems, systems)
def test_every_item_that_moved_has_one_cause(before, after):
    was, now = before[0].tier(NOW).items, after[0].tier(NOW).items
    found = trend(seen(before[0]), seen(after[0]), RIGHTS_FIRST)
    assert sum(found.count(cause) for cause in Cause) == len(found.moved)
    assert found.count(Cause.CONTENT) == len(set(was) ^ set(now))


@given(systems)
def test_nothing_moves_between_a_version_and_itself(portfolio):
    found = trend(seen(portfolio[0]), seen(portfolio[0]), RIGHTS_FIRST)
    assert found.moved == ()
    assert (found.common_was, found.all_was) == (found.common_now, found.all_now)
