"""Serving for a room: the addresses that phones can use, a page that tests them, and how to go on without."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from toolkit.cli_io import tell
from toolkit.cli_serve import run_server
from toolkit.core.model import ToolkitError
from toolkit.render.qr import qr_text
from toolkit.server.configuration import Configuration, Identity, Visitors
from toolkit.server.lan import addresses
from toolkit.server.ports import PORT, free_port, is_loopback

NO_NETWORK = (
    "This computer is in no network, so no phone can reach it. Join a Wi-Fi, or make one with a phone (a hotspot), "
    "and start again. Without a network: print the ballots, and type their counts into the control view."
)


def run_workshop(configuration: Configuration, *, lan: bool = False, open_browser: bool = False) -> None:
    """Serve a workshop until a signal; raises ToolkitError where phones are wanted and there is no network.

    With `lan`, or an address that is not this computer’s own, phones in the room reach the server. The person at this
    computer stays who they are, and everybody else is a visitor of their own.
    """
    if not lan and is_loopback(configuration.ip):
        tell(
            "Only this computer can join. Add --lan to let phones in the same network join, "
            "which also lets them open the other pages of this server."
        )
        run_server(configuration, open_browser=open_browser)
        return
    given = [] if is_loopback(configuration.ip) else [configuration.ip]
    found = given or addresses()
    if not found:
        raise ToolkitError(NO_NETWORK)
    served = at(configuration, found)
    for line in lines(served.public_url, found, served.port or 0):
        tell(line)
    run_server(served, open_browser=open_browser)


def at(configuration: Configuration, found: Sequence[str]) -> Configuration:
    """The configuration with the address at which phones join, unless it has one already, and a port that is free."""
    ip, port = found[0], configuration.port or free_port(PORT if configuration.port is None else 0, found[0])
    one = configuration.identity is Identity.NONE and configuration.visitors is Visitors.AUTO
    who = Visitors.ONE if one else configuration.visitors
    return replace(
        configuration, ip=ip, port=port, public_url=configuration.public_url or f"http://{ip}:{port}", visitors=who
    )


def lines(address: str, found: Sequence[str], port: int) -> Iterator[str]:
    """What the trainer reads before the room comes in; `found` are the addresses of this computer."""
    test = f"{address.rstrip('/')}/join/test"
    yield "Phones in the same network join here:"
    yield f"  {address.rstrip('/')}/join"
    if found[1:]:
        others = " or --ip ".join(found[1:])
        yield f"This computer is in other networks too. To use one of them, start again with --ip {others}."
    yield "Try it before the room comes: scan this square with a phone, or open the address below it."
    yield qr_text(test)
    yield f"  {test}"
    yield "A line appears here as soon as a phone has opened it. If the phone cannot open the page:"
    yield "  - Is the phone in the same network as this computer, and not on mobile data?"
    yield "  - Guest networks often keep devices apart. Use another network, or make one with a phone (a hotspot)."
    yield f"  - A firewall on this computer may block it. Allow incoming connections to port {port} (TCP)."
    yield "  - Otherwise go on with paper: print the ballots, and type their counts into the control view."
    yield "What this means: whoever is in that network can open this server, and what they send is not encrypted."
