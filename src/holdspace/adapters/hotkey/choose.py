"""Which driver serves on this desktop."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from holdspace.adapters.hotkey.off import NoHotkeys

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdspace.adapters.hotkey.keys import Hotkeys
    from holdspace.adapters.hotkey.x11 import Watch

log = logging.getLogger(__name__)


def open_hotkeys(environ: Mapping[str, str], watch: Watch, pressed: Callable[[str], None]) -> Hotkeys:
    """The driver for this environment. `watch(fd, read)` calls `read` when the fd is readable, and returns how to stop.

    On Wayland a grab through XWayland sees keys only while an X11 program has the focus: half a hotkey is worse than
    none, so there the desktop's own shortcuts run the command line instead.
    """
    if environ.get("WAYLAND_DISPLAY") or environ.get("XDG_SESSION_TYPE") == "wayland":
        return NoHotkeys("wayland")
    name = environ.get("DISPLAY")
    if not name:
        return NoHotkeys("no_display")
    from Xlib.error import ConnectionClosedError, DisplayError

    from holdspace.adapters.hotkey.x11 import X11Hotkeys

    try:
        return X11Hotkeys(name, watch, pressed)
    except (DisplayError, ConnectionClosedError, OSError) as failure:
        log.info("no hotkeys: %s", type(failure).__name__)
        return NoHotkeys("cannot_connect")
