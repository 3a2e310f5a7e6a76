"""The stamp that processes without the core write on what they saw: UTC, boot id, ticks of CLOCK_BOOTTIME."""

from __future__ import annotations

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from holdspace.wire.shapes import Stamp

_boot: str | None = None


def boot_id() -> str:
    """The kernel's id of this boot; "unknown" where there is none."""
    global _boot  # noqa: PLW0603 - it cannot change while the process lives
    if _boot is None:
        try:
            with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
                _boot = file.read().strip()
        except OSError:
            _boot = "unknown"
    return _boot


def ticks() -> float:
    """Seconds of CLOCK_BOOTTIME: since boot, sleep included. Falls back to the monotonic clock where there is none."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def iso(seconds: float) -> str:
    """Seconds since the epoch as `2026-01-31T09:00:00.000000Z`."""
    whole, micro = divmod(round(seconds * 1_000_000), 1_000_000)
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(whole))}.{micro:06d}Z"


def stamp() -> Stamp:
    """Now, as {"utc", "boot", "ticks"}."""
    return {"utc": iso(time.clock_gettime(time.CLOCK_REALTIME)), "boot": boot_id(), "ticks": ticks()}
