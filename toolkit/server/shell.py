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
    return (
        environment()
        .get_template("error.html.j2")
        .render(
            lang=lang,
            dir=direction(lang),
            say=say,
            base_url=base_url,
            css=css,
            heading=say[f"{kind}-title"],
            sentence=say[f"{kind}-text"],
        )
    )
