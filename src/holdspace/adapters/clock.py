"""The clock of this machine: UTC, the boot it is in, and CLOCK_BOOTTIME, which goes on in sleep."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from holdspace.core.moment import Moment
from holdspace.wire import stamp


class SystemClock:
    """Reads the clock once for whoever asks (engine.ports.Clock); boot and ticks are those of the wire's stamps."""

    def now(self) -> Moment:
        return Moment(utc=datetime.fromtimestamp(time.time(), UTC), boot=stamp.boot_id(), ticks=stamp.ticks())

    def ticks(self) -> float:
        """CLOCK_BOOTTIME seconds, for what only counts on."""
        return stamp.ticks()
