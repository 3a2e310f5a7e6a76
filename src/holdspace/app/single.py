"""One app a home: a lock in the home, whatever bus or screen it is started from. A second start asks the first to show."""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Literal

    from holdspace.wire.paths import Paths

ANSWER_WITHIN_SECONDS = 3.0
START_WITHIN_SECONDS = 30.0
"""Whoever holds the lock may still be starting."""


class HomeLock:
    """Held as long as the process lives; the system lets go of it however that ends."""

    def __init__(self, paths: Paths) -> None:
        self._file = os.open(paths.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def take(self) -> bool:
        """Whether this process is the one."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def first_or_shown(paths: Paths, lock: HomeLock) -> Literal["first", "shown", "no_answer"]:
    """Whether this process is the one, or the one that is has shown its window.

    Whoever holds the lock may still be starting, or be ending: it is asked, and the lock is tried, until either comes to
    something or START_WITHIN_SECONDS have passed.
    """
    if lock.take():
        return "first"
    import threading  # these only here: a first start need not wait for them
    import time

    deadline = time.monotonic() + START_WITHIN_SECONDS
    while time.monotonic() < deadline:
        if _listens(paths):
            shown = _show(paths)
            if shown is not None:
                return "shown" if shown else "no_answer"
        if lock.take():
            return "first"
        threading.Event().wait(0.05)
    return "first" if lock.take() else "no_answer"


def _show(paths: Paths) -> bool | None:
    """Ask the app that listens to show its window: whether it did. None: it hung up or said nothing, as one does that ends."""
    import socket
    from uuid import uuid4

    from holdspace import __version__
    from holdspace.wire import protocol

    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sock:
            sock.settimeout(ANSWER_WITHIN_SECONDS)
            sock.connect(str(paths.socket))
            sock.sendall(protocol.encode(protocol.hello("start", __version__)))
            sock.sendall(protocol.encode({"id": str(uuid4()), "verb": "show", "args": {}}))
            reader = protocol.LineReader()
            while data := sock.recv(4096):
                for message in reader.feed(data):
                    if "status" in message:
                        return bool(message["status"] == 0)
    except protocol.ProtocolError:
        return False
    except OSError:
        return None
    return None


def _listens(paths: Paths) -> bool:
    import socket

    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sock:
        return sock.connect_ex(str(paths.socket)) == 0
