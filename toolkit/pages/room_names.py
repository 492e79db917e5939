"""The picture beside a nickname, so that somebody who comes back knows their own at a glance."""

from __future__ import annotations

from collections.abc import Sequence

ICONS = "●■▲◆★▼◐◧◈◎▣◒▤◨▥◑◉▦◩▧◓▨◪▩"
"""One for each word of the content’s list of names, in its order; shapes, because every phone has them."""


def icon_of(name: str, words: Sequence[str]) -> str:
    """The picture of a nickname in the language of its words; empty for a name that is none of them."""
    word = name.rpartition(" ")[0]
    return ICONS[words.index(word) % len(ICONS)] if word in words else ""
