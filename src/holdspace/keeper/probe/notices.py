"""The self-test's own notifications: neutral, in one's own words, and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jeepney import DBusAddress

from holdspace.here import words_for
from holdspace.keeper.bus import CallError
from holdspace.keeper.quiet import DriverError
from holdspace.keeper.quiet.server import NAME, PATH

if TYPE_CHECKING:
    from holdspace.keeper.bus import Bus
    from holdspace.keeper.quiet import QuietDriver

NORMAL, CRITICAL = 1, 2
_EXPIRES_MS = 5000
"""If this process is killed, what it showed goes by itself; a critical one too where the server heeds it."""


class Notices:
    """At most one is open. Sent to the server by its unique name, so that no other is started by it."""

    def __init__(self, bus: Bus, driver: QuietDriver, language: str) -> None:
        self._bus = bus
        self._driver = driver
        self._body = words_for(language).t("Checking that nothing shows.")
        self._open: int | None = None
        self._sent = 0

    def send(self, urgency: int) -> None:
        """One of this urgency. Raises DriverError, BusGoneError."""
        hints = {"urgency": ("y", urgency), "transient": ("b", True)}
        self._sent += 1  # Plasma refuses the same words twice in a row, dunst stacks them
        body = f"{self._body} ({self._sent})"
        given: tuple[Any, ...] = ("Holdspace", 0, "", "Holdspace", body, [], hints, _EXPIRES_MS)
        to = DBusAddress(PATH, bus_name=self._driver.server, interface=NAME)
        try:
            self._open = int(self._bus.call(to, "Notify", "susssasa{sv}i", given, timeout=5.0)[0])
        except (CallError, TypeError, ValueError, IndexError) as error:
            raise DriverError("refused") from error

    def take_back(self) -> None:
        """Close what is open. Raises DriverError, BusGoneError."""
        ident, self._open = self._open, None
        if ident is not None:
            self._driver.drain([ident])  # as before a release, which must not bring it back
