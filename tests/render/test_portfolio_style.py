"""The sheet of the portfolio keeps the rules of the first one."""

from __future__ import annotations

import re

from tests.render.test_reading_style import PHYSICAL
from toolkit.render.html import portfolio_sheet

CSS = re.sub(r"/\*.*?\*/", "", portfolio_sheet(), flags=re.DOTALL)


def test_every_rule_stays_inside_the_toolkit():
    selectors = re.findall(r"(?:^|\}|\{)\s*([^@{}]+)\{", CSS)
    assert len(selectors) > 40
    assert [one for group in selectors for one in re.split(r",(?![^(]*\))", group) if "#tk" not in one] == []


def test_the_sheet_knows_only_logical_directions():
    assert re.findall(rf"[;{{]\s*({PHYSICAL})\s*:", CSS) == []
    assert re.findall(r":[^;{}()]*\b(?:left|right)\b[^;{}]*;", CSS) == []


def test_colours_come_from_the_tokens_and_nothing_is_fetched():
    assert not re.search(r":[^;{}]*(#[0-9a-f]{3,8}\b|rgb|hsl)", CSS)
    assert not re.search(r"url\(|@import|@font-face|!important", CSS)


def test_the_sheet_stays_small():
    assert len(portfolio_sheet().encode()) <= 8_192
