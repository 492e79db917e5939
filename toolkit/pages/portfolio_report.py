"""The portfolio as a report: what the address shows, with denominators, bounds, method and what is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from toolkit.content.interface import interface
from toolkit.core.model import ToolkitError
from toolkit.core.portfolio import System, distribution, places
from toolkit.core.portfolio_compare import ALWAYS
from toolkit.core.release import released
from toolkit.pages.files_out import NO_FORMAT
from toolkit.pages.portfolio_overview import sentences
from toolkit.pages.portfolio_place import GROUPS
from toolkit.pages.portfolio_report_inventory import inventory_blocks
from toolkit.pages.portfolio_report_risks import compared_blocks, risk_blocks
from toolkit.pages.portfolio_state import Book
from toolkit.pages.portfolio_view import row_of
from toolkit.pages.portfolio_words import REASONS, TIERS, cell_words, group_name, option_label, trigger_name
from toolkit.pages.report_assessment import level_range, method_annex, source_line, teller
from toolkit.pages.report_file import MIMES, Format, Wish, written
from toolkit.pages.report_words import Teller
from toolkit.render.document import (
    Block,
    Document,
    Line,
    Notice,
    Said,
    Tone,
    facts,
    heading,
    line,
    listing,
    para,
    strong,
    table,
    typed,
)
from toolkit.render.html import know
from toolkit.render.report import between, level

ROWS, FEW_ROWS = 50, 15
"""Systems in the table of a whole report and of a short one; the others are counted."""

NAMED = 30
"""So many systems that are not assessed are named."""

NOTHING = "There is nothing to report: no system and no public inventory is here."


def portfolio_file(book: Book, wish: Wish, fmt: str, template: bytes | None = None) -> tuple[str, str, bytes]:
    """File name, media type and content of the report; raises ToolkitError (NoPdf where PDFs cannot be made).

    `template` is a Word file of the agency's own.
    """
    if fmt not in tuple(Format):
        raise ToolkitError(interface(wish.lang).gettext(NO_FORMAT))
    document = portfolio_document(book, wish)
    words = ("demo" if document.demo else "", "portfolio", wish.moment.date().isoformat())
    kind = ("short" if wish.short else "", "for-release" if wish.release else "")
    name = "-".join(part for part in (*words, *kind) if part)
    return f"{name}.{fmt}", MIMES[Format(fmt)], written(document, Format(fmt), template)


def portfolio_document(book: Book, wish: Wish) -> Document:
    """The report on what an address of the page shows; raises ToolkitError where nothing is there at all."""
    know(book.library.lang, book.library.translated)
    hidden = withheld_in(book) if wish.release else {}
    book = for_release(book) if wish.release else book
    tell = teller(book.context)
    if not book.systems and not book.state.shelf.inventories:
        raise ToolkitError(tell.gettext(NOTHING))
    parts: list[Callable[[Book, Teller, Wish], Iterator[Block]]] = [_head]
    if book.systems:
        parts += [_asked, _numbers, _levels, _systems, compared_blocks, risk_blocks]
    parts += [inventory_blocks, _not_assessed]
    blocks = [block for part in parts for block in part(book, tell, wish)]
    blocks += [
        *(_withheld(book, tell, hidden) if wish.release else ()),
        *_limits(book, tell),
        *_method(book, tell, wish),
    ]
    title = tell.gettext("Portfolio of AI systems")
    return Document(wish.lang, title, tell.gettext("Portfolio report"), tuple(blocks), demo=book.demo)


# ---------------------------------------------------------------- for release


def withheld_in(book: Book) -> dict[str, int]:
    """How many answers of each system that is shown are marked as not for release."""
    found = {one.id: len(released(book.by_id[one.id].record.values).hidden) for one in book.shown}
    return {name: number for name, number in found.items() if number}


def for_release(book: Book) -> Book:
    """The same address, computed without what is marked: no level, count or order depends on a hidden answer."""
    # Another revision, because levels are remembered by it: the released record is not the one that is stored.
    public = tuple(
        replace(one, values=released(one.values).values, revision=-1 - one.revision, result=None)
        for one in book.state.shelf.records
    )
    return Book(replace(book.state, shelf=replace(book.state.shelf, records=public)), book.context)


def _withheld(book: Book, tell: Teller, hidden: dict[str, int]) -> Iterator[Block]:
    _ = tell.gettext
    yield heading(2, _("Withheld from this report"))
    if not hidden:
        yield para(_("The agency has withheld no answer from this report."))
        return
    total = sum(hidden.values())
    said = tell.say_n("{number} answer is withheld.", "{number} answers are withheld.", total)
    yield Notice("info", said, line(_(
        "They are treated as unknown here. Levels, stages and counts in this report are computed without them, so the "
        "agency’s own result can be different."
    )))  # fmt: skip
    rows: list[list[Said]] = [
        [typed(book.by_id[name].system.title), str(number)] for name, number in hidden.items() if name in book.by_id
    ]
    yield table(_("Where answers were withheld"), [_("System"), _("Answers withheld")], rows[:ROWS], shown=True)
    yield from more(tell, len(rows) - ROWS)


# ---------------------------------------------------------------- what is shown


def _head(book: Book, tell: Teller, wish: Wish) -> Iterator[Block]:
    _ = tell.gettext
    yield heading(1, _("Portfolio of AI systems"))
    yield para(
        *between((tell.day(wish.moment.date()), _(TIERS[book.tier]), tell.content(book.method.name))), tone=Tone.ABOVE
    )
    if book.demo:
        yield Notice("demo", line(_("Illustrations: every assessment in this report is made up.")))
    if book.systems:
        found = tell.say_n(
            "{found} of {number} system", "{found} of {number} systems", len(book.systems), found=str(len(book.shown))
        )
        yield para(found, tone=Tone.LEAD)


def _asked(book: Book, tell: Teller, wish: Wish) -> Iterator[Block]:
    """What the report is narrowed to, and what to know before levels are compared."""
    _, rows = tell.gettext, list(_filters(book, tell))
    yield heading(2, _("What this report is about"))
    yield facts(rows) if rows else para(_("No filter: all systems that the reader may see."))
    other = sum(one.method != book.method.id for one in book.shown)
    if other:
        yield para(tell.say_n(
            "All levels here are by one method. {number} system was assessed by another; its own result stands "
            "unchanged on its page.",
            "All levels here are by one method. {number} systems were assessed by another; their own results stand "
            "unchanged on their pages.",
            other,
        ))  # fmt: skip
    if len({one.content for one in book.shown}) > 1:
        yield para(_(
            "These systems were answered on different versions of the questions. Questions that a version did not have "
            "count as not answered."
        ))  # fmt: skip


def _filters(book: Book, tell: Teller) -> Iterator[tuple[Said, Said]]:
    _, place, query = tell.gettext, book.place, book.query
    if query.level is not None:
        words = "{level} or above, perhaps" if query.may else "{level} or above, for sure"
        words = "{level}, for sure or perhaps" if query.just else words
        yield _("Level"), tell.say(words, level=tell.content(book.method.level(query.level).label))
    if query.since:
        yield _("Last change on or after"), tell.day(query.since)
    if query.until:
        yield _("Last change on or before"), tell.day(query.until)
    if query.principle:
        yield _("Principle"), tell.content(book.principles[query.principle])
    for name in GROUPS:
        if given := place.one(name):
            option = option_label(book, name, given)
            yield group_name(book, name), typed(option) if name == "unit" else tell.content(option)
    if query.trigger:
        yield _("Legal rule that matches or may match"), tell.content(trigger_name(book, query.trigger))
    if query.text:
        yield _("Words in the name or unit"), typed(query.text)
    if query.cell:
        yield _("A risk at"), cell_words(tell.interface, query.cell)


def _numbers(book: Book, tell: Teller, wish: Wish) -> Iterator[Block]:
    yield heading(2, tell.gettext("In numbers"))
    yield listing([text for text, _ in sentences(book)])


def _levels(book: Book, tell: Teller, wish: Wish) -> Iterator[Block]:
    _ = tell.gettext
    found = distribution(book.shown, book.tier, len(book.method.levels), book.query.principle)
    yield heading(2, _("How many at each level"))
    yield para(_("A range counts at each level that it may have, so the counts add up to more."), tone=Tone.HINT)
    rows: list[list[Said]] = [
        [tell.content(book.method.level(at).label), str(one.sure), str(one.most), str(len(book.shown))]
        for at, one in reversed(list(enumerate(found)))
    ]
    rows.append([_("Not assessed"), "0", str(len(book.shown) - found[0].total), str(len(book.shown))])
    yield table(_("How many at each level"), [_("Level"), _("At least"), _("At most"), _("Of")], rows)


# ---------------------------------------------------------------- the systems


def _systems(book: Book, tell: Teller, wish: Wish) -> Iterator[Block]:
    """The systems, the worst first; a bounded table, and how many stand after it."""
    _, most = tell.gettext, FEW_ROWS if wish.short else ROWS
    where = places(book.shown, book.tier, book.query.principle)
    yield heading(2, _("Systems, the worst first"), new_page=not wish.short)
    yield para(_(
        "The worst comes first: by what is sure, then by how many risks have that level, then by what may be."
    ))  # fmt: skip
    head = [_("System"), _("Level"), _("Place"), _("Legal rules"), _("Answered"), _("Last change")]
    rows = [_system(tell, row_of(book, one, where)) for one in book.shown[:most]]
    yield table(_("Systems, the worst first"), head, rows)
    yield from more(tell, len(book.shown) - most)


def _system(tell: Teller, row: dict[str, Any]) -> list[Said]:
    rules: list[Said] = [tell.content(name) for name in row["triggers"]]
    if row["open"]:
        rules.append(tell.say_n("{number} rule may match", "{number} rules may match", row["open"]))
    days = tell.say_n("{number} day ago", "{number} days ago", row["age"])
    return [
        line(*between((typed(row["title"]), typed(row["unit"])))),
        level(tell.interface, level_range(row["level"])),
        tell.span(row["place"]),
        tell.listed(rules) if rules else tell.gettext("No rule matches"),
        tell.say("{done} of {items}", done=str(row["done"]), items=str(row["apply"])),
        line(*between((tell.day(row["changed"]), days))),
    ]


def more(tell: Teller, number: int) -> Iterator[Block]:
    """How many rows a table leaves out; nothing where it holds all."""
    if number > 0:
        yield para(tell.say_n(
            "{number} more is not in this table. The counts of this report include it; the page lists it.",
            "{number} more are not in this table. The counts of this report include them; the page lists them.",
            number,
        ), tone=Tone.HINT)  # fmt: skip


def _not_assessed(book: Book, tell: Teller, wish: Wish) -> Iterator[Block]:
    _ = tell.gettext
    open_ones: Sequence[System] = [one for one in book.shown if one.level(book.tier) is None]
    if not book.systems:
        return
    yield heading(2, _("What is not assessed"))
    yield para(tell.say(
        "Not assessed yet: {number} of {total}. That is unknown, not low.", number=str(len(open_ones)),
        total=str(len(book.shown)),
    ))  # fmt: skip
    if open_ones:
        yield listing([typed(one.title) for one in open_ones[:NAMED]])
        yield from more(tell, len(open_ones) - NAMED)


def _limits(book: Book, tell: Teller) -> Iterator[Block]:
    yield heading(2, tell.gettext("What this report does not do, and why"))
    yield listing([tell.gettext(REASONS[one]) for one in ALWAYS])


def _method(book: Book, tell: Teller, wish: Wish) -> Iterator[Block]:
    """The method in one page, with what identifies it."""
    _, method, library = tell.gettext, book.method, book.library
    about = method_annex(book.context, method)
    yield heading(2, _("The method in one page"), new_page=not wish.short)
    yield para(strong(about["name"]))
    yield from (para(one) for one in about["paragraphs"])
    if about["health"] and not wish.short:
        head, *rows = about["health"]
        yield table(_("What the matrix can and cannot tell apart"), head, rows, shown=True)
    yield heading(3, _("Sources"))
    sources: list[Line] = [line(tell.content(method.name), ": ", source_line(tell, method.source))]
    sources += [line(tell.content(one.title), ": ", source_line(tell, one.source)) for one in library.packs]
    yield listing(sources)
    yield heading(3, _("Versions"))
    packs = [(tell.content(one.title), typed(one.version)) for one in library.packs]
    yield facts([
        (_("Scoring method"), typed(f"{method.id} {method.version}")),
        (_("Questions"), typed(f"{library.questionnaire} {library.version}")),
        *packs,
        (_("Hash of the questions"), typed(library.sha256)),
        (_("Address of this view"), typed(book.place.route)),
    ])  # fmt: skip
    yield para(_(
        "This report is not a certificate. It shows what the agency answered, and what follows from it under the "
        "method named here."
    ))  # fmt: skip
