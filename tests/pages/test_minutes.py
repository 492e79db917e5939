"""Minutes, counts and records of a workshop: what they say, what they leave out; nothing typed does anything."""

import csv
import io
import re
from dataclasses import replace

import pytest
from hypothesis import given
from openpyxl import load_workbook

from tests.core.room import courses, play, shown_once, shown_twice, to
from tests.core.strategies import brisk
from tests.pages.test_room import CHOICE, ITEM, POLLS, PRINCIPLE, QUESTION, STATEMENT, people
from tests.render.test_components import HOSTILE
from toolkit.content.workshop import load_trainers
from toolkit.core.kept import ratings_of, replies_of
from toolkit.core.minutes_kept import kept_minutes, minutes_of, minutes_values
from toolkit.core.responses import State
from toolkit.core.training import polls_of
from toolkit.core.workbook import Status
from toolkit.core.workshop import Entry, Group, Kind, Moderated, Person, Phase, Room, Setup, Verdict
from toolkit.core.workshop_events import Begin, End, Inject, Join, Moderate, Write
from toolkit.core.workshop_results import reasons
from toolkit.core.workshop_rules import happen
from toolkit.pages.minutes_document import minutes_document, minutes_file
from toolkit.pages.minutes_table import answers_file
from toolkit.pages.minutes_words import content_now
from toolkit.pages.report_file import Format
from toolkit.pages.room_questions import measures
from toolkit.pages.workshop_take import KINDS, offered, record

CASE = load_trainers().case("train-plates-bridge")
VOTES = {1: (2,), 2: (3, 4), 3: (1,)}


def kept(room):
    return kept_minutes(room, measures(room.setup), "2026-11-22", "1.0", content_now())


def text(room, lang="en"):
    made = minutes_file(kept(room), Format.MD, lang)[2].decode()
    return re.sub(r"[\u2066-\u2069]", "", re.sub(r"\\([\\`*_{}\[\]<>#|~&.])", r"\1", made))


def section(said, title, level=2):
    marks = "#" * level
    return re.split(rf"\n#{{1,{level}}} ", said.split(f"\n{marks} {title}\n", 1)[1], maxsplit=1)[0]


def given_to(poll, number=6):
    return [tuple(min(top, 2 + n % 2) for top in poll.steps) for n in range(number)]


def concluded(room, *polls, number=6):
    """The room after one round of each question, shown and recorded."""
    for poll in polls:
        room = play(shown_once(room, poll, *given_to(poll, number)), *to(poll, Phase.RECORDED))
    return room


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("fmt", [Format.HTML, Format.DOCX, Format.MD])
def test_every_kind_of_question_stands_in_every_format_in_every_language(fmt, lang):
    name, mime, data = minutes_file(kept(concluded(people(), *POLLS)), fmt, lang)
    assert name.endswith(f"-2026-11-22-minutes.{fmt}")
    assert mime.partition("/")[0] in ("text", "application")
    assert len(data) > 1000


def test_each_question_has_its_counts_and_its_answer():
    said = text(shown_twice(people(), STATEMENT, [1, 1, 2, 3, 3, None], [2, 2, 2, 2, 3, 1]))
    rows = re.findall(r"^\| (.*?) \| (\d) \| (\d) \|$", said, re.MULTILINE)
    assert [(first, second) for _label, first, second in rows] == [
        ("2", "1"), ("1", "4"), ("2", "1"), ("0", "0"), ("0", "0"), ("1", "0"),
    ]  # fmt: skip
    assert "**step 2 of 5.** 2 voted outside it: 1 lower, 1 higher." in said


def test_what_was_decided_comes_before_the_questions_and_says_who_does_it_until_when():
    room = play(
        people(),
        Write("1", Entry("a", Kind.ACTION, "Ask the supplier", ITEM.id, "procurement", "2027-02-01")),
        Write("2", Entry("b", Kind.DECISION, "We wait")),
    )
    said = text(room)
    first = section(said, "Decisions and actions")
    assert "We wait" in first
    assert re.search(r"\| Ask the supplier \| \w.* \| 1 February 2027 \|", first)
    assert said.index("## Decisions and actions") < said.index("## Question by question")


