"""From plain values to HTML: the template environment of a language, and the filters that mark and escape text."""

from __future__ import annotations

import hashlib
import re
import tempfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from datetime import date as day
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import platformdirs
from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    pass_environment,
)
from markupsafe import Markup, escape

from toolkit.content.interface import ENGLISH, Interface, interface, languages

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
STYLE = HERE / "static" / "toolkit.css"
PORTFOLIO_STYLE = HERE / "static" / "portfolio.css"
READING_STYLE = HERE / "static" / "reading.css"
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
"""Thai, Lao, Japanese and Chinese letters."""
_KNOWING = Lock()
_UNSAFE_IN_ID = re.compile(r"[^A-Za-z0-9_-]+")


@lru_cache(maxsize=32)
def environment(lang: str = ENGLISH) -> Environment:
    """The template environment of a language; raises ToolkitError for a language that is not there.

    Set `globals["translated"]` to `library.translated`, so that source-language text can be told and marked.
    """
    spoken = interface(lang)
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
        bytecode_cache=_bytecode_cache(),
    )
    env.newstyle_gettext = True  # type: ignore[attr-defined]  # the i18n extension adds it to the environment
    env.filters |= {"content": content, "side": side, "words": words, "bidi": bidi, "ref": ref, "date": spoken.date}
    env.filters["day_of"] = lambda text: spoken.date(day.fromisoformat(text))
    env.globals |= {
        **_speech(spoken),
        **_facts(spoken),
        "date": spoken.date,
        "time": spoken.time,
        "number": spoken.number,
        "translated": frozenset(),
    }
    return env


def render(lang: str, template: str, **context: object) -> Markup:
    """A template as HTML; raises jinja2.TemplateError where the template and the context do not fit."""
    return Markup(environment(lang).get_template(template).render(**context))


def know(lang: str, translated: frozenset[str]) -> None:
    """Tell the templates of a language which content texts are translated, besides those that they know of."""
    with _KNOWING:  # pages of both kinds are drawn in several threads
        known: dict[str, Any] = environment(lang).globals
        if not translated <= known["translated"]:
            known["translated"] = translated | known["translated"]


def stylesheet() -> str:
    """The style sheet of every page."""
    return STYLE.read_text(encoding="utf-8")


def digest(body: bytes) -> str:
    """The part of a static file's address that changes whenever the file does: 16 characters."""
    return hashlib.sha256(body).hexdigest()[:16]


def reading_sheet() -> str:
    """What the reading pages need besides."""
    return READING_STYLE.read_text(encoding="utf-8")


def portfolio_sheet() -> str:
    """What the portfolio page needs besides."""
    return PORTFOLIO_STYLE.read_text(encoding="utf-8")


def _bytecode_cache() -> BytecodeCache | None:
    """Compiled templates are kept beside the content cache; where that cannot be written, they are compiled anew."""
    folder = Path(platformdirs.user_cache_dir("responsible-ai-toolkit")) / "templates"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return FileSystemBytecodeCache(str(folder))
    except OSError:
        return None


# ---------------------------------------------------------------- what templates say


def _facts(spoken: Interface) -> dict[str, object]:
    """What templates know of their language and of the others."""
    own = {"lang": spoken.lang, "dir": spoken.dir, "translation_checked": spoken.checked}
    return {**own, "languages": languages()}


def _speech(spoken: Interface) -> dict[str, Callable[..., Markup]]:
    """The functions that templates speak with. Translations are text: they are escaped, and so are all values."""

    def say(message: str, **values: object) -> Markup:
        return Markup(spoken.filled(escape(spoken.gettext(message)), message, values))

    def say_n(singular: str, plural: str, number: int, **values: object) -> Markup:
        english = singular if number == 1 else plural
        filled = {"number": spoken.number(number), **values}
        return Markup(spoken.filled(escape(spoken.ngettext(singular, plural, number)), english, filled))

    def gettext(message: str, /, **values: object) -> Markup:
        return escape(spoken.gettext(message)) % _isolated(spoken, values)

    def ngettext(singular: str, plural: str, num: int, /, **values: object) -> Markup:
        return escape(spoken.ngettext(singular, plural, num)) % _isolated(spoken, {"num": num, **values})

    return {"say": say, "say_n": say_n, "gettext": gettext, "ngettext": ngettext}


def _isolated(spoken: Interface, values: Mapping[str, object]) -> dict[str, str]:
    return {name: spoken.isolated(value) for name, value in values.items()}


