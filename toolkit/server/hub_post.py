"""Mail that tells people of the hub that something waits for them, beside the pages, so that none waits for a server.

It says nothing about what waits, and it has no link: nobody shall get used to following one. Whoever has a mail server
configured gets it; for everybody else the same stands in the hub.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage

from toolkit.content.interface import interface
from toolkit.server.configuration import Configuration
from toolkit.server.hub_mail import deliver

Address = tuple[str, str]
"""Where a mail goes, and the language of its reader."""


class Post:
    """A queue of mail with one carrier."""

    def __init__(self, configuration: Configuration) -> None:
        """Nothing is opened before the first mail."""
        self._url, self._from = configuration.smtp_url, configuration.mail_from
        self._carrier = ThreadPoolExecutor(max_workers=1, thread_name_prefix="hub-post")

    def tell(self, addresses: Callable[[], Iterable[Address]]) -> None:
        """Mail everybody that a notice waits; `addresses` is asked only where there is a mail server."""
        if self._url:
            for to, lang in addresses():
                self._carrier.submit(self._carry, _message(self._from, to, lang))

    def _carry(self, message: EmailMessage) -> None:
        try:
            deliver(self._url, message)
        except (OSError, smtplib.SMTPException):
            logging.getLogger(__name__).warning("A mail about a notice was not sent; the notice stands in the hub.")


def _message(sender: str, to: str, lang: str) -> EmailMessage:
    spoken = interface(lang)
    message = EmailMessage()
    message["From"], message["To"] = sender, to
    message["Subject"] = spoken.gettext("A notice waits for you in the hub")
    body = spoken.gettext("Sign in as you always do, and open your notices. What it is about stands there only.")
    why = spoken.gettext("There is no link in this mail on purpose: nobody should get used to following one.")
    message.set_content(f"{body}\n\n{why}\n")
    return message
