"""Costs of treatments in a file: amounts as people write them, and the way there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.core.model import ToolkitError
from toolkit.exchange.treatment import MOST, Line, amount, read_costs, write_lines, written

PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("text", "hundredths"),
    [
        ("", None),
        (" ", None),
        ("0", 0),
        ("12", 1200),
        ("12.5", 1250),
        ("12,05", 1205),
        ("٢٥٫٥", 2550),
        ("100000000", MOST),
    ],
)
def test_an_amount_is_read_as_people_write_it(text, hundredths):
    assert amount(text) == hundredths


@pytest.mark.parametrize("text", ["-1", "1.234", "1,000,000", "1e3", "=1", "100000001", "②", "x"])
def test_anything_else_is_refused_with_an_example(text):
    with pytest.raises(ToolkitError, match="write a number such as 12"):
        amount(text)


@given(st.none() | st.integers(0, MOST))
def test_what_is_written_is_read_back(value):
    assert amount(written(value)) == value


@given(st.dictionaries(PLAIN, st.none() | st.integers(0, MOST), max_size=5))
def test_a_file_gives_its_costs_back(costs):
    data = write_lines(Line(name, "=system", "+treatment", "S", 1, cost) for name, cost in costs.items())
    assert read_costs(data) == {name: cost for name, cost in costs.items() if cost is not None}
    assert b",=system" not in data


@pytest.mark.parametrize("data", [b"", b"id\n1\n", b"\xff\xfe\x00"])
def test_another_file_is_refused(data):
    with pytest.raises(ToolkitError, match=r"file of costs"):
        read_costs(data)
