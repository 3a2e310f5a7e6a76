"""Which driver is for whom: by what the notification server says of itself, without ever activating one."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from holdspace.keeper.bus import Bus
from holdspace.keeper.quiet import QuietDriver
from holdspace.keeper.quiet.none import Nothing
from holdspace.keeper.quiet.server import NAME, Server, information

_BY_NAME = {
    "dunst": "dunst",
    "gnome-shell": "gnome",
    "plasma": "kde",
    "xfce notify daemon": "xfce",
    "mako": "mako",
    "swaynotificationcenter": "swaync",
    "cinnamon": "cinnamon",
    "budgie notification server": "budgie",
    "lxqt-notificationd": "lxqt",
    "io.elementary.notifications": "elementary",
    "cosmic-notifications": "cosmic",
}
"""What GetServerInformation names -> the driver. docs/drivers/README.md says which were run."""

_CLASSES = {
    "dunst": "Dunst",
    "gnome": "Gnome",
    "kde": "Kde",
    "xfce": "Xfce",
    "mako": "Mako",
    "swaync": "Swaync",
    "mate": "Mate",
    "cinnamon": "Cinnamon",
    "budgie": "Budgie",
    "lxqt": "Lxqt",
    "elementary": "Elementary",
    "cosmic": "Cosmic",
}
OUTLIVING = frozenset({"gnome", "xfce", "swaync", "mate", "cinnamon", "lxqt", "elementary", "cosmic"})
"""Whose setting outlives its server: it is given back even where that server does not run any more."""


def driver_name(server: Server) -> str:
    """The driver for such a server, "" where there is none."""
    name = server.name.casefold()
    if name == "notification daemon":  # two servers say this; GNOME's old one has no do-not-disturb
        return "mate" if server.vendor.casefold() == "mate" else ""
    return _BY_NAME.get(name, "")


def choose(bus: Bus) -> QuietDriver:
    """The driver for whoever serves notifications now. Activates nothing.

    An absent server or driver is a driver that says why. Raises DriverError when the server does not say who it is, and
    BusGoneError.
    """
    owner = bus.owner(NAME)
    if not owner:
        return Nothing("no_server")
    found = information(bus, owner)
    name = driver_name(found)
    if not name:
        return Nothing("no_driver", owner)
    if name == "kde":
        from holdspace.keeper.quiet.kde import Kde

        return Kde(bus, owner, found)
    return _class(name)(bus, owner)


def outliving(name: str, bus: Bus) -> QuietDriver | None:
    """The driver of this name where its setting outlives its server, to give it back whoever serves now; else None."""
    return _class(name)(bus, "") if name in OUTLIVING else None


def _class(name: str) -> Callable[[Bus, str], QuietDriver]:
    found: Callable[[Bus, str], QuietDriver] = getattr(import_module(f"holdspace.keeper.quiet.{name}"), _CLASSES[name])
    return found
