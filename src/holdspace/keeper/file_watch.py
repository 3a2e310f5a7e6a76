"""Waits for one file to be written, put in place, or removed: inotify on its folder. man 7 inotify"""

from __future__ import annotations

import ctypes
import os

_CLOSE_WRITE, _MOVED_TO, _MOVED_FROM, _DELETE, _CREATE = 0x8, 0x80, 0x40, 0x200, 0x100
_MASK = _CLOSE_WRITE | _MOVED_TO | _MOVED_FROM | _DELETE | _CREATE
_NAME_AT = 16


class FileWatch:
    """Readable (`fileno`) when something happened in the file's folder."""

    def __init__(self, path: str) -> None:
        """Its folder must be there. Raises OSError."""
        self.path = os.path.realpath(path)
        self._name = os.fsencode(os.path.basename(self.path))
        libc = ctypes.CDLL(None, use_errno=True)
        self._fd = int(libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC))
        if self._fd < 0:
            raise OSError(ctypes.get_errno(), "inotify_init1")
        if libc.inotify_add_watch(self._fd, os.fsencode(os.path.dirname(self.path)), _MASK) < 0:
            error = ctypes.get_errno()
            self.close()
            raise OSError(error, "inotify_add_watch")

    def fileno(self) -> int:
        """For poll."""
        return self._fd

    def changed(self) -> bool:
        """Whether the file may be another since the last time; without waiting."""
        said = b""
        while True:
            try:
                more = os.read(self._fd, 64 * 1024)
            except BlockingIOError:
                break
            said += more
        names = _names(said)
        # Without a name it says that the folder itself is gone, or that more happened than it could keep.
        return self._name in names or b"" in names

    def close(self) -> None:
        """Nothing is waited for any more."""
        os.close(self._fd)


def _names(said: bytes) -> set[bytes]:
    """The names in a run of `struct inotify_event`: the length of the name stands in bytes 12 to 16."""
    names, at = set(), 0
    while at + _NAME_AT <= len(said):
        length = int.from_bytes(said[at + 12 : at + _NAME_AT], "little")
        names.add(said[at + _NAME_AT : at + _NAME_AT + length].rstrip(b"\0"))
        at += _NAME_AT + length
    return names
