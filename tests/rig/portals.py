"""A portal with its backend, as far as a notification goes through them: three connections that say what the real ones say.

What they say was taken down from xdg-desktop-portal 1.16 with its GTK backend; see docs/drivers/watch.md.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from jeepney import DBusAddress, Message, MessageType, new_error, new_method_call
from jeepney.io.blocking import DBusConnection

from tests.rig.bus import DAEMON, Bus
from tests.rig.notification_server import SERVER

FRONTEND = "org.freedesktop.portal.Notification"
BACKEND = "org.freedesktop.impl.portal.Notification"
PATH = "/org/freedesktop/portal/desktop"
PORTALS_NAME = "org.freedesktop.portal.Desktop"
BACKENDS_NAME = "org.freedesktop.impl.portal.desktop.test"


class Portal:
    """`app`, `portal` and `backend` are the connections of the three."""

    def __init__(self, app: DBusConnection, portal: DBusConnection, backend: DBusConnection) -> None:
        self.app = app
        self.portal = portal
        self.backend = backend

    def ask(
        self, name: str, title: str, body: str, *, app_id: str = "org.example.Chat", to: str = "", **more: Any
    ) -> int:
        """The application asks the portal, the portal its backend; the serial of the latter. `to`: the backend's name."""
        said = {"title": ("s", title), "body": ("s", body), **more}
        front = DBusAddress(PATH, bus_name=self.portal.unique_name, interface=FRONTEND)
        passed(self.app, new_method_call(front, "AddNotification", "sa{sv}", (name, said)))
        back = DBusAddress(PATH, bus_name=to or self.backend.unique_name, interface=BACKEND)
        serial = int(next(self.portal.outgoing_serial))
        self.portal.send(new_method_call(back, "AddNotification", "ssa{sv}", (app_id, name, said)), serial=serial)
        self.portal.send_and_get_reply(new_method_call(DAEMON, "GetId"))
        return serial

    def show(self, title: str, body: str, *, replaces: int = 0, app: str = "") -> int:
        """The backend asks the notification server in its turn; the server's number."""
        arguments: tuple[Any, ...] = (app, replaces, "", title, body, [], {}, -1)
        reply = self.backend.send_and_get_reply(
            new_method_call(SERVER, "Notify", "susssasa{sv}i", arguments), timeout=60
        )
        return int(reply.body[0])

    def hide(self, number: int) -> None:
        """The backend closes what it had the server show."""
        self.backend.send_and_get_reply(new_method_call(SERVER, "CloseNotification", "u", (number,)), timeout=60)

    def show_by_gtk(self, name: str, title: str, body: str, *, app_id: str = "org.example.Chat") -> None:
        """The backend asks GNOME's shell, which draws it by the application's own id."""
        said = {"title": ("s", title), "body": ("s", body)}
        shell = DBusAddress(
            "/org/gtk/Notifications", bus_name=self.portal.unique_name, interface="org.gtk.Notifications"
        )
        passed(self.backend, new_method_call(shell, "AddNotification", "ssa{sv}", (app_id, name, said)))

    def take_back(self, name: str, *, app_id: str = "org.example.Chat", by: DBusConnection | None = None) -> None:
        """The application withdraws it, and the portal says so to its backend. `by`: somebody who plays the portal."""
        back = DBusAddress(PATH, bus_name=self.backend.unique_name, interface=BACKEND)
        passed(by or self.portal, new_method_call(back, "RemoveNotification", "ss", (app_id, name)))

    def played(self, by: DBusConnection, name: str, title: str, body: str, *, app_id: str = "org.example.Chat") -> None:
        """Somebody who is not the portal asks its backend."""
        said = {"title": ("s", title), "body": ("s", body)}
        back = DBusAddress(PATH, bus_name=self.backend.unique_name, interface=BACKEND)
        passed(by, new_method_call(back, "AddNotification", "ssa{sv}", (app_id, name, said)))

    def refuse(self) -> None:
        """The backend answers the last thing that it was asked with an error."""
        asked = _call(self.backend)
        passed(self.backend, new_error(asked, "org.freedesktop.DBus.Error.Failed", "s", ("no",)))


def passed(line: DBusConnection, message: Message) -> None:
    """Send it without waiting for an answer; when this returns, the bus has passed it on."""
    line.send(message)
    line.send_and_get_reply(new_method_call(DAEMON, "GetId"))


def _call(line: DBusConnection) -> Message:
    while True:
        message = line.receive(timeout=10)
        if message.header.message_type is MessageType.method_call:
            return message


@contextmanager
def portal(bus: Bus) -> Iterator[Portal]:
    """While the block lasts. Portal and backend own their names."""
    with bus.connect() as app, bus.connect() as front, bus.connect() as back:
        front.send_and_get_reply(new_method_call(DAEMON, "RequestName", "su", (PORTALS_NAME, 4)))
        back.send_and_get_reply(new_method_call(DAEMON, "RequestName", "su", (BACKENDS_NAME, 4)))
        yield Portal(app, front, back)
