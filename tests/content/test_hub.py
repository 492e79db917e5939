"""The hub's content: every file loads in each language, apart from everything else, and says nothing it must not."""

from __future__ import annotations

import re
import shutil
from dataclasses import fields, is_dataclass
from itertools import product
from pathlib import Path

import pytest

from toolkit.content.check_shapes import KINDS
from toolkit.content.check_text import texts
from toolkit.content.guides import load_guides
from toolkit.content.hub import load_hub
from toolkit.content.load import load_library
from toolkit.content.overlay import HUB_KEYS
from toolkit.content.read import HUB, ContentError, data_root, read_file
from toolkit.core import hub as nouns
from toolkit.core.guides import texts_of
from toolkit.core.hub import Hub, Listing

DATA = data_root()
FILES = sorted(name for path in DATA.rglob("*.yaml") if (name := path.relative_to(DATA).as_posix()).startswith(HUB))
LEVELS = ("basic", "intermediate", "advanced")
NOTICE = "Not evaluated by us, and no endorsement."


@pytest.fixture(scope="module")
def hub() -> Hub:
    return load_hub()


def kinds_of_nouns() -> list[type]:
    found = [one for one in vars(nouns).values() if isinstance(one, type) and is_dataclass(one)]
    return [one for one in found if one.__module__ == nouns.__name__]


@pytest.mark.parametrize("name", FILES)
def test_a_file_has_its_shape(name: str) -> None:
    kind = next(kind for kind in KINDS if kind.holds(name))
    assert kind.shape.model_validate(read_file(DATA / name, DATA))


def test_the_keys_that_are_translated_are_those_that_the_nouns_show(hub: Hub) -> None:
    shown = {
        passage.text
        for group in ((hub.catalogue,), hub.listings, hub.terms, hub.guidance, hub.modules, hub.paths)
        for one in group
        for passage in texts_of(one)
    }
    translated = {one.text.strip() for name in FILES for one in texts(read_file(DATA / name, DATA), name)}
    assert shown == {text for text in translated if text}
    assert "name" not in HUB_KEYS, "names of products stay as they are"


def test_a_translation_changes_texts_and_nothing_else(hub: Hub) -> None:
    pseudo = load_hub("qps")
    assert pseudo.sha256 == hub.sha256
    assert [(one.id, one.name, one.facets) for one in sorted(pseudo.listings, key=lambda one: one.id)] == [
        (one.id, one.name, one.facets) for one in sorted(hub.listings, key=lambda one: one.id)
    ]
    assert all(one.summary in pseudo.translated for one in pseudo.listings)


def test_terms_that_are_half_translated_are_shown_in_english(tmp_path: Path) -> None:
    shutil.copytree(DATA / "hub", tmp_path / "hub")
    overlay = tmp_path / "locales/ar/content/hub/terms/hub-terms-1.yaml"
    overlay.parent.mkdir(parents=True)
    overlay.write_text("title: شروط المركز\n", encoding="utf-8")
    (english,), (theirs,) = load_hub("en", tmp_path).terms, load_hub("ar", tmp_path).terms
    assert theirs == english
    assert theirs.lang == "en"
    assert load_hub("qps").terms[0].lang == "qps", "a whole translation is shown"


def test_every_problem_of_the_files_is_named_at_once(tmp_path: Path) -> None:
    shutil.copytree(DATA / "hub", tmp_path / "hub")
    (tmp_path / "hub/guidance.yaml").write_text("guidance: []\n", encoding="utf-8")
    (tmp_path / "hub/paths.yaml").unlink()
    with pytest.raises(ContentError) as caught:
        load_hub("en", tmp_path)
    assert [problem.partition(":")[0] for problem in caught.value.problems] == ["hub/guidance.yaml", "hub/paths.yaml"]


def test_the_library_does_not_wait_for_the_hub(hub: Hub, tmp_path: Path) -> None:
    shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("__pycache__", "*.py", "hub", "locales"))
    assert load_library("en", tmp_path / "data").sha256 == load_library().sha256
    assert load_guides("en", tmp_path / "data").sha256 == load_guides().sha256


# ---------------------------------------------------------------- what it must say, and must not


def test_the_notice_says_that_nothing_was_evaluated(hub: Hub) -> None:
    assert hub.catalogue.notice.startswith(NOTICE)


