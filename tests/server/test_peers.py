"""Whom to believe about an address or a name."""

from types import SimpleNamespace

import pytest
from tornado.httputil import HTTPHeaders

from toolkit.server import peers
from toolkit.server.config import networks

PROXIES = networks(["127.0.0.1", "10.0.0.0/8"])


def request(peer, **headers):
    return SimpleNamespace(remote_ip=peer, headers=HTTPHeaders({k.replace("_", "-"): v for k, v in headers.items()}))


@pytest.mark.parametrize(
    ("peer", "said", "found"),
    [
        ("192.0.2.1", "198.51.100.7", "192.0.2.1"),
        ("127.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("127.0.0.1", "203.0.113.5, 198.51.100.7", "198.51.100.7"),
        ("127.0.0.1", "198.51.100.7, 10.1.1.1", "198.51.100.7"),
        ("::ffff:127.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("127.0.0.1", "nonsense", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("", "198.51.100.7", ""),
    ],
)
def test_only_trusted_proxies_speak_for_others(peer, said, found):
    assert peers.visitor(request(peer, X_Forwarded_For=said), PROXIES) == found


def test_a_name_is_taken_from_a_trusted_peer_only():
    assert peers.spoken_for(request("10.2.3.4", Remote_User=" ann "), "Remote-User", PROXIES) == "ann"
    assert peers.spoken_for(request("11.2.3.4", Remote_User="ann"), "Remote-User", PROXIES) is None
    assert peers.spoken_for(request("10.2.3.4"), "Remote-User", PROXIES) is None
    assert peers.spoken_for(request("", Remote_User="ann"), "Remote-User", PROXIES) is None
