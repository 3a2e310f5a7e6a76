"""The guard: a child that never reads what others send. It holds the bus name, the silence, the lease timer, and a
duplicate of the monitor's socket, so that a killed keeper neither ends the silence nor loses what waits in that socket.

It hears one keeper at a time. When the keeper dies it waits for the next one until the lease lapses, then gives back
exactly what was. On TERM, HUP, goodbye and when the bus is gone it gives back at once and exits.

    keeper -> guard   want (see wire) | renew {lease_seconds} | monitor + descriptor | flushed | goodbye | end
                      spool {refused} ("" or why the disk takes nothing of what arrives)
                      adopt {pid} (through the socket, by the next keeper) | nudge (by a keeper that is one too many)
    anybody of ours   who (through the socket) -> held | idle, {keeper, refused}
    guard -> keeper   ready {guid,name,held,gap} + descriptor | busy | state {...} | releasing | released {why}
                      nudge | refused {why} | bye {why}
"""

from __future__ import annotations

import os
import select
import socket
import time
from typing import Any

from holdspace.keeper import name, packets
from holdspace.keeper.bus import Bus, BusGoneError, CallError, NoBusError
from holdspace.keeper.lease import Lease
from holdspace.keeper.ledger import Ledger
from holdspace.keeper.log import Log
from holdspace.keeper.note import Note
from holdspace.keeper.probe.proof import Proofs
from holdspace.keeper.signals import Signals
from holdspace.keeper.silence import Silence
from holdspace.wire import leftover
from holdspace.wire.paths import Paths

FLUSH_BOUND = 1.0
LEFTOVER_BOUND = 5.0
LEASE_LONGEST = 3600.0
LAST_TRIES = 3.0
"""Seconds for which one that is told to end asks a server again that was too slow to give back."""


