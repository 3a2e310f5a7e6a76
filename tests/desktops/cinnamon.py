"""The real Cinnamon on an X screen, asked by running code in it."""

from __future__ import annotations

from jeepney import DBusAddress
from typing_extensions import override

from tests.desktops.shell import ScriptedShell

_APPLET = "imports.ui.appletManager.getRunningInstancesForUuid('notifications@cinnamon.org')[0]"


class Cinnamon(ScriptedShell):
    """It hides critical ones too, and keeps what it held in its applet."""

    title = "cinnamon"
    shows_critical = False
    keeps_all = True
    session = {"XDG_CURRENT_DESKTOP": "X-Cinnamon"}  # noqa: RUF012
    packages = ("cinnamon", "muffin-common", "cjs")
    inside = DBusAddress("/org/Cinnamon", bus_name="org.Cinnamon", interface="org.Cinnamon")
    schema, key = "org.cinnamon.desktop.notifications", "display-notifications"
    started = f"Main.messageTray !== null && Main.runState === Main.RunState.RUNNING && {_APPLET} !== undefined"
    popups = "Main.messageTray._notificationQueue.length + (Main.messageTray._notificationState !== 0 ? 1 : 0)"
    held = f"{_APPLET}.notifications.length"
    tidied = f"{_APPLET}._clear_all(), Main.notificationDaemon._sources.slice().forEach(each => each.destroy())"
    silent = "!Main.messageTray._notificationsEnabled"

    @override
    def argv(self) -> list[str]:
        return ["cinnamon", "--replace"]
