"""Cinnamon: notifications are not displayed, and stay in its list."""

from __future__ import annotations

from holdspace.keeper.quiet import Critical
from holdspace.keeper.quiet.gsettings import GSetting


class Cinnamon(GSetting):
    """The key `display-notifications`."""

    name = "cinnamon"
    schema = "org.cinnamon.desktop.notifications"
    key = "display-notifications"
    path = "/org/cinnamon/desktop/notifications/"
    silent = False
    critical: Critical = "hidden"
