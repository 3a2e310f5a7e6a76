"""A moment: when something happened, in a form that survives sleep, reboots and a clock that is set."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from holdspace.frozen import dataclass

GAP = timedelta(seconds=30)
"""A silence of the clock beyond this is a gap: sleep, an app that stood still, or one that was not running."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An instant: UTC, the boot it was read in, and CLOCK_BOOTTIME seconds of that boot (clock_gettime(2))."""

    utc: datetime
    boot: str
    ticks: float

    def after(self, length: timedelta) -> Moment:
        """The moment that lies this length later, told in the same boot."""
        return Moment(utc=self.utc + length, boot=self.boot, ticks=self.ticks + length.total_seconds())

    def since(self, earlier: Moment) -> timedelta:
        """The time that passed since `earlier`: boottime within a boot, UTC across boots; never negative."""
        return max(timedelta(0), -self.until(earlier))

    def until(self, later: Moment) -> timedelta:
        """The time from here to `later`; negative when it has passed."""
        if self.boot == later.boot:
            return timedelta(seconds=later.ticks - self.ticks)
        return later.utc - self.utc

    def by_the_clock(self, now: Moment) -> Moment:
        """The same moment, with the hour that a wall clock which was set meanwhile will show then: what people are told."""
        return Moment(utc=self.utc + timedelta(seconds=self._set_by(now)), boot=self.boot, ticks=self.ticks)

    def at_its_hour(self, now: Moment) -> Moment:
        """When a wall clock that was set meanwhile will show this hour: what somebody was promised for an hour of the day."""
        return Moment(utc=self.utc, boot=self.boot, ticks=self.ticks - self._set_by(now))

    def _set_by(self, now: Moment) -> int:
        """By how many seconds the wall clock was set between the two; 0 across boots, where it is all that is known."""
        return round((now.after(now.until(self)).utc - self.utc).total_seconds())

    def reached(self, due: Moment) -> bool:
        """Whether `due` has come."""
        return self.until(due) <= timedelta(0)


def earliest(moments: Iterable[Moment], now: Moment) -> Moment | None:
    """The moment that comes first, seen from `now`."""
    return min(moments, key=now.until, default=None)
