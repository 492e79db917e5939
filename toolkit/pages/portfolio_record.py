"""One record of a public inventory on the page: what was published, word for word, and what follows; no level."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.content.surveys import inventory_words
from toolkit.core.inventory import Finding, Record
from toolkit.pages.portfolio_inventory import change_of, known, remarks_of, row_of
from toolkit.pages.portfolio_inventory_words import FINDINGS, PRACTICES, SAID, TEXTS
from toolkit.pages.portfolio_state import Book
from toolkit.pages.screen import Part
from toolkit.render.html import render


def record(book: Book) -> list[Part]:
    """One record: what was published, word for word, what is reported about controls, and the findings about it."""
    found = known(book)
    one = found.by_id.get(book.place.arg)
    html = render(
        book.interface.lang,
        "port_record.j2",
        one=row_of(book, found, one) if one else None,
        practices=_practices(book, one) if one else [],
        findings=[_finding(book, each) for each in found.findings.get(one.id, ())] if one else [],
        remarks=remarks_of(book, [one]) if one else [],
        texts=[*_texts(book, one)] if one else [],
        other=[change_of(book, found, each) for each in found.changes if one and one.id in (each.earlier, each.later)],
        made=book.risk(book.state.made, "describe/1") if book.state.made else "",
        begun=bool(book.state.made),
        row=one.row if one else 0,
    )
    return [Part("record", html)]


def _texts(book: Book, one: Record) -> Iterator[tuple[str, str]]:
    """What is published beside answers on practices, each under its name in the reader's language."""
    for name, text in one.texts.items():
        if text and not name.startswith("said."):
            yield (book.interface.gettext(TEXTS[name]) if name in TEXTS else name), text


def _practices(book: Book, one: Record) -> list[dict[str, str]]:
    _, words = book.interface.gettext, inventory_words()["practices"]
    rows = []
    for name, said in one.practices.items():
        control = book.library.controls.get(words[name]["control"])
        row = {"name": _(PRACTICES[name]), "said": _(SAID[said]), "text": one.texts.get(f"said.{name}", "")}
        rows.append(row | {"control": control.title if control else ""})
    return rows


def _finding(book: Book, one: Finding) -> str:
    _ = book.interface.gettext
    kind = _(FINDINGS[one.kind])
    return f"{_(PRACTICES[one.practice])}: {kind}" if one.practice else kind
