"""The interface in a language: messages (gettext), plural forms, dates, times and numbers.

Content texts live in `data/locales/<lang>/content/`; this module reads the other half,
`data/locales/<lang>/toolkit.po`, whose messages are the English sentences in the code and the templates.
"""

from __future__ import annotations

import gettext as gnu
import hashlib
import os
import re
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import platformdirs
from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from markupsafe import Markup

from toolkit.content.overlay import PSEUDO, pseudo
from toolkit.content.read import ContentError, data_root, read_file
from toolkit.core.model import ToolkitError

ENGLISH = "en"
DIRECTIONS = ("ltr", "rtl")
LEFT_TO_RIGHT_ISOLATE, FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2066", "\u2068", "\u2069"
_CODE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_FORMATS = {ENGLISH: "en_GB", PSEUDO: "en_GB"}
"""Languages whose dates follow another locale than their code: day before month, as most agencies write it."""


@dataclass(frozen=True, eq=False)
class Interface:
    """Everything the interface says in one language. `dir` is ltr or rtl."""

    lang: str
    name: str
    dir: str
    messages: gnu.NullTranslations
    locale: Locale
    checked: bool = True

    def gettext(self, message: str) -> str:
        """The message in this language, or in English where it is not translated.

        In right-to-left languages an English message is isolated, so that its full stop stays at its end.
        """
        return self._shown(self.messages.gettext(message) if message else "", (message,))

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """The plural form for a number, by the rules of this language."""
        return self._shown(self.messages.ngettext(singular, plural, number), (singular, plural))

    def _shown(self, text: str, english: tuple[str, ...]) -> str:
        if self.lang == PSEUDO and text:
            return pseudo(text)
        if self.dir == "rtl" and text and text in english:
            return f"{LEFT_TO_RIGHT_ISOLATE}{text}{POP_ISOLATE}"
        return text

    def say(self, message: str, **values: object) -> str:
        """The message with its {placeholders} filled; in right-to-left languages each value is isolated.

        A translation with placeholders that do not fit is passed over for the English message.
        """
        return self.filled(self.gettext(message), message, values)

    def say_n(self, singular: str, plural: str, number: int, **values: object) -> str:
        """The plural form for `number` with its {placeholders} filled; {number} is the number itself."""
        english = singular if number == 1 else plural
        filled = {"number": self.number(number), **values}
        return self.filled(self.ngettext(singular, plural, number), english, filled)

    def filled(self, text: str, english: str, values: Mapping[str, object]) -> str:
        """`text` with its placeholders filled, or `english` where they do not fit; Markup escapes the values."""
        isolated = {name: self.isolated(value) for name, value in values.items()}
        try:
            return text.format(**isolated)
        except (KeyError, IndexError, ValueError, AttributeError):
            return type(text)(english).format(**isolated)

    def isolated(self, value: object) -> str:
        """A value as text whose direction cannot disturb the sentence around it (FSI … PDI when right-to-left)."""
        text = value if isinstance(value, str) else str(value)
        if self.dir == "ltr":
            return text
        kind = Markup if isinstance(text, Markup) else str
        return kind(FIRST_STRONG_ISOLATE) + text + kind(POP_ISOLATE)

    def date(self, day: date) -> str:
        """A day such as 21 November 2026, in Western digits."""
        return format_date(day, "long", locale=self.locale)

    def time(self, moment: datetime) -> str:
        """The time of day on the 24-hour clock, such as 14:02, in the moment's own zone."""
        return format_time(moment, "HH:mm", locale=self.locale)

    def number(self, number: float) -> str:
        """A number with the separators of this language, in Western digits."""
        return format_decimal(number, locale=self.locale, numbering_system="latn")


def languages(root: Path | None = None) -> tuple[tuple[str, str, str], ...]:
    """The languages there are, English first: code, own name and direction; raises ContentError."""
    return _languages(root or data_root())


