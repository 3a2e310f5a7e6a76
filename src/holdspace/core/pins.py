"""A deferral note (pin): a matter or thought kept for later, with a promise that cannot be forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from holdspace.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdspace.core.moment import Moment

ACKNOWLEDGED_APART = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """An open promise: when its follow-up is due, and whether it was already brought up.

    `due` is an hour of the day that people were told: it comes when the wall clock shows it, also one that was set.
    """

    id: str
    due: Moment
    interruption: str | None = None
    brought_up: bool = False
    person: str | None = None
    made: Moment | None = None
    acknowledged: bool = False
    """Whether whoever waits for it got an acknowledgement with it."""

    def is_due(self, now: Moment) -> bool:
        """Whether its hour has come."""
        return now.reached(self.due.at_its_hour(now))


def told_lately(pins: Iterable[Pin], person: str | None, now: Moment) -> bool:
    """Whether this person got an acknowledgement a moment ago: one in ten minutes is enough."""
    return person is not None and any(
        pin.person == person and pin.acknowledged and pin.made and now.since(pin.made) < ACKNOWLEDGED_APART
        for pin in pins
    )
