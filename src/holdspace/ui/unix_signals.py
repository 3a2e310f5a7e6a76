"""SIGTERM, SIGINT and SIGHUP reach the main thread without polling: a wake-up socket and a notifier."""

from __future__ import annotations

import signal
import socket
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier, Slot

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType


class UnixSignals(QObject):
    """Calls `stop` when the session manager or somebody asks the app to go."""

    def __init__(self, stop: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stop = stop
        self._read, self._write = socket.socketpair()
        self._read.setblocking(False)
        self._write.setblocking(False)
        signal.set_wakeup_fd(self._write.fileno(), warn_on_full_buffer=False)
        for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(name, _noted)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._came)

    @Slot()
    def _came(self) -> None:
        if self._read.recv(64):
            self._stop()


def _noted(_number: int, _frame: FrameType | None) -> None:
    """Python needs a handler so that the wake-up descriptor is written; the work is done in the notifier."""
