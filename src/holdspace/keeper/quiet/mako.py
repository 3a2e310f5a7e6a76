"""mako: a mode, which hides popups only where the user's own settings say so of it.

mako knows modes by name and nothing about them: `[mode=do-not-disturb]` with `invisible=1` in its settings makes one
silent, and without that it is nothing. So its settings are looked at first, and a mode that hides is switched on; modes
that were on stay on. https://github.com/emersion/mako (doc/mako.5.scd, dbus/mako.c)
"""

from __future__ import annotations

from typing import Any

from jeepney import DBusAddress

from holdspace.keeper.bus import Bus, CallError
from holdspace.keeper.quiet import Before, Critical, DriverError
from holdspace.keeper.quiet.base import Served
from holdspace.keeper.quiet.mako_modes import hiding
from holdspace.keeper.quiet.server import PROPERTIES, asked, code_of, property_rule, property_told
from holdspace.override import override

INTERFACE = "fr.emersion.Mako"
_PATH = "/fr/emersion/Mako"


class Mako(Served):
    """One running mako: its modes are in its memory."""

    name = "mako"
    floods = True
    critical: Critical = "hidden"

    def __init__(self, bus: Bus, server: str) -> None:
        """Asks for mako's process, and reads its settings. Raises DriverError."""
        super().__init__(bus, server)
        self.store = server
        self._mako = DBusAddress(_PATH, bus_name=server, interface=INTERFACE)
        self._properties = DBusAddress(_PATH, bus_name=server, interface=PROPERTIES)
        self._mode = hiding(bus.pid_of(server))
        self.why = None if self._mode else "needs_mode"
        self.tells = self._has_signal()
        self.rules = (property_rule(server, _PATH, INTERFACE),)

    def snapshot(self) -> Before:
        """off or on, and by which mode it is made silent."""
        return Before("on" if self._mode in self._modes() else "off", self._mode)

    @override
    def resume(self, before: Before) -> None:
        """By the mode that was switched on then, whatever the settings say by now."""
        self._mode = before.detail or self._mode

    def engage(self) -> None:
        """The mode besides those that are on."""
        modes = self._modes()
        if self._mode not in modes:
            self._set([*modes, self._mode])

    def is_on(self) -> bool | None:
        """Whether the mode is among those that are on."""
        return self._mode in self._modes()

    def release(self, before: Before) -> None:
        """Without the mode, unless it was on before; other modes stay as they are."""
        mode = before.detail or self._mode
        modes = self._modes()
        if before.previous == "on" and mode not in modes:
            self._set([*modes, mode])
        elif before.previous != "on" and mode in modes:
            self._set([each for each in modes if each != mode])

    def told(self, message: Any) -> bool | None:
        """From 1.8 on: that `Modes` is another, without saying which."""
        return property_told(message, self.server, INTERFACE, "Modes")

    def _modes(self) -> list[str]:
        found = asked(self.bus, self._mako, "ListModes")
        if not isinstance(found, list):
            raise DriverError("refused")
        return [str(mode) for mode in found]

    def _set(self, modes: list[str]) -> None:
        asked(self.bus, self._mako, "SetModes", "as", (modes,))

    def _has_signal(self) -> bool:
        try:
            self.bus.call(self._properties, "Get", "ss", (INTERFACE, "Modes"))
        except CallError as error:
            if code_of(error) == "refused":
                return False
            raise DriverError(code_of(error)) from error
        return True
