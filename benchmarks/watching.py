"""Eyes on a desktop that do not poll: an icon registered at the tray's watcher, a window painted for the first time."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from jeepney import MatchRule, message_bus
from jeepney.io.blocking import DBusConnection, Proxy
from Xlib import X, display
from Xlib.ext import damage

from tests.rig.desktop import Desktop
from tests.rig.panel import WATCHER
from tests.rig.processes import NeverHappenedError

LEAST_SIDE = 60
"""Pixels; Qt's helper windows and the tray's sockets are smaller than any window for people."""


class TrayEye:
    """Hears when an icon was registered."""

    def __init__(self, line: DBusConnection, rule: MatchRule) -> None:
        self._line = line
        self._rule = rule

    def registered(self, *, bound: float = 30.0) -> float:
        """The instant (time.monotonic) of the next registration. NeverHappenedError."""
        with self._line.filter(self._rule) as heard:
            try:
                self._line.recv_until_filtered(heard, timeout=bound)
            except TimeoutError:
                raise NeverHappenedError(f"waited {bound:g} s for an icon in the tray") from None
        return time.monotonic()


@contextmanager
def tray_eye(desktop: Desktop) -> Iterator[TrayEye]:
    """Make it before the program starts: what happens before `registered` is called waits in the socket."""
    rule = MatchRule(type="signal", interface=WATCHER, member="StatusNotifierItemRegistered")
    with desktop.bus.connect() as line:
        Proxy(message_bus, line).AddMatch(rule)
        yield TrayEye(line, rule)


@contextmanager
def window_eye(desktop: Desktop) -> "Iterator[WindowEye]":
    """Make it before the program starts."""
    line = display.Display(desktop.display)
    try:
        yield WindowEye(line)
    finally:
        line.close()


class WindowEye:
    """Sees when a new window of a size for people was painted for the first time.

    The X server itself tells (DAMAGE): a window of Qt has no background, so that its first damage is its first picture.
    """

    def __init__(self, line: display.Display) -> None:
        self._line = line
        line.damage_query_version()
        line.screen().root.change_attributes(event_mask=X.SubstructureNotifyMask)
        line.sync()

    def painted(self, *, bound: float = 30.0) -> float:
        """The instant (time.monotonic) of the first picture. NeverHappenedError."""
        import select

        until = time.monotonic() + bound
        while (left := until - time.monotonic()) > 0:
            if not self._line.pending_events():
                select.select([self._line], [], [], left)
                continue
            event = self._line.next_event()
            if event.type == X.CreateNotify and min(event.width, event.height) >= LEAST_SIDE:
                event.window.damage_create(damage.DamageReportNonEmpty)
                self._line.flush()
            elif event.type == self._line.extension_event.DamageNotify:
                return time.monotonic()
        raise NeverHappenedError(f"waited {bound:g} s for a window to be painted")
