"""Codes are read in any script’s digits and never guessed at; names are easy to remember and each somebody’s own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.strategies import brisk
from toolkit.core.joining import Wrong, new_code, nickname, read_code

codes = st.integers(0, 999_999).map(lambda number: f"{number:06}")
ZEROS = st.sampled_from("0٠۰०০੦૦௦๐０")


@pytest.mark.parametrize(
    "typed",
    [
        *("481903", "481 903", " 481-903 ", "4 8 1 9 0 3", "481\u202f903", "\u2066481903\u2069"),
        *("٤٨١٩٠٣", "۴۸۱۹۰۳", "४८१९०३", "４８１９０３"),
    ],
)
def test_a_code_is_read_in_any_script(typed):
    assert read_code(typed) == "481903"


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("", Wrong.EMPTY),
        (" - ", Wrong.EMPTY),
        ("48190", Wrong.LENGTH),
        ("4819033", Wrong.LENGTH),
        ("4819O3", Wrong.LETTER),
        ("48l903", Wrong.LETTER),
        ("४81903", Wrong.MIXED),
        ("٤81903", Wrong.MIXED),
        ("٤۴٤٤٤٤", Wrong.MIXED),
        ("48190³", Wrong.LETTER),
        ("⑥81903", Wrong.LETTER),
        ("+81903", Wrong.LETTER),
    ],
)
def test_what_only_looks_like_a_code_is_not_guessed_at(typed, wrong):
    assert read_code(typed) is wrong


@brisk
@given(codes, ZEROS)
def test_every_code_is_read_back_from_every_script(code, zero):
    assert read_code("".join(chr(ord(zero) + int(digit)) for digit in code)) == code


@brisk
@given(st.text(max_size=12))
def test_whatever_is_typed_gives_six_digits_or_a_reason(typed):
    found = read_code(typed)
    assert isinstance(found, Wrong) or (len(found) == 6 and set(found) <= set("0123456789"))


@pytest.mark.parametrize("pattern", ["000000", "123456", "987654", "246802", "121212", "123123", "123321", "112211"])
def test_codes_that_people_try_first_are_not_given_out(pattern):
    assert new_code([int(pattern), 481903], ()) == "481903"


def test_a_slip_of_a_finger_never_leads_into_another_workshop():
    assert new_code([481903, 481904, 418903, 481930, 725016], {"481903"}) == "725016"
    assert new_code([481903], {"481904"}) is None


@brisk
@given(st.lists(st.integers(0, 999_999), max_size=30))
def test_codes_that_were_given_out_differ_in_two_digits(drawn):
    taken = []
    for number in drawn:
        found = new_code([number], taken)
        taken += [found] if found else []
    assert all(sum(x != y for x, y in zip(a, b, strict=True)) > 1 for a in taken for b in taken if a != b)
    assert len(set(taken)) == len(taken)


def test_a_nickname_is_a_word_and_a_number_that_nobody_has():
    assert nickname(["Falcon", "Otter"], [0, 0], ()) == "Falcon 10"
    assert nickname(["Falcon", "Otter"], [0, 1], {"Falcon 10"}) == "Otter 10"
    assert nickname(["Falcon"], [0, 90], {"Falcon 10"}) is None
