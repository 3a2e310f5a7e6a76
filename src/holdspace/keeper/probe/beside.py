"""Begins and ends the process that shows again what a server dropped while a self-test or a drill had it silent."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

from holdspace.keeper.probe.unshown import LOSES

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdspace.keeper.note import Note
    from holdspace.keeper.quiet import Previous, QuietDriver
    from holdspace.wire.paths import Paths

BEGINS, ENDS = 20.0, 20.0
"""Seconds within which it watches, and within which it has sent what it has."""


class CannotWatchError(Exception):
    """Nothing could be shown again: no_bus, monitor_refused, sandboxed, server_failed."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def is_needed(driver: QuietDriver, note: Note, *, drill: bool = False) -> bool:
    """Whether this server loses what comes while it is silent, and is not silent by its user's own wish.

    A silence of ours that is still to be given back is no wish of the user's. A self-test, where nothing can be looked at, is
    over before any but those that drop all lose anything. Raises DriverError, BusGoneError.
    """
    loses = LOSES.get(driver.name)
    return (loses == "all" or (drill and loses is not None)) and before(driver, note) != "on"


def before(driver: QuietDriver, note: Note) -> Previous:
    """The do-not-disturb as it is without Holdspace: what the note says while a silence is still to be given back.

    Raises DriverError, BusGoneError.
    """
    noted = note.entries.get(driver.name)
    return driver.snapshot().previous if noted is None else noted.previous


class Beside:
    """That process, once it watches. Raises CannotWatchError when it does not."""

    def __init__(
        self, paths: Paths, ours: str, *, drill: bool = False, wait: Callable[[float, Any], object] | None = None
    ) -> None:
        """`ours`: whose notifications are not another program's. `wait`: for so long, or until this can be read."""
        argv = [sys.executable, "-P", "-m", "holdspace.keeper.probe.again", "--not-of", ours]
        argv += ["--home", str(paths.home)] if paths.home is not None else []
        argv += ["--held-by", "drill"] if drill else []
        self._process = subprocess.Popen(
            argv,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # what ends its parent at a terminal is not for it
        )
        try:
            said = self._line(BEGINS, wait or _wait)
        except BaseException:
            self.forget()
            raise
        if said != "ready":
            self.forget()
            raise CannotWatchError(said or "server_failed")

    def forget(self) -> None:
        """Nothing is to be shown again: a session has it, or nothing was silent."""
        self._say(b"forget\n")
        self.leave()

    def leave(self) -> None:
        """It goes on by itself until the desktop is given back, or a session has taken it over."""
        if self._process.stdin is not None and not self._process.stdin.closed:
            self._process.stdin.close()

    def finish(self) -> int:
        """The desktop is given back: how many were shown again by now."""
        self.leave()
        said = self._line(ENDS, _wait)
        return int(said) if said.isdecimal() else 0

    def _say(self, what: bytes) -> None:
        try:
            os.write(self._stdin(), what)
        except OSError:
            return  # it has ended by itself

    def _stdin(self) -> int:
        return self._process.stdin.fileno() if self._process.stdin is not None else -1

    def _line(self, seconds: float, wait: Callable[[float, Any], object]) -> str:
        """What it says next; "" when it ends or takes longer."""
        out = self._process.stdout
        until, said = time.monotonic() + seconds, b""
        while out is not None and not said.endswith(b"\n") and (left := until - time.monotonic()) > 0:
            if not wait(left, out):
                break
            more = os.read(out.fileno(), 64)
            if not more:
                break
            said += more
        return said.decode("ascii", "replace").strip()


def _wait(seconds: float, readable: Any) -> bool:
    return bool(select.select([readable], [], [], seconds)[0])
