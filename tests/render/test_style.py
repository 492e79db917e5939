from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from toolkit.render.html import HERE, TEMPLATES, stylesheet

CSS = re.sub(r"/\*.*?\*/", "", stylesheet(), flags=re.DOTALL)
RENDER = sorted(HERE.glob("*.py"))


def declarations() -> list[tuple[str, str]]:
    return re.findall(r"([\w-]+)\s*:\s*([^;{}]+);", CSS)


def test_the_sheet_has_declarations_to_test():
    assert len(declarations()) > 200


def test_the_sheet_never_says_left_or_right():
    assert not re.search(r"\b(left|right)\b", CSS)


def test_boxes_are_measured_along_the_line_not_by_width_and_height():
    physical = {"width", "height", "min-width", "max-width", "min-height", "max-height", "top", "bottom"}
    assert [name for name, _ in declarations() if name in physical] == []


def test_margins_and_paddings_of_four_values_are_not_used():
    four = [value for name, value in declarations() if name in ("margin", "padding") and len(value.split()) == 4]
    assert four == []


def test_nothing_is_important():
    assert "!important" not in CSS


def test_colours_are_written_once_in_the_token_block():
    block = CSS.index("box-sizing")
    assert re.findall(r"#[0-9a-f]{3,8}\b(?!\s*[,{.:\[])", CSS[block:].replace("#tk", "").replace("#first", "")) == []


def test_every_rule_stays_inside_the_toolkit():
    selectors = re.findall(r"(?:^|\}|\{)\s*([^@{}]+)\{", CSS)
    strangers = [one.strip() for group in selectors for one in re.split(r",(?![^(]*\))", group) if "#tk" not in one]
    assert sorted(set(strangers)) == ["#first", "#full", "body[data-toolkit]"]


def test_nothing_is_fetched():
    assert not re.search(r"url\(|@import|@font-face", CSS)


def test_the_sheet_stays_small():
    assert len(stylesheet().encode()) <= 20_480


@pytest.mark.parametrize("path", RENDER, ids=lambda path: path.name)
def test_no_colour_is_written_in_python(path: Path):
    assert not re.search(r"#[0-9a-fA-F]{6}\b", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.j2")), ids=lambda path: path.name)
def test_templates_hold_no_drawing_no_script_and_no_style_but_values(path: Path):
    # A whole document names the file of its script; what is forbidden is a script within a template.
    text = path.read_text(encoding="utf-8").replace('<script src="{{ one }}" defer></script>', "")
    if path.name == "read_picture.j2":  # marks without words: letters in a drawing are torn apart from right to left
        assert not re.search(r"<(text|tspan|image|use|foreignObject|style)\b", text)
        text = text.replace("<svg", "<")
    assert not re.search(r"<svg|<script|\son\w+=|javascript:", text)
    assert all(style.startswith("--") for style in re.findall(r'style="([^"]*)"', text))


FULL = files("toolkit.server") / "template" / "toolkit-full" / "full.css"
FRAME = re.sub(r"/\*.*?\*/", "", FULL.read_text("utf-8"), flags=re.DOTALL)


def test_the_frame_of_full_pages_takes_its_colours_from_the_tokens_and_fetches_nothing():
    assert re.findall(r"#[0-9a-f]{3,8}\b(?!\s*[,{.:>\[ ])|rgba?\(|hsla?\(", FRAME) == []
    assert not re.search(r"url\(|@import|@font-face|!important|(?<![-\w])(left|right|width|height)\s*:", FRAME)


def test_the_frame_of_full_pages_names_only_tokens_that_there_are():
    tokens = set(re.findall(r"(--[\w-]+):", CSS[: CSS.index("box-sizing")]))
    assert set(re.findall(r"var\((--(?!jp-)[\w-]+)\)", FRAME)) - tokens == set()
