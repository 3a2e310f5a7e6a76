"""The one timer: it rings at the earliest deadline, at the latest after 30 seconds, and notices when time has jumped."""

from __future__ import annotations

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


class Heartbeat(QObject):
    """`ring(gap)` is called when something may be due; `gap` (seconds) is how much time went by unseen."""

    def __init__(self, clock: Clock, ring: Callable[[float], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._ring = ring
        self._armed: Moment | None = None
        self._due: Moment | None = None
        self._rung: Moment | None = None
        self._interval = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._rang)

    def arm(self, due: Moment | None, *, busy: bool) -> None:
        """Ring at `due`. Without a deadline ring every 30 s while `busy`, else not at all."""
        self._due = due
        if due is None and not busy:
            self._timer.stop()
            self._armed = None
            return
        now = self._clock.now()
        wait = CAP_SECONDS if due is None else now.until(due).total_seconds() + NEVER_EARLY
        if due is not None and due == self._rung:
            wait = max(wait, AGAIN_SECONDS)
        self._interval = min(CAP_SECONDS, max(0.0, wait))
        self._armed = now
        self._timer.start(round(self._interval * 1000 + 0.5))

    @Slot()
    def _rang(self) -> None:
        now, armed = self._clock.now(), self._armed
        gap = 0.0
        if armed is not None:
            slept = now.since(armed).total_seconds() - self._interval
            set_by_hand = abs((now.utc - armed.utc - now.since(armed)).total_seconds())
            unseen = max(slept, set_by_hand)
            gap = unseen if unseen > GAP.total_seconds() else 0.0
        self._rung = self._due if self._due is not None and now.reached(self._due) else None
        self._ring(gap)
