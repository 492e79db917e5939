"""Visitors whom an issuer of OpenID Connect vouches for: authorization code with PKCE, and a token that is checked.

Follows OpenID Connect Core 1.0 (3.1), Discovery 1.0 and RFC 7636; needs the extra `oidc`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from tornado.web import RequestHandler

from toolkit.core.model import ToolkitError
from toolkit.server.config import BadConfiguration
from toolkit.server.configuration import Configuration
from toolkit.server.signed_in import SignedIn
from toolkit.store.accounts import Account, NoAccount, tidy

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

TRIP = "toolkit-oidc"
TRIP_DAYS = 1 / 144
"""How long a visitor may take at the issuer: ten minutes."""

ALGORITHMS = ("RS256", "PS256", "ES256")
"""Signatures that count: with a key that only the issuer has. “none” and those with a shared secret never do."""

LEEWAY, PATIENCE, LARGEST = 60, 10.0, 262_144
"""Seconds by which clocks may differ; seconds to wait for the issuer; bytes of an answer of its."""

REFRESH = 300.0
"""Seconds for which the issuer's keys are kept, unless a token names one that is not among them."""

HOST_ONLY = frozenset({"localhost", "127.0.0.1", "::1"})


class NotVouched(ToolkitError):
    """The issuer did not vouch for the visitor, or not so that it counts; the message is for the log."""


@dataclass(frozen=True, slots=True)
class Trip:
    """What a visitor's browser keeps while they are at the issuer. `target` is where they wanted to go."""

    state: str
    nonce: str
    verifier: str
    target: str


