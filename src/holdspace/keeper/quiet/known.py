"""Which driver is for whom: by what the notification server says of itself, without ever activating one."""

from __future__ import annotations

import os
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

_BY_PROGRAM = {
    "mate-notification-daemon": "mate",
    "xfce4-notifyd": "xfce",
    "lxqt-notificationd": "lxqt",
    "io.elementary.notifications": "elementary",
}
"""Servers that find silent what was set before they run: what the bus starts -> the driver."""
_WAITS = "plasma_waitforname"
"""Plasma's: it serves nothing, it only holds a notification until Plasma serves."""
_OF_DESKTOP = {"mate": "mate", "xfce": "xfce", "lxqt": "lxqt", "pantheon": "elementary"}


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
        return _before_it_runs(bus)
    found = information(bus, owner)
    name = driver_name(found)
    if not name:
        return Nothing("no_driver", owner)
    if name == "kde":
        from holdspace.keeper.quiet.kde import Kde

        return Kde(bus, owner, found)
    return _class(name)(bus, owner)


def _before_it_runs(bus: Bus) -> QuietDriver:
    """Where the bus starts the server with the first notification, that one would pop up: silence has to be there before."""
    from holdspace.keeper.quiet.startable import programs  # seldom

    found = programs(bus)
    if found is None or found == (_WAITS,):
        return Nothing("no_server")
    names = {_BY_PROGRAM.get(program, "") for program in found}
    if len(names) > 1:  # the bus takes one of them; the desktop's own is the likeliest
        desktop = os.environ.get("XDG_CURRENT_DESKTOP", "").casefold().split(":")
        names &= {_OF_DESKTOP[each] for each in desktop if each in _OF_DESKTOP}
    name = names.pop() if len(names) == 1 else ""
    return _class(name)(bus, "") if name else Nothing("server_not_started")


def outliving(name: str, bus: Bus) -> QuietDriver | None:
    """The driver of this name where its setting outlives its server, to give it back whoever serves now; else None."""
    return _class(name)(bus, "") if name in OUTLIVING else None


def _class(name: str) -> Callable[[Bus, str], QuietDriver]:
    found: Callable[[Bus, str], QuietDriver] = getattr(import_module(f"holdspace.keeper.quiet.{name}"), _CLASSES[name])
    return found
