"""The lease: the time until which the silence is held unless it is renewed, and when the watch was last alive.

Counted twice. The guard's own timer counts awake seconds, so that a night's sleep does not end the silence before the
app had its chance to renew. The file, for whoever finds it after both died, counts boottime within a boot and UTC across.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, cast

from holdspace.keeper.files import read_object, remove_durably, write_durably
from holdspace.wire.paths import Paths
from holdspace.wire.stamp import boot_id, iso, stamp, ticks

if TYPE_CHECKING:
    from holdspace.wire.shapes import Stamp


class Lease:
    """The lease file and the guard's timer."""

    def __init__(self, paths: Paths) -> None:
        self._file = paths.lease
        self.deadline: float | None = None
        self.until: str | None = None

    def renew(self, seconds: float, session: str | None, *, watched: bool = True) -> None:
        """Held for `seconds` from now. The timer is set even where the file cannot be written (OSError is raised then).

        Not `watched`: nobody was to see what arrives until now, so the next keeper finds no gap.
        """
        self.deadline = time.monotonic() + seconds
        self.until = iso(time.clock_gettime(time.CLOCK_REALTIME) + seconds)
        body = {
            "until": self.until,
            "until_ticks": ticks() + seconds,
            "boot": boot_id(),
            "alive": stamp() if watched else None,
            "session": session,
        }
        write_durably(self._file, body)

    def adopt(self) -> float:
        """Take over what the file says; the seconds that are left (0 for a lapsed lease or none)."""
        found = read_object(self._file)
        if found is None:
            return 0.0
        try:
            if found["boot"] == boot_id():
                left = float(found["until_ticks"]) - ticks()
            else:
                left = _epoch(found["until"]) - time.clock_gettime(time.CLOCK_REALTIME)
        except (KeyError, TypeError, ValueError):
            return 0.0
        if 0 < left < 24 * 3600:
            self.deadline = time.monotonic() + left
            self.until = iso(time.clock_gettime(time.CLOCK_REALTIME) + left)
            return left
        return 0.0

    def lapsed(self) -> bool:
        """Whether nobody renewed it in time."""
        return self.deadline is not None and time.monotonic() >= self.deadline

    def end(self) -> None:
        """Nothing is held any longer. The file stays until `forget`: the watch may still go on."""
        self.deadline = None
        self.until = None

    def forget(self) -> None:
        """A clean end: the next keeper finds no gap."""
        self.end()
        remove_durably(self._file)

    def last_alive(self) -> Stamp | None:
        """When the watch was last known to be alive, if it did not end cleanly."""
        found = read_object(self._file)
        alive = found.get("alive") if found is not None else None
        if isinstance(alive, dict) and {"utc", "boot", "ticks"} <= alive.keys():
            return cast("Stamp", alive)
        return None


def _epoch(utc: str) -> float:
    import calendar  # brings datetime: 0.6 MB in keeper and guard each, for what is asked after a reboot only

    return float(calendar.timegm(time.strptime(utc[:19], "%Y-%m-%dT%H:%M:%S")))
