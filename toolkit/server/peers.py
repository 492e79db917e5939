"""Who is at the other end of a connection, and whom to believe about those further away."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

from tornado.httputil import HTTPServerRequest

Address = IPv4Address | IPv6Address


def peer(request: HTTPServerRequest) -> Address | None:
    """The address at the other end of the connection itself; None for a Unix socket."""
    return parsed(str(request.remote_ip))


def parsed(text: str) -> Address | None:
    """An address without its zone, as IPv4 where it is one in disguise; None for what is none."""
    try:
        found = ip_address(text.strip().strip("[]").split("%")[0])
    except ValueError:
        return None
    return (found.ipv4_mapped if isinstance(found, IPv6Address) else None) or found


def trusted(address: Address | None, proxies: Iterable[Any]) -> bool:
    """Whether the address is one of the proxies'; `proxies` are networks of the ipaddress module."""
    return address is not None and any(address in network for network in proxies)


def visitor(request: HTTPServerRequest, proxies: Iterable[Any]) -> str:
    """The visitor's address: the peer's, or what trusted proxies say, read from the end up to the first stranger."""
    networks, found = tuple(proxies), peer(request)
    if not trusted(found, networks):
        return str(found or "")
    for named in reversed(",".join(request.headers.get_list("X-Forwarded-For")).split(",")):
        address = parsed(named)
        if address is None:
            break
        found = address
        if not trusted(address, networks):
            break
    return str(found)


def spoken_for(request: HTTPServerRequest, header: str, proxies: Iterable[Any]) -> str | None:
    """The name in `header`, given exactly once by a trusted proxy; else None."""
    given = request.headers.get_list(header)
    if len(given) != 1 or not trusted(peer(request), proxies):
        return None
    return given[0].strip() or None
