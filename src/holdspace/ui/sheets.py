"""The windows with things to read and answer: digest, follow-ups, settings, and the question what to ask about. Made when needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdspace.ui.asking_window import AskingWindow
    from holdspace.ui.digest import DigestWindow
    from holdspace.ui.followups import FollowUpsWindow
    from holdspace.ui.settings.window import SettingsWindow
    from holdspace.ui.sheet import Sheet
    from holdspace.ui.theme import Theme
    from holdspace.ui.views import Gestures, Screen
    from holdspace.words import Words


class Sheets:
    """Each opens upon a click or a key, with the focus."""

    def __init__(self, gestures: Gestures) -> None:
        self._gestures = gestures
        self.digest: DigestWindow | None = None
        self.followups: FollowUpsWindow | None = None
        self.asking: AskingWindow | None = None
        self.settings: SettingsWindow | None = None

    @property
    def made(self) -> tuple[Sheet, ...]:
        """Those that there are by now."""
        all_ = (self.digest, self.followups, self.asking, self.settings)
        return tuple(sheet for sheet in all_ if sheet is not None)

    def open_digest(self, words: Words, theme: Theme) -> None:
        """Of the session that runs, else of the last one."""
        from holdspace.ui.digest import DigestWindow

        if self.digest is None:
            self.digest = DigestWindow(self._gestures)
        self.digest.apply_theme(theme)
        self.digest.show_digest(self._gestures.digest(), words)
        self.digest.open_focused()

    def open_followups(self, words: Words, theme: Theme) -> None:
        """The open promises."""
        from holdspace.ui.followups import FollowUpsWindow

        if self.followups is None:
            self.followups = FollowUpsWindow(self._gestures)
        self.followups.apply_theme(theme)
        self.followups.show_rows(self._gestures.followups(), words)
        self.followups.open_focused()

    def ask_about(self, name: str, words: Words, theme: Theme) -> None:
        """What should go to the one who is invited first?"""
        from holdspace.ui.asking_window import AskingWindow

        if self.asking is None:
            self.asking = AskingWindow(self._gestures)
        self.asking.apply_theme(theme)
        self.asking.ask(name, words)
        self.asking.open_focused()

    def open_settings(self, words: Words, theme: Theme, invited: Callable[[str], None]) -> None:
        """The settings; `invited` is told whom an invitation link was copied for."""
        from holdspace.ui.settings.window import SettingsWindow

        if self.settings is None:
            self.settings = SettingsWindow(self._gestures.settings())
            self.settings.link_wanted.connect(lambda responder: self._invite(responder, invited))
            self.settings.show_words(words)
            self.settings.apply_theme(theme)
        self.settings.open_at(words)

    def _invite(self, responder: str, invited: Callable[[str], None]) -> None:
        url = self._gestures.link(responder)
        if url:
            QGuiApplication.clipboard().setText(url)
        if self.settings is not None:
            self.settings.people.link_copied(bool(url))
        if url:
            invited(responder)

    def follow(self, words: Words, screen: Screen) -> None:
        """Something changed: what the settings window shows follows, what is being edited stays; so does the digest's end."""
        if self.digest is not None and self.digest.isVisible() and screen.ended is not None:
            self.digest.follow(screen.ended)
        if self.settings is not None and self.settings.isVisible():
            self.settings.show_words(words)
            self.settings.refresh()

    def quit(self, words: Words) -> None:
        """Quit; with settings that are not saved it is asked first, in their window."""
        if self.settings is not None and self.settings.ask_before(self._gestures.quit):
            self.settings.open_at(words)
        else:
            self._gestures.quit()

    def refill(self, words: Words, *, in_session: bool) -> None:
        """Of what changed meanwhile. In a session what is done goes, and no new text comes unasked."""
        window = self.followups
        if window is None or not window.isVisible():
            return
        rows = self._gestures.followups()
        if in_session:
            rows = tuple(row for row in rows if row.pin in window.pins)
        window.show_rows(rows, words)

    def close(self) -> None:
        for sheet in self.made:
            sheet.hide()
            sheet.deleteLater()
        self.digest = self.followups = self.asking = self.settings = None
