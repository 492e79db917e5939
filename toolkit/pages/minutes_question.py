"""One question in the minutes of a workshop: what was asked, both rounds, the room’s answer, what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from toolkit.core.agreement import Tally
from toolkit.core.anonymity import Shown
from toolkit.core.method import Interval
from toolkit.core.minutes import Record
from toolkit.core.training import fit
from toolkit.core.workshop import About, Entry, Kind, Phase, Poll
from toolkit.core.workshop_results import Result
from toolkit.pages import minutes_words as words
from toolkit.pages.minutes_words import Told
from toolkit.pages.reading_labels import role_name
from toolkit.pages.room_questions import Scale, trainers
from toolkit.render.document import Block, Line, Said, Tone, heading, line, listing, para, strong, table, typed


def question(told: Told, record: Record, number: int) -> Iterator[Block]:
    """Everything about one question."""
    poll = record.poll
    yield heading(3, f"{number}. ", told.title(poll.id))
    hint = told.asked(poll.id).hint
    if hint:
        yield para(told.said(hint), tone=Tone.HINT)
    results = record.outcome.results
    if not results:
        yield para(_nothing(told, record))
    for one in results:
        yield para(_round(told, poll, one))
    for place, scale in enumerate(told.asked(poll.id).scales):
        yield from _counts(
            told, poll, scale, [(one.round, one.pictures[place].votes) for one in results if one.pictures]
        )
    yield from _groups(told, record)
    yield from _moved(told, record)
    yield from _answer(told, record)
    yield from _key(told, record)
    if record.outcome.reasons:
        yield heading(4, told.gettext("Reasons from the room"))
        yield listing([typed(one) for one in record.outcome.reasons])
    yield from _written(told, record.entries)


def _nothing(told: Told, record: Record) -> str:
    _ = told.gettext
    if record.outcome.phase is Phase.WAITING:
        return _("This question was not put to the room.")
    if record.outcome.phase is Phase.SKIPPED:
        return _("This question was skipped.")
    return _("The workshop ended before the result of this question was shown, so nothing is given.")


def _round(told: Told, poll: Poll, result: Result) -> Line:
    """A round in words: how many answered, what it looks like, the camps; or which rule left it out."""
    tell = told.tell
    name = told.gettext("Round 1") if result.round == 1 else told.gettext("Round 2")
    counted = tell.say_n("{number} answer", "{number} answers", result.voters)
    parts: list[Said] = [strong(f"{name}:"), " ", counted]
    seen = words.verdict(result)
    if seen is not None:
        parts += [", ", words.verdict_words(told, seen)]
    parts += ["."]
    rest: list[Said] = [words.left_out(told, result), words.camps(told, poll, result)]
    if result.shown is Shown.MIDDLE:
        rest += [_middles(told, poll, result)]
    return line(*parts, *(line(" ", one) for one in rest if one))


def _middles(told: Told, poll: Poll, result: Result) -> Line:
    scales = told.asked(poll.id).scales
    found = [words.span(told, poll, scale, one) for scale, one in zip(scales, result.middles, strict=False) if one]
    return told.tell.say("In the middle of the room: {steps}.", steps=told.tell.listed(found)) if found else ()


def _counts(told: Told, poll: Poll, scale: Scale, votes: Sequence[tuple[int, Tally]]) -> Iterator[Block]:
    """A table with the answers of both rounds beside each other, for those that may be counted."""
    if not votes:
        return
    _ = told.gettext
    names = {1: _("Round 1"), 2: _("Round 2")}
    head = [_("Answer"), *(names[number] for number, _votes in votes)]
    rows: list[list[Said]] = [
        [words.step(told, poll, scale, place), *(str(one.counts[place - 1]) for _number, one in votes)]
        for place in range(1, len(scale.steps) + 1)
    ]
    unknown = told.tell.content(trainers(told.lang).unknown)
    rows.append([unknown, *(str(one.unknown) for _number, one in votes)])
    shown = poll.about is About.ITEM
    yield table(told.said(scale.legend) or poll.of, head, rows, shown=shown)


def _groups(told: Told, record: Record) -> Iterator[Block]:
    """The votes of groups in the last round that may show some."""
    last = next((one for one in reversed(record.outcome.results) if one.groups), None)
    if last is None:
        return
    titles = {one.id: one.title for one in told.kept.groups}
    name = told.gettext("Round 1") if last.round == 1 else told.gettext("Round 2")
    for place, scale in enumerate(told.asked(record.poll.id).scales):
        steps = range(1, len(scale.steps) + 1)
        head: list[Said] = [told.gettext("Group"), *(_short(told, record.poll, scale, step) for step in steps)]
        head.append(told.tell.content(trainers(told.lang).unknown))
        rows: list[list[Said]] = [
            [typed(titles.get(group, group)), *map(str, votes[place].counts), str(votes[place].unknown)]
            for group, votes in last.groups.items()
        ]
        caption = line(told.gettext("By group"), f" ({name})")
        more = line(": ", told.said(scale.legend)) if record.poll.about is About.ITEM else ()
        yield table(line(caption, more), head, rows, shown=True)


def _short(told: Told, poll: Poll, scale: Scale, number: int) -> Said:
    """A step at the head of a column: whole levels would not fit there."""
    return words.step(told, poll, scale, number) if not poll.ordered or poll.about is About.ITEM else str(number)


def _moved(told: Told, record: Record) -> Iterator[Block]:
    several = len(record.outcome.shifts) > 1
    names = [told.gettext("Likelihood"), told.gettext("Impact")]
    for place, one in enumerate(record.outcome.shifts):
        lead: list[Said] = [strong(f"{names[place]}:"), " "] if several else []
        yield para(*lead, words.moved(told, one))


def _answer(told: Told, record: Record) -> Iterator[Block]:
    """The group answer with its dissent note."""
    found, poll = record.answer, record.poll
    if found is None:
        return
    yield heading(4, told.gettext("Answer of the room"))
    names = [told.gettext("Likelihood"), told.gettext("Impact")]
    for place, scale in enumerate(told.asked(poll.id).scales):
        given = words.span(told, poll, scale, found.factors[place])
        lead: list[Said] = [f"{names[place]}: "] if poll.about is About.ITEM else []
        yield para(strong(words.merged(line(*lead, given, "."))), " ", words.apart(told, found, place))
        yield from _levels(told, poll, scale, found.factors[place])
    level = words.level_of(told, found.level)
    if level:
        yield para(told.gettext("Level:"), " ", level)
    if found.differ:
        own = words.level_of(told, found.own)
        yield para(told.tell.say(
            "People’s own pairs of likelihood and impact give {level}. The higher of both counts.", level=own
        ))  # fmt: skip


def _levels(told: Told, poll: Poll, scale: Scale, given: Interval | None) -> Iterator[Block]:
    """What the steps of an answer say, where they were named by number only."""
    if poll.about is not About.ITEM and given is not None:
        ends = dict.fromkeys((given.lo, given.hi))
        yield listing([words.step(told, poll, scale, one) for one in ends])


def _key(told: Told, record: Record) -> Iterator[Block]:
    """What the authors of the training case answer, beside the room."""
    case, poll = told.case, record.poll
    found = case.answers(poll.of, told.kept.minutes.injects) if case else None
    if case is None or found is None or not record.outcome.results:
        return
    _ = told.gettext
    yield heading(4, _("Beside the authors of the training case"))
    names = [_("Likelihood"), _("Impact")] if poll.about is About.ITEM else [_("Answer")]
    given = record.answer.factors if record.answer else (None,) * len(poll.steps)
    rows: list[list[Said]] = [
        [
            names[place],
            words.span(told, poll, scale, given[place]),
            words.span(told, poll, scale, found.ranges[place]),
            words.fit_words(told, fit(given[place], found.ranges[place])),
        ]
        for place, scale in enumerate(told.asked(poll.id).scales)
    ]
    head = [_("Scale"), _("The room"), _("The authors"), _("The room’s answer lies")]
    yield table(_("Beside the authors of the training case"), head, rows)
    yield para(strong(_("Why the authors say so:")), " ", told.said(found.because))
    inject = next((one for one in case.injects if one.id == found.inject), None)
    if inject:
        yield para(
            told.tell.say("This holds after “{fact}” came to light.", fact=told.said(inject.title)), tone=Tone.HINT
        )


def _written(told: Told, entries: Iterable[Entry]) -> Iterator[Block]:
    """Points, decisions and actions of one question."""
    by_kind = {kind: [one for one in entries if one.kind is kind] for kind in Kind}
    _ = told.gettext
    names = {Kind.POINT: _("Points"), Kind.DECISION: _("Decisions"), Kind.ACTION: _("Actions")}
    for kind, found in by_kind.items():
        if found:
            yield heading(4, names[kind])
            yield listing([entry_line(told, one) for one in found])


def entry_line(told: Told, one: Entry) -> Line:
    """Something that was written down; an action with its role and its day."""
    more = [typed(part) for part in (role_name(told.tell.interface, one.owner_role), day(told, one.due)) if part]
    return line(typed(one.text), " (", told.tell.listed(more), ")") if more else line(typed(one.text))


def day(told: Told, text: str) -> str:
    """An ISO day as the language writes it; what is none stays as it was typed."""
    try:
        return told.tell.day(date.fromisoformat(text)) if text else ""
    except ValueError:
        return text
