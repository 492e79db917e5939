"""What is printed for a workshop: complete, mirrored where the script asks for it, and the key only for trainers."""

import re
from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader

from tests.pages.test_room import POLLS
from toolkit.content.workshop import load_trainers
from toolkit.core.training import polls_of
from toolkit.core.workshop import Setup
from toolkit.pages.workshop_print import KINDS, Kind, Sheet, printed
from toolkit.pages.workshop_word import word
from toolkit.render.pdf import pdf

CASE = load_trainers().case("train-plates-bridge")
SETUP = Setup(
    "w1", "Plates <b>here</b>", "481903", polls_of(CASE, 3), case=CASE.id, agenda=(("welcome", 5), ("close", 3))
)
JOIN = "http://192.168.1.20/join"


def page(kind, lang="en", setup=SETUP, join=JOIN):
    return printed(kind, Sheet(setup, lang, join))


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("kind", KINDS)
def test_everything_is_escaped_mirrored_and_fetches_nothing(kind, lang):
    said = page(kind, lang)
    assert f'<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}">' in said
    assert "Plates &lt;b&gt;here" in said
    assert "<script" not in said
    assert not re.search(r'(?:src|href)="(?!data:)', said)


@pytest.mark.parametrize("kind", [Kind.HANDOUT, Kind.BALLOTS, Kind.AGENDA, Kind.POSTER])
def test_the_key_and_the_facts_to_come_are_in_the_notes_only(kind):
    secrets = [one.because for one in CASE.key] + [one.title for one in CASE.injects] + list(CASE.debrief)
    notes = page(Kind.NOTES).replace("&#39;", "'")
    assert all(one in notes for one in secrets if "&" not in one and '"' not in one)
    assert not any(one in page(kind) for one in secrets)


@pytest.mark.parametrize("kind", [one for one in KINDS if one is not Kind.POSTER])
def test_nothing_but_the_poster_says_how_to_come_in(kind):
    assert "481" not in re.sub("<style>.*?</style>", "", page(kind), flags=re.DOTALL)
    poster = page(Kind.POSTER)
    assert "481 903" in poster
    assert JOIN in poster
    assert "data:image/png" in poster


def test_a_workshop_without_a_code_has_no_square():
    said = page(Kind.POSTER, join="")
    assert "data:image" not in said
    assert "481 903" not in said


def test_a_ballot_has_a_box_for_each_step_and_one_for_not_knowing_and_no_id():
    said = page(Kind.BALLOTS, setup=Setup("w", "Any", "481903", POLLS))
    ballots = said.split('<article class="ballot">')[1:]
    assert len(ballots) == len(POLLS)
    for poll, ballot in zip(POLLS, ballots, strict=True):
        assert ballot.count("<li><span") == sum(poll.steps) + len(poll.steps), poll.about
        assert poll.of not in ballot


def test_a_rehearsal_says_so_on_each_sheet():
    from dataclasses import replace

    said = page(Kind.AGENDA, setup=replace(SETUP, demo=True))
    assert said.count("Rehearsal") == 1
    assert "Nothing in it is real." in said


def test_the_poster_as_pdf_holds_the_square(tmp_path):
    made = tmp_path / "poster.pdf"
    made.write_bytes(pdf([page(Kind.POSTER)], styles=()))
    first = PdfReader(made).pages[0]
    assert len(first.images) == 1
    assert "481 903" in first.extract_text()


# ---------------------------------------------------------------- as Word


def paper(kind, lang="en", setup=SETUP, join=JOIN):
    return Document(BytesIO(word(kind, Sheet(setup, lang, join))))


def words_of(book):
    cells = [cell.text for table in book.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in book.paragraphs), *cells])


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("kind", KINDS)
def test_everything_to_print_is_a_word_file_too_with_what_the_trainer_typed_as_it_is(kind, lang):
    made = words_of(paper(kind, lang))
    assert "Plates <b>here</b>" in made
    assert "UNICRI" in made
    assert not re.search("[\ue000-\uf8ff]", made), "no mark of a place is left"


@pytest.mark.parametrize("kind", [Kind.HANDOUT, Kind.BALLOTS, Kind.AGENDA, Kind.POSTER])
def test_as_word_the_key_and_the_facts_to_come_are_in_the_notes_only(kind):
    secrets = [one.because for one in CASE.key] + [one.title for one in CASE.injects] + list(CASE.debrief)
    notes, other = words_of(paper(Kind.NOTES)), words_of(paper(kind))
    assert all(one in notes for one in secrets)
    assert not any(one in other for one in secrets)


@pytest.mark.parametrize("kind", KINDS)
def test_as_word_nothing_but_the_poster_says_how_to_come_in_and_it_has_the_square(kind):
    book = paper(kind)
    expected = kind is Kind.POSTER
    assert ("481\u00a0903" in words_of(book), JOIN in words_of(book)) == (expected, expected)
    assert len(book.inline_shapes) == expected
    assert len(paper(kind, join="").inline_shapes) == 0


def test_a_ballot_in_word_has_a_box_for_each_step_one_for_not_knowing_and_one_for_each_round():
    made = words_of(paper(Kind.BALLOTS, setup=Setup("w", "Any", "481903", POLLS)))
    assert made.count("☐") == sum(sum(poll.steps) + len(poll.steps) + 2 for poll in POLLS)
    assert not any(poll.of in made for poll in POLLS)


def test_the_same_paper_is_the_same_file():
    assert word(Kind.POSTER, Sheet(SETUP, "en", JOIN)) == word(Kind.POSTER, Sheet(SETUP, "en", JOIN))
