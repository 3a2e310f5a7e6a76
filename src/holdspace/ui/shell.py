"""The shell: tray, windows and keys as one screen. It shows whole frozen screens, and decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer, Slot
from PySide6.QtGui import QCursor

from holdspace.ui import theme as themes
from holdspace.ui.icons import app_icon
from holdspace.ui.keys import press
from holdspace.ui.menus import Menus, MenuState
from holdspace.ui.one_line import OneLine
from holdspace.ui.place import Place
from holdspace.ui.platform import come_forward, composited
from holdspace.ui.session_window import SessionWindow
from holdspace.ui.sheets import Sheets
from holdspace.ui.tray import Tray
from holdspace.words import translator

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication

    from holdspace.ui.after_window import AfterWindow
    from holdspace.ui.line import Mode
    from holdspace.ui.start_window import StartWindow
    from holdspace.ui.views import Gestures, Screen
    from holdspace.words import Words

TRAY_GRACE_MS = 3000
"""How long a panel may take to come up before the window opens by itself for want of a tray."""


class Shell(QObject):
    """Composes the screen. `render` shows a Screen; the others open what was asked for.

    `clock_ticks` gives CLOCK_BOOTTIME seconds. `tray`: one that shows already, else it is made here.
    `on_place` is told where the card was put, for the next start.
    `want_digits` is told when Ctrl+Alt+1..8 mean something (card or strip shows) and when no longer.
    """

    def __init__(
        self,
        app: QApplication,
        gestures: Gestures,
        clock_ticks: Callable[[], float],
        *,
        tray: Tray | None = None,
        place: Place | None = None,
        on_place: Callable[[Place], None] | None = None,
        want_digits: Callable[[bool], None] | None = None,
    ) -> None:
        super().__init__()
        self._app = app
        self._gestures = gestures
        self._ticks = clock_ticks
        self._place = place
        self._on_place = on_place or (lambda _place: None)
        self._want_digits = want_digits or (lambda _wanted: None)
        self._digits = False
        self._screen: Screen | None = None
        self._words: Words = translator("en")
        self._hidden = False
        self._session: SessionWindow | None = None
        self._start: StartWindow | None = None
        self._after: AfterWindow | None = None
        self._line = OneLine(gestures, self._line_closed)
        self._sheets = Sheets(gestures)
        self.theme = themes.from_system(app.styleHints())
        app.setQuitOnLastWindowClosed(False)
        app.setWindowIcon(app_icon())
        self.tray = tray if tray is not None else Tray(clock_ticks, self)
        self.menus = Menus(self.tray, gestures, self)
        self.tray.clicked.connect(self.open_window)
        self.tray.changed.connect(self._show_menus)
        app.styleHints().colorSchemeChanged.connect(self.retheme)
        self.retheme()

    # -- what is shown --------------------------------------------------------------------------------------------
    def render(self, screen: Screen) -> None:
        """Show this screen, whole. Takes no focus, whatever changed."""
        before, self._screen = self._screen, screen
        self._words = translator(screen.language)
        self.tray.render(screen, self._words)
        if screen.session is not None:
            self._render_session(before)
        else:
            self._render_none(before)
        self._show_menus()
        self._tell_digits()
        self._sheets.refill(self._words, in_session=screen.session is not None)
        self._sheets.follow(self._words, screen)
        if before is None and not self.tray.available:
            QTimer.singleShot(TRAY_GRACE_MS, self, self._serve_without_tray)

    def _render_session(self, before: Screen | None) -> None:
        screen = self._screen
        if screen is None or screen.session is None:
            return
        began = before is None or before.session is None or before.session.id != screen.session.id
        for other in (self._start, self._after):
            if other is not None and other.isVisible():
                other.hide()
        if began:
            self._hidden = False
            if self._start is not None:
                self._start.clear()
            self._put_away()
        window = self._session_window(fresh=began)
        window.show_screen(screen, self._words)
        wanted = not self._hidden or bool(screen.card or screen.strip or screen.recap or screen.session.doubted)
        if wanted and not window.isVisible():
            window.put_at(self._place)
            window.show()
        elif not wanted and window.isVisible():
            window.hide()

    def _put_away(self) -> None:
        """What was left open goes before a client looks at the screen; nothing that was typed is lost."""
        self._line.put_away()
        for sheet in self._sheets.made:
            sheet.hide()

    def _render_none(self, before: Screen | None) -> None:
        screen = self._screen
        if screen is None:
            return
        if self._session is not None and self._session.isVisible():
            self._session.hide()
        if before is not None and before.session is not None:
            self._after_window().show_end(screen, self._words)
            self._after_window().put_at(self._place)
            self._after_window().show()
        elif self._after is not None and self._after.isVisible():
            self._after.follow(screen, self._words)
        if self._start is not None and self._start.isVisible():
            self._start.show_screen(screen, self._words)

    @Slot()
    def retheme(self) -> None:
        """Follow the system's colour scheme, at once."""
        self.theme = themes.from_system(self._app.styleHints())
        for part in (self._session, self._start, self._after, *self._sheets.made):
            if part is not None:
                part.apply_theme(self.theme)
        self._line.apply_theme(self.theme)
        self.menus.apply_theme(self.theme)

    # -- what is opened -------------------------------------------------------------------------------------------
    @Slot()
    def open_window(self) -> None:
        """Open the window, upon a click, a key or `holdspace`: the running session, else the form to start one."""
        screen = self._screen
        if screen is None:
            return
        self._hidden = False
        if screen.session is not None:
            window = self._session_window(fresh=False)
            window.show_screen(screen, self._words)
            if not window.isVisible():
                window.put_at(self._place)
            window.show()
            come_forward(window)
        else:
            if self._after is not None:
                self._after.hide()
            start = self._start_window()
            start.show_screen(screen, self._words)
            if not start.isVisible():
                start.put_at(self._place)
            start.open_focused()
            self._gestures.foresee()
        self._show_menus()

    @Slot()
    def hide_window(self) -> None:
        """Put the session window away; the tray brings it back, and a card or a log shows it for its time."""
        self._hidden = True
        if self._session is not None:
            self._session.hide()
        self._show_menus()

    def open_line(self, mode: Mode) -> None:
        """Open the one-line note, with the focus: upon the practitioner's key or click only."""
        self._line.open(mode, self._words, self.theme, self._session)

    @Slot()
    def open_mark(self) -> None:
        self.open_line("mark")

    @Slot()
    def open_digest(self) -> None:
        """Open the digest of the last session, upon a click or a key."""
        self._sheets.open_digest(self._words, self.theme)
        if self._after is not None:
            self._after.hide()

    @Slot()
    def open_followups(self) -> None:
        """Open the open promises, upon a click or a key."""
        self._sheets.open_followups(self._words, self.theme)

    def hotkey(self, name: str) -> None:
        """A key of ours was pressed."""
        if self._screen is not None:
            press(name, self._screen, self._session, self._gestures, self)

    @Slot()
    def press_pin(self) -> None:
        """Pin what was just logged, by one press, while the strip shows it; else open a line for the thought."""
        strip = self._screen.strip if self._screen is not None else None
        if strip is not None and self._session is not None and self._session.strip.interruption is not None:
            self._gestures.pin(None, None, "", strip.interruption)
            self._gestures.strip_gone()
        else:
            self.open_line("pin")

    def press_end(self) -> None:
        """The menu's End: the window shows that a second press is needed."""
        if self._session is not None and self._screen is not None and self._screen.session is not None:
            self.open_window()
            self._session.press_end()

    def invited(self, responder: str) -> None:
        """A link was copied for somebody: ask what should go to them, if nothing goes to anybody yet."""
        screen = self._screen
        if screen is None or not screen.asks_nobody:
            return
        name = next((row.name for row in screen.responders if row.id == responder), responder)
        self._sheets.ask_about(name, self._words, self.theme)

    def open_settings(self) -> None:
        """Open the settings, upon a click or a key; also in a session, as what is open goes by the settings of before."""
        self._sheets.open_settings(self._words, self.theme, self.invited)

    def press_quit(self) -> None:
        """The menu's Quit: in a session its window asks once more; settings that are not saved are asked about."""
        if self._session is not None and self._screen is not None and self._screen.session is not None:
            self.open_window()
            self._session.press_quit()
        else:
            self._sheets.quit(self._words)

    @Slot()
    def open_note(self) -> None:
        """Open the session's note with the keyboard in it, upon a key or the menu."""
        if self._screen is not None and self._screen.session is not None:
            self.open_window()
            self._session_window(fresh=False).open_note()

    def larger(self) -> None:
        if self._session is not None:
            self._session.larger()

    def smaller(self) -> None:
        if self._session is not None:
            self._session.smaller()

    def flush(self) -> None:
        """What was written and is not kept yet is kept: the session or the app ends."""
        if self._session is not None:
            self._session.flush()

    def close(self) -> None:
        """Take everything from the screen, before the app quits."""
        self._screen = None  # nothing is opened any more, whatever timer still rings
        self._app.styleHints().colorSchemeChanged.disconnect(self.retheme)
        self.menus.stop()
        self.tray.close()
        self._sheets.close()
        self._line.close()
        for part in (self._session, self._start, self._after):
            if part is not None:
                part.hide()
                part.deleteLater()
        self._session = self._start = self._after = None

    # -- the windows ----------------------------------------------------------------------------------------------
    def _session_window(self, *, fresh: bool) -> SessionWindow:
        if self._session is not None and fresh and self._session.composited != composited():
            self._session.hide()  # a compositor came or went: the window must be made anew for its transparency
            self._session.deleteLater()
            self._session = None
        if self._session is None:
            window = SessionWindow(self._gestures, self._ticks, composited=composited())
            window.apply_theme(self.theme)
            window.want_size(self._place.size if self._place is not None else "M")
            window.pin_pressed.connect(self.press_pin)
            window.mark_pressed.connect(self.open_mark)
            window.menu_wanted.connect(self._open_menu)
            window.size_chosen.connect(self._placed)
            window.quit_wanted.connect(lambda: self._sheets.quit(self._words))
            window.closed.connect(self.hide_window)
            window.moved = self._moved
            self._session = window
        return self._session

    def _start_window(self) -> StartWindow:
        if self._start is None:
            from holdspace.ui.start_window import StartWindow

            window = StartWindow(self._gestures, composited=composited())
            window.apply_theme(self.theme)
            window.menu_wanted.connect(self._open_menu)
            window.digest_wanted.connect(self.open_digest)
            window.followups_wanted.connect(self.open_followups)
            window.returned.connect(lambda: self._gestures.foresee())
            window.closed.connect(self._show_menus)
            window.moved = self._moved
            self._start = window
        return self._start

    def _after_window(self) -> AfterWindow:
        if self._after is None:
            from holdspace.ui.after_window import AfterWindow

            window = AfterWindow(self._gestures, composited=composited())
            window.apply_theme(self.theme)
            window.digest_wanted.connect(self.open_digest)
            window.moved = self._moved
            self._after = window
        return self._after

    def _moved(self, corner: QPoint) -> None:
        size = self._session.size_wanted if self._session is not None else "M"
        self._place = Place(x=corner.x(), y=corner.y(), size=size)
        self._on_place(self._place)

    @Slot()
    def _placed(self) -> None:
        if self._session is not None:
            self._moved(self._session.home or self._session.card_corner())
        self._show_menus()

    @Slot()
    def _line_closed(self) -> None:
        if self._screen is not None and self._screen.strip is not None:
            self._gestures.strip_gone()

    @Slot()
    def _open_menu(self) -> None:
        self._show_menus()
        self.menus.open_at(QCursor.pos())

    @Slot()
    def _show_menus(self) -> None:
        screen = self._screen
        if screen is None:
            return
        window = self._session if screen.session is not None else self._start
        shown = window is not None and window.isVisible()
        self.menus.show_state(
            MenuState(
                screen=screen,
                words=self._words,
                size=self._session.size_wanted if self._session is not None else "M",
                shown="nothing" if not shown else "session" if screen.session is not None else "form",
            )
        )

    def _tell_digits(self) -> None:
        screen = self._screen
        wanted = screen is not None and screen.session is not None and bool(screen.card or screen.strip)
        if wanted != self._digits:
            self._digits = wanted
            self._want_digits(wanted)

    @Slot()
    def _serve_without_tray(self) -> None:
        """No panel came: a window must be there, or Holdspace could not be reached. It takes no focus."""
        screen = self._screen
        if self.tray.available or screen is None or screen.session is not None:
            return
        start = self._start_window()
        if not start.isVisible():
            start.show_screen(screen, self._words)
            start.put_at(self._place)
            start.open_quietly()
            self._gestures.foresee()
