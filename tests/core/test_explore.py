"""What all explorables share: inputs refused with a sentence, numbers as people read them, one shape for all."""

import ast
import dataclasses
import os
import subprocess
import sys
from contextlib import suppress
from fractions import Fraction
from math import nan
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

import toolkit.core.explore
from tests.core.strategies import brisk
from toolkit.content.messages import extract_messages
from toolkit.core.explore.chance import bits, unit, whole_parts
from toolkit.core.explore.inputs import Refused
from toolkit.core.explore.registry import EXPLORABLES
from toolkit.core.explore.shown import Amount, Bars, IconArray, Lines, count, share

ROOT = Path(__file__).parents[2]
TEXTS = sorted((ROOT / "data" / "guides" / "explorables").glob("*.yaml"))
MODULES = sorted(Path(toolkit.core.explore.__file__).parent.glob("[a-z]*.py"))
every = pytest.mark.parametrize("one", EXPLORABLES.values(), ids=EXPLORABLES)


def shown(one, **values):
    return one.result(one.inputs({name: str(value) for name, value in values.items()}))


def words(thing):
    """Every English text in what is shown."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple):
        for entry in thing:
            yield from words(entry)
    elif dataclasses.is_dataclass(thing) and not isinstance(thing, Amount):
        for field in dataclasses.fields(thing):
            if field.name not in ("numbers", "tone", "values"):
                yield from words(getattr(thing, field.name))


def texts_as_input(draw, one):
    """Any inputs that the ranges allow, on a grid of 20 steps, as texts."""
    values = {}
    for name, span in one.ranges().items():
        exact = span.least + (span.most - span.least) * draw(st.integers(0, 20)) / 20
        values[name] = str(round(exact)) if span.whole else f"{float(exact):.4f}"
    return values


# ---------------------------------------------------------------- one shape for all


@every
@settings(max_examples=25, deadline=None, derandomize=True)
@given(data=st.data())
def test_any_allowed_inputs_give_a_complete_picture(one, data):
    result = one.result(one.inputs(texts_as_input(data.draw, one)))
    assert "{" not in str(result.headline)
    assert all(len(row.cells) == len(result.table.headers) - 1 for row in result.table.rows)
    assert sum(row.chosen for row in result.table.rows) <= 1
    complete(result.picture)


def complete(picture):
    match picture:
        case IconArray():
            assert 0 < sum(kind.icons for kind in picture.kinds) <= 1000
            assert all(kind.icons >= 0 for kind in picture.kinds)
        case Bars():
            bars = [bar for group in picture.groups for bar in group.bars]
            assert all(bar.value.value is None or 0 <= bar.value.value <= picture.most for bar in bars)
        case Lines():
            xs = [x.value for x in picture.xs]
            assert xs == sorted(set(xs))
            assert all(len(series.values) == len(xs) for series in picture.series)
            assert all(0 <= y <= picture.most for series in picture.series for y in series.values)
            assert picture.mark is None or xs[0] <= picture.mark.value <= xs[-1]


@every
@pytest.mark.parametrize("end", ["least", "most"])
def test_inputs_at_either_end_of_every_range_work(one, end):
    ends = {name: float(getattr(span, end)) for name, span in one.ranges().items()}
    values = {name: int(value) if value == int(value) else value for name, value in ends.items()}
    complete(shown(one, **values).picture)


@every
def test_the_same_inputs_give_the_same_picture(one):
    assert shown(one) == shown(one)


@pytest.fixture(scope="module")
def known():
    """Every sentence that translators are given."""
    return {message.id for message in extract_messages() if message.id}


@every
def test_every_word_that_is_shown_is_in_the_catalogues_of_translators(one, known):
    assert {text for text in words(shown(one)) if text} - known == set()


@every
def test_choices_are_offered_for_translation_too(one, known):
    assert {text for span in one.ranges().values() for text in span.choices} <= known


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_the_sliders_of_a_text_are_the_inputs_of_its_numbers(path):
    text = YAML(typ="safe").load(path.read_text("utf-8"))
    sliders = {
        one["id"]: tuple(Fraction(str(one[key])) for key in ("min", "max", "step", "default")) for one in text["inputs"]
    }
    spans = EXPLORABLES[text["id"]].ranges()
    assert sliders == {name: (span.least, span.most, span.step, span.default) for name, span in spans.items()}
    assert list(sliders) == list(spans)


def test_each_explorable_has_its_text_and_each_text_its_numbers():
    assert [path.stem for path in TEXTS] == sorted(EXPLORABLES)


IMPORTS = """
import importlib, sys
sys.path.insert(0, {root!r})
for name in {names!r}:
    importlib.import_module("toolkit.core.explore." + name)
