"""Forms to print: a whole HTML document with its own style, for browsers and for PDF."""

from __future__ import annotations

from markupsafe import Markup

from toolkit.render.document_html import css_string
from toolkit.render.html import HERE, render

FORM_STYLE = HERE / "static" / "form.css"


def form_page(lang: str, *, title: str, **context: object) -> str:
    """A form as one HTML document in a language; raises ToolkitError for a language that is not there.

    The context has `name`, `demo`, `lines`, `parts` (with entries and fields), `version`, and `foreign`, which tells
    texts that are not in the language of the page.
    """
    style = FORM_STYLE.read_text(encoding="utf-8")
    return str(render(lang, "form_paper.j2", title=title, style=Markup(style), running=css_string(title), **context))
