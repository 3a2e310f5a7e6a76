"""The watch: the monitor's reader with all that it needs, and nothing of app and guard.

Tells through three callbacks: `fresh` when there is something new to tell the app, `hand_over` when a monitor's socket was
opened (the guard is to hold a duplicate), `refused` when the disk begins to refuse what is to be kept ("" once it no longer does).
"""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Callable
from typing import Any, TypeVar

from jeepney import DBusAddress

from holdspace.keeper.backlog import Backlog
from holdspace.keeper.bus import Bus, new_owner, owner_rule
from holdspace.keeper.feed import Feed
from holdspace.keeper.flood import Flood
from holdspace.keeper.ledger import Ledger
from holdspace.keeper.log import reason
from holdspace.keeper.messages import Messages
from holdspace.keeper.pairing import INTERFACE, PATH, Pairing
from holdspace.keeper.portals import NAME as PORTALS_NAME
from holdspace.keeper.reader import Reader, open_monitor
from holdspace.keeper.senders import Senders
from holdspace.wire.paths import Paths
from holdspace.wire.spool import SpoolError
from holdspace.wire.stamp import stamp

T = TypeVar("T")
RETRY_SPOOL = 1.0
READ_ALL_BOUND = 0.8


class Watch:
    """On or off; while on, everything that arrives is in the spool before it is consumed."""

    def __init__(
        self,
        paths: Paths,
        guid: str,
        feed: Feed,
        log: Callable[..., None],
        *,
        fresh: Callable[[], None],
        hand_over: Callable[[int], None],
        refused: Callable[[str], None],
        epoll: select.epoll,
    ) -> None:
        """Raises NoBusError, BusGoneError, CallError."""
        self._feed = feed
        self._log = log
        self._fresh = fresh
        self._hand_over = hand_over
        self._refused = refused
        self.refusal = ""
        """Why the disk takes nothing now; "" where it does."""
        self._epoll = epoll
        self.bus = Bus()
        for name in (INTERFACE, PORTALS_NAME):
            self.bus.match(owner_rule(name))
        self._ledger = Ledger(paths.ledger)
        senders = Senders(self.bus)
        self.pairing = Pairing(guid, self._ledger, feed.keys(), senders.who, senders.owner)
        self.pairing.now.owner = self.bus.owner(INTERFACE)
        self.pairing.now.portal = self.bus.owner(PORTALS_NAME)
        self._messages = Messages(self.pairing)
        self._backlog = Backlog(paths.backlog, self._messages, self._spool)
        self._reader: Reader | None = None
        self._more = False
        self._retry_at: float | None = None
        self._flood = Flood()
        self._untold = self._backlog.waits
        self._seen_at: Any = None
        self._taken = 0

    @property
    def is_on(self) -> bool:
        """Whether somebody watches."""
        return self._reader is not None

    @property
    def urgent(self) -> bool:
        """Whether `turn` has something to do at once."""
        return self._more

    @property
    def counts(self) -> dict[str, int]:
        """What could not be read, was spooled before, was taken as it is in a flood, and was not given back by the disk; and
        the gaps that are not written down.
        """
        pairing = self.pairing
        return {
            "skipped": pairing.skipped,
            "doubles": pairing.doubles,
            "taken": self._taken,
            "damaged": self._backlog.damaged,
            "gaps": len(self._feed.gaps),
        }

    @property
    def holds_back(self) -> bool:
        """Whether the app is not to be fed now: all hands drain a flood."""
        return self._flood.holds_back(time.monotonic())

    def due(self) -> float | None:
        """When (monotonic) `turn` should be called even if nothing is readable; None for never."""
        if self._retry_at is not None:
            return self._retry_at  # nothing else comes of what the disk refuses
        stalled = self._reader.stalled_at if self._reader is not None else None
        waits = self._untold or self._backlog.waits
        times = [at for at in (stalled, self._flood.held_until if waits else None) if at is not None]
        return min(times) if times else None

    def start(self) -> None:
        """Monitor on: from here on nothing is missed. Raises MonitorError."""
        if self._reader is None:
            sock = open_monitor()
            self.adopt(sock)
            self._hand_over(sock.fileno())

    def adopt(self, sock: socket.socket) -> None:
        """Go on with a monitor that is open already."""
        sock.setblocking(False)
        self._reader = Reader(sock, self._messages, self._keep)
        # Edge-triggered: the unconsumed bytes of half a message would wake a level for ever.
        self._epoll.register(sock, select.EPOLLIN | select.EPOLLET)
        self._more = True

    def fileno(self) -> int:
        """The monitor's, -1 without one."""
        return self._reader.fileno() if self._reader is not None else -1

    def wake(self) -> None:
        """The monitor has become readable."""
        self._more = True

    def turn(self) -> None:
        """One batch, if there is one. Afterwards `lost` says whether the bus cut the monitor off."""
        self._turn(time.monotonic())
        if self._retry_at is None:
            self._say_refused("")

    def _turn(self, now: float) -> None:
        if self._retry_at is not None and now >= self._retry_at:
            self._retry_at, self._more = None, True
        if self._reader is None:
            self._more = False
        else:
            self._watch(self._reader, now)
        if self._feed.gaps and self._retry_at is None:
            self._try(self._feed.spool_gaps)
            self._untold = True
        now = time.monotonic()
        if self._flood.holds_back(now):
            return
        if self._backlog.waits and self._retry_at is None:
            self._try(self._backlog.read_on)
        if self._untold:
            if not self._backlog.waits:
                self._untold = False
                self._flood.fed(now)
            self._fresh()

    def _watch(self, reader: Reader, now: float) -> None:
        stalled = reader.stalled_at is not None and now >= reader.stalled_at and self._retry_at is None
        if stalled and self.read_backlog():
            reader.give_up_waiting()
            self._more = True
        if self.urgent:
            pause = self._flood.pause(reader.waiting(), now)
            if pause:  # without an ear for the monitor: each message would end it
                select.select([self.bus], [], [], pause)
            self._read(reader)

    def _read(self, reader: Reader) -> None:
        """A batch: as it is where much comes or waits to be read, else what it says."""
        self._more = False
        if self._backlog.waits or self._flood.lasts(time.monotonic()):
            taken = self._try(lambda: reader.take(self._backlog.add))
            if taken is not None:
                self._taken += taken
                self._came(taken)
                self._more = taken > 0
            elif self._retry_at is None and self.read_backlog():
                self._more = bool(self._try(reader.turn))
        else:
            self._more = bool(self._try(reader.turn))

    def _try(self, act: Callable[[], T]) -> T | None:
        """None also where the disk refused; it is tried again in a moment, and nothing is lost meanwhile."""
        try:
            return act()
        except (SpoolError, OSError) as error:
            self._retry_at = time.monotonic() + RETRY_SPOOL
            self._log("spool_failed", reason=reason(error))
            self._say_refused(reason(error))
            return None

    def _say_refused(self, why: str) -> None:
        if why != self.refusal:
            self.refusal = why
            self._refused(why)

    def lost(self) -> bool:
        """Whether the bus cut the monitor off; it is closed then."""
        if self._reader is None or not self._reader.gone:
            return False
        self._log("monitor_lost")
        self._drop_reader()
        return True

    def read_all(self) -> None:
        """All that has come by now, within a bound."""
        deadline = time.monotonic() + READ_ALL_BOUND
        self._more = True
        while self._reader is not None and self._more and time.monotonic() < deadline:
            self._read(self._reader)
        while self._backlog.waits and self._retry_at is None and time.monotonic() < deadline:
            self._try(self._backlog.read_on)
        self.turn()

    def read_backlog(self) -> bool:
        """All that waits to be read; False: it cannot be spooled now, and stays."""
        self._try(self._backlog.read_all)
        return not self._backlog.waits

    def stop(self) -> None:
        """Monitor off, after all that has come was read."""
        self.read_all()
        self._drop_reader()
        self.new_silence()

    def new_silence(self) -> None:
        """What came before belongs to no silence that could be drained."""
        self.read_backlog()
        self.pairing.now.draining = False
        try:
            self._ledger.clear()
        except OSError as error:
            self._log("ledger_failed", reason=type(error).__name__)

    @property
    def seen_at(self) -> Any:
        """The stamp of when something was seen last; now, if nothing was yet."""
        return self._seen_at or stamp()

    def gap(self, since: Any, why: str) -> None:
        """Tell that nobody watched from `since` (a stamp) until now; what the disk refuses is told all the same."""
        self._feed.gap(since, stamp(), why)
        self._try(self._feed.spool_gaps)
        self._fresh()

    def hear_bus(self) -> None:
        """Signals of the connection for calls. Raises BusGoneError."""
        for message in self.bus.messages():
            match new_owner(message):
                case (name, owner) if name == INTERFACE:
                    self.pairing.now.owner = owner
                case (_, owner) if owner:  # of a portal that is gone something may be still to be read
                    self.pairing.now.portal = owner

    def _drop_reader(self) -> None:
        if self._reader is not None:
            # Before closing: the guard's duplicate would keep it in the epoll set.
            self._epoll.unregister(self._reader.fileno())
            self._reader.close()
            self._reader = None

    def _keep(self, records: list[tuple[str, bytes]]) -> None:
        self._spool(records)
        self._came(len(records))

    def _spool(self, records: list[tuple[str, bytes]]) -> None:
        self._feed.keep(records)
        self._ledger.write()
        for server, ident in self.pairing.closing.take():
            self.bus.post(DBusAddress(PATH, bus_name=server, interface=INTERFACE), "CloseNotification", "u", (ident,))

    def _came(self, count: int) -> None:
        self._seen_at = stamp()
        if count:
            self._flood.came(count, time.monotonic())
            self._untold = True