class RefusedError(Exception):
    """The guard cannot serve. `why` is one of the wire's codes."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Guard:
    """One guard's life."""

    def __init__(self, paths: Paths, keeper: packets.Peer) -> None:
        self._paths = paths
        self._keeper: packets.Peer | None = keeper
        self._log = Log(paths.keeper_log, "guard").note
        self._signals = Signals()
        self._note = Note(paths)
        self._lease = Lease(paths)
        self._monitor: int | None = None
        self._release_at: float | None = None
        self._ending: str | None = None
        self._spool_refused = ""
        self._door: socket.socket | None = None
        self._knocking: list[packets.Peer] = []
        self._later: list[tuple[dict[str, Any], int | None]] = []
        try:
            self._bus = Bus()
        except NoBusError as error:
            raise RefusedError("no_bus") from error
        try:
            if not name.take(self._bus):
                raise RefusedError("another_holdspace")
            self._silence = Silence(self._bus, self._note, self._log, prove=Proofs(paths))
        except (CallError, BusGoneError) as error:
            raise RefusedError("no_bus") from error
        self._door = packets.listen(paths.guard_socket)

    def run(self) -> None:
        """Until nothing is held and nobody needs it."""
        try:
            self._begin()
        except BusGoneError:
            self._log("bus_gone")
            self._ending = "bus_gone"
        while self._ending is None and (self._keeper is not None or self._silence.wanted or self._silence.owing):
            self._turn()
        if self._ending == "terminated" and self._note.is_open:
            self._give_back("terminated")
            self._try_to_the_last()
        self._tell({"tell": "bye", "why": self._ending})
        self._remove_door()

    def _begin(self) -> None:
        gap = self._lease.last_alive()
        self._tell_ready(gap)
        if self._note.is_open:
            if self._lease.adopt() > 0:
                self._log("adopted_note")
                self._silence.hold()
            else:
                self._log("lapsed_note")
                self._silence.give_back(self._flushed_ledger, "lease_lapsed")
                self._obey_later()
        else:
            self._note.forget_autostart()  # of a guard that died right after it had closed its note
        self._tell_state()

    def _turn(self) -> None:
        poll = select.poll()
        watched: dict[int, Any] = {self._signals.fileno(): self._signals, self._bus.fileno(): self._bus}
        for each in (self._keeper, self._door, self._silence.file, *self._knocking):
            if each is not None:
                watched[each.fileno()] = each
        for fd in watched:
            poll.register(fd, select.POLLIN)
        ready = [watched[fd] for fd, _ in poll.poll(self._patience())]
        try:
            if self._keeper is not None and (
                self._keeper in ready or self._keeper.gone
            ):  # before the door: a dead keeper makes room for the next
                self._hear_keeper()
            self._hear_desktop(ready)
            for peer in list(self._knocking):
                if peer in ready:
                    self._hear_knocking(peer)
            if self._door in ready:
                self._open_door()
            if self._signals in ready:
                came = self._signals.ending()
                if came is not None:
                    self._ending = "terminated"
            self._timers()
            if self._silence.hear_late():  # last: the answer may have come while another one was waited for
                self._tell_state()
        except BusGoneError:
            self._log("bus_gone")
            self._ending = "bus_gone"

    def _hear_desktop(self, ready: list[Any]) -> None:
        if (self._bus in ready or self._bus.has_messages) and self._silence.hear(*self._bus.messages()):
            self._tell_state()
        if self._silence.file in ready and self._silence.hear_file():
            self._tell_state()

    def _patience(self) -> int | None:
        """Milliseconds until the next deadline; None for ever. What came in while a call waited is heard at once."""
        if self._bus.has_messages:
            return 0
        deadlines = [self._lease.deadline, self._release_at, self._silence.retry_at]
        due = [at for at in deadlines if at is not None]
        if not due:
            return None
        return max(0, int((min(due) - time.monotonic()) * 1000) + 1)

    def _timers(self) -> None:
        now = time.monotonic()
        if self._silence.retry_at is not None and now >= self._silence.retry_at:
            self._silence.retry()
            self._tell_state()
        if self._release_at is not None and now >= self._release_at:
            self._release_at = None
            self._give_back("not_wanted")
        if self._lease.lapsed() and self._ending is None:
            self._log("lease_lapsed")
            self._give_back("lease_lapsed")

    def _hear_keeper(self) -> None:
        if self._keeper is None:
            return
        packet = self._keeper.hear(0.0)
        if packet is None:
            if self._keeper.gone:
                self._log("keeper_gone", held=int(self._silence.wanted))
                self._keeper.close()
                self._keeper, self._spool_refused = None, ""
                if self._release_at is not None:
                    self._release_at = time.monotonic()
            return
        self._obey(*packet)

    def _obey(self, message: dict[str, Any], fd: int | None) -> None:
        match message.get("tell"):
            case "want":
                self._want(message)
            case "renew":
                self._renew(_seconds(message.get("lease_seconds"), 300.0))
                if self._silence.look():
                    self._tell_state()
            case "monitor":
                self._drop_monitor()
                self._monitor, fd = fd, None
            case "spool":
                self._spool_refused = str(message.get("refused"))
            case "goodbye":
                self._release_at = None
                self._give_back("not_wanted")
            case "terminate":
                self._ending = "terminated"
            case "end":
                self._forget_lease()
                self._drop_monitor()
                if self._silence.owing is None:
                    self._ending = "ended"
                else:  # stays until the server obeys or is gone; the keeper may go
                    self._tell({"tell": "bye", "why": "ended"})
            case _:
                self._log("unknown_tell")
        if fd is not None:
            os.close(fd)

    def _want(self, message: dict[str, Any]) -> None:
        session = message.get("session")
        if session is None:
            self._note_wanted(self._note.session, message)
            if self._release_at is None and (self._silence.wanted or self._note.is_open):
                self._release_at = time.monotonic() + _seconds(message.get("release_after_seconds"), 5.0)
            elif self._release_at is None:
                self._tell({"tell": "released", "why": "not_wanted"})
            return
        self._release_at = None
        if self._silence.why == "changed_by_user" and self._note.session != str(session):
            # What the user set in the session before stands, and is what this one finds.
            self._silence.give_back(lambda: None, "not_wanted")
        self._note_wanted(str(session), message)
        self._renew(_seconds(message.get("lease_seconds"), 300.0))
        self._silence.look()
        self._silence.hold()
        self._tell_state()

    def _note_wanted(self, session: str | None, message: dict[str, Any]) -> None:
        drain, exceptions = bool(message.get("drain", True)), message.get("drain_exceptions")
        names = [str(item) for item in exceptions] if isinstance(exceptions, list) else []
        try:
            self._note.wanted(session, drain=drain, exceptions=names)
        except OSError as error:  # it counts all the same; written when it is next said, with the renewal
            self._log("note_failed", reason=type(error).__name__)

    def _renew(self, seconds: float) -> None:
        try:
            self._lease.renew(min(seconds, LEASE_LONGEST), self._note.session)
        except OSError as error:
            self._log("lease_failed", reason=type(error).__name__)

    def _forget_lease(self) -> None:
        try:
            self._lease.forget()
        except OSError as error:
            self._log("lease_failed", reason=type(error).__name__)

    def _give_back(self, why: str) -> None:
        try:
            done = self._silence.give_back(self._flushed_ledger, why)
        except BusGoneError:
            self._ending, done = "bus_gone", False
        if why == "not_wanted":
            self._forget_lease()  # from here on nobody is to watch: a keeper that dies now leaves no gap
        else:
            self._lease.end()
        self._tell_state()
        self._tell({"tell": "released", "why": why, "done": done})
        self._obey_later()

    def _try_to_the_last(self) -> None:
        until = time.monotonic() + LAST_TRIES
        try:
            while (at := self._silence.retry_at) is not None and at < until:
                select.select([], [], [], max(0.0, at - time.monotonic()))
                self._silence.retry()
        except BusGoneError:
            self._log("bus_gone")

    def _obey_later(self) -> None:
        """What the keeper said while it was waited for."""
        later, self._later = self._later, []
        for message, fd in later:
            self._obey(message, fd)

    def _flushed_ledger(self) -> Ledger:
        """The keeper first reads what waits in the monitor, so that the ledger knows every open id.

        What a dead one left of a flood is read by a process of its own: the guard reads nothing that others sent.
        """
        self._tell({"tell": "releasing"})
        deadline = time.monotonic() + FLUSH_BOUND
        while self._keeper is not None and not self._keeper.gone:
            left = deadline - time.monotonic()
            packet = self._keeper.hear(left) if left > 0 else None
            if packet is None or packet[0].get("tell") == "flushed":
                break
            self._later.append(packet)
        if self._paths.backlog.exists():
            self._read_leftover()
        return Ledger(self._paths.ledger)

    def _read_leftover(self) -> None:
        import subprocess  # hardly ever

        try:
            subprocess.run(
                leftover.ARGV,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **self._paths.environment()},
                timeout=LEFTOVER_BOUND,
                check=True,
            )
        except (OSError, subprocess.SubprocessError) as error:
            self._log("leftover_failed", reason=type(error).__name__)

    def _open_door(self) -> None:
        if self._door is None:
            return
        sock, _ = self._door.accept()
        self._knocking.append(packets.Peer(sock))
        del self._knocking[:-8]

    def _hear_knocking(self, peer: packets.Peer) -> None:
        self._knocking.remove(peer)
        packet = peer.hear(0.0)
        message = packet[0] if packet is not None else {}
        if message.get("tell") == "nudge":
            self._tell({"tell": "nudge"})
        elif message.get("tell") == "adopt":
            if self._keeper is None:
                self._log("adopted_by_next_keeper")
                self._keeper = peer
                self._tell_ready(None if self._monitor is not None else self._lease.last_alive())
                self._tell_state()
                return
            self._tell({"tell": "nudge"})
            peer.tell({"tell": "busy"})
        elif message.get("tell") == "who":
            tell = "held" if self._silence.wanted else "idle"
            peer.tell({"tell": tell, "keeper": self._keeper is not None, "refused": self._spool_refused})
        peer.close()

    def _tell_ready(self, gap: Any) -> None:
        ready = {"tell": "ready", "guid": self._bus.guid, "name": self._bus.name, "gap": gap}
        self._tell({**ready, "held": self._silence.wanted or self._note.is_open}, self._monitor)

    def _tell_state(self) -> None:
        silence = self._silence
        state = {
            "tell": "state",
            "engaged": silence.engaged,
            "driver": silence.driver.name,
            "evidence": silence.evidence,
            "critical": silence.critical,
            "lease_until": self._lease.until,
            "why": silence.why,
            "previous": silence.previous,
            "held": silence.wanted,
        }
        self._tell(state)

    def _tell(self, message: dict[str, Any], fd: int | None = None) -> None:
        if self._keeper is not None:
            self._keeper.tell(message, fd)

    def _drop_monitor(self) -> None:
        if self._monitor is not None:
            os.close(self._monitor)
            self._monitor = None

    def _remove_door(self) -> None:
        if self._door is not None:
            self._door.close()
            try:
                os.unlink(self._paths.guard_socket)
            except OSError:
                self._log("door_stays")
        self._bus.close()


def _seconds(value: object, otherwise: float) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 1e6:
        return float(value)
    return otherwise


def main(paths: Paths, sock: socket.socket) -> int:
    """The guard's process; `sock` is its end of the pair. Returns the exit status."""
    keeper = packets.Peer(sock)
    try:
        guard = Guard(paths, keeper)
    except RefusedError as refused:
        keeper.tell({"tell": "refused", "why": refused.why})
        return 1
    except OSError as error:
        Log(paths.keeper_log, "guard").note("guard_failed", reason=type(error).__name__)
        keeper.tell({"tell": "refused", "why": "guard_failed"})
        return 1
    guard.run()
    return 0
