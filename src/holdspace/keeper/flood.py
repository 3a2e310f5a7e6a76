"""A flood: more arrives at once than anybody is told of one by one.

While it lasts, draining the monitor comes first, and the app is fed from the spool only now and then: it would take the
processor that the keeper needs. What nobody drains piles up in the bus, which serves the whole desktop.
"""

from __future__ import annotations

MANY = 100
WITHIN = 0.05
"""Seconds. More than MANY within them is a flood; it is over when as many seconds pass with less."""
HELD_BACK = 1.0
"""Seconds after which the app is fed all the same."""


class Flood:
    """Times are seconds of the monotonic clock."""

    def __init__(self) -> None:
        self._counted_from = 0.0
        self._count = 0
        self._since = 0.0
        self._until = 0.0

    def came(self, count: int, now: float) -> None:
        """A batch of `count` records was kept."""
        if now - self._counted_from > WITHIN:
            self._counted_from, self._count = now, 0
        self._count += count
        if self._count > MANY:
            if now > self._until:
                self._since = now
            self._until = now + WITHIN

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