@pytest.mark.parametrize(
    ("voters", "sentence", "counts"),
    [(5, "", True), (4, "Fewer than 5 people answered", False), (2, "Fewer than 3 people answered", False)],
)
def test_counts_are_left_out_where_few_answered_and_the_rule_is_named(voters, sentence, counts):
    said = section(text(shown_once(people(), STATEMENT, *[3] * voters)), "Question by question")
    assert sentence in said
    assert ("| 1 " in said) is counts
    assert ("Answer of the room" in said) is (voters > 2)


def test_what_was_not_shown_skipped_or_not_asked_says_so_and_nothing_else():
    room = play(people(), *to(ITEM, Phase.FIRST, Phase.FIRST_CLOSED), *to(STATEMENT, Phase.SKIPPED), End("e"))
    said = section(text(room), "Question by question")
    assert "ended before the result of this question was shown" in said
    assert "This question was skipped." in said
    assert said.count("This question was not put to the room.") == 3
    assert "|" not in said


def test_only_reasons_that_were_released_are_told_and_in_the_trainers_words():
    room = shown_once(people(), STATEMENT, *[3] * 6, reasons=["Ann said so", "A list is old", "Hide me"])
    found = {one.text: one.id for one in reasons(room, STATEMENT.id)}
    room = play(
        room,
        Moderate("1", found["Ann said so"], Moderated(Verdict.SHOWN, "Somebody said so")),
        Moderate("2", found["Hide me"], Moderated(Verdict.HIDDEN)),
    )
    said = text(room)
    assert "Somebody said so" in said
    assert not any(word in said for word in ("Ann said so", "A list is old", "Hide me"))


def test_the_key_of_the_training_case_stands_beside_the_rooms_answer_with_its_reason():
    polls = polls_of(CASE, 3)
    setup = Setup("w", "Bridge", "481903", polls, case=CASE.id, injects=tuple(one.id for one in CASE.injects))
    room = play(people(setup=setup), Inject("i", CASE.injects[0].id))
    said = text(concluded(room, polls[1]))
    key = CASE.answers(polls[1].of, (CASE.injects[0].id,))
    assert key.because in said
    assert f"This holds after “{CASE.injects[0].title}” came to light." in said
    assert CASE.answers(polls[0].of).because not in said, "a question that was not asked gives nothing away"
    assert CASE.injects[0].title in section(said, "The training case")
    assert CASE.injects[1].title not in said


def test_a_rehearsal_is_marked_in_every_format():
    setup = Setup("w", "Try", "481903", (STATEMENT,), demo=True)
    found = kept(concluded(people(setup=setup), STATEMENT))
    name, _mime, page = minutes_file(found, Format.HTML, "en")
    assert name.startswith("demo-")
    assert "Robots answered" in page.decode()
    assert "Illustration: made-up answers" in page.decode(), "at the top of each printed sheet"
    assert "Robots answered" in minutes_file(found, Format.MD, "en")[2].decode()
    assert answers_file(found, "csv", "en")[0].startswith("demo-")


@pytest.mark.parametrize("hostile", [HOSTILE, "=HYPERLINK(1)", "\u202e{{ 7 * 7 }}{% x %}"])
def test_what_people_typed_is_text_and_nothing_else(hostile):
    setup = Setup("w", hostile, "481903", (STATEMENT,), groups=(Group("a", hostile), Group("b", "B")))
    groups = [Join(f"j{n}", Person(f"p{n}", group="ab"[n % 2])) for n in range(12)]
    room = play(Room(setup), *groups, Begin("b"), Write("1", Entry("a", Kind.POINT, hostile, STATEMENT.id, hostile)))
    room = shown_once(room, STATEMENT, *[3] * 12)
    page = minutes_file(kept(room), Format.HTML, "en")[2].decode()
    assert "<script" not in page.lower()
    assert not re.search(r"<[^>]+\son\w+=", page)
    minutes_file(kept(room), Format.DOCX, "ar")
    for row in csv.reader(io.StringIO(answers_file(kept(room), "csv", "en")[2].decode("utf-8-sig"))):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


