"""The menu of the tray and of the window: everything that can be done, in one place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu

from holdspace.ui.fonts import font

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal, Protocol

    from holdspace.ui.line import Mode
    from holdspace.ui.place import Size
    from holdspace.ui.theme import Theme
    from holdspace.ui.views import Gestures, ResponderRow, Screen
    from holdspace.words import Words

    Window = Literal["hidden", "covered", "in_front"]
    """How the window shows; covered: other windows may be in front of it."""

    class Opener(Protocol):
        """What the menu opens or presses that is a matter of windows."""

        def open_window(self) -> None: ...
        def hide_window(self) -> None: ...
        def open_line(self, mode: Mode) -> None: ...
        def open_digest(self) -> None: ...
        def open_followups(self) -> None: ...
        def press_end(self) -> None: ...
        def larger(self) -> None: ...
        def smaller(self) -> None: ...
        def open_note(self) -> None: ...
        def invited(self, responder: str) -> None: ...
        def open_settings(self) -> None: ...
        def press_quit(self) -> None: ...


ISOLATION = (25, 50, 90)


class Menu(QMenu):
    """Made once; its actions are named and hidden as the screen says, so that an open menu does not jump.

    Without gestures and opener it is empty until `fill`: the tray shows before there is anything to open.
    """

    def __init__(self, gestures: Gestures | None = None, opener: Opener | None = None) -> None:
        super().__init__()
        if gestures is not None and opener is not None:
            self.fill(gestures, opener)

    def fill(self, gestures: Gestures, opener: Opener) -> None:
        """Make the actions; once."""
        self.setFont(font("line"))
        self._gestures = gestures
        self._opener = opener
        self._responders: tuple[ResponderRow, ...] | None = None
        self._said = ""
        self._planned = 0
        self.open_ = self._add(opener.open_window)
        self.hide_ = self._add(opener.hide_window)
        self.larger = self._add(opener.larger)
        self.smaller = self._add(opener.smaller)
        self.addSeparator()
        self.start = QMenu(self)
        self.start.setFont(self.font())
        self.addMenu(self.start)
        self.start_session = self._add(lambda: gestures.start("session", None, None, self._planned), self.start)
        self.start.addSeparator()
        self.isolations = tuple(
            self._add(partial(gestures.start, "isolation", None, None, minutes), self.start) for minutes in ISOLATION
        )
        self.log = self._add(gestures.log)
        self.pin = self._add(lambda: opener.open_line("pin"))
        self.mark = self._add(lambda: opener.open_line("mark"))
        self.note = self._add(opener.open_note)
        self.step_out = self._add(gestures.pause)
        self.resume = self._add(gestures.resume)
        self.where = self._add(gestures.where)
        self.extend = self._add(lambda: gestures.extend(10))
        self.end = self._add(opener.press_end)
        self.undo = self._add(gestures.undo)
        self.addSeparator()
        self.digest = self._add(opener.open_digest)
        self.followups = self._add(opener.open_followups)
        self.links = QMenu(self)
        self.links.setFont(self.font())
        self.addMenu(self.links)
        self.settings = self._add(opener.open_settings)
        self.addSeparator()
        self.quit = self._add(opener.press_quit)

    def show_screen(self, screen: Screen, words: Words, *, can_hide: bool, window: Window, size: Size) -> None:
        """Name what can be done now. `can_hide`: there is a tray to open the window again."""
        session = screen.session
        paused = session is not None and session.state == "paused"
        front = words.t("Bring to the front") if window == "covered" else words.t("Open")
        self._name(self.open_, front, shown=window != "in_front")
        self._name(
            self.hide_, words.t("Hide the window"), shown=can_hide and window != "hidden" and session is not None
        )
        self._name(self.larger, words.t("Larger"), shown=session is not None and size != "L")
        self._name(self.smaller, words.t("Smaller"), shown=session is not None and size != "S")
        self._planned = screen.planned_minutes
        self.start.setTitle(words.t("Start"))
        self.start.menuAction().setVisible(session is None)
        self._name(self.start_session, words.n("Session, {n} minute", "Session, {n} minutes", self._planned))
        for action, minutes in zip(self.isolations, ISOLATION, strict=True):
            self._name(action, words.n("Isolation, {n} minute", "Isolation, {n} minutes", minutes))
        self._name(self.log, words.t("Log an interruption"), shown=session is not None)
        self._name(self.pin, words.t("Pin a thought…"))
        self._name(self.mark, words.t("Place mark…"), shown=session is not None)
        self._name(self.note, words.t("Write in the note"), shown=session is not None)
        self._name(self.step_out, words.t("Step out"), shown=session is not None and not paused)
        self._name(self.resume, words.t("Resume"), shown=paused)
        self._name(self.where, words.t("Where we left off"), shown=session is not None)
        self._name(self.extend, words.n("{n} minute more", "{n} minutes more", 10), shown=session is not None)
        self._name(self.end, words.t("End…"), shown=session is not None)
        self._name(self.undo, words.code("undo", screen.undo), shown=bool(screen.undo))
        self._name(self.digest, words.t("Digest of the last session"), shown=session is None and screen.digest)
        due = screen.followups_due
        self._name(self.followups, words.t("Follow-ups ({n} due)", n=due) if due else words.t("Follow-ups"))
        self._show_links(screen.responders, words)
        self._name(self.settings, words.t("Settings…"))
        self._name(self.quit, words.t("Quit"))

    def apply_theme(self, theme: Theme) -> None:
        """Colours of the menu where Qt draws it itself."""
        dress(self, theme)

    def _show_links(self, responders: tuple[ResponderRow, ...], words: Words) -> None:
        self.links.menuAction().setVisible(bool(responders))
        said = words.language
        if responders == self._responders and said == self._said:
            return
        self._responders, self._said = responders, said
        self.links.setTitle(words.t("Invite"))
        self.links.clear()
        for person in responders:
            action = self._add(partial(self._copy_link, person.id), self.links)
            state = _standing(words, person)
            self._name(action, words.t("Copy link for {name} ({state})", name=person.name, state=state))

    def _copy_link(self, responder: str) -> None:
        QGuiApplication.clipboard().setText(self._gestures.link(responder))
        self._opener.invited(responder)

    def _add(self, call: Callable[[], None], menu: QMenu | None = None) -> QAction:
        action = QAction(menu or self)
        action.triggered.connect(lambda _checked=False: call())
        (menu or self).addAction(action)
        return action

    @staticmethod
    def _name(action: QAction, text: str, *, shown: bool = True) -> None:
        plain = text.replace("&", "&&")
        if action.text() != plain:
            action.setText(plain)
        if action.isVisible() != shown:
            action.setVisible(shown)


def dress(menu: QMenu, theme: Theme) -> None:
    """Colours of a menu where Qt draws it itself."""
    menu.setStyleSheet(
        f"QMenu {{ background: {theme.card}; color: {theme.ink}; border: 1px solid {theme.line}; padding: 6px; }}"
        f"QMenu::item {{ padding: 6px 20px 6px 12px; border-radius: 6px; }}"
        f"QMenu::item:selected {{ background: {theme.soft}; color: {theme.ink}; }}"
        f"QMenu::item:disabled {{ color: {theme.ink3}; }}"
        f"QMenu::separator {{ height: 1px; background: {theme.line}; margin: 6px 8px; }}"
    )


def _standing(words: Words, person: ResponderRow) -> str:
    """Whether they can be asked now, and if not, whether they ever are."""
    if not person.in_a_step:
        return words.t("asked in no step")
    return words.t("can be asked now") if person.reachable else words.t("not reachable now")
