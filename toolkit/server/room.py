"""Whether the system lets one server hold so many visitors: open files are what runs out first."""

from __future__ import annotations

FOR_A_KERNEL = 20
"""Descriptors that the server has open for one kernel at most: sockets of ZeroMQ, the websocket, the process."""

FOR_ITSELF = 256


def needed(kernels: int) -> int:
    """How many files a server with so many kernels may have open."""
    return kernels * FOR_A_KERNEL + FOR_ITSELF


def make_room(kernels: int) -> str | None:
    """Raise the limit of open files as far as it is allowed and needed; returns a sentence where that is too little."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return None
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = needed(kernels) if hard == resource.RLIM_INFINITY else min(needed(kernels), hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    if soft == resource.RLIM_INFINITY or soft >= needed(kernels):
        return None
    enough = max(0, soft - FOR_ITSELF) // FOR_A_KERNEL
    return (
        f"This system lets the server open {soft:,} files, enough for about {enough} "
        f"visitors at a time; for {kernels} of them run “ulimit -n {needed(kernels)}” first."
    )