# ---------------------------------------------------------------- filters


@pass_environment
def content(env: Environment, text: str) -> Markup:
    """A content text; inside a page of another language, text that is still English is marked as English."""
    known: Any = env.globals["translated"]
    return mark_language(text, str(env.globals["lang"]), known)


_MARK = Markup(' lang="en" dir="ltr"')


@pass_environment
def side(env: Environment, given: str | Iterable[str]) -> Markup:
    """The attributes of a block whose texts are all in English still, so that it begins where English lines begin."""
    known: Any = env.globals["translated"]
    texts = [given] if isinstance(given, str) else list(given)
    here = str(env.globals["lang"])
    foreign = bool(texts) and all(mark_language(one, here, known).startswith(f"<span{_MARK}>") for one in texts)
    return _MARK if foreign else Markup()


def mark_language(text: str, lang: str, translated: Iterable[str]) -> Markup:
    """`text` escaped, marked `lang="en" dir="ltr"` unless the page is English or the text is translated."""
    if lang == ENGLISH or not text or hasattr(text, "__html__") or text in frozenset(translated):
        return escape(text)
    return Markup("<span{}>{}</span>").format(_MARK, text)


def mark_block(html: Markup, lang: str, is_translated: bool) -> Markup:
    """Paragraphs of content, marked as English on a page of another language unless they are translated."""
    if lang == ENGLISH or is_translated or not html:
        return html
    return Markup('<div lang="en" dir="ltr">{}</div>').format(html)


def bidi(text: object) -> Markup:
    """Text that people typed, or a code or range: its direction stays its own."""
    return Markup("<bdi>{}</bdi>").format(text)


def ref(name: object) -> str:
    """A name as part of an element id: letters, digits, hyphens."""
    return _UNSAFE_IN_ID.sub("-", str(name))


@pass_environment
def words(env: Environment, text: str, terms: Iterable[Any], place: str = "") -> Markup:
    """A content text in which the first occurrence of each glossary term discloses its definition.

    `terms` have `id`, `term`, `definition` and `forms`. Give `place` where the same text comes twice on a page.
    Not for text inside a label or a link: a button may not be in there.
    """
    known: Any = env.globals["translated"]
    return _disclosing(env, text, tuple(terms), place, frozenset(known))


@lru_cache(maxsize=1024)
def _disclosing(env: Environment, text: str, terms: tuple[Any, ...], place: str, known: frozenset[str]) -> Markup:
    # Remembered: looking for every spelling of every term takes milliseconds, and a question is drawn at each answer.
    pattern, owners = _term_pattern(terms)
    if pattern is None:
        return content(env, text)
    seen: set[str] = set()
    parts: list[Markup] = []
    end = 0
    for match in pattern.finditer(text):
        term = owners[match.group().casefold()]
        if term.id in seen:
            continue
        seen.add(term.id)
        own = f"term-{ref(term.id)}-{zlib.crc32((place + text).encode()):08x}"
        parts += [escape(text[end : match.start()]), _disclosed(match.group(), own, content(env, term.definition))]
        end = match.end()
    whole = Markup("").join([*parts, escape(text[end:])])
    foreign = env.globals["lang"] != ENGLISH and bool(text) and text not in known
    return Markup('<span lang="en" dir="ltr">{}</span>').format(whole) if foreign else whole


@lru_cache(maxsize=8)
def _term_pattern(terms: tuple[Any, ...]) -> tuple[re.Pattern[str] | None, dict[str, Any]]:
    """A pattern of every spelling, longest first so that “human oversight” wins over “oversight”.

    A spelling is found as a whole word, except in scripts that write no spaces between words.
    """
    owners = {form.casefold(): term for term in terms for form in (term.term, *term.forms) if form}
    spellings = sorted(owners, key=len, reverse=True)
    if not spellings:
        return None, owners
    found = [re.escape(one) if _SPACELESS.search(one) else rf"(?<!\w){re.escape(one)}(?!\w)" for one in spellings]
    return re.compile("|".join(found), re.IGNORECASE), owners


def _disclosed(word: str, own: str, definition: Markup) -> Markup:
    return Markup(
        '<button type="button" class="term" data-term aria-expanded="false" aria-controls="{own}">{word}</button>'
        '<span class="meaning" role="note" id="{own}" hidden>{definition}</span>'
    ).format(own=own, word=word, definition=definition)
