"""The keyboard focus is borrowed and given back: whoever had it before the line was opened gets it again."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from Xlib.display import Display

log = logging.getLogger(__name__)

_PAGER = 2
"""The source of a request that comes from the user's own key, not from a program on its own account."""


class BorrowedFocus:
    """On X11; elsewhere the platform gives the focus back by itself when our window hides."""

    def __init__(self) -> None:
        self._before: int | None = None

    def remember(self, before: int | None = None) -> None:
        """Note which window has the focus now; or that it was borrowed from `before` already."""
        self._before = before if before is not None else _active_window()

    def is_with(self, window: int) -> bool:
        """Whether one of our windows has the focus by the X server's word.

        While a key that a program holds is down, its owner has the keyboard and the window is told that it lost it; the
        focus stays where it was, and the keyboard comes back (NotifyGrab: X11 protocol, FocusOut).
        """
        return _focused_window() == window

    def take(self, window: int) -> None:
        """Ask for the focus for one of our windows, upon the user's key."""
        _activate(window)

    def forget(self) -> int | None:
        """Who was waiting for it, and waits for it here no longer."""
        before, self._before = self._before, None
        return before

    def give_back(self) -> None:
        """Give it to whoever had it. Once."""
        before, self._before = self._before, None
        if before is not None:
            _activate(before)


def _on_x11() -> bool:
    return QGuiApplication.platformName() == "xcb"


def _active_window() -> int | None:
    x = _connected()
    if x is None:
        return None
    from Xlib import X

    try:
        root = x.screen().root
        found = root.get_full_property(x.intern_atom("_NET_ACTIVE_WINDOW"), X.AnyPropertyType)
        if found is not None and len(found.value) and found.value[0]:
            return int(found.value[0])
        return _focus_of(x)
    finally:
        x.close()


def _focused_window() -> int | None:
    x = _connected()
    if x is None:
        return None
    try:
        return _focus_of(x)
    finally:
        x.close()


def _focus_of(x: Display) -> int | None:
    focus = x.get_input_focus().focus
    return int(focus.id) if hasattr(focus, "id") else None


def _connected() -> Display | None:
    """A connection of its own to the X server; None elsewhere, or where it does not answer."""
    if not _on_x11():
        return None
    from Xlib import display, error

    try:
        return display.Display()
    except (error.DisplayError, OSError):
        log.info("the X server does not answer; the focus is left alone")
        return None


def _activate(window: int) -> None:
    x = _connected()
    if x is None:
        return
    from Xlib import X, error
    from Xlib.protocol import event

    failed = error.CatchError(error.BadWindow, error.BadMatch)
    try:
        root = x.screen().root
        target = x.create_resource_object("window", window)
        if root.get_full_property(x.intern_atom("_NET_SUPPORTING_WM_CHECK"), X.AnyPropertyType) is None:
            target.set_input_focus(X.RevertToParent, X.CurrentTime, onerror=failed)
        else:
            ask = event.ClientMessage(
                window=target,
                client_type=x.intern_atom("_NET_ACTIVE_WINDOW"),
                data=(32, [_PAGER, X.CurrentTime, 0, 0, 0]),
            )
            mask = X.SubstructureRedirectMask | X.SubstructureNotifyMask
            root.send_event(ask, event_mask=mask, onerror=failed)
        x.sync()
    finally:
        x.close()
    if failed.get_error() is not None:
        log.info("the window that had the focus is gone")
