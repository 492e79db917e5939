"""What a process may do once, before it is any visitor's: read the content, compile the templates, open nothing."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.content import load_library
from toolkit.content.interface import available, interface
from toolkit.pages import notebook
from toolkit.pages.risk_state import Context, RiskState
from toolkit.pages.view import view
from toolkit.pages.visit import now
from toolkit.render.html import know, render

FIRST = ("home", "list")
"""The screens that a visitor may see first and that need no assessment."""


def warm(languages: Sequence[str]) -> None:
    """Read the content of each language and draw its first screens, so that a fork of this process has both."""
    for code in {available(lang) for lang in languages}:
        library = load_library(code)
        know(code, library.translated)
        context = Context(library, interface(code), notebook.who(), now())
        for name in FIRST:
            render(code, "page.j2", screen=view(RiskState(screen=name), context), css="")
