"""One app a home: a lock in the home, whatever bus or screen it is started from. A second start asks the first to show."""

from __future__ import annotations

import fcntl
import os
import socket
from typing import TYPE_CHECKING
from uuid import uuid4

from holdspace import __version__
from holdspace.wire import protocol

if TYPE_CHECKING:
    from holdspace.wire.paths import Paths

ANSWER_WITHIN_SECONDS = 3.0


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


def show_the_first(paths: Paths) -> bool:
    """Ask the app that runs to show its window. False if it does not answer."""
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
                        return message["status"] == 0
    except (OSError, protocol.ProtocolError):
        return False
    return False
