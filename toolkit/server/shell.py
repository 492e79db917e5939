"""What the server itself says before Python of the page speaks: language, the words of the shell, error pages."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache

import jinja2

from toolkit.content.interface import available, interface
from toolkit.server.assets import TEMPLATE

DEFAULT = "en"
RTL = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
"""Languages (ISO 639) written from right to left."""


def direction(lang: str) -> str:
    """`rtl` or `ltr` for a language tag such as `ar` or `pt-BR`."""
    return "rtl" if lang.split("-", maxsplit=1)[0].lower() in RTL else "ltr"


def choose(asked: str | None, accepted: str, offered: Sequence[str]) -> str:
    """The language to answer in: what the address asks for, else the browser's wish, else the first offered.

    `accepted` is an Accept-Language header, in the browser's order of preference; its weights are not looked at.
    """
    wishes = [asked or "", *(re.split(r"[;\s]", part.strip())[0] for part in accepted.split(","))]
    for wish in wishes:
        for tag in (wish.lower(), wish.split("-")[0].lower()):
            for lang in offered:
                if lang.lower() == tag:
                    return lang
    return offered[0] if offered else DEFAULT


@cache
def _texts() -> Mapping[str, Mapping[str, str]]:
    texts: dict[str, dict[str, str]] = json.loads((TEMPLATE / "shell.json").read_text(encoding="utf-8"))
    return texts


@cache
def words(lang: str) -> Mapping[str, str]:
    """The shell's sentences by id, in English where a translation is missing."""
    spoken = interface(available(lang))
    return {name: spoken.gettext(text) for name, text in _texts()[DEFAULT].items()}


@cache
def environment() -> jinja2.Environment:
    """Jinja with escaping on, for pages that need no notebook."""
    return jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATE), autoescape=True)


def error_page(status: int, lang: str, *, base_url: str, css: str | None) -> str:
    """A calm page that says what happened and what to do; never why in the machine's words."""
    say = words(lang)
    kind = str(status) if f"{status}-title" in say else ("500" if status >= 500 else "404")
    return _page(lang, say[f"{kind}-title"], say[f"{kind}-text"], base_url=base_url, css=css)


def waiting_page(position: int, lang: str, *, again: int, base_url: str, css: str | None) -> str:
    """The page for whoever waits: `position` in the queue, or 0 for too many pages of their own.

    It loads itself again after `again` seconds, by the browser's own means.
    """
    say = words(lang)
    kind = "queue" if position else "many"
    spoken = interface(available(lang))
    text = say[f"{kind}-text"].format(position=spoken.number(position), again=spoken.number(again))
    return _page(lang, say[f"{kind}-title"], text, again=again, base_url=base_url, css=css)


def _page(lang: str, heading: str, sentence: str, **given: object) -> str:
    template = environment().get_template("error.html.j2")
    say = words(lang)
    return template.render(lang=lang, dir=direction(lang), say=say, heading=heading, sentence=sentence, **given)
