"""What trainers work with: every file loads in each language, apart from everything else, and serves the core."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import combinations_with_replacement
from math import factorial, prod
from pathlib import Path

import pytest

from tests.content.broken import Copy
from toolkit.content.check_shapes import KINDS
from toolkit.content.check_text import texts
from toolkit.content.guide_walk import leaves
from toolkit.content.load import load_library
from toolkit.content.read import WORKSHOP, ContentError, data_root, read_file
from toolkit.content.readiness import load_readiness
from toolkit.content.schema_guides import GuideShape
from toolkit.content.workbook import load_workbook
from toolkit.content.workshop import MANIFEST, RANDOM_BANDS, load_trainers
from toolkit.core.agreement import agreement, band, consensus
from toolkit.core.conditions import truth
from toolkit.core.guides import texts_of
from toolkit.core.joining import nickname
from toolkit.core.method import Interval
from toolkit.core.minutes import minutes, response_of
from toolkit.core.model import ToolkitError
from toolkit.core.questionnaire import facts_of
from toolkit.core.responses import State
from toolkit.core.training import Fit, fit, poll_of, polls_of
from toolkit.core.workshop import About, Person, Phase, Room, Setup
from toolkit.core.workshop_events import Begin, Event, Join, Move, Vote
from toolkit.core.workshop_rules import happen

DATA = data_root()
FILES = sorted(path.relative_to(DATA).as_posix() for path in (DATA / WORKSHOP).rglob("*.yaml"))
CASES = [one.id for one in load_trainers().cases]
TARGET = load_readiness().target


# ---------------------------------------------------------------- files and languages


@pytest.mark.parametrize("name", FILES)
def test_the_keys_that_are_translated_are_those_that_the_nouns_show(name: str) -> None:
    raw = read_file(DATA / name, DATA)
    shape = next(kind.shape for kind in KINDS if kind.holds(name)).model_validate(raw)
    assert isinstance(shape, GuideShape)
    shown = {leaf.text for leaf in leaves(shape) if leaf.readable and leaf.text}
    assert {one.text.strip() for one in texts(raw, name)} == {text.strip() for text in shown}


@pytest.mark.parametrize("lang", ["en", "ar", "qps"])
def test_translation_changes_words_only(lang: str) -> None:
    english, other = load_trainers(), load_trainers(lang)
    assert other.sha256 == english.sha256
    assert [one.id for one in other.cases] == CASES
    for ours, theirs in zip(english.cases, other.cases, strict=True):
        assert [(x.subject, x.inject, x.ranges) for x in theirs.key] == [
            (x.subject, x.inject, x.ranges) for x in ours.key
        ]
        assert (theirs.profile, theirs.facts, theirs.questions) == (ours.profile, ours.facts, ours.questions)
        assert [x.touches for x in theirs.injects] == [x.touches for x in ours.injects]
    assert [[part.minutes for part in one.parts] for one in other.agendas] == [
        [part.minutes for part in one.parts] for one in english.agendas
    ]
    assert set(other.notes) == set(english.notes)


def test_the_pseudo_locale_changes_every_text() -> None:
    found = load_trainers("qps")
    things = [*found.agendas, *found.cases, *found.notes.values(), *found.texts]
    shown = [one.text for thing in things for one in texts_of(thing)]
    assert [text for text in (*shown, *found.promises, *found.names) if not text.startswith("[")] == []


def test_it_is_read_apart(copy: Copy) -> None:
    copy.write(MANIFEST, "limits: [\n")
    assert load_library(root=copy.root).items
    with pytest.raises(ContentError, match="workshop"):
        load_trainers(root=copy.root)


def test_a_damaged_table_of_bands_is_said_in_a_sentence(copy: Copy) -> None:
    copy.write(RANDOM_BANDS, '{"5": {"8": [1]}}')
    with pytest.raises(ContentError, match="restore the file"):
        load_trainers(root=copy.root)


def test_a_missing_folder_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "workshop").mkdir()
    (tmp_path / RANDOM_BANDS).write_text("{}", "utf-8")
    with pytest.raises(ContentError, match=r"workshop/workshop\.yaml: the file is missing"):
        load_trainers(root=tmp_path)


@pytest.mark.parametrize("ask", ["agenda", "case"])
def test_what_there_is_not_is_said_with_what_there_is(ask: str) -> None:
    with pytest.raises(ToolkitError, match="choose one of"):
        getattr(load_trainers(), ask)("none")


# ---------------------------------------------------------------- chance, worked out anew


@pytest.mark.parametrize(("steps", "voters"), [(3, 2), (3, 9), (3, 15), (5, 2), (5, 5), (5, 8), (5, 12)])
def test_the_bands_are_those_of_every_way_to_vote(steps: int, voters: int) -> None:
    given = band(load_trainers().bands, steps, voters)
    assert given is not None
    rooms = Counter(combinations_with_replacement(range(steps), voters))
    weighed = [([room.count(step) for step in range(steps)]) for room in rooms]
    ways = [factorial(voters) // prod(map(factorial, counts)) for counts in weighed]
    for measure, ends in ((consensus, given.consensus), (agreement, given.agreement)):
        values = [float(measure(counts) or 0) for counts in weighed]
        assert ends == pytest.approx([at(values, ways, share) for share in (0.05, 0.95)], abs=6e-5)


def at(values: list[float], ways: list[int], share: float) -> float:
    """The lowest value that a share of all ways does not exceed."""
    so_far, wanted = 0, Fraction(str(share)) * sum(ways)
    for value, number in sorted(zip([round(one, 10) for one in values], ways, strict=True)):
        so_far += number
        if so_far >= wanted:
            return value
    raise AssertionError("shares add up to one")


def test_the_bands_are_near_those_of_the_simulation_in_the_method() -> None:
    bands = load_trainers().bands[5]
    simulated = {
        5: (0.23, 0.82),
        8: (0.26, 0.70),
        12: (0.28, 0.64),
        20: (0.30, 0.58),
        40: (0.34, 0.53),
        60: (0.35, 0.51),
    }
    for voters, ends in simulated.items():
        assert bands[voters].consensus == pytest.approx(ends, abs=0.011)


def test_every_room_of_two_to_eighty_has_a_band() -> None:
    assert all(set(sizes) == set(range(2, 81)) for sizes in load_trainers().bands.values())


# ---------------------------------------------------------------- the content serves the core


def test_the_agendas_take_an_hour_half_a_day_and_two_days() -> None:
    hour, half, two = load_trainers().agendas
    assert hour.minutes == 60
    assert half.minutes == 190
    assert {part.day for part in two.parts} == {1, 2}


def test_a_workshop_has_the_agenda_with_which_it_shares_most_parts() -> None:
    trainers = load_trainers()
    for agenda in trainers.agendas:
        parts = tuple((part.id, 1) for part in agenda.parts)
        assert trainers.agenda_of(Setup("", "", "", (), agenda=parts)) == agenda
    assert trainers.agenda_of(Setup("", "", "", (), agenda=(("vote", 5), ("gone", 5)))) == trainers.agendas[0]
    assert trainers.agenda_of(Setup("", "", "", (), agenda=(("gone", 5),))) is None


@pytest.mark.parametrize("name", CASES)
def test_a_case_is_played_from_the_lobby_to_answers_that_fit_its_key(name: str) -> None:
    """Six people vote in the middle of the key: the room’s answers lie inside it and make a complete assessment."""
    trainers, library = load_trainers(), load_library()
    case = trainers.case(name)
    polls = polls_of(case, TARGET)
    events: list[Event] = [Join(f"j{n}", Person(f"p{n}")) for n in range(6)]
    events += [Begin("begin"), Move("open", tuple(one.id for one in polls), Phase.FIRST)]
    for poll in polls:
        key = case.answers(poll.of)
        assert key is not None
        choices = tuple((one.lo + one.hi) // 2 for one in key.ranges)
        events += [Vote(f"{poll.id}-{n}", f"p{n}", poll.id, 1, choices) for n in range(6)]
    events += [Move(str(to), tuple(one.id for one in polls), to) for to in (Phase.FIRST_CLOSED, Phase.FIRST_SHOWN)]
    room = Room(Setup("w", case.title, "481903", polls, case=name))
    for event in events:
        room, refusal = happen(room, event)
        assert refusal is None
    found = minutes(room, trainers.measures(library.method()))
    assert len(found.answers) == len(case.questions)
    for one in found.answers:
        key = case.answers(one.of)
        assert key is not None
        assert [fit(mine, theirs) for mine, theirs in zip(one.factors, key.ranges, strict=True)] == [Fit.INSIDE] * len(
            key.ranges
        )
    answered = [response_of(one, "") for one in found.answers if one.about is About.ITEM]
    assert {one.state for one in answered} == {State.ANSWERED}


@pytest.mark.parametrize("name", CASES)
def test_the_questions_of_a_case_are_those_that_the_toolkit_asks_of_such_a_system(name: str) -> None:
    library, case = load_library(), load_trainers().case(name)
    facts = facts_of(library.profile, library.facts, case.profile, case.facts)
    items = [one.subject for one in case.questions if one.about is About.ITEM]
    assert all(truth(library.item(one).applies_when, facts) is not False for one in items)
    assert all(load_readiness().statement(x.subject) for x in case.questions if x.about is About.STATEMENT)
    assert all(load_workbook().question(x.subject) for x in case.questions if x.about is About.QUESTION)


def test_a_fact_that_was_told_last_decides_which_key_counts() -> None:
    case = load_trainers().case("train-call-taking")
    subject = "vulnerable-danger-missed"
    keys = [case.answers(subject, told) for told in ((), ("train-call-taking-calm",))]
    assert [one.inject for one in keys if one] == ["", "train-call-taking-calm"]
    both = case.answers(subject, ("train-call-taking-calm", "train-call-taking-clicks", "train-call-taking-cable"))
    assert both is not None
    assert both.inject == "train-call-taking-clicks"
    assert case.answers("nothing") is None


@pytest.mark.parametrize(
    ("room", "expected"),
    [
        (None, Fit.UNKNOWN),
        (Interval(2, 3), Fit.INSIDE),
        (Interval(3, 4), Fit.OVERLAPS),
        (Interval(1, 5), Fit.OVERLAPS),
        (Interval(4, 5), Fit.OUTSIDE),
    ],
)
def test_a_rooms_answer_lies_beside_the_key(room: Interval | None, expected: Fit) -> None:
    assert fit(room, Interval(2, 3)) is expected


def test_each_kind_of_question_has_its_scales_and_its_side() -> None:
    assert poll_of(About.ITEM, "a", 3).steps == (5, 5)
    assert poll_of(About.STATEMENT, "a", 3).side == {3, 4, 5}
    assert (poll_of(About.QUESTION, "a", 3).steps, poll_of(About.QUESTION, "a", 3).side) == ((3,), {3})
    assert poll_of(About.PRINCIPLE, "a", 3).side == {4, 5}
    decision = poll_of(About.DECISION, "a", 3, better=(False, True, False, True))
    assert (decision.steps, decision.side, decision.ordered) == ((4,), {2, 4}, False)


def test_there_is_a_nickname_for_everybody_in_a_large_room() -> None:
    words = load_trainers().names
    taken: set[str] = set()
    for number in range(500):
        found = nickname(words, [number], taken)
        assert found
        taken.add(found)
    assert len(taken) == 500
