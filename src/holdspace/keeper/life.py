"""The keeper's life: one loop over app, guard and watch. It sleeps when nothing happens."""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Callable
from typing import Any

from holdspace.keeper import guard_link
from holdspace.keeper.app_link import AppLink
from holdspace.keeper.bus import BusGoneError
from holdspace.keeper.feed import Feed
from holdspace.keeper.guard_link import GuardRefusedError, Ready
from holdspace.keeper.log import Log
from holdspace.keeper.reader import MonitorError
from holdspace.keeper.restart import Restart
from holdspace.keeper.signals import Signals
from holdspace.keeper.watch import Watch
from holdspace.wire.paths import Paths
from holdspace.wire.spool import SpoolError
from holdspace.wire.stamp import stamp

LINGER = 0.3
LAST_WORDS = 3.0
RENEW_EVERY = 60.0
_GUARD_DEATHS = 5
_TOLD_OF_QUIET = ("engaged", "driver", "evidence", "critical", "lease_until", "why", "previous")


class Keeper:
    """One keeper, from its first connection to its exit status.

    Attributes: `_ending` is None while it serves, "ended" once nobody needs it, "terminated" after TERM or HUP.
    """

    def __init__(self, paths: Paths, ready: Ready, argv: list[str], signals: Signals, log: Log) -> None:
        self._paths = paths
        self._log = log.note
        self._signals = signals
        self._guard = ready.peer
        self._guard_name = ready.name
        self._unwatched: tuple[Any, str] | None = (ready.gap, "keeper_died") if ready.gap is not None else None
        """Since when (a stamp) nobody watches, and why; told once somebody watches again, or with the end."""
        self._held = ready.held
        self._feed = Feed(paths.arrivals_spool)
        self._app = AppLink(paths.socket, self._feed)
        self._restart = Restart(argv, paths, self._log)
        self._epoll = select.epoll()
        self._watch = Watch(
            paths,
            ready.guid,
            self._feed,
            self._log,
            fresh=self._feed_app,
            hand_over=lambda fd: self._guard.tell({"tell": "monitor"}, fd),
            refused=lambda why: self._guard.tell({"tell": "spool", "refused": why}),
            epoll=self._epoll,
        )
        self._linked = False
        self._our_names: list[str] = []
        self._want: dict[str, Any] | None = None
        self._quiet: dict[str, Any] = {}
        self._timers: dict[str, float] = {}
        self._deaths = 0
        self._dismissed = False
        """Whether the guard said bye: it went on purpose, and none is started in its place."""
        self._status: int | None = None
        self._ending: str | None = None
        self._exclude()
        if ready.monitor is not None:
            self._log("took_over_the_watch")
            self._watch.adopt(socket.socket(fileno=ready.monitor))

    def run(self) -> int:
        """Until the app needs it no longer; the exit status."""
        if not self._connect():
            if not self._held and not self._restart.possible:
                self._log("nobody_there")
                self._guard.tell({"tell": "end"})
                return 1
            self._app_gone()
        while self._status is None:
            try:
                self._turn()
            except BusGoneError:
                self._log("bus_gone")
                self._tell_refused("no_bus")
                self._exit(1)
        return self._status

    def _turn(self) -> None:
        sources: dict[int, tuple[int, Callable[[], None]]] = {
            self._signals.fileno(): (select.EPOLLIN, self._hear_signals),
            self._watch.bus.fileno(): (select.EPOLLIN, self._watch.hear_bus),
        }
        if not self._guard.gone:
            sources[self._guard.fileno()] = (select.EPOLLIN, self._hear_guard)
        if self._app.fileno() >= 0:
            events = select.EPOLLIN | (select.EPOLLOUT if self._app.wants_to_write else 0)
            sources[self._app.fileno()] = (events, self._hear_app)
        for fd, (events, _) in sources.items():
            self._epoll.register(fd, events)
        try:
            ready = [fd for fd, _ in self._epoll.poll(self._patience())]
        finally:
            for fd in sources:
                self._epoll.unregister(fd)
        self._app.held = self._watch.holds_back
        if self._watch.fileno() in ready:
            self._watch.wake()
        for fd in ready:
            if fd in sources and self._status is None:
                sources[fd][1]()
        if self._watch.bus.has_messages:
            self._watch.hear_bus()
        self._watch.turn()
        if self._linked and self._app.fileno() < 0:  # seen on reading or on writing, whichever came first
            self._linked = False
            self._app_gone()
        if self._watch.lost() and self._held:
            self._not_watched(self._watch.seen_at, "monitor_lost")
            self._start_watching()
        self._run_timers()
        if self._guard.gone and not self._dismissed and self._status is None:
            self._guard_gone()  # noticed while it was told something: nobody listens at that end any more

    def _patience(self) -> float:
        if self._watch.urgent:
            return 0
        times = [*self._timers.values(), self._restart.due(), self._watch.due()]
        due = [at for at in times if at is not None]
        return max(0.0, min(due) - time.monotonic()) if due else -1

    def _run_timers(self) -> None:
        now = time.monotonic()
        for name in [name for name, at in self._timers.items() if now >= at]:
            del self._timers[name]
            match name:
                case "linger":
                    self._stop_watching()
                case "renew":
                    self._renew()
                case "exit":
                    self._exit()
                case _:
                    self._log("unknown_timer", name=name)
        due = self._restart.due()
        if due is not None and now >= due and self._status is None:
            self._bring_back()

    def _hear_signals(self) -> None:
        came = self._signals.ending()
        if came is None:
            return
        self._log("terminated", signal=came)
        self._ending = "terminated"
        self._guard.tell({"tell": "terminate"})
        self._timers["exit"] = time.monotonic() + LAST_WORDS

    # -- the watch

    def _start_watching(self) -> bool:
        """The monitor comes before the quiet; False when there can be none (the session goes on without)."""
        if self._watch.is_on:
            return True
        try:
            self._watch.start()
        except MonitorError as error:
            self._log("no_monitor", reason=error.code)
            self._app.tell({"tell": "refused", "why": error.code})
            self._not_watched(stamp(), error.code)
            return False
        self._tell_gap()
        return True

    def _not_watched(self, since: Any, why: str) -> None:
        if self._unwatched is None:
            self._unwatched = (since, why)

    def _tell_gap(self) -> None:
        if self._unwatched is not None:
            since, why = self._unwatched
            self._unwatched = None
            self._watch.gap(since, why)

    def _stop_watching(self) -> None:
        """The last thing: the silence is off, and what came with its end has been read."""
        self._watch.stop()
        self._tell_gap()
        self._guard.tell({"tell": "end"})
        self._ending = self._ending or "ended"
        self._app.send()
        self._timers["exit"] = time.monotonic() + (LAST_WORDS if self._app.connected and self._feed.waiting else 0.0)

    def _exclude(self) -> None:
        self._watch.pairing.now.excluded = {self._watch.bus.name, self._guard_name, *self._our_names}

    # -- the app

    def _connect(self) -> bool:
        self._linked = self._app.connect()
        return self._linked

    def _feed_app(self) -> None:
        self._app.held = False
        self._app.send()

    def _hear_app(self) -> None:
        before = self._app.connected
        heard = self._app.hear()
        self._app.send()
        if self._app.connected and not before:
            self._restart.connected()
            self._timers.pop("renew", None)
        for message in heard:
            self._obey(message)

    def _obey(self, message: dict[str, Any]) -> None:
        match message.get("tell"):
            case "want":
                self._wanted(message)
            case "kept":
                self._kept(message.get("keys"))
            case "goodbye":
                self._log("goodbye")
                self._want = None
                self._ending = self._ending or "ended"
                self._guard.tell({"tell": "goodbye"})
            case "exclude":
                names = message.get("names")
                self._our_names = [str(name) for name in names] if isinstance(names, list) else []
                self._exclude()
            case _:
                self._log("unknown_tell")

    @property
    def _session_wanted(self) -> bool:
        return self._want is not None and self._want.get("session") is not None

    def _wanted(self, message: dict[str, Any]) -> None:
        self._app.tell({"tell": "here"})
        if self._ending is not None:
            return  # too late: the guard is ending; the app starts another keeper when this one is gone
        self._want = message
        if self._arrange_closing():
            self._tell_quiet()
        if self._session_wanted:
            self._timers.pop("linger", None)
            self._watch.pairing.now.draining = False
            if not self._held and not self._watch.is_on:
                self._watch.new_silence()
            self._start_watching()
        self._guard.tell(message)

    def _tell_quiet(self) -> None:
        told = {name: self._quiet.get(name) for name in _TOLD_OF_QUIET}
        if self._watch.pairing.closing.on:
            told["critical"] = "closed"
        self._app.tell({"tell": "quiet", **told})

    def _arrange_closing(self) -> bool:
        """Whether critical ones are closed from now on, or no longer, as it was not before."""
        quiet, before = self._quiet, self._watch.pairing.closing.on
        self._watch.pairing.closing.arrange(
            wanted=self._want is not None and self._want.get("close_critical") is True,
            engaged=quiet.get("engaged") is True,
            driver=str(quiet.get("driver")),
            critical=str(quiet.get("critical")),
        )
        return self._watch.pairing.closing.on != before

    def _kept(self, keys: Any) -> None:
        try:
            self._feed.kept(keys if isinstance(keys, list) else [])
        except SpoolError as error:
            self._log("spool_failed", reason=error.code)
        self._app.send()
        if self._ending == "ended" and "exit" in self._timers and not self._feed.waiting:
            self._timers["exit"] = time.monotonic()

    def _app_gone(self) -> None:
        refused = self._app.refused
        if refused is not None:
            self._log("refused_by_the_app", reason=refused)
            self._ending = self._ending or "ended"
            self._guard.tell({"tell": "goodbye"})
        if self._ending is not None:
            return
        self._log("app_gone", held=int(self._held))
        self._restart.app_gone()
        self._timers["renew"] = time.monotonic()

    def _bring_back(self) -> None:
        if self._restart.step() and self._app.fileno() < 0:
            self._connect()
        if self._restart.gave_up and not self._held:
            self._stop_watching()

    def _renew(self) -> None:
        """While the app is being brought back nobody else does; once given up, the lease runs out."""
        if self._restart.busy and self._held:
            seconds = float(self._want.get("lease_seconds", 300.0)) if self._want is not None else 300.0
            self._guard.tell({"tell": "renew", "lease_seconds": seconds})
            self._timers["renew"] = time.monotonic() + min(RENEW_EVERY, seconds / 3)

    # -- the guard

    def _hear_guard(self) -> None:
        packet = self._guard.hear(0.0)
        if packet is None:
            return  # gone, perhaps: the turn ends with that
        message = packet[0]
        match message.get("tell"):
            case "state":
                self._held = bool(message.get("held"))
                self._quiet = message
                self._arrange_closing()
                self._tell_quiet()
            case "releasing":
                self._watch.pairing.now.draining = True
                self._watch.read_all()
                self._guard.tell({"tell": "flushed"})
            case "released":
                self._released(str(message.get("why")))
            case "nudge":
                if self._app.fileno() < 0:
                    self._connect()
            case "bye":
                self._guard_said_bye(str(message.get("why")))
            case _:
                self._log("unknown_tell")

    def _released(self, why: str) -> None:
        self._held = False
        forgotten = why == "lease_lapsed" and self._app.connected  # the app lives and only did not renew
        if forgotten or (
            why == "not_wanted" and self._session_wanted
        ):  # said of the one before: the next is obeyed now
            self._watch.new_silence()  # the watch goes on
        elif self._ending != "terminated":
            self._timers["linger"] = time.monotonic() + LINGER

    def _guard_said_bye(self, why: str) -> None:
        """It ended on purpose. After our own "end" the app may still be keeping what it was told."""
        self._dismissed = True
        self._guard.close()
        self._watch.read_all()
        if why == "bus_gone":
            self._log("bus_gone")
            self._tell_refused("no_bus")
            self._exit(1)
        elif why != "ended":
            self._ending = "terminated"
            self._exit()

    def _guard_gone(self) -> None:
        """Killed, for it would have said bye, or it took us for dead. It is adopted again, or another adopts the note."""
        self._guard.close()
        if self._ending is not None:
            self._exit()
            return
        self._deaths += 1
        self._log("guard_gone", deaths=self._deaths)
        try:
            if self._deaths > _GUARD_DEATHS:
                raise GuardRefusedError("guard_failed")
            ready = guard_link.adopt(self._paths) or guard_link.start_fresh(self._paths)
        except GuardRefusedError as refused:
            self._tell_refused(refused.why)
            self._exit(1)
            return
        self._guard = ready.peer
        self._guard_name = ready.name
        self._exclude()
        if self._watch.is_on:
            self._guard.tell({"tell": "monitor"}, self._watch.fileno())
        self._guard.tell({"tell": "spool", "refused": self._watch.refusal})
        if self._want is not None:
            self._guard.tell(self._want)

    def _tell_refused(self, why: str) -> None:
        known = {"engaged": False, "driver": "none", "evidence": "none", "critical": "unknown", "why": why}
        quiet = dict.fromkeys(_TOLD_OF_QUIET) | known
        self._app.tell({"tell": "quiet", **quiet})
        self._app.tell({"tell": "refused", "why": why})

    def _exit(self, status: int = 0) -> None:
        self._watch.read_backlog()
        self._app.send()
        try:
            self._feed.rewrite()
        except SpoolError as error:
            self._log("spool_failed", reason=error.code)
        self._app.close()
        self._log("exit", ending=self._ending, **self._watch.counts)
        self._status = status
