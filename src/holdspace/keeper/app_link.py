"""The keeper's end of the app's socket: hello, wants in, levels and the spool out, without ever waiting for the app."""

from __future__ import annotations

import os
import socket
from typing import Any

from holdspace import __version__
from holdspace.keeper.feed import Feed
from holdspace.wire.protocol import LineReader, ProtocolError, encode, hello, read_welcome

_UNSENT_LIMIT = 1024 * 1024


class AppLink:
    """One connection at a time; `connected` only after the app's welcome."""

    def __init__(self, path: str | os.PathLike[str], feed: Feed) -> None:
        self._path = os.fspath(path)
        self._feed = feed
        self._sock: socket.socket | None = None
        self._reader = LineReader()
        self._out = b""
        self._hears = False
        """Whether it can be written to; what the app said before it went is to be read all the same."""
        self._quiet: dict[str, Any] | None = None
        self.connected = False
        self.held = False
        """Not to be fed from the spool now."""
        self.refused: str | None = None

    def fileno(self) -> int:
        """For poll; -1 without a connection."""
        return self._sock.fileno() if self._sock is not None else -1

    @property
    def wants_to_write(self) -> bool:
        """Whether poll should tell when the app reads again."""
        return bool(self._out)

    def connect(self) -> bool:
        """Try once; False when nobody listens. The welcome comes later."""
        self.close()
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)
        try:
            sock.settimeout(1.0)
            sock.connect(self._path)
        except OSError:
            sock.close()
            return False
        sock.setblocking(False)
        self._sock = sock
        self._hears = True
        self._reader = LineReader()
        self._out = encode(hello("keeper", __version__))
        self.send()
        return self._sock is not None

    def close(self) -> None:
        """End the connection, if there is one."""
        if self._sock is not None:
            self._sock.close()
        self._sock = None
        self.connected = self._hears = False
        self._out = b""

    def tell(self, message: dict[str, Any]) -> None:
        """Say something that is no spool record; "quiet" is a level and told again on the next connection."""
        if message["tell"] == "quiet":
            self._quiet = message
        if self.connected and self._hears:
            self._out += encode(message)
            self.send()

    def send(self) -> None:
        """Write what there is and what the spool has, as far as the app reads."""
        while self._sock is not None and self._hears:
            if not self._out and self.connected and not self.held:
                self._out = self._feed.next_lines()
            if not self._out:
                return
            try:
                sent = self._sock.send(self._out, socket.MSG_NOSIGNAL)
            except BlockingIOError:
                if len(self._out) > _UNSENT_LIMIT:
                    self.close()  # it does not read; what counts is in the spool
                return
            except ConnectionError:
                self._out, self._hears = b"", False
                return
            except OSError:
                self.close()
                return
            self._out = self._out[sent:]

    def hear(self) -> list[dict[str, Any]]:
        """What the app said. Afterwards `fileno` is -1 when it is gone or spoke nonsense."""
        heard: list[dict[str, Any]] = []
        if self._sock is None:
            return heard
        try:
            data = self._sock.recv(64 * 1024)
        except BlockingIOError:
            return heard
        except OSError:
            data = b""
        try:
            for message in self._reader.feed(data):
                if self.connected:
                    heard.append(message)
                else:
                    self._welcomed(message)
        except ProtocolError as error:
            # Without room for us now the app is there all the same: we look for it again as if it had gone.
            self.refused = error.code if not self.connected and error.code != "busy" else None
            data = b""
        if not data:
            self.close()
        return heard

    def _welcomed(self, message: dict[str, Any]) -> None:
        read_welcome(message)
        self.connected = True
        self.refused = None
        self._feed.restart()
        if self._quiet is not None:
            self._out += encode(self._quiet)
        self.send()
