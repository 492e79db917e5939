"""What the forms of all kinds share: words of lists in every language, columns, and the sheet about the whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from toolkit.content.interface import Interface, interface, languages
from toolkit.core.model import UNKNOWN_CHOICE
from toolkit.core.responses import State
from toolkit.exchange.form import Answer, Cells, Column, Option, Row, Tab
from toolkit.exchange.form_answers import Choice, Day, Scale, Text
from toolkit.pages.reading_labels import ROLES

APART = {UNKNOWN_CHOICE: "I don’t know", State.NA.value: "Not applicable", State.WITHHELD.value: "Restricted"}
TRUTHS = {"yes": "Yes", "no": "No"}
ALIASES = {
    "yes": ("true", "x", "✓", "✔", "y"), "no": ("false", "n"),
    UNKNOWN_CHOICE: ("?", "dont know", "not known", "don't know"), State.NA.value: ("n/a", "does not apply", "na"),
}  # fmt: skip
"""What people write besides the words of the lists."""


def option(spoken: Interface, value: str, english: str) -> Option:
    """A choice whose word belongs to the interface; its words in all other languages are understood as well."""
    others = [interface(code).gettext(english) for code, *_ in languages()]
    return Option(value, spoken.gettext(english), (*dict.fromkeys([english, *others]), *ALIASES.get(value, ())))


def listed_words(words: Mapping[str, str], spoken: Interface, only: Iterable[str] = ()) -> tuple[Option, ...]:
    """A list of the interface from a table of stored values and English words, or only some of it."""
    wanted = tuple(only) or tuple(words)
    return tuple(option(spoken, value, words[value]) for value in wanted)


def truths(spoken: Interface, unknown: bool = False) -> tuple[Option, ...]:
    """Yes and no, and “I don’t know” if wished."""
    found = listed_words(TRUTHS, spoken)
    return (*found, *apart(spoken, UNKNOWN_CHOICE)) if unknown else found


def apart(spoken: Interface, *values: str) -> tuple[Option, ...]:
    """“I don’t know”, “not applicable” and “restricted”, or some of them."""
    return listed_words(APART, spoken, values)


def roles(spoken: Interface) -> tuple[Option, ...]:
    """The roles that answer."""
    return listed_words(ROLES, spoken)


def steps(words: Sequence[str], english: Sequence[str] = (), most: int = 5) -> tuple[Option, ...]:
    """Steps from 1 with a word each; the number alone is understood."""
    return tuple(
        Option(str(n), f"{n} {word}".strip(), tuple(f"{n} {other}" for other in english[n - 1 : n]))
        for n, word in enumerate(words[:most], start=1)
    )


@dataclass(frozen=True, slots=True)
class Detail:
    """A row of the sheet about the whole: its key, what is asked, and what kind of cell it is."""

    key: str
    question: str
    cells: Cells = Cells.TEXT
    options: tuple[Option, ...] = ()
    free: bool = False


def about(spoken: Interface, details: Sequence[Detail]) -> Tab:
    """The sheet of what belongs to no question."""
    _ = spoken.gettext
    columns = (
        Column("question", _("Question"), Cells.FIXED, 60),
        Column("answer", _("Answer"), Cells.CHOICE, 60, lines=2),
    )
    rows = []
    for one in details:
        lists = {"answer": one.options} if one.options else {}
        rows.append(Row(one.key, one.question, {"question": one.question}, (_answer(one),), options=lists))
    return Tab("about", _("About this form"), "", columns, tuple(rows))


def _answer(one: Detail) -> Answer:
    places, keys = ((one.key, "answer"),), (one.key,)
    if one.cells is Cells.DAY:
        return Day(places, keys)
    if one.options and all(choice.value.isdigit() for choice in one.options):
        return Scale(places, keys, one.options)
    return Choice(places, keys, one.options, one.free) if one.options else Text(places, keys)


def numbered(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows with their number, headings apart."""
    out: list[Row] = []
    number = 0
    for row in rows:
        number += 0 if row.heading else 1
        fixed = row.fixed if row.heading else {"number": str(number), **row.fixed}
        out.append(Row(row.id, row.title, fixed, row.answers, row.help, row.options, row.heading))
    return tuple(out)


def released(spoken: Interface) -> Column:
    """The column in which an answer is marked as not for release."""
    _ = spoken.gettext
    return Column(
        "withhold", _("Not for release"), Cells.TEXT, 22,
        _("Leave it empty, or write why this answer must not leave the agency."),
    )  # fmt: skip


def texts(row: str, root: str, columns: Iterable[str]) -> tuple[Text, ...]:
    """Free texts under `root/<row>/<column>`."""
    return tuple(Text(((row, one),), (f"{root}/{row}/{one}",)) for one in columns)


def how_to(spoken: Interface, demo: bool, name: str, more: Sequence[str]) -> tuple[str, ...]:
    """How to fill a form in, and what it is not."""
    _ = spoken.gettext
    head = [_("Illustration: made-up answers, not a real agency’s result")] if demo else []
    return (
        *head,
        *([name] if name else []),
        _("Fill in the coloured cells only. Click a cell: a list opens, or a note says what to write."),
        _("Not known? Choose “I don’t know”. An empty cell means that nobody has answered yet."),
        *more,
        _("Write no personal data and no case data."),
        _("You may sort, filter and widen. Do not change the questions, and do not delete the hidden parts."),
        _("Keep the file in the format XLSX. Nothing is stored before the toolkit has shown you what would change."),
        _("Not affiliated with or endorsed by the United Nations, UNICRI or INTERPOL."),
    )
