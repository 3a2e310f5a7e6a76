"""How a keeper begins: one a home, the guard adopted or forked before a byte from outside is read, refusals told."""

from __future__ import annotations

import fcntl
import os
import select
import time

from holdspace.keeper import guard_link
from holdspace.keeper.bus import BusGoneError, CallError, NoBusError
from holdspace.keeper.guard_link import GuardRefusedError
from holdspace.keeper.log import Log
from holdspace.keeper.signals import Signals
from holdspace.wire.paths import Paths

MAKES_ROOM = 1.0
"""Seconds that a keeper waits for one that has closed its door already."""


def main(paths: Paths, argv: list[str]) -> int:
    """The keeper's process; the exit status: 0 done (or another keeper is at work), 1 refused."""
    log = Log(paths.keeper_log, "keeper")
    lock = lock_keeper(paths)
    if lock is None:
        guard_link.nudge(paths)  # a self-test makes room
        lock = _lock_in_a_moment(paths)
    if lock is None:
        return 0
    try:
        os.setsid()
    except PermissionError:
        log.note("leads_a_session_already")
    try:
        ready = guard_link.adopt(paths) or _forked(paths, lock)
        from holdspace.keeper.life import Keeper  # after the fork: the guard needs nothing of it

        keeper = Keeper(paths, ready, argv, Signals(), log)
    except GuardRefusedError as refused:
        return _refused(paths, log, refused.why)
    except (NoBusError, BusGoneError, CallError):
        return _refused(paths, log, "no_bus")
    return keeper.run()


def _forked(paths: Paths, lock: int) -> guard_link.Ready:
    """A guard of our own. One that died before it was ready is replaced once: a session must not be loud for that."""
    try:
        return guard_link.fork(paths, [lock])
    except GuardRefusedError as refused:
        if refused.why != "guard_failed":
            raise
        return guard_link.start_fresh(paths)


def lock_keeper(paths: Paths) -> int | None:
    """The descriptor that marks the one keeper of a home, None when another lives. No child inherits it."""
    fd = os.open(paths.lock_keeper, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(fd)
        return None
    return fd


def _lock_in_a_moment(paths: Paths) -> int | None:
    """Of a keeper or a self-test that is on its way out the door is closed before the lock is free."""
    until = time.monotonic() + MAKES_ROOM
    while (lock := lock_keeper(paths)) is None and not paths.guard_socket.exists() and time.monotonic() < until:
        select.select([], [], [], 0.01)
    return lock


def _refused(paths: Paths, log: Log, why: str) -> int:
    """Say it to the app, so that its coverage line can."""
    log.note("refused", why=why)
    if why == "busy":
        return 0
    from holdspace.keeper.app_link import AppLink
    from holdspace.keeper.feed import Feed

    app = AppLink(paths.socket, Feed(os.devnull))
    if app.connect():
        poll = select.poll()
        poll.register(app.fileno(), select.POLLIN)
        while app.fileno() >= 0 and not app.connected and poll.poll(2000):
            app.hear()
        app.tell({"tell": "refused", "why": why})
        app.close()
    return 1
