"""The page to which a link to a shared assessment leads: a plain form that needs no script and no kernel."""

from __future__ import annotations

import asyncio
import hashlib
import re
from datetime import UTC, datetime, timedelta
from functools import cached_property

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.utils import url_path_join
from tornado.httputil import url_concat

from toolkit.pages.desks import page_of
from toolkit.server import keys, peers
from toolkit.server.config import networks
from toolkit.server.handlers import Calm
from toolkit.store.sharing import Link, Links

ADDRESS_FAILURES, LINK_FAILURES = 30, 10
"""Failed attempts in a row before an address, and before the passphrase of a link, has to wait."""

LANDING = re.compile(r"[a-z]{1,20}(/[a-z0-9-]{1,80}){0,6}")
"""The address of a screen within a record, such as questions/legal/development/any."""

KEPT = timedelta(days=30)
"""How long a link that has ended is still told from one that never was."""


class Guard:
    """What a server needs to let guests in: the links, opened at the first use, and attempts counted by a key."""

    def __init__(self, database_url: str | None, key: bytes) -> None:
        """`key` makes digests of what attempts are counted under."""
        self._url, self._key = database_url, key
        self.hashing = asyncio.Semaphore(1)  # each passphrase that is checked takes 64 MB and a processor core

    @cached_property
    def links(self) -> Links:
        """The links of the configured database, without those that ended long ago; raises StoreError."""
        links = Links(self._url, lambda: datetime.now(UTC))
        links.forget_before(datetime.now(UTC) - KEPT)
        return links

    def digest(self, *words: str) -> str:
        """What attempts are counted under."""
        return keys.derived(self._key, "share", *words).hex()


class ShareHandler(Calm):
    """GET and POST /share/<token>. Only the visitor's own click on the button lets them in, never a program's look."""

    @allow_unauthenticated
    def get(self, token: str) -> None:
        """Say what the link is for; its owner, and whoever signs in but has not, are sent on."""
        visitor = self.visitor()
        link = self.found(token)
        if link and link.owner == visitor:
            self.enter(link)
        elif link:
            self.form(link)

    @allow_unauthenticated
    async def post(self, token: str) -> None:
        """Let the visitor in and go to the assessment; 403 for a wrong passphrase, 429 after too many attempts."""
        visitor = self.visitor()
        link = self.found(token)
        if link is None:
            return
        if link.passphrase and not await self.knows(link, link.passphrase):
            return
        if link.owner != visitor and not self.guard.links.accept(link, visitor):
            self.refuse("share-none", 404)
            return
        self.enter(link)

    @property
    def guard(self) -> Guard:
        """The links of this server."""
        return self.toolkit.guard

    def said_path(self) -> str:
        """The path without its secret."""
        return url_path_join(self.base_url, "share")

    def visitor(self) -> str:
        """Whose assessments the visitor's pages show; where visitors sign in, nobody comes in by a link without it."""
        # The address is the secret, yet no Referrer-Policy stricter than same-origin is possible: with “no-referrer”,
        # browsers send the form with “Origin: null”, which is refused as another site's.
        return str(self.toolkit.identity_provider.welcome(self).name)

    def found(self, token: str) -> Link | None:
        """The link, if it is good; else says why not. Whoever tries too many has to wait."""
        address = peers.visitor(self.request, networks(self.toolkit.configuration.trusted_proxies))
        counted = self.guard.digest("address", address)
        if wait := self.guard.links.try_once({counted: ADDRESS_FAILURES}):
            self.wait(wait)
            return None
        link = self.guard.links.find(hashlib.sha256(token.encode()).hexdigest())
        if link is None:
            self.refuse("share-none", 404)
            return None
        self.guard.links.forgive(counted, all_of_them=False)
        if link.expired:
            self.refuse("share-expired", 410)
            return None
        return link

    async def knows(self, link: Link, passphrase: str) -> bool:
        """Whether the right passphrase came with the form; else asks again."""
        counted = self.guard.digest("passphrase", link.share_id)
        if wait := self.guard.links.try_once({counted: LINK_FAILURES}):
            self.wait(wait)
            return False
        given = self.get_body_argument("passphrase", "", strip=False)
        async with self.guard.hashing:
            right = await asyncio.to_thread(keys.matches, passphrase, given)
        if not right:
            self.set_status(403)
            self.form(link, "share-wrong")
            return False
        self.guard.links.forgive(counted, all_of_them=True)
        return True

    def enter(self, link: Link) -> None:
        """Go to the page of the record."""
        name = page_of(link.questionnaire)
        page = url_concat(url_path_join(self.base_url, name), {"assessment": link.assessment_id, "lang": self.lang})
        place = self.landing()
        self.redirect(f"{page}#{link.assessment_id}/{place}" if place else page, status=303)

    def landing(self) -> str:
        """The screen at which the link lands, as the address says it; empty for anything that is no screen's address.

        It says where to look, never what may be seen: the page asks the store for that.
        """
        given = self.get_query_argument("at", "")
        return given if LANDING.fullmatch(given) else ""

    def form(self, link: Link, problem: str = "") -> None:
        """Show what the link is for, and nothing yet of what it leads to."""
        guarded, place = link.passphrase is not None, self.landing()
        self.show("share.html.j2", role=f"share-{link.role}", guarded=guarded, problem=problem, at=place)

    def wait(self, wait: timedelta) -> None:
        """Answer that there were too many attempts."""
        self.set_header("Retry-After", str(int(wait.total_seconds()) + 1))
        self.refuse("share-none", 429, "share-wait")

    def refuse(self, why: str, status: int, sentence: str = "") -> None:
        """Answer with a sentence."""
        self.set_status(status)
        self.show("share-none.html.j2", heading=f"{why}-title", sentence=sentence or f"{why}-text")
