"""Readiness and workbook: every file loads in each language, apart from everything else, and serves the core."""

from __future__ import annotations

import shutil
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from tests.content.broken import Copy
from toolkit.content import readiness as reading
from toolkit.content.check_shapes import KINDS
from toolkit.content.check_text import texts
from toolkit.content.guide_walk import leaves
from toolkit.content.guides import load_guides
from toolkit.content.load import load_library
from toolkit.content.read import APART, READINESS, WORKBOOK, ContentError, data_root, of_folders, read_file
from toolkit.content.readiness import load_readiness
from toolkit.content.schema_guides import GuideShape
from toolkit.content.workbook import load_workbook
from toolkit.core.guide import STAGES
from toolkit.core.guides import texts_of
from toolkit.core.method import Interval
from toolkit.core.plan import propose, troubles
from toolkit.core.practice import ACTIVITIES
from toolkit.core.questionnaire import facts_of
from toolkit.core.readiness import assess
from toolkit.core.readiness_gaps import findings
from toolkit.core.responses import Factor, State
from toolkit.core.statements import DIMENSIONS, Rating
from toolkit.core.thread import closes, prompts, questions_for
from toolkit.core.workbook import EVERY_ROLE, FEWEST, MOST, Reader, choose

DATA = data_root()
FOLDERS = (READINESS, WORKBOOK)
FILES = sorted(name for path in DATA.rglob("*.yaml") if (name := path.relative_to(DATA).as_posix()).startswith(FOLDERS))
LANGUAGES = ["en", "ar", "qps"]


def everywhere(level: int) -> dict[str, Rating]:
    return {one.id: Rating(State.ANSWERED, Factor(level, level)) for one in load_readiness().statements}


# ---------------------------------------------------------------- files and languages


@pytest.mark.parametrize("name", FILES)
def test_a_file_has_its_shape(name: str) -> None:
    kind = next(kind for kind in KINDS if kind.holds(name))
    assert kind.shape.model_validate(read_file(DATA / name, DATA))


@pytest.mark.parametrize("name", [name for name in FILES if name != reading.MANIFEST])
def test_the_keys_that_are_translated_are_those_that_the_nouns_show(name: str) -> None:
    raw = read_file(DATA / name, DATA)
    shape = next(kind.shape for kind in KINDS if kind.holds(name)).model_validate(raw)
    assert isinstance(shape, GuideShape)
    nouns = [shape.core()] if name.startswith(READINESS) else [one.core() for one in shape.questions]  # type: ignore[attr-defined]  # a workbook file
    shown = {passage.text for noun in nouns for passage in texts_of(noun)}
    assert {leaf.text for leaf in leaves(shape) if leaf.readable and leaf.text} == shown
    assert {one.text.strip() for one in texts(raw, name)} == {text.strip() for text in shown}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_translation_changes_words_only(lang: str) -> None:
    english, other = load_readiness(), load_readiness(lang)
    assert [one.mark for one in other.statements] == [one.mark for one in english.statements]
    assert [one.id for one in load_workbook(lang).questions] == [one.id for one in load_workbook().questions]
    assert [one.ask_roles for one in load_workbook(lang).questions] == [
        one.ask_roles for one in load_workbook().questions
    ]
    assert (other.sha256, load_workbook(lang).sha256) == (english.sha256, load_workbook().sha256)
    assert assess(other, everywhere(3)) == assess(english, everywhere(3))


def test_the_pseudo_locale_changes_every_text() -> None:
    plain, pseudo = load_readiness("qps"), load_workbook("qps")
    assert all(one.text.startswith("[") for part in plain.dimensions for one in texts_of(part))
    shown = [one.text for question in pseudo.questions for one in texts_of(question)]
    assert [text for text in shown if not text.startswith("[") and text not in EVERY_ROLE] == []


def test_an_overlay_translates_by_id(copy: Copy) -> None:
    first = load_readiness(root=copy.root).statements[0]
    path = f"locales/ar/content/readiness/{first.dimension}.yaml"
    copy.write(path, f'statements: {{{first.id}: {{statement: "نعم", levels: {{"1": "لا"}}}}}}\n')
    translated = load_readiness("ar", copy.root).statement(first.id)
    assert (translated.statement, translated.levels["1"], translated.levels["2"]) == ("نعم", "لا", first.levels["2"])
    assert translated.mark == first.mark


