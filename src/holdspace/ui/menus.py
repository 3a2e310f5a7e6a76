"""The tray's menu and the same one for the window, each made when it is first needed: the first picture needs neither."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from holdspace.ui.menu import Menu

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdspace.ui.menu import Opener
    from holdspace.ui.theme import Theme
    from holdspace.ui.tray import Tray
    from holdspace.ui.views import Gestures

MADE_AFTER_MS = 150


class Menus(QObject):
    """`dress` is called with each menu that is made, and names what can be done now."""

    def __init__(self, tray: Tray, gestures: Gestures, opener: Opener, dress: Callable[[Menu], None]) -> None:
        super().__init__()
        self._tray = tray
        self._gestures = gestures
        self._opener = opener
        self._dress = dress
        self._window: Menu | None = None
        self._filled = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(MADE_AFTER_MS)
        self._soon.timeout.connect(self._fill)
        self._soon.start()

    @property
    def tray(self) -> Menu:
        """The menu of the tray icon."""
        self._fill()
        return self._tray.menu

    @property
    def window(self) -> Menu:
        """The same menu for the window."""
        if self._window is None:
            self._window = Menu(self._gestures, self._opener)
            self._dress(self._window)
        return self._window

    @property
    def made(self) -> tuple[Menu, ...]:
        """Those that there are by now."""
        window = (self._window,) if self._window is not None else ()
        return (*window, self._tray.menu) if self._filled else window

    def apply_theme(self, theme: Theme) -> None:
        """Colours of the menus where Qt draws them itself."""
        for menu in self.made:
            menu.apply_theme(theme)

    def stop(self) -> None:
        """None is made by itself any more."""
        self._soon.stop()

    @Slot()
    def _fill(self) -> None:
        if not self._filled:
            self._filled = True
            self._tray.menu.fill(self._gestures, self._opener)
            self._dress(self._tray.menu)
