"""The shape of the words that mean the same to whoever searches (pydantic)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from toolkit.content.schema import Id, Shape

Phrase = Annotated[str, StringConstraints(min_length=2, max_length=60, strip_whitespace=True)]


class GroupShape(Shape):
    id: Id
    words: tuple[Phrase, ...] = Field(min_length=2)


class SynonymsFile(Shape):
    """search/<lang>.yaml."""

    lang: str
    groups: tuple[GroupShape, ...] = Field(min_length=1)
