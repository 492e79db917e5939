"""`toolkit workshop`: which addresses it shows, what it says, and a phone’s way to the test page."""

import http.client
import re
import signal
import socket
import threading
from contextlib import closing

import pytest

from tests.cli.test_serve import address_of, start
from toolkit import cli_workshop
from toolkit.cli_workshop import at, lines
from toolkit.core.model import ToolkitError
from toolkit.server import lan
from toolkit.server.configuration import Configuration, Visitors
from toolkit.server.lan import addresses, likely

__all__ = ["start"]


def test_networks_that_phones_share_come_before_those_of_containers_and_what_is_no_network_is_left_out():
    found = [("docker0", "172.17.0.1"), ("lo", "127.0.0.1"), ("wlan0", "192.168.1.7"), ("eth0", "169.254.3.4")]
    assert likely(found) == ("192.168.1.7", "172.17.0.1")
    assert likely([("lo", "127.0.0.1")]) == ()


def test_links_lead_to_the_address_of_phones_and_the_person_at_the_computer_stays_who_they_are():
    served = at(Configuration(port=8900), ["192.168.1.7"])
    assert (served.ip, served.public_url) == ("192.168.1.7", "http://192.168.1.7:8900")
    assert served.visitors is Visitors.ONE, "which counts for this computer only"
    behind = at(Configuration(port=8900, public_url="https://room.example", visitors=Visitors.EACH), ["192.168.1.7"])
    assert (behind.public_url, behind.visitors) == ("https://room.example", Visitors.EACH)


def test_the_trainer_reads_what_to_try_and_how_to_go_on_without_a_network():
    said = "\n".join(lines("http://192.168.1.7:8900", ["192.168.1.7", "10.0.0.2"], 8900))
    for words in (
        "192.168.1.7:8900/join/test",
        "--ip 10.0.0.2",
        "Guest networks",
        "firewall",
        "8900 (TCP)",
        "paper",
    ):
        assert words in said
    assert "not encrypted" in said
    assert re.search("[█▀▄]", said), "a square that a camera reads"


def test_where_there_are_only_long_addresses_phones_are_shown_one_that_a_browser_opens():
    assert likely([("wlan0", "fe80::1"), ("wlan0", "fd00::7"), ("lo", "::1")]) == ("fd00::7",)
    assert likely([("wlan0", "fd00::7"), ("wlan0", "192.168.1.7")]) == ("192.168.1.7",)
    assert at(Configuration(port=8900, ip="::"), ["fd00::7"]).public_url == "http://[fd00::7]:8900"


def test_a_server_at_all_addresses_shows_phones_one_that_leads_to_it():
    served = at(Configuration(port=8900, ip="0.0.0.0"), ["192.168.1.7", "10.0.0.2"])
    assert (served.ip, served.public_url) == ("0.0.0.0", "http://192.168.1.7:8900")


@pytest.mark.parametrize(
    ("ip", "known", "sentence"),
    [
        ("127.0.0.1", (), "This computer is in no network"),
        ("0.0.0.0", (), "This computer is in no network"),
        ("192.0.2.77", ("192.168.1.7",), "no address 192.0.2.77. Its addresses are 192.168.1.7"),
        ("192.0.2.77", (), "It is in no network: join one"),
        ("my laptop", ("192.168.1.7",), "“my laptop” is no address"),
    ],
)
def test_an_address_at_which_no_phone_arrives_is_refused_with_the_way_on(monkeypatch, ip, known, sentence):
    monkeypatch.setattr(cli_workshop, "addresses", lambda: known)
    with pytest.raises(ToolkitError, match=re.escape(sentence)):
        cli_workshop.reached(ip)


def test_a_port_that_is_taken_is_said_before_a_square_that_leads_nowhere(monkeypatch, capsys):
    monkeypatch.setattr(cli_workshop, "addresses", lambda: ("127.0.0.2",))
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ToolkitError, match=f"Port {port} cannot be used: another program has it"):
            cli_workshop.run_workshop(Configuration(port=port), lan=True)
    assert capsys.readouterr().out == ""


def test_beside_a_toolkit_that_serves_this_computer_alone_another_port_is_found(monkeypatch):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr(cli_workshop, "PORT", port)
        assert port < cli_workshop.free_at(None, "127.0.0.2")


def test_a_laptop_that_wakes_up_elsewhere_says_that_its_address_has_changed():
    places = iter([("10.0.0.5",), ("10.0.0.9",), (), ("10.0.0.5",)])
    said, done = [], threading.Event()

    def look():
        found = next(places, None)
        if found is None:
            done.set()
        return found or ("10.0.0.5",)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lan, "LOOK", 0.001)
        lan.watch("10.0.0.5", said.append, look)
        assert done.wait(30)
        patch.setattr(lan, "LOOK", 3600)
    assert len(said) == 2
    assert "10.0.0.9 instead of 10.0.0.5" in said[0]
    assert "Nothing is lost" in said[0]
    assert "again" in said[1]
    assert "no phone reaches 10.0.0.5" in lan.moved("10.0.0.5", ())


@pytest.mark.slow
def test_without_lan_only_this_computer_can_join(start):
    address, said = address_of(start("workshop", "--no-open", "--port", "0"))
    assert "Only this computer can join" in said
    assert "If you read this on your phone" in get(address, "/join/test").decode()


@pytest.mark.slow
@pytest.mark.skipif(not addresses(), reason="this computer is in no network")
def test_phones_reach_the_page_at_the_address_that_is_shown_and_the_computer_itself_is_no_phone(start):
    process = start("workshop", "--lan", "--no-open", "--port", "0")
    address, said = address_of(process)
    shown = re.search(r"http://([\d.]+):(\d+)/join\n", said)
    assert shown[1] == addresses()[0]
    assert b"joining will work" in get(f"http://{shown[1]}:{shown[2]}/", "/join/test")
    assert b"joining will work" in get(address, "/join/test"), "the person at the computer uses it as before"
    process.send_signal(signal.SIGINT)
    rest = process.communicate(timeout=30)[0]
    assert "A phone has opened" not in rest


def get(address, path):
    host = re.match(r"http://([\d.]+:\d+)/", address)[1]
    with closing(http.client.HTTPConnection(host, timeout=20)) as line:
        line.request("GET", f"{path}?lang=en")
        answer = line.getresponse()
        assert answer.status == 200
        return answer.read()
