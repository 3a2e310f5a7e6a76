"""Plasma's popups as the X server knows them: windows that call themselves notifications, in frames of the window manager."""

from __future__ import annotations

import select
import socket
import threading
from types import TracebackType
from typing import Any, Self

from Xlib import X, display, error

_KINDS = ("_NET_WM_WINDOW_TYPE_NOTIFICATION", "_KDE_NET_WM_WINDOW_TYPE_CRITICAL_NOTIFICATION")


def popups_shown(screen: str) -> int:
    """How many can be seen now."""
    line = display.Display(screen)
    try:
        return sum(_is_popup(line, window) is True for window in line.screen().root.query_tree().children)
    finally:
        line.close()


class MappedPopups:
    """While the block lasts: how often one was mapped, were it for a millisecond."""

    def __init__(self, screen: str) -> None:
        self._line = display.Display(screen)
        self._line.screen().root.change_attributes(event_mask=X.SubstructureNotifyMask)
        self._line.sync()
        self._popups = 0
        self._asks, self._answers = socket.socketpair()
        # Each is looked at as soon as it is mapped: later it may be gone, and nobody could say what it was.
        self._looks = threading.Thread(target=self._look)

    def __enter__(self) -> Self:
        self._looks.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._asks.close()
        self._looks.join()
        self._answers.close()
        self._line.close()

    def count(self) -> int:
        """So far. What is gone before it could be looked at counts too."""
        self._asks.send(b"?")
        self._asks.recv(1)
        return self._popups

    def _look(self) -> None:
        while True:
            ready, _, _ = select.select([self._line, self._answers], [], [])
            self._line.sync()
            for _ in range(self._line.pending_events()):
                came = self._line.next_event()
                if came.type == X.MapNotify and _is_popup(self._line, came.window) is not False:
                    self._popups += 1
            if self._answers in ready:
                if not self._answers.recv(1):
                    return
                self._answers.send(b"!")


def _is_popup(line: Any, window: Any) -> bool | None:
    """Whether a window that can be seen is one, or frames one; None when it is gone."""
    try:
        if window.get_attributes().map_state != X.IsViewable:
            return False
        said = window.get_full_property(line.intern_atom("_NET_WM_WINDOW_TYPE"), X.AnyPropertyType)
        if said is not None and len(said.value):
            return line.get_atom_name(said.value[0]) in _KINDS
        return any(_is_popup(line, child) is True for child in window.query_tree().children)
    except error.XError:
        return None
