"""The sheets of workshops keep the rules of the first one, and stay small enough for a phone."""

from __future__ import annotations

import re

import pytest

from toolkit.render.html import HERE

NAMES = ("room.css", "screen.css")
PHYSICAL = "width|height|min-width|max-width|min-height|max-height|top|bottom|left|right"


def sheet(name: str) -> str:
    return re.sub(r"/\*.*?\*/", "", (HERE / "static" / name).read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_stays_inside_the_toolkit(name: str) -> None:
    selectors = re.findall(r"(?:^|\}|\{)\s*([^@{}]+)\{", sheet(name))
    assert len(selectors) > 10
    assert [one for group in selectors for one in re.split(r",(?![^(]*\))", group) if "#tk" not in one] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_sheet_knows_only_logical_directions(name: str) -> None:
    assert re.findall(rf"[;{{]\s*({PHYSICAL})\s*:", sheet(name)) == []
    assert re.findall(r":[^;{}()]*\b(?:left|right)\b[^;{}]*;", sheet(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_colours_come_from_the_tokens_and_nothing_is_fetched_or_important(name: str) -> None:
    assert not re.search(r":[^;{}]*(#[0-9a-f]{3,8}\b|rgb|hsl)", sheet(name))
    assert not re.search(r"url\(|@import|@font-face|!important", sheet(name))


@pytest.mark.parametrize("name", NAMES)
def test_a_sheet_stays_small(name: str) -> None:
    assert len((HERE / "static" / name).read_bytes()) <= 8_192
