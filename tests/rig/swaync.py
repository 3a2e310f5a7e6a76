"""The real swaync (sway-notification-center) under sway, and its do-not-disturb on the bus."""

import json
from collections.abc import Mapping
from pathlib import Path

from jeepney import DBusAddress
from typing_extensions import override

from tests.rig.bus import Bus
from tests.rig.gsettings import GSettings, dconf_service
from tests.rig.notification_server import Setting
from tests.rig.processes import wait_for
from tests.rig.unpacked import program
from tests.rig.wayland_server import WaylandServer

_NAME = "org.erikreider.swaync.cc"
_CENTRE = DBusAddress("/org/erikreider/swaync/cc", bus_name=_NAME, interface=_NAME)


class Swaync(WaylandServer):
    """It keeps all that comes in its centre."""

    title = "swaync"
    settings = ("off", "on")
    keeps_setting = True
    shows_critical = True

    def __init__(self, *, env: Mapping[str, str], bus: Bus, folder: Path) -> None:
        super().__init__(env=env, bus=bus, folder=folder)
        self._config = folder / "swaync.json"
        self._config.write_text(json.dumps({"transition-time": 0}))

    @override
    @classmethod
    def services(cls) -> dict[str, str]:
        return dconf_service()

    @override
    def argv(self) -> list[str]:
        return [
            program("usr/bin/swaync"),
            "--config",
            str(self._config),
            "--style",
            program("etc/xdg/swaync/style.css"),
        ]

    @override
    def await_ready(self) -> None:
        """Until its centre can be asked too: it takes that name after the notifications'."""
        super().await_ready()
        self.bus.wait_for_owner(_NAME, by=self.process)

    @override
    def user_sets(self, value: Setting) -> None:
        """Done when it is kept too, which swaync does not wait for."""
        self.bus.call(_CENTRE, "SetDnd", "b", [value == "on"])
        kept = GSettings(env=self.env, schema="org.erikreider.swaync", key="dnd-state", path="/org/erikreider/swaync/")
        wait_for(lambda: bool(kept.read()) == (value == "on"), what=f"the setting {value} of swaync to be kept")

    @override
    def setting(self) -> Setting:
        return "on" if self.bus.call(_CENTRE, "GetDnd")[0] else "off"

    @override
    def waiting(self) -> int | None:
        """Its centre holds what is on the screen too, and popups without a gap cannot be counted."""
        return None if self.visible() else int(self.bus.call(_CENTRE, "NotificationCount")[0])
