"""The base of every page of the hub: who asks, what they may do, and how they are answered.

A page is a handler that names in `rights` what each of its methods needs. Nothing else decides: the table of rights in
the core is asked before a line of the page runs. `read` and `write` run in a thread and give an `Answer`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any, ClassVar

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.utils import url_path_join
from tornado.httputil import url_concat
from tornado.ioloop import IOLoop, PeriodicCallback
from tornado.web import HTTPError

from toolkit.content.hub import load_hub
from toolkit.content.interface import available
from toolkit.core.hub import Hub
from toolkit.core.hub_access import Action, Member, Standing, has_access, may, standing_on
from toolkit.core.hub_terms import Duty, announced, duty
from toolkit.pages import hub_frame
from toolkit.pages.hub_proposal import with_words
from toolkit.server.handlers import Calm
from toolkit.server.hub_post import Post
from toolkit.server.hub_remind import remind
from toolkit.server.vouched import Vouched
from toolkit.store.accounts import Accounts, NoAccount
from toolkit.store.hub import HubStore
from toolkit.store.hub_records import SERVER, Person, Said

GRACE = timedelta(days=30)
"""How long somebody who left stays in the database, for a report that was a mistake."""

SWEEP_MS = 6 * 60 * 60 * 1000
LONGEST = 4_000
"""Characters of a field of a form; what is longer was not typed by hand."""

OPEN = "open"
"""Everybody may, signed in or not."""

CLOSED = "closed"
"""Nobody may: there is no such page."""


@dataclass(frozen=True, slots=True)
class Rights:
    """What GET and POST of a page need: an action, `OPEN` or `CLOSED`."""

    get: Action | str = CLOSED
    post: Action | str = CLOSED


def now() -> datetime:
    """The time, with its zone."""
    return datetime.now(UTC)


class Desk:
    """What a server needs for the hub: its part of the database, opened at the first use, and the content."""

    def __init__(self, database_url: str | None, post: Post | None = None) -> None:
        """Nothing is opened yet; `post` carries mail."""
        self._url, self.post = database_url, post
        self._listed: dict[str, tuple[object, Hub]] = {}

    @cached_property
    def store(self) -> HubStore:
        """The hub's part of the configured database; raises StoreError."""
        return HubStore(self._url, now)

    def content(self, lang: str) -> Hub:
        """The hub in a language. Reading it the first time takes seconds."""
        return load_hub(lang)

    def listed(self, lang: str) -> Hub:
        """The same with what providers said and coordinators let appear."""
        known = (self.content(lang), self.store.published())
        if lang not in self._listed or self._listed[lang][0] != known:
            self._listed[lang] = (known, with_words(known[0], self.store.proposals() if known[1] else {}))
        return self._listed[lang][1]

    def today(self) -> date:
        """The day that counts, in UTC."""
        return now().date()

    def accepted(self, member: Member) -> bool:
        """Whether somebody has accepted the terms that count today."""
        return duty(self.content("en").terms, self.store.accepted(member.code), self.today()) is not Duty.MUST_ACCEPT

    def gone(self, name: str) -> bool:
        """Whether the account is that of somebody who left, or was refused."""
        person = self.store.by_account(name)
        return person is not None and standing_on(person.member, self.today()) in {Standing.LEFT, Standing.REFUSED}

    def ended(self, account: str | None, last: date) -> None:
        """Access was ended: whoever has no day left is signed out everywhere, now."""
        if account and last < self.today():
            with suppress(NoAccount):  # others sign this one in
                self._accounts.disable(account)

    @cached_property
    def _accounts(self) -> Accounts:
        return Accounts(self._url, now)

    def sweep(self) -> None:
        """Erase those whose last day is over for 30 days, as they wished; remind those who are due."""
        for person in self.store.left(self.today() - GRACE):
            code = person.member.code
            self.store.erase(person, Said(SERVER, "erase-after-leaving", code), all_of_it=self.store.erases(code))
        remind(self)

    def start(self) -> None:
        """Sweep now and every six hours; needs a running loop."""
        loop = IOLoop.current()
        sweeping = PeriodicCallback(lambda: loop.run_in_executor(None, self.sweep), SWEEP_MS)
        sweeping.start()
        loop.add_callback(loop.run_in_executor, None, self.sweep)

    def works(self, name: str) -> bool:
        """Whether the pages with kernels are there for somebody.

        They are for members with access who accepted the terms and may assess tools, and for accounts that have
        nothing to do with the hub.
        """
        person = self.store.by_account(name)
        if person is None:
            return True
        member, today = person.member, self.today()
        return may(member, Action.ASSESS_TOOL, today, accepted=has_access(member, today) and self.accepted(member))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page answers: a page with its status, or an address of the hub to go to.

    `after` is done on the server's own thread before it is sent: whatever concerns open connections.
    """

    page: str = ""
    to: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    after: Callable[[], None] | None = None


class HubHandler(Calm):
    """A page of the hub."""

    anybody = True
    rights: ClassVar[Rights] = Rights()
    person: Person | None = None
    accepted = False
    duty = Duty.MUST_ACCEPT

    @allow_unauthenticated
    async def get(self, *args: str) -> None:
        """Show the page."""
        await self._go("GET", self.read, args)

    @allow_unauthenticated
    async def post(self, *args: str) -> None:
        """Do what the form says."""
        await self._go("POST", self.write_, args)

    def read(self, *args: str) -> Answer:
        """What GET answers."""
        raise HTTPError(405)

    def write_(self, *args: str) -> Answer:
        """What POST answers."""
        raise HTTPError(405)

    async def _go(self, method: str, do: Callable[..., Answer], args: tuple[str, ...]) -> None:
        needed = self.rights.get if method == "GET" else self.rights.post
        if needed == CLOSED:
            raise HTTPError(405)
        await asyncio.to_thread(self._look)
        barred = None if needed == OPEN else self._barred(Action(needed))
        answer = barred if barred else await asyncio.to_thread(do, *args)
        if answer.after:
            answer.after()
        self._send(answer)

    def _look(self) -> None:
        """Find out who asks."""
        self.person = self.desk.store.by_account(self.current_user.username) if self.current_user else None
        if self.person:
            acceptances, versions = self.store.accepted(self.person.member.code), self.desk.content("en").terms
            self.duty = duty(versions, acceptances, self.today)
            self.accepted = self.duty is not Duty.MUST_ACCEPT

    def _barred(self, action: Action) -> Answer | None:
        """Why the visitor may not do it, as an answer; None where they may."""
        reading = self.request.method == "GET"
        if self.person is None:
            if not reading:
                raise HTTPError(403)
            return Answer(to="" if self.current_user else self._sign_in())
        if may(self.person.member, action, self.today, accepted=self.accepted):
            return None
        if reading and may(self.person.member, action, self.today):
            return Answer(to="terms")
        return self.refused()

    def _sign_in(self) -> str:
        provider = self.identity_provider
        assert isinstance(provider, Vouched)  # the configuration sees to it
        return str(url_concat(provider.sign_in_url(), {"next": self.request.uri or "/"}))

    # ------------------------------------------------------------ for the pages

    @property
    def desk(self) -> Desk:
        """The hub of this server."""
        desk = self.toolkit.hub
        assert desk is not None  # these pages exist only where it is on
        return desk

    @property
    def store(self) -> HubStore:
        """The hub's part of the database."""
        return self.desk.store

    @property
    def today(self) -> date:
        """The day that counts."""
        return self.desk.today()

    @property
    def me(self) -> Person:
        """Whoever asks, on a page that needs a member."""
        assert self.person is not None  # the table of rights was asked
        return self.person

    @property
    def content(self) -> Hub:
        """The hub's content in the language of the page."""
        return self.desk.content(available(self.lang))

    def field(self, name: str, most: int = LONGEST) -> str:
        """A field of the form that was sent, without spaces around it; empty where there is none."""
        return self.get_body_argument(name, "")[:most].strip()

    def frame(self, path: str) -> hub_frame.Frame:
        """What a page stands in; `path` is its address below /hub."""
        me = self.person
        return hub_frame.Frame(
            lang=available(self.lang),
            sheets=tuple(filter(None, (self.url("toolkit.css"), self.url("hub.css")))),
            base=self.base_url,
            path=path,
            xsrf=self.xsrf_token.decode(),
            person=me,
            today=self.today,
            accepted=self.accepted,
            waiting=self.store.waiting_for(me.member.code) if me else (),
            local=hasattr(self.identity_provider, "sign_in"),
            signed_in=bool(self.current_user),
            coming=announced(self.content.terms, self.today) if self.duty is Duty.MAY_ACCEPT else None,
        )

    def refused(self) -> Answer:
        """The page for whoever may not do what they asked for."""
        return Answer(hub_frame.refused_page(self.frame("")), status=403)

    def nothing(self) -> Answer:
        """The page for what is not there, or not for this visitor, which looks the same."""
        raise HTTPError(404)

    def cut(self) -> None:
        """Close what is open in browsers whose sign-in has just ended."""
        if isinstance(self.identity_provider, Vouched):
            self.identity_provider.recheck()

    def said_path(self) -> str:
        """No more of the path than this, because the rest may be a secret."""
        return url_path_join(self.base_url, "hub")

    def _send(self, answer: Answer) -> None:
        self.set_header("Cache-Control", "no-store")
        for name, value in answer.headers.items():
            self.set_header(name, value)
        if answer.page:
            self.set_status(answer.status)
            if "Content-Type" not in answer.headers:
                self.set_header("Content-Type", "text/html; charset=utf-8")
            self.finish(answer.page)
            return
        inside = not answer.to.startswith("/")
        address = url_path_join(self.base_url, "hub", answer.to) if inside else answer.to
        query: dict[str, Any] = {"lang": self.lang} if inside and self.get_query_argument("lang", "") else {}
        self.redirect(url_concat(address, query), status=303)
