"""The engine on the main thread: whatever becomes a command goes in here, and turns are taken until nothing waits."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QTimer

from holdspace.core import commands as c
from holdspace.engine.ports import Kept, NotKept

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdspace.core.commands import Command
    from holdspace.engine.engine import Engine, Reply

TRY_AGAIN_MS = 5000


class Bus:
    """Submits commands, takes turns without starving the screen, and tries what could not be kept once more."""

    def __init__(self, engine: Engine, failed: Callable[[str], None], recovered: Callable[[], None]) -> None:
        self._engine = engine
        self._failed = failed
        self._recovered = recovered
        self._again: dict[str, tuple[Command, Reply | None]] = {}
        self._more = QTimer()
        self._more.setSingleShot(True)
        self._more.setInterval(0)
        self._more.timeout.connect(self._turn)
        self._retry = QTimer()
        self._retry.setSingleShot(True)
        self._retry.setInterval(TRY_AGAIN_MS)
        self._retry.timeout.connect(self._try_again)

    def do(self, command: Command, reply: Reply | None = None) -> None:
        """Submit and turn: when this returns, a single command is decided and durable, or refused."""
        self._engine.submit(command, self._watched(reply))
        self._turn()

    def queue(self, command: Command, reply: Reply | None = None) -> None:
        """Submit without turning at once: for what comes in numbers."""
        self._engine.submit(command, self._watched(reply))
        self._more.start()

    def keep_trying(self, command: Command, reply: Reply | None = None) -> None:
        """Like `queue`, but what could not be kept (disk full) is tried again until it is."""

        def answered(kept: Kept | NotKept) -> None:
            if isinstance(kept, NotKept):
                self._again[command.id] = (command, reply)
                self._retry.start()
            elif reply is not None:
                reply(kept)

        self.queue(command, answered)

    def stop(self) -> None:
        """Turn no more by itself: what still waits is told again by whoever keeps it (spool, page)."""
        self._more.stop()
        self._retry.stop()

    def _watched(self, reply: Reply | None) -> Reply:
        def answered(kept: Kept | NotKept) -> None:
            if isinstance(kept, NotKept):
                self._failed(kept.code)
            elif kept.facts and not kept.again:  # else nothing was written
                self._recovered()
            if reply is not None:
                reply(kept)

        return answered

    def _turn(self) -> None:
        try:
            self._engine.turn()
        finally:  # a reply that raises must not keep the others waiting
            if not self._engine.idle:
                self._more.start()

    def _try_again(self) -> None:
        waiting, self._again = self._again, {}
        for command, reply in waiting.values():
            self.keep_trying(command, reply)


def new_id() -> str:
    """An id for a command that starts here."""
    return str(uuid4())


def tick(gap: float) -> c.Tick:
    return c.Tick(id=new_id(), gap=gap)
