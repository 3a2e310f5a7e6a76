"""Starts the app again when it is gone without goodbye: after 0, 2, 10 and 30 seconds, then gives up and says so."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress

from holdspace.keeper.files import write_durably
from holdspace.wire.paths import Paths
from holdspace.wire.stamp import stamp

LADDER = (0.0, 2.0, 10.0, 30.0)
KNOCK_EVERY = 0.1
LAST_PATIENCE = 30.0
SETTLED = 60.0
_DEFAULTS = (signal.SIGPIPE, signal.SIGXFSZ)  # ignored here, and what is ignored is inherited
PRINTED_LIMIT = 256 * 1024
"""Bytes of what Qt and Python printed that are kept."""


class Restart:
    """What is due next. While `busy`, the keeper renews the lease itself; after `gave_up` nobody does, and it lapses.

    The count of attempts starts anew only when the app stayed for a minute: one that dies at once is not started
    for ever.
    """

    def __init__(
        self, argv: list[str], paths: Paths, log: Callable[..., None], clock: Callable[[], float] = time.monotonic
    ):
        self._argv = argv
        self._paths = paths
        self._log = log
        self._clock = clock
        self._attempt = 0
        self._next_start: float | None = None
        self._next_knock: float | None = None
        self._end: float | None = None
        self._connected_at: float | None = None
        self._pid: int | None = None
        self.gave_up = False

    @property
    def possible(self) -> bool:
        """Whether it is known how to start the app: then it was the app that started us, and has died since."""
        return bool(self._argv)

    @property
    def busy(self) -> bool:
        """Whether the app is being brought back."""
        return self._next_knock is not None

    def app_gone(self) -> None:
        """The connection ended, or none was ever there."""
        now = self._clock()
        if self._connected_at is not None and now - self._connected_at >= SETTLED:
            self._attempt = 0
        self._connected_at = None
        self.gave_up = False
        self._plan(now)

    def connected(self) -> None:
        """The app is there and said its welcome."""
        self._connected_at = self._clock()
        self._next_start = self._next_knock = self._end = None
        self.gave_up = False
        with suppress(OSError):
            os.unlink(self._paths.gave_up)

    def due(self) -> float | None:
        """When (monotonic) `step` should be called; None for never."""
        times = [at for at in (self._next_start, self._next_knock, self._end) if at is not None]
        return min(times) if times else None

    def step(self) -> bool:
        """Do what is due; True when it is time to knock at the app's socket."""
        now = self._clock()
        if self._next_start is not None and now >= self._next_start:
            self._next_start = None
            if not self._still_starting():
                self._start()
            self._attempt += 1
            self._plan(now)
        if self._end is not None and now >= self._end:
            self._give_up()
            return False
        if self._next_knock is not None and now >= self._next_knock:
            self._next_knock = now + KNOCK_EVERY
            return True
        return False

    def _plan(self, now: float) -> None:
        self._next_knock = now
        if self._argv and self._attempt < len(LADDER):
            self._next_start, self._end = now + LADDER[self._attempt], None
        else:
            self._next_start, self._end = None, now + LAST_PATIENCE

    def _start(self) -> None:
        self._log("app_started_again", attempt=self._attempt + 1)
        printed = os.fspath(self._paths.app_log) + ".stderr"
        actions = [
            (os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0),
            (
                os.POSIX_SPAWN_OPEN,
                2,
                printed,
                os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if _is_long(printed) else os.O_APPEND),
                0o600,
            ),
        ]
        environment = {**os.environ, **self._paths.environment()}
        try:
            self._pid = os.posix_spawnp(
                self._argv[0], self._argv, environment, file_actions=actions, setsid=True, setsigdef=_DEFAULTS
            )
        except OSError as error:
            self._pid = None
            self._log("app_start_failed", reason=type(error).__name__)

    def _still_starting(self) -> bool:
        """Whether the one that was started before lives; it may only be slow."""
        if self._pid is None:
            return False
        try:
            os.kill(self._pid, 0)
        except OSError:
            return False
        return True

    def _give_up(self) -> None:
        self._next_start = self._next_knock = self._end = None
        self.gave_up = True
        self._log("gave_up_on_the_app", attempts=self._attempt)
        try:
            write_durably(self._paths.gave_up, {"at": stamp(), "attempts": self._attempt})
        except OSError as error:
            self._log("note_failed", reason=type(error).__name__)


def _is_long(path: str) -> bool:
    """Whether so much was printed that the file is begun anew."""
    try:
        return os.stat(path).st_size > PRINTED_LIMIT
    except OSError:
        return False
