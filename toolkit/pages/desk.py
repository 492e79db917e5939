"""What every page whose work is a record has in common: its context, its state, and what makes it differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from markupsafe import Markup

from toolkit.content import Library
from toolkit.content.interface import Interface
from toolkit.core.kept import PLAN, READINESS, RISK, SHEET, WORKBOOK
from toolkit.pages.screen import Command, Event, Screen
from toolkit.render.html import mark_language
from toolkit.store import Conflict, Origin, Role, Share, Stored, Summary
from toolkit.store import Event as Change

if TYPE_CHECKING:  # the risk page starts without them
    from toolkit.core.guides import Guides
    from toolkit.core.statements import Readiness
    from toolkit.core.workbook import Workbook
    from toolkit.pages.form_in import Incoming


@dataclass(frozen=True)
class Context:
    """What a page is given and never changes: content, language, who, and the day.

    `address` is where visitors reach the server, empty where no link would lead anywhere; `identity` how it
    knows them, `none` where nobody has a name.
    """

    library: Library
    interface: Interface
    who: str
    now: datetime
    address: str = ""
    identity: str = "none"

    @property
    def today(self) -> date:
        """The day on which law and reviews are judged."""
        return self.now.date()

    @property
    def named(self) -> bool:
        """Whether visitors have names by which something can be shared with them."""
        return self.identity != "none"

    @property
    def readiness(self) -> Readiness:
        """The statements of readiness, read when first asked for."""
        from toolkit.content.readiness import load_readiness

        return load_readiness(self.library.lang)

    @property
    def workbook(self) -> Workbook:
        """The workbook's questions, read when first asked for."""
        from toolkit.content.workbook import load_workbook

        return load_workbook(self.library.lang)

    @property
    def guides(self) -> Guides:
        """The guides, read when first asked for."""
        from toolkit.content.guides import load_guides

        return load_guides(self.library.lang)

    def elsewhere(self, page: str, route: str = "") -> str:
        """The address of a screen on another page; empty where pages have none, as in a notebook by itself."""
        return f"{page}?lang={self.interface.lang}" + (f"#{route}" if route else "") if self.address else ""

    def address_to(self, path: str, at: str = "") -> str:
        """The whole address of a path of the server, in the page's language; empty where `elsewhere` is."""
        query = "&" if "?" in path else "?"
        return f"{self.address}{path}{query}lang={self.interface.lang}{at}" if self.address else ""

    def mark(self, text: str) -> Markup:
        """A content text for the page: escaped, and marked as English where it is not translated yet."""
        return mark_language(text, self.interface.lang, self.library.translated) if text else Markup()


def content_of(kind: str, context: Context) -> tuple[str, str, str]:
    """Id, version and SHA-256 of the questions that a new record of a kind will be about."""
    if kind in (READINESS, SHEET, PLAN):
        return kind, context.readiness.version, context.readiness.sha256
    if kind == WORKBOOK:
        return kind, context.workbook.sha256[:12], context.workbook.sha256
    return context.library.questionnaire, context.library.version, context.library.sha256


@dataclass(frozen=True)
class RecordState:
    """The state of a page about records. The record is what is stored; everything derived from it is computed anew.

    `pending` are answers that could not be stored yet, with the revision they were given at: shown, and tried again.
    `role` is what the visitor may do with the record, `shared` what others share with them, `shares` with whom they
    share it, and `token` the secret of a link that was just made, to the record `token_for`: it is shown this once.
    `linked` are the records that this one refers to, by id, as far as the visitor may see them, and `linked_shares`
    with whom they are shared; `others` are the visitor's records of other kinds, and `around`, by kind, those that
    belong to the open record though it does not name them: the agency's latest readiness result, the system's workbook.
    `versions` are the risk assessments of the system, the newest first, as far as the visitor has a right of their own
    to them, `past` is what happened to them and to the record, as (id of the record, change), and `more` whether there
    is more: only if asked for. `incoming` is a filled form that was chosen as a file, of which nothing is stored yet.
    `origin` is the listing of the hub from which the visitor's own record began.
    """

    screen: str = "list"
    arg: str = ""
    record: Stored | None = None
    summaries: tuple[Summary, ...] = ()
    others: tuple[Summary, ...] = ()
    linked: Mapping[str, Stored] = field(default_factory=dict)
    linked_shares: Mapping[str, tuple[Share, ...]] = field(default_factory=dict)
    around: Mapping[str, Stored] = field(default_factory=dict)
    help: str = "basic"
    single: bool = False
    keys: bool = False
    history: tuple[Change, ...] = ()
    history_of: str = ""
    message: str = ""
    errors: tuple[tuple[str, str], ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    pending: Mapping[str, tuple[Any, int | None]] = field(default_factory=dict)
    confirm: str = ""
    role: Role = Role.OWNER
    shared: tuple[tuple[Summary, Role], ...] = ()
    shares: tuple[Share, ...] = ()
    token: str = ""
    token_for: str = ""
    versions: tuple[Stored, ...] = ()
    past: tuple[tuple[str, Change], ...] = ()
    more: bool = False
    incoming: Incoming | None = None
    origin: Origin | None = None

    @property
    def values(self) -> Mapping[str, Any]:
        """The answers as the person gave them, empty without a record."""
        stored = self.record.values if self.record else {}
        if not self.pending:
            return stored
        given = {**stored, **{key: value for key, (value, _) in self.pending.items()}}
        return {key: value for key, value in given.items() if value is not None}

    @property
    def frozen(self) -> bool:
        """Whether the record was submitted and can no longer change."""
        return bool(self.record and self.record.status == "submitted")

    @property
    def fixed(self) -> bool:
        """Whether this visitor cannot change the record."""
        return self.frozen or not self.role.covers(Role.EDIT)

    @property
    def history_prefix(self) -> str:
        """What the keys begin with of which the history is shown."""
        return self.history_of

    def rev(self, key: str) -> int:
        """The revision of an answer, 0 if it was never given."""
        return self.record.revisions.get(key, 0) if self.record else 0

    def fresh(self) -> Self:
        """The state for another record: nothing that belonged to the last one stays."""
        gone = replace(self, conflicts=(), pending={}, linked={}, linked_shares={}, history=(), history_of="")
        return replace(gone, around={}, versions=(), past=(), more=False, incoming=None)


Step = tuple[Any, tuple[Command, ...]]
"""The state after an event, and what is to be done."""


@dataclass(frozen=True)
class Desk:
    """A page about records: which kinds it opens and lists, and its two pure functions.

    `links` tells to which other records a record refers, `around` which kinds are looked up besides, and `kin` which
    kinds of the visitor's own records belong beside one of theirs of a kind, because they refer to it. `kinds` begins
    with the one that it creates. `translated` are the content texts that it shows and that are translated, in order
    to mark the others as English.
    """

    kinds: tuple[str, ...]
    start: RecordState
    update: Callable[[Any, Event, Context], Step]
    view: Callable[[Any, Context], Screen]
    links: Callable[[Stored], Iterable[str]] = lambda record: ()
    translated: Callable[[Context], frozenset[str]] = lambda context: context.library.translated
    around: tuple[str, ...] = ()
    kin: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The kind that it lists and creates."""
        return self.kinds[0]


def linked_part(record: Stored, kind: str) -> Stored:
    """What somebody sees of a linked record that they have no right to, but the record that refers to it has.

    Of a system only what it is, never a rating; sheets, plans and earlier results belong to the record itself.
    """
    if kind != RISK:
        return record
    values = {key: value for key, value in record.values.items() if key.startswith(("profile/", "fact/"))}
    return replace(record, values=values, result=None)
