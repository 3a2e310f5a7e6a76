"""The keeper's log: codes with parameters, one line each, never private text. Bounded; a full disk silences it."""

from __future__ import annotations

import json
import os

from holdspace.wire.stamp import stamp

_LIMIT = 256 * 1024


def reason(error: Exception) -> str:
    """What may be said of an error: its code, else its kind. Never its text, which may name what is private."""
    return str(getattr(error, "code", type(error).__name__))


class Log:
    """Appends to one file; the one before it is kept as `.old`."""

    __slots__ = ("_path", "_who")

    def __init__(self, path: str | os.PathLike[str], who: str) -> None:
        self._path = os.fspath(path)
        self._who = who

    def note(self, code: str, **params: str | float | None) -> None:
        """Write one line. Failures are ignored on purpose: nothing may end the silence, least of all its log."""
        line = json.dumps({"at": stamp()["utc"], "who": self._who, "pid": os.getpid(), "code": code, **params}) + "\n"
        try:
            fd = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
            try:
                full = os.fstat(fd).st_size > _LIMIT
                os.write(fd, line.encode())
            finally:
                os.close(fd)
            if full:
                os.replace(self._path, self._path + ".old")
        except OSError:
            return
