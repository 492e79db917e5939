"""People at the readiness page: an owner, and those who answer apart by the links they are given."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from tests.pages.desk import Desk
from toolkit.store.sharing import Links

ADDRESS = "https://agency.example/"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class Agency(Desk):
    """Somebody's tab at the readiness page. With an `address`, the page can hand out links."""

    def __init__(self, store, who="ada", lang="en", client="", address=""):
        super().__init__(store, lang, who, client or f"tab-{who}", page="readiness")
        self.visit.address = address
        self.content = self.visit.context().readiness
        self.names = [one.id for one in self.content.statements]

    def begun(self, title="Agency 2026"):
        self.act("new", title=title)
        return self

    def rate(self, name, level):
        return self.change(f"rating/{name}/level", level if isinstance(level, str) else str(level))

    def rate_all(self, level=3, only=None):
        for name in self.names if only is None else only:
            self.rate(name, level(name) if callable(level) else level)
        return self

    def add(self, person="", role=""):
        """A respondent; returns the id of their sheet."""
        before = set(self.values)
        self.go("people").act("add-person", person=person, role=role)
        (key,) = {key for key in self.values if key.startswith("sheet/")} - before
        return key.removeprefix("sheet/")

    def invited(self, sheet):
        """The token of a link to a sheet."""
        self.go("people").act("invite", sheet)
        assert self.state.token_for == sheet, self.state.message
        return self.state.token


def accept(store_url, token, visitor):
    """Come in by a link, as the server does it; returns the id of the record to which it leads."""
    links = Links(store_url, lambda: datetime.now(UTC))
    link = links.find(hashlib.sha256(token.encode()).hexdigest())
    assert link is not None
    assert links.accept(link, visitor)
    return link.assessment_id
