"""The tray's menu and the same one for the window, each made when it is first needed: the first picture needs neither."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer, Slot

from holdspace.frozen import dataclass
from holdspace.ui.menu import Menu

if TYPE_CHECKING:
    from typing import Literal

    from holdspace.ui.menu import Opener, Window
    from holdspace.ui.place import Size
    from holdspace.ui.theme import Theme
    from holdspace.ui.tray import Tray
    from holdspace.ui.views import Gestures, Screen
    from holdspace.words import Words

    Shown = Literal["nothing", "session", "form"]

MADE_AFTER_MS = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuState:
    """What a menu names and offers: the screen, in which words, how large the window is, and which one shows."""

    screen: Screen
    words: Words
    size: Size
    shown: Shown


class Menus(QObject):
    """Both show the state that was told last, also one that is made later."""

    def __init__(self, tray: Tray, gestures: Gestures, opener: Opener) -> None:
        super().__init__()
        self._tray = tray
        self._gestures = gestures
        self._opener = opener
        self._theme: Theme | None = None
        self._state: MenuState | None = None
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

    def show_state(self, state: MenuState) -> None:
        """Name what can be done now."""
        self._state = state
        for menu in self.made:
            self._name(menu)

    def open_at(self, place: QPoint) -> None:
        """Open the window's menu, upon a click."""
        self.window.popup(place)

    def apply_theme(self, theme: Theme) -> None:
        """Colours of the menus where Qt draws them itself."""
        self._theme = theme
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

    def _dress(self, menu: Menu) -> None:
        if self._theme is not None:
            menu.apply_theme(self._theme)
        self._name(menu)

    def _name(self, menu: Menu) -> None:
        state = self._state
        if state is not None:
            can_hide, shows = self._tray.available, self._shows(state.shown, menu)
            menu.show_screen(state.screen, state.words, can_hide=can_hide, window=shows, size=state.size)

    def _shows(self, shown: Shown, menu: Menu) -> Window:
        """How the window shows to whom this menu is open: the form's own menu comes from it, the tray's from elsewhere."""
        if shown == "nothing":
            return "hidden"
        return "covered" if shown == "form" and menu is self._tray.menu else "in_front"
