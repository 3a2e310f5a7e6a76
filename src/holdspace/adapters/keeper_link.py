"""The link to the keeper: starts it when the desktop is to be silent, tells it what is wanted, hears what it saw."""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from holdspace.frozen import dataclass

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Mapping, Sequence

    from holdspace.wire.paths import Paths

LEASE_SECONDS = 300
RENEW_SECONDS = 60.0
DRAIN_EXCEPTIONS = (
    "call",
    "alarm",
    "device",
    "power",
    "kdeconnect",
    "kde connect",
    "gnome-clocks",
    "clocks",
    "xfce4-power-manager",
    "power manager",
    "gcr-prompter",
    "polkit",
)
"""Applications and categories that stay on the desktop when it is given back: alarms, calls, phone bridges, power, passwords."""
START_AGAIN_AFTER = (0.0, 1.0, 5.0, 15.0, 60.0)
"""Seconds from one start to the next of a keeper that goes away again and again; the last one goes on."""
STEADY_SECONDS = 10.0
"""A keeper that served this long did not fail at its start: the next one is started at once."""
LOOK_SECONDS, LOOKS = 5.0, 4
"""A keeper that is told something and of which nothing is heard until so many looks later hangs. They are counted, not
the time alone: after a sleep the first look comes before its answer can be read."""
GIVE_BACK_TRIES = 3
"""How often a keeper that died before it gave back is replaced by one that only does that."""


