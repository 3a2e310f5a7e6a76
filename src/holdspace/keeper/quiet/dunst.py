"""dunst: the property `paused`, kept in dunst's memory; docs/drivers/dunst.md says what it was run against.

From 1.10 on a pause has a level (`pauseLevel`, 0 to 100; https://dunst-project.org/documentation/dunst/), of which
`paused` is the highest: whoever had a lower one gets it back.
"""

from __future__ import annotations

from typing import Any

from jeepney import DBusAddress

from holdspace.keeper.bus import Bus, CallError
from holdspace.keeper.quiet import Before, Critical, DriverError
from holdspace.keeper.quiet.base import Served
from holdspace.keeper.quiet.server import PATH, PROPERTIES, asked, code_of, property_rule, property_told, truth

INTERFACE = "org.dunstproject.cmd0"
_FULL = 100


class Dunst(Served):
    """One running dunst, by its unique name: another dunst is another object."""

    name = "dunst"
    floods = True
    critical: Critical = "hidden"

    def __init__(self, bus: Bus, server: str) -> None:
        super().__init__(bus, server)
        self.store = server  # in memory: gone with the process
        self._properties = DBusAddress(PATH, bus_name=server, interface=PROPERTIES)
        self.rules = (property_rule(server, PATH, INTERFACE),)

    def snapshot(self) -> Before:
        """off or on: dunst knows no third. A pause of a lower level than ours is off, and its level is kept."""
        level = self._level()
        if level is not None and 0 < level < _FULL:
            return Before("off", str(level))
        return Before("on" if self._paused() else "off")

    def engage(self) -> None:
        """Pause."""
        self._set("paused", ("b", True))

    def is_on(self) -> bool | None:
        """What `paused` says; where there are levels, only the highest is silence."""
        level = self._level()
        return self._paused() if level is None else level == _FULL

    def release(self, before: Before) -> None:
        """Pause or unpause; what waits in its queue waits on if it was paused before."""
        if before.detail.isdecimal() and 0 < int(before.detail) < _FULL:
            self._set("pauseLevel", ("u", int(before.detail)))
        elif self._paused() != (before.previous == "on"):
            self._set("paused", ("b", before.previous == "on"))

    def told(self, message: Any) -> bool | None:
        """`paused` as PropertiesChanged tells it."""
        return property_told(message, self.server, INTERFACE, "paused")

    def _paused(self) -> bool:
        return truth(asked(self.bus, self._properties, "Get", "ss", (INTERFACE, "paused")))

    def _level(self) -> int | None:
        """None before 1.10."""
        try:
            ((_, found),) = self.bus.call(self._properties, "Get", "ss", (INTERFACE, "pauseLevel"))
        except CallError as error:
            if code_of(error) == "refused":
                return None
            raise DriverError(code_of(error)) from error
        except (TypeError, ValueError):
            return None
        return found if isinstance(found, int) and not isinstance(found, bool) else None

    def _set(self, name: str, value: tuple[str, Any]) -> None:
        asked(self.bus, self._properties, "Set", "ssv", (INTERFACE, name, value))
