"""The app's user-only local socket: command line, keeper and second starts speak here, a line at a time."""

from __future__ import annotations

import os
import socket
import struct
from collections import deque
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, QSocketNotifier, Slot

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from holdspace.ui.line_codec import Lines

CLIENTS = 64
A_READ = 4 * 1024
"""Bytes at once: what a keeper tells in a burst must not keep deadlines and the screen waiting."""
UNSENT_LIMIT = 8 * 1024 * 1024
"""A peer that does not read this much is cut off; what it needs lies in the journal or the spool."""


class Peer(QObject):
    """One connection. `role` is what its hello said; None before. `pid` is what the kernel says of who connected."""

    def __init__(self, server: LocalServer, sock: socket.socket, lines: Lines, pid: int) -> None:
        super().__init__(server)
        self.role: str | None = None
        self.pid = pid
        self._server = server
        self._sock = sock
        self._lines = lines
        self._unsent = bytearray()
        self._parts: deque[bytes] = deque()
        """Of long answers: each is sent when the peer has read what came before it."""
        self._hears = True
        """Whether it can be written to; what it said before it went is to be read all the same."""
        self._open = True
        self._reading = QSocketNotifier(sock.fileno(), QSocketNotifier.Type.Read, self)
        self._reading.activated.connect(self._readable)
        self._writing = QSocketNotifier(sock.fileno(), QSocketNotifier.Type.Write, self)
        self._writing.setEnabled(False)
        self._writing.activated.connect(self._writable)

    @property
    def open(self) -> bool:
        return self._open

    def say(self, message: Mapping[str, Any]) -> None:
        """Send a line; kept until the peer reads it. A closed peer hears nothing."""
        if not self._hears:
            return
        self._unsent += self._lines.encode(message)
        self._writable()

    def say_all(self, messages: Iterable[Mapping[str, Any]]) -> None:
        """Send the parts of a long answer, however long it is, as the peer reads; what is said meanwhile comes between.

        A peer that has not read the long answers before it is cut off.
        """
        if sum(map(len, self._parts)) > UNSENT_LIMIT:
            self.close()
        if not self._hears:
            return
        self._parts += [self._lines.encode(message) for message in messages]
        self._writable()

    def turn_away(self) -> None:
        """Say that there is no room, and close."""
        self.say(self._lines.too_many)
        self.close()

    def close(self) -> None:
        if not self._open:
            return
        self._open = self._hears = False
        self._parts.clear()
        self._reading.setEnabled(False)
        self._writing.setEnabled(False)
        self._sock.close()
        self._server.gone(self)
        self.deleteLater()

    @Slot()
    def _readable(self) -> None:
        try:
            data = self._sock.recv(A_READ)
        except BlockingIOError:
            return
        except OSError:
            self.close()
            return
        if not data:
            self.close()
            return
        for message in self._lines.feed(data):
            if self._open:
                self._server.heard(self, message)
        refusal = self._lines.refusal
        if refusal and self._open:
            self.say(refusal)
            self.close()

    @Slot()
    def _writable(self) -> None:
        try:
            while self._unsent or self._parts:
                if not self._unsent:
                    self._unsent += self._parts.popleft()
                sent = self._sock.send(self._unsent)
                del self._unsent[:sent]
        except BlockingIOError:
            pass
        except ConnectionError:
            self._hears = False
            self._unsent.clear()
            self._parts.clear()
        except OSError:
            self.close()
            return
        if len(self._unsent) > UNSENT_LIMIT:
            self.close()
            return
        if self._open:
            self._writing.setEnabled(bool(self._unsent))


class Listener(Protocol):
    """Who listens to the peers."""

    def heard(self, peer: Peer, message: Mapping[str, Any]) -> None: ...
    def gone(self, peer: Peer) -> None: ...
    def lines(self) -> Lines: ...


class LocalServer(QObject):
    """Listens at `path`. The caller holds the home's lock, so that a socket left there is nobody's."""

    def __init__(self, path: Path, listener: Listener, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._listener = listener
        self._path = path
        self._peers: set[Peer] = set()
        self._sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_NONBLOCK | socket.SOCK_CLOEXEC)
        self._path.unlink(missing_ok=True)
        before = os.umask(0o177)
        try:
            self._sock.bind(str(path))
        finally:
            os.umask(before)
        self._sock.listen(CLIENTS)
        self._notifier = QSocketNotifier(self._sock.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._incoming)

    def heard(self, peer: Peer, message: Mapping[str, Any]) -> None:
        self._listener.heard(peer, message)

    def gone(self, peer: Peer) -> None:
        if peer in self._peers:
            self._peers.discard(peer)
            self._listener.gone(peer)

    def close(self) -> None:
        """Stop listening and close every peer; what was said is sent if the peer reads it at once."""
        self._notifier.setEnabled(False)
        for peer in tuple(self._peers):
            peer.close()
        self._sock.close()
        self._path.unlink(missing_ok=True)

    @Slot()
    def _incoming(self) -> None:
        try:
            sock, _ = self._sock.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        sock.setblocking(False)
        pid, uid = _credentials(sock)
        if uid != os.getuid():
            sock.close()
            return
        peer = Peer(self, sock, self._listener.lines(), pid)
        if len(self._peers) >= CLIENTS:
            peer.turn_away()
            return
        self._peers.add(peer)


def _credentials(sock: socket.socket) -> tuple[int, int]:
    """Process and user at the other end."""
    pid, uid, _ = struct.unpack("3i", sock.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i")))
    return int(pid), int(uid)