class Line(Protocol):
    """The keeper's connection."""

    def say(self, message: Mapping[str, Any]) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The level: which session wants silence (None: give back), and how to give back."""

    session: str | None
    release_after_seconds: float
    drain: bool
    close_critical: bool = False


class KeeperLink:
    """Lives on the main thread. Call `want` at every change and `beat` now and then; time is CLOCK_BOOTTIME seconds."""

    def __init__(
        self, paths: Paths, restart: Sequence[str], ticks: Callable[[], float], failed: Callable[[str], None]
    ) -> None:
        self._paths = paths
        self._note = paths.note
        self._restart = tuple(restart)
        self._ticks = ticks
        self._failed = failed
        self._line: Line | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._wanted = Wanted(session=None, release_after_seconds=0, drain=True)
        self._ours: tuple[str, ...] = ()
        self._told_at = 0.0
        self._started_at: float | None = None
        self._joined_at = 0.0
        self._pid = 0
        self._looks = 0
        self._looked_at: float | None = None
        """When it was last looked whether the keeper answers; None while no answer is awaited."""
        self._coming = False
        self._starts = 0
        self._refused = False
        self._leaving = False
        self._give_backs = 0

    @property
    def connected(self) -> bool:
        return self._line is not None

    def want(self, wanted: Wanted) -> None:
        """Tell what is wanted, if it is new; start a keeper if silence is wanted and none is there."""
        if wanted == self._wanted:
            return
        if wanted.session != self._wanted.session:
            self._starts, self._refused = 0, False
            if wanted.session is not None:
                self._give_backs = 0
        self._wanted = wanted
        self._tell()
        self.beat()

    def beat(self) -> float | None:
        """Renew the lease when it is time, start a keeper that is missing. Returns seconds until the next beat."""
        if self._line is not None:
            if self._wanted.session is None:
                return None
            self._look()
            if self._ticks() - self._told_at >= RENEW_SECONDS:
                self._tell()
            renew = max(0.0, RENEW_SECONDS - (self._ticks() - self._told_at))
            return renew if self._looked_at is None else min(renew, LOOK_SECONDS)
        if self._refused or self._leaving or (self._wanted.session is None and not self._must_give_back):
            return None
        return self._start_if_time()

    @property
    def _must_give_back(self) -> bool:
        """Whether a silence was left behind, by a run that was cut off or a keeper that died before it gave back.

        Beyond a few tries the guard does it, or the lease, or the repair at log-in.
        """
        return self._give_backs < GIVE_BACK_TRIES and self._note.exists()

    def joined(self, line: Line, pid: int = 0) -> None:
        """A keeper connected; the newest one counts. Without its `pid` it cannot be ended when it hangs."""
        self._line, self._pid = line, pid if pid != os.getpid() else 0
        self.heard()
        self._coming = False
        self._joined_at = self._ticks()
        self._tell_ours()
        self._tell()

    def heard(self) -> None:
        """The keeper said something: it does not hang."""
        self._looks, self._looked_at = 0, None

    def left(self, line: Line) -> bool:
        """A connection ended. Returns whether that is news: it was the keeper that counts, and it had not said why."""
        if line is not self._line:
            return False
        self._line = None
        self.heard()
        if self._ticks() - self._joined_at >= STEADY_SECONDS:
            self._starts = 0
        return not self._refused and not self._leaving

    def refused(self) -> None:
        """The keeper says that it will not serve here: no new one is started for this session."""
        self._refused = True

    def kept(self, keys: Sequence[str]) -> None:
        """These arrivals are in the journal: the keeper may forget them."""
        if self._line is not None and keys:
            self._line.say({"tell": "kept", "keys": list(keys)})

    def exclude(self, names: Sequence[str]) -> None:
        """These connections of the session bus are our own: what they send is nobody's interruption. A level."""
        self._ours = tuple(names)
        self._tell_ours()

    def goodbye(self) -> None:
        """The app quits on purpose: give the desktop back, start nothing again."""
        self._leaving = True
        if self._line is not None:
            self._line.say({"tell": "goodbye"})
        elif self._coming and self._child is not None:
            self._child.terminate()  # it would find nobody and start the app again

    def _tell_ours(self) -> None:
        if self._line is not None and self._ours:
            self._line.say({"tell": "exclude", "names": list(self._ours)})

    def _tell(self) -> None:
        if self._line is None:
            return
        self._told_at = self._ticks()
        if self._looked_at is None and self._pid:
            self._looked_at = self._told_at
        wanted = self._wanted
        self._line.say(
            {
                "tell": "want",
                "session": wanted.session,
                "lease_seconds": LEASE_SECONDS,
                "release_after_seconds": wanted.release_after_seconds,
                "drain": wanted.drain,
                "drain_exceptions": list(DRAIN_EXCEPTIONS),
                "close_critical": wanted.close_critical,
            }
        )

    def _look(self) -> None:
        """A keeper that hangs neither watches nor renews the lease: it is ended, and its end brings the next one."""
        now = self._ticks()
        if self._looked_at is None or now - self._looked_at < LOOK_SECONDS:
            return
        self._looked_at = now
        self._looks += 1
        if self._looks >= LOOKS:
            self.heard()
            self._failed("keeper_gone")
            self._end(self._pid)

    def _end(self, pid: int) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)

    def _start_if_time(self) -> float:
        now = self._ticks()
        if self._started_at is not None:
            patience = START_AGAIN_AFTER[min(self._starts, len(START_AGAIN_AFTER) - 1)]
            waited = now - self._started_at
            coming = self._coming and self._child is not None and self._child.poll() is None
            if waited < patience or (coming and waited < RENEW_SECONDS):
                return max(0.05, patience - waited) if not coming else 1.0
        self._start()
        return START_AGAIN_AFTER[min(self._starts, len(START_AGAIN_AFTER) - 1)] or 0.5

    def _start(self) -> None:
        self._started_at = self._ticks()
        self._coming = True
        self._starts += 1
        self._give_backs += self._wanted.session is None
        if self._starts > 1:
            self._failed("keeper_gone")
        self._child = self._run(["--restart-argv", json.dumps(self._restart)])

    def _run(self, options: list[str]) -> subprocess.Popen[bytes] | None:
        import subprocess  # when it is first needed: the window comes before

        home = [] if self._paths.home is None else ["--home", str(self._paths.home)]
        try:
            return subprocess.Popen(
                [sys.executable, "-P", "-m", "holdspace.keeper", *options, *home],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                env={**os.environ, **self._paths.environment()},
            )
        except OSError:
            self._failed("keeper_cannot_start")
            return None
