from __future__ import annotations

import re
from itertools import combinations, pairwise

import pytest

from tests.render.colour import VISION, ciede2000, contrast, lab
from toolkit.render.html import stylesheet

TOKENS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", stylesheet()))
RAMP = ("r1", "r2", "r3", "r4", "r5")
TEXT_ON = {"r1": "ink", "r2": "ink", "r3": "ink", "r4": "light", "r5": "light", "r6": "light"}


def test_contrast_of_black_on_white_is_twenty_one():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ],
)
def test_colour_differences_agree_with_the_published_pairs_of_sharma(one, other, difference):
    assert ciede2000(one, other) == pytest.approx(difference, abs=1e-4)


@pytest.mark.parametrize(("fill", "text"), TEXT_ON.items())
def test_level_words_can_be_read_on_their_colour(fill, text):
    assert contrast(TOKENS[fill], TOKENS[text]) >= 4.5


@pytest.mark.parametrize("fill", TEXT_ON)
def test_the_sheet_gives_each_level_the_text_colour_that_was_tested(fill):
    assert f"#tk .{fill} {{ background: var(--{fill}); color: var(--{TEXT_ON[fill]}); }}" in stylesheet()


@pytest.mark.parametrize("ground", ["bg", "surface"])
@pytest.mark.parametrize("text", ["ink", "muted", "primary", "primary-dark", "ok", "err", "warn"])
def test_text_can_be_read_on_page_and_panel(text, ground):
    assert contrast(TOKENS[text], TOKENS[ground]) >= 4.5


@pytest.mark.parametrize("ground", ["primary", "primary-dark", "err"])
def test_button_words_can_be_read(ground):
    assert contrast(TOKENS["light"], TOKENS[ground]) >= 4.5


@pytest.mark.parametrize("ground", ["bg", "surface"])
def test_borders_of_fields_can_be_seen(ground):
    assert contrast(TOKENS["line"], TOKENS[ground]) >= 3


def test_the_focus_shows_on_white_and_on_blue():
    assert contrast(TOKENS["ink"], TOKENS["bg"]) >= 3
    assert contrast(TOKENS["focus"], TOKENS["ink"]) >= 3
    assert contrast(TOKENS["focus"], TOKENS["primary"]) >= 3


@pytest.mark.parametrize("vision", VISION)
def test_levels_differ_for_every_kind_of_colour_vision(vision):
    seen = [lab(TOKENS[name], vision) for name in RAMP]
    assert min(ciede2000(one, other) for one, other in combinations(seen, 2)) >= 8


def test_a_traffic_light_would_fail_the_same_test():
    seen = [lab(colour, "protan") for colour in ("#2e8b57", "#9aad00", "#ffd700", "#ff8c00", "#c00000")]
    assert min(ciede2000(one, other) for one, other in combinations(seen, 2)) < 8


def test_levels_darken_strictly_so_that_grey_print_keeps_their_order():
    lightness = [lab(TOKENS[name])[0] for name in RAMP]
    assert all(lighter > darker + 5 for lighter, darker in pairwise(lightness))
