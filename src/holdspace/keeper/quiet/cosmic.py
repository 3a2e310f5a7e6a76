"""COSMIC: a file that says true or false. Read in its source, never run:
https://github.com/pop-os/cosmic-notifications (cosmic-notifications-config), and cosmic-config for the files.
"""

from __future__ import annotations

import os
from typing import Any

from holdspace.keeper.bus import Bus
from holdspace.keeper.quiet import Before, Critical
from holdspace.keeper.quiet.base import Served
from holdspace.keeper.quiet.settings_file import config_home, read, write


class Cosmic(Served):
    """The entry `do_not_disturb`, a file of its own."""

    name = "cosmic"
    store = "file"
    shared = True
    critical: Critical = "unknown"

    def __init__(self, bus: Bus, server: str) -> None:
        super().__init__(bus, server)
        self.file = os.path.join(config_home(), "cosmic", "com.system76.CosmicNotifications", "v1", "do_not_disturb")

    def told(self, message: Any) -> bool | None:  # noqa: ARG002 - the protocol names it
        """No signal: the file tells."""
        return None

    def snapshot(self) -> Before:
        """unset, off or on."""
        found = read(self.file)
        return Before("unset" if found is None else "on" if found.strip() == b"true" else "off")

    def engage(self) -> None:
        """true."""
        if not self._said():
            write(self.file, b"true")

    def is_on(self) -> bool | None:
        """False where the file says so; else not to be known: whether the server obeys was never seen."""
        return None if self._said() else False

    def _said(self) -> bool:
        return (read(self.file) or b"").strip() == b"true"

    def release(self, before: Before) -> None:
        """No file where none was."""
        write(self.file, None if before.previous == "unset" else b"true" if before.previous == "on" else b"false")
