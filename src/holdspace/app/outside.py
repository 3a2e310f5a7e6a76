"""What the desktop looks like from outside of the app: asked by a short-lived process, as its calls may have to wait."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QProcess, QProcessEnvironment, QTimer

from holdspace.health import HealthRow, taken

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdspace.wire.paths import Paths

BOUND_MS = 10_000
"""A server that hangs takes two seconds a call; a process that takes longer than this is ended."""


class Outside:
    """At most one look at a time; who asks meanwhile hears of the one that is under way."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self.rows: tuple[HealthRow, ...] = ()
        self._tell: list[Callable[[], None]] = []
        self._process: QProcess | None = None
        self._bound = QTimer()
        self._bound.setSingleShot(True)
        self._bound.timeout.connect(self._kill)

    def look(self, told: Callable[[], None]) -> None:
        """Look anew; `told` is called when `rows` is new, or the look failed and they are as they were."""
        self._tell.append(told)
        if self._process is not None:
            return
        process = self._process = QProcess()
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._failed)
        environment = QProcessEnvironment.systemEnvironment()
        for name, value in self._paths.environment().items():
            environment.insert(name, value)
        process.setProcessEnvironment(environment)
        process.setStandardInputFile(os.devnull)
        process.setStandardErrorFile(os.devnull)
        self._bound.start(BOUND_MS)
        process.start(sys.executable, ["-P", "-m", "holdspace.keeper.look"])

    def stop(self) -> None:
        """Nobody wants to know any more."""
        self._tell.clear()
        self._kill()
        if self._process is not None:
            self._process.waitForFinished(1000)

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:  # any other one ends in `finished`
            self._over()

    def _finished(self) -> None:
        if self._process is not None:
            found = _rows(bytes(self._process.readAllStandardOutput().data()))
            self.rows = found or self.rows
        self._over()

    def _over(self) -> None:
        self._bound.stop()
        if self._process is not None:
            self._process.deleteLater()
            self._process = None
        tell, self._tell = self._tell, []
        for told in tell:
            told()


def _rows(said: bytes) -> tuple[HealthRow, ...]:
    try:
        parts = json.loads(said)["parts"]
    except (ValueError, KeyError, TypeError):
        return ()
    return tuple(taken(part) for part in parts if isinstance(part, dict)) if isinstance(parts, list) else ()