tops = {{name.partition(".")[0] for name in sys.modules}}
print(*sorted(tops - set(sys.stdlib_module_names) - {{"toolkit", "__main__"}}))
"""


def test_the_numbers_need_nothing_but_the_standard_library():
    program = IMPORTS.format(root=str(ROOT), names=[path.stem for path in MODULES])
    done = subprocess.run(
        [sys.executable, "-S", "-c", program], capture_output=True, check=True, env=dict(os.environ), text=True
    )
    assert done.stdout.strip() == ""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_explorable_has_state_of_its_own(path):
    """Module names are constants: nothing is written after import, so pages can share them between visitors."""
    tree = ast.parse(path.read_text("utf-8"))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Global | ast.Nonlocal)]


# ---------------------------------------------------------------- inputs


@every
def test_a_default_lies_in_its_range_and_on_its_slider(one):
    for span in one.ranges().values():
        assert span.least <= span.default <= span.most
        assert (span.default - span.least) % span.step == 0
        assert (span.most - span.least) % span.step == 0


def test_inputs_come_from_a_query_string():
    inputs = EXPLORABLES["explore-base-rates"].inputs({"carriers": " 7.5 ", "visitors": "", "lang": "ar"})
    assert inputs.carriers == Fraction(15, 2)
    assert inputs.visitors == 1000


@pytest.mark.parametrize(
    "text", ["201", "-1", "five", "1,5", "1e5", "nan", "inf", "0x10", "9" * 400, "5 5", "½", "--1"]
)
def test_what_is_no_number_or_out_of_range_is_refused_with_a_sentence(text):
    with pytest.raises(Refused) as refused:
        EXPLORABLES["explore-base-rates"].inputs({"carriers": text})
    assert refused.value.name == "carriers"
    assert str(refused.value) == "carriers: Write a number from 0 to 200, such as 5."


def test_people_come_whole():
    with pytest.raises(Refused, match=r"visitors: Write a whole number from 1,000 to 10,000, such as 1,000\."):
        EXPLORABLES["explore-base-rates"].inputs({"visitors": "1000.5"})


@pytest.mark.parametrize("value", [0.1, "0.1", Fraction(1, 10)])
def test_a_tenth_is_exact_however_it_is_written(value):
    assert EXPLORABLES["explore-drift"].kind(decay=value).decay == Fraction(1, 10)


@pytest.mark.parametrize("value", [nan, None, [], "٥٫٥"])
def test_other_kinds_of_values_are_refused(value):
    with pytest.raises(Refused):
        EXPLORABLES["explore-drift"].kind(decay=value)


@every
@brisk
@given(text=st.text(max_size=30))
def test_no_text_from_a_browser_breaks_an_input(one, text):
    for name, span in one.ranges().items():
        with suppress(Refused):
            assert span.least <= getattr(one.inputs({name: text}), name) <= span.most


# ---------------------------------------------------------------- numbers as people read them


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (count(1000), "1,000"),
        (count(Fraction(99, 20), digits=2), "4.95"),
        (count(0), "0"),
        (count(0.000012), "<0.0001"),
        (count(0.035), "0.035"),
        (count(None), "–"),
        (share(Fraction(99, 298)), "33.2%"),
        (share(1), "100%"),
        (share(0), "0%"),
        (share(Fraction(99996, 100000)), "99.996%"),
        (share(0.99999999), ">99.9999%"),
        (share(1e-9), "<0.0001%"),
        (share(Fraction(1, 1000)), "0.1%"),
        (share(0.5), "50%"),
        (share(None), "–"),
    ],
)
def test_numbers_read_well(amount, text):
    assert str(amount) == text


@brisk
@given(st.floats(0, 1))
def test_only_nothing_reads_0_percent_and_only_all_reads_100(value):
    assert (str(share(value)) == "0%") == (value == 0)
    assert (str(share(value)) == "100%") == (value == 1)


@brisk
@given(st.floats(0, 1))
def test_a_share_is_shown_within_a_rounding_step(value):
    amount = share(value)
    assert abs(Fraction(str(amount.number)) - amount.scaled) <= Fraction(1, 10**amount.decimals)


# ---------------------------------------------------------------- whole parts and chance


@brisk
@given(st.lists(st.fractions(0, 1000), min_size=1, max_size=6).filter(any), st.integers(0, 10_000))
def test_whole_parts_add_up_and_each_is_less_than_1_away(parts, total):
    whole = whole_parts(parts, total)
    assert sum(whole) == total
    assert all(abs(part - exact * total / sum(parts)) < 1 for part, exact in zip(whole, parts, strict=True))


def test_the_generator_is_splitmix64():
    """The first numbers from seed 1234567, as published with the algorithm at Rosetta Code (looked up)."""
    random = bits(1234567)
    assert [next(random) for _ in range(5)] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]


@brisk
@given(st.integers(0, 2**64 - 1))
def test_random_shares_lie_from_0_up_to_1(number):
    assert 0 <= unit(number) < 1
