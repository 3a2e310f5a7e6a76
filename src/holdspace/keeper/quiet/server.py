"""What every notification server has in common: who it is, and closing what it shows."""

from __future__ import annotations

import time

from jeepney import DBusAddress

from holdspace.keeper.bus import Bus, CallError

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
_BATCH = 64
_PATIENCE = 2.0


def information(bus: Bus, owner: str) -> str | None:
    """The server's own name; None when it does not answer, "" when it has none. Activates nothing."""
    try:
        answer = bus.call(DBusAddress(PATH, bus_name=owner, interface=NAME), "GetServerInformation")
    except CallError as error:
        return None if error.name == "timeout" else ""
    return str(answer[0]) if answer else ""


def close(bus: Bus, owner: str, ids: list[int]) -> int:
    """CloseNotification for each of them, many at a time; how many were taken.

    A server that stops answering is left alone after two seconds: the release must not wait for it.
    """
    closed = 0
    server = DBusAddress(PATH, bus_name=owner, interface=NAME)
    for start in range(0, len(ids), _BATCH):
        asked = [bus.ask(server, "CloseNotification", "u", (ident,)) for ident in ids[start : start + _BATCH]]
        deadline = time.monotonic() + _PATIENCE
        for serial in asked:
            try:
                bus.answer(serial, deadline)
                closed += 1
            except CallError as error:
                if error.name == "timeout":
                    return closed
    return closed
