"""What keeper and guard say to each other: JSON packets on a local socket, with at most one descriptor beside."""

from __future__ import annotations

import array
import contextlib
import json
import os
import socket
from typing import Any

_LARGEST = 128 * 1024


class Peer:
    """One end. A peer that is gone, or says what cannot be understood, is `gone`; nothing raises."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._hears = True
        """Whether it can be told anything; what it said before it went is to be heard all the same."""
        self.gone = False

    def fileno(self) -> int:
        """For poll."""
        return self._sock.fileno()

    def close(self) -> None:
        """End it."""
        self.gone = True
        self._sock.close()

    def tell(self, message: dict[str, Any], fd: int | None = None) -> None:
        """Send one packet. A peer that does not read for two seconds counts as gone."""
        if self.gone or not self._hears:
            return
        beside = [] if fd is None else [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [fd]).tobytes())]
        try:
            self._sock.settimeout(2.0)
            self._sock.sendmsg([json.dumps(message).encode()], beside, socket.MSG_NOSIGNAL)
        except ConnectionError:
            self._hears = False
        except OSError:
            self.gone = True

    def hear(self, timeout: float | None = None) -> tuple[dict[str, Any], int | None] | None:
        """One packet and the descriptor that came with it; None when nothing came in time or the peer is gone."""
        fds = array.array("i")
        if self.gone:
            return None
        try:
            self._sock.settimeout(timeout)
            data, beside, _, _ = self._sock.recvmsg(
                _LARGEST, socket.CMSG_SPACE(4 * fds.itemsize), socket.MSG_CMSG_CLOEXEC
            )
        except (TimeoutError, BlockingIOError):
            return None
        except OSError:
            self.gone = True
            return None
        for level, kind, raw in beside:
            if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
                fds.frombytes(raw[: len(raw) - len(raw) % fds.itemsize])
        for extra in fds[1:]:
            os.close(extra)
        fd = fds[0] if fds else None
        if data:
            try:
                message = json.loads(data)
            except ValueError:
                message = None
            if isinstance(message, dict):
                return message, fd
        if fd is not None:
            os.close(fd)
        self.gone = True
        return None


def pair() -> tuple[socket.socket, socket.socket]:
    """Two connected ends."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET | socket.SOCK_CLOEXEC)


def connect(path: str | os.PathLike[str]) -> Peer | None:
    """A connection to the guard that lives, None when there is none."""
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET | socket.SOCK_CLOEXEC)
    try:
        sock.settimeout(2.0)
        sock.connect(os.fspath(path))
    except OSError:
        sock.close()
        return None
    return Peer(sock)


def listen(path: str | os.PathLike[str]) -> socket.socket:
    """The guard's door, for its user only. Raises OSError."""
    name = os.fspath(path)
    with contextlib.suppress(FileNotFoundError):
        os.unlink(name)
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET | socket.SOCK_CLOEXEC)
    try:
        sock.bind(name)
        os.chmod(name, 0o600)
        sock.listen(8)
    except OSError:
        sock.close()
        raise
    return sock
