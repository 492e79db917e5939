"""Mail of the hub, where a mail server is configured. Everything works without: links are handed over then."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from toolkit.content.interface import available, interface

if TYPE_CHECKING:
    from toolkit.server.hub import HubHandler

SECONDS = 10
"""How long a mail server may take."""


def confirmation(handler: HubHandler, to: str, token: str) -> bool:
    """Mail the link that confirms an address; False where no mail server is configured, or it took no mail."""
    spoken = interface(available(handler.lang))
    address = f"{handler.address}hub/confirm/{token}?lang={spoken.lang}"
    subject = spoken.gettext("Confirm your address for the hub")
    body = spoken.gettext("Somebody asked for an account of the hub with this address. If it was you, open this link:")
    other = spoken.gettext("If it was not you, do nothing.")
    return _send(handler, to, subject, f"{body}\n\n{address}\n\n{other}\n")


def invitation(handler: HubHandler, to: str, address: str) -> bool:
    """Mail the link that makes an account to whoever it is for; False as above."""
    spoken = interface(available(handler.lang))
    subject = spoken.gettext("Your account for the hub")
    body = spoken.gettext("Your request was approved. This link makes your account; it counts once, and for 7 days:")
    return _send(handler, to, subject, f"{body}\n\n{address}\n")


def refusal(handler: HubHandler, to: str) -> bool:
    """Mail that a request was answered, without the answer, which stands on the page of the request; False as above."""
    spoken = interface(available(handler.lang))
    subject = spoken.gettext("Your request for the hub was answered")
    body = spoken.gettext("Open the link of your request that you kept: the answer and its reason stand there.")
    return _send(handler, to, subject, f"{body}\n")


def _send(handler: HubHandler, to: str, subject: str, body: str) -> bool:
    configuration = handler.toolkit.configuration
    if not configuration.smtp_url:
        return False
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = configuration.mail_from, to, subject
    message.set_content(body)
    try:
        deliver(configuration.smtp_url, message)
    except (OSError, smtplib.SMTPException):
        handler.log.warning("A mail could not be sent; the link can be handed over.")
        return False
    return True


def deliver(url: str, message: EmailMessage) -> None:
    """Give a message to a mail server: `smtps://` speaks TLS from the start, `smtp://` begins it where it is offered.

    A name and password go over TLS only. Raises OSError or SMTPException.
    """
    parts = urlsplit(url)
    host, context = parts.hostname or "localhost", ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=SECONDS)
    with server:
        if parts.scheme != "smtps" and server.has_extn("starttls"):
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)