def test_arabic_minutes_run_from_the_right_and_are_in_arabic():
    page = minutes_file(kept(concluded(people(), *POLLS)), Format.HTML, "ar")[2].decode()
    assert 'dir="rtl"' in page
    assert "محضر ورشة" in page
    assert "إجابة القاعة" in page


def test_kept_minutes_are_rendered_the_same_later():
    found = kept(concluded(people(), *POLLS))
    again = minutes_of(minutes_values(found))
    assert again is not None
    assert minutes_document(again, "ar") == minutes_document(found, "ar")


def test_minutes_outlive_the_content_that_they_were_about():
    room = concluded(people(setup=Setup("w", "Old", "481903", (replace(STATEMENT, of="gone"),))), STATEMENT)
    said = text(room)
    assert "gone" in said
    old = replace(kept(room), content="another")
    assert "texts have changed since" not in said
    assert "texts have changed since" in minutes_file(old, Format.MD, "en")[2].decode()


@brisk
@given(courses())
def test_whatever_happened_there_are_minutes_and_no_small_count_in_them(course):
    room = people(number=8, setup=Setup("w", "Any", "481903", POLLS))
    for event in course:
        room, _ = happen(room, event)
    found = kept(room)
    minutes_document(found, "en")
    for row in csv.DictReader(io.StringIO(answers_file(found, "csv", "en")[2].decode("utf-8-sig"))):
        assert bool(row["step_1"]) == (int(row["voters"]) >= 5)
        assert bool(row["left_out"]) == (int(row["voters"]) < 5), "what is missing has its reason beside it"


def test_the_spreadsheet_explains_itself():
    book = load_workbook(io.BytesIO(answers_file(kept(concluded(people(), STATEMENT)), "xlsx", "ar")[2]))
    assert book.sheetnames == ["Answers", "Read me"]
    assert all(sheet.sheet_view.rightToLeft for sheet in book)
    assert book["Answers"].max_row == 2
    assert "صفرًا" in " ".join(str(cell.value) for cell in book["Read me"]["A"])


# ---------------------------------------------------------------- records


def test_each_kind_of_answer_goes_into_its_record_with_where_it_is_from():
    found = kept(concluded(people(), ITEM, STATEMENT, QUESTION, CHOICE, PRINCIPLE))
    assert dict(offered(found)) == dict.fromkeys(KINDS, 1)
    risk, readiness, workbook = (record(found, kind, "en") for kind in KINDS)
    assert risk.values[f"item/{ITEM.of}/likelihood"] == [2, 3]
    note = risk.values[f"item/{ITEM.of}/note"]
    assert "22 November 2026: answer of the room, round 1, 6 answers." in note
    assert ratings_of(readiness.values)[STATEMENT.of].state is State.RANGE
    assert replies_of(workbook.values)[QUESTION.of].status is Status.IN_HAND
    assert {one.values["meta/workshop"] for one in (risk, readiness, workbook)} == {"w1"}


def test_what_was_not_concluded_goes_nowhere():
    found = kept(shown_once(people(), ITEM, *given_to(ITEM)))
    assert list(offered(found)) == []
    assert record(found, "risk", "en") is None


def test_a_training_case_brings_its_profile_and_says_that_it_is_made_up():
    polls = polls_of(CASE, 3)
    room = people(setup=Setup("w", "Bridge", "481903", polls, case=CASE.id, demo=True))
    made = record(kept(concluded(room, polls[0])), "risk", "en")
    assert made.values["profile/application"] == ["plate-reading"]
    assert "the system is made up" in made.values["meta/summary"]
    assert made.demo
    assert {key.split("/")[1] for key in made.values if key.startswith("item/")} == {polls[0].of}


def test_an_answer_that_nobody_knows_stays_unknown():
    room = play(shown_once(people(), STATEMENT, *[None] * 6), *to(STATEMENT, Phase.RECORDED))
    made = record(kept(room), "readiness", "en")
    assert ratings_of(made.values)[STATEMENT.of].state is State.UNKNOWN
