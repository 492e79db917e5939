"""What is printed for a workshop as Word documents, for trainers who change such papers.

They say what the pages say: only the notes hold the key of a training case, and nothing but the poster says how to
come in.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from toolkit.content.interface import interface
from toolkit.content.markdown import blocks
from toolkit.core.training import Printed, TrainingCase
from toolkit.pages.minutes_words import said, teller
from toolkit.pages.report_words import Teller
from toolkit.pages.workshop_notes import Advice
from toolkit.pages.workshop_print import Kind, Sheet, held, kind_words
from toolkit.render.document import (
    Block,
    Document,
    Notice,
    Said,
    Tone,
    Words,
    heading,
    line,
    listing,
    para,
    strong,
    table,
    typed,
)
from toolkit.render.document_docx import docx
from toolkit.render.docx_picture import MARK, with_picture

BOX = "☐ "
"""What is ticked on paper."""

RULE = "_" * 70
"""A line to write on."""

Held = Mapping[str, Any]


def word(kind: Kind, sheet: Sheet) -> bytes:
    """One kind of printed matter as a Word document."""
    paper = Paper(sheet, teller(sheet.lang, {one.about for one in sheet.setup.polls}))
    given = held(kind, sheet)
    made = docx(document(paper, kind, given))
    if not given.get("square"):
        return made
    what = interface(sheet.lang).gettext("Square for the camera of a phone: it opens the page to join.")
    return with_picture(made, b64decode(given["square"].partition(",")[2]), what)


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet and what it speaks with."""

    sheet: Sheet
    tell: Teller

    @property
    def gettext(self) -> Callable[[str], str]:
        """The message function."""
        return self.tell.gettext

    def of(self, text: str) -> Said:
        """Content, or what the interface said in its place."""
        return said(self.tell, text)

    def md(self, text: str) -> Iterator[Block]:
        """Markdown of content as paragraphs."""
        for one in blocks(text):
            yield para(Words(one, self.tell.content(text).lang))

    def points(self, texts: Sequence[str]) -> Iterator[Block]:
        """Content as a list; nothing where there is none."""
        if texts:
            yield listing([self.of(one) for one in texts])

    def text(self, one: Printed | None) -> Iterator[Block]:
        """A text to print, under its title."""
        if one:
            yield heading(2, self.of(one.title))
            yield from self.md(one.text)
            yield from self.points(one.points)


def document(paper: Paper, kind: Kind, given: Held) -> Document:
    """One kind of printed matter, which holds what is `given`, as a document."""
    builders = {Kind.POSTER: _poster, Kind.AGENDA: _agenda, Kind.HANDOUT: _handout, Kind.BALLOTS: _ballots}
    setup, title = paper.sheet.setup, kind_words(paper.tell.interface, kind)
    head: list[Block] = [heading(1, title), para(typed(setup.title), tone=Tone.LEAD)]
    if setup.demo:
        head.append(Notice("demo", line(paper.gettext("This is a rehearsal. Nothing in it is real."))))
    body = builders.get(kind, _notes)(paper, given)
    return Document(paper.sheet.lang, f"{setup.title} – {title}", title, (*head, *body))


# ---------------------------------------------------------------- each kind


def _poster(paper: Paper, given: Held) -> Iterator[Block]:
    _ = paper.gettext
    if given["square"]:
        yield para(MARK)
        # A space that does not break also keeps both halves in their order between Arabic words.
        code = typed(f"{given['code'][:3]}\u00a0{given['code'][3:]}")
        address = _("Point the camera of your phone at the square, or open this address:")
        come = _("Choose your language, read what is promised, and come in.")
        steps = [line(address, " ", typed(given["join"])), line(_("Type these six digits:"), " ", strong(code)), come]
        yield listing(steps, ordered=True)
        yield heading(1, code)
    else:
        yield para(_("The workshop has ended, so it has no code any more."))
    if given["text"]:
        yield from paper.points(given["text"].points)
    for one in given["more"]:
        yield from paper.text(one)


def _agenda(paper: Paper, given: Held) -> Iterator[Block]:
    _ = paper.gettext
    if given["rows"]:
        rows = [(paper.of(title), str(minutes)) for title, minutes in given["rows"]]
        yield table(_("Agenda"), [_("Part"), _("Time in minutes")], rows)
        yield para(paper.tell.say_n("Together: {number} minute", "Together: {number} minutes", given["minutes"]))
    else:
        yield para(_("This workshop has no agenda."))
    yield heading(2, _("What is promised"))
    yield from paper.points(given["promises"])


def _handout(paper: Paper, given: Held) -> Iterator[Block]:
    _ = paper.gettext
    if given["case"]:
        yield from _case(paper, given["case"])
        yield para(_("The place, the agency and every number are made up."), tone=Tone.HINT)
    yield heading(2, _("Questions"))
    for one in given["questions"]:
        yield from _question(paper, one)
        yield para(_("My notes"), tone=Tone.HINT)
        yield from [para(RULE)] * 3
    yield from paper.text(given["after"])


