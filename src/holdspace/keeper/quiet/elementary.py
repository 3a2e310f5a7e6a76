"""elementary (Pantheon). Read in its source, never run: https://github.com/elementary/notifications (src/DBus.vala)."""

from __future__ import annotations

from holdspace.keeper.quiet import Critical
from holdspace.keeper.quiet.gsettings import GSetting


class Elementary(GSetting):
    """The key `do-not-disturb`."""

    name = "elementary"
    schema = "io.elementary.notifications"
    key = "do-not-disturb"
    path = "/io/elementary/notifications/"
    silent = True
    critical: Critical = "shown"
