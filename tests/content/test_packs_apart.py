"""Packs extend readiness, workbook, guides, hub, workshops and search words as they extend risks: by id, checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.content.test_packs import MANIFEST, write
from toolkit.content import ContentError
from toolkit.content.extension import ENVIRONMENT, extended, read_pack, still_true
from toolkit.content.guides import guides_with, load_guides
from toolkit.content.hub import hub_with, load_hub
from toolkit.content.load import library_with
from toolkit.content.pack_check import check_pack
from toolkit.content.read import data_root, read_file
from toolkit.content.readiness import load_readiness, readiness_with
from toolkit.content.synonyms import synonyms_with
from toolkit.content.workbook import load_workbook, workbook_with
from toolkit.content.workshop import load_trainers, trainers_with

PEOPLE, LAWFUL = "readiness/people-expertise.yaml", "workbook/lawfulness.yaml"


def ours(name: str) -> Any:
    return read_file(data_root() / name, data_root())


STATEMENTS, QUESTIONS = ours(PEOPLE)["statements"], ours(LAWFUL)["questions"]
STATEMENT, QUESTION = STATEMENTS[0]["id"], QUESTIONS[0]["id"]
DIVERS = STATEMENTS[1] | {"id": "atlantis-divers", "statement": "Divers know who reads the register."}
TIDE = QUESTIONS[1] | {"id": "atlantis-tide", "question": "Who is asked when the tide is high?"}


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "atlantis"
    write(folder, "pack.yaml", MANIFEST)
    write(folder, PEOPLE, {"statements": [{"id": STATEMENT, "statement": "Atlantis names an owner."}, DIVERS]})
    write(folder, LAWFUL, {"questions": [{"id": QUESTION, "question": "Which law of Atlantis?"}, TIDE]})
    return folder


def test_statements_are_overridden_and_added_and_the_rest_stays(pack: Path) -> None:
    found, core = readiness_with((read_pack(pack),)), load_readiness()
    before = {one.id: one for one in core.statements}
    changed = [one.id for one in found.statements if before.get(one.id) != one]
    assert sorted(changed) == sorted([STATEMENT, "atlantis-divers"])
    assert len(found.statements) == len(core.statements) + 1
    assert found.version == f"{core.version}+atlantis@1.2.0"
    changed_one = next(one for one in found.statements if one.id == STATEMENT)
    assert changed_one.fingerprint != before[STATEMENT].fingerprint
    assert changed_one.levels == before[STATEMENT].levels


def test_questions_are_overridden_and_added_and_the_rest_stays(pack: Path) -> None:
    found, core = workbook_with((read_pack(pack),)), load_workbook()
    before = {one.id: one for one in core.questions}
    changed = [one.id for one in found.questions if before.get(one.id) != one]
    assert sorted(changed) == sorted([QUESTION, "atlantis-tide"])
    assert found.sha256 != core.sha256


def test_guides_hub_workshops_and_search_words_are_extended_too(pack: Path) -> None:
    listing = ours("hub/listings/" + sorted(p.name for p in (data_root() / "hub/listings").iterdir())[0])["listings"][0]
    module, agenda = load_hub().modules[0], load_trainers().agendas[0]
    case = load_guides().cases[0]
    write(pack, "hub/listings/atlantis.yaml", {"listings": [listing | {"id": "atlantis-net", "name": "Net"}]})
    write(pack, f"hub/learning/{module.id}.yaml", {"title": "A module of Atlantis"})
    write(pack, f"workshop/agendas/{agenda.id}.yaml", {"title": "Half a day in Atlantis"})
    write(pack, f"cases/{case.id}.yaml", {"lesson": "Atlantis learnt from it."})
    write(pack, "search/en.yaml", {"groups": [{"id": "atlantis-sea", "words": ["tide gauge", "sea level"]}]})
    one = (read_pack(pack),)
    assert "atlantis-net" in {each.id for each in hub_with(one).listings}
    assert "A module of Atlantis" in {each.title for each in hub_with(one).modules}
    assert "Half a day in Atlantis" in {each.title for each in trainers_with(one).agendas}
    assert guides_with(one).cases[0].lesson == "Atlantis learnt from it."
    assert ("tide gauge", "sea level") in synonyms_with(one)
    assert check_pack(pack).errors == ()


def test_terms_that_people_accepted_are_never_changed(pack: Path) -> None:
    name = f"hub/terms/{load_hub().terms[0].id}.yaml"
    write(pack, name, {"title": "Other terms"})
    with pytest.raises(ContentError, match="write a version in a new file"):
        hub_with((read_pack(pack),))
    assert any("new file" in one.message for one in check_pack(pack).errors)


def test_an_installed_pack_counts_wherever_its_content_is_read(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(pack.parent))
    try:
        load_readiness.cache_clear()
        load_workbook.cache_clear()
        assert "atlantis-divers" in {one.id for one in load_readiness().statements}
        assert "atlantis-tide" in {one.id for one in load_workbook().questions}
    finally:
        monkeypatch.setenv(ENVIRONMENT, "")
        load_readiness.cache_clear()
        load_workbook.cache_clear()
    assert "atlantis-divers" not in {one.id for one in load_readiness().statements}


# ---------------------------------------------------------------- check


def test_a_good_pack_has_no_problem_and_its_entries_are_counted(pack: Path) -> None:
    report = check_pack(pack)
    assert report.problems == ()
    assert report.counts["statement"] == len(STATEMENTS) + 1
    assert report.counts["question"] == len(QUESTIONS) + 1


@pytest.mark.parametrize(
    ("name", "data", "kind", "says"),
    [
        (PEOPLE, {"statements": [{"id": STATEMENT, "recommendations": ["rec-nothing"]}]}, "dangling-id", "rec-nothing"),
        (PEOPLE, {"statements": [{"id": STATEMENT, "statment": "A typing error"}]}, "shape", "not known here"),
        (PEOPLE, {"statements": [{"id": STATEMENT, "levels": {"6": "Beyond"}}]}, "shape", "levels"),
        (PEOPLE, {"statements": [DIVERS | {"aspect": "cooking"}]}, "wrong-aspect", "cooking"),
        (LAWFUL, {"questions": [{"id": QUESTION, "applies_when": "dragons"}]}, "unknown-fact", "dragons"),
        (LAWFUL, {"questions": [{"id": "atlantis-half", "question": "Half?"}]}, "shape", "missing"),
    ],
)
def test_a_mistake_is_told_with_the_file_of_the_pack(pack: Path, name: str, data: object, kind: str, says: str) -> None:
    write(pack, name, data)
    found = check_pack(pack).errors
    assert any(one.file == name and one.kind == kind and says in one.message for one in found), found


def test_a_translation_of_nothing_is_told(pack: Path) -> None:
    write(pack, f"locales/ar/content/{PEOPLE}", {"statements": {"atlantis-nobody": {"statement": "لا أحد"}}})
    assert any("no entry with this id" in one.message for one in check_pack(pack).errors)


# ---------------------------------------------------------------- translations of what a pack replaces


@pytest.mark.parametrize(
    ("text", "theirs", "stays"),
    [
        ({"title": "عنوان"}, {"title": "New"}, {}),
        ({"title": "عنوان"}, {"title": "Old"}, {"title": "عنوان"}),
        ({"title": "عنوان", "lead": "ل"}, {"title": "New"}, {"lead": "ل"}),
        (
            {"items": {"a": {"t": "١"}, "b": {"t": "٢"}}},
            {"items": [{"id": "a", "t": "x"}]},
            {"items": {"a": {}, "b": {"t": "٢"}}},
        ),
        ({"list": ["١", "٢"]}, {"list": ["one"]}, {}),
    ],
)  # fmt: skip
def test_a_replaced_text_loses_its_translation_and_no_other_does(text: Any, theirs: Any, stays: Any) -> None:
    before = {"title": "Old", "lead": "L", "items": [{"id": "a", "t": "1"}, {"id": "b", "t": "2"}], "list": ["1", "2"]}
    assert still_true(text, before, theirs) == stays


def test_a_pack_brings_its_own_translation_in_whatever_order_files_come() -> None:
    class Given:
        def __init__(self, tree: dict[str, Any]) -> None:
            self.tree = tree
            self.manifest = type("M", (), {"id": "a", "extends": "core@1.0.0"})

    core = {"a.yaml": {"title": "Old", "lead": "L"}, "locales/ar/content/a.yaml": {"title": "قديم", "lead": "ل"}}
    theirs = {"locales/ar/content/a.yaml": {"title": "جديد"}, "a.yaml": {"title": "New"}}
    found = extended(core, (Given(theirs), Given({})))  # type: ignore[arg-type]
    assert found["locales/ar/content/a.yaml"] == {"title": "جديد", "lead": "ل"}
    assert core["locales/ar/content/a.yaml"] == {"title": "قديم", "lead": "ل"}


def test_what_a_pack_rewords_shows_in_english_where_only_the_old_words_are_translated(pack: Path) -> None:
    core = library_with((), "ar")
    field = next(one for one in core.profile if one.label in core.translated)
    write(pack, "questionnaires/profile.yaml", {"fields": [{"id": field.id, "label": "Reworded in Atlantis"}]})
    found = library_with((read_pack(pack),), "ar")
    assert found.field(field.id).label == "Reworded in Atlantis"
    assert "Reworded in Atlantis" not in found.translated
    assert found.field(field.id).options == field.options
