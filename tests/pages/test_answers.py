"""What is stored and what the core computes with say the same, both ways."""

from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.content import load_library
from toolkit.core.questionnaire import dealt_with
from toolkit.core.responses import Confidence, ControlStatus, Decision, State
from toolkit.pages.answers import assessment_of, response_of, state_of, values_of

LIBRARY = load_library("en")
ITEMS = LIBRARY.items[:6]
brisk = settings(max_examples=60, deadline=None, derandomize=True)
said = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20).filter(
    str.strip
)


def ranges(cap):
    ends = st.tuples(st.integers(1, cap), st.integers(1, cap)).filter(lambda pair: pair[0] < pair[1])
    return ends.flatmap(
        lambda pair: st.sampled_from([[*pair], [*pair, pair[0]], [*pair, pair[1]]]),
    )


def factors(cap):
    return st.integers(1, cap) | ranges(cap)


def part(name, strategy):
    return strategy.map(lambda value: {name: value})


@st.composite
def parts(draw, item):
    """The stored parts of one item, as the page stores them."""
    both = st.fixed_dictionaries({}, optional={"likelihood": factors(5), "impact": factors(item.impact_cap)})
    unknown = st.just({"likelihood": "unknown", "impact": "unknown"})
    away = st.just({"state": "withheld"}) | (part("reason", said).map(lambda one: one | {"state": "na"}))
    given_parts = draw(both | unknown | away)
    texts = dict.fromkeys(("note", "evidence", "reviewer"), said)
    given_parts |= draw(st.fixed_dictionaries({}, optional=texts))
    given_parts |= draw(
        st.fixed_dictionaries({}, optional={"confidence": st.sampled_from([str(c) for c in Confidence])})
    )
    control = st.fixed_dictionaries(
        {
            "status": st.sampled_from([str(one) for one in ControlStatus]),
            "strength": st.sampled_from([None, 1, 2, 3]),
            "evidenced": st.booleans(),
            "note": st.just("") | said,
        }
    )
    recorded = draw(st.dictionaries(st.sampled_from(item.controls), control, max_size=2)) if item.controls else {}
    return given_parts | {f"control/{name}": value for name, value in recorded.items()}


def chosen(field):
    options = [option.id for option in field.options]
    if field.kind.value == "one":
        return st.sampled_from([*options, "unknown"])
    some = st.lists(st.sampled_from(options), min_size=1, max_size=3, unique=True)
    return some.map(lambda picked: sorted(picked, key=options.index)) | st.just("unknown")


@st.composite
def stored(draw):
    values = {"meta/method": draw(st.sampled_from(list(LIBRARY.methods)))}
    for field in draw(st.lists(st.sampled_from(LIBRARY.profile), max_size=4, unique_by=lambda one: one.id)):
        values[f"profile/{field.id}"] = draw(chosen(field))
    facts = [fact.id for fact in LIBRARY.facts if fact.question]
    answers = draw(st.dictionaries(st.sampled_from(facts), st.sampled_from(["yes", "no", "unknown"]), max_size=3))
    values |= {f"fact/{name}": word for name, word in answers.items()}
    for item in draw(st.lists(st.sampled_from(ITEMS), max_size=4, unique_by=lambda one: one.id)):
        values |= {f"item/{item.id}/{name}": value for name, value in draw(parts(item)).items()}
        plan = {"decision": str(draw(st.sampled_from(Decision))), "action": draw(said), "due": "2027-03-31"}
        values |= {f"treatment/{item.id}/{name}": value for name, value in plan.items()}
    return values | {"meta/summary": draw(said), f"meta/signoff/{ITEMS[0].id}": draw(said)}


@given(stored())
@brisk
def test_stored_answers_come_back_as_they_were(values):
    assessment = assessment_of(LIBRARY, "a", "A", values, "rights-first", demo=False)
    assert values_of(assessment) == values


@given(stored())
@brisk
def test_an_assessment_comes_back_as_it_was(values):
    assessment = assessment_of(LIBRARY, "a", "A", values, "rights-first", demo=True)
    again = assessment_of(LIBRARY, "a", "A", values_of(assessment), "rights-first", demo=True)
    assert again == assessment


def test_dont_know_is_the_whole_scale_and_not_applicable_is_out():
    item = ITEMS[0]
    unknown = response_of(item, {"likelihood": "unknown", "impact": "unknown"})
    assert unknown.state is State.UNKNOWN
    assert (unknown.likelihood.lo, unknown.likelihood.hi, unknown.impact.hi) == (1, 5, item.impact_cap)
    absent = response_of(item, {"likelihood": 2, "impact": 2, "state": "na", "reason": "no cameras"})
    assert absent.state is State.NA


def test_not_applicable_without_a_reason_stays_open():
    assert not dealt_with(response_of(ITEMS[0], {"state": "na"}))
    assert not dealt_with(response_of(ITEMS[0], {"state": "na", "reason": "  "}))


def test_half_an_answer_is_not_done():
    for half in ({"likelihood": 3}, {"impact": 3}, {"likelihood": "unknown"}, {"impact": [2, 4, None]}):
        assert not dealt_with(response_of(ITEMS[0], half)), half


def test_a_range_without_ends_is_no_answer_yet():
    assert state_of({"likelihood": "range", "impact": "range"}) is State.SKIPPED
    assert response_of(ITEMS[0], {"likelihood": [2, None, None], "impact": 3}).likelihood is None


def test_ends_of_a_range_are_put_in_order_and_the_best_guess_between_them():
    factor = response_of(ITEMS[0], {"likelihood": [4, 2, 5], "impact": 3}).likelihood
    assert (factor.lo, factor.hi, factor.mode) == (2, 4, 4)


def test_an_answer_to_a_question_that_is_no_more_is_passed_over():
    values = {"item/abolished/likelihood": 3, "treatment/abolished/action": "x", "profile/stage": "deployment"}
    assessment = assessment_of(LIBRARY, "a", "A", values, "rights-first", demo=False)
    assert (assessment.responses, assessment.treatments) == ({}, {})
