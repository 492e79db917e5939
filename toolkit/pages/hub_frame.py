"""What every page of the hub stands in: the list of its sections, what is due, and pages that say why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from toolkit.content.countries import country
from toolkit.content.interface import Interface, interface
from toolkit.core.hub import Hub, Terms
from toolkit.core.hub_access import Action, Role, Standing, attestation_due, may, standing_on
from toolkit.pages.hub_moves import WITHDRAWALS
from toolkit.render.html import know, mark_block, render
from toolkit.render.links import Links
from toolkit.store.hub_records import Notice, Person

ROLES = {
    Role.OFFICER: "Officer",
    Role.FOCAL_POINT: "Focal point of an agency",
    Role.COORDINATOR: "Coordinator",
    Role.PROVIDER: "Contact of a provider",
    Role.ADMINISTRATOR: "Administrator",
}
STANDINGS = {
    Standing.ASKED: "Asked",
    Standing.CONFIRMED: "Address confirmed",
    Standing.APPROVED: "Approved",
    Standing.REFUSED: "Refused",
    Standing.RESTING: "Resting",
    Standing.LEFT: "Left",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the hub: its address below /hub, what it needs, and ids of its title and its sentence in this file."""

    path: str
    action: Action


SECTIONS = (
    Section("tools", Action.READ_CATALOGUE),
    Section("learning", Action.LEARN),
    Section("feedback", Action.CHANGE_OWN_FEEDBACK),
    Section("review", Action.MODERATE_FEEDBACK),
    Section("proposals", Action.REVIEW_LISTING),
    Section("listings", Action.READ_OWN_LISTINGS),
    Section("officers", Action.READ_DIRECTORY),
    Section("people", Action.APPROVE_PERSON),
    Section("agency", Action.DESCRIBE_AGENCY),
    Section("accounts", Action.MANAGE_ACCOUNTS),
    Section("log", Action.READ_AUDIT),
    Section("notices", Action.READ_OWN_NOTICES),
    Section("me", Action.DOWNLOAD_OWN_DATA),
)
"""The parts of the hub in the order of the start page; each is shown to those who may use it."""

TITLES = {
    "tools": "Tools",
    "learning": "Learning",
    "feedback": "What I wrote",
    "review": "Feedback that waits",
    "proposals": "Providers that wait",
    "listings": "My listings",
    "officers": "Meet other officers",
    "agency": "My agency",
    "accounts": "Accounts",
    "log": "Log",
    "notices": "Notices",
    "me": "My account",
    "people": "People and requests",
}
"""The title of each section, by its address."""

TEXTS = {
    "learning": "Modules and paths: the work in steps, techniques, evidence, and looking after yourself.",
    "feedback": "Your feedback on tools: change it or take it back.",
    "review": "Feedback and replies that nobody has read yet.",
    "proposals": "Information forms and answers of providers that nobody has read yet.",
    "listings": "The tools that you provide: say what they do, and read what officers say about them.",
    "tools": "What there is against child abuse online: find, compare, ask. Nothing here was evaluated by us.",
    "officers": "Officers who agreed to be found. Nobody finds you until you say so.",
    "agency": "What kind of agency it is, and where its people find help.",
    "accounts": "Who can sign in: roles, locks, lost phones. No answers.",
    "log": "What was done here, and whether the log is whole.",
    "notices": "What you were told, and what waits for your word.",
    "me": "Your details, your data, leaving your agency or the hub.",
    "people": "Requests for an account, and the people of your agency.",
}
"""What each section is for, in a sentence."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a page stands in. `path` is its address below /hub; `person` is None for whoever is no member.

    `local` says whether accounts are the toolkit's own; `waiting` are notices to acknowledge; `coming` are
    terms that were announced and that the visitor has not accepted.
    """

    lang: str
    sheets: tuple[str, ...]
    base: str
    path: str
    xsrf: str
    person: Person | None
    today: date
    accepted: bool
    waiting: tuple[Notice, ...]
    local: bool
    signed_in: bool
    coming: Terms | None = None

    @property
    def spoken(self) -> Interface:
        """The interface in the language of the page."""
        return interface(self.lang)

    @property
    def hub(self) -> str:
        """Where the hub begins, with a slash at its end."""
        return f"{self.base}hub/"

    @property
    def unseen(self) -> int:
        """How many notices wait."""
        return len(self.waiting)

    @property
    def alarms(self) -> tuple[tuple[str, str], ...]:
        """Withdrawals that the visitor has not acknowledged: the sentence, and the address below /hub that it names."""
        grave = (one for one in self.waiting if one.text in WITHDRAWALS)
        return tuple((notice_text(self.spoken, one), one.about) for one in grave)

    @property
    def standing(self) -> Standing | None:
        """How the visitor stands today."""
        return standing_on(self.person.member, self.today) if self.person else None

    @property
    def due(self) -> date | None:
        """The day since which the visitor is asked whether they are still at their agency; None before it."""
        day = attestation_due(self.person.member) if self.person else None
        return day if day and day <= self.today and self.standing is Standing.APPROVED else None

    @property
    def sections(self) -> tuple[tuple[str, str, str], ...]:
        """Address, title and sentence of each part that the visitor may use now."""
        if self.person is None:
            return ()
        member, spoken = self.person.member, self.spoken
        return tuple(
            (one.path, spoken.gettext(TITLES[one.path]), spoken.gettext(TEXTS[one.path]))
            for one in SECTIONS
            if may(member, one.action, self.today, accepted=self.accepted)
        )

    @property
    def desk(self) -> bool:
        """Whether the visitor has a desk of their own."""
        member = self.person.member if self.person else None
        return member is not None and may(member, Action.SAVE_TOOL, self.today, accepted=self.accepted)

    def role(self, role: Role) -> str:
        """A role in words."""
        return self.spoken.gettext(ROLES[role])

    def stands(self, standing: Standing) -> str:
        """How somebody stands, in words."""
        return self.spoken.gettext(STANDINGS[standing])

    def country(self, code: str) -> str:
        """A country in words."""
        return country(self.lang, code)


def notice_text(spoken: Interface, one: Notice) -> str:
    """What a notice says: it is kept in English with placeholders, and read in any language."""
    values = {name: str(value) for name, value in one.details.items()}
    return spoken.filled(spoken.gettext(one.text) if one.text else "", one.text, values)


def page(frame: Frame, template: str, **values: object) -> str:
    """A page of the hub from its template."""
    return render(frame.lang, template, frame=frame, **values)


def prose(frame: Frame, hub: Hub, text: str) -> Markup:
    """Markdown of the hub's content as HTML, marked as English where it is not translated."""
    know(frame.lang, hub.translated)
    return mark_block(Links(frame.base, lang=frame.lang).md(text), frame.lang, text in hub.translated)


def start_page(frame: Frame) -> str:
    """Where the hub begins, for members and for everybody else."""
    return page(frame, "hub_start.j2")


def refused_page(frame: Frame) -> str:
    """For whoever asks for what is not theirs."""
    return page(frame, "hub_refused.j2")
