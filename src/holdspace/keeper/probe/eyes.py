"""Whether a notification shows: send one, watch for a mapped window, take it back."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from holdspace.keeper.bus import DAEMON, CallError
from holdspace.keeper.popups import Popups
from holdspace.keeper.probe.notices import NORMAL, Notices

if TYPE_CHECKING:
    from Xlib.display import Display

    from holdspace.keeper.bus import Bus
    from holdspace.keeper.probe.door import Door
    from holdspace.keeper.quiet import QuietDriver

LOOK, FIND = 1.5, 4.0
"""Seconds for which nothing may show, and within which a popup must show where nothing is silent."""
SETTLES = 4.0
"""Seconds until a server that watches a file is certain to have read it: LXQt's takes up to two."""
AS_WINDOWS = frozenset({"budgie", "dunst", "kde", "lxqt", "mate", "xfce"})
"""Drivers whose servers were seen by these eyes to map a window for each popup, on X11: docs/drivers/README.md."""


class Eyes:
    """On one driver's server. Each method may raise CalledOffError, DriverError, BusGoneError."""

    def __init__(self, door: Door, bus: Bus, driver: QuietDriver, display: Display | None, language: str) -> None:
        self._door = door
        self._driver = driver
        self._display = display
        self._popups = Popups(display, _pid(bus, driver.server)) if display is not None else None
        self._notices = Notices(bus, driver, language)

    def can_see(self, *, by_hand: bool) -> bool:
        """Whether a popup of this server can be seen here at all: only then it means something that none is.

        By hand one is shown to find out. Unasked, and where nothing shows because the user wants it so, it is what is
        known of such servers.
        """
        if self._popups is None:
            return False
        if not by_hand or self._driver.snapshot().previous == "on":
            return self._driver.name in AS_WINDOWS
        return self.shows(NORMAL, FIND)

    def rest(self) -> None:
        """Give a server its time that does not say when it obeys."""
        self._door.wait(SETTLES)

    def shows(self, urgency: int, seconds: float = LOOK) -> bool:
        """Whether a notification of this urgency shows within so long."""
        if self._popups is None:
            return False
        self._popups.count()
        self._notices.send(urgency)
        try:
            return self._mapped(self._popups, seconds)
        finally:
            self._notices.take_back()

    def _mapped(self, popups: Popups, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while not popups.count():
            left = until - time.monotonic()
            if left <= 0:
                return False
            self._door.wait(left, self._display)
        return True


def _pid(bus: Bus, server: str) -> int:
    try:
        return int(bus.call(DAEMON, "GetConnectionUnixProcessID", "s", (server,))[0])
    except CallError:
        return 0
