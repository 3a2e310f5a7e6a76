"""A client of the running app: one connection, one request, its replies. Stdlib only, as `log` comes through here."""

from __future__ import annotations

import os
import socket
import sys
import time

from holdspace import __version__
from holdspace.wire.protocol import LINE_LIMIT, ProtocolError, decode, encode, hello, read_welcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType
    from typing import Any, Self


class NotRunningError(Exception):
    """Nobody of ours listens at the socket."""


class NoAnswerError(Exception):
    """The app was reached and then was silent, went away, or spoke nonsense. `code`: silent, gone, malformed, refused.

    Whether the request was done is not known, except for "refused": then it was not even read.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail


class Connection:
    """A connection to the app at a socket. Raises NotRunningError when there is none; use it as a context manager."""

    __slots__ = ("_buffer", "_seconds", "_socket", "language")

    def __init__(self, path: os.PathLike[str] | str, seconds: float) -> None:
        self._seconds = seconds
        self._buffer = b""
        self.language = ""
        """The practitioner's language, once the app has told it."""
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._socket.settimeout(seconds)
            self._socket.connect(os.fspath(path))
            if not _is_ours(self._socket):
                raise NotRunningError("the socket belongs to somebody else")
        except OSError as error:  # absent, stale, a full backlog, a path too long: nobody to speak with
            self._socket.close()
            raise NotRunningError(str(error)) from error
        except NotRunningError:
            self._socket.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """The reply to a request; a reply in parts is put together. Raises NoAnswerError, ProtocolError (too long)."""
        whole: dict[str, Any] = {}
        for reply in self.replies(request):
            whole = _joined(whole, reply)
        return whole

    def replies(self, request: dict[str, Any], *, patient: bool = False) -> Iterator[dict[str, Any]]:
        """Each reply as it comes, until the last. `patient`: after the first, wait as long as it takes."""
        line = encode(request)
        try:
            self._socket.sendall(encode(hello("cli", __version__)) + line)
        except TimeoutError as error:
            raise NoAnswerError("silent") from error
        except OSError:
            pass  # cut off: what the app said before that (a refusal) can still be read
        self._greeted()
        while True:
            reply = self._message()
            if reply.get("id") != request["id"]:
                continue  # not ours: the app may tell others' news in a later version
            if reply.get("status") not in (0, 1, 2):
                raise NoAnswerError("malformed")
            self._hear_language(reply)
            yield reply
            if reply.get("more") is not True:
                return
            if patient:
                self._socket.settimeout(None)
                self._seconds = float("inf")

    def _greeted(self) -> None:
        welcome = self._message()
        try:
            read_welcome(welcome)
        except ProtocolError as error:
            raise NoAnswerError("refused" if "refused" in welcome else "malformed", error.code) from error
        self._hear_language(welcome)

    def _hear_language(self, message: dict[str, Any]) -> None:
        for place in (message, message.get("result")):
            if isinstance(place, dict) and isinstance(place.get("language"), str):
                self.language = place["language"]

    def _message(self) -> dict[str, Any]:
        try:
            return decode(self._line())
        except ProtocolError as error:
            raise NoAnswerError("malformed", error.code) from error

    def _line(self) -> bytes:
        """The next line, within the time that an answer may take."""
        until = time.monotonic() + self._seconds
        while b"\n" not in self._buffer:
            if len(self._buffer) > LINE_LIMIT:
                raise NoAnswerError("malformed", "oversized")
            left = until - time.monotonic()
            if left <= 0:
                raise NoAnswerError("silent")
            try:
                if self._seconds != float("inf"):
                    self._socket.settimeout(left)
                data = self._socket.recv(65536)
            except TimeoutError as error:
                raise NoAnswerError("silent") from error
            except OSError as error:
                raise NoAnswerError("gone") from error
            if not data:
                raise NoAnswerError("gone")
            self._buffer += data
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line


def new_id() -> str:
    """A random id (RFC 9562, version 4). The module `uuid` would take longer to load than a log takes."""
    raw = bytearray(os.urandom(16))
    raw[6] = raw[6] & 0x0F | 0x40
    raw[8] = raw[8] & 0x3F | 0x80
    text = raw.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _is_ours(connected: socket.socket) -> bool:
    """Whether the listener runs as this user: a folder under /tmp could have been made by another."""
    if not hasattr(socket, "SO_PEERCRED"):
        return True  # elsewhere the socket lies in a user-only folder
    credentials = connected.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
    return int.from_bytes(credentials[4:8], sys.byteorder) == os.getuid()


def _joined(first: Any, second: Any) -> Any:
    """Two parts of one reply: objects are joined key by key, lists one behind the other, else the later counts."""
    if isinstance(first, dict) and isinstance(second, dict):
        return {
            **first,
            **{key: _joined(first[key], value) if key in first else value for key, value in second.items()},
        }
    if isinstance(first, list) and isinstance(second, list):
        return [*first, *second]
    return second