class OidcIdentity(SignedIn):
    """Sign-ins as with accounts of our own; an account is made when its person comes for the first time."""

    def __init__(self, **kwargs: Any) -> None:
        """See IdentityProvider."""
        super().__init__(**kwargs)
        self._keys: tuple[float, KeySet] | None = None
        self._discovered: Mapping[str, Any] | None = None

    # ------------------------------------------------------------ there

    async def depart(self, handler: RequestHandler, target: str, back: str) -> str:
        """The issuer's address for a visitor who wants to sign in; their browser keeps what must fit on return."""
        from authlib.oauth2.rfc7636 import create_s256_code_challenge

        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        trip = Trip(state, nonce, verifier, target)
        kept = json.dumps([trip.state, trip.nonce, trip.verifier, trip.target])
        handler.set_signed_cookie(
            self.trip_cookie, kept, expires_days=None, httponly=True, samesite="Lax", secure=self.configuration.secure
        )
        asked = {
            "response_type": "code",
            "client_id": self.configuration.oidc_client_id,
            "redirect_uri": back,
            "scope": "openid profile email",
            "state": trip.state,
            "nonce": trip.nonce,
            "code_challenge": create_s256_code_challenge(trip.verifier),
            "code_challenge_method": "S256",
        }
        address = str((await self._discovery())["authorization_endpoint"])
        return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"

    @property
    def trip_cookie(self) -> str:
        """The name of the cookie for the trip; over TLS one that no neighbouring host can set."""
        return f"__Host-{TRIP}" if self.configuration.secure else TRIP

    # ------------------------------------------------------------ and back

    async def arrive(self, handler: RequestHandler, given: Mapping[str, str], back: str) -> str:
        """Sign the visitor in and return where they wanted to go; raises NotVouched. A trip counts once."""
        kept = handler.get_signed_cookie(self.trip_cookie, max_age_days=TRIP_DAYS)
        handler.clear_cookie(self.trip_cookie, secure=self.configuration.secure, httponly=True)
        if kept is None:
            raise NotVouched("nobody left from here, or too long ago")
        trip = Trip(*json.loads(kept))
        if not hmac.compare_digest(given.get("state", "").encode(), trip.state.encode()):
            raise NotVouched("the state is another one")
        if given.get("iss", self.configuration.oidc_issuer) != self.configuration.oidc_issuer:
            raise NotVouched("another issuer answers")
        if not given.get("code"):
            raise NotVouched("the issuer gave no code")
        claims = await self._claims(await self._token(given["code"], trip.verifier, back), trip.nonce)
        self.begin(handler, self._account(claims).name)
        return trip.target

    def _account(self, claims: Mapping[str, Any]) -> Account:
        """The visitor's account, made when they come for the first time, and theirs alone from then on.

        An issuer may give a name to somebody else one day, but never a subject, so the two are bound to each other.
        """
        name = self._name_in(claims)
        person = f"{claims['iss']}\0{claims['sub']}".encode()
        bound = f"oidc:{hashlib.sha256(person).hexdigest()}"  # in the place of a password's hash, which it never equals
        account = self.accounts.find(name) or self.accounts.add(name, bound, None)
        if account.disabled or not hmac.compare_digest(account.password, bound):
            raise NotVouched("the account is disabled, or the name is somebody else's here")
        if not self.stays(account.name):  # else an issuer that asks nothing would send them round in circles
            raise NotVouched("the last day of this person in the hub is over")
        return account

    def _name_in(self, claims: Mapping[str, Any]) -> str:
        """The visitor's name; one that the issuer has not verified, or that cannot be a name, does not count."""
        claim = self.configuration.oidc_claim
        given = claims.get(claim)
        if not isinstance(given, str) or (claim == "email" and claims.get("email_verified") is not True):
            raise NotVouched(f"the token has no usable “{claim}”")
        try:
            return tidy(given)
        except NoAccount as error:
            raise NotVouched(f"“{claim}” cannot be a name") from error

    async def _token(self, code: str, verifier: str, back: str) -> str:
        """The ID token for a code."""
        configuration = self.configuration
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
        form["client_id"] = configuration.oidc_client_id
        endpoint = str((await self._discovery())["token_endpoint"])
        secret = configuration.oidc_client_secret
        answer = await self._asked(endpoint, form, (configuration.oidc_client_id, secret) if secret else None)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise NotVouched("the issuer gave no ID token")
        return token

    async def _claims(self, token: str, nonce: str) -> Mapping[str, Any]:
        """What the token says, once its signature, issuer, audience, times and nonce are right."""
        from authlib.oidc.core import CodeIDToken
        from joserfc import jwt
        from joserfc.errors import InvalidKeyIdError, JoseError

        try:
            try:
                decoded = jwt.decode(token, await self._key_set(), algorithms=ALGORITHMS)
            except InvalidKeyIdError:  # the issuer has a new key
                decoded = jwt.decode(token, await self._key_set(fresh=True), algorithms=ALGORITHMS)
            identity = self.configuration.oidc_client_id
            wanted = {
                "iss": {"essential": True, "value": self.configuration.oidc_issuer},
                "aud": {"essential": True, "value": identity},
                "nonce": {"essential": True, "value": nonce},
            }
            claims = CodeIDToken(decoded.claims, decoded.header, wanted, {"nonce": nonce, "client_id": identity})
            claims.validate(leeway=LEEWAY)
        except (JoseError, ValueError, TypeError) as error:
            raise NotVouched(f"the token does not hold: {type(error).__name__}") from error
        return dict(decoded.claims)

    # ------------------------------------------------------------ the issuer

    async def _discovery(self) -> Mapping[str, Any]:
        """What the issuer says of itself, asked once; raises NotVouched when it says it of another."""
        if self._discovered is None:
            issuer = self.configuration.oidc_issuer
            found = await self._asked(issuer.rstrip("/") + "/.well-known/openid-configuration")
            if found.get("issuer") != issuer:
                raise NotVouched(f"the issuer calls itself {found.get('issuer')!r}: write “oidc_issuer” exactly so")
            for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                if not safe_address(found.get(name)):
                    raise NotVouched(f"the issuer's {name} is not an address with https")
            self._discovered = found
        return self._discovered

    async def _key_set(self, *, fresh: bool = False) -> KeySet:
        from joserfc.jwk import KeySet

        now = time.monotonic()
        if self._keys is None or fresh or now - self._keys[0] > REFRESH:
            found = await self._asked(str((await self._discovery())["jwks_uri"]))
            self._keys = (now, KeySet.import_key_set({"keys": [one for one in found.get("keys", []) if public(one)]}))
        return self._keys[1]

    async def _asked(
        self, address: str, form: Mapping[str, str] | None = None, auth: tuple[str, str] | None = None
    ) -> Mapping[str, Any]:
        """An answer of the issuer as JSON; raises NotVouched for anything else."""
        import httpx

        try:
            async with httpx.AsyncClient(timeout=PATIENCE, follow_redirects=False) as client:
                method = "POST" if form else "GET"
                answer = await client.request(method, address, data=form, auth=auth or httpx.USE_CLIENT_DEFAULT)
                found = answer.json() if answer.status_code == 200 and len(answer.content) < LARGEST else None
        except (httpx.HTTPError, ValueError) as error:
            raise NotVouched(f"the issuer cannot be asked: {type(error).__name__}") from error
        if not isinstance(found, dict):
            raise NotVouched(f"the issuer answered {answer.status_code} at {urlsplit(address).path}")
        return found


def safe_address(address: object) -> bool:
    """Whether an address is reached over TLS, or on this computer."""
    parts = urlsplit(address if isinstance(address, str) else "")
    here = parts.scheme == "http" and parts.hostname in HOST_ONLY
    return here or (parts.scheme == "https" and bool(parts.hostname))


def public(one: object) -> bool:
    """Whether a key is one to check signatures with; a secret that is shared proves nothing."""
    return isinstance(one, dict) and one.get("kty") in {"RSA", "EC", "OKP"} and one.get("use", "sig") == "sig"


def ready(configuration: Configuration) -> None:
    """Raise BadConfiguration where something is missing that this way of signing in needs."""
    if not safe_address(configuration.oidc_issuer) or not configuration.oidc_client_id:
        raise BadConfiguration("“identity” is oidc: set “oidc_issuer”, with https:, and “oidc_client_id”.")
    if not all(find_spec(name) for name in ("authlib", "httpx", "joserfc")):
        raise BadConfiguration(
            "“identity” is oidc, which needs more packages: install the toolkit as “responsible-ai-toolkit[oidc]”."
        )
