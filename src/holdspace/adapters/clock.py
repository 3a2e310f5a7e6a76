"""The clock of this machine: UTC, the boot it is in, and CLOCK_BOOTTIME, which goes on in sleep."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

from holdspace.core.moment import Moment

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class SystemClock:
    """Reads the clock once for whoever asks (engine.ports.Clock)."""

    def __init__(self) -> None:
        self._boot = BOOT_ID.read_text().strip()

    def now(self) -> Moment:
        return Moment(
            utc=datetime.fromtimestamp(time.time(), UTC),
            boot=self._boot,
            ticks=time.clock_gettime(time.CLOCK_BOOTTIME),
        )

    def ticks(self) -> float:
        """CLOCK_BOOTTIME seconds, for what only counts on."""
        return time.clock_gettime(time.CLOCK_BOOTTIME)
