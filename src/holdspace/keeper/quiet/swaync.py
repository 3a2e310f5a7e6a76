"""SwayNotificationCenter: SetDnd; what comes meanwhile stays in its centre, and nothing floods.

It writes the setting down (GSettings `dnd-state`) and reads that when it starts: where it does not run, what was set is
given back there. https://github.com/ErikReider/SwayNotificationCenter (src/swayncDaemon)
"""

from __future__ import annotations

from typing import Any

from jeepney import DBusAddress

from holdspace.keeper.bus import Bus, is_signal
from holdspace.keeper.quiet import Before, Critical
from holdspace.keeper.quiet.base import Served
from holdspace.keeper.quiet.gsettings import ask
from holdspace.keeper.quiet.server import asked, truth

CENTRE = "org.erikreider.swaync.cc"
_PATH = "/org/erikreider/swaync/cc"
_WRITTEN_DOWN = ("org.erikreider.swaync", "dnd-state")
_DND = 1


class Swaync(Served):
    """The centre of whoever owns its name."""

    name = "swaync"
    critical: Critical = "shown"

    def __init__(self, bus: Bus, server: str) -> None:
        super().__init__(bus, server)
        self.store = server  # written down, but some time later: one that crashed may come back without it
        self._centre = DBusAddress(_PATH, bus_name=CENTRE, interface=CENTRE)
        self.rules = (f"type='signal',interface='{CENTRE}',path='{_PATH}'",)

    def snapshot(self) -> Before:
        """off or on."""
        return Before("on" if self._dnd() else "off")

    def engage(self) -> None:
        """On."""
        asked(self.bus, self._centre, "SetDnd", "b", (True,))

    def is_on(self) -> bool | None:
        """What GetDnd says, or what is written down."""
        return self._dnd() if self.bus.owner(CENTRE) else bool(ask(self.bus, "get", *_WRITTEN_DOWN)["value"])

    def release(self, before: Before) -> None:
        """As it was."""
        on = before.previous == "on"
        if self.bus.owner(CENTRE):
            asked(self.bus, self._centre, "SetDnd", "b", (on,))
        else:
            ask(self.bus, "set", *_WRITTEN_DOWN, "true" if on else "false")

    def told(self, message: Any) -> bool | None:
        """Subscribe(count, dnd, open), and SubscribeV2 of newer ones, come with every notification too."""
        if not is_signal(message, CENTRE, "Subscribe") and not is_signal(message, CENTRE, "SubscribeV2"):
            return None
        body = message.body
        return body[_DND] if len(body) > _DND and isinstance(body[_DND], bool) else None

    def _dnd(self) -> bool:
        return truth(asked(self.bus, self._centre, "GetDnd"))
