"""What only the X server knows: whether something popped up, and whether a key is held. Elsewhere nothing is claimed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from holdspace.cli.drill.rows import Failed, NotHere

if TYPE_CHECKING:
    from Xlib.display import Display

NOTIFICATION = "_NET_WM_WINDOW_TYPE_NOTIFICATION"


class Screen:
    """The X server of this desktop, if it has one that shows everything."""

    def __init__(self) -> None:
        self._display = _open()

    @property
    def here(self) -> bool:
        """Whether there is one."""
        return self._display is not None

    def watch(self) -> None:
        """Remember from now on what is mapped."""
        from Xlib import X

        if self._display is not None:
            self._display.screen().root.change_attributes(event_mask=X.SubstructureNotifyMask)
            self._display.sync()

    def popups(self) -> int:
        """How many notification windows were mapped since `watch`."""
        from Xlib import X

        if self._display is None:
            return 0
        self._display.sync()
        mapped = []
        while self._display.pending_events():
            event = self._display.next_event()
            if event.type == X.MapNotify:
                mapped.append(event.window)
        return sum(self._is_notification(window) for window in mapped)

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
            self._display = None

    def _is_notification(self, window: object) -> bool:
        from Xlib.error import XError

        if self._display is None:
            return False
        try:
            kind = window.get_full_property(  # type: ignore[attr-defined]
                self._display.get_atom("_NET_WM_WINDOW_TYPE"), self._display.get_atom("ATOM")
            )
        except XError:
            return False  # gone already
        return kind is not None and self._display.get_atom(NOTIFICATION) in kind.value


def _open() -> Display | None:
    """Behind Wayland an X server sees only a part of the desktop: then it is not asked."""
    if os.environ.get("WAYLAND_DISPLAY") or not os.environ.get("DISPLAY"):
        return None
    from Xlib.display import Display
    from Xlib.error import ConnectionClosedError, DisplayError

    try:
        return Display()
    except (DisplayError, ConnectionClosedError, OSError):
        return None
