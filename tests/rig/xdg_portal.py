"""The real xdg-desktop-portal with its GTK backend, on a private bus."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import DBusConnection

from tests.rig.bus import Bus
from tests.rig.processes import start
from tests.rig.unpacked import folder as unpacked
from tests.rig.unpacked import knowing_their_data, program

NOTIFICATIONS = DBusAddress(
    "/org/freedesktop/portal/desktop",
    bus_name="org.freedesktop.portal.Desktop",
    interface="org.freedesktop.portal.Notification",
)
_PARTS = (
    ("usr/libexec/xdg-permission-store", "org.freedesktop.impl.portal.PermissionStore"),
    ("usr/libexec/xdg-desktop-portal-gtk", "org.freedesktop.impl.portal.desktop.gtk"),
    ("usr/libexec/xdg-desktop-portal", "org.freedesktop.portal.Desktop"),
)


@contextmanager
def xdg_portal(*, env: Mapping[str, str], bus: Bus, folder: Path) -> Iterator[None]:
    """While the block lasts. `env` names bus and screen."""
    portals = str(unpacked() / "usr" / "share" / "xdg-desktop-portal" / "portals")
    env = {**knowing_their_data(env), "XDG_DESKTOP_PORTAL_DIR": portals, "XDG_CURRENT_DESKTOP": "gnome"}
    with ExitStack() as stack:
        for pattern, name in _PARTS:
            part = start([program(pattern)], env=env, folder=folder)
            stack.callback(part.kill)
            bus.wait_for_owner(name, by=part)
        yield


def ask(line: DBusConnection, name: str, **said: Any) -> None:
    """AddNotification of the portal, as an application in a sandbox says it; returns when the portal has answered."""
    given = {key: ("s", value) for key, value in said.items()}
    line.send_and_get_reply(new_method_call(NOTIFICATIONS, "AddNotification", "sa{sv}", (name, given)), timeout=30)


def withdraw(line: DBusConnection, name: str) -> None:
    """RemoveNotification."""
    line.send_and_get_reply(new_method_call(NOTIFICATIONS, "RemoveNotification", "s", (name,)), timeout=30)
