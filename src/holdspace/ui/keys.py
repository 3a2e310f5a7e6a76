"""What each key of the whole desktop does on the screen. A key is the practitioner's own act: it may open a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from holdspace.ui.line import Mode
    from holdspace.ui.session_window import SessionWindow
    from holdspace.ui.views import Gestures, Screen


class Opener(Protocol):
    """What a key opens or presses that is a matter of windows."""

    def press_pin(self) -> None: ...
    def open_line(self, mode: Mode) -> None: ...
    def open_note(self) -> None: ...
    def larger(self) -> None: ...
    def smaller(self) -> None: ...


def press(name: str, screen: Screen, window: SessionWindow | None, gestures: Gestures, opener: Opener) -> None:
    """`name`: log, pin, mark, note, where, pause, larger, smaller, or a digit "1".."8". `window` is the session's."""
    session = screen.session
    if name.isdigit():
        if window is not None and session is not None:
            window.choose(int(name))
    elif name == "pin":
        opener.press_pin()
    elif name == "log":
        if screen.strip is not None:
            opener.open_line("log")
        else:
            gestures.log()
    elif name == "where":
        (gestures.recap_seen if screen.recap is not None else gestures.where)()
    elif session is None:
        return  # the others are keys of a session
    elif name == "pause":
        (gestures.resume if session.state == "paused" else gestures.pause)()
    elif name == "mark":
        opener.open_line("mark")
    elif name == "note":
        opener.open_note()
    elif name == "larger":
        opener.larger()
    elif name == "smaller":
        opener.smaller()
