"""The inbox: whatever comes from other threads reaches the main thread here, in order.

Crossing is always a put and an argument-less signal, always emitted: "wake only if empty" loses wake-ups.
"""

from __future__ import annotations

from collections.abc import Callable
from queue import Empty, SimpleQueue

from PySide6.QtCore import QObject, Qt, Signal, Slot

A_TURN = 200


class Inbox(QObject):
    """Runs what was put, on the thread that made the inbox."""

    _wake = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._wake.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def put(self, work: Callable[[], None]) -> None:
        """From any thread. `work` runs later on the main thread."""
        self._waiting.put(work)
        self._wake.emit()

    @Slot()
    def _run(self) -> None:
        for _ in range(A_TURN):
            try:
                work = self._waiting.get_nowait()
            except Empty:
                return
            work()
        if not self._waiting.empty():
            self._wake.emit()
