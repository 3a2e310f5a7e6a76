"""Another program on the desktop in which somebody types: it remembers every key that came to it."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from Xlib import XK, X, display
from Xlib.protocol import event

from tests.rig.processes import wait_for


class Typist:
    """A plain X11 window with the focus. `typed` is everything that was typed into it so far."""

    def __init__(self, name: str, *, managed: bool = True, x: int = 60, y: int = 420) -> None:
        self._x = display.Display(name)
        screen = self._x.screen()
        self._window = screen.root.create_window(x, y, 300, 200, 0, screen.root_depth)
        self._window.set_wm_name("notes")
        self._window.set_wm_class("typist", "Typist")
        self._window.set_wm_normal_hints(flags=1 << 2, min_width=300, min_height=200)  # the place is the program's
        self._window.change_attributes(event_mask=X.KeyPressMask | X.FocusChangeMask | X.StructureNotifyMask)
        self._window.map()
        self._typed = ""
        self.lost_focus = 0
        self._x.sync()
        if not managed:  # without a window manager a program takes the focus by itself, once it can be seen
            wait_for(lambda: self._window.get_attributes().map_state == X.IsViewable, what="the typist to be seen")
            self.take_focus()
        try:
            wait_for(lambda: self.has_focus() or (managed and self._ask_for_it()), what="the typist to have the focus")
        except AssertionError:
            self._x.close()
            raise
        self.typed()
        self.lost_focus = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._x.close()

    def _ask_for_it(self) -> bool:
        """As a taskbar does when it is clicked: a window manager may leave a new window where it is. Always False."""
        root = self._x.screen().root
        asked = event.ClientMessage(
            window=self._window, client_type=self._x.intern_atom("_NET_ACTIVE_WINDOW"), data=(32, [2, 0, 0, 0, 0])
        )
        root.send_event(asked, event_mask=X.SubstructureRedirectMask | X.SubstructureNotifyMask)
        self._x.sync()
        return False

    def take_focus(self) -> None:
        """As when a window manager gives it."""
        self._window.set_input_focus(X.RevertToPointerRoot, X.CurrentTime)
        self._x.sync()

    def has_focus(self) -> bool:
        focus = self._x.get_input_focus().focus
        return bool(getattr(focus, "id", None) == self._window.id)

    def typed(self) -> str:
        """All keys so far, as letters; a key with Ctrl or Alt is none of them."""
        while self._x.pending_events():
            came = self._x.next_event()
            if came.type == X.KeyPress and not came.state & (X.ControlMask | X.Mod1Mask):
                sign = XK.keysym_to_string(self._x.keycode_to_keysym(came.detail, 0))
                self._typed += sign or ""
            elif came.type == X.FocusOut and came.mode == X.NotifyNormal:
                self.lost_focus += 1
        return self._typed

    def expect(self, text: str) -> None:
        """Wait until exactly this was typed here."""
        wait_for(lambda: self.typed() == text, what=f"{text!r} to be typed, of which came {self._typed!r}")