@lru_cache(maxsize=32)
def _languages(base: Path) -> tuple[tuple[str, str, str], ...]:
    found = sorted(path.parent.name for path in base.glob("locales/*/locale.yaml"))
    return ((ENGLISH, "English", "ltr"), *((code, *_described(code, base)[:2]) for code in found if code != ENGLISH))


def available(lang: str, root: Path | None = None) -> str:
    """The code `lang` if there is such a language, else English: for codes that come from a browser."""
    return lang if lang == PSEUDO or lang in {code for code, *_ in languages(root)} else ENGLISH


@lru_cache(maxsize=32)
def interface(lang: str = ENGLISH, root: Path | None = None) -> Interface:
    """The interface in a language; English where the language has no catalogue yet.

    Raises ToolkitError for a language that is not there, ContentError for files that cannot be read.
    """
    base = root or data_root()
    if lang != PSEUDO and (not _CODE.fullmatch(lang) or lang not in {code for code, *_ in languages(base)}):
        known = ", ".join(code for code, *_ in languages(base))
        raise ToolkitError(f"there is no language “{lang}”; choose one of {known}, or add data/locales/{lang}/")
    name, direction, is_checked = ("English", "ltr", True) if lang in _FORMATS else _described(lang, base)
    messages = _messages(base / "locales" / lang / "toolkit.po")
    return Interface(lang, name, direction, messages, _locale(lang), is_checked)


def _described(lang: str, root: Path) -> tuple[str, str, bool]:
    """The language's own name, its direction, and whether somebody whose first language it is has checked it."""
    path = root / "locales" / lang / "locale.yaml"
    raw = read_file(path, root)
    name, direction = (raw.get("name"), raw.get("direction")) if isinstance(raw, Mapping) else (None, None)
    if not isinstance(name, str) or direction not in DIRECTIONS:
        raise ContentError([f"locales/{lang}/locale.yaml: give the language's own `name`, and `direction` ltr or rtl"])
    return name, str(direction), raw.get("checked") is True


def _locale(lang: str) -> Locale:
    try:
        return Locale.parse(_FORMATS.get(lang, lang.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


def _messages(path: Path) -> gnu.NullTranslations:
    if not path.is_file():
        return gnu.NullTranslations()
    source = path.read_bytes()
    try:
        return gnu.GNUTranslations(BytesIO(_compiled(source, path)))
    except (ValueError, OSError) as error:
        raise ContentError([f"{_place(path)}: not readable as a gettext catalogue ({error}); mend the file"]) from error


def _place(path: Path) -> str:
    return "/".join(path.parts[-3:])


def _compiled(source: bytes, path: Path) -> bytes:
    """The catalogue as .mo, remembered beside the content cache because parsing a PO file takes a while."""
    name = f"messages-{path.parent.name}-{hashlib.sha256(source).hexdigest()[:32]}.mo"
    cache = Path(platformdirs.user_cache_dir("responsible-ai-toolkit")) / name
    with suppress(OSError):
        return cache.read_bytes()
    compiled = _compile(source, path)
    with suppress(OSError):
        cache.parent.mkdir(parents=True, exist_ok=True)
        for old in cache.parent.glob(f"messages-{path.parent.name}-*.mo"):
            old.unlink(missing_ok=True)
        handle, temporary = tempfile.mkstemp(dir=cache.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(compiled)
        Path(temporary).replace(cache)
    return compiled


def _compile(source: bytes, path: Path) -> bytes:
    # Imported here: only needed when the catalogue has changed.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    try:
        catalog: Any = read_po(BytesIO(source), locale=path.parent.name.replace("-", "_"), abort_invalid=True)
    except PoFileError as error:
        raise ContentError([f"{_place(path)}, line {error.lineno}: {error}; mend the catalogue there"]) from error
    except UnicodeDecodeError as error:
        raise ContentError([f"{_place(path)}: not valid UTF-8; save the file as UTF-8"]) from error
    out = BytesIO()
    write_mo(out, catalog)
    return out.getvalue()
