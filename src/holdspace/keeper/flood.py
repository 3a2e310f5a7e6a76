"""A flood: more arrives at once than anybody is told of one by one.

While it lasts, draining the monitor comes first, and the app is fed from the spool only now and then: it would take the
processor that the keeper needs. What nobody drains piles up in the bus, which serves the whole desktop.

And batches are let grow: each costs a wait for the disk, however small, and one that follows the last at once finds next to
nothing (the bus writes again only when three quarters of the socket are free). A reader that takes every message by itself
also takes the bus's processor each time.
"""

from __future__ import annotations

MANY = 100
WITHIN = 0.05
"""Seconds. More than MANY within them is a flood; it is over when as many seconds pass with less."""
HELD_BACK = 1.0
"""Seconds after which the app is fed all the same."""

ENOUGH = 16 * 1024
"""Bytes, of some 40 KB that the monitor's socket holds. While a flood lasts, a batch of less is let grow once."""
GROWS = 0.0005
"""Seconds for which it is."""


class Flood:
    """Times are seconds of the monotonic clock."""

    def __init__(self) -> None:
        self._counted_from = 0.0
        self._count = 0
        self._since = 0.0
        self._until = 0.0

    def came(self, count: int, now: float) -> None:
        """A batch of so many was kept."""
        if now - self._counted_from > WITHIN:
            self._counted_from, self._count = now, 0
        self._count += count
        if self._count > MANY:
            if now > self._until:
                self._since = now
            self._until = now + WITHIN

    def lasts(self, now: float) -> bool:
        """Whether more arrives than can be read at once."""
        return now < self._until

    def pause(self, waiting: int, now: float) -> float:
        """For how long the next batch, of which so many bytes are there, is let grow; 0.0: it is to be read at once."""
        return GROWS if self.lasts(now) and waiting < ENOUGH else 0.0

    def holds_back(self, now: float) -> bool:
        """Whether the app is to wait for what came."""
        return now < self.held_until

    @property
    def held_until(self) -> float:
        """When the app is to be fed at the latest; in the past where it is not held back."""
        return min(self._until, self._since + HELD_BACK)

    def fed(self, now: float) -> None:
        """The app was fed: while the flood lasts it is held back for as long once more."""
        self._since = now
