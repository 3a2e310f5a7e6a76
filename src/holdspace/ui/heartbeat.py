"""The one timer: it rings at the earliest deadline, at the latest after 30 seconds, and notices time that nobody saw."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from holdspace.core.moment import GAP

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdspace.core.moment import Moment
    from holdspace.engine.ports import Clock

CAP_SECONDS = 30.0
NEVER_EARLY = 0.002
"""Qt's timers may ring a little early (QTBUG-124496); a Tick that comes before its deadline would do nothing."""
AGAIN_SECONDS = 1.0
"""A deadline that has rung and still stands (what followed could not be kept) does not ring without a pause."""


SET_SECONDS = 1.0
"""A wall clock that was set by so much makes it ring: a promise is due by the hour, and may have come."""
LOOK_SECONDS = 5.0
"""How often the clock is looked at between two rings: what went by since the last look cannot be told from sleep."""
IDLE_LOOK_SECONDS = 60.0
"""The same while nothing runs and only a promise is waited for."""


def _wall(now: Moment) -> float:
    """Seconds by which the wall clock is ahead of boottime: they change when somebody sets it."""
    return now.utc.timestamp() - now.ticks


class Heartbeat(QObject):
    """`ring(gap)` is called when something may be due; `gap` (seconds) is how much time went by unseen."""

    def __init__(self, clock: Clock, ring: Callable[[float], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._ring = ring
        self._looked: Moment | None = None
        self._ring_at = 0.0
        self._gap = 0.0
        self._due: Moment | None = None
        self._busy = False
        self._rung: Moment | None = None
        self._interval = 0.0
        self._wall = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._rang)

    def arm(self, due: Moment | None, *, busy: bool) -> None:
        """Ring at `due`; while `busy` every 30 s besides. Without either not at all."""
        if due == self._due and busy == self._busy and self._timer.isActive():
            return  # a timer that is about to ring is not put back behind what else waits
        self._due, self._busy = due, busy
        if due is None and not busy:
            self._timer.stop()
            self._looked, self._gap = None, 0.0
            return
        now = self._clock.now()
        self._see(now)
        self._wall = _wall(now)
        wait = CAP_SECONDS if due is None else now.until(due).total_seconds() + NEVER_EARLY
        cap = CAP_SECONDS if busy else inf
        if due is not None and due == self._rung:
            wait = max(wait, AGAIN_SECONDS)
        self._ring_at = now.ticks + min(cap, max(0.0, wait))
        self._start(now)

    @property
    def rings_at(self) -> float:
        """When it rings next, in ticks; infinity while it is not armed."""
        return self._ring_at if self._timer.isActive() else inf

    def ring_if_due(self) -> None:
        """Ring now, if it is time: the event loop may have more to do before it lets the timer."""
        if self._clock.now().ticks >= self.rings_at:
            self._rang()

    @Slot()
    def _rang(self) -> None:
        now = self._clock.now()
        self._see(now)
        wall_was_set = abs(_wall(now) - self._wall) >= SET_SECONDS
        if not self._gap and not wall_was_set and now.ticks < self._ring_at:
            self._start(now)
            return
        self._timer.stop()
        self._wall = _wall(now)
        gap, self._gap = self._gap, 0.0
        self._rung = self._due if self._due is not None and now.reached(self._due) else None
        self._ring(gap)

    def _see(self, now: Moment) -> None:
        """Remember a gap since the last look until it is told, whoever looks first after it.

        Only boottime is looked at: a wall clock that somebody sets changes no length, and nobody slept.
        """
        looked, self._looked = self._looked, now
        if looked is None:
            return
        unseen = now.since(looked).total_seconds() - self._interval
        if unseen > GAP.total_seconds():
            self._gap = max(self._gap, unseen)

    def _start(self, now: Moment) -> None:
        look = LOOK_SECONDS if self._busy else IDLE_LOOK_SECONDS
        self._interval = 0.0 if self._gap else min(look, max(0.0, self._ring_at - now.ticks))
        self._timer.start(round(self._interval * 1000 + 0.5))
