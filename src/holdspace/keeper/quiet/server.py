"""What every notification server has in common: who it is, and closing what it shows."""

from __future__ import annotations

from typing import Any, NamedTuple

from jeepney import DBusAddress

from holdspace.keeper.bus import Bus, CallError, is_signal, sender_of
from holdspace.keeper.quiet import DriverError

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
PROPERTIES = "org.freedesktop.DBus.Properties"


class Server(NamedTuple):
    """What a server says of itself: name, vendor, version; "" where it says nothing."""

    name: str
    vendor: str = ""
    version: str = ""


def information(bus: Bus, owner: str) -> Server:
    """What GetServerInformation says. Activates nothing. Raises DriverError.

    An error is no answer: whoever owns the name for GNOME's shell says "no such method" until the shell behind it listens.
    https://specifications.freedesktop.org/notification-spec/latest/protocol.html
    """
    try:
        answer = bus.call(DBusAddress(PATH, bus_name=owner, interface=NAME), "GetServerInformation")
    except CallError as error:
        raise DriverError(code_of(error)) from error
    words = [part if isinstance(part, str) else "" for part in answer[:3]]
    return Server(*words) if words else Server("")


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


def asked(bus: Bus, to: DBusAddress, member: str, signature: str | None = None, body: tuple[Any, ...] = ()) -> Any:
    """The first value of the answer, None for none. Raises DriverError."""
    try:
        answer = bus.call(to, member, signature, body)
    except CallError as error:
        raise DriverError(code_of(error)) from error
    return answer[0] if answer else None


def truth(value: Any) -> bool:
    """A boolean that a server said, as it is or in a variant. Raises DriverError("refused") when it is none."""
    if isinstance(value, tuple) and len(value) == 2:
        value = value[1]
    if not isinstance(value, bool):
        raise DriverError("refused")
    return value


def property_rule(server: str, path: str, interface: str) -> str:
    """The match rule for what `property_told` understands."""
    what = f"interface='{PROPERTIES}',member='PropertiesChanged',path='{path}',arg0='{interface}'"
    return f"type='signal',sender='{server}',{what}"


def property_told(message: Any, server: str, interface: str, name: str) -> bool | None:
    """What PropertiesChanged of `server` says of a boolean: False also where it says only that it changed; else None."""
    if sender_of(message) != server or not is_signal(message, PROPERTIES, "PropertiesChanged"):
        return None
    try:
        of, changed, invalidated = message.body
        told = dict(changed)
        value = truth(told[name]) if name in told else False if name in invalidated else None
    except (ValueError, TypeError, DriverError):
        return None
    return value if of == interface else None


def code_of(error: CallError) -> str:
    """What a failed call means for the silence."""
    if error.name == "timeout":
        return "timeout"
    return "gone" if error.name.endswith((".ServiceUnknown", ".NameHasNoOwner", ".NoReply")) else "refused"
