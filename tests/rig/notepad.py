"""Another client's window: it takes the focus like any window, and remembers what was typed into it."""

from collections.abc import Iterator
from contextlib import contextmanager

from Xlib import X, Xutil, display

from tests.rig.processes import wait_for
from tests.rig.screen import Screen


class Notepad:
    """A plain managed window. Whether focus was stolen is seen in `typed()`: what went elsewhere is missing."""

    def __init__(self, name: str, title: str) -> None:
        self._display = display.Display(name)
        screen = self._display.screen()
        self._window = screen.root.create_window(
            40, 400, 300, 200, 0, screen.root_depth, event_mask=X.KeyPressMask, background_pixel=screen.white_pixel
        )
        self._window.set_wm_name(title)
        self._window.set_wm_class("notepad", "Notepad")
        self._window.set_wm_hints(flags=Xutil.InputHint, input=1)
        self._typed = ""
        self._window.map()
        self._display.sync()

    @property
    def id(self) -> int:
        return int(self._window.id)

    def close(self) -> None:
        """Close the window."""
        self._display.close()

    def typed(self) -> str:
        """All that was typed into it so far; keys that are no letters are left out."""
        self._display.sync()
        for _ in range(self._display.pending_events()):
            event = self._display.next_event()
            if event.type == X.KeyPress:
                keysym = self._display.keycode_to_keysym(event.detail, event.state & X.ShiftMask)
                self._typed += chr(keysym) if 0x20 <= keysym < 0x7F else ""
        return self._typed

    def focus(self) -> None:
        """Ask for the focus by a request to the server, as a click would do."""
        self._window.set_input_focus(X.RevertToParent, X.CurrentTime)
        self._display.sync()


@contextmanager
def notepad(name: str, title: str = "Notes of somebody else") -> Iterator[Notepad]:
    """The window on display `name` while the block lasts; it has the focus when the block begins."""
    window = Notepad(name, title)
    try:
        with Screen(name) as screen:
            wait_for(lambda: screen.active() == window.id, what=f"{title} to be the active window")
            wait_for(lambda: screen.focused() == window.id, what=f"{title} to have the focus")
        yield window
    finally:
        window.close()
