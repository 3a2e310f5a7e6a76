"""Budgie: a switch that can only be turned over, so it is looked at before.

What comes meanwhile is closed by the server at once (before it says its number), so that nothing floods.
"""

from __future__ import annotations

from typing import Any

from jeepney import DBusAddress

from holdspace.keeper.bus import Bus, is_signal, sender_of
from holdspace.keeper.quiet import Before, Critical
from holdspace.keeper.quiet.base import Served
from holdspace.keeper.quiet.server import asked, truth

DISPATCHER = "org.buddiesofbudgie.budgie.Dispatcher"
_NAME = "org.budgie_desktop.Notifications"
_PATH = "/org/budgie_desktop/Notifications"


class Budgie(Served):
    """One running Budgie daemon: the switch is in its memory."""

    name = "budgie"
    critical: Critical = "hidden"

    def __init__(self, bus: Bus, server: str) -> None:
        super().__init__(bus, server)
        self.store = server
        self._dispatcher = DBusAddress(_PATH, bus_name=server, interface=DISPATCHER)
        self.rules = (f"type='signal',sender='{server}',interface='{DISPATCHER}',member='DoNotDisturbChanged'",)

    def snapshot(self) -> Before:
        """off or on."""
        return Before("on" if self._is_on() else "off")

    def engage(self) -> None:
        """On."""
        self._turn(on=True)

    def is_on(self) -> bool | None:
        """What GetDoNotDisturb says."""
        return self._is_on()

    def release(self, before: Before) -> None:
        """As it was."""
        self._turn(on=before.previous == "on")

    def told(self, message: Any) -> bool | None:
        """DoNotDisturbChanged(on)."""
        if sender_of(message) != self.server or not is_signal(message, DISPATCHER, "DoNotDisturbChanged"):
            return None
        return message.body[0] if message.body and isinstance(message.body[0], bool) else None

    def _is_on(self) -> bool:
        return truth(asked(self.bus, self._dispatcher, "GetDoNotDisturb"))

    def _turn(self, *, on: bool) -> None:
        if self._is_on() != on:
            asked(self.bus, self._dispatcher, "ToggleDoNotDisturb")
