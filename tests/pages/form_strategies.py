"""Random answers of all three kinds, and a person who types them into the cells of a form."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.exchange.record_strategies import readiness_values, workbook_values
from tests.exchange.strategies import texts
from toolkit.content import load_library
from toolkit.core.model import UNKNOWN_CHOICE, FieldKind, Item
from toolkit.core.responses import Confidence, ControlStatus, Decision, State
from toolkit.exchange.cells import excel_escape, shown
from toolkit.exchange.fields import is_day
from toolkit.exchange.form import Form, Place
from toolkit.exchange.form_write import MARK

LIBRARY = load_library("en")
SHOWABLE = texts.map(lambda text: shown(text).strip()).filter(
    lambda text: len(text) < 30_000 and "shortened" not in text
)
"""What can be typed into a cell."""


@st.composite
def scales(draw: st.DrawFn, most: int = 5) -> Any:
    """A step, a range with or without best guess, or unknown."""
    low, high = draw(st.integers(1, most)), draw(st.integers(1, most))
    if low >= high:
        return draw(st.sampled_from([low, UNKNOWN_CHOICE]))
    guess = draw(st.none() | st.integers(low, high))
    return [low, high] if guess is None else [low, high, guess]


@st.composite
def controls(draw: st.DrawFn, name: str) -> dict[str, Any]:
    strengths = sorted(LIBRARY.controls[name].strength)
    return {
        "status": draw(st.sampled_from([one.value for one in ControlStatus])),
        "strength": draw(st.none() | st.sampled_from(strengths)),
        "evidenced": draw(st.booleans()),
        "note": draw(SHOWABLE),
    }


@st.composite
def item_values(draw: st.DrawFn, item: Item) -> dict[str, Any]:
    """Everything that the form can say about one risk."""
    root = f"item/{item.id}"
    optional: dict[str, Any] = {
        f"{root}/likelihood": scales(),
        f"{root}/impact": scales(item.impact_cap),
        f"{root}/state": st.sampled_from([State.WITHHELD.value, *([State.NA.value] if item.na_allowed else [])]),
        f"{root}/confidence": st.sampled_from([one.value for one in Confidence]),
        f"withhold/{root}": SHOWABLE.filter(bool),
        f"treatment/{item.id}/decision": st.sampled_from([one.value for one in Decision]),
        f"treatment/{item.id}/action": SHOWABLE.filter(bool),
        f"treatment/{item.id}/owner_role": st.sampled_from(["legal", "rd"]) | SHOWABLE.filter(bool),
        f"treatment/{item.id}/due": st.dates(date(1990, 1, 1), date(2090, 1, 1)).map(str),
        f"treatment/{item.id}/status": st.sampled_from(["not-started", "in-hand", "done"]),
        **{f"{root}/{part}": SHOWABLE.filter(bool) for part in ("reason", "evidence", "note", "reviewer")},
        **{f"{root}/control/{name}": controls(name) for name in item.controls[:2]},
    }
    return draw(st.fixed_dictionaries({}, optional=optional))


@st.composite
def risk_values(draw: st.DrawFn) -> dict[str, Any]:
    """A description, legal answers and some risks."""
    out: dict[str, Any] = {}
    for field in LIBRARY.profile:
        if draw(st.booleans()):
            ids = [one.id for one in field.options if not one.exclusive]
            many = st.lists(st.sampled_from(ids), min_size=1, max_size=4, unique=True).map(
                lambda picked, ids=ids: sorted(picked, key=ids.index)
            )
            one = many if field.kind is FieldKind.MANY else st.sampled_from(ids)
            out[f"profile/{field.id}"] = draw(one | st.just(UNKNOWN_CHOICE))
    asked = [one.id for one in LIBRARY.facts if one.question]
    given = draw(st.dictionaries(st.sampled_from(asked), st.sampled_from(["yes", "no", UNKNOWN_CHOICE]), max_size=5))
    out |= {f"fact/{name}": word for name, word in given.items()}
    for item in draw(st.lists(st.sampled_from(LIBRARY.items), max_size=3, unique_by=lambda one: one.id)):
        out |= draw(item_values(item))
    return out


def typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as a person can type them: cells show no control characters, and spaces around a text mean nothing."""
    lists = {key: shown(value).strip() if isinstance(value, str) else value for key, value in values.items()}
    return {key: value for key, value in lists.items() if value not in (None, "") and len(str(value)) < 30_000}


ANSWERS = {
    "readiness": readiness_values(withheld=True).map(typed),
    "workbook": workbook_values().map(typed),
    "risk": risk_values(),
}


# ---------------------------------------------------------------- typing


def fill(data: bytes, wanted: Mapping[str, Mapping[Place, Any]]) -> bytes:
    """The form with values typed into cells, by tab and place; saved again as a spreadsheet does."""
    book = load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        first = sheet.cell(1, 1).value
        if not isinstance(first, str) or not first.startswith(MARK):
            continue
        columns = {sheet.cell(1, x).value: x for x in range(2, sheet.max_column + 1)}
        rows = {sheet.cell(y, 1).value: y for y in range(2, sheet.max_row + 1)}
        for (row, column), value in wanted.get(first.removeprefix(MARK), {}).items():
            write(sheet.cell(rows[row], columns[column]), value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write(cell: Any, value: Any) -> None:
    """Type into a cell that is formatted as text: nothing becomes a formula."""
    cell.value = excel_escape(value) if isinstance(value, str) else value
    if isinstance(value, str) and value:
        cell.data_type = "s"


def cells_of(form: Form, values: Mapping[str, Any]) -> dict[str, dict[Place, Any]]:
    """What a person types for these answers: the words of the lists, days as days."""
    out: dict[str, dict[Place, Any]] = {}
    for tab, _, answer in form.answers():
        for place, text in zip(answer.places, answer.show(values), strict=True):
            if text:
                out.setdefault(tab.id, {})[place] = date.fromisoformat(text) if is_day(text) else text
    return out
