"""Squares for phones."""

import base64

import pytest

from toolkit.render.qr import qr_png

ADDRESS = "http://192.168.0.7:8866/join?code=123456"


def test_a_square_is_a_picture_inside_the_page():
    head, _, data = qr_png(ADDRESS).partition(",")
    assert head == "data:image/png;base64"
    assert base64.b64decode(data).startswith(b"\x89PNG")


def test_different_addresses_make_different_squares_and_the_same_one_always_the_same():
    assert qr_png(ADDRESS) == qr_png(ADDRESS)
    assert qr_png(ADDRESS) != qr_png(ADDRESS + "7")


def test_an_address_that_fits_into_no_square_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match="too long for a square"):
        qr_png("x" * 5000)
