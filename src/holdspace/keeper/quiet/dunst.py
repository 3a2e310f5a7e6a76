"""dunst: the property `paused`, kept in dunst's memory; docs/drivers/dunst.md says what it was run against."""

from __future__ import annotations

from typing import Any

from jeepney import DBusAddress

from holdspace.keeper.bus import Bus, CallError, is_signal, sender_of
from holdspace.keeper.quiet import DriverError, Previous
from holdspace.keeper.quiet.server import PATH, close

INTERFACE = "org.dunstproject.cmd0"
_PROPERTIES = "org.freedesktop.DBus.Properties"


class Dunst:
    """One running dunst, by its unique name: another dunst is another object."""

    name = "dunst"
    why: str | None = None
    floods = True

    def __init__(self, bus: Bus, server: str) -> None:
        self._bus = bus
        self.server = server
        self.store = server  # in memory: gone with the process
        self._properties = DBusAddress(PATH, bus_name=server, interface=_PROPERTIES)

    @property
    def rules(self) -> tuple[str, ...]:
        """PropertiesChanged of this dunst."""
        what = f"interface='{_PROPERTIES}',member='PropertiesChanged',path='{PATH}',arg0='{INTERFACE}'"
        return (f"type='signal',sender='{self.server}',{what}",)

    def snapshot(self) -> Previous:
        """off or on: dunst knows no third."""
        return "on" if self._paused() else "off"

    def engage(self) -> None:
        """Pause."""
        self._set(value=True)

    def is_on(self) -> bool | None:
        """What `paused` says."""
        return self._paused()

    def release(self, previous: Previous) -> None:
        """Pause or unpause; what waits in its queue waits on if it was paused before."""
        if self._paused() != (previous == "on"):
            self._set(value=previous == "on")

    def told(self, message: Any) -> bool | None:
        """`paused` as PropertiesChanged tells it."""
        if sender_of(message) != self.server or not is_signal(message, _PROPERTIES, "PropertiesChanged"):
            return None
        try:
            interface, changed, _ = message.body
            value = changed["paused"] if isinstance(changed, dict) else dict(changed)["paused"]
        except (ValueError, KeyError, TypeError):
            return None
        return bool(value[1]) if interface == INTERFACE else None

    def drain(self, ids: list[int]) -> int:
        """Closed ones leave the queue and never pop up."""
        return close(self._bus, self.server, ids)

    def _paused(self) -> bool:
        try:
            return bool(self._bus.call(self._properties, "Get", "ss", (INTERFACE, "paused"))[0][1])
        except CallError as error:
            raise DriverError(_code(error)) from error

    def _set(self, *, value: bool) -> None:
        try:
            self._bus.call(self._properties, "Set", "ssv", (INTERFACE, "paused", ("b", value)))
        except CallError as error:
            raise DriverError(_code(error)) from error


def _code(error: CallError) -> str:
    if error.name == "timeout":
        return "timeout"
    return "gone" if error.name.endswith((".ServiceUnknown", ".NameHasNoOwner", ".NoReply")) else "refused"