def _ballots(paper: Paper, given: Held) -> Iterator[Block]:
    _ = paper.gettext
    yield para(
        _("One ballot for each question and round. Print a set for each person without a phone, and cut along the "
          "dashed lines. Ballots bear no name and no number.")
    )  # fmt: skip
    for one, text in given["ballots"]:
        yield para("– " * 35)
        yield from _question(paper, one, 2)
        yield para(BOX, _("Round 1"), "     ", BOX, _("Round 2"))
        yield from paper.md(text.text) if text else ()
        yield from _boxes(paper, one, given["unknown"])
        yield para(strong(_("One reason, if you like")))
        yield para(RULE)
        yield from paper.points(text.points) if text else ()
    if not given["ballots"]:
        yield para(_("This workshop has no questions."))


def _boxes(paper: Paper, one: Held, unknown: str) -> Iterator[Block]:
    for scale in one["scales"]:
        if scale.legend != one["title"]:
            yield para(strong(line(paper.of(scale.legend))))
        for place, step in enumerate(scale.steps, 1):
            number = strong(f"{place} ") if one["ordered"] else ()
            hint = line(" – ", paper.of(step.hint)) if step.hint else ()
            yield para(BOX, number, paper.of(step.label), hint)
        yield para(BOX, paper.of(unknown))


def _notes(paper: Paper, given: Held) -> Iterator[Block]:
    _ = paper.gettext
    yield Notice("warn", line(_("For trainers only: the key is in it.")))
    if given["parts"]:
        yield heading(2, _("Agenda"))
    for title, minutes, what in given["parts"]:
        took = paper.tell.say_n("{number} minute", "{number} minutes", minutes)
        yield heading(3, paper.of(title), " (", took, ")")
        yield from [para(paper.of(what))] if what else []
    if given["case"]:
        yield from _case(paper, given["case"])
        yield from _facts(paper, given["case"])
    yield heading(2, _("Question by question"))
    for one in given["questions"]:
        yield from _question(paper, one["asked"])
        yield para(paper.tell.say_n("{number} minute", "{number} minutes", one["minutes"]), tone=Tone.HINT)
        yield from _advice(paper, one["note"]) if one["note"] else ()
        yield from _keys(paper, one["keys"])
    if given["case"]:
        yield heading(2, _("To talk about at the end"))
        yield from paper.points(given["case"].debrief)
        yield para(strong(_("What to take home")), ": ", paper.of(given["case"].lesson))
    for one in given["more"]:
        yield from paper.text(one)


# ---------------------------------------------------------------- what several have


def _question(paper: Paper, one: Held, level: int = 3) -> Iterator[Block]:
    yield heading(level, paper.of(one["title"]))
    if one["hint"]:
        yield para(paper.of(one["hint"]))


def _case(paper: Paper, case: TrainingCase) -> Iterator[Block]:
    yield heading(2, paper.of(case.title))
    yield para(paper.of(case.lead), tone=Tone.LEAD)
    yield from paper.md(case.situation)
    if case.numbers:
        heads = [paper.gettext("Numbers"), ""]
        yield table(
            paper.gettext("Numbers"), heads, [(paper.of(one.label), paper.of(one.value)) for one in case.numbers]
        )


def _facts(paper: Paper, case: TrainingCase) -> Iterator[Block]:
    _ = paper.gettext
    if case.injects:
        yield heading(2, _("Facts to bring in"))
    for one in case.injects:
        yield heading(3, paper.of(one.title))
        yield para(paper.of(one.when), tone=Tone.HINT)
        yield from paper.md(one.text)
        yield para(strong(_("Ask:")), " ", paper.of(one.ask))


def _advice(paper: Paper, note: Advice) -> Iterator[Block]:
    _ = paper.gettext
    yield para(strong(_("Purpose:")), " ", paper.of(note.purpose))
    for title, texts in (
        (_("To ask when the talk stops"), note.prompts),
        (_("What people often misunderstand"), note.misunderstandings),
        (_("Ask who can show one of these"), note.show),
    ):
        yield from [para(strong(title)), *paper.points(texts)] if texts else []
    if note.weak:
        yield para(strong(_("Too little, however well it sounds:")), " ", paper.of(note.weak))


def _keys(paper: Paper, keys: Sequence[Held]) -> Iterator[Block]:
    for key in keys:
        after = (
            paper.tell.say("Key, after “{fact}”", fact=paper.of(key["after"])) if key["after"] else paper.gettext("Key")
        )
        ranges = "; ".join(f"{name} {span}" for name, span in key["ranges"])
        yield para(strong(line(after, ": ", ranges)))
        yield para(paper.of(key["because"]))
