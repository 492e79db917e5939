"""The addresses of this computer that phones in the same room may reach."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from ipaddress import IPv6Address, ip_address
from threading import Thread
from time import sleep

import ifaddr

LOOK = 15.0
"""How often it is looked whether this computer’s addresses have changed, in seconds."""

INNER = ("docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "tun", "tap", "utun")
"""How adapters begin behind which no phone is: containers, virtual machines, tunnels."""


def addresses() -> tuple[str, ...]:
    """The addresses of this computer’s networks, the likeliest for phones first; empty without a network.

    Those of IPv6 count only where there are no others: they are long, and old phones do not know them.
    """
    found = [
        (adapter.nice_name, one.ip if isinstance(one.ip, str) else one.ip[0])
        for adapter in ifaddr.get_adapters()
        for one in adapter.ips
    ]
    return likely(found)


def likely(found: list[tuple[str, str]]) -> tuple[str, ...]:
    """Addresses by adapter, put in order; those of this computer alone, and those without a network, are left out."""
    usable = [(name, ip) for name, ip in found if not (ip_address(ip).is_loopback or ip_address(ip).is_link_local)]
    old = [(name, ip) for name, ip in usable if not isinstance(ip_address(ip), IPv6Address)]
    ordered = sorted(old or usable, key=lambda one: one[0].lower().startswith(INNER))
    return tuple(dict.fromkeys(ip for _, ip in ordered))


def is_everywhere(ip: str) -> bool:
    """Whether a server listens at all addresses of its computer."""
    return ip in {"0.0.0.0", "::"}  # only compared with


def host(ip: str) -> str:
    """An address as it stands in a link."""
    return f"[{ip}]" if ":" in ip else ip


def watch(ip: str, tell: Callable[[str], None], look: Callable[[], Sequence[str]] = addresses) -> Thread:
    """Tell whenever the address at which phones join goes or comes back, as after a laptop slept or changed networks.

    Runs until the program ends. `look` finds the addresses of now.
    """

    def follow() -> None:
        there = True
        while True:
            now = look()
            if (ip in now) is not there:
                there = not there
                tell(moved(ip, now))
            sleep(LOOK)

    found = Thread(target=follow, daemon=True)
    found.start()
    return found


def moved(ip: str, now: Sequence[str]) -> str:
    """What the trainer reads once this computer’s addresses have changed to those of `now`."""
    if ip in now:
        return f"This computer is at {ip} again: phones reach it as before, and their pages go on by themselves."
    kept = "Nothing is lost: people join again at the new address and type the number that their page shows."
    if not now:
        return f"This computer has left its network, so no phone reaches {ip} now. Join the same network again."
    return (
        f"This computer has another address now ({now[0]} instead of {ip}), so no phone reaches it. Join the former "
        f"network again, or stop this with Ctrl+C and start again. {kept}"
    )
