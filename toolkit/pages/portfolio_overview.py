"""The portfolio in sentences: each number with what it is out of, and a way to what it counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from toolkit.core.portfolio import STALE_DAYS, Share, System, answered, distribution, share, widest
from toolkit.core.portfolio_compare import ALWAYS
from toolkit.pages.portfolio_place import JUST, MAY
from toolkit.pages.portfolio_state import Book
from toolkit.pages.portfolio_view import row_of
from toolkit.pages.portfolio_words import REASONS, TIERS, code
from toolkit.pages.screen import Part
from toolkit.render.html import render

Said = tuple[str, str]
"""A sentence, and the address of what it counts, if there is one."""


def overview(book: Book) -> list[Part]:
    """Numbers as sentences, the levels as bars, the widest ranges, and what is not shown and why."""
    if not book.systems:
        return []
    shown = book.shown
    rows = distribution(shown, book.tier, len(book.method.levels), book.query.principle)
    html = render(
        book.interface.lang,
        "port_overview.j2",
        sentences=sentences(book),
        rows=[_level_row(book, at, one) for at, one in reversed(list(enumerate(rows)))],
        known=rows[0].total,
        total=len(shown),
        not_assessed=len(shown) - rows[0].total,
        widest=[row_of(book, one, {}) for one in widest(shown, book.tier)[:5]],
        reasons=[(reason, book.interface.gettext(REASONS[reason])) for reason in ALWAYS],
        code=code(book, "levels"),
        tier=book.interface.gettext(TIERS[book.tier]),
    )
    return [Part("overview", html)]


def sentences(book: Book) -> list[Said]:
    """The portfolio in numbers, each with what it is out of."""
    return [*_levels(book), *_law(book), *_open(book), *_days(book)]


def _level_row(book: Book, index: int, found: Share) -> dict[str, Any]:
    level = book.method.level(index)
    route = book.place.having(level=JUST + level.id).to("systems").route
    return {"level": level, "sure": found.sure, "may": found.most, "route": route}


def _to(book: Book, **changes: str) -> str:
    return book.place.having(**changes).to("systems").route


def _levels(book: Book) -> Iterator[Said]:
    level = book.method.level(book.method.index("high"))
    found = share(book.shown, book.tier, book.method.index("high"), book.query.principle)
    sentence = book.interface.say(
        "At {level} or above: at least {sure} and at most {most} of {total} systems.",
        level=level.label,
        sure=found.sure,
        most=found.most,
        total=len(book.shown),
    )
    yield sentence, _to(book, level=MAY + level.id)


def _law(book: Book) -> Iterator[Said]:
    """What legal rules forbid, and what open legal questions leave open."""
    say, top, total = book.interface.say, book.method.level(book.method.top), len(book.shown)
    found = share(book.shown, book.tier, book.method.top)
    if found.most:
        sentence = say(
            "{level} by a legal rule: at least {sure} and at most {most} of {total}.",
            level=top.label,
            sure=found.sure,
            most=found.most,
            total=total,
        )
        yield sentence, _to(book, level=MAY + top.id)
    held = sum(_held_open(one, book) for one in book.shown)
    if held:
        sentence = say(
            "In {number} of {total} systems, open legal questions alone raise the upper end. Answer those first.",
            number=held,
            total=total,
        )
        yield sentence, _to(book, sort="triggers")


def _held_open(one: System, book: Book) -> bool:
    """Whether open legal questions widen a level beyond what the answers to risks leave open."""
    tier = one.tier(book.tier)
    level, before = tier.system.level, tier.before_law
    return bool(level and before and level.hi > max(before.hi, level.lo))


def _open(book: Book) -> Iterator[Said]:
    say, n, shown = book.interface.say, book.interface.number, book.shown
    nothing = sum(one.level(book.tier) is None for one in shown)
    sentence = say("Not assessed yet: {number} of {total}. That is unknown, not low.", number=nothing, total=len(shown))
    yield sentence, _to(book, sort="coverage")
    done, items = answered(shown)
    sentence = say("Questions answered: {done} of {items} that apply.", done=n(done), items=n(items))
    yield sentence, _to(book, sort="coverage")


def _days(book: Book) -> Iterator[Said]:
    say_n, shown = book.interface.say_n, book.shown
    old = sum(one.age(book.context.today) > STALE_DAYS for one in shown)
    sentence = say_n(
        "{number} system has not changed for more than a year, of {total}.",
        "{number} systems have not changed for more than a year, of {total}.",
        old,
        total=len(shown),
    )
    yield sentence, _to(book, sort="changed")
    late, dated = _reviews(book, shown)
    sentence = book.interface.say(
        "The day of review has passed for {late} of {dated} systems that have one.", late=late, dated=dated
    )
    yield sentence if dated else book.interface.gettext("No system has a day of review."), ""


def _reviews(book: Book, shown: Sequence[System]) -> tuple[int, int]:
    given = [str(book.by_id[one.id].record.values.get("meta/review_date") or "") for one in shown]
    days = [day for text in given if (day := _day(text))]
    return sum(day < book.context.today for day in days), len(days)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
