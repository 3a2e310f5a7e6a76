"""Xfce: the property /do-not-disturb of xfce4-notifyd's channel, kept by xfconfd.

What comes meanwhile is dropped by the server, so that nothing floods. The setting outlives the server; xfconfd, which
keeps it, is started by the bus where it does not run. https://docs.xfce.org/xfce/xfconf/start
"""

from __future__ import annotations

from typing import Any

from jeepney import DBusAddress

from holdspace.keeper.bus import DAEMON, Bus, CallError, is_signal
from holdspace.keeper.quiet import Before, Critical, DriverError
from holdspace.keeper.quiet.base import Served
from holdspace.keeper.quiet.server import asked, code_of, truth

XFCONF = "org.xfce.Xfconf"
CHANNEL = "xfce4-notifyd"
PROPERTY = "/do-not-disturb"


class Xfce(Served):
    """The property of the channel."""

    name = "xfce"
    store = "xfconf"
    shared = True
    critical: Critical = "shown"

    def __init__(self, bus: Bus, server: str) -> None:
        super().__init__(bus, server)
        self._xfconf = DBusAddress("/org/xfce/Xfconf", bus_name=XFCONF, interface=XFCONF)
        self.rules = (
            f"type='signal',interface='{XFCONF}',member='PropertyChanged',arg0='{CHANNEL}',arg1='{PROPERTY}'",
            f"type='signal',interface='{XFCONF}',member='PropertyRemoved',arg0='{CHANNEL}',arg1='{PROPERTY}'",
        )

    def snapshot(self) -> Before:
        """unset, off or on."""
        if not truth(self._ask("PropertyExists")):
            return Before("unset")
        return Before("on" if self._value() else "off")

    def engage(self) -> None:
        """True."""
        self._set(value=True)

    def is_on(self) -> bool | None:
        """What is set; nothing is off."""
        return truth(self._ask("PropertyExists")) and self._value()

    def release(self, before: Before) -> None:
        """Reset where nothing was set."""
        if before.previous != "unset":
            self._set(value=before.previous == "on")
        elif truth(self._ask("PropertyExists")):
            self._ask("ResetProperty", "ssb", (CHANNEL, PROPERTY, False))

    def told(self, message: Any) -> bool | None:
        """PropertyChanged(channel, property, value), PropertyRemoved(channel, property)."""
        removed = is_signal(message, XFCONF, "PropertyRemoved")
        if not removed and not is_signal(message, XFCONF, "PropertyChanged"):
            return None
        if tuple(message.body[:2]) != (CHANNEL, PROPERTY):
            return None
        try:
            return not removed and truth(message.body[2])
        except (DriverError, IndexError):
            return False

    def _value(self) -> bool:
        return truth(self._ask("GetProperty"))

    def _set(self, *, value: bool) -> None:
        self._ask("SetProperty", "ssv", (CHANNEL, PROPERTY, ("b", value)))

    def _ask(self, member: str, signature: str = "ss", body: tuple[Any, ...] = (CHANNEL, PROPERTY)) -> Any:
        if not self.bus.owner(XFCONF):
            try:
                self.bus.call(DAEMON, "StartServiceByName", "su", (XFCONF, 0))
            except CallError as error:
                raise DriverError("timeout" if code_of(error) == "timeout" else "no_setting") from error
        return asked(self.bus, self._xfconf, member, signature, body)
