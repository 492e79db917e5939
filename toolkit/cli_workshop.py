"""Serving for a room: the addresses that phones can use, a page that tests them, and how to go on without."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from ipaddress import ip_address

from toolkit.cli_io import tell
from toolkit.cli_serve import run_server
from toolkit.core.model import ToolkitError
from toolkit.render.qr import qr_text
from toolkit.server.configuration import Configuration, Identity, Visitors
from toolkit.server.lan import addresses, host, is_everywhere, watch
from toolkit.server.ports import PORT, CannotServe, bindable, free_port, is_loopback

NO_NETWORK = (
    "This computer is in no network, so no phone can reach it. Join a Wi-Fi, or make one with a phone (a hotspot), "
    "and start again. Without a network: print the ballots, and type their counts into the control view."
)

PORT_TAKEN = (
    "Port {port} cannot be used: another program has it, perhaps a toolkit that still runs, or the system keeps it. "
    "Choose another with --port, or leave --port out."
)

TRIES = 40
"""How many ports are tried."""

ALLOW = {
    "win32": "When Windows asks, allow Python in private networks, and set this network to “private”.",
    "darwin": "In System Settings, Network, Firewall: let Python receive connections.",
    "linux": "For example: sudo ufw allow {port}/tcp, or sudo firewall-cmd --add-port={port}/tcp",
}
"""How a firewall lets phones in, by the name of the system."""


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
    found = reached(configuration.ip)
    place = configuration.ip if is_everywhere(configuration.ip) else found[0]
    served = at(replace(configuration, port=free_at(configuration.port, place)), found)
    if not is_everywhere(served.ip) and found[0] in addresses():  # others that were chosen are not among the likely
        watch(found[0], tell)
    for line in lines(served.public_url, found, served.port or 0):
        tell(line)
    run_server(served, open_browser=open_browser)


def reached(ip: str) -> tuple[str, ...]:
    """The addresses at which phones may reach this computer, the chosen one or the likeliest first.

    Raises ToolkitError where there is none, or the chosen one is none of this computer’s.
    """
    known = addresses()
    if is_loopback(ip) or is_everywhere(ip):
        if not known:
            raise ToolkitError(NO_NETWORK)
        return known
    mine = f"Its addresses are {', '.join(known)}: choose one" if known else "It is in no network: join one"
    try:
        usable = bindable(0, str(ip_address(ip))) is not None
    except ValueError:
        raise ToolkitError(f"“{ip}” is no address of this computer. {mine}, or leave --ip out.") from None
    if not usable:
        raise ToolkitError(f"This computer has no address {ip}. {mine}, or leave --ip out.")
    return (ip,)


def at(configuration: Configuration, found: Sequence[str]) -> Configuration:
    """The configuration with the address at which phones join, unless it has one already."""
    ip = configuration.ip if is_everywhere(configuration.ip) else found[0]
    one = configuration.identity is Identity.NONE and configuration.visitors is Visitors.AUTO
    who = Visitors.ONE if one else configuration.visitors
    url = configuration.public_url or f"http://{host(found[0])}:{configuration.port}"
    return replace(configuration, ip=ip, public_url=url, visitors=who)


def free_at(port: int | None, ip: str) -> int:
    """A port that is free for phones and for the person at this computer: the chosen one, or the first from 8866 on.

    Raises CannotServe where there is none, before anybody is shown an address that leads nowhere.
    """
    if port:
        tried: Iterable[int] = (port,)
    else:
        tried = (free_port(0, ip) for _ in range(TRIES)) if port == 0 else range(PORT, PORT + TRIES)
    for one in tried:
        if bindable(one, ip) and bindable(one, "127.0.0.1"):
            return one
    raise CannotServe(PORT_TAKEN.format(port=port) if port else "No port is free here. Close another program.")


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
    if sys.platform in ALLOW:
        yield f"    {ALLOW[sys.platform].format(port=port)}"
    yield "  - Otherwise go on with paper: print the ballots, and type their counts into the control view."
    yield "What this means: whoever is in that network can open this server, and what they send is not encrypted."
