"""Who has a place on the server, and who is next: a fixed number in all and for each visitor, first come, first served.

Nothing here knows kernels or clocks: a place is a ticket, and the time is given, in seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

PATIENCE = 45.0
"""Whoever waits asks again every ten seconds or so; after this time without asking they have gone away."""


@dataclass
class Places:
    """Tickets taken, by visitor, and the queue of those who wait. `total` places, `each` for one visitor at most."""

    total: int
    each: int
    taken: dict[str, str] = field(default_factory=dict)
    queue: dict[str, float] = field(default_factory=dict)

    def ask(self, visitor: str, now: float) -> int:
        """0 if the visitor may take a place now, else their number in the queue, which they keep while they ask."""
        self.queue = {name: last for name, last in self.queue.items() if now - last <= PATIENCE}
        free = self.total - len(self.taken)
        if visitor not in self.queue and len(self.queue) < free:
            return 0
        self.queue[visitor] = now
        position = list(self.queue).index(visitor)
        if position < free:
            del self.queue[visitor]
            return 0
        return position + 1

    def take(self, ticket: str, visitor: str) -> None:
        """Give a place to a visitor who may have it."""
        self.taken[ticket] = visitor

    def leave(self, ticket: str) -> None:
        """A place becomes free; nothing happens if it was."""
        self.taken.pop(ticket, None)

    def owner(self, ticket: str) -> str | None:
        """Whose place it is."""
        return self.taken.get(ticket)

    def of(self, visitor: str) -> Sequence[str]:
        """The visitor's tickets, the oldest first."""
        return [ticket for ticket, owner in self.taken.items() if owner == visitor]

    def has_too_many(self, visitor: str) -> bool:
        """Whether the visitor has as many places as one may have."""
        return len(self.of(visitor)) >= self.each
