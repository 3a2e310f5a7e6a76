"""The real GNOME Shell on a monitor that nobody sees, asked by running code in it (`--unsafe-mode`)."""

from __future__ import annotations

from pathlib import Path

from jeepney import DBusAddress
from typing_extensions import override

from tests.desktops.shell import ScriptedShell

_SETTINGS = "new imports.gi.Gio.Settings({schema_id: 'org.gnome.desktop.notifications'})"


class GnomeShell(ScriptedShell):
    """Who owns the notifications' name is a helper of the shell; the popups, banners, are the shell's, one at a time."""

    title = "gnome-shell"
    on_x = False  # its monitor is its own
    shows_critical = True
    session = {"XDG_SESSION_TYPE": "wayland", "XDG_CURRENT_DESKTOP": "GNOME"}  # noqa: RUF012
    packages = ("gnome-shell", "mutter-common", "gjs")
    inside = DBusAddress("/org/gnome/Shell", bus_name="org.gnome.Shell", interface="org.gnome.Shell")
    schema, key = "org.gnome.desktop.notifications", "show-banners"
    started = "!Main.layoutManager._startingUp && Main.actionMode !== 0"
    popups = "Main.messageTray._notificationQueue.length + (Main.messageTray._notificationState !== 0 ? 1 : 0)"
    held = "Main.messageTray.getSources().reduce((sum, each) => sum + each.notifications.length, 0)"
    tidied = "Main.messageTray.getSources().forEach(each => each.destroy())"
    silent = f"!{_SETTINGS}.get_boolean('show-banners')"

    @override
    def begin(self) -> None:
        # Without a log-in screen nobody could lock this one; the shell says so once, in a popup.
        said = Path(self.env["XDG_DATA_HOME"]) / "gnome-shell/lock-warning-shown"
        said.parent.mkdir(parents=True, exist_ok=True)
        said.touch()
        super().begin()

    @override
    def argv(self) -> list[str]:
        return [
            *("gnome-shell", "--headless", "--wayland", "--no-x11", "--unsafe-mode"),
            *("--virtual-monitor", "1280x800"),
        ]

    @override
    def for_programs(self) -> dict[str, str]:
        return {**super().for_programs(), "WAYLAND_DISPLAY": "wayland-0"}
