"""Random records of readiness, workbook and plan, with the texts that break spreadsheets."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from tests.exchange.strategies import texts
from toolkit.content.readiness import load_readiness
from toolkit.content.workbook import load_workbook
from toolkit.core import plan
from toolkit.core.kept import action_values, keyed, rating_values, reply_values
from toolkit.core.practice import ROLES
from toolkit.core.responses import Factor, State
from toolkit.core.statements import DIMENSIONS, Rating
from toolkit.core.workbook import Reply, Status
from toolkit.exchange.record import Record, Sheet, content_of

STATEMENTS = tuple(one.id for one in load_readiness().statements)
QUESTIONS = tuple(one.id for one in load_workbook().questions)
ids = st.text("abc-1", min_size=1, max_size=8).map(lambda name: f"a{name}")


@st.composite
def ratings(draw: st.DrawFn, withheld: bool = True) -> Rating:
    """One answer of any state; where nothing is known there is no level."""
    state = draw(st.sampled_from([one for one in State if withheld or one is not State.WITHHELD]))
    if state is State.WITHHELD:
        return Rating(state)
    low, high = sorted(draw(st.tuples(st.integers(1, 5), st.integers(1, 5))))
    level = {State.ANSWERED: Factor(low, low), State.RANGE: Factor(low, min(high + (low == high), 5))}.get(state)
    if level and state is State.RANGE and level.lo == level.hi:
        level = Factor(4, 5)
    return Rating(
        state, level, draw(texts), draw(texts), draw(texts), still_true=draw(st.sampled_from([None, True, False]))
    )


replies = st.builds(
    Reply,
    status=st.sampled_from(Status),
    text=texts,
    owner_role=st.one_of(st.just(""), st.sampled_from(ROLES), texts),
    evidence=texts,
    reason=texts,
)
days = st.none() | st.dates(date(2020, 1, 1), date(2040, 12, 31))


@st.composite
def actions(draw: st.DrawFn, name: str) -> plan.Action:
    """One action of a plan."""
    return plan.Action(
        id=name,
        title=draw(texts.filter(bool)),
        statements=tuple(draw(st.lists(st.sampled_from(STATEMENTS), max_size=2))),
        owner_role=draw(texts),
        start=draw(days),
        due=draw(days),
        size=draw(st.sampled_from(sorted(plan.SIZES))),
        needs=tuple(draw(st.lists(ids, max_size=2))),
        status=draw(st.sampled_from(plan.Status)),
        progress=draw(texts),
        reason=draw(texts),
        finished=draw(days),
    )


@st.composite
def readiness_values(draw: st.DrawFn, most: int = 6, withheld: bool = True) -> dict[str, object]:
    """Answers to some statements, with targets and what belongs to no statement."""
    given = draw(st.dictionaries(st.sampled_from(STATEMENTS), ratings(withheld), max_size=most))
    aims = draw(st.dictionaries(st.sampled_from(DIMENSIONS), st.integers(1, 5)))
    marks = draw(st.dictionaries(st.sampled_from(STATEMENTS), texts.filter(bool), max_size=2))
    values = {
        key: value for name, one in given.items() for key, value in keyed("rating", name, rating_values(one)).items()
    }
    values |= {f"target/stage/{name}": step for name, step in aims.items()}
    values |= {f"withhold/rating/{name}": why for name, why in marks.items()}
    return values | {"meta/organization": draw(texts)}


@st.composite
def workbook_values(draw: st.DrawFn, most: int = 6) -> dict[str, object]:
    """Replies to some questions."""
    given = draw(st.dictionaries(st.sampled_from(QUESTIONS), replies, max_size=most))
    values = {
        key: value for name, one in given.items() for key, value in keyed("reply", name, reply_values(one)).items()
    }
    return values | {"meta/system": draw(ids)}


@st.composite
def plan_values(draw: st.DrawFn) -> dict[str, object]:
    """Some actions in their order."""
    names = draw(st.lists(ids, max_size=3, unique=True))
    found = [(name, action_values(draw(actions(name)), place)) for place, name in enumerate(names)]
    return {key: value for name, parts in found for key, value in keyed("action", name, parts).items()}


@st.composite
def records(draw: st.DrawFn) -> Record:
    """A record of any kind; ratings may be withheld, and then hold nothing else."""
    kind = draw(st.sampled_from(["readiness", "workbook", "plan"]))
    values = draw({"readiness": readiness_values(), "workbook": workbook_values(), "plan": plan_values()}[kind])
    sheets = draw(st.lists(st.builds(Sheet, ids, texts, readiness_values(3)), max_size=2, unique_by=lambda one: one.id))
    version, digest = content_of(kind)
    marks = {"marks": [{"id": "a", "dimension": DIMENSIONS[0], "required_at": 2, "fingerprint": "f"}]}
    return Record(
        kind, draw(texts), values, tuple(sheets) if kind == "readiness" else (), version, digest,
        demo=draw(st.booleans()), id=draw(texts), result=draw(st.sampled_from([None, marks])),
    )  # fmt: skip
