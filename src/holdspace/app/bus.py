"""The engine on the main thread: whatever becomes a command goes in here, and turns are taken until nothing waits."""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, Protocol
from uuid import uuid4

from holdspace.core import commands as c
from holdspace.engine.ports import Kept, NotKept

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdspace.app.loop import Loop
    from holdspace.core.commands import Command
    from holdspace.engine.engine import Engine, Reply

TRY_AGAIN_MS = 5000
PASSING = ("disk_full", "read_only", "busy", "io_error")
"""What may be better a little later. Any other refusal would be the same again, and must not hold up what comes after."""
A_FEW = 5
"""How many of those that come in numbers a turn takes: they are kept with one wait for the disk."""


class Deadline(Protocol):
    """The timer of the next deadline, which what comes in numbers does not delay."""

    @property
    def rings_at(self) -> float:
        """In ticks: a turn goes no further than that."""
        ...

    def ring_if_due(self) -> None:
        """Ring now, if it is time: the event loop may have more to do before it lets the timer."""


@dataclass(order=True)
class _Queued:
    """What waits its turn, at the place where it came."""

    place: int
    command: Command = field(compare=False)
    reply: Reply = field(compare=False)


class Bus:
    """Submits commands, takes turns without starving the screen, and tries what could not be kept once more."""

    def __init__(
        self,
        engine: Engine,
        deadline: Deadline,
        loop: Loop,
        failed: Callable[[str], None],
        recovered: Callable[[], None],
    ) -> None:
        self._engine = engine
        self._deadline = deadline
        self._failed = failed
        self._recovered = recovered
        self._again: list[_Queued] = []
        self._stopped = False
        self._ailing = False
        """The last one could not be kept: one at a time, so that nothing overtakes what failed."""
        self._numbers: list[_Queued] = []
        self._places = count()
        self._more = loop.timer(self._feed)
        self._retry = loop.timer(self._try_again)

    def do(self, command: Command, reply: Reply | None = None) -> None:
        """Submit and turn: when this returns, a single command is decided and durable, or refused.

        Out of a reply or a listener it is only submitted: a turn within a turn does nothing.
        """
        if self._stopped:
            return
        told: list[bool] = []
        watched = self._watched(reply)

        def answered(kept: Kept | NotKept) -> None:
            told.append(True)
            watched(kept)

        self._engine.submit(command, answered)
        for _ in range(A_FEW + 1):  # what was submitted out of a reply stands before it, and may take a turn
            self._turn()
            if told:
                break

    def queue(self, command: Command, reply: Reply | None = None) -> None:
        """For what comes in numbers: a few at a time, in order, so that people and deadlines never wait behind them all."""
        self._put(_Queued(next(self._places), command, self._watched(reply)))

    def keep_trying(self, command: Command, reply: Reply | None = None, *, at_once: bool = False) -> None:
        """Like `queue` (or `do`), but what could not be kept for a passing reason (disk full) is tried again until it is.

        `reply` hears of it only once it is kept.
        """
        place = next(self._places)
        if at_once:
            self.do(command, self._trying(place, command, reply))
        else:
            self._put(_Queued(place, command, self._watched(self._trying(place, command, reply))))

    @property
    def idle(self) -> bool:
        """Whether everything has had its turn."""
        return self._engine.idle and not self._numbers

    def stop(self) -> None:
        """The end: nothing is taken in any more; what still waits is told again by whoever keeps it (spool, page)."""
        self._stopped = True
        self._more.stop()
        self._retry.stop()

    def _put(self, queued: _Queued) -> None:
        if self._stopped:
            return
        heappush(self._numbers, queued)
        self._more.start(0)

    def _trying(self, place: int, command: Command, reply: Reply | None) -> Reply:
        def answered(kept: Kept | NotKept) -> None:
            if isinstance(kept, NotKept):
                if kept.code not in PASSING:
                    return  # it stays where it came from (spool), and is told once more at the next start
                self._again.append(_Queued(place, command, self._watched(self._trying(place, command, reply))))
                self._ailing = True
                self._retry.start(TRY_AGAIN_MS)
                return
            self._ailing = False
            if reply is not None:
                reply(kept)

        return answered

    def _watched(self, reply: Reply | None) -> Reply:
        def answered(kept: Kept | NotKept) -> None:
            if isinstance(kept, NotKept):
                self._failed(kept.code)
            elif kept.facts and not kept.again:  # else nothing was written
                self._recovered()
            if reply is not None:
                reply(kept)

        return answered

    def _feed(self) -> None:
        self._deadline.ring_if_due()
        if self._engine.idle and not self._again:
            for _ in range(min(1 if self._ailing else A_FEW, len(self._numbers))):
                queued = heappop(self._numbers)
                self._engine.submit(queued.command, queued.reply, patient=True)
        self._turn()

    def _turn(self) -> None:
        try:
            self._engine.turn(self._deadline.rings_at)
        finally:  # a reply that raises must not keep the others waiting
            if not self._stopped and ((self._numbers and not self._again) or not self._engine.idle):
                self._more.start(0)

    def _try_again(self) -> None:
        waiting, self._again = self._again, []
        for queued in waiting:  # each at its old place, before what came later
            self._put(queued)


def new_id() -> str:
    """An id for a command that starts here."""
    return str(uuid4())


def tick(gap: float) -> c.Tick:
    return c.Tick(id=new_id(), gap=gap)
