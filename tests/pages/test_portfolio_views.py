"""Every view of the portfolio: a sentence, a table, code that runs as it stands, and a way to what is counted."""

from __future__ import annotations

import html as markup
import re
from datetime import timedelta
from pathlib import Path

import pytest

from tests.pages.desk import TODAY
from tests.pages.portfolio import Analyst, fill
from tests.pages.test_portfolio_inventory import SMALL, bring
from toolkit import pages
from toolkit.core.responses import Tier
from toolkit.pages import portfolio_frame
from toolkit.store import open_store

VIEWS = {
    "overview": 1,
    "systems": 1,
    "matrix": 2,
    "principles": 1,
    "groups?by=unit": 1,
    "drivers": 2,
    "compare": 1,
    "trend": 1,
    "whatif?likelihood=1": 1,
    "readiness": 1,
    "item": 1,
    "inventories": 1,
}
"""Each view, and how many snippets it shows."""


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A database with systems, one of them in two versions, and an inventory."""
    address = f"sqlite:///{tmp_path_factory.mktemp('views') / 'views.db'}"
    with open_store(address, clock=lambda: TODAY) as store:
        made = fill(store, 6)
        store.submit(made[0].id, {}, who="ada")
        again = store.new_version(made[0].id, who="ada")
        bring(Analyst(store), SMALL)
        yield address, store, again.id, made[1].id


def route_of(view, again, other, analyst):
    item = next(iter(analyst.book.shown[0].tier(Tier.CURRENT).items))
    return {"compare": f"compare?id={again}&id={other}", "trend": f"trend/{again}", "item": f"item/{item}"}.get(
        view, view
    )


@pytest.mark.parametrize(("view", "snippets"), VIEWS.items())
def test_each_view_has_a_sentence_a_table_and_code_that_runs(filled, monkeypatch, view, snippets):
    address, store, again, other = filled
    analyst = Analyst(store)
    page = analyst.go(route_of(view, again, other, analyst)).html()
    assert 'class="gist"' in page
    assert "<table" in page or view in {"item", "readiness"}
    shown = [markup.unescape(one) for one in re.findall(r'<pre class="code"[^>]*>(.*?)</pre>', page, re.DOTALL)]
    assert len(shown) == snippets
    monkeypatch.setenv("TOOLKIT_DATABASE_URL", address)
    monkeypatch.setenv("TOOLKIT_VISITOR", "ada")
    for text in shown:
        *before, last = text.strip().splitlines()
        names: dict[str, object] = {}
        exec("\n".join(before), names)
        frame = eval(last, names)
        assert len(frame) or view == "trend", text
        assert len(frame.columns) or view == "trend", text


def test_what_notebooks_import_stays_a_function_when_it_was_used():
    folder = Path(pages.__file__).parent
    assert [name for name in pages.__all__ if (folder / f"{name}.py").exists()] == []


def test_the_code_of_a_view_gives_its_figures(filled):
    _, store, *_ = filled
    analyst = Analyst(store).go("groups?by=unit")
    frames = portfolio_frame.Frames(analyst.book)
    groups = frames.groups()
    assert groups.groupby("group")["systems"].first().sum() == len(analyst.book.shown)
    moves = frames.moves()
    page = analyst.go("matrix").html()
    total = moves[(moves["from"] == "inherent") & (moves["to"] == "current")]["items"].sum()
    assert f"Of {total} risks with one level for sure in both" in page
    assert set(frames.inventories()["impact_by_its_own_label"]) == {"high", "not_high"}


# ---------------------------------------------------------------- from a figure to what it counts


def test_a_count_of_a_level_leads_to_just_those_systems(filled):
    _, store, *_ = filled
    analyst = Analyst(store)
    for view in ("overview", "groups?by=unit"):
        page = analyst.go(view).html()
        links = set(re.findall(r'data-value="(systems\?[^"]*level=at-[^"]*)"', page))
        assert links, view
        for link in links:
            analyst.go(markup.unescape(link))
            level = analyst.book.query.level
            assert all(one.level(Tier.CURRENT).lo <= level <= one.level(Tier.CURRENT).hi for one in analyst.book.shown)
    every = [one.level(Tier.CURRENT) for one in analyst.go("overview").book.systems]
    high = analyst.book.method.index("high")
    assert len(analyst.go("systems?level=at-high").book.shown) == sum(one.lo <= high <= one.hi for one in every if one)


def test_an_answer_is_shown_with_its_reason_evidence_controls_and_the_way_to_its_history(filled):
    _, store, *_ = filled
    analyst = Analyst(store)
    cell, _ = next(iter(portfolio_frame.density(analyst.book.shown, Tier.CURRENT).sure.items()))
    page = analyst.go(f"matrix?cell={cell[0]}-{cell[1]}").html()
    route = re.search(r'data-value="(item/[^"]+)"', page)
    assert route
    shown = analyst.go(route[1]).html()
    assert {"Answer", "Safeguards", "Level"} <= set(re.findall(r"<dt>(.*?)</dt>", shown))
    assert re.search(r'href="risk\?lang=en#[^"]+/section/', shown)
    assert "Open a system to see the whole answer with its history" in shown


# ---------------------------------------------------------------- narrowed by day, and columns


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (f"since={TODAY.date()}", 6),
        (f"since={TODAY.date() + timedelta(days=1)}", 0),
        (f"until={TODAY.date()}", 6),
        (f"until={TODAY.date() - timedelta(days=1)}", 0),
        ("since=yesterday", 6),
        ("since=2026-02-31", 6),
    ],
)
def test_systems_are_filtered_by_the_day_of_their_last_change(filled, asked, found):
    _, store, *_ = filled
    assert len(Analyst(store).go(f"systems?{asked}").book.shown) == found


def test_columns_are_taken_away_and_brought_back_in_the_address(filled):
    _, store, *_ = filled
    analyst = Analyst(store)
    page = analyst.go("systems").html()
    assert '<th scope="col">Place</th>' in page
    assert 'data-value="systems?less=place"' in page
    less = analyst.go("systems?less=place.rules.nonsense").html()
    assert '<th scope="col">Place</th>' not in less
    assert '<th scope="col">Answered</th>' in less
    assert less.count("<td>") == page.count("<td>") - 2 * 6
    assert 'data-value="systems?less=rules"' in less
