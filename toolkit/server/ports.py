"""Addresses and ports: which can be used, who reaches them, and what to say about them."""

from __future__ import annotations

import socket
from ipaddress import ip_address

from tornado.netutil import bind_sockets

from toolkit.core.model import ToolkitError
from toolkit.server.configuration import Configuration, Identity

PORT = 8866
TAKEN = "Port {port} on {ip} cannot be used. Choose another with --port, or leave --port out."


class CannotServe(ToolkitError):
    """The server cannot start; the message says why and what to do."""


def greeting(configuration: Configuration, address: str) -> list[str]:
    """What the person who starts the server reads: the address, and a warning if others can reach it."""
    lines = [f"The toolkit is at {address}  (stop it with Ctrl+C)"]
    if configuration.public_url:
        lines.append(f"Visitors use {configuration.public_url}")
    if not is_loopback(configuration.ip) and configuration.identity is Identity.NONE:
        lines.append(
            "Warning: every computer that reaches this one can open it, without signing in and unencrypted. "
            "Leave --ip or --lan out to serve this computer only."
        )
    return lines


def is_loopback(ip: str) -> bool:
    """Whether only this computer can reach a server on that address."""
    try:
        return ip_address(ip).is_loopback
    except ValueError:
        return ip == "localhost"


def bindable(port: int, ip: str) -> int | None:
    """The port (for 0, the one the system chose) if a server could use it now, else None."""
    family = socket.AF_INET6 if ":" in ip else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ip, port))
        except OSError:
            return None
        return int(probe.getsockname()[1])


def free_port(first: int = PORT, ip: str = "127.0.0.1", tries: int = 20) -> int:
    """The first free TCP port from `first` on, or any free one if `tries` in a row are taken."""
    for port in (*range(first, first + tries), 0):
        if free := bindable(port, ip):
            return free
    raise CannotServe(f"No port is free on {ip}. Close another program, or choose an address with --ip.")


def bound(port: int, ip: str, *, fixed: bool) -> list[socket.socket]:
    """Listening sockets at the port or, unless it is `fixed`, at the next free one.

    Another program may have taken the port since it was found free; two servers started at once find the same one.
    Raises CannotServe if it cannot be used.
    """
    # Asked first, because tornado leaves a socket open when it cannot bind.
    found = bindable(port, ip) if fixed else free_port(port, ip)
    try:
        if found is not None:
            return bind_sockets(found, ip)
    except OSError:
        pass
    raise CannotServe(TAKEN.format(port=port, ip=ip))
