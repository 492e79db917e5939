"""Markdown in content: its paragraphs and list items as plain text, its links, and what it may not hold."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PARSER = MarkdownIt("commonmark")
_BLOCKS = (
    "paragraph_open paragraph_close inline bullet_list_open bullet_list_close ordered_list_open ordered_list_close"
)
_INLINE = "text softbreak hardbreak strong_open strong_close em_open em_close link_open link_close"
ALLOWED = frozenset(f"{_BLOCKS} list_item_open list_item_close {_INLINE}".split())
"""Kinds of tokens of paragraphs, lists, bold, emphasis and links."""

_MARKS = ("*", "](", "\n", "_", "<")


@lru_cache(maxsize=8192)
def blocks(text: str) -> tuple[str, ...]:
    """Each paragraph and list item as plain text."""
    if not any(mark in text for mark in _MARKS):
        return (text,)
    return tuple(_said(token) for token in _PARSER.parse(text) if token.type == "inline")


def _said(inline: Token) -> str:
    parts = (" " if one.type in ("softbreak", "hardbreak") else one.content for one in inline.children or ())
    return "".join(parts)


def links(text: str) -> Iterator[str]:
    """Where its links lead."""
    for token in _tokens(text) if "](" in text else ():
        if token.type == "link_open":
            yield str(token.attrGet("href") or "")


def refused(text: str) -> list[str]:
    """The names of what content may not use, such as heading, image or code block."""
    found = {token.type for token in _tokens(text)} - ALLOWED
    return sorted({name.removesuffix("_open").removesuffix("_close").replace("_", " ") for name in found})


@lru_cache(maxsize=2048)
def _tokens(text: str) -> tuple[Token, ...]:
    parsed = _PARSER.parse(text)
    return tuple(one for token in parsed for one in (token, *(token.children or ())))
