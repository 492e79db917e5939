"""National packs are held against the facts, rights and ids of the toolkit."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.content.broken import Copy
from toolkit.content.check import check

EU = "packs/eu-ai-act.yaml"
FACTS = "questionnaires/facts.yaml"


@pytest.fixture
def pack(tmp_path: Path, copy: Copy) -> Path:
    text = copy.path("packs/absolute-rights.yaml").read_text(encoding="utf-8")
    path = tmp_path / "atlantis.yaml"
    path.write_text(
        text.replace("id: absolute-rights", "id: atlantis").replace("- id: un-", "- id: at-"), encoding="utf-8"
    )
    return path


def test_a_good_national_pack_has_no_error(copy: Copy, pack: Path) -> None:
    report = check(copy.root, pack)
    assert report.errors == ()
    assert report.counts["packs"] == 1
    assert report.counts["triggers"] > 0


def test_a_national_pack_may_use_only_facts_that_exist(copy: Copy, pack: Path) -> None:
    pack.write_text(pack.read_text().replace("when: force_without_human_decision", "when: dragons"))
    (problem,) = [one for one in check(copy.root, pack).errors if one.kind == "unknown-fact"]
    assert problem.file == pack.as_posix()
    assert "dragons" in problem.message


def test_a_national_pack_may_not_take_a_shipped_id(copy: Copy, pack: Path) -> None:
    pack.write_text(copy.path(EU).read_text())
    assert {one.kind for one in check(copy.root, pack).errors} == {"duplicate-id"}


def test_a_folder_of_packs_is_checked_file_by_file(copy: Copy, pack: Path) -> None:
    folder = pack.parent / "national"
    folder.mkdir()
    pack.rename(folder / "one.yaml")
    (folder / "two.yaml").write_text("triggers: 5\n")
    report = check(copy.root, folder)
    assert {one.file for one in report.errors} == {(folder / "two.yaml").as_posix()}
    assert report.counts["packs"] == 1


@pytest.mark.parametrize("name", ["nowhere.yaml", "empty-folder"])
def test_a_pack_that_is_not_there_is_a_sentence(copy: Copy, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty-folder").mkdir()
    assert len(check(copy.root, tmp_path / name).errors) == 1


def test_a_pack_report_mentions_broken_shipped_content(copy: Copy, pack: Path) -> None:
    copy.write(FACTS, "facts: [")
    assert [one.kind for one in check(copy.root, pack).errors] == ["content"]
