"""What every notification server has in common: who it is, and closing what it shows."""

from __future__ import annotations

from jeepney import DBusAddress

from holdspace.keeper.bus import Bus, CallError
from holdspace.keeper.quiet import DriverError

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"


def information(bus: Bus, owner: str) -> str | None:
    """The server's own name; None when it does not answer, "" when it has none. Activates nothing."""
    try:
        answer = bus.call(DBusAddress(PATH, bus_name=owner, interface=NAME), "GetServerInformation")
    except CallError as error:
        return None if error.name == "timeout" else ""
    return str(answer[0]) if answer else ""


def close(bus: Bus, owner: str, ids: list[int]) -> int:
    """CloseNotification for each of them, one after the other; how many were taken.

    One that is gone already is no error. Raises DriverError("timeout") when the server does not answer for two seconds.
    """
    closed = 0
    server = DBusAddress(PATH, bus_name=owner, interface=NAME)
    for ident in ids:
        # Never many at once: a dunst 1.9.0 that got hundreds of calls in a row stopped answering for good, 3 times of 15.
        try:
            bus.call(server, "CloseNotification", "u", (ident,))
            closed += 1
        except CallError as error:
            if error.name == "timeout":
                raise DriverError("timeout") from error
    return closed
