"""The minutes of a workshop as a document: what was decided first, then each question, then how the room worked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from toolkit.content.markdown import blocks
from toolkit.content.workshop import load_trainers
from toolkit.core.minutes import Record
from toolkit.core.minutes_kept import KeptMinutes
from toolkit.core.reliability import FIRM, TENTATIVE
from toolkit.core.workshop import Entry, Identity, Kind
from toolkit.core.workshop_past import Voided
from toolkit.pages import minutes_words as words
from toolkit.pages.minutes_question import day, entry_line, question
from toolkit.pages.minutes_words import Told
from toolkit.pages.reading_labels import role_name
from toolkit.pages.report_file import MIMES, Format, written
from toolkit.render.document import (
    Block,
    Document,
    Notice,
    Said,
    Tone,
    Words,
    facts,
    heading,
    line,
    listing,
    para,
    table,
    typed,
)


def minutes_file(kept: KeptMinutes, fmt: Format, lang: str, template: bytes | None = None) -> tuple[str, str, bytes]:
    """File name, media type and content of minutes; raises ToolkitError (NoPdf where PDFs cannot be made).

    `template` is a Word file of the agency’s own.
    """
    return words.file_name(kept, "minutes", fmt), MIMES[fmt], written(minutes_document(kept, lang), fmt, template)


def minutes_document(kept: KeptMinutes, lang: str) -> Document:
    """The minutes in a language."""
    told, found = Told(kept, lang), kept.minutes
    blocks = (
        *_head(told),
        *_came_of_it(told),
        *_answers(told),
        *_questions(told),
        *_divided(told),
        *_told_facts(told),
        *_agenda(told),
        *_how(told),
        *_provenance(told),
    )
    return Document(lang, found.title, told.gettext("Minutes of a workshop"), blocks, demo=found.demo)


# ---------------------------------------------------------------- what it came to


def _head(told: Told) -> Iterator[Block]:
    _, found, tell = told.gettext, told.kept.minutes, told.tell
    yield heading(1, typed(found.title))
    yield para(day(told, told.kept.day), tone=Tone.ABOVE)
    if found.demo:
        yield Notice("demo", line(_("This was a rehearsal. Robots answered, and nothing in it is real.")))
    asked = [one for one in found.records if any(result.voters for result in one.outcome.results)]
    total = len(found.records)
    yield listing([
        tell.say_n("{number} person took part.", "{number} people took part.", found.attendance),
        tell.say("{asked} of {all} questions were answered and shown.", asked=str(len(asked)), all=str(total)),
        *_counted(told),
    ])  # fmt: skip


def _counted(told: Told) -> Iterator[Said]:
    kinds = [one.kind for one in _entries(told)]
    tell = told.tell
    yield tell.say_n("{number} decision was written down.", "{number} decisions were written down.",
                     kinds.count(Kind.DECISION))  # fmt: skip
    yield tell.say_n(
        "{number} action was written down.", "{number} actions were written down.", kinds.count(Kind.ACTION)
    )
    if told.kept.paper:
        yield tell.say_n("{number} ballot on paper was counted.", "{number} ballots on paper were counted.",
                         told.kept.paper)  # fmt: skip


def _entries(told: Told) -> list[Entry]:
    """Everything that was written down: in general first, then question by question."""
    found = told.kept.minutes
    return [*found.entries, *chain.from_iterable(one.entries for one in found.records)]


def _came_of_it(told: Told) -> Iterator[Block]:
    """Decisions, actions and points, so that nobody has to look for them."""
    _, entries = told.gettext, _entries(told)
    decisions = [one for one in entries if one.kind is Kind.DECISION]
    actions = [one for one in entries if one.kind is Kind.ACTION]
    points = [one for one in told.kept.minutes.entries if one.kind is Kind.POINT]
    yield heading(2, _("Decisions and actions"))
    if not decisions and not actions:
        yield para(_("No decision and no action was written down."))
    if decisions:
        yield heading(3, _("Decisions"))
        yield listing([[entry_line(told, one), *_of(told, one)] for one in decisions])
    if actions:
        yield heading(3, _("Actions"))
        rows: list[list[Said]] = [[typed(one.text), _role(told, one), day(told, one.due)] for one in actions]
        yield table(_("Actions"), [_("Action"), _("Owner"), _("Due")], rows)
    if points:
        yield heading(3, _("Points"))
        yield listing([entry_line(told, one) for one in points])


def _role(told: Told, one: Entry) -> Said:
    return typed(role_name(told.tell.interface, one.owner_role))


def _of(told: Told, one: Entry) -> list[Said]:
    known = {record.poll.id for record in told.kept.minutes.records}
    return [told.tell.say("On the question: {title}", title=told.title(one.poll))] if one.poll in known else []


# ---------------------------------------------------------------- the questions


def _answers(told: Told) -> Iterator[Block]:
    """One line for each question, for readers with little time."""
    shown = [one for one in told.kept.minutes.records if one.outcome.results]
    if not shown:
        return
    _ = told.gettext
    yield heading(2, _("What the room answered"))
    yield para(_(
        "An answer goes from the lower to the upper median of the votes. It is a range where the room is divided or "
        "does not know, and never a mean."
    ))  # fmt: skip
    rows: list[list[Said]] = [[told.title(one.poll.id), _answer(told, one), _agreement(told, one)] for one in shown]
    yield table(_("What the room answered"), [_("Question"), _("Answer of the room"), _("Last round")], rows)


def _answer(told: Told, record: Record) -> Said:
    if not record.poll.ordered:
        return told.gettext("The options have no order: see the counts below.")
    level = words.level_of(told, record.answer.level) if record.answer else None
    return line(level, " – ", words.answer(told, record)) if level else words.answer(told, record)


def _agreement(told: Told, record: Record) -> Said:
    last = record.outcome.results[-1]
    counted = told.tell.say_n("{number} answer", "{number} answers", last.voters)
    return line(counted, ", ", words.verdict_words(told, words.verdict(last)))


def _questions(told: Told) -> Iterator[Block]:
    records = told.kept.minutes.records
    if records:
        yield heading(2, told.gettext("Question by question"))
    for number, one in enumerate(records, 1):
        yield from question(told, one, number)


def _divided(told: Told) -> Iterator[Block]:
    """What divided the room most, and how reliably it uses its scales."""
    _, found = told.gettext, told.kept.minutes
    first = {one.poll.id: (one.poll, one.outcome.results[0]) for one in found.records if one.outcome.results}
    if found.ranking:
        yield heading(2, _("Where the room disagreed, most first"))
        yield para(_("By the first, private round. Questions on which a decision hangs come before the others."))
        yield listing([[told.title(one), words.camps(told, *first[one])] for one in found.ranking], ordered=True)
    reading = found.reliability
    if reading is None:
        return
    yield heading(2, _("How reliably this room uses the scales"))
    firm = reading.alpha >= FIRM
    says = _("A firm reading.") if firm else _("A tentative reading.")
    if reading.alpha < TENTATIVE:
        says = _("Below what allows conclusions: people read the scales in different ways.")
    yield para(told.tell.say(
        "Krippendorff’s alpha (ordinal) over {number} scales: {alpha}; 19 of 20 draws lie between {low} and {high}.",
        number=str(reading.questions), alpha=f"{float(reading.alpha):.2f}",
        low=f"{float(reading.low):.2f}", high=f"{float(reading.high):.2f}",
    ), " ", says)  # fmt: skip
    if reading.alike:
        yield para(_("The questions hardly differ from each other, so alpha is low even where everybody agrees."))


def _told_facts(told: Told) -> Iterator[Block]:
    """Facts of the training case that came to light."""
    case = told.case
    if case is None:
        return
    yield heading(2, told.gettext("The training case"))
    yield para(told.said(case.title), tone=Tone.LEAD)
    yield para(told.said(case.lead))
    shown = [one for name in told.kept.minutes.injects for one in case.injects if one.id == name]
    if shown:
        yield heading(3, told.gettext("Facts that came to light"))
        yield listing([[told.said(one.title), *_lines(told, one.text)] for one in shown])
    yield heading(3, told.gettext("What to take home"))
    yield para(told.said(case.lesson))


def _lines(told: Told, text: str) -> list[Said]:
    """Markdown of content as lines: its paragraphs, without marks."""
    return [Words(one, told.tell.content(text).lang) for one in blocks(text)]


# ---------------------------------------------------------------- how it was done


def _agenda(told: Told) -> Iterator[Block]:
    if not told.kept.agenda:
        return
    _ = told.gettext
    parts = load_trainers(told.lang).parts_of(told.kept.agenda)
    rows = [
        [told.said(parts[name].title) if name in parts else typed(name), str(minutes)]
        for name, minutes in told.kept.agenda
    ]
    yield heading(2, _("Agenda"))
    yield table(_("Agenda"), [_("Part"), _("Time in minutes")], rows)


def _how(told: Told) -> Iterator[Block]:
    """How the room worked and what is left out, in a few sentences."""
    _, kept = told.gettext, told.kept
    yield heading(2, _("How the room worked"))
    yield para(_(
        "Everybody answered alone first. Then the room saw the counts and talked, and everybody answered alone again. "
        "“I don’t know” was a full answer at any time."
    ))  # fmt: skip
    yield para(words.rule(told))
    names = {
        Identity.ANONYMOUS: _("Nobody gave a name."),
        Identity.NICKNAMES: _("People used nicknames, which are not kept here."),
        Identity.NAMES: _("People used names, which are not kept here."),
    }
    yield from _past(told)
    yield para(names[kept.identity], " ", _("Nobody’s vote is in these minutes, and none can be worked out from them."))


def _past(told: Told) -> Iterator[Block]:
    """What became of the room on its way: who came back, rounds that were thrown away, entries that were mended."""
    past, tell = told.kept.past, told.tell
    removed = sum(one.removed for one in past.mended)
    said = [
        tell.say_n("The trainer counted {number} person.", "The trainer counted {number} people.", past.counted),
        tell.say_n("{number} person came in again after losing the page, and counts once.",
                   "{number} people came in again after losing the page, and count once.", past.back),
        tell.say_n("{number} entry was corrected after it was written down.",
                   "{number} entries were corrected after they were written down.", len(past.mended) - removed),
        tell.say_n("{number} entry was removed.", "{number} entries were removed.", removed),
    ]  # fmt: skip
    numbers = (past.counted, past.back, len(past.mended) - removed, removed)
    thrown = [_thrown(told, one) for one in past.voided]
    lines = [*(one for one, number in zip(said, numbers, strict=True) if number), *thrown]
    if lines:
        yield listing(lines)


def _thrown(told: Told, one: Voided) -> Said:
    return told.tell.say_n(
        "Round {round} of “{title}” was thrown away unseen with {number} answer.",
        "Round {round} of “{title}” was thrown away unseen with {number} answers.",
        one.ballots,
        round=str(one.round),
        title=told.title(one.poll),
    )


def _provenance(told: Told) -> Iterator[Block]:
    _, kept = told.gettext, told.kept
    yield heading(2, _("Where these minutes are from"))
    method = told.tell.content(told.method.name) if told.method else typed(kept.method)
    yield facts([
        (_("Workshop"), typed(kept.minutes.workshop)),
        (_("Scoring method"), method),
        (_("Version of the toolkit"), typed(kept.version)),
        (_("Content of the workshop"), typed(kept.content[:16])),
    ])  # fmt: skip
    if kept.content != words.content_now():
        changed = _("The toolkit’s texts have changed since. Counts are as they were; words are those of today.")
        yield Notice("info", line(changed))
