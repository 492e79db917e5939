"""A small issuer of OpenID Connect: real HTTP, real keys, and every way of being wrong."""

import base64
import hashlib
import hmac
import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "toolkit", "a secret of the client"


class Issuer:
    """What it says can be changed by a test: `claims` (None leaves one out), `key`, `algorithm`, `token`."""

    def __init__(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"issuer": self}))
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.published = [self.key]
        self.codes = {}
        self.reset()

    def reset(self):
        self.claims, self.signer, self.algorithm, self.token, self.name = {}, self.key, "RS256", None, self.url
        self.status = 200

    def code(self, asked):
        """What the sign-in at the issuer gives for a request of the toolkit."""
        code = hashlib.sha256(json.dumps(asked).encode() + str(time.time()).encode()).hexdigest()
        self.codes[code] = asked
        return code

    def made(self, asked):
        now = int(time.time())
        claims = {"iss": self.url, "sub": "1", "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        claims |= {"preferred_username": "ann"} | self.claims
        claims = {name: value for name, value in claims.items() if value is not None}
        if self.token:
            return self.token(claims)
        header = {"alg": self.algorithm, "kid": self.signer.kid or "one"}
        return jwt.encode(header, claims, self.signer, algorithms=[self.algorithm])


class _Handler(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def answer(self, what, status=200):
        body = json.dumps(what).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        url = self.issuer.url
        if self.path == "/.well-known/openid-configuration":
            places = {"authorization_endpoint": f"{url}/authorize", "token_endpoint": f"{url}/token"}
            self.answer({"issuer": self.issuer.name, **places, "jwks_uri": f"{url}/keys"})
        elif self.path == "/keys":
            self.answer({"keys": [one.as_dict(private=False) for one in self.issuer.published]})
        else:
            self.answer({}, 404)

    def do_POST(self):
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        given = {name: values[0] for name, values in form.items()}
        asked = self.issuer.codes.pop(given.get("code"), None)
        right = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '%20')}".encode()).decode()
        plain = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        challenge = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        proved = asked and base64.urlsafe_b64encode(challenge).decode().rstrip("=") == asked["code_challenge"]
        if not proved or self.headers["Authorization"] not in {right, plain} or self.issuer.status != 200:
            self.answer({"error": "invalid_grant"}, 400)
            return
        self.answer({"access_token": "x", "token_type": "Bearer", "id_token": self.issuer.made(asked)})


def asked(location):
    """What the toolkit asked of the issuer."""
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def unsigned(claims, alg="none"):
    """A token with the algorithm “none”, or another, and without a signature."""
    parts = ({"alg": alg, "kid": "one"}, claims)
    encoded = [base64.urlsafe_b64encode(json.dumps(one).encode()).decode().rstrip("=") for one in parts]
    return ".".join(encoded) + "."


def with_public_key_as_secret(key):
    """A token whose shared secret is the issuer's public key, which everybody knows."""

    def token(claims):  # by hand: the library refuses to make such a thing
        head = unsigned(claims, alg="HS256").removesuffix(".")
        sign = hmac.digest(key.as_pem(private=False), head.encode(), "sha256")
        return f"{head}.{base64.urlsafe_b64encode(sign).decode().rstrip('=')}"

    return token


@contextmanager
def issuer():
    """An issuer that answers."""
    made = Issuer()
    thread = threading.Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.server.shutdown()
        made.server.server_close()
        thread.join(10)
