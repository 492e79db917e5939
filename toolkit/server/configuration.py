"""What can be configured, with its defaults; `config` reads it. README has a table of the same."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

MEMORY = 512
"""What a kernel may write to, in mebibytes; a page with everything loaded needs a fifth of it."""


class Identity(StrEnum):
    """How the server knows who is there: not at all, by accounts of its own, by a proxy's or an issuer's word."""

    NONE = "none"
    LOCAL = "local"
    HEADER = "header"
    OIDC = "oidc"


class Visitors(StrEnum):
    """Whom visitors who do not sign in are taken for: `auto` is `one` as long as only this computer can ask."""

    AUTO = "auto"
    ONE = "one"
    EACH = "each"


@dataclass(frozen=True, slots=True)
class Limits:
    """Kernels at a time, in all and of one browser, and the minutes after which one that does nothing ends."""

    kernels: int
    each: int
    idle_minutes: float
    memory: int = MEMORY


class LogFormat(StrEnum):
    """How the log is written: lines for people, or one JSON object a line."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything that can be configured, with its default; README has a table of it."""

    ip: str = "127.0.0.1"
    port: int | None = None
    public_url: str = ""
    database_url: str | None = None
    lang: str = "en"
    identity: Identity = Identity.NONE
    identity_header: str = "X-Forwarded-User"
    trusted_proxies: tuple[str, ...] = ()
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_claim: str = "preferred_username"
    key_file: Path | None = None
    sign_in_hours: float = 12.0
    sign_in_idle_minutes: float = 120.0
    require_totp: bool = False
    visitors: Visitors = Visitors.AUTO
    max_kernels: int = 100
    kernels_each: int = 20
    idle_minutes: float = 30.0
    max_request_kb: int = 1024
    slow_client_seconds: float = 20.0
    log_format: LogFormat = LogFormat.TEXT
    metrics: bool = False
    metrics_token: str = ""
    hub: bool = False
    smtp_url: str = ""
    mail_from: str = ""

    @property
    def hostnames(self) -> tuple[str, ...]:
        """The host under which visitors ask, if `public_url` says one."""
        host = urlsplit(self.public_url).hostname
        return (host,) if host else ()

    @property
    def beside(self) -> tuple[str, ...]:
        """Where else to listen: a server whose visitors use its own address is reached from this computer as before."""
        return ("127.0.0.1",) if self.hostnames == (self.ip,) and self.ip != "127.0.0.1" else ()

    @property
    def limits(self) -> Limits:
        """How many kernels there may be, and how long one may do nothing."""
        return Limits(self.max_kernels, self.kernels_each, self.idle_minutes)

    def one_person(self, only_this_computer: bool) -> bool:
        """Whether all visitors who do not sign in are one person, the one at this computer."""
        by_address = only_this_computer and not self.public_url
        return self.visitors is Visitors.ONE or (self.visitors is Visitors.AUTO and by_address)

    @property
    def secure(self) -> bool:
        """Whether visitors come over TLS, so that cookies must travel over TLS only."""
        return self.public_url.startswith("https:")
