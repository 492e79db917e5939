"""Reading what people write into cells: words of any language, numbers as text, days; and what to say if it fails."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date

from toolkit.content.interface import Interface
from toolkit.exchange.form import Option, Refused
from toolkit.exchange.problems import printable

SENTENCES = {
    "not-listed": "“{found}” is not on the list. Choose one of: {words}.",
    "made-date": "This is a date. Spreadsheets make one out of “2-4”: choose the lower end here, the upper end beside.",
    "no-lower": "The lower end is missing. Fill it in, or clear the rest of the range.",
    "beside-word": "“{found}” stands alone. Clear the other cells of this answer, or choose a number here.",
    "guess-outside": "The best guess {found} lies outside the range. Choose a number inside it.",
    "guess-alone": "A best guess needs a range. Fill in the upper end, or clear the best guess.",
    "no-day": "“{found}” is not a day. Write it as year, month, day, such as 2027-03-31.",
    "which-day": "“{found}” can be two days. Write it as year, month, day, such as 2027-03-31.",
    "no-status": "Say first whether this safeguard is in place or planned.",
    "alone": "“{found}” cannot be combined with other answers. Keep one of them.",
    "formula": "A formula stands here. Write the answer itself.",
    "error": "The spreadsheet shows an error here. Write the answer again.",
    "merged": "These cells were merged. Unmerge them, and write each answer into its own cell.",
    "shortened": "This text was too long for a cell and was cut. Change it in the toolkit.",
    "too-long": "The text has {count} characters. A cell holds {most}: shorten it.",
    "row-twice": "This row stands twice. Remove one of the two.",
    "row-moved": "The question in this row was moved or changed. Undo that, or fill in a fresh form.",
    "computed": "This rating is built from three parts. Change the parts in the toolkit.",
}
"""Why a cell is refused, and how to mend it."""

MOST_LISTED = 12
_STEP = re.compile(r"([0-9]+)(?:[.,]0+)?(?:\s*[-:.)–—]?\s*[^\W\d_].*)?")
_SPAN = re.compile(r"([0-9]+)(?:[.,]0+)?\s*(?:[-–—]|to|bis|à|a|إلى)\s*([0-9]+)(?:[.,]0+)?")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ]00:00(?::00)?)?")
_OTHER = re.compile(r"([0-9]{1,2})([./-])\s?([0-9]{1,2})\2\s?([0-9]{4})")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


def sentence(interface: Interface, refused: Refused) -> str:
    """Why cells were refused, in the reader's language."""
    return interface.say(SENTENCES[refused.name], **refused.values)


def plain(text: str) -> str:
    """A word for comparing: whatever the case, the width, the digits and the invisible marks."""
    folded = unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).casefold()
    western = "".join(str(unicodedata.digit(one)) if one.isdigit() else one for one in folded)
    return " ".join(western.replace("’", "'").split()).rstrip(".")


def chosen(text: str, options: Sequence[Option], place: int = 0) -> str:
    """The value of a word on a list, empty for an empty cell; raises Refused.

    Numbers may come as text, with a decimal, or with the words that the list shows after them.
    """
    word = plain(text)
    if not word:
        return ""
    for one in options:
        if word in {plain(spelt) for spelt in (one.word, one.value, *one.also)}:
            return one.value
    found = _STEP.fullmatch(word)
    if found and span(text) is None and found[1] in {one.value for one in options}:
        return found[1]
    if _ISO.fullmatch(word):
        raise Refused(place, "made-date")
    raise Refused(place, "not-listed", found=printable(text), words=listed(options))


def listed(options: Iterable[Option]) -> str:
    """The words of a list for a message."""
    words = [one.word for one in options]
    return ", ".join(words if len(words) <= MOST_LISTED else [*words[:MOST_LISTED], "…"])


def span(text: str) -> tuple[str, str] | None:
    """Both ends of a range that stands in one cell, such as 2–4, or None."""
    found = _SPAN.fullmatch(plain(text))
    return (found[1], found[2]) if found else None


def day(text: str, place: int = 0) -> str:
    """A day as ISO text, empty for an empty cell; raises Refused where it is none, or could be two."""
    word = plain(text)
    if not word:
        return ""
    iso, other = _ISO.fullmatch(word), _OTHER.fullmatch(word)
    if iso:
        return _iso(int(iso[1]), int(iso[2]), int(iso[3]), text, place)
    if other is None:
        raise Refused(place, "no-day", found=printable(text))
    first, second, year = int(other[1]), int(other[3]), int(other[4])
    if other[2] != "." and first <= 12 and second <= 12 and first != second:
        raise Refused(place, "which-day", found=printable(text))
    swapped = other[2] != "." and second > 12
    return _iso(year, first if swapped else second, second if swapped else first, text, place)


def _iso(year: int, month: int, number: int, text: str, place: int) -> str:
    try:
        return date(year, month, number).isoformat()
    except ValueError as error:
        raise Refused(place, "no-day", found=printable(text)) from error
