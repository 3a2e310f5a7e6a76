"""MATE notification daemon: what comes meanwhile is dropped by it, so that nothing floods."""

from __future__ import annotations

from holdspace.keeper.quiet import Critical
from holdspace.keeper.quiet.gsettings import GSetting


class Mate(GSetting):
    """The key `do-not-disturb`."""

    name = "mate"
    schema = "org.mate.NotificationDaemon"
    key = "do-not-disturb"
    path = "/org/mate/notification-daemon/"
    silent = True
    critical: Critical = "hidden"
