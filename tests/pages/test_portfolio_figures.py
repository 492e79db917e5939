"""Charts of the portfolio are opened on purpose, stand beside their table, and are ordinary figures in a notebook."""

import gzip
import json
import re
from html import unescape

import pytest

from tests.pages.portfolio import Analyst, fill
from tests.pages.test_portfolio import text_of
from toolkit.core.model import ToolkitError
from toolkit.pages import portfolio_figures
from toolkit.pages.portfolio_frame import Frames
from toolkit.server import assets, client

CHARTS = {"strip": "groups?by=unit", "ecdf": "groups?by=unit", "pareto": "drivers"}


@pytest.fixture
def analyst(store):
    fill(store, 9)
    return Analyst(store)


@pytest.mark.parametrize(("name", "route"), CHARTS.items())
def test_a_chart_waits_for_somebody_who_opens_it_and_says_what_it_costs(analyst, name, route):
    closed = analyst.go(route).html()
    assert "data-figure" not in closed
    assert "(fetches 1.5 MB once)" in text_of(closed)
    opened = analyst.go(re.search(rf'data-value="([^"]*chart={name}[^"]*)"', unescape(closed))[1]).html()
    figure = json.loads(unescape(re.search(r'data-figure="(.*?)"', opened)[1]))
    assert figure["data"]
    assert f'.figure("{name}")' in unescape(opened)


def test_the_page_names_the_files_that_the_server_hands_out(analyst):
    about = portfolio_figures.opened(analyst.book, "strip")
    assert about["module"] == assets.load()["chart.js"].path
    version, path = client.plotly()
    assert about["plotly"] == f"plotly/{version}/plotly.min.js"
    assert about["megabytes"] == f"{len(gzip.compress(path.read_bytes())) / 1e6:.1f}"


def test_where_no_server_hands_it_out_no_chart_is_offered(analyst):
    analyst.visit.address = ""
    assert "fetches" not in analyst.go("groups?chart=strip").html()


def test_every_system_is_a_dot_that_leads_to_its_row(analyst):
    spec = portfolio_figures.strips(analyst.go("groups?by=unit").book)
    routes = [route for trace in spec["data"] for route in trace["customdata"]]
    assert len(routes) == 9
    assert "1 of 9 systems" in text_of(analyst.go(routes[0]).html())


def test_a_notebook_makes_the_same_charts_and_knows_no_others(analyst):
    frames = Frames(analyst.go("groups?by=unit").book)
    assert len(frames.figure("strip").data) >= 1
    assert len(frames.figure("pareto").data) == 2
    with pytest.raises(ToolkitError, match="choose one of strip, ecdf, pareto"):
        frames.figure("pie")
