"""The menu of one thing in the digest: what is to be done with the next one like it. Opened by a click or a key only."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from holdspace.ui.fonts import font
from holdspace.ui.menu import dress
from holdspace.ui.names_menu import NamesMenu

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from holdspace.private import Private
    from holdspace.ui.next_time_views import Matter
    from holdspace.ui.theme import Theme
    from holdspace.words import Words

ENDS = (0, 7, 30)
"""Days from today until which somebody is let through."""


class RowMenu(QMenu):
    """`wished`: a verdict, and until when (None: no end, or one that is still to be named). `same`: the name of a person.

    `line`: the one about when the practitioner answers is to be copied.
    """

    wished = Signal(str, object)
    same = Signal(str)
    line = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFont(font("line"))
        self.through = QMenu(self)
        self.through.setFont(self.font())
        self.people = NamesMenu(self)
        self.people.chosen.connect(self.same)

    def offer(self, matter: Matter | None, people: Sequence[Private], today: date, words: Words) -> None:
        """What can be said of this; a line why not, if nothing can."""
        self.clear()
        self.through.clear()
        if matter is None:
            self._add(self, words.t("Nothing can be said of this any more.")).setEnabled(False)
            return
        person = "person" in matter.abouts
        self._add(self, words.t("Next time, ask my assistant"), "ask")
        title = (
            words.t("Let this person through until…")
            if matter.abouts[0] != "app"
            else words.t("Let this app through until…")
        )
        self.through.setTitle(title)
        self.addMenu(self.through)
        for days, said in zip(ENDS, (words.t("Today"), words.t("A week"), words.t("A month")), strict=True):
            until = today + timedelta(days=days)
            self._add(self.through, f"{said}  ·  {until.isoformat()}", "let_through", until)
        self._add(self.through, words.t("Another day…"), "let_through")
        self._add(self, words.t("Keep as noise"), "noise")
        self._add(self, words.t("Always hold it for the digest"), "hold")
        if person:
            self.addSeparator()
            self.people.setTitle(words.t("This is the same person as…"))
            self.people.offer(people, words.t("Nobody else wrote in the last 14 days."))
            self.addMenu(self.people)
        if matter.boundary is not None:
            self._add(self, words.t("Copy a line about when I answer")).triggered.connect(self.line)

    def _add(self, menu: QMenu, text: str, verdict: str = "", until: date | None = None) -> QAction:
        action = QAction(text.replace("&", "&&"), menu)
        if verdict:
            action.triggered.connect(lambda _=False: self.wished.emit(verdict, until))
        menu.addAction(action)
        return action

    def apply_theme(self, theme: Theme) -> None:
        for menu in (self, self.through, self.people):
            dress(menu, theme)
