"""The report of a portfolio: the same figures as the page, bounded tables, filters, release, and many formats."""

from __future__ import annotations

import random
import re

import pytest

from tests.pages.desk import TODAY
from tests.pages.portfolio import Analyst, add, answers, fill, items_of, profile
from tests.pages.test_portfolio_inventory import SMALL, bring
from toolkit.analysis.parquet import Answers
from toolkit.core.model import ToolkitError
from toolkit.core.portfolio_items import density
from toolkit.core.responses import Tier
from toolkit.pages.portfolio_frame import Frames
from toolkit.pages.portfolio_overview import sentences
from toolkit.pages.portfolio_report import portfolio_document, portfolio_file
from toolkit.pages.report_file import Wish
from toolkit.pages.screen import Event
from toolkit.render.document_md import markdown


def wish(lang="en", **how):
    return Wish(lang, TODAY, **how)


def bare(text):
    return re.sub("[\u200e\u200f\u2066-\u2069]", "", re.sub(r"\\([\\`*_{}\[\]<>#|~&.+-])", r"\1", text))


def text(analyst, lang="en", **how):
    return bare(markdown(portfolio_document(analyst.book, wish(lang, **how))))


def section(said, title):
    return said.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def rows(part):
    return [line for line in part.splitlines() if line.startswith("| ") and "---" not in line][1:]


@pytest.fixture
def analyst(store):
    fill(store, 6)
    return bring(Analyst(store), SMALL).go("overview")


# ---------------------------------------------------------------- what it says


def test_the_report_says_the_sentences_of_the_page_with_their_denominators(analyst):
    numbers = section(text(analyst), "In numbers")
    for sentence, _ in sentences(analyst.book):
        assert f"- {bare(sentence)}" in numbers
    assert "of 6" in numbers


def test_the_order_is_the_page_s_order_with_ranges_places_coverage_and_age(analyst):
    found = rows(section(text(analyst), "Systems, the worst first"))
    assert [row.split(" · ")[0].strip("| ") for row in found] == [one.title for one in analyst.book.shown]
    first = analyst.book.shown[0]
    done, items = first.coverage
    assert f"{done} of {items}" in found[0]
    assert "days ago" in found[0]
    assert "at least" in section(text(analyst), "Systems, the worst first")


def test_the_matrix_as_a_table_counts_every_risk_that_has_one_cell(analyst):
    table = section(text(analyst), "Where the risks sit")
    sure = sum(int(n) for row in rows(table) for n in re.findall(r": (\d+)", row))
    fixed = [
        one
        for system in analyst.book.shown
        for one in system.tier(Tier.CURRENT).items.values()
        if one.likelihood.determined and one.impact.determined
    ]
    assert sure == len(fixed) > 0


def test_every_principle_stands_beside_the_number_of_systems_that_it_applies_to(analyst):
    table = section(text(analyst), "Principles in the systems")
    for name, label in analyst.book.principles.items():
        applies = sum(one.node(Tier.CURRENT, name).level is not None for one in analyst.book.shown)
        assert re.search(rf"\| {re.escape(label)} \| \d+ \| \d+ \| {applies} \|", table), label


def test_inventories_are_counted_and_never_have_a_level(analyst):
    part = section(text(analyst), "Public inventories")
    assert "3 of 3 records. None is assessed." in part
    assert "1 of 2 systems in use and of high impact that were asked." in part
    assert "Face search · DOJ / FBI" in part
    assert not re.search(r"\b(Low|Medium|High|Extreme)\b \|", part)


def test_the_method_is_named_with_its_version_and_the_hash_of_the_questions(analyst):
    part = section(text(analyst), "The method in one page")
    assert f"{analyst.book.method.id} {analyst.book.method.version}" in part
    assert analyst.book.library.sha256 in part


def test_systems_without_an_answer_are_named_as_unknown_not_low(analyst, store):
    add(store, "Nobody looked", profile(0))
    part = section(text(analyst.go("overview")), "What is not assessed")
    assert "Not assessed yet: 1 of 7. That is unknown, not low." in part
    assert "Nobody looked" in part


# ---------------------------------------------------------------- what it is narrowed to


