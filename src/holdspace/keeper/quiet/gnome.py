"""GNOME Shell: banners off. What comes stays in its list (three a source in 43); foreign closing is refused, nothing floods."""

from __future__ import annotations

from holdspace.keeper.quiet import Critical
from holdspace.keeper.quiet.gsettings import GSetting


class Gnome(GSetting):
    """The key `show-banners`."""

    name = "gnome"
    schema = "org.gnome.desktop.notifications"
    key = "show-banners"
    path = "/org/gnome/desktop/notifications/"
    silent = False
    critical: Critical = "shown"
