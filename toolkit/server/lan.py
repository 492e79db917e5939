"""The addresses of this computer that phones in the same room may reach."""

from __future__ import annotations

from ipaddress import ip_address

import ifaddr

INNER = ("docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "tun", "tap", "utun")
"""How adapters begin behind which no phone is: containers, virtual machines, tunnels."""


def addresses() -> tuple[str, ...]:
    """The IPv4 addresses of this computer’s networks, the likeliest for phones first; empty without a network."""
    found = [
        (adapter.nice_name, str(one.ip)) for adapter in ifaddr.get_adapters() for one in adapter.ips if one.is_IPv4
    ]
    return likely(found)


def likely(found: list[tuple[str, str]]) -> tuple[str, ...]:
    """Addresses by adapter, put in order; those of this computer alone, and those without a network, are left out."""
    usable = [(name, ip) for name, ip in found if not (ip_address(ip).is_loopback or ip_address(ip).is_link_local)]
    return tuple(dict.fromkeys(ip for _, ip in sorted(usable, key=lambda one: one[0].lower().startswith(INNER))))
