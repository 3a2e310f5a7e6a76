"""A desktop as the contract of the drivers wants to see it: its own bus connection, and a user."""

from __future__ import annotations

import time
from typing import Any

from holdspace.keeper.bus import Bus
from holdspace.keeper.quiet import Previous, QuietDriver
from holdspace.keeper.quiet.known import choose
from holdspace.keeper.silence import Silence
from tests.desktops.shell import DesktopShell
from tests.rig.notification_server import NAME

_PUMPED = 2.0


class DesktopWorld:
    """Everything about the user's setting is asked of the desktop, not of the driver."""

    def __init__(self, shell: DesktopShell) -> None:
        self.bus = Bus()
        self.previous_values: tuple[Previous, ...] = shell.settings
        self.keeps_setting = shell.keeps_setting
        self._shell = shell
        self.send = shell.send
        self.visible = shell.visible
        self.setting = shell.setting
        self.user_sets = shell.user_sets

    def choose(self, bus: Any) -> QuietDriver:
        return choose(bus)

    def holds(self, ids: list[int]) -> bool | None:
        return self._shell.holds(ids) if self._shell.keeps_all else None

    def server(self) -> str:
        return self._shell.bus.owner(NAME)

    def restart_server(self) -> None:
        self._shell.restart(crash=True)

    def pump(self, silence: Silence) -> bool:
        """Until the silence says that something changed, or for two seconds."""
        deadline = time.monotonic() + _PUMPED
        changed = False
        while not changed and time.monotonic() < deadline:
            changes = [silence.hear(message) for message in self.bus.messages()]
            changed = any(changes)
            if changed and not silence.engaged and silence.why == "no_server":
                changed = False  # gone, and about to come back
        return changed
