"""Signing in through an issuer of OpenID Connect that really answers, and every token that must not count."""

import time

import pytest
from joserfc.jwk import RSAKey

from tests.server.issuer import CLIENT, SECRET, asked, issuer, unsigned, with_public_key_as_secret
from tests.server.people import Visitor, accounts, configured
from toolkit.server import keys


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("oidc")


@pytest.fixture(scope="module")
def running(folder):
    with issuer() as there:
        secret = folder / "secret"
        secret.write_text(SECRET)
        settings = {"oidc_issuer": there.url, "oidc_client_id": CLIENT, "oidc_client_secret_file": str(secret)}
        with configured(folder, identity="oidc", **settings) as server:
            yield there, server


@pytest.fixture
def there(running):
    running[0].reset()
    return running[0]


@pytest.fixture
def server(running):
    return running[1]


def depart(visitor, to="/probe"):
    """Begin to sign in; returns what the issuer is asked."""
    answer = visitor.get(f"/sign-in?next={to}")
    assert answer.status == 302
    return asked(answer.headers["Location"])


def sign_in(there, visitor, to="/probe"):
    """Go there and back."""
    wanted = depart(visitor, to)
    return visitor.get(f"/sign-in/back?code={there.code(wanted)}&state={wanted['state']}")


def signed_in(visitor):
    return visitor.get("/probe").status == 200


def test_whoever_is_not_signed_in_is_sent_to_the_issuer_with_everything_it_takes(there, server):
    visitor = Visitor(server)
    answer = visitor.get("/probe?q=1")
    assert answer.headers["Location"] == "/sign-in?next=%2Fprobe%3Fq%3D1"
    wanted = depart(visitor)
    assert wanted["response_type"] == "code"
    assert wanted["client_id"] == CLIENT
    assert wanted["redirect_uri"] == f"{server.url}/sign-in/back"
    assert wanted["code_challenge_method"] == "S256"
    assert "openid" in wanted["scope"].split()
    secrets = [wanted[name] for name in ("state", "nonce", "code_challenge")]
    assert len(set(secrets)) == 3
    assert min(map(len, secrets)) >= 43
    assert not set(secrets) & set(depart(Visitor(server)).values())


def test_who_comes_back_with_a_good_token_is_in_and_where_they_wanted_to_be(there, server):
    visitor = Visitor(server)
    answer = sign_in(there, visitor, "/probe?q=1")
    assert (answer.status, answer.headers["Location"]) == (302, "/probe?q=1")
    assert "Signed in as ann" in visitor.get("/probe").text
    visitor.page = "/probe"
    visitor.sign_out()
    assert not signed_in(visitor)


NOW = int(time.time())
WRONG_CLAIMS = {
    "another nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "an empty nonce": {"nonce": ""},
    "expired": {"exp": NOW - 3_600, "iat": NOW - 7_200},
    "no end": {"exp": None},
    "an end that is no time": {"exp": "never"},
    "not valid yet": {"nbf": NOW + 3_600},
    "from the future": {"iat": NOW + 3_600},
    "another audience": {"aud": "another client"},
    "no audience": {"aud": None},
    "several audiences, and for another": {"aud": [CLIENT, "another"], "azp": "another"},
    "several audiences, and nobody says for whom": {"aud": [CLIENT, "another"]},
    "another issuer": {"iss": "https://issuer.example"},
    "no issuer": {"iss": None},
    "no subject": {"sub": None},
    "no name": {"preferred_username": None},
    "a name that cannot be one": {"preferred_username": "a/b c"},
    "a name that is no text": {"preferred_username": ["ann"]},
}


@pytest.mark.parametrize("wrong", WRONG_CLAIMS)
def test_a_token_with_wrong_claims_signs_nobody_in(there, server, wrong):
    there.claims = WRONG_CLAIMS[wrong]
    visitor = Visitor(server)
    answer = sign_in(there, visitor)
    assert (answer.status, "did not work" in answer.text) == (403, True)
    assert not signed_in(visitor)


def another_key(there):
    there.signer = RSAKey.generate_key(2048, {"kid": "one"})


def unknown_key(there):
    there.signer = RSAKey.generate_key(2048, {"kid": "nobody's"})


def none(there):
    there.token = unsigned


def shared(there):
    there.token = with_public_key_as_secret(there.key)