def test_no_noun_of_the_hub_holds_a_grade() -> None:
    forbidden = re.compile(r"score|rank|grade|rating|stars|popular|price|paid|views|clicks|download", re.IGNORECASE)
    assert [
        f"{one.__name__}.{x.name}" for one in kinds_of_nouns() for x in fields(one) if forbidden.search(x.name)
    ] == []


def test_a_listing_cannot_hold_a_download() -> None:
    assert {one.name for one in fields(Listing)} == {
        "id", "name", "provider", "country", "summary", "does", "ask", "facets", "stated", "not_stated", "unverified",
        "origin", "sources", "words",
    }  # fmt: skip


def test_all_forty_two_tools_are_listed_with_sources_and_marks(hub: Hub) -> None:
    assert len(hub.listings) == 42
    assert all(one.sources and one.values("verification") in (("verified",), ("partial",)) for one in hub.listings)
    assert sorted(one.id for one in hub.listings if one.values("verification") == ("partial",)) == [
        "autopsy", "camera-forensics", "griffeye", "photodna"
    ]  # fmt: skip


def test_every_listing_says_or_leaves_open_each_criterion(hub: Hub) -> None:
    wanted = {one.id for one in hub.catalogue.criteria}
    for one in hub.listings:
        stated = {criterion for criterion in wanted if one.says(criterion)}
        assert stated | set(one.not_stated) == wanted, one.id
        assert stated.isdisjoint(one.not_stated), one.id


def test_each_listing_asks_questions(hub: Hub) -> None:
    assert all(2 <= len(one.ask) <= 4 and all(ask.endswith("?") for ask in one.ask) for one in hub.listings)


def test_the_eight_steps_say_that_they_are_our_own(hub: Hub) -> None:
    steps = hub.catalogue.facet("steps")
    assert len(steps.values) == 8
    assert "of our own" in steps.note
    taught = {one.id for one in hub.module("mod-workflow").sections}
    assert {one.id for one in steps.values} <= taught, "each step that one can filter by is explained"


def test_the_terms_say_what_is_not_promised(hub: Hub) -> None:
    said = " ".join(hub.terms[-1].not_promised)
    assert all(word in said for word in ("Ask the provider", "buying", "endorse", "no money", "cannot find everything"))


def test_the_latest_terms_answer_every_clause_of_the_requirement(hub: Hub) -> None:
    met = {name for clause in hub.terms[-1].clauses for name in clause.meets}
    assert {one.id for one in hub.clauses if one.document == "terms-of-engagement"} - met == set()


def test_every_role_has_a_path_at_every_level(hub: Hub) -> None:
    roles = ("investigator", "technical", "unit-head", "legal")
    assert {(one.role, one.level) for one in hub.paths} == set(product(roles, LEVELS))
    taught = {step.target for one in hub.paths for step in one.steps if step.kind == "module"}
    assert taught == {one.id for one in hub.modules}


def test_a_sensitive_module_warns_and_can_be_skipped(hub: Hub) -> None:
    wellbeing = hub.module("mod-wellbeing")
    assert wellbeing.warning
    assert "Skip any part" in wellbeing.skip
    for one in hub.modules:
        assert bool(one.warning) == bool(one.skip)
        assert one.warning or not any(section.sensitive for section in one.sections)


def test_help_contacts_are_said_to_be_missing_until_an_agency_enters_them(hub: Hub) -> None:
    assert "brings no help line of its own" in hub.guide("help-contacts").text
    digits = re.compile(r"\d{3}")
    assert not digits.search(hub.guide("help-contacts").text), "no number of ours could be right everywhere"


def test_a_module_is_read_within_ten_minutes(hub: Hub) -> None:
    assert all(one.minutes <= 10 and 6 <= len(one.sections) <= 10 for one in hub.modules)


def test_what_is_needed_to_agree_and_to_filter_is_there_in_arabic() -> None:
    arabic = load_hub("ar")
    shown = [arabic.catalogue, *arabic.guidance, *arabic.terms]
    assert [f"{one}"[:60] for one in shown if any(x.text not in arabic.translated for x in texts_of(one))] == []
    assert arabic.terms[-1].lang == "ar"
