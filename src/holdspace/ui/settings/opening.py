"""The settings window, made when it is first asked for: the way to the tray does not pay for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdspace.ui.settings.window import SettingsWindow
    from holdspace.ui.theme import Theme
    from holdspace.ui.views import Gestures
    from holdspace.words import Words


class SettingsOpening:
    """`invited` is told whom a link was copied for."""

    def __init__(self, gestures: Gestures, invited: Callable[[str], None]) -> None:
        self._gestures = gestures
        self._invited = invited
        self.window: SettingsWindow | None = None

    def open(self, words: Words, theme: Theme) -> None:
        """Upon a click or a key only."""
        from holdspace.ui.settings.window import SettingsWindow

        if self.window is None:
            self.window = SettingsWindow(self._gestures.settings())
            self.window.link_wanted.connect(self._link)
            self.window.show_words(words)
        self.window.apply_theme(theme)
        self.window.open_at(words)

    def apply_theme(self, theme: Theme) -> None:
        if self.window is not None:
            self.window.apply_theme(theme)

    def show(self, words: Words) -> None:
        """Something changed: what shows follows, what is being edited stays."""
        if self.window is not None and self.window.isVisible():
            self.window.show_words(words)
            self.window.refresh()

    def hide(self) -> None:
        """Put it away; changes that were not saved are there when it is opened again."""
        if self.window is not None:
            self.window.hide()

    def quit(self, words: Words, theme: Theme) -> None:
        """Quit; with changes that are not saved it is asked first, in the window."""
        if self.window is not None and self.window.ask_before(self._gestures.quit):
            self.window.apply_theme(theme)
            self.window.show_words(words)
            self.window.open_focused()
            return
        self._gestures.quit()

    def close(self) -> None:
        """Take it from the screen for good."""
        if self.window is not None:
            self.window.hide()
            self.window.deleteLater()
            self.window = None

    def _link(self, responder: str) -> None:
        url = self._gestures.link(responder)
        if url:
            QGuiApplication.clipboard().setText(url)
        if self.window is not None:
            self.window.people.link_copied(bool(url))
        if url:
            self._invited(responder)
