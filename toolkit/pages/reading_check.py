"""The three questions at the end of a chapter: what was answered, and whether all of it is right."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.core.guide import Chapter, Question
from toolkit.pages.reading_state import Reader


@dataclass(frozen=True, slots=True)
class Checked:
    """A question with the positions of the chosen answers; `name` is that of its fields."""

    name: str
    question: Question
    chosen: frozenset[int]

    @property
    def many(self) -> bool:
        """Whether more than one answer is right."""
        return sum(answer.right for answer in self.question.answers) > 1

    @property
    def answered(self) -> bool:
        """Whether anything was chosen."""
        return bool(self.chosen)

    @property
    def right(self) -> bool:
        """Whether exactly the right answers were chosen."""
        return self.chosen == {place for place, answer in enumerate(self.question.answers) if answer.right}


def checked(chapter: Chapter, reader: Reader) -> list[Checked]:
    """The questions of a chapter with the answers in the query (q1=0&q1=2&q2=1…, positions from 0)."""
    return [
        Checked(f"q{number}", question, _places(reader.many(f"q{number}"), len(question.answers)))
        for number, question in enumerate(chapter.check, 1)
    ]


def passed(chapter: Chapter, reader: Reader) -> bool:
    """Whether every answer is right."""
    return all(one.right for one in checked(chapter, reader))


def _places(given: tuple[str, ...], count: int) -> frozenset[int]:
    return frozenset(
        int(one) for one in given if one.isascii() and one.isdecimal() and len(one) < 3 and int(one) < count
    )
