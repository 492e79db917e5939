"""The guides: every file loads, in each language, apart from the risk library; the nouns and the files agree."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest

from tests.content import small_guides as small
from tests.content.broken import Copy
from toolkit.content import schema_guides, schema_practice
from toolkit.content.check import check, number_lines
from toolkit.content.check_guide_text import link_problems
from toolkit.content.check_report import Notes
from toolkit.content.check_shapes import KINDS, Content, read_content
from toolkit.content.check_text import texts
from toolkit.content.guide_walk import SHAPES, leaves
from toolkit.content.guides import load_guides
from toolkit.content.load import load_library
from toolkit.content.markdown import blocks, links, refused
from toolkit.content.read import ContentError, data_root, of_guides, read_file
from toolkit.core.guide import STAGES
from toolkit.core.guide_links import in_order, web
from toolkit.core.guides import TOUR, address, texts_of, words_of
from toolkit.core.practice import ACTIVITIES, OTHER_ROLES, OUTCOMES, ROLES

DATA = data_root()
FILES = sorted(name for path in DATA.rglob("*.yaml") if of_guides(name := path.relative_to(DATA).as_posix()))
SOURCES = [name for name in FILES if not name.startswith("locales/")]


def content() -> Content:
    return read_content(DATA, {}, Notes({}))


@pytest.mark.parametrize("name", SOURCES)
def test_a_guide_has_its_shape(name: str) -> None:
    kind = next(kind for kind in KINDS if kind.holds(name))
    assert kind.shape.model_validate(read_file(DATA / name, DATA))


@pytest.mark.parametrize("name", SOURCES)
def test_the_keys_that_are_translated_are_those_that_the_nouns_show(name: str) -> None:
    """Three homes of “what is text” agree: the nouns, the shapes and the keys of overlays."""
    raw = read_file(DATA / name, DATA)
    shape = next(kind.shape for kind in KINDS if kind.holds(name)).model_validate(raw)
    if isinstance(shape, schema_practice.PathsFile):
        shown = {passage.text for path in shape.paths for passage in texts_of(path.core())}
    else:
        assert isinstance(shape, schema_guides.GuideShape)
        shown = {passage.text for passage in texts_of(shape.core())}
    assert {leaf.text for leaf in leaves(shape) if leaf.readable and leaf.text} == shown
    assert {one.text.strip() for one in texts(raw, name) if one.text} == {text.strip() for text in shown}


@pytest.mark.parametrize("lang", ["en", "ar", "qps"])
def test_the_guides_load_in_each_language(lang: str) -> None:
    there = {kind: [one.id for _, one in load_guides(lang).resources()] for kind in ("all",)}
    assert there == {"all": [one.id for _, one in load_guides().resources()]}


def test_every_kind_of_guide_is_there() -> None:
    guides = load_guides()
    kinds = {"chapter", "explorable", "principle", "case", "recommendation", "primer"}
    assert {kind for kind, _ in guides.resources()} == kinds
    assert (len(guides.tour.pages), {path.id for path in guides.paths}) == (5, {"small", "large"})


def test_every_file_of_the_guides_became_a_noun() -> None:
    held = [path for path, shape in content().shapes.items() if isinstance(shape, SHAPES) and of_guides(path)]
    assert sorted(held) == SOURCES


def test_the_roadmap_can_be_walked_in_order() -> None:
    every = load_guides().recommendations
    seen: set[str] = set()
    for one in in_order(every):
        assert seen >= set(one.needs)
        seen.add(one.id)
    assert len(seen) == len(every)


def test_every_principle_has_cases_items_controls_and_recommendations() -> None:
    library, guides = load_library(), load_guides()
    links = web(guides, library.items, library.controls.values(), library.principles)
    for principle in library.principles:
        found = links.related("principle", principle.id)
        missing = [kind for kind in ("cases", "items", "controls", "recommendations") if not getattr(found, kind)]
        assert (principle.id, missing) == (principle.id, [])


def test_closed_sets_have_one_meaning_in_files_and_nouns() -> None:
    assert get_args(schema_guides.Stage) == STAGES
    assert get_args(schema_practice.Role) == ROLES
    assert get_args(schema_practice.Owner) == ROLES + OTHER_ROLES
    fields = schema_practice.PrimerFile.model_fields, schema_practice.CaseFile.model_fields
    assert get_args(fields[0]["activity"].annotation) == ACTIVITIES
    assert get_args(fields[1]["outcome"].annotation) == OUTCOMES


# ---------------------------------------------------------------- small guides


@pytest.fixture
def tiny(copy: Copy) -> Copy:
    return small.put(copy, small.files())


def test_the_risk_library_never_reads_the_guides(tiny: Copy) -> None:
    before = load_library("en", tiny.root).sha256
    load_library.cache_clear()
    tiny.write(small.CASE, "id: [")
    assert load_library("en", tiny.root).sha256 == before
    with pytest.raises(ContentError, match=small.CASE):
        load_guides("en", tiny.root)


def test_the_guides_load_before_all_kinds_are_written(tiny: Copy) -> None:
    for name in (small.TOUR, small.PATHS, small.CASE):
        tiny.path(name).unlink()
    guides = load_guides("en", tiny.root)
    assert (guides.cases, guides.paths, guides.tour.pages, len(guides.primers)) == ((), (), (), 1)


def test_a_translation_is_laid_over_and_the_rest_is_named(tiny: Copy) -> None:
    tiny.write(f"locales/xx/content/{small.CASE}", "title: Ein Fall\ndecisions: {small-case-d1: {when: Im März}}\n")
    guides = load_guides("xx", tiny.root)
    case = guides.case("small-case")
    assert (case.title, case.decisions[0].when, case.decisions[1].when) == ("Ein Fall", "Im März", "March")
    assert guides.translated == {"Ein Fall", "Im März"}
    assert guides.untranslated >= {address("case", "small-case"), address("principle", "accuracy"), TOUR}
    assert guides.sha256 == load_guides("en", tiny.root).sha256


def test_in_english_nothing_waits_for_translation(tiny: Copy) -> None:
    assert load_guides("en", tiny.root).untranslated == frozenset()


def test_a_full_translation_leaves_nothing_untranslated(tiny: Copy) -> None:
    guides = load_guides("qps", tiny.root)
    assert guides.untranslated == frozenset()
    shown = [passage.text for _, one in guides.resources() for passage in texts_of(one)]
    assert [text for text in shown if not text.endswith("]")] == []


@pytest.mark.parametrize("key", ["right: false", "judgement: worse", "warning: none", "jurisdiction: US"])
def test_a_translation_changes_no_rule(tiny: Copy, key: str) -> None:
    tiny.write(f"locales/xx/content/{small.CASE}", key + "\n")
    with pytest.raises(ContentError, match="locales/xx"):
        load_guides("xx", tiny.root)


def test_a_problem_names_the_nearest_id(tiny: Copy) -> None:
    tiny.replace(small.CASE, "accuracy-wrong-lead", "accuracy-wrong-laed")
    problem = tiny.only("dangling-id")
    assert "did you mean accuracy-wrong-lead?" in problem.message
    assert "accuracy-wrong-laed" in tiny.path(small.CASE).read_text().splitlines()[problem.line - 1]


@pytest.mark.parametrize(
    "target",
    ["/read/cases/small-case", "/read/introduction/intro-small#two", "/read/principles/privacy", "/read/glossary/model",
     "/read/roadmap/rec-0-0", "/read/primers/legal-procure", "/read/explorables/explore-small", "/read/tour", "/risk"],
)  # fmt: skip
def test_a_link_to_something_that_is_there_is_welcome(tiny: Copy, target: str) -> None:
    tiny.replace(small.CASE, f'"happened": "{small.LONG}"', f'"happened": "See [this]({target})."')
    assert tiny.problems("dead-link") == []


def test_words_and_grades_are_printed_for_each_guide(tiny: Copy) -> None:
    report = check(tiny.root)
    guides = load_guides("en", tiny.root)
    measured = {(one.kind, one.id): one for one in report.numbers}
    assert {(kind, one.id) for kind, one in guides.resources()} | {("tour", "tour")} == set(measured)
    for kind, one in guides.resources():
        assert measured[kind, one.id].words == words_of(one)
    lines = number_lines(report)
    assert len(lines) == 1 + len(measured) + len({one.kind for one in report.numbers})
    assert measured["recommendation", "rec-0-0"].technical == 0


# ---------------------------------------------------------------- Markdown


def test_paragraphs_and_list_items_are_texts_of_their_own() -> None:
    text = "One **bold** word\nand a [link](/read/tour).\n\n- first\n- second _one_\n"
    assert blocks(text) == ("One bold word and a link.", "first", "second one")
    assert blocks("plain") == ("plain",)
    assert list(links(text)) == ["/read/tour"]


@pytest.mark.parametrize(
    ("text", "name"),
    [("# A", "heading"), ("> A", "blockquote"), ("    a", "code block"), ("`a`", "code inline"), ("---", "hr"),
     ("![a](b)", "image"), ("a\n\n<p>b</p>", "html block")],
)  # fmt: skip
def test_other_markdown_is_refused(text: str, name: str) -> None:
    assert list(refused(text)) == [name]


def test_links_are_not_judged_by_ids_that_could_not_be_read() -> None:
    unsure = Content({}, {}, {"case"})
    assert list(link_problems("/read/cases/none", {}, unsure)) == []
    assert list(link_problems("/read/cases/none", {}, Content({})))


def test_the_guides_of_the_checkout_lie_where_they_are_looked_for() -> None:
    assert (Path(DATA) / small.TOUR).is_file()


def test_a_mapping_of_any_kind_is_walked() -> None:
    page: Any = schema_guides.PrincipleFile.model_validate(small.page())
    assert {leaf.at[1] for leaf in leaves(page) if leaf.at[0] == "stages"} == set(STAGES)
