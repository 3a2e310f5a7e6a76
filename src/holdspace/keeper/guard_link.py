"""The keeper's side of the guard: adopt the one that lives, else fork one, else (it died) start a fresh program.

The fork happens before this process has read a byte from outside. Later only a fresh program will do, because the
memory of this one has seen what others sent.
"""

from __future__ import annotations

import os
import socket
import sys
from typing import Any

from holdspace.keeper import packets
from holdspace.keeper.log import Log
from holdspace.wire.paths import Paths

_PATIENCE = 10.0


class GuardRefusedError(Exception):
    """There will be no guard. `why` is one of the wire's codes, or "busy" when another keeper is at work."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Ready:
    """What the guard said first: the bus it is on, and the monitor's socket if it holds one."""

    __slots__ = ("gap", "guid", "held", "monitor", "name", "peer")

    def __init__(self, peer: packets.Peer, message: dict[str, Any], fd: int | None) -> None:
        self.peer = peer
        self.guid = str(message["guid"])
        self.name = str(message["name"])
        self.held = bool(message.get("held"))
        self.gap = message.get("gap")
        self.monitor = fd


def adopt(paths: Paths) -> Ready | None:
    """Take over the living guard; None when there is none. Raises GuardRefusedError("busy")."""
    peer = packets.connect(paths.guard_socket)
    if peer is None:
        return None
    peer.tell({"tell": "adopt", "pid": os.getpid()})
    try:
        return _ready(peer)
    except GuardRefusedError as refused:
        if refused.why == "guard_failed":
            return None  # it ended while we knocked
        raise


def nudge(paths: Paths) -> None:
    """Tell the keeper that is at work to look for the app now. A self-test ends instead, and is waited for."""
    peer = packets.connect(paths.guard_socket)
    if peer is None:
        return
    peer.tell({"tell": "nudge"})
    packet = peer.hear(_PATIENCE)
    if packet is not None and packet[0].get("tell") == "yields":
        peer.hear(_PATIENCE)  # its connection ends with it, after the lock
    peer.close()


def fork(paths: Paths, to_close: list[int]) -> Ready:
    """A guard out of this very process; call before anything from outside was read. Raises GuardRefusedError."""
    ours, theirs = packets.pair()
    if os.fork() == 0:
        status = 1
        try:
            ours.close()
            for fd in to_close:
                os.close(fd)
            status = _become_guard(paths, theirs)
        finally:
            failure = sys.exc_info()[0]
            if failure is not None:
                Log(paths.keeper_log, "guard").note("guard_crashed", reason=failure.__name__)
            os._exit(status)
    theirs.close()
    return _ready(packets.Peer(ours))


def start_fresh(paths: Paths) -> Ready:
    """A guard as a new program. Raises GuardRefusedError."""
    ours, theirs = packets.pair()
    theirs.set_inheritable(True)
    argv = [sys.executable, "-P", "-m", "holdspace.keeper", "--guard", str(theirs.fileno())]
    if paths.home is not None:
        argv += ["--home", str(paths.home)]
    try:
        os.posix_spawn(sys.executable, argv, dict(os.environ), setsid=True)
    except OSError as error:
        raise GuardRefusedError("guard_failed") from error
    finally:
        theirs.close()
    return _ready(packets.Peer(ours))


def _become_guard(paths: Paths, sock: socket.socket) -> int:
    from holdspace.keeper.guard import main

    os.setsid()
    return main(paths, sock)


def _ready(peer: packets.Peer) -> Ready:
    packet = peer.hear(_PATIENCE)
    if packet is None:
        peer.close()
        raise GuardRefusedError("guard_failed")
    message, fd = packet
    if message.get("tell") == "ready":
        return Ready(peer, message, fd)
    if fd is not None:
        os.close(fd)
    peer.close()
    raise GuardRefusedError("busy" if message.get("tell") == "busy" else str(message.get("why", "guard_failed")))
