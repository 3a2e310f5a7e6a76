"""Who may end the self-test before it is done: the system, a keeper of this home, a guard of another home on this bus.

Each of them wins at once. A keeper of this home takes the silence over as it is, so that nothing shows in between.
"""

from __future__ import annotations

import os
import select
import time
from typing import TYPE_CHECKING, Any, Literal

from holdspace.keeper import packets
from holdspace.keeper.name import is_wanted
from holdspace.keeper.signals import Signals

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdspace.keeper.bus import Bus
    from holdspace.wire.paths import Paths

Why = Literal["terminated", "a_keeper_starts", "another_holdspace"]


class CalledOffError(Exception):
    """Somebody needs the desktop, or this process is to end."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


class Door:
    """The guard's door, held while the self-test lasts; whoever knocks there is a keeper. Raises OSError."""

    def __init__(self, paths: Paths) -> None:
        self._path = paths.guard_socket
        self._signals = Signals()
        self._sock = packets.listen(self._path)
        self._keepers: list[packets.Peer] = []
        self.bus: Bus | None = None
        self.heard: Callable[[Any], object] = lambda _message: None
        """Is told each signal of the bus."""

    def wait(self, seconds: float, beside: Any = None) -> bool:
        """At most so long, or until `beside` can be read: whether it can. Raises CalledOffError, BusGoneError."""
        until = time.monotonic() + seconds
        while True:
            self.look()
            watched = [self._signals, self._sock, *(one for one in (self.bus, beside) if one is not None)]
            ready, _, _ = select.select(watched, [], [], max(0.0, until - time.monotonic()))
            if beside in ready or not ready:
                return beside in ready

    def look(self) -> None:
        """Whether somebody wants it to end by now. Raises CalledOffError, BusGoneError."""
        if self._signals.ending() is not None:
            raise CalledOffError("terminated")
        for message in self.bus.messages() if self.bus is not None else ():
            if is_wanted(message):
                raise CalledOffError("another_holdspace")
            self.heard(message)
        if select.select([self._sock], [], [], 0)[0]:
            peer = packets.Peer(self._sock.accept()[0])
            packet = peer.hear(1.0)
            self._keepers.append(peer)
            if packet is not None and packet[0].get("tell") in {"nudge", "adopt"}:
                raise CalledOffError("a_keeper_starts")

    def close(self) -> None:
        """Nobody finds it any more; whoever knocked may begin once their connection ends with this process."""
        self._sock.close()
        os.unlink(self._path)
        for peer in self._keepers:
            peer.tell({"tell": "yields"})
