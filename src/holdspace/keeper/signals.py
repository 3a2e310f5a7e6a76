"""TERM, HUP and INT as something that poll sees."""

from __future__ import annotations

import os
import signal
import socket
from types import FrameType

_ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


class Signals:
    """Install once in the process; `fileno` is readable when one came."""

    def __init__(self) -> None:
        self._read, self._write = socket.socketpair()
        self._read.setblocking(False)
        self._write.setblocking(False)
        for number in (*_ENDING, signal.SIGCHLD):
            signal.signal(number, _noted)
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
        signal.set_wakeup_fd(self._write.fileno(), warn_on_full_buffer=False)

    def fileno(self) -> int:
        """For poll."""
        return self._read.fileno()

    def ending(self) -> str | None:
        """The name of an ending signal that came since the last call; children that ended are reaped."""
        try:
            came = self._read.recv(4096)
        except BlockingIOError:
            return None
        if signal.SIGCHLD in came:
            _reap()
        return next((number.name for number in _ENDING if number in came), None)

    def close(self) -> None:
        """Before a fork's child installs its own."""
        signal.set_wakeup_fd(-1)
        self._read.close()
        self._write.close()


def _noted(number: int, frame: FrameType | None) -> None:
    """Nothing to do here: the wake-up descriptor tells of it."""


def _reap() -> None:
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                return
        except ChildProcessError:
            return
