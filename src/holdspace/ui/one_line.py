"""The one-line note as the screen needs it: made when it is first wanted, opened where the session's window is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor, QGuiApplication

from holdspace.ui.platform import composited

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdspace.ui.line import LineWindow, Mode
    from holdspace.ui.session_window import SessionWindow
    from holdspace.ui.theme import Theme
    from holdspace.ui.views import Gestures
    from holdspace.words import Words


class OneLine:
    """`closed` is called when its window closes; `window` is that, None until somebody wanted it."""

    def __init__(self, gestures: Gestures, closed: Callable[[], None]) -> None:
        self._gestures = gestures
        self._closed = closed
        self.window: LineWindow | None = None

    def open(self, mode: Mode, words: Words, theme: Theme, session: SessionWindow | None) -> None:
        """Open it, with the focus: upon the practitioner's key or click only. `session` is the window of the one that runs."""
        window = self._made(theme)
        if mode == "log" and session is not None:
            session.strip.hold()
        if not window.isVisible():
            shows = session is not None and session.isVisible()
            screen = session.screen() if session is not None and shows else QGuiApplication.screenAt(QCursor.pos())
            area = (screen or QGuiApplication.primaryScreen()).availableGeometry()
            window.put_corner(QPoint(area.center().x() - 200, area.top() + area.height() // 4))
        window.open_mode(mode, words, session.writing.hand_over() if session is not None else None)

    def put_away(self) -> None:
        """It goes before a client looks at the screen; nothing that was typed is lost."""
        if self.window is not None:
            self.window.put_away()

    def apply_theme(self, theme: Theme) -> None:
        """In these colours."""
        if self.window is not None:
            self.window.apply_theme(theme)

    def close(self) -> None:
        """Before the app quits."""
        if self.window is not None:
            self.window.hide()
            self.window.deleteLater()
            self.window = None

    def _made(self, theme: Theme) -> LineWindow:
        if self.window is None:
            from holdspace.ui.line import LineWindow

            self.window = LineWindow(self._gestures, composited=composited())
            self.window.apply_theme(theme)
            self.window.closed.connect(self._closed)
        return self.window
