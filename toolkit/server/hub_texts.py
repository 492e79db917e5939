"""/hub/methods and /hub/publish: how the hub works, for everybody; a text with which an agency says what it uses."""

from __future__ import annotations

from typing import ClassVar

from toolkit.core.hub_access import Action
from toolkit.pages import hub_texts
from toolkit.server.hub import OPEN, Answer, HubHandler, Rights


class TextHandler(HubHandler):
    """A page with one text of the hub's guidance, by its id, which is its address as well."""

    name: ClassVar[str]

    def read(self, *args: str) -> Answer:
        """Show it."""
        return Answer(hub_texts.text_page(self.frame(self.name), self.content, self.name))


class MethodsHandler(TextHandler):
    """GET /hub/methods."""

    rights = Rights(OPEN)
    name = "methods"


class PublishHandler(TextHandler):
    """GET /hub/publish."""

    rights = Rights(Action.LEARN)
    name = "publish"
