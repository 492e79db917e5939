"""What Hypothesis draws in the tests of the core: responses, assessments, and ways in which open answers turn out."""

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st

from tests.core.tiny import LINEAR, METHODS, PACKAGE, PRINCIPLES, TREE, item
from toolkit.core.method import Interval
from toolkit.core.responses import AppliedControl, Confidence, ControlStatus, Factor, Response, State, Tier
from toolkit.core.risk import inherent, tier_result

brisk = settings(max_examples=50, deadline=None, derandomize=True)

codes = st.integers(1, 5)
points = codes.map(lambda code: Factor(code, code))
ranges = st.tuples(codes, codes).map(lambda ends: Factor(min(ends), max(ends)))
controls = st.builds(
    AppliedControl,
    st.sampled_from(list(PACKAGE)),
    st.sampled_from(ControlStatus),
    st.sampled_from([None, 1, 2, 3]),
    st.booleans(),
)
reratings = st.dictionaries(st.sampled_from([Tier.CURRENT, Tier.TARGET]), st.tuples(ranges, ranges), max_size=2)
responses = st.builds(
    Response,
    st.sampled_from(State),
    st.none() | ranges,
    st.none() | ranges,
    st.none() | st.sampled_from(Confidence),
    controls=st.lists(controls, max_size=2).map(tuple),
    rerated=st.just({}) | reratings,
)
methods = st.sampled_from(METHODS)
levels = st.integers(0, 3)
intervals = st.tuples(levels, levels).map(lambda ends: Interval(min(ends), max(ends)))


@st.composite
def cases(draw, answers=responses, least=1):
    """Up to five items over the tree with responses of all kinds."""
    given = draw(st.lists(st.tuples(answers, st.sampled_from(PRINCIPLES), codes), min_size=least, max_size=5))
    items = tuple(item(f"i{n}", principle, impact_cap=cap) for n, (_, principle, cap) in enumerate(given))
    return items, {f"i{n}": response for n, (response, _, _) in enumerate(given)}


def complete(item_, response, pick):
    """One way in which everything open could turn out: `pick` chooses a code from an interval, or a truth."""
    if response.state is State.NA:
        return response

    def settle(axis):
        code = pick(axis.lo, axis.hi)
        return Factor(code, code)

    likelihood, impact = (settle(axis) for axis in inherent(item_, response))
    proven = tuple(
        replace(control, evidenced=True)
        for control in response.controls
        if control.evidenced or control.status is ControlStatus.PLANNED or pick(0, 1) == 0
    )
    rerated = {tier: (settle(a), settle(b)) for tier, (a, b) in response.rerated.items()}
    done = replace(response, state=State.ANSWERED, likelihood=likelihood, impact=impact)
    return replace(done, controls=proven, rerated=rerated)


def completed(items, given, pick):
    return {one.id: complete(one, given[one.id], pick) for one in items}


def system(items, given, by=LINEAR, tier=Tier.INHERENT, findings=()):
    return tier_result(tier, items, given, by, TREE, PACKAGE, findings).system.level
