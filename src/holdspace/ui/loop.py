"""Qt's event loop as the app needs it (`holdspace.app.loop`): timers, descriptors, short processes, and the end."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QProcess, QProcessEnvironment, QSocketNotifier, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtCore import QCoreApplication

ENDED_WITHIN_MS = 1000
"""How long a killed process may take to be gone."""


class QtLoop:
    """The loop of this program."""

    def __init__(self, program: QCoreApplication) -> None:
        self._program = program
        self._children: set[_Child] = set()

    def timer(self, call: Callable[[], object]) -> QtTimer:
        return QtTimer(call)

    def watch(self, descriptor: int, read: Callable[[], None]) -> Callable[[], None]:
        notifier = QSocketNotifier(descriptor, QSocketNotifier.Type.Read)
        notifier.activated.connect(read)

        def stop() -> None:
            notifier.setEnabled(False)
            notifier.deleteLater()

        return stop

    def run(
        self, argv: Sequence[str], environment: Mapping[str, str], bound_ms: int, ended: Callable[[bytes], None]
    ) -> Callable[[], None]:
        def over(said: bytes) -> None:
            QTimer.singleShot(0, lambda: self._children.discard(child))  # Qt is still within its signal
            ended(said)

        child = _Child(over)
        self._children.add(child)
        child.start(argv, environment, bound_ms)
        return child.end

    def quit(self) -> None:
        self._program.quit()


class QtTimer:
    """A timer that rings once."""

    def __init__(self, call: Callable[[], object]) -> None:
        self._timer = QTimer()
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(call)

    def start(self, after_ms: int) -> None:
        self._timer.start(after_ms)

    def stop(self) -> None:
        self._timer.stop()

    @property
    def waiting(self) -> bool:
        return self._timer.isActive()


class _Child:
    """A process from its start until it is gone."""

    def __init__(self, ended: Callable[[bytes], None]) -> None:
        self._ended: Callable[[bytes], None] | None = ended
        self._process = QProcess()
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._failed)
        self._bound = QtTimer(self._process.kill)

    def start(self, argv: Sequence[str], environment: Mapping[str, str], bound_ms: int) -> None:
        whole = QProcessEnvironment.systemEnvironment()
        for name, value in environment.items():
            whole.insert(name, value)
        self._process.setProcessEnvironment(whole)
        self._process.setStandardInputFile(os.devnull)
        self._process.setStandardErrorFile(os.devnull)
        self._bound.start(bound_ms)
        self._process.start(argv[0], list(argv[1:]))

    def end(self) -> None:
        if self._ended is not None:
            self._process.terminate()
            if not self._process.waitForFinished(ENDED_WITHIN_MS):
                self._process.kill()
                self._process.waitForFinished(ENDED_WITHIN_MS)

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:  # any other one ends in `finished`
            self._over(b"")

    def _finished(self) -> None:
        self._over(bytes(self._process.readAllStandardOutput().data()))

    def _over(self, said: bytes) -> None:
        self._bound.stop()
        ended, self._ended = self._ended, None
        if ended is not None:
            self._process.deleteLater()
            ended(said)
