"""Hotkeys of the whole desktop: X11 grabs, or an absent driver that says why and what serves instead."""
