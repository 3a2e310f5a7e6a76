"""Who the senders are: asked of the bus at once, before one like notify-send is gone, and bounded, for the reader must not wait.

A name on the bus is given once, so what was learned of it holds: it is asked about one time, however much it sends. In a
flood of senders so many are asked about in one go, and the rest stay unknown.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from holdspace.keeper.bus import DAEMON, Bus, CallError
from holdspace.keeper.process import Process, describe

BOUND = 0.2
"""Seconds for all answers of one batch, and for whose a name is."""
AT_ONCE = 64
REMEMBERED = 512


class Senders:
    """Of one bus."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._known: dict[str, Process] = {}

    def who(self, names: Iterable[str]) -> dict[str, Process]:
        """Those that could be told; one that is gone already is there with nothing known. Raises BusGoneError."""
        if len(self._known) > REMEMBERED:
            self._known.clear()
        names = list(names)
        unknown = [name for name in names if name not in self._known][:AT_ONCE]
        asked = [(name, self._bus.ask(DAEMON, "GetConnectionUnixProcessID", "s", (name,))) for name in unknown]
        deadline = time.monotonic() + BOUND
        for name, serial in asked:
            try:
                self._known[name] = describe(int(self._bus.answer(serial, deadline)[0]))
            except CallError as error:
                if error.name != "timeout":  # that it was slow says nothing of who it is
                    self._known[name] = Process()
        return {name: self._known[name] for name in names if name in self._known}

    def owner(self, name: str) -> str:
        """Which connection has a well-known name now; "" where nobody has, or it was not said in time. Raises BusGoneError."""
        try:
            return str(
                self._bus.answer(self._bus.ask(DAEMON, "GetNameOwner", "s", (name,)), time.monotonic() + BOUND)[0]
            )
        except CallError:
            return ""
