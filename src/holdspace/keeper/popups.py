"""Popups as the X server tells them: which windows of notifications were mapped. Elsewhere nothing is claimed.

Counted is a window that says that it is a notification, and a window of the notification server's own process that says
nothing else (a tooltip, a menu, a panel). A window manager may have put it into a frame: then the frame is mapped, and
the window lies within. What a compositor draws by itself, as GNOME Shell and Cinnamon do, is no window and is not seen.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from Xlib.display import Display

NOTIFICATIONS = ("_NET_WM_WINDOW_TYPE_NOTIFICATION", "_KDE_NET_WM_WINDOW_TYPE_CRITICAL_NOTIFICATION")
ELSE = ("TOOLTIP", "MENU", "DROPDOWN_MENU", "POPUP_MENU", "COMBO", "DND", "DOCK", "DESKTOP", "DIALOG", "UTILITY")
"""Types of windows that a server which is a whole shell maps as well."""
FRAMES = 2
"""So deep within a frame the window itself is looked for."""
_LOCAL_PID = 2


def kind_of_desktop() -> Literal["x11", "wayland", "none"]:
    """What this process is on; behind Wayland an X server that is there as well sees only a part of it."""
    if os.environ.get("WAYLAND_DISPLAY") or os.environ.get("XDG_SESSION_TYPE") == "wayland":
        return "wayland"
    return "x11" if os.environ.get("DISPLAY") else "none"


def open_display() -> Display | None:
    """The X server of this desktop; None where there is none that sees all of it."""
    if kind_of_desktop() != "x11":
        return None
    from Xlib.display import Display
    from Xlib.error import ConnectionClosedError, DisplayError

    try:
        return Display()
    except (DisplayError, ConnectionClosedError, OSError):
        return None


class Popups:
    """Counts popups from the time it is made. `server`: the notification server's process, 0 where it is not known."""

    def __init__(self, display: Display, server: int = 0) -> None:
        from Xlib import X

        self._display = display
        self._server = server
        self._kinds: dict[int, str] = {}
        display.screen().root.change_attributes(event_mask=X.SubstructureNotifyMask)
        display.sync()

    def count(self) -> int:
        """How many were mapped since the last call; each is looked at now, and one that is gone already is not counted."""
        from Xlib import X

        self._display.sync()
        found = 0
        while self._display.pending_events():
            event = self._display.next_event()
            if event.type == X.MapNotify:
                found += self._is_popup(event.window, FRAMES)
        return found

    def _is_popup(self, window: Any, depth: int) -> bool:
        from Xlib.error import XError

        try:
            types = self._types(window)
            if any(kind in NOTIFICATIONS for kind in types):
                return True
            if not types and depth and (within := window.query_tree().children):
                return any(self._is_popup(one, depth - 1) for one in within)
            return bool(self._server) and not self._is_else(types) and self._pid(window) == self._server
        except XError:
            return False  # gone already

    def _is_else(self, types: list[str]) -> bool:
        return any(kind.rpartition("_WINDOW_TYPE_")[2] in ELSE for kind in types)

    def _types(self, window: Any) -> list[str]:
        display = self._display
        found = window.get_full_property(display.get_atom("_NET_WM_WINDOW_TYPE"), display.get_atom("ATOM"))
        return [self._name(atom) for atom in found.value] if found is not None else []

    def _name(self, atom: int) -> str:
        if atom not in self._kinds:
            self._kinds[atom] = str(self._display.get_atom_name(atom))
        return self._kinds[atom]

    def _pid(self, window: Any) -> int:
        """Whose window it is: by the X server, which knows; else as the window says."""
        display = self._display
        if display.has_extension("X-Resource"):
            answer = display.res_query_client_ids([{"client": window.id, "mask": _LOCAL_PID}])
            pids = [int(pid) for found in answer.ids for pid in found.value]
            if pids:
                return pids[0]
        said = window.get_full_property(display.get_atom("_NET_WM_PID"), display.get_atom("CARDINAL"))
        return int(said.value[0]) if said is not None and said.value else 0