def test_each_kind_is_read_apart(copy: Copy) -> None:
    """A broken statement stops nobody who assesses a risk, reads a guide or works through the workbook."""
    before = load_library(root=copy.root).sha256
    copy.write(f"readiness/{DIMENSIONS[0]}.yaml", "statements: [\n")
    assert load_library(root=copy.root).sha256 == before
    assert load_guides(root=copy.root).chapters
    assert load_workbook(root=copy.root).questions
    with pytest.raises(ContentError, match=DIMENSIONS[0]):
        load_readiness(root=copy.root)


def test_a_changed_word_changes_the_hash_and_one_fingerprint(copy: Copy) -> None:
    before = load_readiness(root=copy.root)
    first = before.statements[0]
    elsewhere = copy.root.parent / "other"
    shutil.copytree(copy.root, elsewhere)
    file = elsewhere / f"readiness/{first.dimension}.yaml"
    file.write_text(
        file.read_text("utf-8").replace(first.statement, first.statement.removesuffix(".") + " now."), "utf-8"
    )
    after = load_readiness(root=elsewhere)
    assert after.sha256 != before.sha256
    pairs = zip(after.statements, before.statements, strict=True)
    assert [new.id for new, old in pairs if new.fingerprint != old.fingerprint] == [first.id]


def test_a_missing_folder_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"readiness/readiness\.yaml: the file is missing"):
        load_readiness(root=tmp_path)


def test_nothing_apart_is_in_the_risk_library() -> None:
    assert all(of_folders(f"locales/ar/content/{folder}x.yaml", APART) for folder in FOLDERS)


# ---------------------------------------------------------------- the content serves the core


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_the_same_level_everywhere_is_the_lowest_or_the_highest_stage(level: int) -> None:
    tops = [max(one.required_at for one in part.statements) for part in load_readiness().dimensions]
    stage = 0 if level < 3 else min(tops)
    assert assess(load_readiness(), everywhere(level)).overall == Interval(stage, stage)


def test_nothing_answered_is_everything_possible() -> None:
    found = assess(load_readiness(), {})
    assert {one.stage for one in found.standings.values()} == {Interval(0, 5)}


@pytest.mark.parametrize("required", [1, 2, 3, 4])
def test_a_missing_stage_holds_each_dimension_below_it(required: int) -> None:
    missing = {
        one.id: Rating(State.ANSWERED, Factor(2, 2))
        for one in load_readiness().statements
        if one.required_at == required
    }
    found = assess(load_readiness(), everywhere(4) | missing)
    assert found.overall == Interval(required - 1, required - 1)


def test_gaps_lead_to_a_plan_that_can_work() -> None:
    found = findings(load_readiness(), everywhere(1))
    roadmap = {one.id: one for one in load_guides().recommendations}
    plan = propose(found.advice, roadmap, date(2027, 1, 1))
    assert len(plan) == len(found.advice) > 0
    assert troubles(plan) == ()
    assert len(found.gaps) + len(found.later) == len(load_readiness().statements)


def test_the_thread_leads_from_each_part_to_the_next() -> None:
    library, content = load_library(), load_readiness()
    gaps = findings(content, everywhere(1)).gaps
    assert prompts(gaps, content.statements, [item.id for item in library.items])
    assert all(questions_for(item, load_workbook().questions) for item in library.items)
    closing = [closes(one, gaps, library.items) for one in load_guides().recommendations]
    assert all(one.items or one.statements for one in closing)


NOTHING_KNOWN = facts_of(load_library().profile, load_library().facts, {})


@pytest.mark.parametrize(("role", "stage"), [*product(EVERY_ROLE, STAGES)])
def test_every_role_gets_twelve_to_twenty_five_questions_at_every_stage(role: str, stage: str) -> None:
    for activity in ("", *ACTIVITIES):
        choice = choose(load_workbook().questions, NOTHING_KNOWN, Reader(role, stage, activity))
        assert FEWEST <= len(choice.questions) <= MOST
