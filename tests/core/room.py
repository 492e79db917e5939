"""A small workshop, short ways to play it, and what Hypothesis may let happen in it."""

from hypothesis import strategies as st

from tests.core.tiny import LINEAR
from toolkit.core.workshop import (
    About,
    Entry,
    Group,
    Kind,
    Measures,
    Moderated,
    Person,
    Phase,
    Poll,
    Room,
    Setup,
    Verdict,
)
from toolkit.core.workshop_events import (
    Begin,
    Count,
    End,
    Inject,
    Join,
    Moderate,
    Move,
    Present,
    Remove,
    Screen,
    Void,
    Vote,
    Write,
)
from toolkit.core.workshop_rules import happen

RISK = Poll("risk", About.ITEM, "accuracy-wrong-lead", (5, 5))
READY = Poll("ready", About.STATEMENT, "ready-owner", (5,), frozenset({3, 4, 5}))
WORK = Poll("work", About.QUESTION, "work-who-stops-it", (3,), frozenset({3}))
CASE = Poll("case", About.DECISION, "case-d1", (4,), frozenset({2, 4}))
POLLS = (RISK, READY, WORK, CASE)
MEASURES = Measures(LINEAR)
GROUPS = (Group("law", "Legal"), Group("line", "Front line"))


def setup(**more):
    given = {"groups": GROUPS, "injects": ("leak", "update"), "agenda": (("welcome", 10), ("vote", 20))} | more
    return Setup("w1", "A workshop", "481903", POLLS, salt="salt", **given)


def play(room, *events):
    """The room after events, each of which must happen."""
    for event in events:
        room, refusal = happen(room, event)
        assert refusal is None, (event, refusal)
    return room


def refused(room, event):
    """Why an event does not happen; it changes nothing."""
    after, refusal = happen(room, event)
    assert after is room
    return refusal


def joined(number, groups="law line", **more):
    """A room that has begun, with people p0, p1, … who are in the groups by turns."""
    names = groups.split()
    people = [Person(f"p{n}", group=names[n % len(names)] if names else "") for n in range(number)]
    return play(Room(setup(**more)), *(Join(f"j{n}", one) for n, one in enumerate(people)), Begin("begin"))


def to(poll, *phases):
    return [Move(f"{poll.id}-{phase}", (poll.id,), phase) for phase in phases]


def votes(poll, number, *choices, reasons=()):
    """Vote in a round: the first answer is p0’s, the second p1’s."""
    words = [*reasons, *[""] * len(choices)]
    return [
        Vote(f"v{number}-{n}", f"p{n}", poll.id, number, one if isinstance(one, tuple) else (one,), words[n])
        for n, one in enumerate(choices)
    ]


def shown_once(room, poll, *choices, reasons=()):
    """The room after a first round whose result is shown."""
    first = votes(poll, 1, *choices, reasons=reasons)
    return play(room, *to(poll, Phase.FIRST), *first, *to(poll, Phase.FIRST_CLOSED, Phase.FIRST_SHOWN))


def shown_twice(room, poll, first, second):
    """The room after two rounds whose results are shown."""
    room = shown_once(room, poll, *first)
    room = play(room, *to(poll, Phase.SECOND), *votes(poll, 2, *second))
    return play(room, *to(poll, Phase.SECOND_CLOSED, Phase.SECOND_SHOWN))


# ---------------------------------------------------------------- what may happen, in any order

_ids = st.integers(0, 60).map(str)
_people = st.sampled_from([f"p{n}" for n in range(8)])
_polls = st.sampled_from(POLLS)
_rounds = st.sampled_from([1, 2])


def answers(poll):
    return st.tuples(*(st.none() | st.integers(1, top) for top in poll.steps))


def _votes(poll):
    choices = answers(poll) | st.just((9,))
    return st.builds(
        Vote, _ids, _people, st.just(poll.id), _rounds, choices, st.sampled_from(["", "Because.", "x" * 200])
    )


def _papers(poll):
    ballots = st.lists(st.tuples(answers(poll), st.integers(0, 3)), max_size=3).map(tuple)
    return st.builds(Count, _ids, st.just(poll.id), _rounds, ballots)


_names, _groups = st.sampled_from(["", "Ann", "Ben"]), st.sampled_from(["law", "line", "", "none"])
_newcomers = _people | st.sampled_from(["p8", "p9"])
_persons = st.builds(Person, _newcomers, _names, _groups, again=st.booleans())
_moves = st.builds(Move, _ids, _polls.map(lambda one: (one.id,)), st.sampled_from(Phase))
_entries = st.builds(
    Entry, _ids, st.sampled_from(Kind), st.sampled_from(["", "We agreed."]), st.sampled_from(["", "risk"])
)
_others = (
    st.builds(Moderate, _ids, _ids, st.builds(Moderated, st.sampled_from(Verdict)))
    | st.builds(Write, _ids, _entries)
    | st.builds(Remove, _ids, _ids)
    | st.builds(Void, _ids, _polls.map(lambda one: one.id), _rounds)
    | st.builds(Present, _ids, st.none() | st.integers(0, 9), st.none() | st.booleans())
    | st.builds(Inject, _ids, st.sampled_from(["leak", "fire"]))
    | st.builds(
        Screen,
        _ids,
        st.sampled_from([None, "", "risk", "none"]),
        st.none() | st.booleans(),
        st.none() | st.integers(0, 3),
        st.none() | st.integers(0, 99),
    )
)
events = st.lists(
    _polls.flatmap(_votes) | _polls.flatmap(_votes) | _moves | _moves | _polls.flatmap(_papers)
    | st.builds(Join, _ids, _persons) | _others | st.builds(End, st.just("end")),
    max_size=40,
)  # fmt: skip


@st.composite
def courses(draw):
    """A room of eight that has begun and an order of events in which questions move on by likely steps."""
    drawn = draw(events)
    ahead = draw(st.lists(st.tuples(_polls, st.lists(st.integers(1, 5), min_size=8, max_size=8)), max_size=3))
    start = []
    for number, (poll, given) in enumerate(ahead):
        name = f"a{number}"
        start.append(Move(f"{name}-open", (poll.id,), Phase.FIRST))
        start += [
            Vote(f"{name}-{n}", f"p{n}", poll.id, 1, tuple(min(code, top) for top in poll.steps))
            for n, code in enumerate(given)
        ]
        start += [Move(f"{name}-close", (poll.id,), Phase.FIRST_CLOSED)] * draw(st.integers(0, 1))
        start += [Move(f"{name}-show", (poll.id,), Phase.FIRST_SHOWN)] * draw(st.integers(0, 1))
    return [*start, *drawn]
