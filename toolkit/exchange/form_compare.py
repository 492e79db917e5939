"""What a filled form would change, before anything is stored: changes, conflicts, and what is refused.

Three versions are compared: the answers that the form was written with, those in its cells, and those stored now. A
cell that nobody touched changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from toolkit.content.interface import Interface
from toolkit.exchange.cells import shown
from toolkit.exchange.form import Answer, Form, Refused, Row, Tab, Values
from toolkit.exchange.form_read import Filled, Found, Page
from toolkit.exchange.form_words import SENTENCES, sentence
from toolkit.exchange.form_write import question_digest
from toolkit.exchange.problems import printable

SHOWN = 8
"""How many rows or columns a notice names."""


@dataclass(frozen=True, slots=True)
class Change:
    """An answer that the form gives: where it stands, and in words what it was, is in the form, and is stored by now.

    `values` are the keys to set, None to clear. `theirs` is empty unless it is a conflict.
    """

    where: str
    question: str
    answer: str
    was: str
    now: str
    values: Mapping[str, Any]
    theirs: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A cell that cannot be taken over, and how to mend it."""

    where: str
    question: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What a form would do: `same` counts answers that change nothing."""

    kind: str
    lang: str
    changes: tuple[Change, ...] = ()
    conflicts: tuple[Change, ...] = ()
    refused: tuple[Refusal, ...] = ()
    notices: tuple[str, ...] = ()
    same: int = 0

    def applied(self, values: Values, conflicts: Collection[Change] = ()) -> dict[str, Any]:
        """The values with all changes, and with those conflicts in which the form shall win; cleared keys are gone."""
        out = dict(values)
        for one in (*self.changes, *conflicts):
            out |= one.values
        return {key: value for key, value in out.items() if value is not None}


def compare(form: Form, filled: Filled, values: Values, interface: Interface) -> Difference:
    """What a filled form would change in the stored values; `form` is the same form as written anew."""
    found = _Found(form, filled, values, interface)
    for tab in form.tabs:
        found.tab(tab)
    return Difference(
        form.kind,
        filled.lang,
        tuple(found.changes),
        tuple(found.conflicts),
        tuple(found.refused),
        (*_foreign(form, filled, interface), *found.notices),
        found.same,
    )


def canonical(value: Any) -> Any:
    """A value for comparing: nothing is None, however it is stored, and a range has no empty best guess."""
    if isinstance(value, list | tuple):
        plain = [canonical(one) for one in value]
        while plain and plain[-1] is None:
            plain.pop()
        return plain or None
    return None if value in ("", {}) else value


class _Found:
    """Gathers what was found; one use each."""

    def __init__(self, form: Form, filled: Filled, values: Values, interface: Interface) -> None:
        self.form, self.filled, self.values, self.interface = form, filled, values, interface
        self.changes: list[Change] = []
        self.conflicts: list[Change] = []
        self.refused: list[Refusal] = []
        self.notices: list[str] = []
        self.same = 0

    def tab(self, tab: Tab) -> None:
        """Everything in one sheet."""
        asked, page = self.filled.rows.get(tab.id, {}), self.filled.pages.get(tab.id)
        if page is None:
            if asked:
                self.notices.append(
                    self.interface.say("The sheet “{name}” is gone. It changes nothing.", name=tab.title)
                )
            return
        rows = {row.id: row for row in tab.rows if row.id in asked}
        bad = {name for name, row in rows.items() if self._bad(tab, row, page)}
        for row in rows.values():
            for answer in row.answers:
                if not any(name in bad for name, _ in answer.places):
                    self._answer(tab, row, answer, page)
        self._said(tab, rows, page)

    def _bad(self, tab: Tab, row: Row, page: Page) -> bool:
        """Whether a row cannot be trusted, which is said once."""
        name = ""
        place = page.cells.get((row.id, tab.check))
        if row.id in page.twice:
            name, where = "row-twice", page.twice[row.id]
        elif place and question_digest(place.text) != self.filled.rows[tab.id][row.id]:
            name, where = "row-moved", place.where
        if name:
            self._refuse(page, where, row, self.interface.gettext(SENTENCES[name]))
        return bool(name)

    def _refuse(self, page: Page, where: str, row: Row, text: str) -> None:
        self.refused.append(Refusal(f"{page.name}, {where}", row.title, text))

    def _answer(self, tab: Tab, row: Row, answer: Answer, page: Page) -> None:
        base = self.filled.base
        expected = [shown(text) for text in answer.show(base)]
        cells = [page.cells.get(place) for place in answer.places]
        texts = [text if one is None else one.text for one, text in zip(cells, expected, strict=True)]
        if all(one.strip() == other.strip() for one, other in zip(texts, expected, strict=True)):
            self.same += 1
            return
        try:
            new = _read(answer, cells, texts, base)
        except Refused as refused:
            cell = cells[refused.place]
            where = cell.where if cell else row.id
            self._refuse(page, where, row, sentence(self.interface, refused))
            return
        self._sort(tab, row, answer, page, cells, new)

    def _sort(
        self, tab: Tab, row: Row, answer: Answer, page: Page, cells: Sequence[Found | None], new: Mapping[str, Any]
    ) -> None:
        """An answer that was read: nothing new, a change, or a conflict."""
        base, now = self.filled.base, self.values
        touched = {key: value for key, value in new.items() if canonical(value) != canonical(base.get(key))}
        left = {key: value for key, value in touched.items() if canonical(value) != canonical(now.get(key))}
        if not left:
            self.same += 1
            return
        clash = any(canonical(base.get(key)) != canonical(now.get(key)) for key in left)
        place = next((one.where for one in cells if one), "")
        change = Change(
            f"{page.name}, {place}",
            row.title,
            _heading(tab, answer),
            _words(answer, base),
            _words(answer, {**base, **new}),
            left,
            _words(answer, now) if clash else "",
        )
        (self.conflicts if clash else self.changes).append(change)

    def _said(self, tab: Tab, rows: Mapping[str, Row], page: Page) -> None:
        """What is worth knowing about the sheet: rows that are gone, unknown or without id, added columns."""
        say, known = self.interface.say, set(self.filled.rows[tab.id]) | {row.id for row in tab.rows}
        gone = [row.title for name, row in rows.items() if name not in page.rows]
        if gone:
            self.notices.append(
                say("{sheet}: rows that are gone change nothing: {rows}", sheet=page.name, rows=_few(gone))
            )
        strange = sorted(page.rows - known)
        if strange:
            self.notices.append(
                say("{sheet}: these rows are not known here: {rows}", sheet=page.name, rows=_few(strange))
            )
        if page.lost:
            self.notices.append(
                say("{sheet}: not read, because the row has lost its id: {rows}", sheet=page.name, rows=_few(page.lost))
            )
        if page.extra:
            self.notices.append(
                say("{sheet}: added columns are not read: {rows}", sheet=page.name, rows=_few(page.extra))
            )


def _read(answer: Answer, cells: Sequence[Found | None], texts: Sequence[str], base: Values) -> dict[str, Any]:
    for place, cell in enumerate(cells):
        if cell and cell.trouble:
            raise Refused(place, cell.trouble)
    return answer.read(texts, base)


def _heading(tab: Tab, answer: Answer) -> str:
    return next((one.title for one in tab.columns if one.id == answer.places[0][1]), "")


def _words(answer: Answer, values: Values) -> str:
    """An answer as a reader sees it in the cells."""
    return " – ".join(text for text in answer.show(values) if text)


def _few(names: Sequence[str]) -> str:
    more = ["…"] if len(names) > SHOWN else []
    return "; ".join([printable(one, 80) for one in names[:SHOWN]] + more)


def _foreign(form: Form, filled: Filled, interface: Interface) -> Iterator[str]:
    """What is worth knowing about the file: other questions, sheets that stand twice, an illustration."""
    if filled.copies:
        yield interface.say("Copied sheets are not read: {names}", names=_few(filled.copies))
    if filled.sha256 == form.sha256:
        return
    yield interface.gettext("The form was written with other questions than those here. Check what you take over.")
    asked = filled.rows
    now = {tab.id: {row.id: question_digest(row.fixed.get(tab.check, "")) for row in tab.rows} for tab in form.tabs}
    reworded = [
        name for tab, rows in asked.items() for name, was in rows.items() if now.get(tab, {}).get(name, was) != was
    ]
    gone = [name for tab, rows in asked.items() for name in rows if name not in now.get(tab, {})]
    if reworded:
        yield interface.say("Questions that read differently by now: {rows}", rows=_few(reworded))
    if gone:
        yield interface.say(
            "Questions that are gone by now; what was written there is not read: {rows}", rows=_few(gone)
        )
