"""Packs as workbooks: what goes out comes back the same, and a mistake is told with its cell."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.exchange.small import refusal
from tests.exchange.strategies import NASTY
from toolkit.content.extension import FOLDERS
from toolkit.content.read import data_root, of_folders, read_tree
from toolkit.exchange.pack_sheet import read_pack_sheet, write_pack_sheet

MANIFEST = {"id": "atlantis", "version": "1.0.0"}
PATH = "questionnaires/risk/legitimacy.yaml"
SHOWABLE = tuple(text for text in NASTY if len(text) < 1000 and "\r" not in text and text.isprintable())

texts = st.sampled_from(SHOWABLE) | st.text(st.characters(categories=["L", "Nd", "P", "Zs"]), max_size=20)
values = st.recursive(
    texts | st.integers(-5, 10_000) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "1", "x y"]), inner, max_size=3),
    max_leaves=6,
)
entries = st.dictionaries(st.sampled_from(["title", "cause", "impact", "help", "applies_when"]), values, max_size=4)


def back(tree: dict) -> dict:
    manifest, found = read_pack_sheet(write_pack_sheet(MANIFEST, tree))
    assert manifest == MANIFEST
    return found


@settings(max_examples=30, deadline=None)
@given(st.lists(entries, min_size=1, max_size=3), values)
def test_whatever_an_entry_holds_comes_back(found: list[dict], extra: object) -> None:
    items = [{"id": f"item-{place}"} | one for place, one in enumerate(found)]
    tree = {PATH: {"principle": "legitimacy", "extra": extra, "items": items}}
    assert back(tree) == tree


def test_all_of_the_shipped_content_comes_back() -> None:
    wanted = read_tree(data_root(), lambda name: of_folders(name, FOLDERS) and not name.startswith("locales/"))
    assert back(wanted) == wanted


def test_authors_write_plain_cells() -> None:
    item = {"id": "a", "title": "A title", "impact_cap": 4, "help": {"basic": "Look."}, "evidence": ["one", "two"]}
    sheet = load_workbook(io.BytesIO(write_pack_sheet(MANIFEST, {PATH: {"items": [item]}})))["items"]
    head, row = sheet.iter_rows(values_only=True)
    cells = dict(zip(head, row, strict=True))
    assert (cells["impact_cap"], cells["help.basic"], cells["evidence"]) == (4, "Look.", "• one\n• two")


def test_no_cell_can_start_a_formula() -> None:
    raw = write_pack_sheet(MANIFEST, {PATH: {"items": [{"id": "a", "title": "=1+1"}]}})
    assert load_workbook(io.BytesIO(raw))["items"]["C2"].value == "'=1+1"


def test_a_mistake_is_told_with_sheet_row_and_column() -> None:
    book = load_workbook(io.BytesIO(write_pack_sheet(MANIFEST, {PATH: {"items": [{"id": "a", "title": "T"}]}})))
    book["items"]["C2"].value = 'json:{"any": ['
    out = io.BytesIO()
    book.save(out)
    assert "items, row 2, title" in refusal(lambda: read_pack_sheet(out.getvalue()))


@pytest.mark.parametrize("raw", [b"", b"no xlsx"])
def test_what_is_no_workbook_is_refused(raw: bytes) -> None:
    assert "XLSX" in refusal(lambda: read_pack_sheet(raw))
