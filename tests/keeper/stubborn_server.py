"""A notification server that calls itself dunst, can be paused, and shows popups all the same: python -m ... MODE.

MODE: all shows everything, critical shows only critical ones while paused, in_a_frame as critical with the window in a
frame that a window manager would have put it into, untyped as critical with a window that says nothing of itself,
tooltip the same with one that says that it is a tooltip, drawn shows nothing that is a window, as a compositor draws.
Each popup is a window of type notification, mapped until it is closed.
"""

import sys
from itertools import count
from typing import Any

from jeepney import HeaderFields, Message, MessageType, new_error, new_method_call, new_method_return
from jeepney.io.blocking import open_dbus_connection
from Xlib import X, Xatom
from Xlib.display import Display

from tests.rig.bus import DAEMON
from tests.rig.notification_server import NAME


class Server:
    """Answers until its bus is gone."""

    def __init__(self, mode: str) -> None:
        self.mode = mode
        self.paused = False
        self.display = Display()
        self.windows: dict[int, Any] = {}
        self.numbers = count(1)

    def answer(self, member: str, body: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]] | None:
        match member:
            case "GetServerInformation":
                return "ssss", ("dunst", "nobody", "9.9", "1.2")
            case "Get" if body[1] == "paused":
                return "v", (("b", self.paused),)
            case "Set":
                self.paused = bool(body[2][1])
                return "", ()
            case "Notify":
                number = next(self.numbers)
                if self.shows(int(body[6].get("urgency", ("y", 1))[1])):
                    self.pop_up(number)
                return "u", (number,)
            case "CloseNotification":
                window = self.windows.pop(body[0], None)
                if window is not None:
                    window.destroy()
                    self.display.sync()
                return "", ()
        return None

    def shows(self, urgency: int) -> bool:
        if self.mode == "drawn":
            return False
        return not self.paused or self.mode == "all" or urgency == 2

    def pop_up(self, number: int) -> None:
        root = self.display.screen().root
        outer = self.window(root)
        inner = self.window(outer) if self.mode == "in_a_frame" else outer
        if self.mode != "untyped":
            kind = "TOOLTIP" if self.mode == "tooltip" else "NOTIFICATION"
            types = [self.display.get_atom(f"_NET_WM_WINDOW_TYPE_{kind}")]
            inner.change_property(self.display.get_atom("_NET_WM_WINDOW_TYPE"), Xatom.ATOM, 32, types)
        inner.map()
        outer.map()
        self.display.sync()
        self.windows[number] = outer

    def window(self, within: Any) -> Any:
        return within.create_window(5, 5, 50, 20, 0, X.CopyFromParent, override_redirect=True)


def main(mode: str) -> None:
    server = Server(mode)
    with open_dbus_connection() as line:
        line.send_and_get_reply(new_method_call(DAEMON, "RequestName", "su", (NAME, 4)))
        while True:
            message: Message = line.receive()
            if message.header.message_type is not MessageType.method_call:
                continue
            answer = server.answer(message.header.fields[HeaderFields.member], message.body)
            if answer is None:
                line.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))
            else:
                line.send(new_method_return(message, answer[0] or None, answer[1]))


if __name__ == "__main__":
    main(sys.argv[1])