def changed(there):
    good = there.made

    def token(claims):
        there.token = None
        head, _, sign = good({"nonce": claims["nonce"]}).split(".")
        return f"{head}.{unsigned(claims | {'preferred_username': 'root'}).split('.')[1]}.{sign}"

    there.token = token


def nothing(there):
    there.token = lambda _: "x.y.z"


def refused(there):
    there.status = 400


@pytest.mark.parametrize("wrong", [another_key, unknown_key, none, shared, changed, nothing, refused])
def test_a_token_that_the_issuer_did_not_sign_signs_nobody_in(there, server, wrong):
    wrong(there)
    visitor = Visitor(server)
    assert sign_in(there, visitor).status == 403
    assert not signed_in(visitor)


BACK = (
    "",
    "?code={code}",
    "?state={state}",
    "?code={code}&state=x",
    "?error=access_denied&state={state}",
    "?code={code}&state={state}&iss=https://other.example",
    "?code=x&state={state}",
)


@pytest.mark.parametrize("query", BACK)
def test_coming_back_without_what_belongs_to_it_signs_nobody_in(there, server, query):
    visitor = Visitor(server)
    wanted = depart(visitor)
    answer = visitor.get("/sign-in/back" + query.format(code=there.code(wanted), state=wanted["state"]))
    assert answer.status == 403
    assert not signed_in(visitor)


def test_a_code_and_state_of_somebody_else_sign_nobody_in(there, server):
    """Else a visitor could be made to work in an account of the attacker's."""
    mallory, victim = Visitor(server), Visitor(server)
    wanted = depart(mallory)
    back = f"/sign-in/back?code={there.code(wanted)}&state={wanted['state']}"
    assert victim.get(back).status == 403
    depart(victim)
    assert victim.get(back).status == 403
    assert not signed_in(victim)


def test_a_way_back_counts_once(there, server):
    visitor = Visitor(server)
    wanted = depart(visitor)
    kept = dict(visitor.server.cookies)
    assert visitor.get(f"/sign-in/back?code={there.code(wanted)}&state={wanted['state']}").status == 302
    again = Visitor(server)
    again.server.cookies = {name: value for name, value in kept.items() if "sign-in" not in name}
    code = next(iter(there.codes), "used")
    assert again.get(f"/sign-in/back?code={code}&state={wanted['state']}").status == 403


def test_a_new_key_of_the_issuer_is_found(there, server):
    assert sign_in(there, Visitor(server)).status == 302
    there.signer = RSAKey.generate_key(2048, {"kid": "two", "use": "sig"})
    there.published.append(there.signer)
    visitor = Visitor(server)
    assert sign_in(there, visitor).status == 302
    assert signed_in(visitor)


def test_a_name_belongs_to_whoever_came_with_it_first(there, server, folder):
    there.claims = {"sub": "7", "preferred_username": "grace"}
    assert sign_in(there, Visitor(server)).status == 302
    there.claims = {"sub": "8", "preferred_username": "Grace"}
    assert sign_in(there, Visitor(server)).status == 403
    with accounts(folder) as known:
        known.add("with-password", keys.hashed("a long enough password"), None)
    there.claims = {"sub": "9", "preferred_username": "with-password"}
    assert sign_in(there, Visitor(server)).status == 403


def test_a_disabled_account_stays_out(there, server, folder):
    there.claims = {"sub": "5", "preferred_username": "dan"}
    dan = Visitor(server)
    sign_in(there, dan)
    assert signed_in(dan)
    with accounts(folder) as known:
        known.disable("dan")
    assert not signed_in(dan)
    assert sign_in(there, dan).status == 403


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_the_way_back_leads_nowhere_else(there, server, to):
    assert sign_in(there, Visitor(server), to).headers["Location"] == "/"


def test_an_issuer_that_calls_itself_otherwise_is_not_believed(tmp_path):
    with issuer() as there:
        there.name = "https://issuer.example"
        settings = {"oidc_issuer": there.url, "oidc_client_id": CLIENT}
        with configured(tmp_path, identity="oidc", **settings) as server:
            assert server.get("/sign-in").status == 403


def test_an_issuer_that_is_away_is_a_sentence(tmp_path):
    settings = {"oidc_issuer": "http://127.0.0.1:1", "oidc_client_id": CLIENT}
    with configured(tmp_path, identity="oidc", **settings) as server:
        answer = server.get("/sign-in")
        assert (answer.status, "did not work" in answer.text) == (403, True)
        assert "127.0.0.1:1" not in answer.text
