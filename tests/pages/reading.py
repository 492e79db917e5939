"""A reader in front of the reading pages, and what a page holds once it is parsed."""

from __future__ import annotations

from datetime import date
from functools import cache
from html.parser import HTMLParser
from urllib.parse import urlsplit

from toolkit.pages.reading import arrived, reading_of
from toolkit.pages.reading_page import document
from toolkit.pages.reading_state import Reader
from toolkit.render.links import Links

TODAY = date(2026, 11, 21)
VOID = {"meta", "link", "input", "br", "img", "hr", "col"}


@cache
def given(lang="en", widget=False):
    """The reading pages of a language."""
    return reading_of(lang, Links(lang="" if lang == "en" else lang, widget=widget), TODAY)


def at(address, lang="en", before=None):
    """A reader who has come to an address."""
    return arrived((before or Reader()).at(address), given(lang))


def html(address, lang="en", before=None):
    """The whole page at an address."""
    return document(at(address, lang, before), given(lang), ["/static/a.css"], ["/static/a.js"])


class Parsed(HTMLParser):
    """Tags that are left open, ids, headings, links, text and fields of a page."""

    def __init__(self, text):
        super().__init__()
        self.open, self.wrong = [], []
        self.ids, self.headings, self.links, self.acts = [], [], [], []
        self.fields, self.labels, self.words = [], [], []
        self.described = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if "id" in a:
            self.ids.append(a["id"])
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))
        if tag == "a":
            self.links.append(a.get("href"))
        if "data-act" in a:
            self.acts.append((a["data-act"], a["data-value"]))
        if tag in ("input", "select") and a.get("type") != "hidden":
            self.fields.append(a.get("id"))
            self.labels.append(a.get("id") if a.get("aria-label") or a.get("aria-labelledby") else None)
        if tag == "label":
            self.labels.append(a.get("for"))
        named = (a.get("aria-describedby"), a.get("aria-labelledby"))
        self.described += [one for names in named for one in (names or "").split()]

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.wrong.append((tag, self.open[-3:]))
        else:
            self.open.pop()

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        """What is written on the page, with single spaces."""
        return " ".join(" ".join(self.words).split())


def parsed(address, lang="en", before=None):
    """The page at an address, parsed."""
    return Parsed(html(address, lang, before))


def path_and_query(href):
    """A reading page's address without `/read` and the language, or None for any other link."""
    parts = urlsplit(href)
    if parts.netloc or not (parts.path == "/read" or parts.path.startswith("/read/")):
        return None
    query = "&".join(one for one in parts.query.split("&") if one and not one.startswith("lang="))
    return parts.path.removeprefix("/read").strip("/") + (f"?{query}" if query else "")
