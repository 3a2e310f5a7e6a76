"""What broke a session that ended early: one calm question right after it, never asked again; and a menu to say it later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from holdspace.ui.button_row import ButtonRow
from holdspace.ui.buttons import Button
from holdspace.ui.fonts import font
from holdspace.ui.menu import dress
from holdspace.ui.text import Text
from holdspace.words_ended import ended as said_of
from holdspace.words_session import WHAT_BROKE_IT

if TYPE_CHECKING:
    from holdspace.ui.theme import Theme
    from holdspace.ui.views import EndedView
    from holdspace.words import Words


class WhatBrokeIt(QWidget):
    """Shows only where a session ended early. `answered`: the session and an "ended_why"."""

    answered = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._session = ""
        self.line = Text("text", "ink", lines=2)
        self.question = Text("strong", "ink")
        self.answers = {why: Button("neutral") for why in WHAT_BROKE_IT}
        self.row = ButtonRow(gap=6)
        self.row.put(*self.answers.values())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(6)
        for part in (self.line, self.question, self.row):
            column.addWidget(part)
        for why, button in self.answers.items():
            button.clicked.connect(lambda _=False, why=why: self.answered.emit(self._session, why))

    def show_ended(self, ended: EndedView | None, words: Words) -> None:
        """The line says how early; once it is answered it says what was answered, and the question is gone."""
        early = ended is not None and ended.minutes_early > 0
        self.setVisible(early)
        if ended is None:
            return
        self._session = ended.session
        self.line.say(said_of(words, ended.minutes_early, ended.why))
        self.question.say(words.t("What broke it?"))
        for why, button in self.answers.items():
            button.say(words.code("what_broke_it", why))
        self.question.setHidden(bool(ended.why))
        self.row.setHidden(bool(ended.why))
        self.row.arrange()


class EndMenu(QMenu):
    """The same answers as a menu, for the line of the digest. `chosen`: an "ended_why"."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFont(font("line"))

    def offer(self, words: Words) -> None:
        """Fill it in these words."""
        self.clear()
        for why in WHAT_BROKE_IT:
            action = QAction(words.code("what_broke_it", why), self)
            action.triggered.connect(lambda _=False, why=why: self.chosen.emit(why))
            self.addAction(action)

    def apply_theme(self, theme: Theme) -> None:
        dress(self, theme)
