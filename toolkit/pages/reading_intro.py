"""Where reading begins: the overview, the tour for a first visit, and the introduction chapter by chapter."""

from __future__ import annotations

from toolkit.core.guide import Chapter
from toolkit.core.model import ToolkitError
from toolkit.core.practice import TourPage
from toolkit.pages.reading_check import checked, passed
from toolkit.pages.reading_practice import choices
from toolkit.pages.reading_state import NotHere, Reader, Reading, sheet
from toolkit.pages.screen import Screen

TOUR_ANSWERS = {"yes": "Yes", "partly": "Partly", "no": "No", "unknown": "I don’t know"}


def overview(reader: Reader, reading: Reading) -> Screen:
    """Everything there is to read, and where the reader stopped."""
    if reader.rest:
        raise NotHere(reader.path)
    given = {"memory": reader.memory, "guides": reading.guides}
    html = reading.draw("read_overview.j2", next=next_chapter(reader, reading), **given)
    return sheet(reading.interface.gettext("Read"), html)


def next_chapter(reader: Reader, reading: Reading) -> Chapter | None:
    """The first chapter that was not read to its end; None if all were."""
    return next((one for one in reading.guides.chapters if one.id not in reader.memory.read), None)


# ---------------------------------------------------------------- the tour


def tour(reader: Reader, reading: Reading) -> Screen:
    """Two questions, the pages, and five questions about one's own agency."""
    pages, title = reading.guides.tour.pages, reading.interface.gettext("Ten-minute tour")
    if not pages:
        raise NotHere(reader.path)
    match reader.rest:
        case ():
            html = reading.draw("read_tour.j2", memory=reader.memory, total=len(pages), **choices(reading))
            return sheet(title, html)
        case ("check",):
            return _tour_check(reader, reading)
        case (number,) if number in {str(n) for n in range(1, len(pages) + 1)}:
            return _tour_page(reader, reading, int(number), pages[int(number) - 1])
    raise NotHere(reader.path)


def _tour_page(reader: Reader, reading: Reading, number: int, page: TourPage) -> Screen:
    chosen = reader.one("guess")
    guess = int(chosen) if chosen in {str(n) for n in range(len(page.guess.answers))} else None
    total = len(reading.guides.tour.pages)
    answers = [(str(place), reading.mark(one.text)) for place, one in enumerate(page.guess.answers)]
    given = {"page": page, "number": number, "total": total, "guess": guess, "answers": answers}
    given["missing"] = guess is None and bool(reader.one("sent"))
    html = reading.draw("read_tour_page.j2", here=reader.path, **given)
    return sheet(page.title, html, ("tour", reading.interface.gettext("Ten-minute tour")))


def _tour_check(reader: Reader, reading: Reading) -> Screen:
    _ = reading.interface.gettext
    given = [(one, reader.one(f"t{number}")) for number, one in enumerate(reading.guides.tour.check, 1)]
    answered = [pair for pair in given if pair[1] in TOUR_ANSWERS]
    primer = f"{reader.memory.role}-{reader.memory.activity}"
    html = reading.draw(
        "read_tour_check.j2",
        questions=given,
        answers=[(name, _(TOUR_ANSWERS[name])) for name in TOUR_ANSWERS],
        asked=bool(answered),
        open=[one for one, answer in answered if answer != "yes"],
        clear=[one for one, answer in answered if answer == "yes"],
        missing=len(answered) < len(given),
        empty=not answered and bool(reader.one("sent")),
        primer=primer if reading.has("primer", primer) else "",
    )
    return sheet(_("Five questions about your agency"), html, ("tour", _("Ten-minute tour")))


# ---------------------------------------------------------------- the introduction


def introduction(reader: Reader, reading: Reading) -> Screen:
    """The list of chapters, or one of them."""
    title = reading.interface.gettext("Introduction")
    match reader.rest:
        case ():
            given = {"chapters": reading.guides.chapters, "memory": reader.memory}
            return sheet(title, reading.draw("read_introduction.j2", next=next_chapter(reader, reading), **given))
        case (name,):
            return _chapter(reader, reading, name, title)
    raise NotHere(reader.path)


def _chapter(reader: Reader, reading: Reading, name: str, parent: str) -> Screen:
    try:
        chapter = reading.guides.chapter(name)
    except ToolkitError as error:
        raise NotHere(reader.path) from error
    order = list(reading.guides.chapters)
    place = order.index(chapter)
    questions = checked(chapter, reader)
    handed_in = bool(reader.one("sent")) or any(one.answered for one in questions)
    missing = [one for one in questions if handed_in and not one.answered]
    html = reading.draw(
        "read_chapter.j2",
        chapter=chapter,
        number=place + 1,
        total=len(order),
        questions=questions,
        handed_in=handed_in,
        open=[{"href": f"#{one.name}", "text": reading.mark(one.question.question)} for one in missing],
        passed=passed(chapter, reader),
        passed_before=name in reader.memory.passed,
        before=order[place - 1] if place else None,
        after=order[place + 1] if place + 1 < len(order) else None,
        here=reader.path,
        related=reading.web.related("chapter", name),
    )
    return sheet(chapter.title, html, ("introduction", parent))
