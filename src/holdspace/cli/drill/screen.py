"""What only the X server knows: whether something popped up, and whether a key is held. Elsewhere nothing is claimed."""

from __future__ import annotations

from holdspace.cli.drill.rows import Failed, NotHere
from holdspace.keeper.popups import Popups, open_display


class Screen:
    """The X server of this desktop, if it has one that shows everything."""

    def __init__(self) -> None:
        self._display = open_display()
        self._popups: Popups | None = None

    @property
    def here(self) -> bool:
        """Whether there is one."""
        return self._display is not None

    def watch(self) -> None:
        """Remember from now on what is mapped."""
        if self._display is not None:
            self._popups = Popups(self._display)

    def popups(self) -> int:
        """How many notification windows were mapped since `watch`."""
        return self._popups.count() if self._popups is not None else 0

    def held(self, keysym: str) -> None:
        """Whether somebody holds Ctrl+Alt and this key. The server is asked by trying to hold it too; nothing is pressed.

        Raises Failed when nobody does, NotHere where no key can be held.
        """
        if self._display is None:
            raise NotHere("no_keys_here")
        from Xlib import XK, X
        from Xlib.error import BadAccess, CatchError

        root = self._display.screen().root
        code = self._display.keysym_to_keycode(XK.string_to_keysym(keysym))
        modifiers = X.ControlMask | X.Mod1Mask
        caught = CatchError(BadAccess)
        root.grab_key(code, modifiers, False, X.GrabModeAsync, X.GrabModeAsync, onerror=caught)
        self._display.sync()
        if caught.get_error() is None:
            root.ungrab_key(code, modifiers)
            self._display.sync()
            raise Failed("key_not_held", "set_keys_by_hand")

    def leave(self) -> None:
        """Let go of the server."""
        if self._display is not None:
            self._display.close()
            self._display = self._popups = None
