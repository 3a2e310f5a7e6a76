"""One Holdspace at a time for a setting that all buses of a user share; the others see what it is for and leave it alone.

A lock that ends with its process, and beside it a file that says whose the silence is and what was before. Who finds the lock
free and a silence that was never given back takes that over: what was before is then what the dead one found, and no longer
its to give back. The file is put in place whole, or a writer that dies would take what was before along. One that a disk has
damaged or that is gone, or speaks of a note that is gone with its home, says nothing: then each note stands for itself.
"""

from __future__ import annotations

import fcntl
import json
import os
from typing import Any

from holdspace.keeper.files import put_durably
from holdspace.keeper.quiet import Before
from holdspace.wire.paths import Paths

_LARGEST = 64 * 1024
_PREVIOUS = ("unset", "off", "on")
_NOBODYS = ""
"""In the place of a note: what was claimed was given back."""


class Claim:
    """The user's one claim to the setting of `driver`. Methods raise OSError where the file cannot be used."""

    def __init__(self, paths: Paths, driver: str) -> None:
        self._path = paths.claim(driver)
        self._lock = self._path.with_suffix(".lock")
        self._ours = os.path.realpath(paths.note)
        self._fd = -1

    def take(self) -> bool:
        """Whether the setting is ours to change until `drop` or the end of this process."""
        if self._fd >= 0:
            return True
        self._lock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fd = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(fd)
            return False
        self._fd = fd
        return True

    def left_behind(self) -> Before | None:
        """What another Holdspace found before the silence that it never gave back; None when there is no such."""
        told = self._read()
        note, previous = told.get("note"), told.get("previous")
        if not isinstance(note, str) or note == self._ours or previous not in _PREVIOUS or not os.path.exists(note):
            return None
        return Before(previous, str(told.get("detail", "")))

    @property
    def ours(self) -> bool:
        """Whether the silence of our note is still ours: nobody has taken it over, or given it back, as far as is told."""
        note = self._read().get("note")
        return not isinstance(note, str) or note == self._ours or (note != _NOBODYS and not os.path.exists(note))

    def write(self, before: Before) -> None:
        """From now on it is ours. Durable when it returns."""
        self._write({"note": self._ours, "previous": before.previous, "detail": before.detail})

    def drop(self) -> None:
        """Given back: nobody's. Without a claim nothing is done; what another one claims stays its own."""
        if self._fd < 0:
            return
        try:
            if self.ours:
                self._write({"note": _NOBODYS})
        finally:
            os.close(self._fd)
            self._fd = -1

    def _read(self) -> dict[str, Any]:
        try:
            with open(self._path, "rb", opener=_as_it_is) as file:
                told = json.loads(file.read(_LARGEST))
        except (OSError, ValueError):
            return {}
        return told if isinstance(told, dict) else {}

    def _write(self, told: dict[str, str]) -> None:
        if told != self._read():  # said already, it needs no room on a disk that is full
            put_durably(self._path, json.dumps(told).encode())


def _as_it_is(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
