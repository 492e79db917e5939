"""Two to four systems side by side, differences only; one system over time, on questions that both versions had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from toolkit.content.scoring import asked, described
from toolkit.core.portfolio import System
from toolkit.core.portfolio_compare import MOST, Cause, Difference, Seen, Trend, differences, refusals, trend
from toolkit.core.responses import Response
from toolkit.core.risk import Rated
from toolkit.pages.exports import ASKED
from toolkit.pages.portfolio_drivers import answer_words, control_words
from toolkit.pages.portfolio_shelf import Entry, entry
from toolkit.pages.portfolio_state import Book
from toolkit.pages.portfolio_view import refused
from toolkit.pages.portfolio_words import CAUSES, STATES, TIERS, code, option_label, trigger_name
from toolkit.pages.screen import Part
from toolkit.pages.view_whatif import named
from toolkit.render.html import render
from toolkit.store import Stored

SHOWN = 200
"""So many differences are shown."""


def compare(book: Book) -> list[Part]:
    """The chosen systems: what differs in their description and their answers, and what cannot be compared."""
    if not book.systems:
        return []
    chosen = chosen_of(book)
    systems = [one.system for one in chosen]
    found = differences(systems, [one.assessment.responses for one in chosen], book.tier) if len(systems) > 1 else ()
    every = len({name for one in systems for name in one.tier(book.tier).items})
    html = render(
        book.interface.lang,
        "port_compare.j2",
        chosen=[_column(book, one) for one in chosen],
        enough=len(chosen) > 1,
        reasons=refused(book.context, refusals(systems, book.tier)),
        about=_about(book, chosen),
        rows=[_row(book, systems, one) for one in found[:SHOWN]],
        same=every - len(found),
        found=len(found),
        every=every,
        table=book.place.to("systems").route,
        tier=book.interface.gettext(TIERS[book.tier]),
        code=code(book, "differences"),
    )
    return [Part("compare", html)]


def chosen_of(book: Book) -> list[Entry]:
    """The systems that stand in the address to be compared, four at most."""
    return [book.by_id[name] for name in book.place.given.get("id", ()) if name in book.by_id][:MOST]


def _column(book: Book, one: Entry) -> dict[str, Any]:
    done, items = one.system.coverage
    return {
        "id": one.record.id,
        "title": one.system.title,
        "href": book.risk(one.record.id),
        "level": book.level(one.system),
        "done": done,
        "apply": items,
        "triggers": [trigger_name(book, name) for name in one.system.triggers],
    }


def _about(book: Book, chosen: Sequence[Entry]) -> list[tuple[str, list[str]]]:
    """Fields of the description in which the systems differ."""
    rows = []
    for field in book.library.profile:
        given = [one.system.groups.get(field.id, ()) for one in chosen]
        if len(set(given)) > 1:
            labels = [", ".join(option_label(book, field.id, option) for option in options) for options in given]
            rows.append((field.label, labels))
    return rows


def _row(book: Book, systems: Sequence[System], one: Difference) -> dict[str, Any]:
    pairs = zip(systems, one.rated, one.given, strict=True)
    return {
        "title": book.items[one.item].title,
        "principle": book.principles[one.principle],
        "route": book.place.to("item", one.item).route,
        "cells": [_cell(book, system, one.principle, rated, given) for system, rated, given in pairs],
    }


def _cell(
    book: Book, system: System, principle: str, rated: Rated | None, given: Response | None
) -> dict[str, Any] | None:
    if rated is None:
        return None
    answer = given or Response()
    return {
        "level": named(book.method, rated.level),
        "state": book.interface.gettext(STATES[answer.state]),
        "answer": answer_words(book, answer),
        "controls": control_words(book, answer),
        "href": book.risk(system.id, f"section/{principle}"),
    }


# ---------------------------------------------------------------- over time


def over_time(book: Book) -> list[Part]:
    """A system and its version before: what changed on common questions, and why."""
    now = book.by_id.get(book.place.arg)
    earlier = book.state.shelf.earlier.get(book.place.arg, ())
    before = entry(earlier[0], book.context, book.method.id) if earlier else None
    html = render(
        book.interface.lang,
        "port_trend.j2",
        now=_version(book, now) if now else None,
        before=_version(book, before) if before else None,
        found=_trend(book, before, now) if now and before else None,
        reasons=refused(book.context, refusals([before.system, now.system], book.tier)) if now and before else [],
        tier=book.interface.gettext(TIERS[book.tier]),
        code=code(book, "trend"),
    )
    return [Part("trend", html)]


def _version(book: Book, one: Entry) -> dict[str, Any]:
    return {"number": one.system.version, "changed": one.system.changed, "href": book.risk(one.record.id)}


def trend_of(book: Book, before: Entry, now: Entry) -> Trend:
    """What changed between two versions of a system, in the tier of the address."""
    current = asked(book.library)
    return trend(_seen(book, before, _asked(book, before.record, current)), _seen(book, now, current), book.method)


def _trend(book: Book, before: Entry, now: Entry) -> dict[str, Any]:
    found = trend_of(book, before, now)
    levels = {name: named(book.method, getattr(found, name)) for name in _LEVELS}
    return levels | {
        "common": found.common,
        "causes": [(book.interface.gettext(CAUSES[cause]), found.count(cause)) for cause in Cause],
        "moved": len(found.moved),
        "untold": found.untold,
        "rows": _moved(book, found),
    }


def _seen(book: Book, one: Entry, questions: Mapping[str, str] | None) -> Seen:
    known = described(book.library, one.assessment, book.context.today)
    return Seen(one.system.tier(book.tier).items, frozenset(item.id for item in known.items), questions)


def _asked(book: Book, record: Stored, current: Mapping[str, str]) -> Mapping[str, str] | None:
    """How the questions of an earlier version read: as it says itself, or as now if it names the same content."""
    result = record.result if isinstance(record.result, Mapping) else {}
    kept = result.get(ASKED)
    if isinstance(kept, Mapping):
        return {str(name): str(value) for name, value in kept.items()}
    named_content = result.get("content_sha256", record.questionnaire_sha256)
    return current if named_content == book.library.sha256 else None


_LEVELS = ("common_was", "common_now", "all_was", "all_now")


def _moved(book: Book, found: Trend) -> list[dict[str, Any]]:
    """The risks that moved, those in both versions first."""
    order = sorted(found.moved, key=lambda one: (one.cause is Cause.CONTENT, one.item))
    return [
        {
            "title": book.items[one.item].title if one.item in book.items else one.item,
            "was": named(book.method, one.was),
            "now": named(book.method, one.now),
            "cause": book.interface.gettext(CAUSES[one.cause]),
            "route": book.place.to("item", one.item).route,
        }
        for one in order[:SHOWN]
    ]