def test_filters_narrow_the_report_and_stand_in_it(analyst):
    analyst.go("systems?unit=Unit~202&q=System&tier=inherent")
    said = text(analyst)
    assert "1 of 6 systems" in said
    assert {"Unit 2", "System"} <= set(re.findall(r"Unit 2|System", section(said, "What this report is about")))
    assert rows(section(said, "Systems, the worst first"))[0].startswith("| System 002")
    assert "Before safeguards" in said


def test_systems_that_are_compared_stand_side_by_side_with_what_cannot_be_said(analyst):
    two = [one.id for one in analyst.book.shown[:2]]
    said = text(analyst.go(f"compare?id={two[0]}&id={two[1]}"))
    part = section(said, "Systems side by side")
    assert "risks differ." in part
    assert "There is no average level." in said
    assert "Systems side by side" not in text(analyst.go("overview"))


def test_a_long_table_is_bounded_and_says_what_it_leaves_out(store):
    fill(store, 53)
    analyst = Analyst(store)
    whole, short = (section(text(analyst, short=short), "Systems, the worst first") for short in (False, True))
    assert (len(rows(whole)), len(rows(short))) == (50, 15)
    assert "3 more are not in this table." in whole
    assert "38 more are not in this table." in short


def test_illustrations_say_so_and_never_mix_with_real_systems(store):
    values = profile(0)
    add(store, "Made up", values, demo=True)
    add(store, "Real", values)
    analyst = Analyst(store)
    assert "Made up" not in text(analyst)
    said = text(analyst.go("overview?demo=yes"))
    assert "every assessment in this report is made up" in said
    assert "Real" not in rows(section(said, "Systems, the worst first"))[0]
    assert portfolio_file(analyst.book, wish(), "md")[0].startswith("demo-")


def test_with_nothing_there_a_sentence_says_so(store):
    with pytest.raises(ToolkitError, match="nothing to report"):
        portfolio_document(Analyst(store).book, wish())


# ---------------------------------------------------------------- for release


def test_a_report_for_release_is_the_same_whatever_a_hidden_answer_says(store):
    said, own = [], []
    for who, rating in (("ada", 1), ("bob", 5)):
        items = items_of(profile(0))
        values = profile(0) | answers(items, random.Random(3), unknown=0.4)
        values |= {f"withhold/item/{items[0].id}": "an open inquiry"}
        values |= {
            f"item/{items[0].id}/likelihood": rating,
            f"item/{items[0].id}/impact": min(rating, items[0].impact_cap),
        }
        add(store, "Guarded", values, who)
        said.append(text(Analyst(store, who=who), release=True))
        own.append(text(Analyst(store, who=who)))
    assert "1 answer is withheld." in said[0]
    assert said[0] == said[1]
    assert own[0] != own[1]


# ---------------------------------------------------------------- formats and the page


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("fmt", ["html", "docx", "md"])
def test_it_is_made_in_every_format_and_language(store, lang, fmt):
    fill(store, 2)
    name, mime, data = portfolio_file(Analyst(store, lang).book, wish(lang), fmt)
    assert name == f"portfolio-{TODAY.date()}.{fmt}"
    assert (mime.split("/")[0] in {"text", "application"}, len(data) > 2_000) == (True, True)


def test_the_page_hands_the_report_out_again_if_its_answer_was_lost(analyst):
    assert "Report of what is shown" in analyst.html()
    for _ in range(2):
        analyst.visit.handle(Event("act", "export", "report/md/short"), "tab-1", 1)
        assert analyst.visit.file.filename.endswith("-short.md")
    assert b"In numbers" in analyst.visit.file.content
    analyst.act("export", "report/exe/short")
    assert "That file format is not known." in analyst.html()


def test_the_long_table_of_an_address_has_every_item_in_three_tiers(analyst, tmp_path):
    frames = Frames(analyst.go("systems?q=System").book)
    items = sum(len(one.tier(Tier.CURRENT).items) for one in analyst.book.shown)
    assert len(frames.tidy()) == frames.save(str(tmp_path / "a.parquet")) == 3 * items
    sure = Answers(str(tmp_path / "a.parquet")).matrix().set_index(["likelihood", "impact"])["sure"].to_dict()
    assert {cell: n for cell, n in sure.items() if n} == density(analyst.book.shown, Tier.CURRENT).sure
