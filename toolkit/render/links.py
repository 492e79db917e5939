"""Links of the reading pages: the same template and the same Markdown lead somewhere in every host."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlencode

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

READ = "/read"
"""How content writes the address of a reading page."""

Value = str | int | Sequence[str]
_PARSER = MarkdownIt("commonmark", {"html": False})


@dataclass(frozen=True)
class Links:
    """Where links lead: below `base` in the server, as events in the `widget`; a chosen `lang` is kept."""

    base: str = "/"
    widget: bool = False
    lang: str = ""

    def route(self, path: str, /, **query: Value) -> str:
        """A reading page's address as events name it: path and query, without base and language."""
        filled = urlencode({name: value for name, value in query.items() if value not in ("", ())}, doseq=True)
        return quote(path) + (f"?{filled}" if filled else "")

    def url(self, path: str, /, **query: Value) -> str:
        """A reading page's address for a browser."""
        spoken = {"lang": self.lang} if self.lang else {}
        return f"{self.base}read{'/' if path else ''}{self.route(path, **(query | spoken))}"

    def plain(self, path: str) -> str:
        """A reading page's address without any query, for forms, which bring their own."""
        return f"{self.base}read/{quote(path)}"

    def to(self, path: str, /, at: str = "", **query: Value) -> Markup:
        """The attributes of a link to a reading page, at the element `at` of it."""
        if self.widget:
            return Markup('href="#{0}" data-act="go" data-value="{0}"').format(self.route(path, **query))
        return Markup('href="{}"').format(self.url(path, **query) + (f"#{at}" if at else ""))

    def out(self, page: str) -> Markup:
        """The attributes of a link to another page of the server, such as risk or (empty) home; not for the widget."""
        return Markup('href="{}"').format(self.base + page + (f"?lang={self.lang}" if self.lang else ""))

    def md(self, text: str) -> Markup:
        """Markdown of content as HTML: paragraphs, lists, bold, emphasis and links; anything else is shown as text."""
        return _html(self, text)

    def target(self, address: str) -> str:
        """The `href` of a link in content."""
        if address == READ or address.startswith(f"{READ}/"):
            path, _, anchor = address.removeprefix(READ).strip("/").partition("#")
            return f"#{self.route(path)}" if self.widget else self.url(path) + (f"#{anchor}" if anchor else "")
        if address.startswith("/"):
            return (
                ""
                if self.widget
                else self.base + address.removeprefix("/") + (f"?lang={self.lang}" if self.lang else "")
            )
        return address


@lru_cache(maxsize=4096)
def _html(links: Links, text: str) -> Markup:
    tokens = _PARSER.parse(text)
    for token in (one for block in tokens for one in block.children or ()):
        if token.type == "link_open":
            _lead(links, token)
    # Markdown-it escapes; raw HTML is switched off.
    return Markup(_PARSER.renderer.render(tokens, _PARSER.options, {}))


def _lead(links: Links, token: Token) -> None:
    href = links.target(str(token.attrGet("href") or ""))
    token.attrs = {"href": href} if href else {}
    if links.widget and href.startswith("#"):
        token.attrs |= {"data-act": "go", "data-value": href.removeprefix("#")}
    elif not href.startswith(("/", "#")):
        token.attrs |= {"rel": "noreferrer"}
